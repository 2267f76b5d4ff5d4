//! Where a recording can be cut: its pieces, and from which of them a replay can start.

use revoir_scrub::StoredEvent;
use serde::{Deserialize, Serialize};

const FULL_SNAPSHOT: u32 = 2;
const META: u32 = 4;

/// A piece of a recording: a chunk while it is open, a frame once it is settled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Piece {
    /// Sequence number of a chunk, ordinal of a frame.
    pub number: u32,
    /// Position of its earliest event.
    pub from_ms: u64,
    /// Position of its latest event.
    pub to_ms: u64,
    /// Bytes of its events as JSON.
    pub bytes: u64,
    /// Position of its first meta event that a full snapshot follows: a replay can start there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot_ms: Option<u64>,
}

/// Notes the pieces of a recording while its events go by.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    done: Vec<Piece>,
    number: u32,
    current: Option<Piece>,
    /// The event before was a meta event, at this time, and it is the last of the pieces that are done.
    meta: Option<(u64, Where)>,
}

#[derive(Clone, Copy, Debug)]
enum Where {
    Here,
    Before,
}

impl Pieces {
    /// What follows is the piece of this number.
    pub(crate) fn begin(&mut self, number: u32) {
        self.number = number;
    }

    pub(crate) fn see(&mut self, event: &StoredEvent) {
        let length = u64::try_from(event.range.len()).unwrap_or_default() + 1;
        let piece = self.current.get_or_insert(Piece {
            number: self.number,
            from_ms: event.ms,
            to_ms: event.ms,
            bytes: 1,
            snapshot_ms: None,
        });
        piece.from_ms = piece.from_ms.min(event.ms);
        piece.to_ms = piece.to_ms.max(event.ms);
        piece.bytes += length;
        if event.kind == FULL_SNAPSHOT
            && let Some((ms, place)) = self.meta
        {
            let of = match place {
                Where::Here => Some(piece),
                Where::Before => self.done.last_mut(),
            };
            if let Some(piece) = of {
                piece.snapshot_ms.get_or_insert(ms);
            }
        }
        self.meta = (event.kind == META).then_some((event.ms, Where::Here));
    }

    pub(crate) fn end(&mut self) {
        if let Some(piece) = self.current.take() {
            self.done.push(piece);
            self.meta = self.meta.map(|(ms, _)| (ms, Where::Before));
        }
    }

    /// All of them, as positions after `first_ms`.
    pub(crate) fn finish(mut self, first_ms: u64) -> Vec<Piece> {
        self.end();
        for piece in &mut self.done {
            piece.from_ms = piece.from_ms.saturating_sub(first_ms);
            piece.to_ms = piece.to_ms.saturating_sub(first_ms);
            piece.snapshot_ms = piece.snapshot_ms.map(|ms| ms.saturating_sub(first_ms));
        }
        self.done
    }
}
