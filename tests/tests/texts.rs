//! Texts for visitors: made from the policies in force, kept with their versions, and what consent to each counts for.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{
    Revoir,
    accounts::{publish_again, send as ask},
    visitor::{PLAIN, grant_request},
};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};

/// Each visit has a receipt of its own.
static RECEIPTS: AtomicU64 = AtomicU64::new(1);

fn texts(revoir: &Revoir) -> Value {
    let answer = revoir.ask("GET", "/v1/sites/demo/texts", &[], b"");
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// The draft of `ux` as it is in force, with these fields in it.
fn draft(revoir: &Revoir, dpo: &str, fields: &Value) -> Value {
    let path = "/api/sites/demo/policies";
    let policies = revoir.get_as(dpo, path).json();
    let mut policies = policies["policies"].as_array().unwrap().iter();
    let found = policies.find(|it| it["policy"]["purpose"] == "ux").unwrap();
    let mut policy = found["policy"].clone();
    policy["collection"] = json!({ "L1": { "rate": 0.25 } });
    for (name, value) in fields.as_object().unwrap() {
        policy[name] = value.clone();
    }
    let revision = revoir.get_as(dpo, &format!("{path}/ux/draft")).json()["revision"].clone();
    let body = json!({ "revision": revision, "policy": policy });
    let written = ask(revoir, dpo, "PUT", &format!("{path}/ux/draft"), &body);
    assert_eq!(written.status, 200, "{}", written.text());
    written.json()
}

fn publish(revoir: &Revoir, dpo: &str, fields: &Value) {
    let revision = draft(revoir, dpo, fields)["revision"].clone();
    let body = json!({ "revision": revision, "why": "x" });
    let path = "/api/sites/demo/policies/ux/versions";
    let published = ask(revoir, dpo, "POST", path, &body);
    assert_eq!(published.status, 201, "{}", published.text());
}

/// What is answered to a visitor who has agreed to a version of the texts.
fn agreed(revoir: &Revoir, purpose: &str, text_version: &str) -> (u16, String) {
    let mut request = grant_request(revoir, purpose);
    let in_force = format!("select max(version) from policies where purpose = '{purpose}'");
    request["policy_version"] = revoir.sql(&in_force).parse::<u64>().unwrap().into();
    request["consent"]["text_version"] = text_version.into();
    request["receipt_hash"] = format!("{:064x}", RECEIPTS.fetch_add(1, Ordering::Relaxed)).into();
    let request = request.to_string();
    let answer = revoir.ask("POST", "/v1/grants", &[PLAIN], request.as_bytes());
    let problem = if answer.status == 200 {
        String::new()
    } else {
        answer.problem()
    };
    (answer.status, problem)
}

fn counts() -> (u16, String) {
    (200, String::new())
}

fn counts_not() -> (u16, String) {
    (422, "/problems/consent-not-valid".to_owned())
}

#[test]
fn everyone_is_told_the_same_texts_in_both_languages() {
    let revoir = Revoir::demo();

    let answer = revoir.ask("GET", "/v1/sites/demo/texts", &[], b"");

    assert_eq!(answer.header("cache-control"), Some("public, max-age=300"));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("set-cookie"), None);
    let said = answer.json();
    assert_eq!(said["publisher"], "Demo");
    assert_eq!(said["purposes"], json!(["support", "ux", "errors"]));
    assert_eq!(
        (&said["text_version"], &said["accepts"]),
        (&json!("1"), &json!(["1"]))
    );
    assert_eq!(
        (&said["first_level"], &said["consent_months"]),
        (&json!(true), &json!(6))
    );
    assert_eq!(
        said["hash"],
        revoir.sql("select encode(hash, 'hex') from texts")
    );
    let (en, fr) = (&said["texts"]["en"], &said["texts"]["fr"]);
    let names = |told: &Value| {
        told.as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(names(en), names(fr));
    assert_eq!(names(&en["buttons"]), names(&fr["buttons"]));
    assert!(
        fr["purposes"]["ux"]["description"]
            .as_str()
            .unwrap()
            .contains("Demo utilise des traceurs")
    );
}

#[test]
fn a_site_that_does_not_exist_has_no_texts() {
    let revoir = Revoir::demo();

    let answer = revoir.ask("GET", "/v1/sites/nobody/texts", &[], b"");

    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (404, "/problems/site-not-found")
    );
}

#[test]
fn publishing_another_figure_changes_the_text_and_what_it_said_is_kept() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");
    let before = texts(&revoir);

    publish(&revoir, &dpo, &json!({ "retention_minutes": 7 * 1_440 }));

    let after = texts(&revoir);
    let details = after["texts"]["en"]["purposes"]["ux"]["details"].to_string();
    assert!(details.contains("kept for 7 days"), "{details}");
    assert_ne!(before["hash"], after["hash"]);
    let listed = revoir.get_as(&dpo, "/api/sites/demo/texts").json();
    let hashes: Vec<&Value> = listed["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["hash"])
        .collect();
    assert_eq!(hashes, [&after["hash"], &before["hash"]]);
    assert!(
        listed["texts"]["texts"]["fr"]["privacy"]
            .as_array()
            .unwrap()
            .len()
            > 4
    );
}

#[test]
fn consent_to_an_earlier_version_counts_until_a_material_change() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");

    publish(
        &revoir,
        &dpo,
        &json!({ "text_version": "2", "retention_minutes": 1_440 }),
    );
    let shorter = (
        texts(&revoir)["accepts"].clone(),
        agreed(&revoir, "ux", "1"),
    );
    publish(
        &revoir,
        &dpo,
        &json!({ "text_version": "3", "retention_minutes": 2 * 1_440 }),
    );
    let longer = (
        texts(&revoir)["accepts"].clone(),
        agreed(&revoir, "ux", "2"),
    );

    assert_eq!(shorter, (json!(["2", "1"]), counts()));
    assert_eq!(longer, (json!(["3"]), counts_not()));
    assert_eq!(agreed(&revoir, "ux", "3"), counts());
    assert_eq!(agreed(&revoir, "errors", "1"), counts_not());
    assert_eq!(agreed(&revoir, "ux", "never"), counts_not());
}

#[test]
fn a_draft_that_goes_further_than_those_who_agreed_were_told_names_a_new_version() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");
    let longer = json!({ "retention_minutes": 60 * 1_440 });
    let asked = json!({ "retention_minutes": 60 * 1_440, "text_version": "2" });

    let same = draft(&revoir, &dpo, &json!({}))["draft"].clone();
    let unasked = draft(&revoir, &dpo, &longer);
    let refused = refused(&revoir, &dpo, &unasked["revision"]);
    let asked = draft(&revoir, &dpo, &asked)["draft"].clone();

    assert_eq!((&same["material"], obstacle(&same)), (&json!([]), None));
    let unasked = &unasked["draft"];
    assert_eq!(unasked["material"], json!(["retention"]));
    assert!(obstacle(unasked).is_some_and(|it| it.contains("(retention)")));
    assert_eq!(
        refused,
        (
            422,
            "/problems/policy-not-valid".to_owned(),
            json!("text_version")
        )
    );
    assert_eq!(
        (&asked["material"], obstacle(&asked)),
        (&json!(["retention"]), None)
    );
}

/// Every figure of the site counts, not those of the purpose that is published: `errors` is kept for longer since.
#[test]
fn a_version_that_told_of_less_is_not_taken_up_again() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");
    publish_again(&revoir, "errors", 0, |policy| {
        policy["retention_minutes"] = 1_440.into();
    });
    publish_again(&revoir, "errors", 2, |policy| {
        policy["retention_minutes"] = (2 * 1_440).into();
        policy["text_version"] = "2".into();
    });

    let drafted = draft(&revoir, &dpo, &json!({ "lifespan_minutes": 10 }));

    assert_eq!(drafted["draft"]["policy"]["text_version"], "1");
    assert_eq!(drafted["draft"]["material"], json!([]));
    assert!(obstacle(&drafted["draft"]).is_some_and(|it| it.contains("(retention)")));
    assert_eq!(
        refused(&revoir, &dpo, &drafted["revision"]),
        (
            422,
            "/problems/policy-not-valid".to_owned(),
            json!("text_version")
        )
    );
    assert_eq!(texts(&revoir)["accepts"], json!(["2"]));
}

/// Why its version of the texts keeps a draft from being published.
fn obstacle(draft: &Value) -> Option<String> {
    let mut obstacles = draft["obstacles"].as_array().unwrap().iter();
    let found = obstacles.find(|it| it["field"] == "text_version")?;
    Some(found["reason"].as_str().unwrap().to_owned())
}

fn refused(revoir: &Revoir, dpo: &str, revision: &Value) -> (u16, String, Value) {
    let body = json!({ "revision": revision, "why": "x" });
    let path = "/api/sites/demo/policies/ux/versions";
    let answer = ask(revoir, dpo, "POST", path, &body);
    let field = answer.json()["field"].clone();
    (answer.status, answer.problem(), field)
}

#[test]
fn only_a_dpo_leaves_session_replay_off_the_first_level_and_with_a_reason() {
    let revoir = Revoir::demo();
    let (dpo, owner) = (revoir.sign_in("dpo"), revoir.sign_in("admin"));
    let off = json!({ "off_first_level": "a closed site whose users were told in writing" });
    let revision = draft(&revoir, &owner, &off)["revision"].clone();
    let body = json!({ "revision": revision, "why": "x" });
    let path = "/api/sites/demo/policies/ux";

    let by_owner = ask(&revoir, &owner, "POST", &format!("{path}/versions"), &body);
    let by_dpo = ask(&revoir, &dpo, "POST", &format!("{path}/versions"), &body);

    assert_eq!(
        (by_owner.status, by_owner.problem().as_str()),
        (403, "/problems/deviation-needs-dpo")
    );
    assert_eq!(by_dpo.status, 201);
    let versions = revoir.get_as(&dpo, &format!("{path}/versions")).json();
    assert_eq!(
        versions["versions"][0]["policy"]["off_first_level"],
        off["off_first_level"]
    );
    // the others still tell
    assert_eq!(texts(&revoir)["first_level"], true);
}
