//! Shapes of numbers: which digits, letters and separators follow each other.

use crate::bytes::{byte, end, is, separator, End, DIGIT, LARGE, LETTER};
use crate::find::Spot;

/// What a shape holds: its digits as numbers, its letters as capitals.
pub(crate) type Held = [u8; 16];

/// What stands at the spot in the form of `shape`, and its end: `9` is a digit, `A` a capital, `a` a letter of
/// either case, `*` a digit or letter, `?` a separator or none, `=` the same separator each time or none each time;
/// else the byte itself, which is not held.
pub(crate) fn shape(spot: &Spot<'_>, shape: &[u8]) -> Option<(Held, End)> {
    let (text, mut at) = (spot.text, spot.at);
    let mut held = [0; 16];
    let mut places = held.iter_mut();
    let mut first = None;
    for wanted in shape {
        let found = byte(text, at);
        let set = match wanted {
            b'9' => DIGIT,
            b'A' => LARGE,
            b'a' => LETTER,
            b'*' => LETTER | DIGIT,
            b'?' | b'=' => {
                let (kind, after) = separator(text, at);
                if *wanted == b'=' && *first.get_or_insert(kind) != kind {
                    return None;
                }
                at = after;
                continue;
            }
            byte if *byte == found => {
                at += 1;
                continue;
            }
            _ => return None,
        };
        if !is(found, set) {
            return None;
        }
        *places.next()? = value(found);
        at += 1;
    }
    Some((held, end(text, at)?))
}

/// What a digit counts for; a letter as a capital.
fn value(byte: u8) -> u8 {
    if is(byte, DIGIT) {
        byte - b'0'
    } else {
        byte & 0xDF
    }
}

/// The number that the digits `from..until` make.
pub(crate) fn number(held: &Held, from: usize, until: usize) -> u32 {
    (from..until).fold(0, |sum, at| sum * 10 + u32::from(byte(held, at)))
}
