//! Custom properties hold anything, so in their values only what is plainly CSS is kept.

use super::skip::{in_name, is_space, spaces};
use super::words::{UNITS, WORDS};
use crate::attributes::has;

/// The longest number.
const NUMBER: usize = 16;
/// The longest name of a function.
const FUNCTION: usize = 33;

/// Scrubs the values of all custom properties; false where nothing changed.
pub(super) fn properties(css: &str, out: &mut String) -> bool {
    let bytes = css.as_bytes();
    out.clear();
    let (mut copied, mut from, mut changed) = (0, 0, false);
    while let Some(found) = memchr::memmem::find(bytes.get(from..).unwrap_or(&[]), b"--") {
        let start = from + found;
        from = start + 2;
        let Some(value_at) = declares(bytes, start) else {
            continue;
        };
        let end = value_end(bytes, value_at);
        out.push_str(css.get(copied..value_at).unwrap_or(""));
        changed |= value(css.get(value_at..end).unwrap_or(""), out);
        copied = end;
        from = end;
    }
    if changed {
        out.push_str(css.get(copied..).unwrap_or(""));
    }
    changed
}

/// Where the value starts of the custom property whose name starts at `at`.
fn declares(css: &[u8], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).and_then(|before| css.get(before));
    if !before.is_none_or(|byte| is_space(*byte) || matches!(byte, b'{' | b'}' | b';' | b'/')) {
        return None;
    }
    let mut at = at;
    loop {
        match css.get(at) {
            Some(b'\\') => at += 2,
            Some(byte) if in_name(*byte) => at += 1,
            _ => break,
        }
    }
    let colon = spaces(css, at);
    (css.get(colon) == Some(&b':')).then_some(colon + 1)
}

/// The end of a value that starts at `at`, which an escaped `;` or `}` is not.
fn value_end(css: &[u8], at: usize) -> usize {
    let mut at = at;
    loop {
        let rest = css.get(at..).unwrap_or(&[]);
        let Some(found) = memchr::memchr3(b';', b'}', b'\\', rest) else {
            return css.len();
        };
        at += found;
        if rest.get(found) != Some(&b'\\') {
            return at;
        }
        at += 2;
    }
}

/// Writes `css` with `x` for each word that is not plainly CSS; whether there was one.
pub(super) fn value(css: &str, out: &mut String) -> bool {
    let bytes = css.as_bytes();
    let (mut at, mut copied, mut changed) = (0, 0, false);
    while at < bytes.len() {
        let end = word(bytes, at);
        if end == at {
            at += 1;
            continue;
        }
        let found = css.get(at..end).unwrap_or("");
        if found != "x" && !is_plain(found, bytes.get(end) == Some(&b'(')) {
            out.push_str(css.get(copied..at).unwrap_or(""));
            out.push('x');
            copied = end;
            changed = true;
        }
        at = end;
    }
    out.push_str(css.get(copied..).unwrap_or(""));
    changed
}

fn word(css: &[u8], at: usize) -> usize {
    let mut end = at;
    loop {
        end = match css.get(end) {
            Some(b'\\') => (end + 1 + character(css, end + 1)).min(css.len()),
            Some(b'.' | b'#' | b'%' | b'+') => end + 1,
            Some(byte) if in_name(*byte) => end + 1,
            _ => return end,
        };
    }
}

fn character(css: &[u8], at: usize) -> usize {
    let rest = css.get(at + 1..).unwrap_or(&[]);
    1 + rest
        .iter()
        .take_while(|byte| (0x80..0xC0).contains(*byte))
        .count()
}

fn is_plain(word: &str, called: bool) -> bool {
    (called && is_function(word))
        || word.starts_with("--")
        || word.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'.'))
        || is_number(word)
        || is_colour(word)
        || has(WORDS, &word.to_ascii_lowercase())
}

fn is_function(word: &str) -> bool {
    let name = word.strip_prefix('-').unwrap_or(word);
    name.len() < FUNCTION
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_colour(word: &str) -> bool {
    let digits = word.strip_prefix('#').unwrap_or("");
    (3..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_number(word: &str) -> bool {
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    let whole = digits(unsigned);
    let fraction = whole.strip_prefix('.').map_or(whole, digits);
    let some = unsigned.len() - fraction.len() > usize::from(whole.starts_with('.'));
    let unit = exponent(fraction).unwrap_or(fraction);
    word.len() <= NUMBER && some && (unit.is_empty() || has(UNITS, &unit.to_ascii_lowercase()))
}

/// What follows the digits at the start of `text`.
fn digits(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_digit())
}

fn exponent(text: &str) -> Option<&str> {
    let signed = text.strip_prefix(['e', 'E'])?;
    let unsigned = signed.strip_prefix(['+', '-']).unwrap_or(signed);
    let rest = digits(unsigned);
    (rest.len() < unsigned.len()).then_some(rest)
}
