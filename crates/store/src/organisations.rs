//! Organisations: the tenants.

use crate::{AppTx, OwnerTx, Result};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use revoir_domain::ids::OrganisationId;

/// Creates an organisation.
pub async fn create(
    tx: &mut OwnerTx,
    id: OrganisationId,
    name: &str,
    now: Timestamp,
) -> Result<()> {
    sqlx::query!(
        "insert into organisations (id, name, created_at) values ($1, $2, $3)",
        id.uuid(),
        name,
        now.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The first organisation of the installation, if there is one.
pub async fn first(tx: &mut OwnerTx) -> Result<Option<OrganisationId>> {
    let id = sqlx::query_scalar!("select id from organisations order by created_at, id limit 1")
        .fetch_optional(tx.db())
        .await?;
    Ok(id.map(OrganisationId::from_uuid))
}

/// The organisation of this name, if there is one.
pub async fn find_by_name(tx: &mut OwnerTx, name: &str) -> Result<Option<OrganisationId>> {
    let id = sqlx::query_scalar!(
        "select id from organisations where name = $1 order by created_at, id limit 1",
        name
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(id.map(OrganisationId::from_uuid))
}

/// Lists every organisation.
pub async fn all(tx: &mut OwnerTx) -> Result<Vec<OrganisationId>> {
    let ids = sqlx::query_scalar!("select id from organisations order by name, id")
        .fetch_all(tx.db())
        .await?;
    Ok(ids.into_iter().map(OrganisationId::from_uuid).collect())
}

/// The name of the organisation that the transaction has entered.
pub async fn name(tx: &mut AppTx) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("select name from organisations")
        .fetch_optional(tx.db())
        .await?)
}
