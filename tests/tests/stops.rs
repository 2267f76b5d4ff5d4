//! Stopping a purpose at once, and trying a draft before anyone is subject to it.
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use revoir_tests::{
    Revoir,
    accounts::{draft, send as send_json},
    http::Answer,
    traces::{SWIFT, moved, the_one},
    visitor::{PLAIN, ask_for, batch, grant_request, open, refused, send},
    wait_for,
};
use serde_json::{Value, json};

const STOP: &str = "/api/sites/demo/policies/ux/stop";
const TRIAL: &str = "/api/sites/demo/policies/ux/trial";
const TESTED: &str = "https://staging.example";

/// The purposes that a page of this origin is offered, with their versions.
fn offered(revoir: &Revoir, origin: &str) -> Vec<(String, u64)> {
    let path = "/v1/sites/demo/policy";
    let answer = revoir.ask("GET", path, &[("origin", origin)], b"");
    assert_eq!(answer.status, 200, "{}", answer.text());
    let document = answer.json();
    let purposes = document["purposes"].as_array().into_iter().flatten();
    let told = purposes.map(|it| {
        let purpose = it["purpose"].as_str().unwrap_or_default().to_owned();
        (purpose, it["policy_version"].as_u64().unwrap_or_default())
    });
    told.collect()
}

fn ask_from(revoir: &Revoir, origin: &str, version: u64, receipt: u8) -> Answer {
    let mut request = grant_request(revoir, "ux");
    request["policy_version"] = json!(version);
    request["receipt_hash"] = json!(format!("{receipt:02x}").repeat(32));
    let headers = [PLAIN, ("origin", origin)];
    let body = request.to_string();
    revoir.ask("POST", "/v1/grants", &headers, body.as_bytes())
}

fn send_from(revoir: &Revoir, origin: &str, body: &[u8]) -> Answer {
    let headers = [PLAIN, ("origin", origin)];
    revoir.ask("POST", "/v1/batches", &headers, body)
}

fn logged(revoir: &Revoir, event: &str) -> String {
    revoir.sql(&format!(
        "select count(*) from audit_entries where event = '{event}'"
    ))
}

#[test]
fn a_purpose_that_is_stopped_opens_nothing_and_takes_nothing_in() {
    let mut revoir = Revoir::with(&SWIFT);
    let grant = open(&revoir, 1);
    assert_eq!(send(&revoir, &batch(&grant, 0, &moved(0))).status, 202);
    let id = the_one(&revoir, 1);
    let dpo = revoir.sign_in("dpo");
    let why = json!({ "why": "a breach at our own supplier" });

    let stopped = send_json(&revoir, &dpo, "PUT", STOP, &why);

    assert_eq!(stopped.status, 204, "{}", stopped.text());
    let offered_now = offered(&revoir, "http://localhost");
    assert!(
        offered_now.iter().all(|(purpose, _)| purpose != "ux"),
        "{offered_now:?}"
    );
    let late = send(&revoir, &batch(&grant, 1, &moved(1)));
    assert_eq!(
        (late.status, late.problem().as_str()),
        (410, "/problems/recording-gone")
    );
    let asked = ask_for(&revoir, |it| it["receipt_hash"] = json!("22".repeat(32)));
    assert_eq!(
        (asked.status, asked.problem().as_str()),
        (410, "/problems/purpose-stopped")
    );
    // the grant that was lost on its way is not told again, either
    let again = ask_for(&revoir, |it| it["receipt_hash"] = json!("01".repeat(32)));
    assert_eq!(again.status, 410);
    let state = format!("select state from recordings where id = '{id}'");
    wait_for("settling", 30, || revoir.sql(&state) == "settled");
    let shown = revoir.get_as(&dpo, "/api/sites/demo/policies").json();
    let shown = shown["policies"].as_array().cloned().unwrap_or_default();
    let of = |purpose: &str| {
        shown
            .iter()
            .find(|it| it["policy"]["purpose"] == purpose)
            .cloned()
    };
    assert_eq!(of("ux").unwrap_or_default()["stopped"]["by"], "DPO");
    assert_eq!(of("errors").unwrap_or_default()["stopped"], Value::Null);

    // stopped is stopped, also for another process; and twice is once
    revoir.stop();
    revoir.start();
    assert_eq!(send_json(&revoir, &dpo, "PUT", STOP, &why).status, 204);
    assert!(
        offered(&revoir, "http://localhost")
            .iter()
            .all(|(purpose, _)| purpose != "ux")
    );
    assert_eq!(logged(&revoir, "purpose.stopped"), "1");

    let resume = revoir.run(&["policy", "resume", "demo", "ux", "--why", "it is over"]);
    assert!(resume.status.success(), "{resume:?}");
    assert_eq!(send(&revoir, &batch(&grant, 1, &moved(1))).status, 410);
    let open_again = open(&revoir, 3);
    assert_eq!(send(&revoir, &batch(&open_again, 0, &moved(0))).status, 202);
    assert_eq!(logged(&revoir, "purpose.resumed"), "1");
}

#[test]
fn a_stop_says_why_and_is_a_dpos() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");

    let blank = send_json(&revoir, &dpo, "PUT", STOP, &json!({ "why": " " }));
    refused(&revoir, &blank, 400, "/problems/unreadable-request");
    for account in ["agent", "analyst", "developer", "auditor", "operator"] {
        let cookie = revoir.sign_in(account);
        let tried = send_json(&revoir, &cookie, "PUT", STOP, &json!({ "why": "x" }));
        assert_eq!(tried.status, 403, "{account}");
    }
    let unknown = revoir.run(&["policy", "stop", "nowhere", "ux", "--why", "x"]);
    assert_eq!(unknown.status.code(), Some(3), "{unknown:?}");
    assert_eq!(offered(&revoir, "http://localhost").len(), 3);
}

#[test]
fn a_draft_runs_on_the_test_origins_alone_and_what_it_records_is_marked_and_gone_in_a_day() {
    let revoir = Revoir::with(&SWIFT);
    let owner = revoir.sign_in("admin");
    let declared = json!({ "test_origins": [TESTED] });
    let declared = send_json(&revoir, &owner, "PATCH", "/api/sites/demo", &declared);
    assert_eq!(declared.status, 204, "{}", declared.text());
    draft(&revoir, "ux", |policy| {
        policy["lifespan_minutes"] = json!(7);
    });
    let dpo = revoir.sign_in("dpo");

    let begun = send_json(&revoir, &dpo, "POST", TRIAL, &json!({ "revision": 1 }));

    assert_eq!(begun.status, 201, "{}", begun.text());
    let version = |origin| {
        let all = offered(&revoir, origin);
        all.into_iter()
            .find(|(purpose, _)| purpose == "ux")
            .map(|(_, version)| version)
    };
    assert_eq!(
        (version(TESTED), version("http://localhost")),
        (Some(2), Some(1))
    );
    // nobody else gets a recording under it, and nobody there under the published one
    assert_eq!(
        ask_from(&revoir, "http://localhost", 2, 1).problem(),
        "/problems/policy-changed"
    );
    assert_eq!(
        ask_from(&revoir, TESTED, 1, 1).problem(),
        "/problems/policy-changed"
    );
    let opened = ask_from(&revoir, TESTED, 2, 2);
    assert_eq!(opened.status, 200, "{}", opened.text());
    let tested = opened.json()["grant"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    assert_eq!(
        send_from(&revoir, TESTED, &batch(&tested, 0, &moved(0))).status,
        202
    );
    // and a trial ends no recording of anybody else
    let ordinary = open(&revoir, 3);
    assert_eq!(send(&revoir, &batch(&ordinary, 0, &moved(0))).status, 202);
    // which is not counted with those of the trial
    let told = revoir.get_as(&dpo, "/api/sites/demo/policies").json();
    let trials = told["policies"].as_array().into_iter().flatten();
    let counted: Vec<&Value> = trials.map(|it| &it["trial"]["recordings"]).collect();
    assert_eq!(counted.iter().filter(|it| **it == &json!(1)).count(), 1);
    assert_eq!(counted.iter().filter(|it| it.is_number()).count(), 1);

    let ended = send_json(&revoir, &dpo, "DELETE", TRIAL, &json!({}));

    assert_eq!(ended.status, 204, "{}", ended.text());
    assert_eq!(version(TESTED), Some(1));
    // at no instant since it began: a clock that is set back revives nothing
    let counts = "select count(*) from policies where trial_until > published_at";
    assert_eq!(revoir.sql(counts), "0");
    assert_eq!(
        send_from(&revoir, TESTED, &batch(&tested, 1, &moved(1))).status,
        410
    );
    assert_eq!(send(&revoir, &batch(&ordinary, 1, &moved(1))).status, 202);
    let id = the_one(&revoir, 2);
    let row = format!(
        "select state || trial || (expires_at <= now() + interval '24 hours') from recordings where id = '{id}'"
    );
    wait_for("settling", 30, || revoir.sql(&row) == "settledtruetrue");
    let analyst = revoir.sign_in("analyst");
    let listed = revoir
        .get_as(&analyst, "/api/sites/demo/recordings?purpose=ux&limit=100")
        .json();
    let listed = listed["recordings"].as_array().cloned().unwrap_or_default();
    let marked: Vec<&Value> = listed.iter().filter(|it| it["trial"] == true).collect();
    assert_eq!(marked.len(), 1);
    assert_eq!(marked[0]["id"], id.as_str());
    let history = revoir
        .get_as(&dpo, "/api/sites/demo/policies/ux/versions")
        .json();
    assert_eq!(history["versions"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (
            logged(&revoir, "policy.tried"),
            logged(&revoir, "policy.trial_ended")
        ),
        ("1".to_owned(), "1".to_owned())
    );
}

#[test]
fn a_trial_is_over_when_the_next_version_is_published_and_after_a_week() {
    let revoir = Revoir::demo();
    let owner = revoir.sign_in("admin");
    let declared = json!({ "test_origins": [TESTED] });
    assert_eq!(
        send_json(&revoir, &owner, "PATCH", "/api/sites/demo", &declared).status,
        204
    );
    draft(&revoir, "errors", |policy| {
        policy["lifespan_minutes"] = json!(7);
    });
    let tried = revoir.run(&["policy", "try", "demo", "errors", "--revision", "1"]);
    assert!(tried.status.success(), "{tried:?}");
    let version = || {
        let all = offered(&revoir, TESTED);
        all.into_iter()
            .find(|(purpose, _)| purpose == "errors")
            .map(|(_, version)| version)
    };
    assert_eq!(version(), Some(2));
    let week =
        revoir.sql("select trial_until - published_at from policies where trial_until is not null");
    assert_eq!(week, "7 days");

    drop(revoir.sql("update policies set trial_until = now() where trial_until is not null"));
    assert_eq!(version(), Some(1));

    drop(revoir.sql(
        "update policies set trial_until = now() + interval '1 hour' where trial_until is not null",
    ));
    let published = revoir.run(&[
        "policy",
        "publish",
        "demo",
        "errors",
        "--revision",
        "1",
        "--why",
        "it does",
    ]);
    assert!(published.status.success(), "{published:?}");
    assert_eq!(version(), Some(3));
    assert_eq!(
        revoir
            .run(&["policy", "try", "demo", "errors", "--revision", "9"])
            .status
            .code(),
        Some(3)
    );
}

#[test]
fn a_stop_that_is_resumed_at_once_has_ended_what_was_open() {
    let revoir = Revoir::with(&[("REVOIR_JOBS__SWEEP_SECONDS", "3600")]);
    let grant = open(&revoir, 1);
    assert_eq!(send(&revoir, &batch(&grant, 0, &moved(0))).status, 202);
    let dpo = revoir.sign_in("dpo");
    let why = json!({ "why": "by mistake" });

    assert_eq!(send_json(&revoir, &dpo, "PUT", STOP, &why).status, 204);
    assert_eq!(send_json(&revoir, &dpo, "DELETE", STOP, &why).status, 204);
    let left = "select count(*) from jobs where kind = 'close'";
    wait_for("closing", 30, || revoir.sql(left) == "0");

    assert_eq!(send(&revoir, &batch(&grant, 1, &moved(1))).status, 410);
    let again = open(&revoir, 2);
    assert_eq!(send(&revoir, &batch(&again, 0, &moved(0))).status, 202);
}
