//! Processes: how visitors are asked under a version of the texts, as filed.

use crate::{Error, Result, TenantTx};
use jiff::{Timestamp, civil::Date};
use jiff_sqlx::{Date as Day, Timestamp as Ts, ToSqlx};
use revoir_domain::{
    ids::SiteId,
    limits,
    permission::{EditPolicies, ReadPolicies},
};
use uuid::Uuid;

/// A file that shows how visitors are asked.
#[derive(Clone, Debug)]
pub struct Process {
    /// Its id.
    pub id: Uuid,
    /// Under which version of the texts.
    pub text_version: String,
    /// `text/plain`, `image/png` or `image/webp`.
    pub media: String,
    /// When it was so, as whoever filed it says.
    pub taken_on: Date,
    /// How large it is.
    pub size: u64,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// By whom.
    pub filed_by: String,
}

/// Files one, unless the site has too many.
pub async fn file(
    tx: &mut TenantTx<EditPolicies>,
    site: SiteId,
    process: &Process,
    bytes: &[u8],
) -> Result<()> {
    let organisation = tx.scope().organisation();
    let done = sqlx::query!(
        "insert into processes (id, organisation_id, site_id, text_version, media, taken_on, bytes, filed_at, filed_by)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9
         where (select count(*) from processes where site_id = $3) < $10",
        process.id,
        organisation.uuid(),
        site.uuid(),
        process.text_version,
        process.media,
        process.taken_on.to_sqlx() as _,
        bytes,
        process.filed_at.to_sqlx() as _,
        process.filed_by,
        i64::from(limits::PROCESSES)
    )
    .execute(tx.db())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Full);
    }
    Ok(())
}

/// What was filed of a site until an instant, newest first.
pub async fn list(
    tx: &mut TenantTx<ReadPolicies>,
    site: SiteId,
    until: Timestamp,
) -> Result<Vec<Process>> {
    let rows = sqlx::query!(
        r#"select id, text_version, media, taken_on as "taken_on: Day", length(bytes) as "size!",
               filed_at as "filed_at: Ts", filed_by
           from processes where site_id = $1 and filed_at <= $2 order by filed_at desc, id"#,
        site.uuid(),
        until.to_sqlx() as _
    )
    .fetch_all(tx.db())
    .await?;
    let processes = rows.into_iter().map(|row| Process {
        id: row.id,
        text_version: row.text_version,
        media: row.media,
        taken_on: row.taken_on.to_jiff(),
        size: u64::try_from(row.size).unwrap_or_default(),
        filed_at: row.filed_at.to_jiff(),
        filed_by: row.filed_by,
    });
    Ok(processes.collect())
}

/// The bytes of one, and what they are.
pub async fn read(
    tx: &mut TenantTx<ReadPolicies>,
    site: SiteId,
    id: Uuid,
) -> Result<(String, Vec<u8>)> {
    let row = sqlx::query!(
        "select media, bytes from processes where site_id = $1 and id = $2",
        site.uuid(),
        id
    );
    let row = row.fetch_optional(tx.db()).await?;
    let row = row.ok_or(Error::NotFound("file"))?;
    Ok((row.media, row.bytes))
}
