//! What an event says beside its subject: a role, a version, a count. Never free text.

use serde::{Deserialize, Serialize};

/// At most 120 characters that name no person: lower-case letters, digits, `-_.:/` and spaces.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Detail(String);

/// How many characters it has at most.
const MOST: usize = 120;

impl Detail {
    /// As it stands in the log.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whatever cannot stand in a detail becomes `?`, so that none is ever more than one plain line.
impl From<String> for Detail {
    fn from(text: String) -> Self {
        let plain = |c: char| match c {
            'a'..='z' | '0'..='9' | '-' | '_' | '.' | ':' | '/' | ' ' => c,
            _ => '?',
        };
        Self(text.chars().take(MOST).map(plain).collect())
    }
}

impl From<Detail> for String {
    fn from(detail: Detail) -> Self {
        detail.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_is_one_plain_line_whatever_it_is_made_of() {
        let detail = Detail::from("agent\r\n\u{1b}[31m\u{202e}Éric".to_owned());

        assert_eq!(detail.as_str(), "agent????31m??ric");
        assert_eq!(Detail::from("a".repeat(500)).as_str().len(), MOST);
    }
}
