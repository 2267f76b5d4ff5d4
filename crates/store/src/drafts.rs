//! Drafts: what is being written to become the next version of a policy. One for each purpose of a site.

use crate::{
    Error, Result, TenantTx,
    policies::{author, json, parse},
};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    ids::SiteId,
    permission::{EditPolicies, Permission},
    policy::Policy,
    purpose::Purpose,
};

/// The draft of a purpose, or that there is none.
#[derive(Clone, Debug)]
pub struct Drafted {
    /// How often it was written; whoever writes names the one that they have read.
    pub revision: u32,
    /// What it says; absent where it was published or dropped.
    pub policy: Option<Policy>,
    /// The name of who wrote it last; `cli` for the command line.
    pub edited_by: String,
    /// When.
    pub edited_at: Timestamp,
}

/// The draft of a purpose of a site within the scope; none where nothing was ever written.
pub async fn find<P: Permission>(
    tx: &mut TenantTx<P>,
    site: SiteId,
    purpose: Purpose,
) -> Result<Option<Drafted>> {
    if !tx.scope().covers(site, purpose) {
        return Ok(None);
    }
    let row = sqlx::query!(
        r#"select revision, document, edited_by, edited_at as "edited_at: Ts" from policy_drafts
           where site_id = $1 and purpose = $2"#,
        site.uuid(),
        purpose.name()
    )
    .fetch_optional(tx.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Drafted {
        revision: number(row.revision)?,
        policy: row.document.map(|it| parse(Some(it))).transpose()?,
        edited_by: row.edited_by,
        edited_at: row.edited_at.to_jiff(),
    }))
}

/// Writes a draft, or drops it, over the revision that was read (0 where there was none), and returns its own.
pub async fn write(
    tx: &mut TenantTx<EditPolicies>,
    (site, purpose): (SiteId, Purpose),
    read: u32,
    policy: Option<&Policy>,
) -> Result<u32> {
    if !tx.scope().covers(site, purpose) {
        return Err(Error::NotFound("site"));
    }
    let (organisation, now, by) = (tx.scope().organisation(), tx.now(), author(tx).await?);
    let written = sqlx::query_scalar!(
        "insert into policy_drafts as known (organisation_id, site_id, purpose, revision, document, edited_by, edited_at)
         select $1, $2, $3, 1, $4, $5, $6
         where $7 = 0 or exists (select from policy_drafts where site_id = $2 and purpose = $3)
         on conflict (site_id, purpose) do update set revision = known.revision + 1,
             document = excluded.document, edited_by = excluded.edited_by, edited_at = excluded.edited_at
             where known.revision = $7
         returning revision",
        organisation.uuid(),
        site.uuid(),
        purpose.name(),
        policy.map(json).transpose()?,
        by,
        now.to_sqlx() as _,
        i32::try_from(read).unwrap_or(i32::MAX)
    )
    .fetch_optional(tx.db())
    .await?;
    if let Some(revision) = written {
        return number(revision);
    }
    let present = find(tx, site, purpose).await?;
    let present = present.ok_or(Error::NotFound("draft"))?;
    Err(Error::DraftChanged(present.revision, present.edited_by))
}

/// Takes the draft that was read, to publish it: from then on there is none.
pub async fn take(
    tx: &mut TenantTx<EditPolicies>,
    at: (SiteId, Purpose),
    revision: u32,
) -> Result<Policy> {
    let policy = read(tx, at, revision).await?;
    // over this very revision alone, whose row stays locked until the transaction ends
    write(tx, at, revision, None).await?;
    Ok(policy)
}

/// The draft, if it is still the one that was read.
pub async fn read(
    tx: &mut TenantTx<EditPolicies>,
    (site, purpose): (SiteId, Purpose),
    revision: u32,
) -> Result<Policy> {
    let present = find(tx, site, purpose).await?;
    let present = present.ok_or(Error::NotFound("draft"))?;
    // whoever publishes or tries the same one waits
    sqlx::query!(
        "select revision from policy_drafts where site_id = $1 and purpose = $2 for update",
        site.uuid(),
        purpose.name()
    )
    .fetch_one(tx.db())
    .await?;
    if present.revision != revision {
        return Err(Error::DraftChanged(present.revision, present.edited_by));
    }
    present.policy.ok_or(Error::NotFound("draft"))
}

fn number(revision: i32) -> Result<u32> {
    u32::try_from(revision).map_err(|_| Error::Corrupt("a revision"))
}
