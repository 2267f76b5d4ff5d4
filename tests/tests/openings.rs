//! Opening a recording: what is asked wrongly, too often, twice, or for nothing.

use revoir_tests::{
    Revoir,
    visitor::{PLAIN, ask_for, refused},
};
use serde_json::{Value, json};

#[test]
fn an_unknown_site_is_not_found() {
    let revoir = Revoir::demo();

    let policy = revoir.ask("GET", "/v1/sites/nobody/policy", &[], b"");
    let grant = ask_for(&revoir, |request| request["site"] = json!("nobody"));

    refused(&revoir, &policy, 404, "/problems/site-not-found");
    refused(&revoir, &grant, 404, "/problems/site-not-found");
}

#[test]
fn a_purpose_around_triggers_opens_nothing_without_one() {
    let revoir = Revoir::demo();

    for purpose in ["support", "errors"] {
        let answer = ask_for(&revoir, |request| request["purpose"] = json!(purpose));
        refused(&revoir, &answer, 422, "/problems/awaiting-trigger");
    }
    assert_eq!(
        revoir.sql("select count(*) from recordings where not imported"),
        "0"
    );
}

#[test]
fn a_receipt_opens_one_recording_however_often_it_is_asked() {
    let revoir = Revoir::demo();
    let ask = || {
        ask_for(&revoir, |request| {
            request["receipt_hash"] = json!("11".repeat(32));
        })
    };

    let (first, again) = (ask(), ask());

    assert_eq!((first.status, again.status), (200, 200));
    assert_eq!(first.json()["grant"], again.json()["grant"]);
    let opened = "select count(*) from recordings where not imported";
    assert_eq!(revoir.sql(opened), "1");
    drop(
        revoir
            .sql("update recordings set site_id = site_id, policy_version = 2 where not imported"),
    );
    refused(&revoir, &ask(), 400, "/problems/unreadable-request");
}

#[test]
fn what_a_grant_request_gets_wrong_is_named() {
    let revoir = Revoir::demo();
    let cases: [(&str, Value, u16, &str); 7] = [
        (
            "purpose",
            json!("marketing"),
            404,
            "/problems/purpose-not-found",
        ),
        ("policy_version", json!(7), 409, "/problems/policy-changed"),
        (
            "policy_version",
            json!("one"),
            400,
            "/problems/unreadable-request",
        ),
        (
            "receipt_hash",
            json!("xyz"),
            400,
            "/problems/unreadable-request",
        ),
        (
            "consent",
            json!({ "text_version": "2", "mechanism": "", "at": "2026-11-01T00:00:00Z" }),
            422,
            "/problems/consent-not-valid",
        ),
        (
            "consent",
            json!({ "text_version": "1", "mechanism": "", "at": "2020-01-01T00:00:00Z" }),
            422,
            "/problems/consent-not-valid",
        ),
        (
            "consent",
            json!({ "text_version": "1", "mechanism": "", "at": "2999-01-01T00:00:00Z" }),
            422,
            "/problems/consent-not-valid",
        ),
    ];

    for (field, value, status, problem) in cases {
        let answer = ask_for(&revoir, |request| request[field] = value);
        refused(&revoir, &answer, status, problem);
    }
    assert_eq!(
        revoir.sql("select count(*) from recordings where not imported"),
        "0"
    );
}

#[test]
fn an_identifier_is_refused_where_the_policy_allows_none() {
    let revoir = Revoir::demo();

    let answer = ask_for(&revoir, |request| {
        request["pseudonym_input"] = json!({ "id": "anna@example.org" });
    });

    refused(&revoir, &answer, 422, "/problems/identifier-not-allowed");
    assert!(!answer.text().contains("anna"));
}

#[test]
fn who_asks_too_often_is_told_how_long_to_wait() {
    let revoir = Revoir::with(&[
        ("REVOIR_LIMITS__OPENINGS_PER_MINUTE", "0"),
        ("REVOIR_LIMITS__SIGN_INS_PER_MINUTE", "0"),
    ]);
    let json = [("content-type", "application/json")];
    let credentials = br#"{"email":"a@b","password":"c"}"#;

    let grant = ask_for(&revoir, |_| {});
    let withdrawal = revoir.ask("POST", "/v1/withdrawals", &[PLAIN], b"{}");
    let sign_in = revoir.ask("POST", "/api/session", &json, credentials);

    for answer in [grant, withdrawal, sign_in] {
        refused(&revoir, &answer, 429, "/problems/too-many-requests");
        assert!(
            (1..=60).contains(
                &answer
                    .header("retry-after")
                    .unwrap()
                    .parse::<u32>()
                    .unwrap()
            )
        );
    }
}
