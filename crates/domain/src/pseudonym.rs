//! Who a publisher says its visitor is, and what is kept of that (MEASURES, I2 and I3).

use crate::limits;
use std::{fmt, str::FromStr};

/// The identifier by which a publisher knows a customer: never stored, logged or returned.
#[derive(Clone, PartialEq, Eq)]
pub struct Identifier(String);

/// A text that is no identifier; it is not repeated.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "an identifier must have 1 to {} characters, none of them a control character",
    limits::IDENTIFIER_CHARS
)]
pub struct NotAnIdentifier;

impl Identifier {
    /// Its bytes, of which pseudonyms and proofs are made.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl FromStr for Identifier {
    type Err = NotAnIdentifier;

    /// White space around it is no part of it; nothing else is made alike.
    fn from_str(text: &str) -> Result<Self, NotAnIdentifier> {
        let text = text.trim();
        let fits = (1..=limits::IDENTIFIER_CHARS).contains(&text.chars().count());
        if fits && !text.contains(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAnIdentifier)
        }
    }
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identifier(..)")
    }
}

/// What is kept of an identifier: its HMAC-SHA-256 under a key of one purpose of one site.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Pseudonym(pub [u8; 32]);

/// By what a recording can be found from the customer's identifier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Identity {
    /// What is kept of the identifier.
    pub pseudonym: Pseudonym,
    /// Whether the publisher's backend has proven it.
    pub verified: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_trimmed_and_otherwise_left_as_it_is() {
        let bytes = |text: &str| text.parse::<Identifier>().unwrap().as_bytes().to_vec();

        assert_eq!(bytes(" Anna@Example.org\n"), b"Anna@Example.org");
        assert_ne!(bytes("anna"), bytes("Anna"));
        assert_ne!(bytes("e\u{301}"), bytes("é"));
    }

    #[test]
    fn an_identifier_has_1_to_256_characters_and_no_control_character() {
        assert!("é".repeat(256).parse::<Identifier>().is_ok());
        let long = "é".repeat(257);
        for text in ["", " \t ", "a\0b", "a\nb", &long] {
            assert_eq!(text.parse::<Identifier>(), Err(NotAnIdentifier), "{text:?}");
        }
    }

    #[test]
    fn an_identifier_does_not_show_itself() {
        let identifier: Identifier = "anna".parse().unwrap();

        assert_eq!(format!("{identifier:?}"), "Identifier(..)");
    }
}
