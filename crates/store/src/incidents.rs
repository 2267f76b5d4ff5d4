//! Incidents: what a breach may concern, who has seen it, and what of it is gone.

use crate::{Error, Result, TenantTx, policies::author};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    ids::{IncidentId, RecordingId, SiteId},
    permission::{Respond, Review},
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

/// What an incident concerns, as far as it is still there.
#[derive(Clone, Debug)]
pub struct Found {
    /// Newest first: at most [`MOST`].
    pub recordings: Vec<Concerned>,
    /// How many there are.
    pub count: i64,
    /// How many people have watched or taken out any of them, those beyond [`MOST`] included.
    pub people: i64,
}

/// What is not there any more, and may have been concerned: nobody knows which of it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Gone {
    /// Erased before their time.
    pub erased: i64,
    /// Whose time was over.
    pub expired: i64,
}

/// The recordings of a site within the scope that are concerned, and how many people have seen them.
pub async fn concerned(tx: &mut TenantTx<Review>, site: SiteId, of: &Concern) -> Result<Found> {
    let (now, sites, purposes) = (tx.now(), tx.sites(), tx.purposes());
    let rows = sqlx::query!(
        r#"with concerned as (
               select id, purpose, opened_hour, entry_route, policy_version
               from recordings r
               where site_id = $1 and expires_at > $2
                 and exists (select from unnest($3::uuid[], $4::text[]) as reach (site, purpose)
                             where coalesce(reach.site, r.site_id) = r.site_id and reach.purpose = r.purpose)
                 and ($5::text is null or r.purpose = $5) and ($6::text is null or entry_route = $6)
                 and ($8::timestamptz is null or opened_hour >= $8) and ($9::timestamptz is null or opened_hour < $9)
                 and ($7::text is null or exists (
                     select from policies p where p.site_id = r.site_id and p.purpose = r.purpose
                         and p.version = r.policy_version and strpos(to_jsonb(p)::text, to_json($7::text)::text) > 0)))
           select id as "id!", purpose as "purpose!", opened_hour as "opened_hour!: Ts", entry_route,
                  policy_version as "policy_version!", count(*) over () as "count!",
                  (select count(distinct e.actor) from audit_entries e join concerned on concerned.id = e.recording_id
                   where e.event in ('recording.watched', 'recording.exported')
                       or e.event = 'request.acted' and e.detail in ('archived', 'exported')) as "people!"
           from concerned order by opened_hour desc, id limit $10"#,
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
    let (count, people) = rows.first().map_or((0, 0), |row| (row.count, row.people));
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
    Ok(Found {
        recordings: read.collect::<Result<_>>()?,
        count,
        people,
    })
}

/// What of the purposes that are concerned has gone since the first day that is. A route or a rule narrows nothing here:
/// of what is gone, the day and the purpose alone are counted.
pub async fn gone(tx: &mut TenantTx<Review>, site: SiteId, of: &Concern) -> Result<Gone> {
    let (sites, purposes) = (tx.sites(), tx.purposes());
    let row = sqlx::query!(
        r#"with asked as (
               select reach.purpose from unnest($2::uuid[], $3::text[]) as reach (site, purpose)
               where coalesce(reach.site, $1) = $1 and ($4::text is null or reach.purpose = $4)),
           expired as (
               select purpose, day, count from audit_tallies where site_id = $1 and event = 'recording.expired'
               union all
               select purpose, split_part(detail, ' ', 1)::date, split_part(detail, ' ', 2)::bigint from audit_entries
               where site_id = $1 and event = 'recording.expired')
           select (select count(*) from erasures
                   where site_id = $1 and purpose in (select purpose from asked)
                     and ($5::date is null or (erased_at at time zone 'UTC')::date >= $5)) as "erased!",
                  (select coalesce(sum(count), 0)::bigint from expired
                   where purpose in (select purpose from asked)
                     and ($5::date is null or day >= $5)) as "expired!""#,
        site.uuid(),
        &sites as _,
        &purposes,
        of.purpose.map(Purpose::name),
        of.from
            .map(|from| from.to_zoned(TimeZone::UTC).date().to_sqlx()) as _
    )
    .fetch_one(tx.db())
    .await?;
    Ok(Gone {
        erased: row.erased,
        expired: row.expired,
    })
}

/// Who has watched these recordings or taken them out, upon a request too, as the audit log tells.
pub async fn seen(tx: &mut TenantTx<Review>, of: &[Concerned]) -> Result<Vec<Seen>> {
    let ids: Vec<_> = of.iter().map(|one| one.id.uuid()).collect();
    let rows = sqlx::query!(
        r#"select e.recording_id as "recording_id!", e.actor, e.at as "at: Ts", m.name as "name?",
                  case e.event when 'request.acted' then 'recording.exported' else e.event end as "event!"
           from audit_entries e left join members m on m.id::text = e.actor
           where e.recording_id = any($1) and (e.event in ('recording.watched', 'recording.exported')
               or e.event = 'request.acted' and e.detail in ('archived', 'exported'))
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
