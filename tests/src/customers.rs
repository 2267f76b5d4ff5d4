//! Customers whom a publisher names, and whom agents look up (I2, I3).
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use crate::{
    Revoir,
    accounts::send,
    http::Answer,
    traces::the_one,
    visitor::{PLAIN, grant_request},
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::Path};

/// The identifier of a customer.
pub const ANNA: &str = "anna-7f3c@example.org";
/// An origin of the demo's site.
pub const HERE: &str = "http://a.localhost:8000";
/// Another one, on another host.
pub const THERE: &str = "http://b.localhost:8000";

/// Has purposes record every visit, under these identifiers.
pub fn under(revoir: &Revoir, purposes: &[&str], identifiers: &str) {
    for purpose in purposes {
        drop(revoir.sql(&format!(
            "update policies set document = document
                 || '{{\"identifiers\": \"{identifiers}\", \"collection\": {{\"L1\": {{\"rate\": 1.0}}}}}}'
             where purpose = '{purpose}'"
        )));
    }
}

/// Asks for a grant as a page of `origin` that has said who its visitor is.
#[must_use]
pub fn visit(
    revoir: &Revoir,
    (purpose, origin): (&str, &str),
    receipt: u8,
    said: &Value,
) -> Answer {
    let mut request = grant_request(revoir, purpose);
    request["receipt_hash"] = json!(format!("{receipt:02x}").repeat(32));
    request["pseudonym_input"] = said.clone();
    let headers = [PLAIN, ("origin", origin)];
    let headers = if origin.is_empty() {
        &headers[..1]
    } else {
        &headers
    };
    revoir.ask(
        "POST",
        "/v1/grants",
        headers,
        request.to_string().as_bytes(),
    )
}

/// Opens a recording of whoever is called so, and returns its id.
#[must_use]
pub fn opened(revoir: &Revoir, at: (&str, &str), receipt: u8, id: &str) -> String {
    let answer = visit(revoir, at, receipt, &json!({ "id": id }));
    assert_eq!(answer.status, 200, "{}", answer.text());
    the_one(revoir, receipt)
}

/// Looks a customer up, as whoever has these cookies.
#[must_use]
pub fn look_up(revoir: &Revoir, cookies: &str, purpose: &str, id: &Value) -> Answer {
    let body = json!({ "purpose": purpose, "identifier": id });
    send(revoir, cookies, "POST", "/api/sites/demo/lookups", &body)
}

/// What the agent finds.
#[must_use]
pub fn found(revoir: &Revoir, id: &str) -> BTreeSet<String> {
    let answer = look_up(revoir, &revoir.sign_in("agent"), "support", &json!(id));
    assert_eq!(answer.status, 200, "{}", answer.text());
    ids(&answer)
}

/// The recordings on a page of a list.
#[must_use]
pub fn ids(answer: &Answer) -> BTreeSet<String> {
    let page = answer.json();
    let recordings = page["recordings"].as_array().unwrap().iter();
    recordings
        .map(|recording| recording["id"].as_str().unwrap().to_owned())
        .collect()
}

/// These recordings.
#[must_use]
pub fn set(ids: &[&String]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).clone()).collect()
}

/// Everything below a directory, one after the other.
#[must_use]
pub fn bytes_in(directory: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(bytes_in(&path));
        } else if path.is_file() {
            all.extend(fs::read(path).unwrap());
        }
    }
    all
}
