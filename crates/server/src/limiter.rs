//! Rates per client or site, in memory, under a hash whose key changes hourly: no address is kept.

use jiff::Timestamp;
use std::{
    collections::HashMap,
    hash::{BuildHasher, Hash, RandomState},
    sync::{Mutex, PoisonError},
};

/// Clients remembered at once; beyond, all begin anew.
const CLIENTS: usize = 100_000;

/// Counts per client and minute, or hour.
#[derive(Debug)]
pub(crate) struct Limiter {
    most: u32,
    /// How long a window is; no longer than an hour.
    seconds: i64,
    window: Mutex<Window>,
}

#[derive(Debug, Default)]
struct Window {
    hasher: RandomState,
    hour: i64,
    begun: i64,
    counts: HashMap<u64, u32>,
}

impl Limiter {
    pub(crate) fn per_minute(most: u32) -> Self {
        Self {
            most,
            seconds: 60,
            window: Mutex::default(),
        }
    }

    pub(crate) fn per_hour(most: u32) -> Self {
        Self {
            seconds: 3_600,
            ..Self::per_minute(most)
        }
    }

    /// Counts one act of `client`. When it is one too many: seconds until the next window.
    pub(crate) fn admit(&self, client: impl Hash, now: Timestamp) -> Result<(), u64> {
        let second = now.as_second();
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if window.hour != second / 3_600 {
            *window = Window {
                hour: second / 3_600,
                ..Window::default()
            };
        }
        if window.begun != second / self.seconds || window.counts.len() >= CLIENTS {
            window.begun = second / self.seconds;
            window.counts.clear();
        }
        let client = window.hasher.hash_one(client);
        let count = window.counts.entry(client).or_default();
        *count = count.saturating_add(1);
        if *count > self.most {
            let left = self.seconds - second.rem_euclid(self.seconds);
            Err(u64::try_from(left).unwrap_or(60))
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_too_many_waits_for_the_next_minute_and_hinders_nobody_else() {
        let limiter = Limiter::per_minute(2);
        let at = |second| Timestamp::from_second(second).unwrap();

        assert_eq!(limiter.admit("a", at(20)), Ok(()));
        assert_eq!(limiter.admit("a", at(20)), Ok(()));
        assert_eq!(limiter.admit("a", at(20)), Err(40));
        assert_eq!(limiter.admit("b", at(20)), Ok(()));
        assert_eq!(limiter.admit("a", at(60)), Ok(()));

        let hourly = Limiter::per_hour(1);
        assert_eq!(hourly.admit("a", at(20)), Ok(()));
        assert_eq!(hourly.admit("a", at(600)), Err(3_000));
        assert_eq!(hourly.admit("a", at(3_600)), Ok(()));
    }
}
