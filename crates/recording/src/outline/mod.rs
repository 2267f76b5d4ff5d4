//! The outline of a recording: what a reader needs before its events. Pages, activity, where its pieces
//! lie, and the transcript, all made from the scrubbed events while they go by.

mod activity;
mod friction;
mod marker;
mod nodes;
mod pieces;
mod pointer;
mod reading;
mod stretches;
mod transcript;
mod what;

pub use marker::Marker;
pub use pieces::Piece;
pub use stretches::Stretches;
pub use transcript::{Act, Line, Transcript};
pub use what::What;

use crate::seal::{Damaged, Place};
use activity::coarser;
use revoir_domain::{friction::Thresholds, ids::RecordingId, trigger::Friction, verdict::Found};
use revoir_vault::DataKey;
use serde::{Deserialize, Serialize};

pub(crate) use pieces::Pieces;
pub(crate) use reading::Outliner;

/// Bins of activity over the length of a recording.
const BINS: u32 = 240;
/// Bins of activity in a strip.
const STRIP_BINS: usize = 40;
/// Markers in a strip.
const STRIP_MARKERS: usize = 40;
const LEVEL: i32 = 6;

/// What lies where in a recording. Positions are milliseconds from its first event.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Timeline {
    /// The stored time of its first event, in milliseconds.
    pub first_ms: u64,
    /// How long it is.
    pub length_ms: u64,
    /// Its pages, in order.
    pub pages: Vec<Page>,
    /// How much was done in each of 240 equal parts, from 0 to 100.
    pub activity: Vec<u8>,
    /// Its pieces, in order.
    pub pieces: Vec<Piece>,
    /// Where there was friction and where a trigger fired, in order.
    #[serde(default)]
    pub markers: Vec<Marker>,
}

/// A page that was opened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Page {
    /// When.
    pub at_ms: u64,
    /// Its declared route.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// Width of its window, in CSS pixels.
    pub width: u32,
    /// Height of its window, in CSS pixels.
    pub height: u32,
}

/// A timeline so small that a list can show it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Strip {
    /// How long the recording is.
    pub length_ms: u64,
    /// How much was done in each of 40 equal parts, from 0 to 9.
    pub activity: Vec<u8>,
    /// Where its pages begin, in thousandths of its length.
    pub pages: Vec<u16>,
    /// Its first markers, as many as can be told apart.
    pub markers: Vec<StripMarker>,
}

/// A marker in a strip.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StripMarker {
    /// Where, in thousandths of the length.
    pub at: u16,
    /// What did not go as it was meant; absent where a trigger fired.
    pub friction: Option<Friction>,
}

/// Everything that is told of a recording before its events.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outline {
    /// What lies where.
    pub timeline: Timeline,
    /// What was done.
    pub transcript: Transcript,
    /// What its verdict asks for.
    pub found: Found,
}

/// An outline as stored.
#[derive(Debug)]
pub struct SealedOutline {
    /// The timeline, sealed.
    pub timeline: Vec<u8>,
    /// The transcript, sealed.
    pub transcript: Vec<u8>,
}

/// Makes the outline of a recording of which the pieces are at hand, one after another.
#[derive(Debug)]
pub struct Outlining {
    outliner: Outliner,
    pieces: Pieces,
}

impl Outlining {
    /// Begins one of a recording whose policy has these thresholds.
    #[must_use]
    pub fn new(friction: Thresholds) -> Self {
        Self {
            outliner: Outliner::new(friction),
            pieces: Pieces::default(),
        }
    }

    /// Takes in the events of the next piece, a JSON array.
    pub fn add(&mut self, number: u32, array: &[u8]) -> Result<(), Damaged> {
        let damaged = |_| Damaged {
            what: "piece",
            number,
        };
        self.pieces.begin(number);
        for event in revoir_scrub::each_event(array).map_err(damaged)? {
            self.outliner.see(&event, array);
            self.pieces.see(&event);
        }
        self.pieces.end();
        Ok(())
    }

    /// The outline of all that was taken in.
    #[must_use]
    pub fn finish(self) -> Outline {
        self.outliner.finish(self.pieces)
    }
}

impl Outline {
    /// Compresses and seals it to its recording.
    pub fn seal(
        &self,
        recording: RecordingId,
        key: &DataKey,
        nonces: [[u8; 12]; 2],
    ) -> std::io::Result<SealedOutline> {
        let [first, second] = nonces;
        let timeline = serde_json::to_vec(&self.timeline)?;
        let transcript = serde_json::to_vec(&self.transcript)?;
        Ok(SealedOutline {
            timeline: part(recording, "timeline").seal(
                key,
                first,
                &zstd::bulk::compress(&timeline, LEVEL)?,
            ),
            transcript: part(recording, "transcript").seal(
                key,
                second,
                &zstd::bulk::compress(&transcript, LEVEL)?,
            ),
        })
    }
}

impl Timeline {
    /// Opens a stored one.
    pub fn open(recording: RecordingId, key: &DataKey, sealed: &[u8]) -> Result<Self, Damaged> {
        let place = part(recording, "timeline");
        let json = inflate(place, key, sealed)?;
        serde_json::from_slice(&json).map_err(|_| place.damaged())
    }

    /// The same, for a list.
    #[must_use]
    pub fn strip(&self) -> Strip {
        let length = self.length_ms.max(1);
        let thousandth = |at_ms: u64| u16::try_from(at_ms.saturating_mul(1_000) / length).ok();
        Strip {
            length_ms: self.length_ms,
            activity: coarser(&self.activity, STRIP_BINS, 9),
            pages: self
                .pages
                .iter()
                .filter_map(|page| thousandth(page.at_ms))
                .collect(),
            markers: self
                .markers
                .iter()
                .filter_map(|marker| Some(marker.in_strip(thousandth(marker.at_ms())?)))
                .take(STRIP_MARKERS)
                .collect(),
        }
    }
}

impl Transcript {
    /// Opens a stored one, as JSON.
    pub fn open(recording: RecordingId, key: &DataKey, sealed: &[u8]) -> Result<Vec<u8>, Damaged> {
        inflate(part(recording, "transcript"), key, sealed)
    }
}

fn part(recording: RecordingId, what: &'static str) -> Place {
    Place {
        recording,
        what,
        number: 0,
    }
}

fn inflate(place: Place, key: &DataKey, sealed: &[u8]) -> Result<Vec<u8>, Damaged> {
    let compressed = place.open(key, sealed)?;
    zstd::stream::decode_all(&compressed[..]).map_err(|_| place.damaged())
}
