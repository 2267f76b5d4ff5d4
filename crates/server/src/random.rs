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
    number_of(&mut rng())
}

fn number_of(rng: &mut impl Rng) -> u32 {
    rng.next_u32()
}

/// An id for what people cause.
pub(crate) fn timed_id(now: Timestamp) -> Uuid {
    timed(now, bytes())
}

/// The id of a job.
pub(crate) fn job_id(now: Timestamp) -> JobId {
    JobId::from_uuid(timed_id(now))
}

/// An id for what a visitor causes.
pub(crate) fn untimed_id() -> Uuid {
    untimed(bytes())
}

/// The id of a recording.
pub(crate) fn recording_id() -> RecordingId {
    RecordingId::from_uuid(untimed_id())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use revoir_domain::measure::Rate;

    const OPENINGS: u32 = 20_000;

    /// The bounds of the binomial distribution of `OPENINGS` draws outside of which lies at most 0.1 %: the quantiles at
    /// 0.05 % and 99.95 %.
    const INTERVALS: [(f64, u32, u32); 3] = [(0.0, 0, 0), (0.01, 155, 248), (0.25, 4_799, 5_202)];

    #[test]
    fn the_share_that_is_drawn_lies_where_chance_puts_it() {
        for (rate, least, most) in INTERVALS {
            let rate = Rate::try_from(rate).unwrap();
            for seed in 0..5 {
                let mut rng = StdRng::seed_from_u64(seed);
                let hits = (0..OPENINGS).filter(|_| rate.draws(number_of(&mut rng)));
                let drawn = u32::try_from(hits.count()).unwrap();
                assert!(
                    (least..=most).contains(&drawn),
                    "{rate}: {drawn} of {OPENINGS}"
                );
            }
        }
    }
}
