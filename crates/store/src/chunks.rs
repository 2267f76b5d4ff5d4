//! Chunks: what was received, until it is settled.

use crate::{Error, OwnerTx, Result, TenantTx, recordings::number};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use revoir_domain::{bucket::hour_of, grant::Claims, ids::RecordingId, limits, permission::Watch};
use revoir_recording::Chunk;

/// What became of a batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stored {
    /// It is new.
    New,
    /// The same bytes were acknowledged before.
    Repeated,
}

/// Stores a chunk of an open recording, once. The row of the recording is the fence: what was
/// withdrawn, erased, settled or has expired comes back by no late batch, and what its policy no
/// longer collects has ended.
pub async fn insert(
    tx: &mut OwnerTx,
    claims: &Claims,
    chunk: &Chunk,
    now: Timestamp,
) -> Result<Stored> {
    let id = claims.recording.uuid();
    let received = sqlx::query_scalar!(
        r#"select received_bytes as "bytes!" from recordings
           where id = $1 and state = 'open' and waits_until is null and expires_at > $2 and closes_at > $2
             and collects(site_id, purpose, policy_version, $2)
           for update of recordings"#,
        id,
        now.to_sqlx() as _
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::Gone)?;
    let seq = number(chunk.seq())?;
    let known = sqlx::query_scalar!(
        "select digest from chunks where recording_id = $1 and seq = $2",
        id,
        seq
    )
    .fetch_optional(tx.db())
    .await?;
    match known {
        Some(digest) if digest == chunk.digest() => return Ok(Stored::Repeated),
        Some(_) => return Err(Error::SequenceReused(chunk.seq())),
        None => {}
    }
    let received = u64::try_from(received)
        .unwrap_or_default()
        .saturating_add(chunk.inflated());
    if received > limits::RECORDING_BYTES {
        return Err(Error::Full);
    }
    write(tx, claims, chunk, now).await?;
    sqlx::query!(
        "update recordings set last_batch_at = $2, received_bytes = $3,
             masked_on_arrival = masked_on_arrival + $4, entry_route = coalesce(entry_route, $5)
         where id = $1",
        id,
        now.to_sqlx() as _,
        i64::try_from(received).unwrap_or(i64::MAX),
        i64::try_from(chunk.masked()).unwrap_or(i64::MAX),
        chunk.entry_route()
    )
    .execute(tx.db())
    .await?;
    Ok(Stored::New)
}

async fn write(tx: &mut OwnerTx, claims: &Claims, chunk: &Chunk, now: Timestamp) -> Result<()> {
    sqlx::query!(
        "insert into chunks (organisation_id, recording_id, seq, arrived_hour, digest, bytes)
         values ($1, $2, $3, $4, $5, $6)",
        claims.organisation.uuid(),
        claims.recording.uuid(),
        number(chunk.seq())?,
        hour_of(now).to_sqlx() as _,
        &chunk.digest()[..],
        chunk.bytes()
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The sequence numbers of an open recording, in order.
pub async fn sequences(tx: &mut TenantTx<Watch>, recording: RecordingId) -> Result<Vec<u32>> {
    let rows = sqlx::query_scalar!(
        "select seq from chunks where recording_id = $1 order by seq",
        recording.uuid()
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|seq| u32::try_from(seq).ok())
        .collect())
}

/// The sealed bytes of one chunk, while the recording is open and readable.
pub async fn read(
    tx: &mut TenantTx<Watch>,
    recording: RecordingId,
    seq: u32,
) -> Result<Option<Vec<u8>>> {
    let now = tx.now().to_sqlx();
    let bytes = sqlx::query_scalar!(
        "select c.bytes from chunks c join recordings r on r.id = c.recording_id
         where r.id = $1 and c.seq = $2 and r.expires_at > $3",
        recording.uuid(),
        number(seq)?,
        now as _
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(bytes)
}
