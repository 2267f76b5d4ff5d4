//! Statements: what became of the recordings of a purpose on a day that is over.

use crate::{Error, OwnerTx, Result, TenantTx};
use jiff::{Timestamp, civil::Date};
use jiff_sqlx::{Date as Day, ToSqlx};
use revoir_domain::{
    ids::{OrganisationId, SiteId},
    limits,
    permission::ReadPolicies,
    purpose::Purpose,
};
use revoir_vault::audit::Signature;
use sqlx::PgConnection;

/// A purpose of a site that has a policy.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Of which tenant.
    pub organisation: OrganisationId,
    /// Of which site.
    pub site: SiteId,
    /// Its key.
    pub key: String,
    /// For which purpose.
    pub purpose: Purpose,
}

/// What is counted for a statement.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Recordings that expired on the day, and were deleted.
    pub deleted: u64,
    /// Recordings that are over and still there.
    pub overdue: u64,
    /// The longest time for which one of those is over, in seconds.
    pub lag_s: u64,
    /// Recordings that are there and not over.
    pub present: u64,
    /// Of those, how many were ever watched.
    pub watched: u64,
    /// The day on which the oldest of them was opened.
    pub oldest: Option<Date>,
}

/// Recordings kept beyond their time, and why.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// How many.
    pub count: u64,
    /// Each reason once, with how many.
    pub why: Vec<(String, u64)>,
}

/// A statement as it was made.
#[derive(Clone, Debug)]
pub struct Statement {
    /// JSON, to the byte.
    pub document: String,
    /// Over these bytes.
    pub signature: Signature,
}

/// The purposes that need a statement for a day and have none.
pub async fn missing(tx: &mut OwnerTx, day: Date) -> Result<Vec<Subject>> {
    let rows = sqlx::query!(
        r#"select distinct p.organisation_id, p.site_id, s.key, p.purpose
           from policies p join sites s on s.id = p.site_id
           where p.trial_until is null and (p.published_at at time zone 'UTC')::date <= $1
             and not exists (select from statements t
                             where t.site_id = p.site_id and t.purpose = p.purpose and t.day = $1)
           order by p.site_id, p.purpose"#,
        day.to_sqlx() as _
    )
    .fetch_all(tx.db())
    .await?;
    let subjects = rows.into_iter().map(|row| {
        Ok(Subject {
            organisation: OrganisationId::from_uuid(row.organisation_id),
            site: SiteId::from_uuid(row.site_id),
            key: row.key,
            purpose: row
                .purpose
                .parse()
                .map_err(|_| Error::Corrupt("a purpose"))?,
        })
    });
    subjects.collect()
}

/// Counts what a statement says. What expired on the day is told by the audit log, or by the count that it will tell.
pub async fn count(tx: &mut OwnerTx, of: &Subject, day: Date, now: Timestamp) -> Result<Counted> {
    let row = sqlx::query!(
        r#"select count(*) filter (where expires_at <= $3) as "overdue!",
               coalesce(extract(epoch from $3 - min(expires_at) filter (where expires_at <= $3)), 0)::bigint as "lag!",
               count(*) filter (where expires_at > $3) as "present!",
               count(*) filter (where expires_at > $3 and id in (
                   select recording_id from audit_entries
                   where organisation_id = $4 and event = 'recording.watched')) as "watched!",
               (min(opened_hour) filter (where expires_at > $3) at time zone 'UTC')::date as "oldest: Day"
           from recordings where site_id = $1 and purpose = $2 and not trial"#,
        of.site.uuid(),
        of.purpose.name(),
        now.to_sqlx() as _,
        of.organisation.uuid()
    )
    .fetch_one(tx.db())
    .await?;
    let number = |count: i64| u64::try_from(count).unwrap_or_default();
    Ok(Counted {
        deleted: expired(tx.db(), of, day).await?,
        overdue: number(row.overdue),
        lag_s: number(row.lag),
        present: number(row.present),
        watched: number(row.watched),
        oldest: row.oldest.map(Day::to_jiff),
    })
}

async fn expired(db: &mut PgConnection, of: &Subject, day: Date) -> Result<u64> {
    let count = sqlx::query_scalar!(
        r#"select (coalesce((select sum(split_part(detail, ' ', 2)::bigint) from audit_entries
                       where organisation_id = $1 and site_id = $2 and purpose = $3
                         and event = 'recording.expired' and split_part(detail, ' ', 1) = $4::date::text), 0)
               + coalesce((select sum(count) from audit_tallies
                       where site_id = $2 and purpose = $3 and event = 'recording.expired' and day = $4), 0)
           )::bigint as "count!""#,
        of.organisation.uuid(),
        of.site.uuid(),
        of.purpose.name(),
        day.to_sqlx() as _
    )
    .fetch_one(db)
    .await?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// Counts what is kept beyond its time: what an open ticket holds, and nothing else.
pub async fn held(tx: &mut OwnerTx, of: &Subject, now: Timestamp) -> Result<Held> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from recordings
           where site_id = $1 and purpose = $2 and ordinary_until <= $3 and expires_at > $3"#,
        of.site.uuid(),
        of.purpose.name(),
        now.to_sqlx() as _
    );
    let count = u64::try_from(count.fetch_one(tx.db()).await?).unwrap_or_default();
    let why = (count > 0).then(|| ("ticket_open".to_owned(), count));
    Ok(Held {
        count,
        why: why.into_iter().collect(),
    })
}

/// Keeps a statement; one that is there already stays.
pub async fn keep(tx: &mut OwnerTx, of: &Subject, day: Date, statement: &Statement) -> Result<()> {
    sqlx::query!(
        "insert into statements (organisation_id, site_id, purpose, day, document, signature)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        of.organisation.uuid(),
        of.site.uuid(),
        of.purpose.name(),
        day.to_sqlx() as _,
        statement.document,
        statement.signature.as_bytes()
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The statements of a purpose of a site, newest first, older than `before` where that is said.
pub async fn list(
    tx: &mut TenantTx<ReadPolicies>,
    (site, purpose): (SiteId, Purpose),
    before: Option<Date>,
) -> Result<Vec<Statement>> {
    let (sites, purposes) = (tx.sites(), tx.purposes());
    let rows = sqlx::query!(
        "select document, signature from statements t
         where site_id = $1 and purpose = $2 and ($3::date is null or day < $3)
           and exists (select from unnest($5::uuid[], $6::text[]) as reach (site, purpose)
                       where coalesce(reach.site, t.site_id) = t.site_id and reach.purpose = t.purpose)
         order by day desc limit $4",
        site.uuid(),
        purpose.name(),
        before.map(ToSqlx::to_sqlx) as _,
        i64::from(limits::PAGE),
        &sites as _,
        &purposes
    )
    .fetch_all(tx.db())
    .await?;
    let statements = rows.into_iter().map(|row| Statement {
        document: row.document,
        signature: Signature::from_bytes(row.signature),
    });
    Ok(statements.collect())
}
