//! Triggers (L2): where one fired is told on the timeline, and nothing else can be told by the same way.
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use revoir_tests::{
    Revoir,
    accounts::publish,
    traces::{SWIFT, holds, the_one},
    visitor::{batch, fired, open_under, page, send},
    wait_for,
};
use serde_json::{Value, json};

fn custom(data: &Value) -> Value {
    json!({ "type": 5, "data": data, "timestamp": 2 })
}

fn markers(revoir: &Revoir, id: &str) -> Value {
    let cookie = revoir.sign_in("developer");
    let path = format!("/api/sites/demo/recordings/{id}/timeline");
    let answer = revoir.get_as(&cookie, &path);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["markers"].clone()
}

#[test]
fn a_trigger_is_told_on_the_timeline_as_the_recordings_own_policy_names_it() {
    let revoir = Revoir::with(&SWIFT);
    let named = json!([{ "on": "rage_click" }, { "on": "custom", "name": "lost" }, { "on": "url", "pattern": "/help/*" }]);
    publish(&revoir, "errors", |policy| {
        policy["collection"]["L2"]["triggers"] = named;
    });
    let grant = open_under(&revoir, ("errors", 2), 1);
    let mut events = page("hello", 0);
    // one is none of this policy's
    events.extend([fired(400, 1), fired(300, 2), fired(500, 3), fired(900, 0)]);
    assert_eq!(send(&revoir, &batch(&grant, 0, &events)).status, 202);
    let id = the_one(&revoir, 1);

    let open = markers(&revoir, &id);
    drop(revoir.sql(&format!(
        "update recordings set closes_at = now() where id = '{id}'"
    )));
    let state = format!("select state from recordings where id = '{id}'");
    wait_for("settling", 30, || revoir.sql(&state) == "settled");

    let told = json!([
        { "at_ms": 300, "trigger": { "on": "url", "pattern": "/help/*" } },
        { "at_ms": 400, "trigger": { "on": "custom", "name": "lost" } },
        { "at_ms": 900, "trigger": { "on": "rage_click" } },
    ]);
    assert_eq!(open, told);
    assert_eq!(markers(&revoir, &id), told);
}

#[test]
fn a_custom_event_that_is_no_trigger_is_not_stored() {
    let mut revoir = Revoir::demo();
    let grant = open_under(&revoir, ("errors", 1), 1);
    let secret = "zq7-anna-lindqvist";
    let mut events = page("hello", 0);
    events.extend([
        custom(&json!({ "tag": secret, "payload": { "trigger": 1 } })),
        custom(&json!({ "tag": "revoir.trigger", "payload": { "trigger": secret } })),
        custom(&json!({ "tag": "revoir.trigger", "payload": secret })),
        custom(&json!({ "tag": "revoir.trigger", "payload": { "trigger": 50 } })),
        custom(&json!({ "tag": "revoir.trigger", "payload": { "trigger": -1 } })),
        custom(&json!({ "tag": "revoir.trigger", "payload": { "trigger": 1, secret: secret }, secret: secret })),
    ]);
    assert_eq!(send(&revoir, &batch(&grant, 0, &events)).status, 202);
    let id = the_one(&revoir, 1);

    let cookie = revoir.sign_in("developer");
    let kept = revoir.get_as(&cookie, &format!("/api/sites/demo/recordings/{id}/export"));

    let kept = kept.json();
    let kept: Vec<&Value> = kept
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["type"] == 5)
        .collect();
    assert_eq!(kept.len(), 1);
    let only = json!({ "tag": "revoir.trigger", "payload": { "trigger": 1 } });
    assert_eq!(kept.first().unwrap()["data"], only);
    assert!(!holds(&revoir.dump(), secret));
    revoir.stop();
    assert!(!revoir.log().contains(secret));
}
