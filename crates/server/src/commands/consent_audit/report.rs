//! What a visit was seen to do, step by step, and what of it must not be.

use super::{
    browser::Heard,
    page::{Left, text},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::Instant;

/// What the visitor has done so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    /// Nothing.
    Untouched,
    Refused,
    Granted,
    Withdrawn,
}

impl Step {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Untouched => "untouched",
            Self::Refused => "refused",
            Self::Granted => "granted",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// The whole of an audit.
#[derive(Serialize)]
pub(super) struct Report {
    pub(super) version: u32,
    pub(super) url: String,
    pub(super) site: String,
    pub(super) made_at: Timestamp,
    pub(super) browser: String,
    /// How the visitor decided: the CMP, or the selectors that were given.
    pub(super) mechanism: String,
    pub(super) steps: Vec<StepReport>,
    pub(super) findings: Vec<Finding>,
}

/// What happened from one act of the visitor to the next.
#[derive(Serialize)]
pub(super) struct StepReport {
    pub(super) step: Step,
    pub(super) did: Vec<String>,
    pub(super) requests: Vec<Request>,
    pub(super) writes: Vec<Write>,
    pub(super) left: Left,
    /// After agreeing: what the SDK says of each purpose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) status: Vec<Status>,
}

/// What the SDK says of a purpose.
#[derive(Serialize, Deserialize)]
pub(super) struct Status {
    pub(super) purpose: String,
    state: String,
    pub(super) reason: Option<String>,
}

/// A request, without the query of its address, in which a page may put anything.
#[derive(Serialize)]
pub(super) struct Request {
    #[serde(skip)]
    id: String,
    /// Milliseconds from the visit's beginning.
    pub(super) at_ms: u128,
    pub(super) method: String,
    pub(super) url: String,
    pub(super) status: Option<u64>,
    /// Of a grant, its purpose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) purpose: Option<String>,
}

/// Something that was written to the terminal; not what.
#[derive(Serialize)]
pub(super) struct Write {
    pub(super) at_ms: u128,
    pub(super) origin: String,
    /// `local` or `session`.
    pub(super) storage: &'static str,
    pub(super) key: String,
}

/// Something that must not be.
#[derive(Serialize)]
pub(super) struct Finding {
    pub(super) step: Step,
    /// The paragraph of the CNIL's recommendation.
    pub(super) paragraph: u32,
    pub(super) what: &'static str,
    #[serde(rename = "where")]
    pub(super) place: String,
}

/// Sorts what was heard into requests and writes.
pub(super) fn sort(heard: Vec<Heard>, begun: Instant) -> (Vec<Request>, Vec<Write>) {
    let (mut requests, mut writes) = (Vec::new(), Vec::new());
    for Heard { at, method, params } in heard {
        let at_ms = at.saturating_duration_since(begun).as_millis();
        match &*method {
            "Network.requestWillBeSent" => requests.extend(request(at_ms, &params)),
            "Network.responseReceived" => answer(&mut requests, &params),
            "DOMStorage.domStorageItemAdded" | "DOMStorage.domStorageItemUpdated" => {
                writes.push(write(at_ms, &params));
            }
            _ => {}
        }
    }
    (requests, writes)
}

fn request(at_ms: u128, params: &Value) -> Option<Request> {
    let request = params.get("request")?;
    let url = text(request, "url");
    // What the page has with it already is no request.
    if !url.starts_with("http") {
        return None;
    }
    let purpose = if url.ends_with("/v1/grants") {
        serde_json::from_str::<Value>(&text(request, "postData"))
            .ok()
            .map(|body| text(&body, "purpose"))
    } else {
        None
    };
    let bare = url.split(['?', '#']).next().unwrap_or_default();
    Some(Request {
        id: text(params, "requestId"),
        at_ms,
        method: text(request, "method"),
        url: bare.to_owned(),
        status: None,
        purpose,
    })
}

fn answer(requests: &mut [Request], params: &Value) {
    let id = text(params, "requestId");
    if let Some(request) = requests.iter_mut().rev().find(|request| request.id == id) {
        request.status = params.pointer("/response/status").and_then(Value::as_u64);
    }
}

fn write(at_ms: u128, params: &Value) -> Write {
    let is_local = params.pointer("/storageId/isLocalStorage");
    let origin = params.pointer("/storageId/securityOrigin");
    Write {
        at_ms,
        origin: origin
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        storage: if is_local == Some(&Value::Bool(true)) {
            "local"
        } else {
            "session"
        },
        key: text(params, "key"),
    }
}
