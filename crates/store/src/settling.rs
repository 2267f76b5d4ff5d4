//! Settling, seen from the database: which recordings have ended, and the one transaction that packs
//! chunks into frames.

use crate::{Error, OwnerTx, Result, jobs, recordings};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    bucket::Bucket,
    grant::Slot,
    ids::{JobId, OrganisationId, RecordingId, SiteId},
    purpose::Purpose,
    recording::DurationBand,
};
use revoir_recording::Frame;

/// A recording that has ended and is locked for settling.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Which.
    pub id: RecordingId,
    /// Its tenant.
    pub organisation: OrganisationId,
    /// Its site.
    pub site: SiteId,
    /// What it is for.
    pub purpose: Purpose,
    /// The policy version that decides.
    pub policy_version: u32,
    /// When retention begins: its last batch; of an import the end of the day of collection, if earlier.
    pub ended_at: Timestamp,
    /// Where its data key lies until now.
    pub slot: Slot,
    /// Whether it is an import.
    pub imported: bool,
}

/// The open recordings that have ended and wait for no job yet: past their close, silent since
/// `silent_since`, or opened under a policy that has a newer version.
pub async fn due(
    tx: &mut OwnerTx,
    now: Timestamp,
    silent_since: Timestamp,
) -> Result<Vec<RecordingId>> {
    let rows = sqlx::query_scalar!(
        "select id from recordings r
         where state = 'open' and (closes_at <= $1 or last_batch_at <= $2 or exists (
             select from policies p
             where p.site_id = r.site_id and p.purpose = r.purpose and p.version > r.policy_version))
           and not exists (select from jobs j where j.id = r.id)
         order by id limit 500",
        now.to_sqlx() as _,
        silent_since.to_sqlx() as _
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(RecordingId::from_uuid).collect())
}

/// The open recordings that are past their time, whatever became of settling them.
pub async fn overdue(tx: &mut OwnerTx, now: Timestamp) -> Result<Vec<RecordingId>> {
    let rows = sqlx::query_scalar!(
        "select id from recordings where state = 'open' and expires_at <= $1 limit 500",
        now.to_sqlx() as _
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(RecordingId::from_uuid).collect())
}

/// Locks an open recording for settling. None: settled or erased meanwhile, or in other hands.
pub async fn lock(tx: &mut OwnerTx, id: RecordingId) -> Result<Option<Ended>> {
    let row = sqlx::query!(
        r#"select organisation_id, site_id, purpose, policy_version, last_batch_at as "last_batch_at: Ts",
               collected_on as "collected_on: jiff_sqlx::Date", imported, slot_bucket, slot_number
           from recordings where id = $1 and state = 'open' for update skip locked"#,
        id.uuid()
    )
    .fetch_optional(tx.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let collected = row.collected_on.and_then(|date| end_of(date.to_jiff()));
    let last_batch = row.last_batch_at.map(Ts::to_jiff);
    Ok(Some(Ended {
        id,
        organisation: OrganisationId::from_uuid(row.organisation_id),
        site: SiteId::from_uuid(row.site_id),
        purpose: row
            .purpose
            .parse()
            .map_err(|_| Error::Corrupt("a purpose"))?,
        policy_version: u32::try_from(row.policy_version)
            .map_err(|_| Error::Corrupt("a policy version"))?,
        ended_at: last_batch
            .map(|at| collected.map_or(at, |end| end.min(at)))
            .ok_or(Error::Corrupt("an open recording"))?,
        slot: recordings::slot(&row.slot_bucket, row.slot_number)?,
        imported: row.imported,
    }))
}

/// The end of a day, from which the retention of what was collected on it runs.
#[must_use]
pub fn end_of(day: jiff::civil::Date) -> Option<Timestamp> {
    let next = day.tomorrow().ok()?;
    Some(next.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

/// The sequence numbers to pack, in order.
pub async fn sequences(tx: &mut OwnerTx, id: RecordingId) -> Result<Vec<u32>> {
    let rows = sqlx::query_scalar!(
        "select seq from chunks where recording_id = $1 order by seq",
        id.uuid()
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|seq| u32::try_from(seq).ok())
        .collect())
}

/// The sealed bytes of one chunk.
pub async fn read(tx: &mut OwnerTx, id: RecordingId, seq: u32) -> Result<Vec<u8>> {
    let seq = recordings::number(seq)?;
    sqlx::query_scalar!(
        "select bytes from chunks where recording_id = $1 and seq = $2",
        id.uuid(),
        seq
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("chunk"))
}

/// Writes one frame into the bucket where the recording will lie.
pub async fn write(tx: &mut OwnerTx, ended: &Ended, slot: Slot, frame: &Frame) -> Result<()> {
    sqlx::query!(
        "insert into frames (organisation_id, recording_id, bucket, ordinal, bytes) values ($1, $2, $3, $4, $5)",
        ended.organisation.uuid(),
        ended.id.uuid(),
        slot.bucket.to_string(),
        recordings::number(frame.ordinal())?,
        frame.bytes()
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Marks the recording settled under its new slot, erases its live columns and its chunks, and leaves
/// the job that zeroes the old slot.
pub async fn keep(
    tx: &mut OwnerTx,
    ended: &Ended,
    slot: Slot,
    band: DurationBand,
    (job, now): (JobId, Timestamp),
) -> Result<()> {
    let ends = slot.bucket.ends().ok_or(Error::Corrupt("a final bucket"))?;
    sqlx::query!(
        "update recordings set state = 'settled', bucket = $2, expires_at = $3, duration_band = $4, slot_bucket = $2,
             slot_number = $5, last_batch_at = null, closes_at = null, received_bytes = null
         where id = $1",
        ended.id.uuid(),
        slot.bucket.to_string(),
        ends.to_sqlx() as _,
        band.name(),
        recordings::number(slot.number)?
    )
    .execute(tx.db())
    .await?;
    sqlx::query!(
        "delete from chunks where recording_id = $1",
        ended.id.uuid()
    )
    .execute(tx.db())
    .await?;
    jobs::enqueue(tx, job, &jobs::Job::destroy_slot(ended.slot, ended.id), now).await
}

/// Discards a recording: nothing of it is left but the job that zeroes its slot.
pub async fn discard(
    tx: &mut OwnerTx,
    ended: &Ended,
    (job, now): (JobId, Timestamp),
) -> Result<()> {
    sqlx::query!("delete from recordings where id = $1", ended.id.uuid())
        .execute(tx.db())
        .await?;
    sqlx::query!(
        "delete from chunks where recording_id = $1",
        ended.id.uuid()
    )
    .execute(tx.db())
    .await?;
    jobs::enqueue(tx, job, &jobs::Job::destroy_slot(ended.slot, ended.id), now).await
}

/// Whether a recording's key still lies in a bucket.
pub async fn is_used(tx: &mut OwnerTx, bucket: Bucket) -> Result<bool> {
    let used = sqlx::query_scalar!(
        r#"select exists (select from recordings where slot_bucket = $1) as "used!""#,
        bucket.to_string()
    );
    Ok(used.fetch_one(tx.db()).await?)
}
