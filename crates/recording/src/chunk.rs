//! Chunks: one batch each, as stored on arrival.

use crate::seal::{Damaged, Place};
use revoir_domain::ids::RecordingId;
use revoir_scrub::{MaskedAt, ScrubbedEvents};
use revoir_vault::DataKey;

/// Fast: it is packed again when the recording is settled.
const LEVEL: i32 = 1;

/// One batch as stored. Made from [`ScrubbedEvents`] alone.
#[derive(Debug)]
pub struct Chunk {
    seq: u32,
    bytes: Vec<u8>,
    digest: [u8; 32],
    inflated: u64,
    masked: Vec<MaskedAt>,
    entry_route: Option<String>,
}

impl Chunk {
    /// Compresses and seals one batch of a recording. `wire` is what was sent; only a keyed digest of it
    /// is kept, by which the same batch is known again.
    pub fn pack(
        events: &ScrubbedEvents,
        (recording, seq): (RecordingId, u32),
        wire: &[u8],
        (key, nonce): (&DataKey, [u8; 12]),
    ) -> std::io::Result<Self> {
        let compressed = zstd::bulk::compress(events.bytes(), LEVEL)?;
        let place = Place {
            recording,
            what: "chunk",
            number: seq,
        };
        Ok(Self {
            seq,
            bytes: place.seal(key, nonce, &compressed),
            digest: key.digest(wire),
            inflated: u64::try_from(events.bytes().len()).unwrap_or(u64::MAX),
            masked: events.masked_at().to_vec(),
            entry_route: events
                .first_route()
                .filter(|route| !route.contains('*'))
                .map(str::to_owned),
        })
    }

    /// Opens a stored chunk: a JSON array of scrubbed events.
    pub fn open(
        key: &DataKey,
        (recording, seq): (RecordingId, u32),
        sealed: &[u8],
    ) -> Result<Vec<u8>, Damaged> {
        let place = Place {
            recording,
            what: "chunk",
            number: seq,
        };
        let compressed = place.open(key, sealed)?;
        zstd::stream::decode_all(&compressed[..]).map_err(|_| place.damaged())
    }

    /// Its place in the recording.
    #[must_use]
    pub fn seq(&self) -> u32 {
        self.seq
    }

    /// What is stored.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// By which the same batch is known again, to who has the key.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// Bytes of its events, inflated.
    #[must_use]
    pub fn inflated(&self) -> u64 {
        self.inflated
    }

    /// Texts that had to be masked on arrival.
    #[must_use]
    pub fn masked(&self) -> u64 {
        self.masked.iter().map(|at| at.count).sum()
    }

    /// The same, place by place.
    #[must_use]
    pub fn masked_at(&self) -> &[MaskedAt] {
        &self.masked
    }

    /// The route of its first page, where one was declared.
    #[must_use]
    pub fn entry_route(&self) -> Option<&str> {
        self.entry_route.as_deref()
    }
}
