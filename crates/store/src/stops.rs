//! Stops: the purposes of a site of which nothing is collected for the moment, whatever their policies say.

use crate::{AppTx, Error, Result, TenantTx, policies::author};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{ids::SiteId, permission::EditPolicies, purpose::Purpose};

/// That something is stopped for a purpose: its collection here, its watching in [`crate::freezes`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stop {
    /// Which.
    pub purpose: Purpose,
    /// Since when.
    pub at: Timestamp,
    /// The name of who did it, as it was then; `cli` for the command line.
    pub by: String,
}

impl Stop {
    pub(crate) fn read(purpose: &str, at: Ts, by: String) -> Result<Self> {
        let purpose = purpose.parse().map_err(|_| Error::Corrupt("a purpose"))?;
        let at = at.to_jiff();
        Ok(Self { purpose, at, by })
    }
}

/// The stops of a site.
pub async fn of(tx: &mut AppTx, site: SiteId) -> Result<Vec<Stop>> {
    let rows = sqlx::query!(
        r#"select purpose, stopped_at as "stopped_at: Ts", stopped_by from stops where site_id = $1 order by purpose"#,
        site.uuid()
    );
    let rows = rows.fetch_all(tx.db()).await?.into_iter();
    let stops = rows.map(|row| Stop::read(&row.purpose, row.stopped_at, row.stopped_by));
    stops.collect()
}

/// Stops a purpose of a site within the scope; says whether it was not stopped before.
pub async fn stop(
    tx: &mut TenantTx<EditPolicies>,
    (site, purpose): (SiteId, Purpose),
) -> Result<bool> {
    tx.covers(site, purpose)?;
    let (organisation, now, by) = (tx.scope().organisation(), tx.now(), author(tx).await?);
    let done = sqlx::query!(
        "insert into stops (organisation_id, site_id, purpose, stopped_at, stopped_by) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        organisation.uuid(),
        site.uuid(),
        purpose.name(),
        now.to_sqlx() as _,
        by
    );
    Ok(done.execute(tx.db()).await?.rows_affected() == 1)
}

/// Lets a purpose of a site within the scope be collected again; says whether it was stopped.
pub async fn resume(
    tx: &mut TenantTx<EditPolicies>,
    (site, purpose): (SiteId, Purpose),
) -> Result<bool> {
    tx.covers(site, purpose)?;
    let done = sqlx::query!(
        "delete from stops where site_id = $1 and purpose = $2",
        site.uuid(),
        purpose.name()
    );
    Ok(done.execute(tx.db()).await?.rows_affected() == 1)
}
