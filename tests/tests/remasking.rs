//! Remasking: what is stored is rewritten by the stricter of two policies, under a new key, and nothing comes back.
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use revoir_tests::{
    Revoir,
    accounts::{publish, publish_again, send as send_json, told},
    traces::{SWIFT, events, keys_in, the_one},
    visitor::{batch, open, page, rage, send},
    wait_for,
};
use serde_json::{Value, json};

const SITE: &str = "/api/sites/demo/recordings";

fn timeline(revoir: &Revoir, id: &str) -> Value {
    let cookie = revoir.sign_in("analyst");
    let answer = revoir.get_as(&cookie, &format!("{SITE}/{id}/timeline"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// A settled visit with a rage click, a note, and a page whose route is declared.
fn recorded(revoir: &Revoir, receipt: u8) -> String {
    let grant = open(revoir, receipt);
    let visit = [&page("hello", 0)[..], &rage(1_000)].concat();
    assert_eq!(send(revoir, &batch(&grant, 0, &visit)).status, 202);
    let id = the_one(revoir, receipt);
    let analyst = revoir.sign_in("analyst");
    let note = json!({ "at_ms": 1_000, "text": "look here" });
    let noted = send_json(
        revoir,
        &analyst,
        "POST",
        &format!("{SITE}/{id}/notes"),
        &note,
    );
    assert_eq!(noted.status, 201, "{}", noted.text());
    drop(revoir.sql(&format!(
        "update recordings set closes_at = now() where id = '{id}'"
    )));
    wait_for("settling", 30, || state(revoir, &id) == "settled");
    id
}

fn state(revoir: &Revoir, id: &str) -> String {
    revoir.sql(&format!("select state from recordings where id = '{id}'"))
}

fn column(revoir: &Revoir, id: &str, column: &str) -> String {
    revoir.sql(&format!(
        "select {column} from recordings where id = '{id}'"
    ))
}

fn remask(revoir: &Revoir) -> u64 {
    let answer = told(
        revoir,
        &["policy", "remask", "demo", "ux", "--why", "too open"],
    );
    let told: Value = serde_json::from_str(&answer).unwrap_or_default();
    let left = "select (select count(*) from jobs where kind <> 'sweep' and run_at <= now() + interval '1 minute')
        + (select count(*) from remaskings m join recordings r using (site_id, purpose)
           where policy_version < version and remasked_version is distinct from version)";
    wait_for("remasking", 60, || revoir.sql(left) == "0");
    told["recordings"].as_u64().unwrap_or(u64::MAX)
}

fn strictly(policy: &mut Value) {
    policy["collection"] = json!({ "L3": { "keep": [{ "marker": "rage_click" }] } });
    policy["routes"] = json!([]);
    policy["retention_minutes"] = json!(10 * 24 * 60);
}

#[test]
fn what_is_stored_follows_the_stricter_policy_under_a_new_key() {
    let revoir = Revoir::with(&SWIFT);
    let id = recorded(&revoir, 1);
    let before = timeline(&revoir, &id);
    assert_eq!(before["pages"][0]["route"], "/demo/");
    let slot = column(&revoir, &id, "slot_bucket || slot_number");
    let keys = revoir.data.path().join("keys");
    assert_eq!(keys_in(&keys, "ux-until"), 4, "the demo's own, too");
    publish(&revoir, "ux", strictly);

    assert_eq!(remask(&revoir), 4);

    let after = timeline(&revoir, &id);
    assert_eq!(after["pages"][0]["route"], Value::Null);
    assert!(!events(&revoir, &id).to_string().contains("/demo/"));
    assert!(before["markers"].to_string().contains("rage_click"));
    assert_eq!(after["markers"], before["markers"]);
    assert_eq!(after["length_ms"], before["length_ms"]);
    assert_ne!(column(&revoir, &id, "slot_bucket || slot_number"), slot);
    assert_eq!(keys_in(&keys, "ux-until"), 4, "the old keys are gone");
    assert_eq!(
        column(&revoir, &id, "expires_at <= now() + interval '10 days'"),
        "t"
    );
    assert_eq!(column(&revoir, &id, "coalesce(entry_route, '')"), "");
    let analyst = revoir.sign_in("analyst");
    let notes = revoir
        .get_as(&analyst, &format!("{SITE}/{id}/notes"))
        .json();
    assert_eq!(notes["notes"][0]["text"], "look here");
    for table in ["frames", "outlines"] {
        let rows = format!("select count(*) from {table} where recording_id = '{id}'");
        assert_eq!(revoir.sql(&rows), "1", "{table}");
    }

    // what was done is not done again
    assert_eq!(remask(&revoir), 0);
}

#[test]
fn a_looser_policy_gives_nothing_back_and_keeps_nothing_longer() {
    let revoir = Revoir::with(&SWIFT);
    publish(&revoir, "ux", strictly);
    let grant = revoir_tests::visitor::open_under(&revoir, ("ux", 2), 1);
    let visit = [&page("hello", 0)[..], &rage(1_000)].concat();
    assert_eq!(send(&revoir, &batch(&grant, 0, &visit)).status, 202);
    let id = the_one(&revoir, 1);
    publish_again(&revoir, "ux", 2, |policy| {
        policy["routes"] = json!(["/demo/"]);
        policy["retention_minutes"] = json!(30 * 24 * 60);
        policy["text_version"] = "2".into();
    });
    wait_for("settling", 30, || state(&revoir, &id) == "settled");
    let expires = column(&revoir, &id, "expires_at");

    assert_eq!(remask(&revoir), 4);

    assert_eq!(timeline(&revoir, &id)["pages"][0]["route"], Value::Null);
    assert_eq!(column(&revoir, &id, "expires_at"), expires);
}

#[test]
fn what_the_stricter_retention_has_ended_is_gone_with_its_key() {
    let revoir = Revoir::with(&SWIFT);
    let id = recorded(&revoir, 1);
    let older = "expires_at - interval '12 days'";
    drop(revoir.sql(&format!(
        "update recordings set expires_at = {older} where purpose = 'ux'"
    )));
    publish(&revoir, "ux", strictly);

    assert_eq!(remask(&revoir), 4);

    assert_eq!(state(&revoir, &id), "");
    for table in ["frames", "outlines", "notes"] {
        let orphans = format!(
            "select count(*) from {table} where recording_id not in (select id from recordings)"
        );
        assert_eq!(revoir.sql(&orphans), "0", "{table}");
    }
    assert_eq!(keys_in(&revoir.data.path().join("keys"), "ux-until"), 0);
}
