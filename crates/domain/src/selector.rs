//! CSS selectors of elements, as policies name them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A CSS selector. Whether it is one only a browser can tell for sure, which takes one that it does not know for
/// every element.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Selector(String);

/// A selector that cannot be one.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("selector {0:?}: must be a CSS selector of 1 to 200 bytes without control characters")]
pub struct SelectorError(String);

impl TryFrom<String> for Selector {
    type Error = SelectorError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.trim().is_empty() || text.len() > 200 || text.contains(char::is_control) {
            return Err(SelectorError(text));
        }
        Ok(Self(text))
    }
}

impl From<Selector> for String {
    fn from(selector: Selector) -> Self {
        selector.0
    }
}

impl Selector {
    /// The selector as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether its brackets and quotes close, and each part between commas names an element.
    #[must_use]
    pub fn parses(&self) -> bool {
        parts(&self.0).is_some_and(|parts| parts.iter().all(|part| is_part(part)))
    }
}

/// The parts between commas, each without what stands in brackets, parentheses or quotes; none where those do
/// not close.
fn parts(text: &str) -> Option<Vec<String>> {
    let (mut parts, mut part, mut open) = (Vec::new(), String::new(), Vec::new());
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match (c, open.last()) {
            ('\\', _) => {
                characters.next()?;
                part.push('x');
            }
            (c, Some(&('"' | '\''))) => {
                if open.last() == Some(&c) {
                    open.pop();
                }
            }
            ('"' | '\'', Some(_)) => open.push(c),
            ('[', _) => open.push(']'),
            ('(', _) => open.push(')'),
            (']' | ')', Some(&closing)) if closing == c => {
                open.pop();
                part.push('x');
            }
            (',', None) => parts.push(std::mem::take(&mut part)),
            (c, None) => part.push(c),
            (_, Some(_)) => {}
        }
    }
    parts.push(part);
    open.is_empty().then_some(parts)
}

/// Words of names, classes, ids and pseudo-classes, with one combinator at most between two of them.
fn is_part(part: &str) -> bool {
    let spaced = part.replace(['>', '+', '~'], " > ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let is_combinator = |word: &&str| *word == ">";
    let ends = [words.first(), words.last()];
    !ends.into_iter().any(|end| end.is_none_or(is_combinator))
        && !words.windows(2).any(|two| two.iter().all(is_combinator))
        && words
            .iter()
            .all(|word| is_combinator(word) || is_compound(word))
}

/// Such as `a.b#c:hover`, where what stood in brackets is an `x`.
fn is_compound(word: &str) -> bool {
    let named = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '*' | '|');
    let marks = |c: char| matches!(c, '.' | '#' | ':');
    let nameless = [".", "#", ":"].iter().any(|mark| word.ends_with(mark));
    let doubled = ["..", "##", ".#", "#.", ":.", ":#", ".:", "#:", ":::"];
    !nameless
        && !doubled.iter().any(|two| word.contains(two))
        && word.chars().all(|c| named(c) || marks(c))
        && !starts_with_digit(word)
}

fn starts_with_digit(word: &str) -> bool {
    let name = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    word.split(['.', ':']).any(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selector(text: &str) -> Selector {
        Selector::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn a_selector_is_short_and_printable() {
        let long = ".".repeat(201);

        assert!(Selector::try_from(".secret, [data-private] > *".to_owned()).is_ok());
        for text in ["", "  ", "a\nb", "a\0", &long] {
            assert!(Selector::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn what_a_browser_would_take_parses() {
        for text in [
            "*",
            ".error, .alert",
            "#order-form > .error:not(.hidden, .old) + p",
            "[data-state=\"fail, [ed\"] ~ div",
            "input[type='text']::placeholder",
            "a:nth-child(2n+1)",
            ".sm\\:hidden",
            "[data-x]",
            "svg|a",
        ] {
            assert!(selector(text).parses(), "{text}");
        }
    }

    #[test]
    fn what_no_browser_takes_does_not_parse() {
        for text in [
            "div[", "div]", "a(", "a)", "[a=\"b]", "a,,b", "a,", ",a", "a >", "> a", "a > > b",
            ".", "#", "a..b", "a{}", "a;b", "..x", "a:", ".1a", "a\\", "@media", "a & b",
        ] {
            assert!(!selector(text).parses(), "{text}");
        }
    }
}
