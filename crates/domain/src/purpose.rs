//! Purposes: why something is recorded. Exactly three kinds (ours; §17 leaves others to the controller).

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// Why something is recorded. A recording never changes purpose.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Support and assistance in managing customer requests.
    Support,
    /// Improvement of the user experience.
    Ux,
    /// Detection and understanding of errors or technical problems.
    Errors,
}

/// A purpose that is none of the three.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("purpose {0:?}: must be support, ux or errors")]
pub struct UnknownPurpose(String);

impl Purpose {
    /// All three, in the order in which people see them.
    pub const ALL: [Self; 3] = [Self::Support, Self::Ux, Self::Errors];

    /// The name used in SQL, JSON and addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Ux => "ux",
            Self::Errors => "errors",
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Purpose {
    type Err = UnknownPurpose;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|purpose| purpose.name() == text)
            .ok_or_else(|| UnknownPurpose(text.to_owned()))
    }
}
