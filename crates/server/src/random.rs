//! The one place that makes randomness, by the operating system's generator.

use jiff::Timestamp;
use rand::{Rng, rngs::StdRng};
use revoir_domain::ids::{JobId, RecordingId, timed, untimed};
use uuid::Uuid;

/// A cryptographic generator, freshly seeded by the operating system.
pub(crate) fn rng() -> StdRng {
    rand::make_rng()
}

/// Random bytes.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rng().fill_bytes(&mut bytes);
    bytes
}

/// A random number for a draw.
pub(crate) fn number() -> u32 {
    rng().next_u32()
}

/// An id for what people cause.
pub(crate) fn timed_id(now: Timestamp) -> Uuid {
    timed(now, bytes())
}

/// The id of a job.
pub(crate) fn job_id(now: Timestamp) -> JobId {
    JobId::from_uuid(timed_id(now))
}

/// The id of a recording.
pub(crate) fn recording_id() -> RecordingId {
    RecordingId::from_uuid(untimed(bytes()))
}
