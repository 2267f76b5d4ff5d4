//! The mask alphabet: `*` and white space. Anything else in a textual field is clear.

/// What stands for a form value, whatever its length.
pub const VALUE: &str = "********";

/// Whether `text` holds nothing but the mask alphabet.
#[must_use]
pub fn is_masked(text: &str) -> bool {
    text.chars().all(|c| c == '*' || c.is_whitespace())
}

/// Replaces every character that is not white space by `*`.
#[must_use]
pub fn text(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_whitespace() { c } else { '*' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_becomes_stars_and_keeps_its_spaces() {
        assert_eq!(text("Anna Ünal\n"), "**** ****\n");
    }

    proptest! {
        #[test]
        fn masking_twice_is_masking_once(clear in ".*") {
            let once = text(&clear);
            prop_assert!(is_masked(&once));
            prop_assert_eq!(text(&once), once);
        }
    }
}
