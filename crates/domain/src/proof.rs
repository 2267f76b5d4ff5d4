//! Proofs of consent: what is kept of a visitor's decision, and nothing of the visitor.

use crate::{audit::Digest, limits, purpose::Purpose};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, str::FromStr};
use uuid::Uuid;

/// What a visitor did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Agreed to some purposes.
    Given,
    /// Took back what they had agreed to.
    Withdrawn,
}

/// By what the decision was taken: the name of a banner or of a CMP, in lower case. No string of a CMP and no id fits
/// into it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Mechanism(String);

/// What names no mechanism.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "mechanism: must have 1 to 64 letters, digits, spaces and -_.:/ of ASCII, no more than 6 of them digits"
)]
pub struct NotAMechanism;

impl FromStr for Mechanism {
    type Err = NotAMechanism;

    fn from_str(text: &str) -> Result<Self, NotAMechanism> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || " -_.:/".contains(c);
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let length = 1..=limits::MECHANISM_CHARS;
        if !length.contains(&text.len()) || !text.chars().all(is_plain) || digits > 6 {
            return Err(NotAMechanism);
        }
        Ok(Self(text.to_ascii_lowercase()))
    }
}

impl TryFrom<String> for Mechanism {
    type Error = NotAMechanism;

    fn try_from(text: String) -> Result<Self, NotAMechanism> {
        text.parse()
    }
}

impl From<Mechanism> for String {
    fn from(mechanism: Mechanism) -> Self {
        mechanism.0
    }
}

/// The proof of a decision.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// Random.
    pub id: Uuid,
    /// The hour in which it was taken.
    pub hour: Timestamp,
    /// What was agreed to, and what was not.
    pub purposes: BTreeMap<Purpose, bool>,
    /// Which version of the texts was shown.
    pub text_version: String,
    /// The SHA-256 of what that said.
    pub texts: Digest,
    /// By what.
    pub mechanism: Mechanism,
    /// What was done.
    pub act: Decision,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mechanism_is_a_name_and_no_id_or_string_of_a_cmp() {
        for name in [
            "revoir-banner",
            "tarteaucitron 1.19.0",
            "tcf:2.2",
            "OneTrust",
        ] {
            let read: Mechanism = name.parse().unwrap();
            assert_eq!(String::from(read), name.to_lowercase());
        }
        let tcf = "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA0123456";
        let id = "01900000-0000-7000-8000-000000000000";
        for other in ["", "é", "a\nb", tcf, id, &"a".repeat(65)] {
            assert_eq!(other.parse::<Mechanism>(), Err(NotAMechanism), "{other}");
        }
    }
}
