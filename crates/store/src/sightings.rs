//! Sightings: pages of which origins asked for a site's policy. Of no visitor, to the minute.

use crate::{AppTx, OwnerTx, Result, TenantTx};
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::ToSqlx;
use revoir_domain::{ids::SiteId, limits, origin::Origin, permission::ManageSites};

/// How long a sighting is remembered.
pub const LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// That a page of an origin asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sighting {
    /// Of which origin it was.
    pub origin: String,
    /// Whether that was one of the site's.
    pub allowed: bool,
    /// When it last asked, to the minute.
    pub seen_at: Timestamp,
}

/// Remembers that a page of this origin asked for a site of the organisation that the transaction has
/// entered. Of too many the oldest goes, what is not allowed first.
pub async fn note(
    tx: &mut AppTx,
    site: SiteId,
    (origin, is_ours): (&Origin, bool),
    now: Timestamp,
) -> Result<()> {
    let minute = Timestamp::from_second(now.as_second().div_euclid(60) * 60).unwrap_or(now);
    sqlx::query!(
        "insert into sightings (organisation_id, site_id, origin, allowed, seen_at)
         select organisation_id, id, $2, $3, $4 from sites where id = $1
         on conflict (site_id, origin) do update set allowed = excluded.allowed,
             seen_at = greatest(sightings.seen_at, excluded.seen_at)",
        site.uuid(),
        origin.as_str(),
        is_ours,
        minute.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    let kept = i64::try_from(limits::SIGHTINGS).unwrap_or(i64::MAX);
    sqlx::query!(
        "delete from sightings where site_id = $1 and origin in
             (select origin from sightings where site_id = $1
              order by allowed desc, seen_at desc, origin offset $2)",
        site.uuid(),
        kept
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Lists what was seen of a site, the newest first.
pub async fn list(tx: &mut TenantTx<ManageSites>, site: SiteId) -> Result<Vec<Sighting>> {
    let since = tx.now().saturating_sub(LIFE).unwrap_or(Timestamp::MIN);
    let rows = sqlx::query!(
        r#"select origin, allowed, seen_at as "seen_at: jiff_sqlx::Timestamp" from sightings
           where site_id = $1 and seen_at > $2 order by seen_at desc, origin"#,
        site.uuid(),
        since.to_sqlx() as _
    )
    .fetch_all(tx.db())
    .await?;
    let sightings = rows.into_iter().map(|row| Sighting {
        origin: row.origin,
        allowed: row.allowed,
        seen_at: row.seen_at.to_jiff(),
    });
    Ok(sightings.collect())
}

/// Forgets what was seen too long ago, and after an hour the minute: on a quiet site it would tell when the
/// newest recording was opened (MEASURES, I1).
pub async fn prune(tx: &mut OwnerTx, now: Timestamp) -> Result<()> {
    let since = now.saturating_sub(LIFE).unwrap_or(now);
    sqlx::query!(
        "delete from sightings where seen_at <= $1",
        since.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    let fresh = now
        .saturating_sub(jiff::SignedDuration::from_hours(1))
        .unwrap_or(now);
    sqlx::query!(
        "update sightings set seen_at = date_trunc('hour', seen_at, 'UTC')
         where seen_at <= $1 and seen_at <> date_trunc('hour', seen_at, 'UTC')",
        fresh.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
