//! Freezes: the purposes of a site of which nobody watches a recording for the moment.

use crate::{Result, TenantTx, policies::author, stops::Stop};
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    ids::SiteId,
    permission::{Respond, Review},
    purpose::Purpose,
};

/// The purposes of a site whose watching is stopped.
pub async fn of(tx: &mut TenantTx<Review>, site: SiteId) -> Result<Vec<Stop>> {
    let rows = sqlx::query!(
        r#"select purpose, frozen_at as "frozen_at: Ts", frozen_by from freezes where site_id = $1 order by purpose"#,
        site.uuid()
    );
    let rows = rows.fetch_all(tx.db()).await?.into_iter();
    let read = rows.map(|row| Stop::read(&row.purpose, row.frozen_at, row.frozen_by));
    read.collect()
}

/// Freezes a purpose of a site within the scope; says whether it was not frozen before.
pub async fn freeze(
    tx: &mut TenantTx<Respond>,
    (site, purpose): (SiteId, Purpose),
) -> Result<bool> {
    tx.covers(site, purpose)?;
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
    tx.covers(site, purpose)?;
    let done = sqlx::query!(
        "delete from freezes where site_id = $1 and purpose = $2",
        site.uuid(),
        purpose.name()
    );
    Ok(done.execute(tx.db()).await?.rows_affected() == 1)
}
