//! Opening a recording: what is asked wrongly, too often, twice, or for nothing.

use revoir_tests::{
    Revoir,
    accounts::publish,
    traces::keys_in,
    visitor::{PLAIN, ask_for, refused},
};
use serde_json::{Value, json};

/// How many rows each table has, and each bucket of the key ring keys.
fn traces(revoir: &Revoir) -> String {
    let tables = revoir.sql(
        "select relname from pg_class where relnamespace = 'revoir'::regnamespace
             and relkind in ('r', 'p') and not relispartition order by relname",
    );
    let counts = tables
        .lines()
        .map(|table| format!("select '{table} ' || count(*) from {table}"));
    let counts: Vec<String> = counts.collect();
    let keys = revoir.data.path().join("keys");
    let (arrived, settled) = (keys_in(&keys, "arrival"), keys_in(&keys, "until"));
    format!(
        "{}\n{arrived} {settled}",
        revoir.sql(&counts.join(" union all "))
    )
}

#[test]
fn a_visit_that_is_not_drawn_leaves_no_row_and_no_key() {
    let revoir = Revoir::demo();
    publish(&revoir, "ux", |policy| {
        policy["collection"]["L1"]["rate"] = json!(0.0);
    });
    let before = traces(&revoir);

    for receipt in 0..20 {
        let answer = ask_for(&revoir, |request| {
            request["policy_version"] = json!(2);
            request["receipt_hash"] = json!(format!("{receipt:02x}").repeat(32));
        });
        assert_eq!(
            (answer.status, answer.json()),
            (200, json!({ "drawn": false }))
        );
    }

    assert_eq!(traces(&revoir), before);
    drop(ask_for(&revoir, |request| {
        request["purpose"] = json!("errors");
    }));
    assert_ne!(traces(&revoir), before);
}

#[test]
fn an_unknown_site_is_not_found() {
    let revoir = Revoir::demo();

    let policy = revoir.ask("GET", "/v1/sites/nobody/policy", &[], b"");
    let grant = ask_for(&revoir, |request| request["site"] = json!("nobody"));

    refused(&revoir, &policy, 404, "/problems/site-not-found");
    refused(&revoir, &grant, 404, "/problems/site-not-found");
}

#[test]
fn a_purpose_around_triggers_opens_nothing_where_its_policy_names_none() {
    let revoir = Revoir::demo();
    publish(&revoir, "errors", |policy| {
        policy["collection"]["L2"]["triggers"] = json!([]);
    });

    let answer = ask_for(&revoir, |request| {
        request["purpose"] = json!("errors");
        request["policy_version"] = json!(2);
    });

    refused(&revoir, &answer, 422, "/problems/awaiting-trigger");
    assert_eq!(
        revoir.sql("select count(*) from recordings where not imported"),
        "0"
    );
}

#[test]
fn a_purpose_around_triggers_opens_whenever_a_browser_says_that_one_fired() {
    let revoir = Revoir::demo();

    for receipt in 0..20 {
        let answer = ask_for(&revoir, |request| {
            request["purpose"] = json!("errors");
            request["receipt_hash"] = json!(format!("{receipt:02x}").repeat(32));
        });
        assert!(answer.json()["grant"].is_string(), "{}", answer.text());
    }
    let errors = "select count(*) from recordings where not imported and purpose = 'errors'";
    assert_eq!(revoir.sql(errors), "20");
}

#[test]
fn everyone_is_told_the_triggers_of_a_policy_and_nobody_why_it_needs_a_history() {
    let revoir = Revoir::demo();

    let policy = revoir.ask("GET", "/v1/sites/demo/policy", &[], b"").json();

    let errors = &policy["purposes"].as_array().unwrap()[2];
    assert_eq!(
        errors["collection"],
        json!({ "measure": "L2", "history": "on_device", "before_s": 60, "after_s": 120, "triggers": [
            { "on": "javascript_error" }, { "on": "unhandled_rejection" }, { "on": "failed_request" }, { "on": "rage_click" },
        ], "requests": true })
    );
}

#[test]
fn a_browser_is_told_of_requests_and_thresholds_only_where_the_policy_has_them() {
    let revoir = Revoir::demo();
    let collection = |at: usize| {
        let policy = revoir.ask("GET", "/v1/sites/demo/policy", &[], b"").json();
        policy["purposes"][at]["collection"].clone()
    };
    assert_eq!(collection(1), json!({ "measure": "L1", "rate": 1.0 }));

    publish(&revoir, "ux", |policy| {
        let keep = json!([{ "marker": "failed_request" }]);
        policy["collection"] = json!({ "L3": { "keep": keep } });
        policy["friction"] = json!({ "rage_clicks": 4 });
    });
    publish(&revoir, "errors", |policy| {
        policy["collection"]["L2"]["triggers"] = json!([{ "on": "rage_click" }]);
        policy["friction"] = json!({ "rage_clicks": 4 });
    });

    assert_eq!(collection(1), json!({ "measure": "L3", "requests": true }));
    let errors = collection(2);
    assert_eq!(errors["requests"], Value::Null);
    assert_eq!(errors["friction"]["rage_clicks"], 4);
    assert_eq!(errors["friction"]["dead_click_ms"], 20_000);
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
            json!({ "text_version": "2", "mechanism": "test", "at": "2026-11-01T00:00:00Z" }),
            422,
            "/problems/consent-not-valid",
        ),
        (
            "consent",
            json!({ "text_version": "1", "mechanism": "test", "at": "2020-01-01T00:00:00Z" }),
            422,
            "/problems/consent-not-valid",
        ),
        (
            "consent",
            json!({ "text_version": "1", "mechanism": "test", "at": "2999-01-01T00:00:00Z" }),
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

#[test]
fn a_consent_that_could_not_be_proven_opens_nothing() {
    let revoir = Revoir::demo();
    let long = "a".repeat(65);

    for mechanism in ["", "bannière", "user 1234567", &long] {
        let proof = json!({ "site": "demo", "purposes": { "ux": true }, "text_version": "1",
            "mechanism": mechanism, "act": "given" });
        let told = revoir.ask("POST", "/v1/proofs", &[], proof.to_string().as_bytes());
        assert_eq!(told.status, 400, "{mechanism}: {}", told.text());
        let answer = ask_for(&revoir, |request| {
            request["consent"]["mechanism"] = json!(mechanism);
        });

        refused(&revoir, &answer, 422, "/problems/consent-not-valid");
        assert!(answer.text().contains("its mechanism must have"));
    }
    let answer = ask_for(&revoir, |request| {
        request["consent"]["mechanism"] = json!("Banner 2.0");
    });
    assert_eq!(answer.status, 200, "{}", answer.text());
}
