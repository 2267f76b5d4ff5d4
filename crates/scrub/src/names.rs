//! Names: what people invent to call things by. A number takes the place of each.

use std::borrow::Cow;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The numbers that the server draws: those of seven digits.
const FIRST: u64 = 1_000_000;
const DRAWN: u64 = 9_000_000;

/// The names of one recording.
pub(crate) struct Names(Hmac<Sha256>);

impl Names {
    /// Names drawn from `key`: the same key, the same names.
    pub(crate) fn new(key: [u8; 16]) -> Self {
        let mut block = [0; 64];
        for (to, from) in block.iter_mut().zip(key) {
            *to = from;
        }
        Self(Hmac::new((&block).into()))
    }

    /// The name for `invented`, which may be one already.
    pub(crate) fn name<'t>(&self, invented: &'t str) -> Cow<'t, str> {
        if is_name(invented) {
            Cow::Borrowed(invented)
        } else {
            Cow::Owned(self.drawn("c", invented))
        }
    }

    /// The name of the custom property `--invented`, given without its dashes.
    pub(crate) fn custom_property(&self, invented: &str) -> String {
        if is_name(invented) {
            format!("--{invented}")
        } else {
            self.drawn("--c", invented)
        }
    }

    /// The name of an element that is none of the public ones.
    pub(crate) fn element(&self, invented: &str) -> String {
        self.drawn("x-c", invented)
    }

    fn drawn(&self, prefix: &str, invented: &str) -> String {
        let mac = self.0.clone().chain_update(invented).finalize();
        let bytes = mac.into_bytes();
        let first = bytes.iter().take(8).rev();
        let hash = first.fold(0_u64, |hash, byte| hash << 8 | u64::from(*byte));
        format!("{prefix}{}", FIRST + hash % DRAWN)
    }
}

/// Whether `text` is `c` and 1 to 7 digits of which the first is not 0.
pub(crate) fn is_name(text: &str) -> bool {
    match text.as_bytes() {
        [b'c', digits @ ..] => {
            (1..=7).contains(&digits.len())
                && digits.first() != Some(&b'0')
                && digits.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

/// Whether `text` is `x-NAME`.
pub(crate) fn is_element(text: &str) -> bool {
    text.strip_prefix("x-").is_some_and(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_letter_and_a_number() {
        for name in ["c1", "c9999999"] {
            assert!(is_name(name), "{name}");
        }
        for other in ["", "c", "c0", "c01", "c12345678", "C1", "c1a", "d1", "c١"] {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn the_same_name_is_drawn_alike_with_the_same_key_alone() {
        let (one, other) = (Names::new([1; 16]), Names::new([2; 16]));

        assert_eq!(one.name("marie"), Names::new([1; 16]).name("marie"));
        assert_ne!(one.name("marie"), other.name("marie"));
        assert_ne!(one.name("marie"), one.name("anna"));
        assert!(is_name(&one.name("marie")));
        assert_eq!(
            one.custom_property("marie"),
            format!("--{}", one.name("marie"))
        );
        assert!(is_element(&one.element("marie-card")));
    }
}
