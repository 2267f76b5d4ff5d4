//! Which pages of a site are recorded at all, by their paths. The browser keeps to it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Pages by their path: literal segments and named holes as in a route; `/*` at its end stands for everything
/// below.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
pub struct PagePattern(String);

/// A pattern that cannot be one.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "pages {0:?}: must start with / and hold no white space, ?, # or *, but for /* at its end, in at most 256 bytes"
)]
pub struct PagePatternError(String);

impl TryFrom<String> for PagePattern {
    type Error = PagePatternError;

    fn try_from(pattern: String) -> Result<Self, Self::Error> {
        let forbidden =
            |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '*');
        let path = pattern.strip_suffix('*').filter(|path| path.ends_with('/'));
        let path = path.unwrap_or(&pattern);
        if !path.starts_with('/') || pattern.len() > 256 || path.contains(forbidden) {
            return Err(PagePatternError(pattern));
        }
        Ok(Self(pattern))
    }
}

impl PagePattern {
    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether no page is left out.
    #[must_use]
    pub fn is_every_page(&self) -> bool {
        self.0 == "/*"
    }
}

impl From<PagePattern> for String {
    fn from(pattern: PagePattern) -> Self {
        pattern.0
    }
}

/// Which pages are recorded: all, unless something is said.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Pages {
    /// Where there are any, no other page is recorded.
    pub record_only: Vec<PagePattern>,
    /// These are not, even where they are among the others.
    pub never_record: Vec<PagePattern>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_paths_and_what_lies_below_them() {
        for pattern in ["/", "/*", "/account/*", "/order/:id", "/order/:id/*"] {
            assert!(
                PagePattern::try_from(pattern.to_owned()).is_ok(),
                "{pattern}"
            );
        }
        let long = format!("/{}", "a".repeat(256));
        for pattern in [
            "", "*", "account", "/a*", "/*/b", "/a b", "/a?b", "/a#b", "/**", &long,
        ] {
            assert!(
                PagePattern::try_from(pattern.to_owned()).is_err(),
                "{pattern}"
            );
        }
    }
}
