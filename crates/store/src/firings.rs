//! Firings: in how many of a week's visits a trigger fired, where the server holds the history that it is looked for
//! in. Of no recording.

use crate::{Error, OwnerTx, Result, TenantTx, settling::Ended};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use jiff_sqlx::ToSqlx;
use revoir_domain::{ids::SiteId, limits, permission::ReadPolicies, purpose::Purpose};
use std::collections::BTreeMap;

/// The days that are looked at, today included.
const DAYS: i64 = 7;

/// Of the visits in which a trigger was looked for, in how many it fired.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Firing {
    /// All.
    pub visits: u64,
    /// Those in which it fired.
    pub fired: u64,
}

fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// Counts a visit that was judged, under the day on which it ended: the triggers that were looked for, as its policy
/// names them, and whether each fired.
pub async fn count(
    tx: &mut OwnerTx,
    ended: &Ended,
    looked_for: &BTreeMap<String, bool>,
) -> Result<()> {
    if ended.trial || looked_for.is_empty() {
        return Ok(());
    }
    let (triggers, fired): (Vec<String>, Vec<bool>) = looked_for
        .iter()
        .map(|(trigger, fired)| (trigger.clone(), *fired))
        .unzip();
    sqlx::query!(
        "insert into firings (organisation_id, site_id, purpose, day, trigger, visits, fired)
         select $1, $2, $3, $4, trigger, 1, fired::integer from unnest($5::text[], $6::boolean[]) as t (trigger, fired)
         order by trigger
         on conflict (site_id, purpose, day, trigger)
             do update set visits = firings.visits + 1, fired = firings.fired + excluded.fired",
        ended.organisation.uuid(),
        ended.site.uuid(),
        ended.purpose.name(),
        day_of(ended.ended_at).to_sqlx() as _,
        &triggers,
        &fired
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The triggers of a purpose of a site within the scope that fired in more than half of a week's visits, where so many
/// are told of that no visit can be told from the number.
pub async fn often(
    tx: &mut TenantTx<ReadPolicies>,
    (site, purpose): (SiteId, Purpose),
) -> Result<BTreeMap<String, Firing>> {
    if !tx.scope().covers(site, purpose) {
        return Err(Error::NotFound("site"));
    }
    let first = day_of(tx.now()).saturating_sub((DAYS - 1).days());
    let rows = sqlx::query!(
        r#"select trigger, sum(visits)::bigint as "visits!", sum(fired)::bigint as "fired!" from firings
           where site_id = $1 and purpose = $2 and day >= $3
           group by trigger having sum(visits)::bigint >= $4 and 2 * sum(fired) > sum(visits)"#,
        site.uuid(),
        purpose.name(),
        first.to_sqlx() as _,
        limits::FEWEST_VISITS
    );
    let often = rows.fetch_all(tx.db()).await?.into_iter().map(|row| {
        let firing = Firing {
            visits: u64::try_from(row.visits).unwrap_or_default(),
            fired: u64::try_from(row.fired).unwrap_or_default(),
        };
        (row.trigger, firing)
    });
    Ok(often.collect())
}

/// Forgets what no week holds any more.
pub async fn prune(tx: &mut OwnerTx, now: Timestamp) -> Result<()> {
    let oldest = day_of(now).saturating_sub(DAYS.days());
    sqlx::query!("delete from firings where day < $1", oldest.to_sqlx() as _)
        .execute(tx.db())
        .await?;
    Ok(())
}
