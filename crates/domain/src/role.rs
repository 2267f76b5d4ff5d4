//! Roles: what someone is here for. They are not a ladder.

use crate::purpose::Purpose;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What someone is here for; held for sites and purposes until a date.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Members, sites, keys.
    Owner,
    /// Policies, texts, reviews, rights requests.
    Dpo,
    /// Decides on unmasking.
    Approver,
    /// Watches `support`.
    Agent,
    /// Watches `ux`.
    Analyst,
    /// Watches `errors`.
    Developer,
    /// Logs and configuration, never recordings.
    Auditor,
    /// Installation and organisations, never recordings.
    Operator,
}

/// A role that is none of the eight.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "role {0:?}: must be one of owner, dpo, approver, agent, analyst, developer, auditor, operator"
)]
pub struct UnknownRole(String);

impl Role {
    /// All eight.
    pub const ALL: [Self; 8] = [
        Self::Owner,
        Self::Dpo,
        Self::Approver,
        Self::Agent,
        Self::Analyst,
        Self::Developer,
        Self::Auditor,
        Self::Operator,
    ];

    /// The name used in SQL, JSON and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Dpo => "dpo",
            Self::Approver => "approver",
            Self::Agent => "agent",
            Self::Analyst => "analyst",
            Self::Developer => "developer",
            Self::Auditor => "auditor",
            Self::Operator => "operator",
        }
    }

    /// The one purpose that this role is bound to, whatever it was granted for; absent where it is
    /// bound to none.
    #[must_use]
    pub const fn bound_to(self) -> Option<Purpose> {
        match self {
            Self::Agent => Some(Purpose::Support),
            Self::Analyst => Some(Purpose::Ux),
            Self::Developer => Some(Purpose::Errors),
            Self::Owner | Self::Dpo | Self::Approver | Self::Auditor | Self::Operator => None,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|role| role.name() == text)
            .ok_or_else(|| UnknownRole(text.to_owned()))
    }
}
