//! Real recordings: every one passes, nothing clear is left where people read, and every node stays.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod reference;

use std::io::Read;

use revoir_domain::mask;
use revoir_scrub::{Events, Rules, ScrubbedEvents, each_event, scrub};
use serde_json::Value;

const RECORDINGS: [&str; 8] = [
    "adminlte-1",
    "adminlte-2",
    "adminlte-3",
    "posthog-hogflix",
    "rrweb-demoit",
    "rustdoc-1",
    "rustdoc-2",
    "rustdoc-3",
];

fn recording(name: &str) -> Vec<u8> {
    let path = format!(
        "{}/../../tests/corpus/{name}.json.zst",
        env!("CARGO_MANIFEST_DIR")
    );
    let mut decoder = zstd::Decoder::new(std::fs::File::open(path).unwrap()).unwrap();
    decoder.window_log_max(27).unwrap();
    let mut bytes = Vec::new();
    decoder.read_to_end(&mut bytes).unwrap();
    bytes
}

fn scrubbed(bytes: Vec<u8>) -> ScrubbedEvents {
    scrub(&Events::parse(bytes).unwrap(), &Rules::default())
}

fn values(bytes: &[u8]) -> Vec<Value> {
    serde_json::from_slice(bytes).unwrap()
}

/// Collects, in order, the ids of all nodes in `value`, and panics where text is clear.
fn ids(value: &Value, style: bool, masked: bool, found: &mut Vec<u64>) {
    match value {
        Value::Array(items) => items
            .iter()
            .for_each(|item| ids(item, style, masked, found)),
        Value::Object(object) => {
            let node = object.get("type").is_some()
                && (object.contains_key("childNodes")
                    || object.contains_key("textContent")
                    || object.contains_key("publicId"));
            found.extend(object.get("id").and_then(Value::as_u64).filter(|_| node));
            let text = object
                .get("textContent")
                .and_then(Value::as_str)
                .unwrap_or("");
            assert!(!masked || style || mask::is_masked(text), "clear text");
            let is_style = object.get("tagName").is_some_and(|tag| tag == "style");
            object.values().for_each(|value| {
                ids(
                    value,
                    is_style || (style && value.is_array()),
                    masked,
                    found,
                );
            });
        }
        _ => {}
    }
}

#[test]
fn every_recording_keeps_its_nodes_and_loses_its_text() {
    for name in RECORDINGS {
        let bytes = recording(name);
        let out = scrubbed(bytes.clone());
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let kept = values(&bytes)
            .into_iter()
            .filter(|event| event["type"] != 5);
        for event in kept {
            ids(&event, false, false, &mut before);
        }
        for event in values(out.bytes()) {
            ids(&event, false, true, &mut after);
        }

        assert!(before.len() > 100 && before == after, "{name}");
        assert_eq!(out.count(), out.events().count());
        assert!(out.masked() > 0);
    }
}

#[test]
fn twice_is_once_for_every_recording() {
    for name in RECORDINGS {
        let once = scrubbed(recording(name));
        let twice = scrubbed(once.bytes().to_vec());

        assert!(once.bytes() == twice.bytes(), "{name}");
        assert_eq!(
            (twice.masked(), twice.dropped(), twice.blocked()),
            (0, 0, 0),
            "{name}"
        );
    }
}

#[test]
fn every_recording_comes_out_as_the_contract_has_it() {
    for name in RECORDINGS {
        for (index, event) in values(scrubbed(recording(name)).bytes()).iter().enumerate() {
            assert_eq!(reference::fault(event), None, "{name}, event {index}");
        }
    }
}

#[test]
fn events_stand_where_they_are_said_to() {
    let out = scrubbed(recording("rrweb-demoit"));

    let stored: Vec<_> = each_event(out.bytes()).unwrap().collect();

    let placed: Vec<_> = out
        .events()
        .map(|event| (event.range.clone(), event.ms))
        .collect();
    assert_eq!(
        stored
            .iter()
            .map(|event| (event.range.clone(), event.ms))
            .collect::<Vec<_>>(),
        placed
    );
    let snapshots: Vec<_> = stored
        .iter()
        .filter(|event| event.kind == 2)
        .map(|event| event.range.clone())
        .collect();
    assert_eq!(
        out.full_snapshots()
            .map(|event| event.range.clone())
            .collect::<Vec<_>>(),
        snapshots
    );
    assert!(!snapshots.is_empty());
    for (range, _) in placed {
        serde_json::from_slice::<Value>(out.bytes().get(range).unwrap()).unwrap();
    }
}
