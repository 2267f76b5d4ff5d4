//! Failed tries, in memory, so that guessing ends and nobody is locked out by another's guesses.

use jiff::{SignedDuration, Timestamp};
use std::{
    collections::HashMap,
    hash::{BuildHasher, Hash, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// How long a failure counts.
const LIFE: SignedDuration = SignedDuration::from_mins(15);
/// Who is remembered at once; beyond, what no longer counts is forgotten, and then everything.
const MOST: usize = 100_000;

/// Failures by what was tried. What that was is kept as a hash only, whose key ends with the process.
#[derive(Debug)]
pub(crate) struct Failures {
    most: u32,
    hasher: RandomState,
    counts: Mutex<HashMap<u64, Count>>,
}

#[derive(Clone, Copy, Debug)]
struct Count {
    since: Timestamp,
    failures: u32,
}

impl Failures {
    /// Lets `most` tries fail in a quarter of an hour.
    pub(crate) fn at_most(most: u32) -> Self {
        Self {
            most,
            hasher: RandomState::new(),
            counts: Mutex::default(),
        }
    }

    /// Begins a try, counted as failed until [`Failures::forgive`]: many at once cannot slip through. One
    /// too many is told how many seconds to wait.
    pub(crate) fn begin(&self, tried: impl Hash, now: Timestamp) -> Result<(), u64> {
        let tried = self.hasher.hash_one(tried);
        let mut counts = self.counts();
        if counts.len() >= MOST && !counts.contains_key(&tried) {
            counts.retain(|_, count| now < count.end());
            if counts.len() >= MOST {
                counts.clear();
            }
        }
        let fresh = Count {
            since: now,
            failures: 0,
        };
        let count = counts.entry(tried).or_insert(fresh);
        if now >= count.end() {
            *count = fresh;
        }
        if count.failures >= self.most {
            let wait = count.end().duration_since(now).as_secs();
            return Err(u64::try_from(wait).unwrap_or_default().saturating_add(1));
        }
        count.failures = count.failures.saturating_add(1);
        Ok(())
    }

    /// A try that was begun did not fail.
    pub(crate) fn forgive(&self, tried: impl Hash) {
        let tried = self.hasher.hash_one(tried);
        if let Some(count) = self.counts().get_mut(&tried) {
            count.failures = count.failures.saturating_sub(1);
        }
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<u64, Count>> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Count {
    fn end(&self) -> Timestamp {
        self.since.saturating_add(LIFE).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn one_failure_too_many_waits_for_the_quarter_of_an_hour_and_hinders_nobody_else() {
        let failures = Failures::at_most(2);

        assert_eq!(failures.begin("a", at(0)), Ok(()));
        assert_eq!(failures.begin("a", at(10)), Ok(()));
        assert_eq!(failures.begin("a", at(100)), Err(801));
        assert_eq!(failures.begin("b", at(100)), Ok(()));
        assert_eq!(failures.begin("a", at(900)), Ok(()));
    }

    #[test]
    fn what_did_not_fail_does_not_count() {
        let failures = Failures::at_most(1);

        for _ in 0..5 {
            assert_eq!(failures.begin("a", at(0)), Ok(()));
            failures.forgive("a");
        }
        assert_eq!(failures.begin("a", at(0)), Ok(()));
        assert!(failures.begin("a", at(0)).is_err());
    }

    #[test]
    fn memory_stays_bounded() {
        let failures = Failures::at_most(1);

        for n in 0..MOST + 10 {
            failures.begin(n, at(0)).unwrap();
        }

        assert!(failures.counts().len() <= MOST);
    }
}
