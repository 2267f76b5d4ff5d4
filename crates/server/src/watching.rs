//! The events of a recording as one JSON array, streamed piece by piece.

use crate::{app::App, http::problem::ApiError, reading::Reading};
use bytes::Bytes;
use futures::{Stream, StreamExt, TryStreamExt, stream};
use revoir_domain::permission::Watch;
use revoir_recording::shift;
use revoir_store::{
    TenantTx,
    search::{self, Recording},
};

/// Which pieces, from the first to the last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    pub(crate) first: u32,
    pub(crate) last: u32,
}

/// What is still to be read of a recording.
struct Watching {
    reading: Reading,
    pieces: std::vec::IntoIter<u32>,
    /// Without one the whole is read, and followed when it is settled meanwhile.
    range: Option<Range>,
    /// Events read so far. Settling keeps their order, so that a reader goes on where it was.
    read: usize,
    /// Events still to be left out, since they were read before the recording was settled.
    skip: usize,
    begun: bool,
}

/// The events of a recording, or of some of its pieces. The opening hour is added to their times.
pub(crate) async fn events(
    app: App,
    mut tx: TenantTx<Watch>,
    recording: Recording,
    range: Option<Range>,
) -> Result<impl Stream<Item = std::io::Result<Bytes>> + Send, ApiError> {
    let (reading, pieces) = Reading::begin(app, &mut tx, recording).await?;
    drop(tx);
    let mut watching = Watching {
        reading,
        pieces: within(pieces, range),
        range,
        read: 0,
        skip: 0,
        begun: false,
    };
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

fn within(pieces: Vec<u32>, range: Option<Range>) -> std::vec::IntoIter<u32> {
    let mut pieces = pieces;
    if let Some(Range { first, last }) = range {
        pieces.retain(|number| (first..=last).contains(number));
    }
    pieces.into_iter()
}

impl Watching {
    async fn next(&mut self) -> Result<Option<Bytes>, ApiError> {
        while let Some(number) = self.pieces.next() {
            let Some(events) = self.reading.piece(number).await? else {
                self.follow().await?;
                continue;
            };
            let events = self.shifted(&events)?;
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

    /// Goes on in the frames of a recording that was settled while it was read whole.
    async fn follow(&mut self) -> Result<(), ApiError> {
        if self.range.is_some() {
            return Err(ApiError::RecordingChanged);
        }
        let (app, scope) = (self.reading.app.clone(), self.reading.scope.clone());
        let before = &self.reading.recording;
        let mut tx = TenantTx::begin(&app.db, scope, app.now()).await?;
        let now = search::find(&mut tx, before.site, before.id).await;
        let now = now.map_err(|_| ApiError::RecordingGone)?;
        if now.is_open || now.restricted_until.is_some() {
            return Err(ApiError::RecordingGone);
        }
        let (reading, pieces) = Reading::begin(app, &mut tx, now).await?;
        (self.reading, self.pieces) = (reading, pieces.into_iter());
        self.skip = self.read;
        Ok(())
    }

    /// One piece with the opening hour added, without what was read before.
    fn shifted(&mut self, events: &[u8]) -> Result<Vec<u8>, ApiError> {
        let hour = self.reading.recording.opened_hour.as_millisecond();
        let hour = u64::try_from(hour).unwrap_or_default();
        let (events, count) = tokio::task::block_in_place(|| shift(events, hour, self.skip))
            .map_err(ApiError::internal)?;
        self.read += count.saturating_sub(self.skip);
        self.skip = self.skip.saturating_sub(count);
        Ok(events)
    }
}
