//! Erasures: that a recording was erased by someone, when and why.

use crate::{Error, OwnerTx, Result, TenantTx};
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    erasure::{Erasure, Reason},
    ids::{ErasureId, RecordingId, SiteId},
    limits,
    permission::{Erase, Review},
    purpose::Purpose,
};

/// How long it is remembered that a recording was erased.
pub const KEPT: SignedDuration = SignedDuration::from_hours(366 * 24);

/// An erasure that is remembered.
#[derive(Clone, Debug)]
pub struct Remembered {
    /// Its id.
    pub id: ErasureId,
    /// What was erased.
    pub recording: RecordingId,
    /// The name of who did it, as it was then; `cli` for the command line.
    pub by_name: String,
    /// Why.
    pub reason: Option<String>,
    /// Why, in their own words.
    pub words: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Remembers an erasure, in the transaction that erases.
pub async fn remember(
    tx: &mut TenantTx<Erase>,
    id: ErasureId,
    (site, purpose, recording): (SiteId, Purpose, RecordingId),
    why: &Erasure,
) -> Result<()> {
    let (now, organisation, member) = (tx.now(), tx.scope().organisation(), tx.scope().member());
    sqlx::query!(
        "insert into erasures (id, organisation_id, site_id, purpose, recording_id, by_name, reason, words, erased_at)
         values ($1, $2, $3, $4, $5, coalesce((select name from members where id = $6), 'cli'), $7, $8, $9)",
        id.uuid(),
        organisation.uuid(),
        site.uuid(),
        purpose.name(),
        recording.uuid(),
        member.uuid(),
        why.reason().map(Reason::name),
        why.words(),
        now.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The erasures of one purpose of a site, newest first, beyond the one that a page ended with.
pub async fn list(
    tx: &mut TenantTx<Review>,
    site: SiteId,
    purpose: Purpose,
    after: Option<ErasureId>,
) -> Result<Vec<Remembered>> {
    let (sites, purposes) = (tx.sites(), tx.purposes());
    let rows = sqlx::query!(
        r#"select id, recording_id, by_name, reason, words, erased_at as "erased_at: Ts" from erasures e
           where site_id = $1 and purpose = $2
             and exists (select from unnest($3::uuid[], $4::text[]) as reach (site, purpose)
                         where coalesce(reach.site, e.site_id) = e.site_id and reach.purpose = e.purpose)
             and ($5::uuid is null or id < $5)
           order by id desc limit $6"#,
        site.uuid(),
        purpose.name(),
        &sites as _,
        &purposes,
        after.map(ErasureId::uuid),
        i64::from(limits::PAGE)
    )
    .fetch_all(tx.db())
    .await?;
    let erasures = rows.into_iter().map(|row| Remembered {
        id: ErasureId::from_uuid(row.id),
        recording: RecordingId::from_uuid(row.recording_id),
        by_name: row.by_name,
        reason: row.reason,
        words: row.words,
        at: row.erased_at.to_jiff(),
    });
    Ok(erasures.collect())
}

/// Forgets the erasures that have been remembered long enough.
pub async fn prune(tx: &mut OwnerTx, now: Timestamp) -> Result<()> {
    let before = now
        .checked_sub(KEPT)
        .map_err(|_| Error::Corrupt("a time"))?;
    sqlx::query!(
        "delete from erasures where erased_at <= $1",
        before.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
