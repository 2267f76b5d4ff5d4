//! Frames: what is kept of a recording once it has ended.
//!
//! Each holds about 1.5 MB of events and is compressed with the first frame as zstd prefix: a recording
//! repeats its pages, so that this is as small as the whole in one piece, while any frame opens with the
//! first one alone. A frame begins at a full snapshot where one is near, with the meta event before it.

use crate::{
    outline::{Outline, Outliner, Pieces},
    pointer::{Reduction, Written},
    seal::{Damaged, Place},
};
use revoir_domain::{friction::Thresholds, ids::RecordingId, limits, pointer::Pointer};
use revoir_scrub::{StoredEvent, each_event};
use revoir_vault::DataKey;
use std::{io::Read, time::Duration};
use zstd::stream::{read::Decoder, write::Encoder};

/// rrweb's types of the two events at which a replay can start.
const META: u32 = 4;
const FULL_SNAPSHOT: u32 = 2;
/// Slow and small: done once, when the recording has ended.
const LEVEL: i32 = 9;
/// Reaches from the end of any frame back over the prefix.
const WINDOW_LOG: u32 = 25;

/// One sealed piece of what is kept. Made from chunks alone.
#[derive(Debug)]
pub struct Frame {
    ordinal: u32,
    bytes: Vec<u8>,
}

impl Frame {
    /// Its place in the recording, from 0.
    #[must_use]
    pub fn ordinal(&self) -> u32 {
        self.ordinal
    }

    /// What is stored.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Packs the chunks of a recording into frames, holding one frame and the first in memory.
#[derive(Debug)]
pub struct Packer<'k> {
    recording: RecordingId,
    key: &'k DataKey,
    first: Option<Vec<u8>>,
    events: Vec<u8>,
    ordinal: u32,
    /// A meta event that waits for its full snapshot: a replay starts at the two together.
    meta: Option<(StoredEvent, Vec<u8>)>,
    outliner: Outliner,
    pieces: Pieces,
    reduction: Reduction,
}

/// A recording that is packed.
#[derive(Debug)]
pub struct Packed {
    /// Its last frame; none where there was no event.
    pub last: Option<Frame>,
    /// How long it is.
    pub length: Duration,
    /// What is told of it before its events.
    pub outline: Outline,
}

impl Packed {
    /// The declared route of its first page that has one.
    #[must_use]
    pub fn entry_route(&self) -> Option<&str> {
        let mut pages = self.outline.timeline.pages.iter();
        pages.find_map(|page| page.route.as_deref())
    }
}

impl<'k> Packer<'k> {
    /// Begins a recording that is kept under `key`, of which so much of the pointer's way is kept
    /// and this is called friction.
    #[must_use]
    pub fn new(
        recording: RecordingId,
        key: &'k DataKey,
        pointer: Pointer,
        friction: Thresholds,
    ) -> Self {
        Self {
            recording,
            key,
            first: None,
            events: Vec::new(),
            ordinal: 0,
            meta: None,
            outliner: Outliner::new(friction),
            pieces: Pieces::default(),
            reduction: Reduction::new(pointer),
        }
    }

    /// Adds the events of the next chunk, and returns the frames that this fills.
    pub fn add(
        &mut self,
        array: &[u8],
        nonce: &mut impl FnMut() -> [u8; 12],
    ) -> Result<Vec<Frame>, Damaged> {
        let mut full = Vec::new();
        for event in each_event(array).map_err(|_| self.place().damaged())? {
            self.outliner.see(&event, array);
            for written in self.reduction.take(event, array) {
                full.extend(self.write(written, nonce)?);
            }
        }
        Ok(full)
    }

    /// Writes an event that is kept, and returns the frame that this fills.
    fn write(
        &mut self,
        (event, bytes): Written,
        nonce: &mut impl FnMut() -> [u8; 12],
    ) -> Result<Option<Frame>, Damaged> {
        let meta = self.meta.take();
        let more = bytes.len() + meta.as_ref().map_or(0, |(_, bytes)| bytes.len());
        let starts = event.kind == FULL_SNAPSHOT && meta.is_some();
        let full = if self.is_full(more, starts) {
            self.close(nonce())?
        } else {
            None
        };
        if let Some((meta, bytes)) = meta {
            self.push(&meta, &bytes);
        }
        if event.kind == META {
            self.meta = Some((event, bytes));
        } else {
            self.push(&event, &bytes);
        }
        Ok(full)
    }

    /// Ends the recording.
    pub fn finish(mut self, nonce: [u8; 12]) -> Result<Packed, Damaged> {
        for (event, bytes) in self.reduction.finish() {
            self.push(&event, &bytes);
        }
        if let Some((meta, bytes)) = self.meta.take() {
            self.push(&meta, &bytes);
        }
        let last = self.close(nonce)?;
        Ok(Packed {
            last,
            length: self.outliner.length(),
            outline: self.outliner.finish(self.pieces),
        })
    }

    fn push(&mut self, event: &StoredEvent, bytes: &[u8]) {
        self.events
            .push(if self.events.is_empty() { b'[' } else { b',' });
        self.events.extend_from_slice(bytes);
        self.pieces.see(event);
    }

    fn is_full(&self, more: usize, starts: bool) -> bool {
        let size = self.events.len();
        let over = size + more > limits::FRAME_BYTES;
        let natural = starts && size > limits::FRAME_BYTES / 4;
        size > 0 && (over || natural)
    }

    fn close(&mut self, nonce: [u8; 12]) -> Result<Option<Frame>, Damaged> {
        if self.events.is_empty() {
            return Ok(None);
        }
        let mut events = std::mem::take(&mut self.events);
        events.push(b']');
        let place = self.place();
        let compressed = compress(&events, self.first.as_deref()).map_err(|_| place.damaged())?;
        let frame = Frame {
            ordinal: self.ordinal,
            bytes: place.seal(self.key, nonce, &compressed),
        };
        self.first.get_or_insert(events);
        self.ordinal += 1;
        self.pieces.end();
        self.pieces.begin(self.ordinal);
        Ok(Some(frame))
    }

    fn place(&self) -> Place {
        Place {
            recording: self.recording,
            what: "frame",
            number: self.ordinal,
        }
    }
}

/// Opens the frames of a recording, in any order, but the first before any other.
#[derive(Debug)]
pub struct Reader {
    recording: RecordingId,
    first: Option<Vec<u8>>,
}

impl Reader {
    /// Begins to read a recording.
    #[must_use]
    pub fn new(recording: RecordingId) -> Self {
        Self {
            recording,
            first: None,
        }
    }

    /// Opens one frame: a JSON array of scrubbed events.
    pub fn open(&mut self, key: &DataKey, ordinal: u32, sealed: &[u8]) -> Result<Vec<u8>, Damaged> {
        let place = Place {
            recording: self.recording,
            what: "frame",
            number: ordinal,
        };
        let compressed = place.open(key, sealed)?;
        let prefix = if ordinal == 0 {
            None
        } else {
            self.first.as_deref()
        };
        let events = decompress(&compressed, prefix).map_err(|_| place.damaged())?;
        if ordinal == 0 {
            self.first = Some(events.clone());
        }
        Ok(events)
    }
}

fn compress(events: &[u8], prefix: Option<&[u8]>) -> std::io::Result<Vec<u8>> {
    let mut encoder = match prefix {
        Some(prefix) => Encoder::with_ref_prefix(Vec::new(), LEVEL, prefix)?,
        None => Encoder::new(Vec::new(), LEVEL)?,
    };
    encoder.set_pledged_src_size(u64::try_from(events.len()).ok())?;
    encoder.include_contentsize(true)?;
    encoder.window_log(WINDOW_LOG)?;
    encoder.long_distance_matching(true)?;
    std::io::Write::write_all(&mut encoder, events)?;
    encoder.finish()
}

fn decompress(compressed: &[u8], prefix: Option<&[u8]>) -> std::io::Result<Vec<u8>> {
    let mut events = Vec::new();
    let most = u64::try_from(limits::FRAME_BYTES + limits::INFLATED_BYTES).unwrap_or(u64::MAX);
    let mut decoder = match prefix {
        Some(prefix) => Decoder::with_ref_prefix(compressed, prefix)?,
        None => Decoder::with_buffer(compressed)?,
    };
    decoder.window_log_max(WINDOW_LOG)?;
    decoder.take(most).read_to_end(&mut events)?;
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, SeedableRng, rngs::StdRng};
    use revoir_domain::ids::untimed;

    fn event(kind: u32, at: usize, filling: &str) -> String {
        format!("{{\"type\":{kind},\"data\":{{\"x\":\"{filling}\"}},\"timestamp\":{at}}}")
    }

    /// Packs `chunks` and opens every frame again.
    fn round_trip(chunks: &[Vec<String>]) -> (Vec<Vec<u8>>, Duration) {
        let (recording, key) = (
            RecordingId::from_uuid(untimed([1; 16])),
            DataKey::from_bytes([7; 32]),
        );
        let mut rng = StdRng::seed_from_u64(1);
        let mut nonce = move || {
            let mut bytes = [0; 12];
            rng.fill_bytes(&mut bytes);
            bytes
        };
        let mut packer = Packer::new(recording, &key, Pointer::Path, Thresholds::default());
        let mut frames = Vec::new();
        for chunk in chunks {
            frames.extend(
                packer
                    .add(format!("[{}]", chunk.join(",")).as_bytes(), &mut nonce)
                    .unwrap(),
            );
        }
        let whole = packer.finish(nonce()).unwrap();
        frames.extend(whole.last);
        let mut reader = Reader::new(recording);
        let opened = frames
            .iter()
            .map(|frame| reader.open(&key, frame.ordinal(), frame.bytes()).unwrap());
        (opened.collect(), whole.length)
    }

    #[test]
    fn frames_hold_every_event_once_in_order() {
        let filling = "a".repeat(500_000);
        let chunks: Vec<_> = (0..9)
            .map(|at| vec![event(3, at, &filling), event(3, at, "b")])
            .collect();

        let (frames, length) = round_trip(&chunks);

        let inner = frames
            .iter()
            .map(|frame| std::str::from_utf8(&frame[1..frame.len() - 1]).unwrap());
        assert!(frames.len() > 2);
        assert_eq!(
            inner.collect::<Vec<_>>().join(","),
            chunks.concat().join(",")
        );
        assert_eq!(length, Duration::from_millis(8));
    }

    #[test]
    fn a_frame_begins_at_a_full_snapshot_where_one_is_near() {
        let filling = "a".repeat(600_000);

        let (frames, _) = round_trip(&[vec![
            event(3, 0, &filling),
            event(4, 1, "address"),
            event(2, 1, "page"),
            event(3, 2, "b"),
        ]]);

        assert_eq!(frames.len(), 2);
        assert!(frames[1].starts_with(b"[{\"type\":4"));
    }

    #[test]
    fn a_recording_without_events_has_no_frame() {
        assert_eq!(round_trip(&[vec![]]), (Vec::new(), Duration::ZERO));
    }

    #[test]
    fn a_frame_opens_at_no_other_place_and_under_no_other_key() {
        let (recording, key) = (
            RecordingId::from_uuid(untimed([1; 16])),
            DataKey::from_bytes([7; 32]),
        );
        let mut packer = Packer::new(recording, &key, Pointer::Path, Thresholds::default());
        packer
            .add(b"[{\"type\":1,\"data\":{},\"timestamp\":1}]", &mut || {
                [1; 12]
            })
            .unwrap();
        let frame = packer.finish([2; 12]).unwrap().last.unwrap();

        let other = RecordingId::from_uuid(untimed([2; 16]));
        assert!(Reader::new(recording).open(&key, 0, frame.bytes()).is_ok());
        assert!(Reader::new(recording).open(&key, 1, frame.bytes()).is_err());
        assert!(Reader::new(other).open(&key, 0, frame.bytes()).is_err());
        assert!(
            Reader::new(recording)
                .open(&DataKey::from_bytes([8; 32]), 0, frame.bytes())
                .is_err()
        );
        let mut changed = frame.bytes().to_vec();
        changed[20] ^= 1;
        assert!(Reader::new(recording).open(&key, 0, &changed).is_err());
    }
}
