//! Texts: what visitors are told and agree to, with its versions; never changed.

use crate::{
    AppTx, Error, Result, TenantTx,
    policies::{json, parse},
    sites::Site,
};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{audit::Digest, ids::SiteId, permission::ReadPolicies, policy::Policy};
use revoir_vault::audit::sha256;

/// What the texts of a site said from an instant on.
#[derive(Clone, Debug)]
pub struct Text {
    /// Counts from 1 per site.
    pub number: u32,
    /// What a consent names.
    pub text_version: String,
    /// JSON, in both languages; its hash is the SHA-256 of these bytes.
    pub content: String,
    /// Since when.
    pub since: Timestamp,
    /// Whether it goes further than the one before.
    pub material: bool,
    /// The policies that it was made from.
    pub policies: Vec<Policy>,
}

/// Lets no other text of the site through until this transaction ends.
pub async fn lock(tx: &mut AppTx, site: SiteId) -> Result<()> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended($1::uuid::text, 18)) is null as locked",
        site.uuid()
    )
    .fetch_one(tx.db())
    .await?;
    Ok(())
}

/// The texts in force of a site of the organisation that the transaction has entered.
pub async fn latest(tx: &mut AppTx, site: SiteId) -> Result<Option<Text>> {
    Ok(newest(tx, site, 1, Timestamp::MAX).await?.pop())
}

/// The texts that a site had, newest first.
pub async fn list(tx: &mut TenantTx<ReadPolicies>, site: SiteId) -> Result<Vec<Text>> {
    newest(tx, site, i64::MAX, Timestamp::MAX).await
}

/// The texts that were in force at an instant.
pub async fn at(
    tx: &mut TenantTx<ReadPolicies>,
    site: SiteId,
    at: Timestamp,
) -> Result<Option<Text>> {
    Ok(newest(tx, site, 1, at).await?.pop())
}

async fn newest(tx: &mut AppTx, site: SiteId, most: i64, at: Timestamp) -> Result<Vec<Text>> {
    let rows = sqlx::query!(
        r#"select number, text_version, content, since as "since: Ts", material, policies from texts
           where site_id = $1 and since <= $3 order by number desc limit $2"#,
        site.uuid(),
        most,
        at.to_sqlx() as _
    )
    .fetch_all(tx.db())
    .await?;
    let texts = rows.into_iter().map(|row| {
        Ok(Text {
            number: u32::try_from(row.number).map_err(|_| Error::Corrupt("a text's number"))?,
            text_version: row.text_version,
            content: row.content,
            since: row.since.to_jiff(),
            material: row.material,
            policies: parse(Some(row.policies))?,
        })
    });
    texts.collect()
}

/// The versions whose consent still counts, the one in force first.
pub async fn accepted(tx: &mut AppTx, site: SiteId) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        r#"select text_version from texts
           where site_id = $1
             and number >= (select coalesce(max(number) filter (where material), 0) from texts where site_id = $1)
           group by text_version order by max(number) desc"#,
        site.uuid()
    )
    .fetch_all(tx.db())
    .await?)
}

/// The hash of what a version of the site's texts said last; nothing where the site never had it.
pub async fn hash_of(tx: &mut AppTx, site: SiteId, version: &str) -> Result<Option<Digest>> {
    let found = sqlx::query_scalar!(
        "select hash from texts where site_id = $1 and text_version = $2 order by number desc limit 1",
        site.uuid(),
        version
    )
    .fetch_optional(tx.db())
    .await?;
    let read = found.map(|hash| hash.try_into().map(Digest));
    read.transpose().map_err(|_| Error::Corrupt("a hash"))
}

/// The policies that a version of the site's texts told of last; nothing where the site never had it.
pub async fn told(tx: &mut AppTx, site: SiteId, version: &str) -> Result<Option<Vec<Policy>>> {
    let found = sqlx::query_scalar!(
        "select policies from texts where site_id = $1 and text_version = $2 order by number desc limit 1",
        site.uuid(),
        version
    )
    .fetch_optional(tx.db())
    .await?;
    found.map(|policies| parse(Some(policies))).transpose()
}

/// Keeps the next text of a site.
pub async fn keep(tx: &mut AppTx, site: &Site, text: &Text) -> Result<()> {
    let number = i32::try_from(text.number).map_err(|_| Error::Corrupt("a text's number"))?;
    let hash = sha256(text.content.as_bytes()).0;
    sqlx::query!(
        "insert into texts (organisation_id, site_id, number, text_version, content, hash, policies, since, material)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        site.organisation.uuid(),
        site.id.uuid(),
        number,
        text.text_version,
        text.content,
        &hash[..],
        json(&text.policies)?,
        text.since.to_sqlx() as _,
        text.material
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
