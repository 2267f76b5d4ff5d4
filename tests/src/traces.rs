//! What a recording leaves: events to be read, rows, keys.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use crate::{Revoir, visitor::page, wait_for};
use serde_json::{Value, json};
use std::{fmt::Write, fs, path::Path};

/// Looks for work every second.
pub const SWIFT: [(&str, &str); 2] = [
    ("REVOIR_JOBS__SWEEP_SECONDS", "1"),
    ("REVOIR_JOBS__POLL_SECONDS", "1"),
];

/// A batch of one mouse move that says which it is.
#[must_use]
pub fn moved(seq: u64) -> Vec<Value> {
    if seq == 0 {
        return page("hello", 0);
    }
    vec![json!({ "type": 3, "timestamp": seq, "data": {
        "source": 1, "positions": [{ "x": seq, "y": 1, "id": 1, "timeOffset": 0 }] } })]
}

/// The sequence numbers that a recording's events tell of, in order.
#[must_use]
pub fn told(events: &Value) -> Vec<u64> {
    let events = events.as_array().unwrap().iter();
    events
        .filter_map(|event| event["data"]["positions"][0]["x"].as_u64())
        .collect()
}

/// The id of the recording that was opened with this receipt.
#[must_use]
pub fn the_one(revoir: &Revoir, receipt: u8) -> String {
    let hash = format!("{receipt:02x}").repeat(32);
    revoir.sql(&format!(
        "select id from recordings where receipt_hash = decode('{hash}', 'hex')"
    ))
}

/// A recording as the analyst reads it.
#[must_use]
pub fn events(revoir: &Revoir, id: &str) -> Value {
    let cookie = revoir.sign_in("analyst");
    let answer = revoir.get_as(&cookie, &format!("/api/sites/demo/recordings/{id}/export"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// How many recordings of `ux` there are.
#[must_use]
pub fn settled(revoir: &Revoir) -> usize {
    revoir
        .sql("select count(*) from recordings where purpose = 'ux'")
        .parse()
        .unwrap()
}

/// How many slots of the buckets named so hold a key.
#[must_use]
pub fn keys_in(keys: &Path, named: &str) -> usize {
    let folders = fs::read_dir(keys)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let wanted = folders.filter(|path| path.file_name().unwrap().to_string_lossy().contains(named));
    let slots = wanted.filter_map(|path| fs::read(path.join("slots")).ok());
    slots
        .map(|slots| {
            slots
                .chunks(64)
                .filter(|slot| slot.iter().any(|byte| *byte != 0))
                .count()
        })
        .sum()
}

/// Whether a dump holds a text, as it is or as the bytes that it is dumped in.
#[must_use]
pub fn holds(dump: &[u8], text: &str) -> bool {
    let dump = String::from_utf8_lossy(dump);
    let hex = text.bytes().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    dump.contains(text) || dump.contains(&hex)
}

/// Waits until nothing that takes a minute and a half meets the end of an hour.
pub fn wait_out_the_hour(revoir: &Revoir) {
    wait_for("an hour with time left", 150, || {
        revoir.sql("select date_part('minute', now() + interval '90 s') >= 1.5") == "t"
    });
}
