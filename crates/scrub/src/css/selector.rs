//! Which words a selector may ask an attribute for.

use std::ops::Range;

use super::skip::{in_name, spaces};
use super::words::{VALUES, WORDS};
use crate::attributes::{Class, class, has};

/// More bytes than the name of any attribute has, with its bracket, what stands before that, and its sign.
const NAME: usize = 64;
/// The most bytes of a word.
const WORD: usize = 32;

/// Where in `css` the word stands that an attribute is asked for, and the length of all that says it: after
/// `before`, which ends with an equals sign. None where the word may not be told.
pub(super) fn word(before: &str, css: &str) -> Option<(Range<usize>, usize)> {
    if !is_asked(before.as_bytes()) {
        return None;
    }
    let bytes = css.as_bytes();
    let quote = bytes.first().filter(|byte| matches!(byte, b'"' | b'\''));
    let start = usize::from(quote.is_some());
    let letters = bytes.get(start..)?.iter().take(WORD);
    let length = letters
        .take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'-')
        .count();
    let end = start + length;
    if quote.is_some() && bytes.get(end) != quote {
        return None;
    }
    let after = end + start;
    let word = css.get(start..end)?.to_ascii_lowercase();
    let known = has(WORDS, &word) || has(VALUES, &word);
    (known && ends(bytes, after)).then_some((start..end, after))
}

/// Whether `before` ends with `[`, not escaped, the name of an attribute that is kept, and a sign.
fn is_asked(before: &[u8]) -> bool {
    let near = before.get(before.len().saturating_sub(NAME)..);
    let unsigned = near.and_then(|near| match near {
        [named @ .., b'~' | b'|' | b'^' | b'$' | b'*', b'='] | [named @ .., b'='] => Some(named),
        _ => None,
    });
    let named = unsigned.unwrap_or(&[]);
    let length = named
        .iter()
        .rev()
        .take_while(|byte| in_name(**byte) && byte.is_ascii())
        .count();
    let (ahead, name) = named
        .split_at_checked(named.len() - length)
        .unwrap_or_default();
    let name = str::from_utf8(name).unwrap_or_default();
    ahead
        .strip_suffix(b"[")
        .is_some_and(|before| before.last() != Some(&b'\\'))
        && !matches!(name, "class" | "id")
        && class(name) == Some(Class::Structural)
}

/// Whether nothing but a flag comes before the end of the selector.
fn ends(css: &[u8], at: usize) -> bool {
    let flag = spaces(css, at);
    let end = match css.get(flag) {
        Some(b'i' | b's' | b'x' | b'I' | b'S' | b'X') => spaces(css, flag + 1),
        _ => flag,
    };
    css.get(end) == Some(&b']')
}
