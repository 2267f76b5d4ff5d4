//! Sites.

use crate::{AppTx, Error, Result, TenantTx, tx::Named};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use revoir_domain::{
    ids::{OrganisationId, SiteId},
    permission::ManageSites,
};
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
    /// The origins whose pages may send, and on which drafts are tried.
    pub test_origins: Vec<String>,
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
    test_origins: Vec<String>,
}

impl From<Row> for Site {
    fn from(row: Row) -> Self {
        Self {
            id: SiteId::from_uuid(row.id),
            organisation: OrganisationId::from_uuid(row.organisation_id),
            key: row.key,
            name: row.name,
            origins: row.origins,
            test_origins: row.test_origins,
        }
    }
}

/// Finds a site by its public key, whatever its organisation.
pub async fn find_by_key(tx: &mut AppTx, key: &str) -> Result<Option<Site>> {
    tx.name(Named::SiteKey(key)).await?;
    let found = sqlx::query_as!(
        Row,
        "select id, organisation_id, key, name, origins, test_origins from sites where key = $1",
        key
    );
    Ok(found.fetch_optional(tx.db()).await?.map(Site::from))
}

/// Finds a site of the organisation that the transaction has entered.
pub async fn find(tx: &mut AppTx, id: SiteId) -> Result<Option<Site>> {
    let id = id.uuid();
    let found = sqlx::query_as!(
        Row,
        "select id, organisation_id, key, name, origins, test_origins from sites where id = $1",
        id
    );
    Ok(found.fetch_optional(tx.db()).await?.map(Site::from))
}

/// Lists the sites of the organisation that the transaction has entered.
pub async fn list(tx: &mut AppTx) -> Result<Vec<Site>> {
    let found = sqlx::query_as!(
        Row,
        "select id, organisation_id, key, name, origins, test_origins from sites order by name, key"
    );
    Ok(found
        .fetch_all(tx.db())
        .await?
        .into_iter()
        .map(Site::from)
        .collect())
}

/// A site as its owner sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Managed {
    /// The site.
    pub site: Site,
    /// When it was added.
    pub created_at: Timestamp,
    /// Each purpose that has a policy, and the version in force.
    pub purposes: Vec<(String, i32)>,
}

/// Lists the sites of the organisation with their policies, by name.
pub async fn manage(tx: &mut TenantTx<ManageSites>) -> Result<Vec<Managed>> {
    let rows = sqlx::query!(
        r#"select sites.id, organisation_id, key, name, origins, test_origins, created_at as "created_at: jiff_sqlx::Timestamp",
               coalesce(array_agg(purpose order by purpose) filter (where purpose is not null), '{}') as "purposes!",
               coalesce(array_agg(version order by purpose) filter (where purpose is not null), '{}') as "versions!"
           from sites left join (
               select site_id, purpose, max(version) as version from policies
               where trial_until is null group by site_id, purpose
           ) as in_force on site_id = sites.id
           group by sites.id order by name, key"#
    )
    .fetch_all(tx.db())
    .await?;
    let sites = rows.into_iter().map(|row| Managed {
        site: Site {
            id: SiteId::from_uuid(row.id),
            organisation: OrganisationId::from_uuid(row.organisation_id),
            key: row.key,
            name: row.name,
            origins: row.origins,
            test_origins: row.test_origins,
        },
        created_at: row.created_at.to_jiff(),
        purposes: row.purposes.into_iter().zip(row.versions).collect(),
    });
    Ok(sites.collect())
}

/// Finds a site of the organisation by its key.
pub async fn find_to_manage(tx: &mut TenantTx<ManageSites>, key: &str) -> Result<Site> {
    if !is_key(key) {
        return Err(Error::NotFound("site"));
    }
    let found = sqlx::query_as!(
        Row,
        "select id, organisation_id, key, name, origins, test_origins from sites where key = $1",
        key
    );
    let found = found.fetch_optional(tx.db()).await?;
    found.map(Site::from).ok_or(Error::NotFound("site"))
}

/// The site of this key, if the organisation that the transaction has entered has it.
pub async fn id_of(tx: &mut AppTx, key: &str) -> Result<SiteId> {
    if !is_key(key) {
        return Err(Error::NotFound("site"));
    }
    let id = sqlx::query_scalar!("select id from sites where key = $1", key);
    let id = id.fetch_optional(tx.db()).await?;
    id.map(SiteId::from_uuid).ok_or(Error::NotFound("site"))
}

/// Creates a site, unless its key exists; says whether it did.
pub async fn create(tx: &mut TenantTx<ManageSites>, site: &Site) -> Result<bool> {
    let now = tx.now();
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

/// Changes a site's name and origins; its key never changes.
pub async fn update(tx: &mut TenantTx<ManageSites>, site: &Site) -> Result<()> {
    sqlx::query!(
        "update sites set name = $2, origins = $3, test_origins = $4 where id = $1",
        site.id.uuid(),
        site.name,
        &site.origins,
        &site.test_origins
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
