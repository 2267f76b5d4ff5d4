//! Why someone erases a recording.

use crate::limits;
use serde::{Deserialize, Serialize};

/// Why, from a closed list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The visitor asked for it.
    VisitorAsked,
    /// It should not have been collected.
    CollectedByMistake,
    /// What it was for is done.
    NoLongerNeeded,
    /// Something else, which the words say.
    Other,
}

impl Reason {
    /// The name used in SQL and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::VisitorAsked => "visitor_asked",
            Self::CollectedByMistake => "collected_by_mistake",
            Self::NoLongerNeeded => "no_longer_needed",
            Self::Other => "other",
        }
    }
}

/// What someone says when they erase a recording.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(try_from = "Said")]
pub struct Erasure {
    reason: Option<Reason>,
    words: Option<String>,
}

/// The words do not fit.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("words: at most {max} characters", max = limits::REASON_CHARS)]
pub struct TooManyWords;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    reason: Reason,
    #[serde(default)]
    words: Option<String>,
}

impl TryFrom<Said> for Erasure {
    type Error = TooManyWords;

    fn try_from(said: Said) -> Result<Self, TooManyWords> {
        let words = said.words.map(|words| words.trim().replace('\0', ""));
        let words = words.filter(|words| !words.is_empty());
        if words
            .as_ref()
            .is_some_and(|words| words.chars().count() > limits::REASON_CHARS)
        {
            return Err(TooManyWords);
        }
        Ok(Self {
            reason: Some(said.reason),
            words,
        })
    }
}

impl Erasure {
    /// Why; absent where a program gave no reason.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.reason
    }

    /// Why, in their own words.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        self.words.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_of_the_list_and_its_words_are_bounded() {
        let read = |words: &str| {
            let text = format!("{{\"reason\":\"other\",\"words\":\"{words}\"}}");
            serde_json::from_str::<Erasure>(&text)
        };

        assert_eq!(read(" a ticket ").unwrap().words(), Some("a ticket"));
        assert_eq!(read("  ").unwrap().words(), None);
        assert!(read(&"é".repeat(limits::REASON_CHARS)).is_ok());
        assert!(read(&"é".repeat(limits::REASON_CHARS + 1)).is_err());
        assert!(serde_json::from_str::<Erasure>("{\"reason\":\"whim\"}").is_err());
        assert_eq!(Erasure::default().reason(), None);
    }
}
