//! Discards: how many recordings the verdict did not keep. Of no recording.

use crate::{OwnerTx, Result, settling::Ended};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use jiff_sqlx::ToSqlx;

/// How long a count is remembered.
pub const LIFE: SignedDuration = SignedDuration::from_hours(366 * 24);

fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// Counts a recording that is not kept, under the day on which it ended.
pub(crate) async fn count(tx: &mut OwnerTx, ended: &Ended) -> Result<()> {
    sqlx::query!(
        "insert into discards (organisation_id, site_id, purpose, day, count) values ($1, $2, $3, $4, 1)
         on conflict (site_id, purpose, day) do update set count = discards.count + 1",
        ended.organisation.uuid(),
        ended.site.uuid(),
        ended.purpose.name(),
        day_of(ended.ended_at).to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Forgets what is past its time.
pub async fn prune(tx: &mut OwnerTx, now: Timestamp) -> Result<()> {
    let oldest = day_of(now.saturating_sub(LIFE).unwrap_or(Timestamp::MIN));
    sqlx::query!("delete from discards where day < $1", oldest.to_sqlx() as _)
        .execute(tx.db())
        .await?;
    Ok(())
}
