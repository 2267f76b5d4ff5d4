//! What the detectors find in real recordings: pages about a library and a programming language, which hold hardly
//! anything of what they look for.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs::{read_dir, File};
use std::io::Read;

use revoir_detect::scan;
use serde_json::Value;

/// What is found, kind by kind: what, and how many times.
type Finds = BTreeMap<&'static str, BTreeMap<String, usize>>;

fn look(value: &Value, finds: &mut Finds, read: &mut usize) {
    match value {
        Value::String(text) => {
            *read += text.len();
            scan(text, &mut |span| {
                let found = text.get(span.start..span.end).unwrap();
                let kind = finds.entry(span.kind.name()).or_default();
                *kind.entry(found.to_owned()).or_default() += 1;
            });
        }
        Value::Array(items) => items.iter().for_each(|item| look(item, finds, read)),
        Value::Object(object) => object.values().for_each(|value| look(value, finds, read)),
        _ => {}
    }
}

#[test]
fn hardly_anything_is_found_where_hardly_anything_is() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/corpus");
    let (mut finds, mut read) = (Finds::new(), 0);

    for entry in read_dir(corpus).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().map_or(true, |end| end != "zst") {
            continue;
        }
        let mut decoder = zstd::Decoder::new(File::open(path).unwrap()).unwrap();
        decoder.window_log_max(27).unwrap();
        let mut bytes = Vec::new();
        decoder.read_to_end(&mut bytes).unwrap();
        look(
            &serde_json::from_slice(&bytes).unwrap(),
            &mut finds,
            &mut read,
        );
    }

    println!("{read} bytes of text: {finds:#?}");
    let counts: Vec<_> = finds
        .iter()
        .map(|(kind, found)| (*kind, found.len()))
        .collect();
    // Two addresses that the pages show, and three numbers of sections.
    assert_eq!(counts, [("email", 2), ("ip", 3)]);
}
