//! Reading a recording piece by piece: one frame and the first are in memory, and no connection is held
//! while the reader is slow. Each piece asks again whether the recording may still be read.

use crate::{app::App, http::problem::ApiError};
use bytes::Bytes;
use futures::{Stream, StreamExt, TryStreamExt, stream};
use revoir_domain::permission::{Scope, Watch};
use revoir_recording::{Chunk, Reader, shift};
use revoir_store::{TenantTx, chunks, frames, recordings::Recording};
use revoir_vault::DataKey;

/// What is still to be read of a recording.
struct Watching {
    app: App,
    scope: Scope<Watch>,
    recording: Recording,
    key: DataKey,
    reader: Reader,
    pieces: std::vec::IntoIter<u32>,
    begun: bool,
}

/// The events of a recording, as one JSON array in pieces. The opening hour is added to their times.
pub(crate) async fn events(
    app: App,
    mut tx: TenantTx<Watch>,
    recording: Recording,
) -> Result<impl Stream<Item = std::io::Result<Bytes>> + Send, ApiError> {
    let (ring, slot, id) = (app.ring.clone(), recording.slot, recording.id);
    let key = app.compute(move || ring.find(slot, id)).await??;
    let pieces = if recording.is_open {
        chunks::sequences(&mut tx, id).await?
    } else {
        (0..frames::count(&mut tx, id).await?).collect()
    };
    let (scope, pieces) = (tx.scope().clone(), pieces.into_iter());
    drop(tx);
    let watching = Watching {
        app,
        scope,
        recording,
        key,
        reader: Reader::new(id),
        pieces,
        begun: false,
    };
    let body = stream::try_unfold(watching, |mut watching| async move {
        let next = watching.next().await?;
        Ok::<_, ApiError>(next.map(|piece| (piece, watching)))
    });
    let start = stream::once(async { Ok(Bytes::from_static(b"[")) });
    let end = stream::once(async { Ok(Bytes::from_static(b"]")) });
    Ok(start.chain(body).chain(end).map_err(std::io::Error::other))
}

impl Watching {
    async fn next(&mut self) -> Result<Option<Bytes>, ApiError> {
        while let Some(number) = self.pieces.next() {
            let events = self.piece(number).await?;
            let inner = events
                .get(1..events.len().saturating_sub(1))
                .unwrap_or_default();
            if !inner.is_empty() {
                let comma: &[u8] = if std::mem::replace(&mut self.begun, true) {
                    b","
                } else {
                    b""
                };
                return Ok(Some(Bytes::from([comma, inner].concat())));
            }
        }
        Ok(None)
    }

    /// One chunk or frame: a JSON array.
    async fn piece(&mut self, number: u32) -> Result<Vec<u8>, ApiError> {
        let id = self.recording.id;
        let mut tx = TenantTx::begin(&self.app.db, self.scope.clone(), self.app.now()).await?;
        let sealed = if self.recording.is_open {
            chunks::read(&mut tx, id, number).await?
        } else {
            frames::read(&mut tx, id, number).await?
        };
        drop(tx);
        let sealed = sealed.ok_or(ApiError::RecordingGone)?;
        let core = self.app.cores.acquire().await.map_err(ApiError::internal)?;
        let events = tokio::task::block_in_place(|| {
            if self.recording.is_open {
                Chunk::open(&self.key, (id, number), &sealed)
            } else {
                self.reader.open(&self.key, number, &sealed)
            }
        })?;
        let hour = u64::try_from(self.recording.opened_hour.as_millisecond()).unwrap_or_default();
        let shifted = shift(&events, hour).map_err(ApiError::internal)?;
        drop(core);
        Ok(shifted)
    }
}
