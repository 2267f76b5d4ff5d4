//! Names that people give: to organisations, sites and one another.

use crate::limits;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A name of 1 to 200 characters on one line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// A text that is no name.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a name must have 1 to {} characters, on one line", limits::NAME_CHARS)]
pub struct NotAName;

impl Name {
    /// The name as stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let text = text.trim();
        let fits = (1..=limits::NAME_CHARS).contains(&text.chars().count());
        if fits && !text.contains(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAName)
        }
    }
}

impl TryFrom<String> for Name {
    type Error = NotAName;

    fn try_from(text: String) -> Result<Self, NotAName> {
        text.parse()
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_has_one_line() {
        assert_eq!(" Jo ".parse(), Ok(Name("Jo".to_owned())));
        for text in ["", "  ", "a\nb", "a\0b"] {
            assert_eq!(text.parse::<Name>(), Err(NotAName), "{text:?}");
        }
        assert!("é".repeat(200).parse::<Name>().is_ok());
        assert!("é".repeat(201).parse::<Name>().is_err());
    }
}
