//! Where the parts of a sheet end. Every function takes where a part starts and returns where it is over.

use std::borrow::Cow;

use crate::grammar::{any_of, until};

/// CSS's white space.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

/// The end of white space.
pub(crate) fn spaces(css: &[u8], at: usize) -> usize {
    let rest = css.get(at..).unwrap_or(&[]);
    at + rest.iter().take_while(|byte| is_space(**byte)).count()
}

/// The end of a comment.
pub(crate) fn comment(css: &[u8], at: usize) -> usize {
    let inside = css.get(at + 2..).unwrap_or(&[]);
    memchr::memmem::find(inside, b"*/").map_or(css.len(), |length| at + 2 + length + 2)
}

/// The end of what a string says, from its first quote on: at its quote, its line's end, or the end of all.
pub(crate) fn string(css: &[u8], at: usize) -> usize {
    let quote = css.get(at).copied().unwrap_or(b'"');
    let mut at = at + 1;
    loop {
        let rest = css.get(at..).unwrap_or(&[]);
        at += until(rest, |byte| {
            any_of(byte, [quote, b'\\', b'\n', b'\r', 0x0C])
        });
        match css.get(at) {
            Some(b'\\') => at = character(css, at + 1),
            _ => return at,
        }
    }
}

/// The end of a string with its quote.
fn whole_string(css: &[u8], at: usize) -> usize {
    let end = string(css, at);
    end + usize::from(css.get(end) == css.get(at) && end > at)
}

/// The end of the character at `at`, or of all.
fn character(css: &[u8], at: usize) -> usize {
    let rest = css.get(at + 1..).unwrap_or(&[]);
    let more = rest.iter().take_while(|byte| **byte & 0xC0 == 0x80).count();
    (at + 1 + more).min(css.len())
}

/// The end of an address, from its parenthesis on.
pub(crate) fn address(css: &[u8], at: usize) -> usize {
    let mut at = spaces(css, at + 1);
    if matches!(css.get(at), Some(b'"' | b'\'')) {
        at = whole_string(css, at);
    }
    loop {
        let rest = css.get(at..).unwrap_or(&[]);
        at += until(rest, |byte| any_of(byte, [b')', b'\\']));
        match css.get(at) {
            Some(b'\\') => at = character(css, at + 1),
            Some(_) => return at + 1,
            None => return css.len(),
        }
    }
}

/// The end of an at-rule, with its `;` or block; before a `}` that is not its own.
pub(crate) fn rule(css: &[u8], at: usize) -> usize {
    let (mut at, mut blocks, mut brackets) = (at, 0_usize, 0_usize);
    loop {
        let Some(byte) = css.get(at) else {
            return css.len();
        };
        match byte {
            b';' if blocks + brackets == 0 => return at + 1,
            b'}' if blocks == 0 => return at,
            b'}' if blocks == 1 => return at + 1,
            b'}' => blocks -= 1,
            b'{' => blocks += 1,
            b'(' | b'[' => brackets += 1,
            b')' | b']' => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        at = match byte {
            b'"' | b'\'' => whole_string(css, at),
            b'/' if css.get(at + 1) == Some(&b'*') => comment(css, at),
            b'\\' => character(css, at + 1),
            _ => at + 1,
        };
    }
}

/// Whether an identifier starts.
pub(crate) fn starts_identifier(css: &[u8], at: usize) -> bool {
    match css.get(at) {
        Some(b'-') => css.get(at + 1) == Some(&b'-') || starts_name(css, at + 1),
        _ => starts_name(css, at),
    }
}

fn starts_name(css: &[u8], at: usize) -> bool {
    match css.get(at) {
        Some(b'\\') => starts_escape(css, at),
        Some(byte) => in_name(*byte) && !byte.is_ascii_digit() && *byte != b'-',
        None => false,
    }
}

fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-' || byte >= 0x80
}

fn starts_escape(css: &[u8], at: usize) -> bool {
    !matches!(css.get(at + 1), None | Some(b'\n' | b'\r' | 0x0C))
}

/// The end of a name, which may be empty.
pub(crate) fn name(css: &str, at: usize) -> usize {
    let bytes = css.as_bytes();
    let mut at = at;
    loop {
        let rest = bytes.get(at..).unwrap_or(&[]);
        at += rest.iter().take_while(|byte| in_name(**byte)).count();
        if bytes.get(at) != Some(&b'\\') || !starts_escape(bytes, at) {
            return at;
        }
        at += escape(css.get(at..).unwrap_or("")).1;
    }
}

/// What `css` says once its escapes are decoded.
pub(crate) fn decoded(css: &str) -> Cow<'_, str> {
    if !css.contains('\\') {
        return Cow::Borrowed(css);
    }
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, _)) = rest.split_once('\\') {
        text.push_str(before);
        let (c, length) = escape(rest.get(before.len()..).unwrap_or(""));
        text.extend(c);
        rest = rest.get(before.len() + length..).unwrap_or("");
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// What the escape at the start of `css` stands for, and its length.
fn escape(css: &str) -> (Option<char>, usize) {
    let mut after = css.chars().skip(1);
    let digits = after
        .clone()
        .take(6)
        .take_while(char::is_ascii_hexdigit)
        .count();
    if digits == 0 {
        return match after.next() {
            None | Some('\n' | '\r' | '\u{c}') => (None, 1),
            Some(c) => (Some(c), 1 + c.len_utf8()),
        };
    }
    let code = css
        .get(1..=digits)
        .and_then(|hexadecimal| u32::from_str_radix(hexadecimal, 16).ok());
    let decoded = code
        .filter(|code| *code > 0)
        .and_then(char::from_u32)
        .unwrap_or('\u{FFFD}');
    let space = match css.as_bytes().get(1 + digits..) {
        Some([b'\r', b'\n', ..]) => 2,
        Some([byte, ..]) if is_space(*byte) => 1,
        _ => 0,
    };
    (Some(decoded), 1 + digits + space)
}
