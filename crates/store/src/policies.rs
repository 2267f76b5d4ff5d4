//! Policies: published versions, never changed.

use crate::{AppTx, Error, OwnerTx, Result, TenantTx};
use jiff_sqlx::ToSqlx;
use revoir_domain::{
    ids::{PolicyId, SiteId},
    permission::ManageSites,
    policy::{Policy, Published},
    purpose::Purpose,
};
use serde_json::Value;

/// The policies in force of a site, at most one per purpose, in the order of [`Purpose::ALL`].
pub async fn in_force(tx: &mut AppTx, site: SiteId) -> Result<Vec<Published>> {
    let rows = sqlx::query!(
        "select distinct on (purpose) version, document from policies
         where site_id = $1 order by purpose, version desc",
        site.uuid()
    )
    .fetch_all(tx.db())
    .await?;
    let mut policies: Vec<_> = rows
        .into_iter()
        .map(|row| read(row.version, row.document))
        .collect::<Result<_>>()?;
    policies.sort_by_key(|published| published.policy.purpose);
    Ok(policies)
}

/// One version of a policy, in force or not.
pub async fn find(
    tx: &mut OwnerTx,
    site: SiteId,
    purpose: Purpose,
    version: u32,
) -> Result<Published> {
    let version = i32::try_from(version).map_err(|_| Error::NotFound("policy"))?;
    let row = sqlx::query!(
        "select version, document from policies where site_id = $1 and purpose = $2 and version = $3",
        site.uuid(),
        purpose.name(),
        version
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("policy"))?;
    read(row.version, row.document)
}

/// Publishes the next version of a purpose's policy and returns its number.
pub async fn publish(
    tx: &mut TenantTx<ManageSites>,
    site: SiteId,
    id: PolicyId,
    policy: &Policy,
) -> Result<u32> {
    let (organisation, now) = (tx.scope().organisation(), tx.now());
    let document = serde_json::to_value(policy).map_err(|_| Error::Corrupt("a policy"))?;
    let version = sqlx::query_scalar!(
        "insert into policies (id, organisation_id, site_id, purpose, version, document, published_at)
         select $1, $2, $3, $4, coalesce(max(version), 0) + 1, $5, $6
         from policies where site_id = $3 and purpose = $4
         returning version",
        id.uuid(),
        organisation.uuid(),
        site.uuid(),
        policy.purpose.name(),
        document,
        now.to_sqlx() as _
    )
    .fetch_one(tx.db())
    .await?;
    u32::try_from(version).map_err(|_| Error::Corrupt("a policy version"))
}

fn read(version: i32, document: Value) -> Result<Published> {
    let version = u32::try_from(version).map_err(|_| Error::Corrupt("a policy version"))?;
    let policy = serde_json::from_value(document).map_err(|_| Error::Corrupt("a policy"))?;
    Ok(Published { version, policy })
}
