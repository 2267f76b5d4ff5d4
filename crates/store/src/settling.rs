//! Settling, seen from the database: which recordings have ended, and the one transaction that packs
//! chunks into frames.

use crate::{Error, OwnerTx, Result, discards, jobs, recordings};
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

/// What the list says of a recording from settling on.
#[derive(Clone, Debug)]
pub struct Listed<'a> {
    /// How long it is.
    pub band: DurationBand,
    /// The declared route of its first page.
    pub entry_route: Option<&'a str>,
    /// The kinds of friction in it.
    pub markers: Vec<String>,
    /// The triggers that fired in it.
    pub triggers: Vec<String>,
    /// Why it is kept.
    pub kept_for: Vec<String>,
}

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
    /// Whether a verdict decides if it is kept.
    pub awaits_verdict: bool,
    /// Whether its policy was a draft that was tried.
    pub trial: bool,
    /// When a ticket asked for it.
    pub requested_at: Option<Timestamp>,
}

/// The open recordings that have ended and wait for no job yet: past their close, silent since
/// `silent_since`, or no longer collected by their policy. What waits for a ticket is due when one asks for it.
pub async fn due(
    tx: &mut OwnerTx,
    now: Timestamp,
    silent_since: Timestamp,
) -> Result<Vec<RecordingId>> {
    let rows = sqlx::query_scalar!(
        "select id from recordings r
         where state = 'open' and (closes_at <= $1 or last_batch_at <= $2
             or not collects(r.site_id, r.purpose, r.policy_version, $1))
           and (waits_until is null or waits_until <= $1 or requested_at is not null)
           and not exists (select from jobs j where j.id = r.id)
         order by id limit 500",
        now.to_sqlx() as _,
        silent_since.to_sqlx() as _
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(RecordingId::from_uuid).collect())
}

/// Has the recordings of a purpose end that were open when it was stopped.
pub async fn close(
    tx: &mut OwnerTx,
    (site, purpose): (SiteId, Purpose),
    now: Timestamp,
) -> Result<()> {
    sqlx::query!(
        "update recordings set closes_at = $3
         where site_id = $1 and purpose = $2 and state = 'open' and last_batch_at <= $3",
        site.uuid(),
        purpose.name(),
        now.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The open recordings that are past their time, whatever became of settling them; past that of their verdict, if
/// settling them has failed or was cut off three times.
pub async fn overdue(tx: &mut OwnerTx, now: Timestamp) -> Result<Vec<RecordingId>> {
    let rows = sqlx::query_scalar!(
        "select id from recordings r
         where state = 'open' and (expires_at <= $1 or (verdict_by <= $1 and exists (
             select from jobs j where j.id = r.id and j.attempts >= 3 and j.leased_until <= $1)))
         limit 500",
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
               collected_on as "collected_on: jiff_sqlx::Date", imported, slot_bucket, slot_number,
               verdict_by is not null as "awaits_verdict!", trial, requested_at as "requested_at: Ts"
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
        awaits_verdict: row.awaits_verdict,
        trial: row.trial,
        requested_at: row.requested_at.map(Ts::to_jiff),
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

/// Puts the verdict off until `until`: it has ended, and a ticket may still ask for it.
pub async fn wait(tx: &mut OwnerTx, ended: &Ended, until: Timestamp) -> Result<()> {
    sqlx::query!(
        "update recordings set waits_until = $2, verdict_by = $2, requested_at = null where id = $1",
        ended.id.uuid(),
        until.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Marks the recording settled under its new slot, erases its live columns and its chunks, and leaves
/// the job that zeroes the old slot. What a verdict has cut begins with another page, of the route that is given.
pub async fn keep(
    tx: &mut OwnerTx,
    ended: &Ended,
    slot: Slot,
    listed: &Listed<'_>,
    (job, now): (JobId, Timestamp),
) -> Result<()> {
    let ends = slot.bucket.ends().ok_or(Error::Corrupt("a final bucket"))?;
    sqlx::query!(
        "update recordings set state = 'settled', bucket = $2, expires_at = $3, duration_band = $4, slot_bucket = $2,
             slot_number = $5, last_batch_at = null, closes_at = null, received_bytes = null, verdict_by = null,
             requested_at = null, waits_until = null,
             entry_route = case when verdict_by is null then entry_route else $6 end,
             markers = $7, triggers = $8, kept_for = $9
         where id = $1",
        ended.id.uuid(),
        slot.bucket.to_string(),
        ends.to_sqlx() as _,
        listed.band.name(),
        recordings::number(slot.number)?,
        listed.entry_route,
        &listed.markers,
        &listed.triggers,
        &listed.kept_for
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

/// Discards a recording: nothing of it is left but the job that zeroes its slot, and a count of those that awaited
/// a verdict of a published policy.
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
    if ended.awaits_verdict && !ended.trial {
        discards::count(tx, ended).await?;
    }
    jobs::enqueue(tx, job, &jobs::Job::destroy_slot(ended.slot, ended.id), now).await
}

/// Whether a recording's key lies in this slot.
pub async fn names(tx: &mut OwnerTx, recording: RecordingId, slot: Slot) -> Result<bool> {
    let named = sqlx::query_scalar!(
        r#"select exists (select from recordings where id = $1 and slot_bucket = $2 and slot_number = $3) as "named!""#,
        recording.uuid(),
        slot.bucket.to_string(),
        recordings::number(slot.number)?
    );
    Ok(named.fetch_one(tx.db()).await?)
}

/// Whether a recording's key still lies in a bucket.
pub async fn is_used(tx: &mut OwnerTx, bucket: Bucket) -> Result<bool> {
    let used = sqlx::query_scalar!(
        r#"select exists (select from recordings where slot_bucket = $1) as "used!""#,
        bucket.to_string()
    );
    Ok(used.fetch_one(tx.db()).await?)
}
