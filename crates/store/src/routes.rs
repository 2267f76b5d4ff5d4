//! Routes that a site has learned from a list of its own addresses.

use crate::{AppTx, Error, OwnerTx, Result, TenantTx};
use jiff_sqlx::ToSqlx;
use revoir_domain::{ids::SiteId, permission::ManageSites, route::RoutePattern};

fn patterns(texts: Vec<String>) -> Result<Vec<RoutePattern>> {
    let parsed = texts.into_iter().map(RoutePattern::try_from);
    parsed
        .collect::<std::result::Result<_, _>>()
        .map_err(|_| Error::Corrupt("a learned route"))
}

/// The learned routes of a site of the organisation that the transaction has entered.
pub async fn learned(tx: &mut AppTx, site: SiteId) -> Result<Vec<RoutePattern>> {
    let found = sqlx::query_scalar!(
        "select pattern from learned_routes where site_id = $1 order by pattern",
        site.uuid()
    );
    patterns(found.fetch_all(tx.db()).await?)
}

/// The same for ingest.
pub async fn learned_of(tx: &mut OwnerTx, site: SiteId) -> Result<Vec<RoutePattern>> {
    let found = sqlx::query_scalar!(
        "select pattern from learned_routes where site_id = $1 order by pattern",
        site.uuid()
    );
    patterns(found.fetch_all(tx.db()).await?)
}

/// Keeps patterns for a site; those that it has already stay.
pub async fn learn(
    tx: &mut TenantTx<ManageSites>,
    site: SiteId,
    routes: &[RoutePattern],
) -> Result<()> {
    let (now, organisation) = (tx.now(), tx.scope().organisation());
    let texts: Vec<_> = routes
        .iter()
        .map(|route| route.as_str().to_owned())
        .collect();
    sqlx::query!(
        "insert into learned_routes (organisation_id, site_id, pattern, learned_at)
         select $1, $2, pattern, $4 from unnest($3::text[]) as learned (pattern)
         on conflict do nothing",
        organisation.uuid(),
        site.uuid(),
        &texts,
        now.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Forgets a pattern; whether it was there.
pub async fn forget(
    tx: &mut TenantTx<ManageSites>,
    site: SiteId,
    route: &RoutePattern,
) -> Result<bool> {
    let done = sqlx::query!(
        "delete from learned_routes where site_id = $1 and pattern = $2",
        site.uuid(),
        route.as_str()
    );
    Ok(done.execute(tx.db()).await?.rows_affected() == 1)
}
