//! Measures of the CNIL's draft recommendation (appendix 1), as a policy chooses them.

use crate::{
    limits,
    policy::{PolicyError, flaw},
    purpose::Purpose,
};
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// A share of visits, from 0 to 1.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "f64", into = "f64")]
pub struct Rate(f64);

/// A share outside 0 to 1.
#[derive(Debug, PartialEq, thiserror::Error)]
#[error("rate {0}: must lie between 0 and 1")]
pub struct RateError(f64);

impl TryFrom<f64> for Rate {
    type Error = RateError;

    fn try_from(share: f64) -> Result<Self, Self::Error> {
        if (0.0..=1.0).contains(&share) {
            Ok(Self(share))
        } else {
            Err(RateError(share))
        }
    }
}

impl From<Rate> for f64 {
    fn from(rate: Rate) -> Self {
        rate.0
    }
}

impl Rate {
    /// Whether a visit is drawn, from 32 random bits.
    #[must_use]
    pub fn draws(self, random: u32) -> bool {
        f64::from(random) < self.0 * 4_294_967_296.0
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", (self.0 * 10_000.0).round() / 100.0)
    }
}

/// What becomes of masked content (§43), from the loosest to the strictest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
pub enum Masking {
    /// Collected sealed, unmasked on request by a second person's decision.
    M1,
    /// Collected sealed, held by the provider.
    M2,
    /// Not collected.
    M3,
}

/// Which identifiers a recording carries (§44).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
pub enum Identifiers {
    /// Random: nothing stored links two recordings.
    I1,
    /// A pseudonym per site and purpose.
    I2,
    /// A pseudonym per host.
    I3,
}

impl Identifiers {
    /// Its place in the order of strictness: I2, I3, I1.
    #[must_use]
    pub const fn strictness(self) -> u8 {
        match self {
            Self::I2 => 0,
            Self::I3 => 1,
            Self::I1 => 2,
        }
    }
}

/// How long a recording is kept after its end: 1 hour to 12 months, in minutes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "u32", into = "u32")]
pub struct Retention(u32);

/// A retention outside 1 hour to 12 months.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("retention of {0} minutes: must lie between 60 (1 hour) and 527040 (366 days)")]
pub struct RetentionError(u32);

impl Retention {
    const SHORTEST: u32 = 60;
    const LONGEST: u32 = 366 * 24 * 60;

    /// As a span of time.
    #[must_use]
    pub fn duration(self) -> jiff::SignedDuration {
        jiff::SignedDuration::from_mins(i64::from(self.0))
    }
}

/// What else than time ends a recording, or keeps it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum Until {
    /// An open ticket that names its customer keeps it until it is closed.
    TicketClosed {
        /// But for so many minutes after the recording's end at most: 30 days or less.
        #[serde(default = "longest_held")]
        longest_minutes: u32,
    },
    /// It expires with the next release, if that is before its time.
    Release,
}

const fn longest_held() -> u32 {
    limits::TICKET_MINUTES
}

impl Until {
    /// Whether it fits what the recordings are for, and how long they are kept without it.
    pub(crate) fn check(self, purpose: Purpose, kept: Retention) -> Result<(), PolicyError> {
        match self {
            Self::TicketClosed { .. } if purpose != Purpose::Support => Err(flaw(
                "until",
                "only support is kept until a ticket is closed",
            )),
            Self::TicketClosed { longest_minutes }
                if longest_minutes <= kept.0 || longest_minutes > longest_held() =>
            {
                let most = longest_held();
                let reason =
                    format!("must lie above the retention and be at most {most} (30 days)");
                Err(flaw("until.longest_minutes", &reason))
            }
            Self::Release if purpose == Purpose::Support => {
                Err(flaw("until", "support does not expire with a release"))
            }
            Self::TicketClosed { .. } | Self::Release => Ok(()),
        }
    }
}

impl TryFrom<u32> for Retention {
    type Error = RetentionError;

    fn try_from(minutes: u32) -> Result<Self, Self::Error> {
        match minutes {
            Self::SHORTEST..=Self::LONGEST => Ok(Self(minutes)),
            _ => Err(RetentionError(minutes)),
        }
    }
}

impl fmt::Display for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            minutes if minutes >= 2_880 && minutes % 1_440 == 0 => {
                write!(f, "{} d", minutes / 1_440)
            }
            minutes if minutes % 60 == 0 => write!(f, "{} h", minutes / 60),
            minutes => write!(f, "{minutes} min"),
        }
    }
}

impl From<Retention> for u32 {
    fn from(retention: Retention) -> Self {
        retention.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_of_nothing_never_draws_and_of_all_always() {
        assert!(!Rate(0.0).draws(0));
        assert!(Rate(1.0).draws(u32::MAX));
        assert!(Rate(0.25).draws(u32::MAX / 4));
        assert!(!Rate(0.25).draws(u32::MAX / 4 + 2));
    }

    #[test]
    fn a_retention_of_nothing_or_of_ten_years_is_refused() {
        assert!(Retention::try_from(0).is_err());
        assert!(Retention::try_from(10 * 366 * 24 * 60).is_err());
    }

    #[test]
    fn a_rate_above_one_is_refused() {
        assert!(Rate::try_from(1.5).is_err());
        assert!(Rate::try_from(f64::NAN).is_err());
    }
}
