//! What happens too often for an entry each is counted, and told once its day is over.

use super::writing::{Acting, write_as_owner};
use crate::{AppTx, Error, OwnerTx, Result};
use jiff::{Timestamp, tz::TimeZone};
use jiff_sqlx::{Date as Day, ToSqlx};
use revoir_domain::{
    audit::{Act, Actor, Event, Subject},
    ids::{OrganisationId, SiteId},
    purpose::Purpose,
};
use revoir_vault::audit::SigningKey;

/// Counts what a visitor did, in a transaction that has entered the organisation.
pub async fn tally(
    tx: &mut AppTx,
    event: Event,
    (organisation, site, purpose): (OrganisationId, SiteId, Purpose),
    now: Timestamp,
) -> Result<()> {
    let day = now.to_zoned(TimeZone::UTC).date();
    sqlx::query!(
        "insert into audit_tallies (organisation_id, site_id, purpose, event, day, count)
         values ($1, $2, $3, $4, $5, 1)
         on conflict (day, site_id, purpose, event) do update set count = audit_tallies.count + 1",
        organisation.uuid(),
        site.uuid(),
        purpose.name(),
        event.name(),
        day.to_sqlx() as _
    )
    .execute(tx.db())
    .await
    .map_err(|error| Error::Audit(Box::new(error.into())))?;
    Ok(())
}

/// Logs the counts of the days that are over.
pub async fn log_tallies(tx: &mut OwnerTx, key: &SigningKey, now: Timestamp) -> Result<()> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let over = sqlx::query!(
        r#"with over as (delete from audit_tallies where day < $1 returning *)
           select organisation_id, site_id, purpose, event, day as "day: Day", count from over
           order by organisation_id, day, site_id, purpose, event"#,
        today.to_sqlx() as _
    )
    .fetch_all(tx.db())
    .await?;
    for row in over {
        let event: Event = row.event.parse().map_err(|_| Error::Corrupt("an event"))?;
        let purpose: Purpose = row
            .purpose
            .parse()
            .map_err(|_| Error::Corrupt("a purpose"))?;
        let subject = Subject::Purpose(SiteId::from_uuid(row.site_id), purpose);
        let detail = format!("{} {}", row.day.to_jiff(), row.count);
        let acting = Acting {
            actor: Actor::System,
            organisation: OrganisationId::from_uuid(row.organisation_id),
            now,
        };
        let act = Act::of(event, subject).with(detail);
        write_as_owner(tx, acting, key, act).await?;
    }
    Ok(())
}
