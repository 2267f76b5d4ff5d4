//! Why someone erases a recording.

use crate::{limits, request::Reference};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

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

/// By whose hand a recording was erased.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Means {
    /// Somebody who has signed in.
    Member,
    /// The visitor, with a receipt.
    Visitor,
    /// Whoever operates the server.
    CommandLine,
}

/// A hand that is none of the list.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be member, visitor or cli")]
pub struct UnknownMeans;

impl Means {
    /// The name used in files and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Visitor => "visitor",
            Self::CommandLine => "cli",
        }
    }
}

impl fmt::Display for Means {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Means {
    type Err = UnknownMeans;

    fn from_str(text: &str) -> Result<Self, UnknownMeans> {
        let all = [Self::Member, Self::Visitor, Self::CommandLine];
        let found = all.into_iter().find(|means| means.name() == text);
        found.ok_or(UnknownMeans)
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
    /// A visitor's own.
    #[must_use]
    pub const fn by_visitor() -> Self {
        Self {
            reason: Some(Reason::VisitorAsked),
            words: None,
        }
    }

    /// Upon a request of whoever was recorded; its words are the request's reference.
    #[must_use]
    pub fn upon(reference: &Reference) -> Self {
        Self {
            reason: Some(Reason::VisitorAsked),
            words: Some(reference.as_str().to_owned()),
        }
    }

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
