//! What all detectors read alike: kinds of bytes, separators, edges and words.

use core::num::NonZeroUsize;

use crate::find::Spot;

/// Where something ends that was found: never at the start of a text.
pub(crate) type End = NonZeroUsize;

/// Kinds of bytes, of which a sum says several.
pub(crate) type Set = u16;

pub(crate) const DIGIT: Set = 1;
/// The letters among the hexadecimal digits.
pub(crate) const SMALL_HEX: Set = 2;
pub(crate) const LARGE_HEX: Set = 4;
pub(crate) const SMALL: Set = 8 | SMALL_HEX;
pub(crate) const LARGE: Set = 16 | LARGE_HEX;
pub(crate) const DASH: Set = 32;
pub(crate) const DOT: Set = 64;
pub(crate) const PLUS: Set = 128;
pub(crate) const PERCENT: Set = 256;
pub(crate) const SLASH: Set = 512;
pub(crate) const SPACE: Set = 1024;
pub(crate) const EQUALS: Set = 2048;
pub(crate) const COMMA: Set = 4096;
pub(crate) const LETTER: Set = SMALL | LARGE;
pub(crate) const WORD: Set = DIGIT | LETTER;

/// The kind of every byte of ASCII. The others are of none.
static KINDS: [Set; 128] = {
    let mut kinds = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte as usize] = kind(byte);
        byte += 1;
    }
    kinds
};

const fn kind(byte: u8) -> Set {
    match byte {
        b'0'..=b'9' => DIGIT,
        b'a'..=b'f' => SMALL_HEX,
        b'A'..=b'F' => LARGE_HEX,
        b'g'..=b'z' => 8,
        b'G'..=b'Z' => 16,
        b'-' | b'_' => DASH,
        b'.' => DOT,
        b'+' => PLUS,
        b'%' => PERCENT,
        b'/' | b'~' => SLASH,
        b' ' => SPACE,
        b'=' => EQUALS,
        b',' => COMMA,
        _ => 0,
    }
}

/// Whether a byte is of one of the kinds.
pub(crate) fn is(byte: u8, set: Set) -> bool {
    KINDS
        .get(usize::from(byte))
        .map_or(false, |kind| kind & set > 0)
}

/// The byte at `at`, or 0 outside the text.
pub(crate) fn byte(text: &[u8], at: usize) -> u8 {
    text.get(at).copied().unwrap_or(0)
}

/// Whether a digit stands at `at`.
pub(crate) fn is_digit(text: &[u8], at: usize) -> bool {
    is(byte(text, at), DIGIT)
}

/// Whether `words` stand at `at`.
pub(crate) fn says(text: &[u8], at: usize, words: &[u8]) -> bool {
    words
        .iter()
        .zip(at..)
        .all(|(word, at)| byte(text, at) == *word)
}

/// Where the bytes from `at` on end that are of one of the kinds, `most` at most.
pub(crate) fn run(text: &[u8], at: usize, most: usize, set: Set) -> usize {
    let mut end = at;
    while end - at < most && is(byte(text, end), set) {
        end += 1;
    }
    end
}

/// A separator between groups: a space, also one that does not break, a dash or a dot.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Separator {
    None,
    Space,
    Dash,
    Dot,
}

/// The separator at `at`, and where it ends.
pub(crate) fn separator(text: &[u8], at: usize) -> (Separator, usize) {
    match byte(text, at) {
        b' ' => (Separator::Space, at + 1),
        b'-' => (Separator::Dash, at + 1),
        b'.' => (Separator::Dot, at + 1),
        0xC2 if says(text, at, "\u{a0}".as_bytes()) => (Separator::Space, at + 2),
        0xE2 if says(text, at, "\u{202f}".as_bytes()) => (Separator::Space, at + 3),
        _ => (Separator::None, at),
    }
}

/// Ends something at `at`, unless a word goes on there.
pub(crate) fn end(text: &[u8], at: usize) -> Option<End> {
    if is(byte(text, at), WORD) {
        None
    } else {
        End::new(at)
    }
}

/// How far before something a word may stand that says what it is.
const NEAR: usize = 24;

/// Whether one of `words`, in lower case and with spaces between, begins a word not far ahead of the spot.
pub(crate) fn named(spot: &Spot<'_>, words: &[u8]) -> bool {
    let (text, at) = (spot.text, spot.at);
    let ahead = text.get(..at).unwrap_or(&[]);
    let mut start = at.saturating_sub(NEAR);
    while start < at {
        let letter = is(byte(text, start), LETTER);
        let inside = start > 0 && is(byte(text, start - 1), LETTER);
        let stands = |word: &[u8]| {
            let mut bytes = word.iter().zip(start..);
            bytes.all(|(letter, at)| byte(ahead, at) | 0x20 == *letter)
        };
        if letter && !inside && first(words, &stands).is_some() {
            return true;
        }
        start += 1;
    }
    false
}

/// The first of `words`, which have spaces between, that is such.
pub(crate) fn first<'a>(words: &'a [u8], is_such: &dyn Fn(&[u8]) -> bool) -> Option<&'a [u8]> {
    words.split(|byte| *byte == b' ').find(|word| is_such(word))
}
