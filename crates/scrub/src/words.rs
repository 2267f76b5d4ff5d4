//! The public vocabulary of CSS, HTML and SVG, read from `tests/vectors/words.json` itself.

use std::sync::LazyLock;

use crate::attributes::TABLE;

/// The lists that a word may be on, as bits.
pub(crate) mod list {
    /// Names of properties.
    pub(crate) const PROPERTY: u8 = 1;
    /// Words that may stand in strings.
    pub(crate) const WORD: u8 = 2;
    /// Names of elements.
    pub(crate) const ELEMENT: u8 = 4;
    /// Names of at-rules.
    pub(crate) const AT_RULE: u8 = 8;
    /// Units of numbers.
    pub(crate) const UNIT: u8 = 16;
    /// All that an identifier may be.
    pub(crate) const IDENTIFIER: u8 = 32;
}

const WORDS: &str = include_str!("../../../tests/vectors/words.json");
/// More than twice as many as there are words; a power of two.
const SLOTS: usize = 8_192;
/// No word is longer.
const LONGEST: usize = 48;

static VOCABULARY: LazyLock<Vec<Slot>> = LazyLock::new(read);

/// A word, and the lists that it is on.
#[derive(Clone, Copy, Default)]
struct Slot {
    word: &'static str,
    lists: u8,
}

/// Whether `word`, in any case, is on one of `lists`.
pub(crate) fn has(word: &str, lists: u8) -> bool {
    let found = VOCABULARY.get(place(&VOCABULARY, word));
    found.is_some_and(|slot| slot.lists & lists > 0)
}

/// Where `word` is, or the free slot where it would be.
fn place(slots: &[Slot], word: &str) -> usize {
    if word.len() > LONGEST {
        return SLOTS;
    }
    let hash = word.bytes().fold(0_u32, |hash, byte| {
        (hash.rotate_left(5) ^ u32::from(byte | 0x20)).wrapping_mul(0x9E37_79B9)
    });
    let start = usize::try_from(hash >> 16).unwrap_or(0) % SLOTS;
    let rest = slots.get(start..).unwrap_or(&[]);
    let is_it = |slot: &Slot| slot.lists == 0 || slot.word.eq_ignore_ascii_case(word);
    match rest.iter().position(is_it) {
        Some(ahead) => start + ahead,
        None => slots.iter().position(is_it).unwrap_or(SLOTS),
    }
}

fn read() -> Vec<Slot> {
    let mut slots = vec![Slot::default(); SLOTS];
    let attributes = TABLE.iter().map(|(name, _)| (list::IDENTIFIER, *name));
    for (lists, word) in listed()
        .chain(attributes)
        .filter(|(_, word)| is_one_token(word))
    {
        let at = place(&slots, word);
        if let Some(slot) = slots.get_mut(at) {
            slot.word = word;
            slot.lists |= lists;
        }
    }
    slots
}

/// Whether CSS would read `word` as one again.
fn is_one_token(word: &str) -> bool {
    !word.contains(':') && !word.starts_with(|c: char| c.is_ascii_digit())
}

/// Every word with the bits of its list. The file holds names of lists, words, and nothing that is escaped.
fn listed() -> impl Iterator<Item = (u8, &'static str)> {
    let mut pieces = WORDS.split('"').skip(1);
    let mut lists = 0;
    std::iter::from_fn(move || {
        loop {
            let (string, after) = (pieces.next()?, pieces.next()?);
            if !after.trim_start().starts_with(':') {
                return Some((lists, string));
            }
            lists = lists_of(string);
        }
    })
}

fn lists_of(name: &str) -> u8 {
    match name {
        "properties" => list::PROPERTY | list::IDENTIFIER,
        "words" => list::WORD | list::IDENTIFIER,
        "elements" => list::ELEMENT | list::IDENTIFIER,
        "at_rules" => list::AT_RULE | list::IDENTIFIER,
        "units" => list::UNIT,
        _ => list::IDENTIFIER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn every_word_is_on_the_lists_that_the_file_has_it_on() {
        let file: Value = serde_json::from_str(WORDS).unwrap();
        let lists = file.as_object().unwrap();
        let all = [
            "at_rules",
            "elements",
            "functions",
            "properties",
            "pseudos",
            "units",
            "values",
            "words",
        ];
        assert_eq!(lists.keys().collect::<Vec<_>>(), all);
        let mut count = 0;
        for (name, words) in lists {
            for word in words.as_array().unwrap() {
                let word = word.as_str().unwrap();
                assert!(word.len() <= LONGEST, "{word}");
                for case in [String::from(word), word.to_ascii_uppercase()] {
                    assert_eq!(has(&case, lists_of(name)), is_one_token(word), "{word}");
                }
                count += 1;
            }
        }
        assert_eq!(listed().count(), count);
    }

    #[test]
    fn no_other_word_is_known() {
        assert!(has("viewbox", list::IDENTIFIER));
        for word in ["", "marie", "px2", "colour", &"a".repeat(99)] {
            assert!(!has(word, u8::MAX), "{word}");
        }
        assert!(!has("red", list::PROPERTY | list::ELEMENT | list::UNIT));
    }
}
