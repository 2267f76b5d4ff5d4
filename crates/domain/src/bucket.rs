//! Buckets: what ends together. Keys and frames of a bucket die in one act.

use crate::purpose::Purpose;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use std::{fmt, str::FromStr};

const DAY: i64 = 86_400;
const TEN_MINUTES: i64 = 600;

/// A set of recordings of one purpose whose keys lie together.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Bucket {
    /// Not settled yet; the day on which the recording was opened.
    Arrival(Purpose, Timestamp),
    /// Settled; the instant at which all of it ends.
    Until(Purpose, Timestamp),
    /// Settled, and kept longer than its time; each recording of it ends by itself.
    Held(Purpose),
}

/// A text that names no bucket.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("bucket {0:?}: must be PURPOSE-arrival-TIME, PURPOSE-until-TIME or PURPOSE-held")]
pub struct UnknownBucket(String);

impl Bucket {
    /// The bucket of a recording opened at `now` and not settled yet.
    #[must_use]
    pub fn of_arrival(purpose: Purpose, now: Timestamp) -> Self {
        Self::Arrival(purpose, round_down(now, DAY))
    }

    /// The bucket of a recording that ended at `ended` and is kept for `retention`: its instant is
    /// rounded down, to ten minutes for retention under two days, else to the day.
    #[must_use]
    pub fn of_expiry(purpose: Purpose, ended: Timestamp, retention: SignedDuration) -> Self {
        let step = if retention.as_secs() < 2 * DAY {
            TEN_MINUTES
        } else {
            DAY
        };
        let until = ended.checked_add(retention).unwrap_or(Timestamp::MAX);
        Self::Until(purpose, round_down(until, step))
    }

    /// The purpose that all of it was recorded for.
    #[must_use]
    pub const fn purpose(self) -> Purpose {
        match self {
            Self::Arrival(purpose, _) | Self::Until(purpose, _) | Self::Held(purpose) => purpose,
        }
    }

    /// The instant at which all of it ends; absent while nothing is settled, and where each ends by itself.
    #[must_use]
    pub const fn ends(self) -> Option<Timestamp> {
        match self {
            Self::Arrival(..) | Self::Held(_) => None,
            Self::Until(_, at) => Some(at),
        }
    }
}

/// The hour in which `at` lies, as stored for the opening of a recording (MEASURES, I1).
#[must_use]
pub fn hour_of(at: Timestamp) -> Timestamp {
    round_down(at, 3_600)
}

fn round_down(at: Timestamp, step: i64) -> Timestamp {
    let seconds = at.as_second();
    Timestamp::from_second(seconds - seconds.rem_euclid(step)).unwrap_or(at)
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (purpose, kind, at) = match self {
            Self::Arrival(purpose, at) => (purpose, "arrival", at),
            Self::Until(purpose, at) => (purpose, "until", at),
            Self::Held(purpose) => return write!(f, "{purpose}-held"),
        };
        let at = at
            .to_zoned(TimeZone::UTC)
            .strftime("%Y%m%dT%H%M%SZ")
            .to_string();
        write!(f, "{purpose}-{kind}-{at}")
    }
}

impl FromStr for Bucket {
    type Err = UnknownBucket;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| UnknownBucket(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Bucket> {
    let mut parts = text.splitn(3, '-');
    let purpose = parts.next()?.parse().ok()?;
    let kind = parts.next()?;
    if kind == "held" {
        return parts.next().is_none().then_some(Bucket::Held(purpose));
    }
    let at = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", parts.next()?).ok()?;
    let at = at.to_zoned(TimeZone::UTC).ok()?.timestamp();
    match kind {
        "arrival" => Some(Bucket::Arrival(purpose, at)),
        "until" => Some(Bucket::Until(purpose, at)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn short_retention_ends_on_ten_minutes_and_long_on_the_day() {
        let ended = at("2026-11-21T10:17:33Z");

        let short = Bucket::of_expiry(Purpose::Support, ended, SignedDuration::from_hours(24));
        let long = Bucket::of_expiry(Purpose::Ux, ended, SignedDuration::from_hours(30 * 24));

        assert_eq!(short.ends(), Some(at("2026-11-22T10:10:00Z")));
        assert_eq!(long.ends(), Some(at("2026-12-21T00:00:00Z")));
    }

    #[test]
    fn a_bucket_reads_back_from_its_name() {
        let bucket = Bucket::of_arrival(Purpose::Errors, at("2026-11-21T23:59:59Z"));

        assert_eq!(bucket.to_string(), "errors-arrival-20261121T000000Z");
        assert_eq!(bucket.to_string().parse(), Ok(bucket));
        let held = Bucket::Held(Purpose::Support);
        assert_eq!("support-held".parse(), Ok(held));
        assert_eq!(
            (held.to_string().as_str(), held.ends()),
            ("support-held", None)
        );
        assert!("support-held-20261121T000000Z".parse::<Bucket>().is_err());
        assert!(
            "errors-sometime-20261121T000000Z"
                .parse::<Bucket>()
                .is_err()
        );
    }
}
