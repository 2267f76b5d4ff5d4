//! JSON strings: what they say, and how to write it.

use crate::grammar::plain;

/// What stands between the quotes of a JSON string, decoded. A lone surrogate is U+FFFD.
pub(crate) fn decoded(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    decode(raw, &mut text);
    text
}

/// As [`decoded`], onto the end of `text`.
pub(crate) fn decode(raw: &str, text: &mut String) {
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        let (before, escape) = rest.split_at_checked(at).unwrap_or((rest, ""));
        text.push_str(before);
        let (decoded, length) = unescape(escape.as_bytes());
        text.push(decoded);
        rest = escape.get(length..).unwrap_or("");
    }
    text.push_str(rest);
}

fn unescape(escape: &[u8]) -> (char, usize) {
    match escape.get(1) {
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{c}', 2),
        Some(b'n') => ('\n', 2),
        Some(b'r') => ('\r', 2),
        Some(b't') => ('\t', 2),
        Some(b'u') => unit(escape),
        Some(byte) => (char::from(*byte), 2),
        None => ('\u{FFFD}', 1),
    }
}

fn unit(escape: &[u8]) -> (char, usize) {
    let first = hexadecimal(escape.get(2..6));
    let second = match escape.get(6..8) {
        Some(b"\\u") => hexadecimal(escape.get(8..12)),
        _ => 0,
    };
    if (0xD800..0xDC00).contains(&first) && (0xDC00..0xE000).contains(&second) {
        let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        return (char::from_u32(code).unwrap_or('\u{FFFD}'), 12);
    }
    (char::from_u32(first).unwrap_or('\u{FFFD}'), 6)
}

fn hexadecimal(digits: Option<&[u8]>) -> u32 {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap_or(0);
    digits
        .unwrap_or(&[])
        .iter()
        .fold(0, |sum, byte| sum * 16 + digit(byte))
}

/// Writes `text` as a JSON string, quotes included.
pub(crate) fn write(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    loop {
        let (before, from) = rest
            .split_at_checked(plain(rest.as_bytes()))
            .unwrap_or((rest, ""));
        out.push_str(before);
        let mut chars = from.chars();
        let Some(special) = chars.next() else { break };
        match special {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other => {
                let code = u32::from(other);
                out.push_str("\\u00");
                out.extend(
                    [code / 16, code % 16]
                        .iter()
                        .filter_map(|d| char::from_digit(*d, 16)),
                );
            }
        }
        rest = chars.as_str();
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn surrogates_are_joined_and_lone_ones_replaced() {
        assert_eq!(
            decoded(r"a\ud83d\ude00b\ud83dc\ude00"),
            "a😀b\u{FFFD}c\u{FFFD}"
        );
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_the_same(text in any::<String>()) {
            let mut json = String::new();
            write(&text, &mut json);
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text.clone());
            prop_assert_eq!(decoded(&json[1..json.len() - 1]), text);
        }
    }
}
