//! Frames: what is kept of a settled recording.

use crate::{Result, TenantTx, recordings::number};
use revoir_domain::{grant::Slot, ids::RecordingId, permission::Watch};

/// How many frames a settled recording has.
pub async fn count(tx: &mut TenantTx<Watch>, recording: RecordingId) -> Result<u32> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from frames f join recordings r on r.id = f.recording_id and r.bucket = f.bucket
           where r.id = $1"#,
        recording.uuid()
    )
    .fetch_one(tx.db())
    .await?;
    Ok(u32::try_from(count).unwrap_or_default())
}

/// The sealed bytes of one frame, while the recording is readable and its key lies in this slot.
pub async fn read(
    tx: &mut TenantTx<Watch>,
    (recording, slot): (RecordingId, Slot),
    ordinal: u32,
) -> Result<Option<Vec<u8>>> {
    let now = jiff_sqlx::ToSqlx::to_sqlx(tx.now());
    let bytes = sqlx::query_scalar!(
        "select f.bytes from frames f join recordings r on r.id = f.recording_id and r.bucket = f.bucket
         where r.id = $1 and f.ordinal = $2 and r.expires_at > $3 and r.slot_bucket = $4 and r.slot_number = $5",
        recording.uuid(),
        number(ordinal)?,
        now as _,
        slot.bucket.to_string(),
        number(slot.number)?
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(bytes)
}
