//! Incidents: what a breach may concern, who has seen it, and the freezing of what nobody is to watch meanwhile.

use crate::{Error, Result, TenantTx, policies::author};
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    ids::{IncidentId, RecordingId, SiteId},
    permission::{Permission, Respond, Review},
    purpose::Purpose,
};

/// How many recordings are shown of what an incident concerns.
pub const MOST: i64 = 500;
/// From learning of a breach until the authority must have been told (article 33).
pub const DEADLINE: SignedDuration = SignedDuration::from_hours(72);

/// What an incident concerns; what is absent narrows nothing.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Concern {
    /// A purpose.
    pub purpose: Option<Purpose>,
    /// The declared route of the first page.
    pub route: Option<String>,
    /// A selector or another text of the policy that a recording was made under.
    pub rule: Option<String>,
    /// Opened in this hour or later.
    pub from: Option<Timestamp>,
    /// Opened before this instant.
    pub until: Option<Timestamp>,
}

/// A breach that somebody told of.
#[derive(Clone, Debug)]
pub struct Incident {
    /// Its id.
    pub id: IncidentId,
    /// What it concerns.
    pub concern: Concern,
    /// When the publisher learned of it.
    pub learned_at: Timestamp,
    /// The name of who told of it, as it was then.
    pub told_by: String,
}

/// A recording that is concerned.
#[derive(Clone, Debug)]
pub struct Concerned {
    /// Which.
    pub id: RecordingId,
    /// What it is for.
    pub purpose: Purpose,
    /// In which hour it was opened.
    pub opened_hour: Timestamp,
    /// The declared route of its first page.
    pub entry_route: Option<String>,
    /// The version of the policy that it was made under.
    pub policy_version: u32,
}

/// That somebody watched a recording or took it out.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Which.
    pub recording: RecordingId,
    /// The id of a member, `cli` or `token`.
    pub actor: String,
    /// The name that a member has now; absent once they have left.
    pub name: Option<String>,
    /// The event of the audit log.
    pub event: String,
    /// When.
    pub at: Timestamp,
}

/// That a purpose is frozen.
#[derive(Clone, Debug)]
pub struct Freeze {
    /// Which.
    pub purpose: Purpose,
    /// Since when.
    pub at: Timestamp,
    /// The name of who did it, as it was then.
    pub by: String,
}

/// The recordings of a site within the scope that are concerned, newest first: at most [`MOST`], and how many there are.
pub async fn concerned(
    tx: &mut TenantTx<Review>,
    site: SiteId,
    of: &Concern,
) -> Result<(Vec<Concerned>, i64)> {
    let (now, sites, purposes) = (tx.now(), tx.sites(), tx.purposes());
    let rows = sqlx::query!(
        r#"select id, purpose, opened_hour as "opened_hour: Ts", entry_route, policy_version, count(*) over () as "count!"
           from recordings r
           where site_id = $1 and expires_at > $2
             and exists (select from unnest($3::uuid[], $4::text[]) as reach (site, purpose)
                         where coalesce(reach.site, r.site_id) = r.site_id and reach.purpose = r.purpose)
             and ($5::text is null or r.purpose = $5) and ($6::text is null or entry_route = $6)
             and ($8::timestamptz is null or opened_hour >= $8) and ($9::timestamptz is null or opened_hour < $9)
             and ($7::text is null or exists (
                 select from policies p where p.site_id = r.site_id and p.purpose = r.purpose
                     and p.version = r.policy_version and strpos(to_jsonb(p)::text, to_json($7::text)::text) > 0))
           order by opened_hour desc, id limit $10"#,
        site.uuid(),
        now.to_sqlx() as _,
        &sites as _,
        &purposes,
        of.purpose.map(Purpose::name),
        of.route,
        of.rule,
        of.from.map(ToSqlx::to_sqlx) as _,
        of.until.map(ToSqlx::to_sqlx) as _,
        MOST
    )
    .fetch_all(tx.db())
    .await?;
    let count = rows.first().map_or(0, |row| row.count);
    let read = rows.into_iter().map(|row| {
        let purpose = row.purpose.parse();
        Ok(Concerned {
            id: RecordingId::from_uuid(row.id),
            purpose: purpose.map_err(|_| Error::Corrupt("a purpose"))?,
            opened_hour: row.opened_hour.to_jiff(),
            entry_route: row.entry_route,
            policy_version: u32::try_from(row.policy_version)
                .map_err(|_| Error::Corrupt("a version"))?,
        })
    });
    Ok((read.collect::<Result<_>>()?, count))
}

/// Who has watched these recordings or taken them out, as the audit log tells.
pub async fn seen(tx: &mut TenantTx<Review>, of: &[Concerned]) -> Result<Vec<Seen>> {
    let ids: Vec<_> = of.iter().map(|one| one.id.uuid()).collect();
    let rows = sqlx::query!(
        r#"select e.recording_id as "recording_id!", e.actor, e.event, e.at as "at: Ts", m.name as "name?"
           from audit_entries e left join members m on m.id::text = e.actor
           where e.recording_id = any($1) and e.event in ('recording.watched', 'recording.exported')
           order by e.number"#,
        &ids
    );
    let rows = rows.fetch_all(tx.db()).await?.into_iter();
    let seen = rows.map(|row| Seen {
        recording: RecordingId::from_uuid(row.recording_id),
        actor: row.actor,
        name: row.name,
        event: row.event,
        at: row.at.to_jiff(),
    });
    Ok(seen.collect())
}

/// Tells of an incident.
pub async fn tell(
    tx: &mut TenantTx<Respond>,
    id: IncidentId,
    (site, concern): (SiteId, &Concern),
    learned_at: Timestamp,
) -> Result<()> {
    let (organisation, by) = (tx.scope().organisation(), author(tx).await?);
    sqlx::query!(
        "insert into incidents (id, organisation_id, site_id, purpose, route, rule, opened_from, opened_until, learned_at,
             told_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id.uuid(),
        organisation.uuid(),
        site.uuid(),
        concern.purpose.map(Purpose::name),
        concern.route,
        concern.rule,
        concern.from.map(ToSqlx::to_sqlx) as _,
        concern.until.map(ToSqlx::to_sqlx) as _,
        learned_at.to_sqlx() as _,
        by
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The incidents of a site, newest first.
pub async fn list(tx: &mut TenantTx<Review>, site: SiteId) -> Result<Vec<Incident>> {
    let rows = sqlx::query!(
        r#"select id, purpose, route, rule, opened_from as "opened_from: Ts", opened_until as "opened_until: Ts",
               learned_at as "learned_at: Ts", told_by
           from incidents where site_id = $1 order by id desc limit 100"#,
        site.uuid()
    );
    let rows = rows.fetch_all(tx.db()).await?.into_iter();
    let read = rows.map(|row| {
        let purpose = row.purpose.map(|purpose| purpose.parse()).transpose();
        Ok(Incident {
            id: IncidentId::from_uuid(row.id),
            concern: Concern {
                purpose: purpose.map_err(|_| Error::Corrupt("a purpose"))?,
                route: row.route,
                rule: row.rule,
                from: row.opened_from.map(Ts::to_jiff),
                until: row.opened_until.map(Ts::to_jiff),
            },
            learned_at: row.learned_at.to_jiff(),
            told_by: row.told_by,
        })
    });
    read.collect()
}

/// The purposes of a site that are frozen.
pub async fn freezes(tx: &mut TenantTx<Review>, site: SiteId) -> Result<Vec<Freeze>> {
    let rows = sqlx::query!(
        r#"select purpose, frozen_at as "frozen_at: Ts", frozen_by from freezes where site_id = $1 order by purpose"#,
        site.uuid()
    );
    let rows = rows.fetch_all(tx.db()).await?.into_iter();
    let read = rows.map(|row| {
        let purpose = row.purpose.parse();
        Ok(Freeze {
            purpose: purpose.map_err(|_| Error::Corrupt("a purpose"))?,
            at: row.frozen_at.to_jiff(),
            by: row.frozen_by,
        })
    });
    read.collect()
}

/// Freezes a purpose of a site within the scope; says whether it was not frozen before.
pub async fn freeze(
    tx: &mut TenantTx<Respond>,
    (site, purpose): (SiteId, Purpose),
) -> Result<bool> {
    check(tx, site, purpose)?;
    let (organisation, now, by) = (tx.scope().organisation(), tx.now(), author(tx).await?);
    let done = sqlx::query!(
        "insert into freezes (organisation_id, site_id, purpose, frozen_at, frozen_by) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        organisation.uuid(),
        site.uuid(),
        purpose.name(),
        now.to_sqlx() as _,
        by
    );
    Ok(done.execute(tx.db()).await?.rows_affected() == 1)
}

/// Lets a purpose of a site within the scope be watched again; says whether it was frozen.
pub async fn thaw(tx: &mut TenantTx<Respond>, (site, purpose): (SiteId, Purpose)) -> Result<bool> {
    check(tx, site, purpose)?;
    let done = sqlx::query!(
        "delete from freezes where site_id = $1 and purpose = $2",
        site.uuid(),
        purpose.name()
    );
    Ok(done.execute(tx.db()).await?.rows_affected() == 1)
}

fn check<P: Permission>(tx: &TenantTx<P>, site: SiteId, purpose: Purpose) -> Result<()> {
    let covers = tx.scope().covers(site, purpose);
    covers.then_some(()).ok_or(Error::NotFound("site"))
}
