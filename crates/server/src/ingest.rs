//! The way of a batch: unpack, scrub, pack, store. One function per stage, one type between two.

use crate::{app::App, http::problem::ApiError, random};
use revoir_domain::{grant::Claims, limits, policy::Policy};
use revoir_recording::{Chunk, Coding, UnpackError, unpack};
use revoir_scrub::{Rules, scrub};
use revoir_store::{Error, OwnerTx, chunks, chunks::Stored, partitions};
use revoir_vault::KeyRing;
use std::sync::Arc;

/// A batch whose grant was believed.
pub(crate) struct Batch {
    pub(crate) seq: u32,
    pub(crate) coding: Coding,
    pub(crate) bytes: bytes::Bytes,
    /// Subtracted from every timestamp: imports carry absolute times.
    pub(crate) origin_ms: i64,
}

/// Takes a batch through the pipeline and stores it, once.
pub(crate) async fn receive(app: &App, claims: Claims, batch: Batch) -> Result<Stored, ApiError> {
    let policy = app
        .policy(claims.site, claims.purpose, claims.policy_version)
        .await?;
    let ring = app.ring.clone();
    let chunk = app
        .compute(move || pack(&ring, &claims, &policy, &batch))
        .await??;
    let stored = store(app, &claims, &chunk).await?;
    count(&claims, &chunk, stored);
    Ok(stored)
}

fn pack(
    ring: &Arc<KeyRing>,
    claims: &Claims,
    policy: &Policy,
    batch: &Batch,
) -> Result<Chunk, PackError> {
    let key = ring.find(claims.slot, claims.recording)?;
    let events = unpack(batch.coding, &batch.bytes)?;
    let rules = Rules {
        routes: policy.routes.clone(),
        origin_ms: batch.origin_ms,
    };
    let scrubbed = scrub(&events, &rules);
    drop(events);
    let longest = u64::try_from(limits::RECORDING_LENGTH.as_millis()).unwrap_or(u64::MAX);
    if scrubbed.last_ms() > Some(longest) {
        return Err(PackError::TooLong);
    }
    let place = (claims.recording, batch.seq);
    Chunk::pack(&scrubbed, place, &batch.bytes, (&key, random::bytes())).map_err(PackError::Pack)
}

/// Why a batch cannot be packed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PackError {
    #[error(transparent)]
    Unpack(#[from] UnpackError),
    #[error("an event lies more than four hours after the first")]
    TooLong,
    #[error("compressing a batch: {0}")]
    Pack(std::io::Error),
    #[error(transparent)]
    Key(#[from] revoir_vault::Error),
}

async fn store(app: &App, claims: &Claims, chunk: &Chunk) -> Result<Stored, ApiError> {
    match insert(app, claims, chunk).await {
        // the hour has turned before the sweep prepared it
        Err(error) if error.is_missing_partition() => {
            partitions::ensure_hour(&app.db, app.now()).await?;
            Ok(insert(app, claims, chunk).await?)
        }
        stored => Ok(stored?),
    }
}

async fn insert(app: &App, claims: &Claims, chunk: &Chunk) -> Result<Stored, Error> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    let stored = chunks::insert(&mut tx, claims, chunk, app.now()).await?;
    tx.commit().await?;
    Ok(stored)
}

fn count(claims: &Claims, chunk: &Chunk, stored: Stored) {
    let repeated = if stored == Stored::Repeated {
        "true"
    } else {
        "false"
    };
    let purpose = claims.purpose.name();
    metrics::counter!("revoir_batches_total", "purpose" => purpose, "repeated" => repeated)
        .increment(1);
    if stored == Stored::New {
        metrics::counter!("revoir_masked_on_arrival_total", "purpose" => purpose)
            .increment(chunk.masked());
        metrics::counter!("revoir_events_bytes_total", "purpose" => purpose)
            .increment(chunk.inflated());
    }
}
