//! E-mail addresses, by which people sign in.

use crate::limits;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// An e-mail address in lower case.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// A text that is no e-mail address.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address such as jo@example.org")]
pub struct NotAnEmail;

impl Email {
    /// The address as stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = NotAnEmail;

    fn from_str(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim();
        let (name, host) = text.rsplit_once('@').ok_or(NotAnEmail)?;
        let plain =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_graphic());
        let fits = text.len() <= limits::EMAIL_CHARS && plain(name) && plain(host);
        if fits && !text.contains(['<', '>', '"', ',', ';']) && !name.contains('@') {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(NotAnEmail)
        }
    }
}

impl TryFrom<String> for Email {
    type Error = NotAnEmail;

    fn try_from(text: String) -> Result<Self, NotAnEmail> {
        text.parse()
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_in_lower_case() {
        assert_eq!(
            " Jo@Shop.Example ".parse(),
            Ok(Email("jo@shop.example".to_owned()))
        );
    }

    #[test]
    fn what_could_be_read_as_something_else_is_no_address() {
        for text in [
            "",
            "jo",
            "@x",
            "jo@",
            "jo@x@y",
            "jo b@x",
            "jo@x\r\nbcc: z@y",
            "<jo@x>",
            "a,b@x",
            "j\u{f6}@x",
        ] {
            assert_eq!(text.parse::<Email>(), Err(NotAnEmail), "{text:?}");
        }
        assert!(format!("{}@x", "a".repeat(260)).parse::<Email>().is_err());
    }
}
