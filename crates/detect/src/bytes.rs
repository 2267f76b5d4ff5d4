//! What all detectors read alike: digits, separators and edges.

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

/// Whether a number may start at `at`: not inside a word, nor in the decimals of a number.
pub(crate) fn starts(text: &[u8], at: usize) -> bool {
    match at.checked_sub(1).map(|before| byte(text, before)) {
        None => true,
        Some(before) => !before.is_ascii_alphanumeric() && before != b'.' && before != b',',
    }
}

/// Whether a number may end before `at`.
pub(crate) fn ends(text: &[u8], at: usize) -> bool {
    !byte(text, at).is_ascii_alphanumeric()
}
