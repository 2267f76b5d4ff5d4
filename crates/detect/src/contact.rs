//! What reaches a person: e-mail, telephone and network addresses. Masked, not blocked.

use crate::bytes::{
    byte, end, is, is_digit, run, says, separator, End, Set, COMMA, DASH, DIGIT, DOT, LARGE_HEX,
    LETTER, PERCENT, PLUS, SLASH, SMALL_HEX, SPACE, WORD,
};
use crate::find::Spot;

/// The most bytes ahead of the sign in an e-mail address, and after it.
const AHEAD: usize = 64;
const DOMAIN: usize = 253;

/// What stands ahead of the sign in an e-mail address.
pub(crate) const LOCAL: Set = WORD | DASH | DOT | PLUS | PERCENT;

const HEX: Set = DIGIT | SMALL_HEX | LARGE_HEX;

/// The end of the e-mail address that starts at the spot.
pub(crate) fn email(spot: &Spot<'_>) -> Option<End> {
    let (text, start) = (spot.text, spot.at);
    let sign = run(text, start, AHEAD, LOCAL);
    let host = sign + 1;
    // An image for screens of double density: logo@2x.png.
    let density = is_digit(text, host) && says(text, host + 1, b"x.");
    if byte(text, sign) != b'@' || density || !is(byte(text, host), WORD) {
        return None;
    }
    let last = run(text, host, DOMAIN, WORD | DASH | DOT);
    // The last dot with letters after it. What follows may be another address.
    let mut dots = (host..last).rev().filter(|at| byte(text, *at) == b'.');
    dots.find_map(|dot| {
        let letters = run(text, dot + 1, DOMAIN, LETTER);
        end(text, letters).filter(|_| letters > dot + 2)
    })
}

/// The end of the international telephone number that starts at the spot with its `+`: 8 to 15 digits in groups,
/// of which some may stand in brackets.
pub(crate) fn international(spot: &Spot<'_>) -> Option<End> {
    let (text, start) = (spot.text, spot.at);
    let (mut at, mut count, mut last) = (start + 1, 0, None);
    if byte(text, start) != b'+' || byte(text, at) == b'0' {
        return None;
    }
    while count < 16 && is_digit(text, at) {
        let after = run(text, at, 16, DIGIT);
        count += after - at;
        if matches!(count, 8..=15) {
            last = end(text, after).or(last);
        }
        at = after + usize::from(byte(text, after) == b')');
        at = separator(text, at).1;
        at += usize::from(byte(text, at) == b'(');
    }
    last
}

/// The end of the network address of four numbers that starts at the spot. `ahead` is what may say that it is none:
/// a version's name, or other numbers as in the paths of drawings.
pub(crate) fn four(spot: &Spot<'_>) -> Option<End> {
    let (text, start) = (spot.text, spot.at);
    let (mut at, mut octets) = (start, [0; 4]);
    for octet in &mut octets {
        if at > start && byte(text, at - 1) != b'.' {
            return None;
        }
        let digits = run(text, at, 4, DIGIT);
        let zero = byte(text, at) == b'0' && digits > at + 1;
        for digit in at..digits {
            *octet = *octet * 10 + u32::from(byte(text, digit) - b'0');
        }
        if zero || digits == at || *octet > 255 {
            return None;
        }
        at = digits + 1;
    }
    let decimals = byte(text, at - 1) == b'.' && is_digit(text, at);
    let local = matches!(octets, [0 | 127, ..] | [_, _, 0, 0]);
    if decimals || local || in_a_row(spot.ahead) {
        None
    } else {
        end(text, at - 1)
    }
}

/// Whether `ahead` ends as the name of a version does, or in a number or a path's command.
fn in_a_row(ahead: &[u8]) -> bool {
    let mut blanks = ahead.len();
    while blanks > 0 && is(byte(ahead, blanks - 1), SPACE | COMMA) {
        blanks -= 1;
    }
    let last = byte(ahead, blanks.wrapping_sub(1));
    let before = byte(ahead, blanks.wrapping_sub(2));
    let near = blanks == ahead.len() && !(last == b'/' && before == b'/');
    is(last, DIGIT | DOT)
        || (is(last, LETTER) && !is(before, LETTER) && before < 0x80)
        || (near && is(last, DASH | SLASH))
}

/// The end of the global network address of eight groups that starts at the spot; where some are left out, three
/// stand.
pub(crate) fn eight(spot: &Spot<'_>) -> Option<End> {
    let (text, start) = (spot.text, spot.at);
    let global = matches!(byte(text, start), b'2' | b'3') && run(text, start, 5, HEX) == start + 4;
    if !global || matches!(spot.before(), b':' | b'.') {
        return None;
    }
    let (mut at, mut groups, mut left_out) = (start, 0, false);
    loop {
        let after = run(text, at, 5, HEX);
        let is_word = after > at + 4 || is(byte(text, after), WORD);
        if is_word && at > start && says(text, at - 2, b"::") {
            // The address ends by leaving groups out: what follows may be found, and masked, itself.
            break;
        }
        groups += usize::from(after > at);
        if is_word || groups > 8 {
            return None;
        }
        at = after;
        if byte(text, at) != b':' {
            break;
        }
        at += 1;
        if byte(text, at) == b':' && !left_out {
            left_out = true;
            at += 1;
        } else if !is(byte(text, at), HEX) {
            return None;
        }
    }
    if groups == 8 || (left_out && groups > 2) {
        End::new(at)
    } else {
        None
    }
}
