//! What must hold for any text.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use revoir_detect::{pieces, scan, scan_all, Span};
use serde_json::Value;

fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    scan(text, &mut |span| spans.push(span));
    spans
}

/// Every text of the vectors.
fn texts() -> Vec<String> {
    let vectors: Value =
        serde_json::from_str(include_str!("../../../tests/vectors/detect.json")).unwrap();
    let lists = vectors.as_object().unwrap().values();
    let found = lists
        .clone()
        .flat_map(|lists| lists["found"].as_array().unwrap());
    let missed = lists.flat_map(|lists| lists["missed"].as_array().unwrap());
    let texts = found.map(|case| &case["text"]).chain(missed);
    texts
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

/// Texts of the vectors, whole, cut and run together, with filling between.
fn likely() -> impl Strategy<Value = String> {
    let text = prop::sample::select(texts());
    let cut = (text.clone(), any::<prop::sample::Index>()).prop_map(|(text, at)| {
        let at = at.index(text.chars().count() + 1);
        text.chars().skip(at).collect::<String>()
    });
    let piece = prop_oneof![
        3 => text,
        3 => cut,
        1 => "[0-9]{1,20}",
        2 => "[ .,:;/*+@_\u{a0}\u{202f}-]{1,2}",
        1 => "[A-Za-z0-9]{1,8}",
        1 => ".{0,3}",
        1 => "[a-z ]{40,90}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![4 => likely(), 1 => any::<String>()]
}

/// As the browser and the server mask: a star for each character outside white space.
fn masked(text: &str) -> String {
    let mut masked = text.to_owned();
    for span in spans(text).iter().rev() {
        let stars = text[span.start..span.end].chars();
        let stars: String = stars
            .map(|c| if c.is_whitespace() { c } else { '*' })
            .collect();
        masked.replace_range(span.start..span.end, &stars);
    }
    masked
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn spans_are_ordered_disjoint_and_on_character_boundaries(text in any_text()) {
        let mut last = 0;
        for span in spans(&text) {
            prop_assert!(last <= span.start && span.start < span.end);
            prop_assert!(text.get(span.start..span.end).is_some());
            last = span.end;
        }
    }

    #[test]
    fn masking_what_was_found_leaves_nothing_to_find(text in any_text()) {
        let masked = masked(&text);

        prop_assert_eq!(spans(&masked), []);
    }

    #[test]
    fn nothing_is_passed_over_for_being_without_a_sign(text in any_text()) {
        let mut all = Vec::new();
        scan_all(text.as_bytes(), &mut |span| all.push(span));

        prop_assert_eq!(spans(&text), all);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut last = 0;
        scan_all(&bytes, &mut |span| last = span.end);

        prop_assert!(last <= bytes.len());
    }

    #[test]
    fn the_pieces_of_a_span_make_it_whole(text in likely(), lengths in prop::collection::vec(0_usize..40, 0..9)) {
        let left = text.len().saturating_sub(lengths.iter().sum());
        let lengths: Vec<_> = lengths.into_iter().chain([left]).collect();
        for span in spans(&text).into_iter().filter(|span| span.end <= lengths.iter().sum()) {
            let mut at = span.start;
            pieces(span, &lengths, &mut |piece, part| {
                let ahead: usize = lengths.iter().take(piece).sum();
                assert!(ahead + part.start == at && part.end <= lengths[piece]);
                at = ahead + part.end;
            });
            prop_assert_eq!(at, span.end);
        }
    }
}

#[test]
fn what_ends_where_another_begins_is_found_the_first_time() {
    for text in [
        "auth=Bearer 1Only2Test3Fake0Key1Only2Test3Fa=770301-067-86)",
        "2001:db8:1::Y6692569C",
        "n° ip 2001:db8:1::disk-0123456789ABCDEF0123x%y@xn--exmple-cua.org",
    ] {
        assert_eq!(spans(text).len(), 2, "{text}");
        assert_eq!(spans(&masked(text)), [], "{text}");
    }
}

#[test]
fn a_number_in_four_fields_is_found_in_each() {
    let fields = ["4111", "1111", "1111", "1111"];
    let mut found = Vec::new();

    for span in spans(&fields.concat()) {
        pieces(span, &[4, 4, 4, 4], &mut |piece, part| {
            found.push((piece, part.start, part.end));
        });
    }

    assert_eq!(found, [(0, 0, 4), (1, 0, 4), (2, 0, 4), (3, 0, 4)]);
}
