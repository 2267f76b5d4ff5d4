//! A publisher's ticket system and its releases, as the server sees them.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a test fails by panicking"
)]

use crate::{
    Revoir,
    accounts::{day, send},
    customers::{HERE, visit},
    http::Answer,
    traces::the_one,
    visitor::{PLAIN, batch, page},
    wait_for,
};
use serde_json::{Value, json};

/// Changes the policy of a purpose under the server, which reads one once.
pub fn patch(revoir: &mut Revoir, purpose: &str, change: &Value) {
    drop(revoir.sql(&format!(
        "update policies set document = document || '{change}' where purpose = '{purpose}'"
    )));
    revoir.stop();
    revoir.start();
}

/// Makes a token of the demo's site, and returns its id and the token.
#[must_use]
pub fn token(revoir: &Revoir) -> (String, String) {
    let new = json!({ "name": "tickets", "until": day(revoir, 366) });
    let owner = revoir.sign_in("admin");
    let made = send(revoir, &owner, "POST", "/api/sites/demo/tokens", &new);
    assert_eq!(made.status, 201, "{}", made.text());
    let text = |name: &str| made.json()[name].as_str().unwrap().to_owned();
    (text("id"), text("token"))
}

/// Asks with a token.
#[must_use]
pub fn tell(revoir: &Revoir, token: &str, path: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    revoir.ask("POST", path, &headers, body.to_string().as_bytes())
}

/// Tells of a ticket of the demo's site.
pub fn ticket(revoir: &Revoir, token: &str, reference: &str, state: &str, customer: &str) {
    let body = json!({ "ticket": reference, "state": state, "customer": customer });
    let told = tell(revoir, token, "/api/sites/demo/tickets", &body);
    assert_eq!(told.status, 204, "{}", told.text());
}

/// Opens a recording of a purpose, sends a page, and returns its id.
#[must_use]
pub fn visited(revoir: &Revoir, purpose: &str, receipt: u8, said: &Value) -> String {
    let answer = visit(revoir, (purpose, HERE), receipt, said);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let grant = answer.json()["grant"].as_str().unwrap().to_owned();
    let mut events = page("hello", 0);
    events.extend([crate::visitor::click(300_000, 3)]);
    let sent = batch(&grant, 0, &events);
    let stored = revoir.ask("POST", "/v1/batches", &[PLAIN, ("origin", HERE)], &sent);
    assert_eq!(stored.status, 202, "{}", stored.text());
    the_one(revoir, receipt)
}

/// Ends a recording.
pub fn end(revoir: &Revoir, id: &str) {
    drop(revoir.sql(&format!(
        "update recordings set closes_at = now() where id = '{id}'"
    )));
}

/// A column of a recording; empty where it is no more.
#[must_use]
pub fn column(revoir: &Revoir, id: &str, column: &str) -> String {
    revoir.sql(&format!(
        "select {column} from recordings where id = '{id}'"
    ))
}

/// Waits until a column of a recording has this value.
pub fn wait_until(revoir: &Revoir, id: &str, (name, value): (&str, &str)) {
    wait_for(value, 30, || column(revoir, id, name) == value);
}

/// Waits until no job is left but the sweep, those that undo what was never done included.
pub fn wait_for_jobs(revoir: &Revoir) {
    wait_for("jobs", 60, || {
        drop(revoir.sql("update jobs set run_at = now() where kind = 'destroy_slot'"));
        revoir.sql("select count(*) from jobs where kind <> 'sweep'") == "0"
    });
}
