//! Warnings: where the server had to mask what a visitor's browser should have masked. Of no recording.

use crate::{OwnerTx, Result, TenantTx};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use jiff_sqlx::ToSqlx;
use revoir_domain::{grant::Claims, ids::SiteId, permission::Warn};
use revoir_recording::MaskedAt;

/// How long a warning is remembered.
pub const LIFE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A place in which something had to be masked in the last 30 days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// The type of the events.
    pub kind: i16,
    /// The source, of increments.
    pub source: Option<i16>,
    /// The field, or an attribute that is known.
    pub path: String,
    /// How many strings.
    pub count: i64,
    /// The last day, in UTC.
    pub last_day: Date,
}

fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// Counts what had to be masked in a batch, in the transaction that stores it. `masked` is in the order of its
/// places, so that two batches wait for each other one way round.
pub async fn count(
    tx: &mut OwnerTx,
    claims: &Claims,
    masked: &[MaskedAt],
    now: Timestamp,
) -> Result<()> {
    if masked.is_empty() {
        return Ok(());
    }
    let kinds: Vec<_> = masked.iter().map(|at| i16::from(at.kind)).collect();
    let sources: Vec<_> = masked.iter().map(|at| at.source.map(i16::from)).collect();
    let paths: Vec<_> = masked.iter().map(|at| at.path.clone()).collect();
    let counts = masked.iter().map(|at| i64::try_from(at.count));
    let counts: Vec<_> = counts.map(|count| count.unwrap_or(i64::MAX)).collect();
    sqlx::query!(
        "insert into warnings (organisation_id, site_id, day, type, source, path, count)
         select $1, $2, $3, type, source, path, count
         from unnest($4::smallint[], $5::smallint[], $6::text[], $7::bigint[]) with ordinality
             as masked (type, source, path, count, place) order by place
         on conflict (site_id, day, type, source, path) do update set count = warnings.count + excluded.count",
        claims.organisation.uuid(),
        claims.site.uuid(),
        day_of(now).to_sqlx() as _,
        &kinds,
        &sources as _,
        &paths,
        &counts
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Lists the places of a site within the scope, the most frequent first.
pub async fn list(tx: &mut TenantTx<Warn>, site: SiteId) -> Result<Vec<Warning>> {
    let since = day_of(tx.now().saturating_sub(LIFE).unwrap_or(Timestamp::MIN));
    let sites = tx.sites();
    let rows = sqlx::query!(
        r#"select type, source, path, least(sum(count), 9007199254740991)::bigint as "count!",
               max(day) as "last_day!: jiff_sqlx::Date" from warnings
           where site_id = $1 and day > $2
             and exists (select from unnest($3::uuid[]) as reach (site) where coalesce(reach.site, site_id) = site_id)
           group by type, source, path order by sum(count) desc, type, source, path"#,
        site.uuid(),
        since.to_sqlx() as _,
        &sites as _
    )
    .fetch_all(tx.db())
    .await?;
    let warnings = rows.into_iter().map(|row| Warning {
        kind: row.r#type,
        source: row.source,
        path: row.path,
        count: row.count,
        last_day: row.last_day.to_jiff(),
    });
    Ok(warnings.collect())
}

/// Forgets what is too long ago.
pub async fn prune(tx: &mut OwnerTx, now: Timestamp) -> Result<()> {
    let since = day_of(now.saturating_sub(LIFE).unwrap_or(now));
    sqlx::query!("delete from warnings where day <= $1", since.to_sqlx() as _)
        .execute(tx.db())
        .await?;
    Ok(())
}
