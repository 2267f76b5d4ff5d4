//! Tokens: each lets a program tell of one site. The token is shown once, its SHA-256 lies here.

use crate::{AppTx, Error, Result, TenantTx, tx::Named};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    ids::{OrganisationId, SiteId, TokenId},
    limits,
    name::Name,
    permission::ManageSites,
};

/// A token, as the site's owner sees it.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its id, which is no secret.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// The instant from which it no longer counts.
    pub until: Timestamp,
}

/// A token that counts, and what it reaches.
#[derive(Clone, Copy, Debug)]
pub struct Reaching {
    /// Its id.
    pub id: TokenId,
    /// Its tenant.
    pub organisation: OrganisationId,
    /// The one site.
    pub site: SiteId,
}

/// The token of this hash, if it still counts.
pub async fn find(
    tx: &mut AppTx,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<Reaching>> {
    tx.name(Named::Token(token_hash)).await?;
    let row = sqlx::query!(
        "select id, organisation_id, site_id from tokens where token_hash = $1 and until > $2",
        &token_hash[..],
        now.to_sqlx() as _
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.map(|row| Reaching {
        id: TokenId::from_uuid(row.id),
        organisation: OrganisationId::from_uuid(row.organisation_id),
        site: SiteId::from_uuid(row.site_id),
    }))
}

/// Makes a token for a site; those of it that no longer count go. Says whether there was room.
pub async fn make(
    tx: &mut TenantTx<ManageSites>,
    (id, token_hash): (TokenId, [u8; 32]),
    site: SiteId,
    (name, until): (&Name, Timestamp),
) -> Result<bool> {
    let (now, organisation) = (tx.now(), tx.scope().organisation());
    sqlx::query!(
        "delete from tokens where site_id = $1 and until <= $2",
        site.uuid(),
        now.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    let made = sqlx::query!(
        "insert into tokens (id, organisation_id, site_id, name, token_hash, created_at, until)
         select $1, $2, $3, $4, $5, $6, $7 where (select count(*) from tokens where site_id = $3) < $8",
        id.uuid(),
        organisation.uuid(),
        site.uuid(),
        name.as_str(),
        &token_hash[..],
        now.to_sqlx() as _,
        until.to_sqlx() as _,
        i64::from(limits::TOKENS)
    );
    Ok(made.execute(tx.db()).await?.rows_affected() == 1)
}

/// Lists the tokens of a site, the newest first, those that no longer count included.
pub async fn list(tx: &mut TenantTx<ManageSites>, site: SiteId) -> Result<Vec<Token>> {
    let rows = sqlx::query!(
        r#"select id, name, created_at as "created_at: Ts", until as "until: Ts" from tokens
           where site_id = $1 order by id desc"#,
        site.uuid()
    )
    .fetch_all(tx.db())
    .await?;
    let tokens = rows.into_iter().map(|row| Token {
        id: TokenId::from_uuid(row.id),
        name: row.name,
        created_at: row.created_at.to_jiff(),
        until: row.until.to_jiff(),
    });
    Ok(tokens.collect())
}

/// Revokes a token of a site.
pub async fn revoke(tx: &mut TenantTx<ManageSites>, site: SiteId, id: TokenId) -> Result<()> {
    let revoked = sqlx::query!(
        "delete from tokens where site_id = $1 and id = $2",
        site.uuid(),
        id.uuid()
    );
    match revoked.execute(tx.db()).await?.rows_affected() {
        0 => Err(Error::NotFound("token")),
        _ => Ok(()),
    }
}
