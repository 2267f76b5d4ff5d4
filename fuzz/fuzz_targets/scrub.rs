//! Any bytes that pass for events, and events that hold any text wherever one can stand: what becomes of them is JSON,
//! passes for events again, and stays as it is then.
#![no_main]

use libfuzzer_sys::fuzz_target;
use revoir_scrub::{Events, Rules, scrub};
use serde_json::{Value, json};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = str::from_utf8(bytes) {
        check(events_of(text).to_string().into_bytes());
    }
    check(bytes.to_vec());
});

fn check(bytes: Vec<u8>) {
    let rules = Rules::default();
    let Ok(events) = Events::parse(bytes) else {
        return;
    };

    let once = scrub(&events, &rules);

    serde_json::from_slice::<Vec<Value>>(once.bytes()).expect("JSON");
    let again = Events::parse(once.bytes().to_vec()).expect("events");
    let twice = scrub(&again, &rules);
    assert_eq!(twice.bytes(), once.bytes());
    assert_eq!(
        (twice.masked(), twice.dropped(), twice.blocked()),
        (0, 0, 0)
    );
}

/// A page and what changes in it, with the parts of `text` (between `¦`) as its sheet, text, tag, attribute and address.
fn events_of(text: &str) -> Value {
    let mut parts = text.split('¦');
    let mut part = || parts.next().unwrap_or(text);
    let (sheet, said, tag, name, value, address) = (part(), part(), part(), part(), part(), part());
    json!([
        {"type": 4, "timestamp": 1, "data": {"href": address, "width": 1, "height": 1}},
        {"type": 2, "timestamp": 2, "data": {"initialOffset": {"left": 0, "top": 0}, "node": {"type": 0, "id": 1, "childNodes": [
            {"type": 2, "id": 2, "tagName": "style", "attributes": {"_cssText": sheet}, "childNodes": [{"type": 3, "id": 3, "textContent": sheet}]},
            {"type": 2, "id": 4, "tagName": tag, "attributes": {name: value, "style": sheet, "class": value}, "childNodes": [{"type": 3, "id": 5, "textContent": said}]},
        ]}}},
        {"type": 3, "timestamp": 3, "data": {"source": 0, "removes": [], "adds": [], "texts": [{"id": 5, "value": said}],
            "attributes": [{"id": 4, "attributes": {name: value, "style": {name: value}}}]}},
        {"type": 3, "timestamp": 4, "data": {"source": 8, "id": 2, "adds": [{"rule": sheet, "index": 0}]}},
        {"type": 3, "timestamp": 5, "data": {"source": 13, "id": 2, "index": [0], "set": {"property": name, "value": value, "priority": ""}}},
        {"type": 3, "timestamp": 6, "data": {"source": 5, "id": 4, "text": said, "isChecked": false}},
    ])
}
