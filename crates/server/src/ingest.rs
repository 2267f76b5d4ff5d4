//! The way of a batch: unpack, scrub, pack, store. One function per stage, one type between two.

use crate::{app::App, http::problem::ApiError, random};
use revoir_domain::{grant::Claims, ids::RecordingId, limits, route::RoutePattern};
use revoir_recording::{Chunk, Coding, UnpackError, unpack};
use revoir_scrub::{Rules, scrub};
use revoir_store::{Error, OwnerTx, chunks, chunks::Stored, partitions, warnings};

/// A batch whose grant was believed.
pub(crate) struct Batch {
    pub(crate) seq: u32,
    pub(crate) coding: Coding,
    pub(crate) bytes: bytes::Bytes,
    pub(crate) sender: Sender,
}

/// Whose program made a batch.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sender {
    /// A visitor's browser, which should have masked it.
    Visitor,
    /// Another one, whose times are absolute.
    Import { origin_ms: i64 },
}

/// Takes a batch through the pipeline and stores it, once.
pub(crate) async fn receive(app: &App, claims: Claims, batch: Batch) -> Result<Stored, ApiError> {
    let policy = app
        .policy(claims.site, claims.purpose, claims.policy_version)
        .await?;
    let mut routes = policy.routes.clone();
    routes.extend_from_slice(&app.learned_routes(claims.site).await?);
    let (busy, sender) = (app.clone(), batch.sender);
    let chunk = app
        .compute(move || pack(&busy, &claims, routes, &batch))
        .await??;
    let stored = store(app, &claims, &chunk, sender).await?;
    count(&claims, &chunk, stored);
    Ok(stored)
}

fn pack(
    app: &App,
    claims: &Claims,
    routes: Vec<RoutePattern>,
    batch: &Batch,
) -> Result<Chunk, PackError> {
    let key = app.ring.find(claims.slot, claims.recording)?;
    let events = unpack(batch.coding, &batch.bytes)?;
    let rules = Rules {
        routes,
        origin_ms: match batch.sender {
            Sender::Visitor => 0,
            Sender::Import { origin_ms } => origin_ms,
        },
        name_key: name_key(app, claims.recording),
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

/// The key that the names of a recording are drawn from: the same for each of its batches, and kept nowhere.
pub(crate) fn name_key(app: &App, recording: RecordingId) -> [u8; 16] {
    let [key @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] =
        app.names.tag(&[recording.uuid().as_bytes()]);
    key
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

async fn store(
    app: &App,
    claims: &Claims,
    chunk: &Chunk,
    sender: Sender,
) -> Result<Stored, ApiError> {
    match insert(app, claims, chunk, sender).await {
        // the hour has turned before the sweep prepared it
        Err(error) if error.is_missing_partition() => {
            partitions::ensure_hour(&app.db, app.now()).await?;
            Ok(insert(app, claims, chunk, sender).await?)
        }
        stored => Ok(stored?),
    }
}

async fn insert(
    app: &App,
    claims: &Claims,
    chunk: &Chunk,
    sender: Sender,
) -> Result<Stored, Error> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    let stored = chunks::insert(&mut tx, claims, chunk, app.now()).await?;
    if (stored, sender) == (Stored::New, Sender::Visitor) {
        warnings::count(&mut tx, claims, chunk.masked_at(), app.now()).await?;
    }
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
