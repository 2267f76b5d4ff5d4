//! Where the parts of a sheet end. Every function takes where a part starts and returns where it is over.

use crate::grammar::{any_of, until};

/// CSS's white space.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

/// Whether `byte` may stand in a name.
pub(crate) fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-' || byte >= 0x80
}

/// The end of white space.
pub(crate) fn spaces(css: &[u8], at: usize) -> usize {
    let rest = css.get(at..).unwrap_or(&[]);
    at + rest.iter().take_while(|byte| is_space(**byte)).count()
}

/// The end of white space and comments.
pub(crate) fn gap(css: &[u8], at: usize) -> usize {
    let mut at = spaces(css, at);
    while is_comment(css, at) {
        at = spaces(css, comment(css, at));
    }
    at
}

/// Whether a comment starts.
pub(crate) fn is_comment(css: &[u8], at: usize) -> bool {
    css.get(at..).is_some_and(|rest| rest.starts_with(b"/*"))
}

/// The end of a comment.
pub(crate) fn comment(css: &[u8], at: usize) -> usize {
    let inside = css.get(at + 2..).unwrap_or(&[]);
    memchr::memmem::find(inside, b"*/").map_or(css.len(), |length| at + 2 + length + 2)
}

/// The end of a string that starts with a quote: after it, before its line's end, or the end of all.
pub(crate) fn string(css: &[u8], at: usize) -> usize {
    let quote = css.get(at).copied().unwrap_or(b'"');
    let mut at = at + 1;
    loop {
        let rest = css.get(at..).unwrap_or(&[]);
        at += until(rest, |byte| {
            any_of(byte, [quote, b'\\', b'\n', b'\r', 0x0C])
        });
        match css.get(at) {
            Some(b'\\') => at += 2,
            Some(byte) => return at + usize::from(*byte == quote),
            None => return css.len(),
        }
    }
}

/// The end of an address, from its parenthesis on.
pub(crate) fn address(css: &[u8], at: usize) -> usize {
    let mut at = spaces(css, at + 1);
    if matches!(css.get(at), Some(b'"' | b'\'')) {
        at = string(css, at);
    }
    loop {
        let rest = css.get(at..).unwrap_or(&[]);
        at += until(rest, |byte| any_of(byte, [b')', b'\\']));
        match css.get(at) {
            Some(b'\\') => at += 2,
            Some(_) => return at + 1,
            None => return css.len(),
        }
    }
}

/// The end of an unquoted value of an attribute selector, which is not part of it.
pub(crate) fn operand(css: &[u8], at: usize) -> usize {
    let mut at = at;
    loop {
        match css.get(at) {
            None => return css.len(),
            Some(b']' | b')' | b'{' | b'}' | b';' | b'"' | b'\'') => return at,
            Some(b'/') if is_comment(css, at) => at = comment(css, at),
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    }
}

/// The end of a rule without a block.
pub(crate) fn rule(css: &[u8], at: usize) -> usize {
    let mut at = at;
    loop {
        match css.get(at) {
            None => return css.len(),
            Some(b';') => return at + 1,
            Some(b'{' | b'}') => return at,
            Some(b'"' | b'\'') => at = string(css, at),
            Some(b'(') => at = address(css, at),
            Some(b'/') if is_comment(css, at) => at = comment(css, at),
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    }
}

/// Whether what follows `css` is escaped: after an odd number of backslashes.
pub(crate) fn escapes(css: &[u8]) -> bool {
    css.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Where the name at the end of `css` starts.
pub(crate) fn name_before(css: &[u8]) -> usize {
    css.len() - css.iter().rev().take_while(|byte| in_name(**byte)).count()
}

/// The name at the start of `css`, its escapes decoded; at most 16 characters of it.
pub(crate) fn name_after(css: &str) -> String {
    let mut name = String::new();
    let mut rest = css;
    while name.len() < 16 {
        let Some(first) = rest.chars().next() else {
            break;
        };
        let length = match first {
            '\\' => {
                let (decoded, length) = escape(rest);
                name.extend(decoded);
                length
            }
            _ if !first.is_ascii() || in_name(first.try_into().unwrap_or(0)) => {
                name.push(first);
                first.len_utf8()
            }
            _ => break,
        };
        rest = rest.get(length..).unwrap_or("");
    }
    name
}

/// What the escape at the start of `css` stands for, and its length.
pub(crate) fn escape(css: &str) -> (Option<char>, usize) {
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
        .get(1..1 + digits)
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
