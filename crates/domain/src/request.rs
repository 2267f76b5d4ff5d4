//! A customer's request for what the law gives them, as the publisher numbers it.

use crate::limits;
use std::{fmt, str::FromStr};

/// The publisher's own number of a request: it stands beside each entry of the audit log that tells of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference(String);

/// A text that is no reference.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "must have 1 to {} characters, none of them a control character",
    limits::REFERENCE_CHARS
)]
pub struct NotAReference;

impl Reference {
    /// As given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Reference {
    type Err = NotAReference;

    /// White space around it is no part of it.
    fn from_str(text: &str) -> Result<Self, NotAReference> {
        let controls = text.contains(char::is_control);
        let text = text.trim();
        let fits = (1..=limits::REFERENCE_CHARS).contains(&text.chars().count());
        if fits && !controls {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAReference)
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is done with a recording upon a request, besides erasing it, which is an erasure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    /// It was taken out as a file that plays alone.
    Archived,
    /// It was taken out as JSON.
    Exported,
    /// It was restricted.
    Restricted,
    /// That was lifted.
    Lifted,
    /// A statement was put beside it, or removed.
    Stated,
}

impl Deed {
    /// The name in the audit log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Archived => "archived",
            Self::Exported => "exported",
            Self::Restricted => "restricted",
            Self::Lifted => "lifted",
            Self::Stated => "stated",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_one_short_line() {
        let read = |text: &str| text.parse::<Reference>().map(|it| it.to_string());

        assert_eq!(read(" DSR-7 é "), Ok("DSR-7 é".to_owned()));
        assert!(read(&"é".repeat(limits::REFERENCE_CHARS)).is_ok());
        for text in ["", "  ", "a\nb", "a\n", "\u{1b}[2J", "a\0", &"é".repeat(65)] {
            assert_eq!(read(text), Err(NotAReference), "{text:?}");
        }
    }
}
