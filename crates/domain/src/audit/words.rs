//! Free text of people: reasons and references, which lie beside the log and can be erased.

use crate::limits;

/// At most 500 characters that stand on one line and cannot disturb a terminal or what stands beside them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Words(String);

impl Words {
    /// Makes any text harmless; none where nothing is said.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let text: String = text.trim().chars().map(harmless).collect();
        let text: String = text.chars().take(limits::AUDIT_WORDS_CHARS).collect();
        (!text.is_empty()).then_some(Self(text))
    }

    /// As kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Line breaks become spaces; controls, and what changes the direction of text or cannot be seen, `\u{fffd}`.
fn harmless(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_one_line_without_what_disturbs_a_terminal_or_its_neighbours() {
        let words = Words::of(" ticket\r\n7 \u{1b}[2J \u{202e}live \u{9b}é ").unwrap();

        assert_eq!(
            words.as_str(),
            "ticket  7 \u{fffd}[2J \u{fffd}live \u{fffd}é"
        );
        assert_eq!(Words::of(" \n "), None);
        assert_eq!(
            Words::of(&"é".repeat(900))
                .unwrap()
                .as_str()
                .chars()
                .count(),
            500
        );
    }
}
