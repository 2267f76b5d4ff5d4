//! Outlines: what is told of a settled recording before its events.

use crate::{OwnerTx, Result, TenantTx, recordings::number, settling::Ended};
use jiff_sqlx::ToSqlx;
use revoir_domain::{grant::Slot, ids::RecordingId, permission::Watch};
use revoir_recording::SealedOutline;

/// Writes the outline of a recording into the bucket where it will lie.
pub async fn write(
    tx: &mut OwnerTx,
    ended: &Ended,
    slot: Slot,
    outline: &SealedOutline,
) -> Result<()> {
    sqlx::query!(
        "insert into outlines (organisation_id, recording_id, bucket, timeline, transcript) values ($1, $2, $3, $4, $5)",
        ended.organisation.uuid(),
        ended.id.uuid(),
        slot.bucket.to_string(),
        &outline.timeline,
        &outline.transcript
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The sealed transcript of a settled recording, while it is readable and its key lies in this slot.
pub async fn transcript(
    tx: &mut TenantTx<Watch>,
    recording: RecordingId,
    slot: Slot,
) -> Result<Option<Vec<u8>>> {
    let now = tx.now().to_sqlx();
    let bytes = sqlx::query_scalar!(
        "select o.transcript from outlines o join recordings r on r.id = o.recording_id and r.bucket = o.bucket
         where r.id = $1 and r.expires_at > $2 and r.slot_bucket = $3 and r.slot_number = $4",
        recording.uuid(),
        now as _,
        slot.bucket.to_string(),
        number(slot.number)?
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(bytes)
}
