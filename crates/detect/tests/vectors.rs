//! The vectors that the browser's builds run too.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use revoir_detect::{scan, Kind, Span};
use serde_json::Value;

fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    scan(text, &mut |span| spans.push(span));
    spans
}

/// Where something of `kind` stands.
fn of_kind(kind: &str, text: &str) -> Vec<(usize, usize)> {
    let of_kind = spans(text)
        .into_iter()
        .filter(|span| span.kind.name() == kind);
    of_kind.map(|span| (span.start, span.end)).collect()
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../tests/vectors/detect.json")).unwrap()
}

/// The cases of `list`, of every kind, that `holds` is not true for.
fn wrong(list: &str, holds: impl Fn(&str, &Value) -> bool) -> Vec<String> {
    let vectors = vectors();
    let kinds = vectors.as_object().unwrap();
    assert_eq!(kinds.len(), Kind::ALL.len());
    let mut wrong = Vec::new();
    for kind in Kind::ALL.map(Kind::name) {
        let cases = kinds[kind][list].as_array().unwrap();
        assert!(cases.len() >= 50, "{kind}");
        let failing = cases.iter().filter(|case| !holds(kind, case));
        wrong.extend(failing.map(|case| format!("{kind}: {case}")));
    }
    wrong
}

#[test]
fn what_must_be_found_is_found_where_it_stands() {
    let wrong = wrong("found", |kind, case| {
        let wanted = case["spans"].as_array().unwrap().iter();
        let wanted: Vec<_> = wanted.map(|span| (at(&span[0]), at(&span[1]))).collect();
        of_kind(kind, case["text"].as_str().unwrap()) == wanted
    });

    assert_eq!(wrong, [""; 0]);
}

#[test]
fn near_misses_are_not_found() {
    let wrong = wrong("missed", |kind, case| {
        of_kind(kind, case.as_str().unwrap()).is_empty()
    });

    assert_eq!(wrong, [""; 0]);
}

#[test]
fn several_numbers_in_one_text_are_all_found() {
    let text =
        "a 4111 1111 1111 1111 b DE89370400440532013000 c 4111111111111111, NL91ABNA0417164300";

    let kinds: Vec<_> = spans(text).iter().map(|span| span.kind.name()).collect();

    assert_eq!(kinds, ["card", "iban", "card", "iban"]);
}

fn at(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}
