//! What reaches a person: e-mail, telephone and network addresses. Masked, not blocked.

use crate::bytes::{byte, digit, ends, rest, run, separator, shape};

/// The most bytes ahead of the sign in an e-mail address, and after it.
const LOCAL: usize = 64;
const DOMAIN: usize = 253;

/// The end of the e-mail address that starts at `start`.
pub(crate) fn email(text: &[u8], start: usize) -> Option<usize> {
    let local = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte);
    let domain = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
    let sign = start + run(text, start, LOCAL + 1, local);
    if byte(text, sign) != b'@' || sign - start > LOCAL {
        return None;
    }
    let host = sign + 1;
    // An image for screens of double density: logo@2x.png.
    let density = digit(text, host).is_some() && rest(text, host + 1).starts_with(b"x.");
    let named = byte(text, host).is_ascii_alphanumeric();
    let length = run(text, host, DOMAIN + 1, domain);
    if density || !named || length > DOMAIN {
        return None;
    }
    let whole = text.get(host..host + length)?;
    let trimmed = whole.iter().rposition(u8::is_ascii_alphanumeric)? + 1;
    let dot = whole
        .get(..trimmed)?
        .iter()
        .rposition(|byte| *byte == b'.')?;
    let letters = run(whole, dot + 1, length, |byte| byte.is_ascii_alphabetic());
    let end = host + dot + 1 + letters;
    if letters > 1 && ends(text, end) {
        Some(end)
    } else {
        None
    }
}

/// The end of the French telephone number that starts at `start`: pairs of digits, set apart alike or not at all.
pub(crate) fn french(text: &[u8], start: usize) -> Option<usize> {
    let abroad = || shape(text, start, b"0033?9=99=99=99=99");
    let (first, end) = match shape(text, start, b"99=99=99=99=99") {
        Some((held, end)) if byte(&held, 0) == 0 => (byte(&held, 1), end),
        _ => abroad().map(|(held, end)| (byte(&held, 0), end))?,
    };
    if first > 0 {
        Some(end)
    } else {
        None
    }
}

/// The end of the international telephone number that starts at `start` with its `+`: 8 to 15 digits in groups,
/// of which some may stand in brackets.
pub(crate) fn international(text: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut count, mut last) = (start + 1, 0, None);
    if digit(text, at)? == 0 {
        return None;
    }
    loop {
        let digits = run(text, at, 16, |byte| byte.is_ascii_digit());
        at += digits;
        count += digits;
        if count > 15 {
            return last;
        }
        if count > 7 && ends(text, at) {
            last = Some(at);
        }
        at += usize::from(byte(text, at) == b')');
        at += separator(text, at).map_or(0, |(_, length)| length);
        at += usize::from(byte(text, at) == b'(');
        if digit(text, at).is_none() {
            return last;
        }
    }
}

/// The end of the network address that starts at `start`, of four numbers. `ahead` is what may say that it is
/// none: a version's name, or other numbers as in the paths of drawings.
pub(crate) fn four(text: &[u8], start: usize, ahead: &[u8]) -> Option<usize> {
    let mut octets = [0; 4];
    let mut at = start;
    for (place, octet) in octets.iter_mut().enumerate() {
        if place > 0 {
            if byte(text, at) != b'.' {
                return None;
            }
            at += 1;
        }
        let first = digit(text, at)?;
        let length = run(text, at, 4, |byte| byte.is_ascii_digit());
        *octet = rest(text, at)
            .iter()
            .take(length)
            .fold(0, |sum, byte| sum * 10 + u32::from(byte - b'0'));
        at += length;
        if *octet > 255 || (first == 0 && length > 1) {
            return None;
        }
    }
    let decimals = byte(text, at) == b'.' && digit(text, at + 1).is_some();
    let local = matches!(octets, [0 | 127, ..] | [_, _, 0, 0]);
    if decimals || local || in_a_row(ahead) || !ends(text, at) {
        None
    } else {
        Some(at)
    }
}

/// Whether `ahead` ends as the name of a version does, or in a number or a path's command.
fn in_a_row(ahead: &[u8]) -> bool {
    let spaces = ahead
        .iter()
        .rev()
        .take_while(|byte| b" ,".contains(byte))
        .count();
    let ahead = ahead.get(..ahead.len() - spaces).unwrap_or(&[]);
    match ahead {
        [.., b'/', b'/'] => false,
        [.., b'/' | b'-' | b'_'] => spaces == 0,
        [.., b'0'..=b'9' | b'.'] => true,
        [.., before, last] => {
            last.is_ascii_alphabetic() && !before.is_ascii_alphabetic() && *before < 0x80
        }
        [last] => last.is_ascii_alphabetic(),
        [] => false,
    }
}

/// The end of the network address of eight groups that starts at `start`; where some are left out, three stand.
pub(crate) fn eight(text: &[u8], start: usize) -> Option<usize> {
    let hex = |byte: u8| byte.is_ascii_hexdigit();
    let (mut at, mut groups, mut left_out, mut digits) = (start, 0, false, false);
    loop {
        let length = run(text, at, 5, hex);
        let bytes = rest(text, at).iter().take(length);
        digits |= bytes.clone().any(u8::is_ascii_digit);
        at += length;
        groups += usize::from(length > 0);
        if length > 4 || groups > 8 {
            return None;
        }
        match (byte(text, at), byte(text, at + 1)) {
            (b':', b':') if !left_out => {
                left_out = true;
                at += 2;
            }
            (b':', next) if hex(next) => at += 1,
            (b':', _) => return None,
            _ => break,
        }
    }
    let whole = if left_out {
        (3..8).contains(&groups)
    } else {
        groups == 8
    };
    if whole && digits && ends(text, at) {
        Some(at)
    } else {
        None
    }
}
