//! Masks. That of a text depends on its extent and its lines, not on its words; the rule is written
//! down in `tests/vectors/README.md`.

use std::ops::RangeInclusive;

/// What stands for a form value, whatever its length.
pub const VALUE: &str = "********";

/// The most lines of a text.
const LINES: usize = 4_096;
/// The most white space that is kept before a line, in characters.
const INDENT: usize = 32;
/// How wide things are, in quarters of a star.
const STAR: usize = 4;
const NARROW: usize = 5;
/// By twos: names of two to four letters are common where letters are wide.
const WIDE_PAIR: usize = 20;
/// The first character that counts as wide.
const FIRST_WIDE: char = '\u{2e80}';
/// For private use, which icons are written with: one letter wide.
const ICONS: RangeInclusive<char> = '\u{e000}'..='\u{f8ff}';
/// From this size on every sixth character is a space.
const SPACED: usize = 10;
/// How many characters a mask has: each size is about a quarter more than the last.
const SIZES: [usize; 38] = [
    1, 2, 4, 6, 8, 10, 13, 16, 20, 25, 31, 38, 47, 58, 72, 90, 112, 140, 175, 218, 272, 340, 425,
    531, 663, 828, 1_035, 1_293, 1_616, 2_020, 2_525, 3_156, 3_945, 4_931, 6_163, 7_703, 9_628,
    12_035,
];

/// Whether `text` holds nothing but the mask alphabet: `*` and white space.
#[must_use]
pub fn is_masked(text: &str) -> bool {
    text.chars().all(|c| c == '*' || c.is_whitespace())
}

/// The mask of a text.
#[must_use]
pub fn text(clear: &str) -> String {
    let mut masked = String::new();
    write(clear, &mut masked);
    masked
}

/// Writes the mask of a text to the end of `out`.
pub fn write(clear: &str, out: &mut String) {
    for (number, line) in clear.split('\n').take(LINES).enumerate() {
        if number > 0 {
            out.push('\n');
        }
        write_line(line, out);
    }
}

/// Replaces every character that is not white space by `*`, as is done with what a detector found.
#[must_use]
pub fn starred(clear: &str) -> String {
    clear
        .chars()
        .map(|c| if c.is_whitespace() { c } else { '*' })
        .collect()
}

fn write_line(line: &str, out: &mut String) {
    let from = line.trim_start();
    let indent = line.strip_suffix(from).unwrap_or("");
    out.extend(indent.chars().take(INDENT));
    let content = from.trim_end();
    if content.is_empty() {
        return;
    }
    let size = size(content);
    let star = |place: usize| {
        let is_space = size > SPACED && place.is_multiple_of(6) && place < size;
        if is_space { ' ' } else { '*' }
    };
    out.extend((1..=size).map(star));
    let after = from.strip_prefix(content).unwrap_or("");
    out.extend(after.chars().take(1));
}

/// The first size that is not much less than the extent of `content`; else the largest.
fn size(content: &str) -> usize {
    let wanted = extent(content).div_ceil(STAR);
    let fits = |size: &&usize| wanted * 10 <= **size * 11;
    let [.., largest] = SIZES;
    SIZES.iter().find(fits).copied().unwrap_or(largest)
}

/// How wide `content` is, in quarters of a star.
fn extent(content: &str) -> usize {
    let mut after_space = false;
    let mut is_second = false;
    let mut sum = 0_usize;
    for c in content.chars() {
        let is_space = c.is_whitespace();
        let is_wide = c >= FIRST_WIDE && !ICONS.contains(&c);
        sum += match c {
            _ if is_space && after_space => 0,
            _ if is_space => STAR,
            '*' => STAR,
            _ if is_wide && is_second => 0,
            _ if is_wide => WIDE_PAIR,
            _ => NARROW,
        };
        after_space = is_space;
        is_second ^= is_wide;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    #[test]
    fn the_shared_cases_come_out_exactly() {
        let cases = include_str!("../../../tests/vectors/text.json");
        let cases: Vec<Value> = serde_json::from_str(cases).unwrap();
        assert!(cases.len() >= 60);
        for case in &cases {
            assert_eq!(text(case["in"].as_str().unwrap()), case["out"], "{case}");
        }
    }

    #[test]
    fn every_size_is_a_quarter_more_than_the_last() {
        assert!(SIZES.starts_with(&[1, 2, 4, 6, 8, 10, 13]));
        assert!(SIZES[6..].windows(2).all(|pair| pair[1] == pair[0] * 5 / 4));
        assert!(SIZES[37] >= 11_200 && SIZES[36] < 11_200);
    }

    proptest! {
        #[test]
        fn masking_twice_is_masking_once(clear in "(\\PC|\\s|\\*){0,300}") {
            let once = text(&clear);
            prop_assert!(is_masked(&once));
            prop_assert_eq!(text(&once), once);
        }

        #[test]
        fn words_of_the_same_extent_have_the_same_mask(a in "[a-z]{5} [a-z]{9}", b in "[a-z]{7} [a-z]{7}") {
            prop_assert_eq!(text(&a), text(&b));
        }

        #[test]
        fn a_mask_is_not_much_longer_than_its_text(clear in "(\\PC|\\s){0,300}") {
            let length = |text: &str| text.chars().count();
            prop_assert!(length(&text(&clear)) <= length(&clear) * 4 + 2);
        }
    }
}
