//! Reading a recording piece by piece: one frame and the first are in memory, and no connection is held
//! while the reader is slow. Each piece asks again whether the recording may still be read.

use crate::{app::App, http::problem::ApiError};
use bytes::Bytes;
use futures::{Stream, StreamExt, TryStreamExt, stream};
use revoir_domain::permission::{Scope, Watch};
use revoir_recording::{Chunk, Reader, shift};
use revoir_store::{
    TenantTx, chunks, frames,
    recordings::{self, Recording},
};
use revoir_vault::DataKey;

/// What is still to be read of a recording.
struct Watching {
    app: App,
    scope: Scope<Watch>,
    recording: Recording,
    key: DataKey,
    reader: Reader,
    pieces: std::vec::IntoIter<u32>,
    /// Events read so far. Settling keeps their order, so that a reader goes on where it was.
    read: usize,
    /// Events still to be left out, since they were read before the recording was settled.
    skip: usize,
    begun: bool,
}

/// The events of a recording, as one JSON array in pieces. The opening hour is added to their times.
pub(crate) async fn events(
    app: App,
    tx: TenantTx<Watch>,
    recording: Recording,
) -> Result<impl Stream<Item = std::io::Result<Bytes>> + Send, ApiError> {
    let mut watching = Watching::begin(app, tx, recording).await?;
    // what cannot be read at all is said by the status, not by a body that ends too soon
    let first = watching.next().await?;
    let rest = stream::try_unfold(watching, |mut watching| async move {
        let next = watching.next().await?;
        Ok::<_, ApiError>(next.map(|piece| (piece, watching)))
    });
    let piece = |bytes: Bytes| stream::once(async { Ok::<_, ApiError>(bytes) });
    let start = piece(Bytes::from_static(b"[")).chain(piece(first.unwrap_or_default()));
    let whole = start.chain(rest).chain(piece(Bytes::from_static(b"]")));
    Ok(whole.map_err(std::io::Error::other))
}

impl Watching {
    async fn begin(
        app: App,
        mut tx: TenantTx<Watch>,
        recording: Recording,
    ) -> Result<Self, ApiError> {
        let (key, pieces) = find(&app, &mut tx, &recording).await?;
        let (scope, reader) = (tx.scope().clone(), Reader::new(recording.id));
        Ok(Self {
            app,
            scope,
            recording,
            key,
            reader,
            pieces,
            read: 0,
            skip: 0,
            begun: false,
        })
    }

    async fn next(&mut self) -> Result<Option<Bytes>, ApiError> {
        while let Some(number) = self.pieces.next() {
            let Some(sealed) = self.sealed(number).await? else {
                self.follow().await?;
                continue;
            };
            let events = self.open(number, &sealed).await?;
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

    /// The bytes of one chunk or frame. None: the chunk has gone into a frame meanwhile.
    async fn sealed(&self, number: u32) -> Result<Option<Vec<u8>>, ApiError> {
        let id = self.recording.id;
        let mut tx = TenantTx::begin(&self.app.db, self.scope.clone(), self.app.now()).await?;
        if self.recording.is_open {
            return Ok(chunks::read(&mut tx, id, number).await?);
        }
        let frame = frames::read(&mut tx, id, number).await?;
        frame.map(Some).ok_or(ApiError::RecordingGone)
    }

    /// Goes on in the frames of a recording that was settled while it was read.
    async fn follow(&mut self) -> Result<(), ApiError> {
        let mut tx = TenantTx::begin(&self.app.db, self.scope.clone(), self.app.now()).await?;
        let site = self.recording.site;
        let now = recordings::find(&mut tx, site, self.recording.id).await;
        let now = now.map_err(|_| ApiError::RecordingGone)?;
        if now.is_open {
            return Err(ApiError::RecordingGone);
        }
        (self.key, self.pieces) = find(&self.app, &mut tx, &now).await?;
        self.recording = now;
        self.skip = self.read;
        Ok(())
    }

    /// One piece as a JSON array, without what was read before.
    async fn open(&mut self, number: u32, sealed: &[u8]) -> Result<Vec<u8>, ApiError> {
        let core = self.app.cores.acquire().await.map_err(ApiError::internal)?;
        let (id, is_open) = (self.recording.id, self.recording.is_open);
        let hour = u64::try_from(self.recording.opened_hour.as_millisecond()).unwrap_or_default();
        let (events, count) = tokio::task::block_in_place(|| {
            let events = if is_open {
                Chunk::open(&self.key, (id, number), sealed)?
            } else {
                self.reader.open(&self.key, number, sealed)?
            };
            shift(&events, hour, self.skip).map_err(ApiError::internal)
        })?;
        drop(core);
        self.read += count.saturating_sub(self.skip);
        self.skip = self.skip.saturating_sub(count);
        Ok(events)
    }
}

/// The key of a recording, and the numbers of its pieces.
async fn find(
    app: &App,
    tx: &mut TenantTx<Watch>,
    recording: &Recording,
) -> Result<(DataKey, std::vec::IntoIter<u32>), ApiError> {
    let (ring, slot, id) = (app.ring.clone(), recording.slot, recording.id);
    let pieces: Vec<u32> = if recording.is_open {
        chunks::sequences(tx, id).await?
    } else {
        (0..frames::count(tx, id).await?).collect()
    };
    let key = app.compute(move || ring.find(slot, id)).await??;
    Ok((key, pieces.into_iter()))
}
