//! What all detectors read alike: digits, separators, edges and shapes.

/// The byte at `at`, or 0 outside the text.
pub(crate) fn byte(text: &[u8], at: usize) -> u8 {
    text.get(at).copied().unwrap_or(0)
}

/// The digit at `at`.
pub(crate) fn digit(text: &[u8], at: usize) -> Option<u8> {
    let byte = byte(text, at);
    if byte.is_ascii_digit() {
        Some(byte - b'0')
    } else {
        None
    }
}

/// A separator between groups: a space, also one that does not break, a dash or a dot.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Separator {
    Space,
    Dash,
    Dot,
}

/// The separator at `at` and its length in bytes.
pub(crate) fn separator(text: &[u8], at: usize) -> Option<(Separator, usize)> {
    match (byte(text, at), byte(text, at + 1), byte(text, at + 2)) {
        (b' ', ..) => Some((Separator::Space, 1)),
        (0xC2, 0xA0, _) => Some((Separator::Space, 2)),
        (0xE2, 0x80, 0xAF) => Some((Separator::Space, 3)),
        (b'-', ..) => Some((Separator::Dash, 1)),
        (b'.', ..) => Some((Separator::Dot, 1)),
        _ => None,
    }
}

/// Whether a number may end before `at`.
pub(crate) fn ends(text: &[u8], at: usize) -> bool {
    !byte(text, at).is_ascii_alphanumeric()
}

/// What stands at `at`.
pub(crate) fn rest(text: &[u8], at: usize) -> &[u8] {
    text.get(at..).unwrap_or(&[])
}

/// How many bytes from `at` on are such that `is` holds, `most` at most.
pub(crate) fn run(text: &[u8], at: usize, most: usize, is: impl Fn(u8) -> bool) -> usize {
    let bytes = rest(text, at).iter().take(most);
    bytes.take_while(|byte| is(**byte)).count()
}

/// How far before something a word may stand that says what it is.
pub(crate) const NEAR: usize = 24;

/// Whether one of `words`, in lower case here and in any case there, begins a word in the bytes before `at`.
pub(crate) fn named(text: &[u8], at: usize, words: &[&[u8]]) -> bool {
    (at.saturating_sub(NEAR)..at).any(|start| {
        let inside = start > 0 && byte(text, start - 1).is_ascii_alphabetic();
        !inside
            && words.iter().any(|word| {
                let found = text.get(start..start + word.len());
                found.map_or(false, |found| found.eq_ignore_ascii_case(word))
                    && start + word.len() <= at
            })
    })
}

/// What a shape holds: its digits as numbers, its letters as capitals.
pub(crate) type Held = [u8; 16];

/// What stands at `start` in the form of `shape`, and its end: `9` is a digit, `A` a capital, `a` a letter of
/// either case, `?` a separator or none, `=` the same separator each time or none each time; else the byte itself.
pub(crate) fn shape(text: &[u8], start: usize, shape: &[u8]) -> Option<(Held, usize)> {
    let mut held = [0; 16];
    let mut places = held.iter_mut();
    let mut first = None;
    let mut at = start;
    for wanted in shape {
        let found = byte(text, at);
        let kept = match wanted {
            b'9' => digit(text, at)?,
            b'A' if found.is_ascii_uppercase() => found,
            b'a' if found.is_ascii_alphabetic() => found.to_ascii_uppercase(),
            b'?' | b'=' => {
                let between = separator(text, at);
                let same = between.map(|(kind, _)| kind);
                if *wanted == b'=' && *first.get_or_insert(same) != same {
                    return None;
                }
                at += between.map_or(0, |(_, length)| length);
                continue;
            }
            b'A' | b'a' => return None,
            byte if *byte == found => {
                at += 1;
                continue;
            }
            _ => return None,
        };
        *places.next()? = kept;
        at += 1;
    }
    if ends(text, at) {
        Some((held, at))
    } else {
        None
    }
}
