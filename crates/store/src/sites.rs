//! Sites.

use crate::{AppTx, OwnerTx, Result, tx::Named};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use revoir_domain::ids::{OrganisationId, SiteId};
use uuid::Uuid;

/// One web property of a publisher.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// Its tenant.
    pub organisation: OrganisationId,
    /// Its public key, in snippet and addresses.
    pub key: String,
    /// How people call it.
    pub name: String,
    /// The origins whose pages may send; `loopback` stands for any loopback address.
    pub origins: Vec<String>,
}

/// Whether `text` can be a site's public key.
#[must_use]
pub fn is_key(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (1..=63).contains(&text.len())
        && text.starts_with(|first: char| u8::try_from(first).is_ok_and(plain))
        && text.bytes().all(|byte| plain(byte) || byte == b'-')
}

struct Row {
    id: Uuid,
    organisation_id: Uuid,
    key: String,
    name: String,
    origins: Vec<String>,
}

impl From<Row> for Site {
    fn from(row: Row) -> Self {
        Self {
            id: SiteId::from_uuid(row.id),
            organisation: OrganisationId::from_uuid(row.organisation_id),
            key: row.key,
            name: row.name,
            origins: row.origins,
        }
    }
}

/// Finds a site by its public key, whatever its organisation.
pub async fn find_by_key(tx: &mut AppTx, key: &str) -> Result<Option<Site>> {
    tx.name(Named::SiteKey(key)).await?;
    let found = sqlx::query_as!(
        Row,
        "select id, organisation_id, key, name, origins from sites where key = $1",
        key
    );
    Ok(found.fetch_optional(tx.db()).await?.map(Site::from))
}

/// Finds a site of the organisation that the transaction has entered.
pub async fn find(tx: &mut AppTx, id: SiteId) -> Result<Option<Site>> {
    let id = id.uuid();
    let found = sqlx::query_as!(
        Row,
        "select id, organisation_id, key, name, origins from sites where id = $1",
        id
    );
    Ok(found.fetch_optional(tx.db()).await?.map(Site::from))
}

/// Lists the sites of the organisation that the transaction has entered.
pub async fn list(tx: &mut AppTx) -> Result<Vec<Site>> {
    let found = sqlx::query_as!(
        Row,
        "select id, organisation_id, key, name, origins from sites order by name, key"
    );
    Ok(found
        .fetch_all(tx.db())
        .await?
        .into_iter()
        .map(Site::from)
        .collect())
}

/// Creates a site, unless its key exists; says whether it did.
pub async fn create(tx: &mut OwnerTx, site: &Site, now: Timestamp) -> Result<bool> {
    let done = sqlx::query!(
        "insert into sites (id, organisation_id, key, name, origins, created_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (key) do nothing",
        site.id.uuid(),
        site.organisation.uuid(),
        site.key,
        site.name,
        &site.origins,
        now.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}
