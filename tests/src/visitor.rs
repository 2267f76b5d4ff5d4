//! A visitor's browser, as the server sees it.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use crate::{Revoir, http::Answer};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use std::io::Write;

/// What plain text is sent as, so that no preflight is asked.
pub const PLAIN: (&str, &str) = ("content-type", "text/plain");

/// The body that asks for a grant.
#[must_use]
pub fn grant_request(revoir: &Revoir, purpose: &str) -> Value {
    json!({
        "site": "demo", "purpose": purpose, "policy_version": 1,
        "consent": consent(revoir, &yesterday(revoir)),
        "receipt_hash": "00".repeat(32),
    })
}

/// Opens a recording for `ux` with a receipt of its own, and returns its grant.
#[must_use]
pub fn open(revoir: &Revoir, receipt: u8) -> String {
    open_under(revoir, ("ux", 1), receipt)
}

/// Opens a recording under a version of a purpose's policy.
#[must_use]
pub fn open_under(revoir: &Revoir, at: (&str, u32), receipt: u8) -> String {
    open_with(
        revoir,
        at,
        &yesterday(revoir),
        &format!("{receipt:02x}").repeat(32),
    )
}

/// The same with the hash of a receipt, for a visitor who has consented at an instant.
#[must_use]
pub fn open_with(
    revoir: &Revoir,
    (purpose, version): (&str, u32),
    consented_at: &str,
    receipt_hash: &str,
) -> String {
    let request = json!({
        "site": "demo", "purpose": purpose, "policy_version": version,
        "consent": consent(revoir, consented_at),
        "receipt_hash": receipt_hash,
    });
    let answer = revoir.ask(
        "POST",
        "/v1/grants",
        &[PLAIN],
        request.to_string().as_bytes(),
    );
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["grant"].as_str().unwrap().to_owned()
}

/// A consent to the texts in force, given at an instant.
fn consent(revoir: &Revoir, at: &str) -> Value {
    let texts = revoir.ask("GET", "/v1/sites/demo/texts", &[], b"").json();
    json!({ "text_version": texts["text_version"], "mechanism": "test", "at": at })
}

/// An instant of the day before.
#[must_use]
pub fn yesterday(revoir: &Revoir) -> String {
    revoir.sql("select to_char(now() at time zone 'utc' - interval '1 day', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")
}

/// A page as rrweb snapshots it, with `text` in it.
#[must_use]
pub fn page(text: &str, at_ms: u64) -> Vec<Value> {
    vec![
        json!({ "type": 4, "data": { "href": "/demo/", "width": 800, "height": 600 }, "timestamp": at_ms }),
        json!({ "type": 2, "timestamp": at_ms, "data": { "initialOffset": { "left": 0, "top": 0 }, "node": {
            "type": 0, "id": 1, "childNodes": [{
                "type": 2, "tagName": "html", "attributes": {}, "id": 2, "childNodes": [{
                    "type": 2, "tagName": "body", "attributes": {}, "id": 3,
                    "childNodes": [{ "type": 3, "textContent": text, "id": 4 }] }] }] } } }),
    ]
}

/// A click on the element of this number.
#[must_use]
pub fn click(at: u64, id: u64) -> Value {
    json!({ "type": 3, "timestamp": at, "data": { "source": 2, "type": 2, "id": id, "x": 1, "y": 1 } })
}

/// Three clicks on the page itself, so fast that they are rage.
#[must_use]
pub fn rage(at: u64) -> [Value; 3] {
    [click(at, 3), click(at + 100, 3), click(at + 200, 3)]
}

/// That a trigger fired, by its place in the policy's list.
#[must_use]
pub fn fired(at_ms: u64, trigger: u64) -> Value {
    let payload = json!({ "trigger": trigger });
    json!({ "type": 5, "data": { "tag": "revoir.trigger", "payload": payload }, "timestamp": at_ms })
}

/// A batch as sent: header line, then gzipped events.
#[must_use]
pub fn batch(grant: &str, seq: u64, events: &[Value]) -> Vec<u8> {
    raw(
        &json!({ "grant": grant, "seq": seq, "coding": "gzip" }),
        &gzip(&serde_json::to_vec(events).unwrap()),
    )
}

/// A header line and any bytes.
#[must_use]
pub fn raw(header: &Value, bytes: &[u8]) -> Vec<u8> {
    [header.to_string().as_bytes(), b"\n", bytes].concat()
}

/// Bytes as `CompressionStream` makes them.
#[must_use]
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Sends a batch.
#[must_use]
pub fn send(revoir: &Revoir, body: &[u8]) -> Answer {
    revoir.ask(
        "POST",
        "/v1/batches",
        &[PLAIN, ("origin", "http://localhost")],
        body,
    )
}

/// The answer is this problem, and nothing was stored.
pub fn refused(revoir: &Revoir, answer: &Answer, status: u16, problem: &str) {
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (status, problem),
        "{}",
        answer.text()
    );
    assert_eq!(revoir.sql("select count(*) from chunks"), "0");
}

/// Asks for a grant for `ux`, changed in some way.
#[must_use]
pub fn ask_for(revoir: &Revoir, change: impl FnOnce(&mut Value)) -> Answer {
    let mut request = grant_request(revoir, "ux");
    change(&mut request);
    revoir.ask(
        "POST",
        "/v1/grants",
        &[PLAIN],
        request.to_string().as_bytes(),
    )
}
