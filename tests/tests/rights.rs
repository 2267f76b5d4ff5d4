//! What a visitor does with recordings of theirs, with receipts and nothing else.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use revoir_tests::{
    Revoir,
    http::Answer,
    tickets::{column, end, wait_for_jobs, wait_until},
    traces::SWIFT,
    visitor::{PLAIN, batch, open_with, page, send, yesterday},
    wait_for,
};
use serde_json::{Value, json};

const TEXT: &str = "That was my sister, <b>not</b> me.";

fn receipt(number: u8) -> String {
    format!("{number:02x}").repeat(32)
}

/// Opens a recording of a purpose, sends a page, and returns its id and its grant.
fn visit(revoir: &Revoir, purpose: &str, number: u8) -> (String, String) {
    let hash = revoir.sql(&format!(
        "select encode(sha256(decode('{}', 'hex')), 'hex')",
        receipt(number)
    ));
    let grant = open_with(revoir, (purpose, 1), &yesterday(revoir), &hash);
    assert_eq!(send(revoir, &batch(&grant, 0, &page("hi", 0))).status, 202);
    let id = format!("select id from recordings where receipt_hash = decode('{hash}', 'hex')");
    (revoir.sql(&id), grant)
}

fn settled(revoir: &Revoir, purpose: &str, number: u8) -> String {
    let (id, _) = visit(revoir, purpose, number);
    end(revoir, &id);
    wait_until(revoir, &id, ("state", "settled"));
    id
}

/// What the page `/r/` asks with one receipt.
fn ask(revoir: &Revoir, what: &str, number: u8, more: &Value) -> Answer {
    let mut body = json!({ "receipt": receipt(number) });
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let path = format!("/v1/receipts/{what}");
    revoir.ask("POST", &path, &[PLAIN], body.to_string().as_bytes())
}

fn restrict(revoir: &Revoir, number: u8, restricted: bool) {
    let answer = ask(
        revoir,
        "restriction",
        number,
        &json!({ "restricted": restricted }),
    );
    assert_eq!(answer.status, 204, "{}", answer.text());
}

fn outcome(answer: &Answer) -> (u16, String) {
    (answer.status, answer.problem())
}

#[test]
fn a_receipt_tells_of_its_recording_and_replays_it_while_it_is_open_and_once_it_is_settled() {
    let revoir = Revoir::with(&SWIFT);
    let (id, _) = visit(&revoir, "ux", 1);

    let open = ask(&revoir, "recording", 1, &json!({})).json();
    let events = ask(&revoir, "events", 1, &json!({}));
    end(&revoir, &id);
    wait_until(&revoir, &id, ("state", "settled"));
    let settled = ask(&revoir, "recording", 1, &json!({})).json();

    assert_eq!(open["purpose"], "ux");
    assert_eq!(
        (&open["state"], &open["expires_at"]),
        (&json!("open"), &Value::Null)
    );
    assert_eq!(events.json().as_array().unwrap().len(), 2);
    assert_eq!(settled["duration_band"], "under_1_min");
    assert_eq!(settled["entry_route"], "/demo/");
    let expiry = format!(
        "{}Z",
        column(
            &revoir,
            &id,
            "to_char(expires_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS')"
        )
    );
    assert_eq!(settled["expires_at"], expiry);
    assert_eq!(ask(&revoir, "events", 1, &json!({})).json(), events.json());
}

#[test]
fn what_is_unknown_erased_or_past_its_time_answers_alike() {
    let revoir = Revoir::with(&SWIFT);
    let expired = settled(&revoir, "ux", 1);
    drop(revoir.sql(&format!(
        "update recordings set expires_at = now() where id = '{expired}'"
    )));
    let _erased = settled(&revoir, "ux", 2);
    assert_eq!(ask(&revoir, "erasure", 2, &json!({})).status, 200);
    let gone = (404, "/problems/recording-not-found".to_owned());

    for number in [1, 2, 3] {
        for (what, more) in [
            ("recording", json!({})),
            ("events", json!({})),
            ("archive", json!({})),
            ("restriction", json!({ "restricted": true })),
            ("restriction", json!({ "restricted": false })),
            ("statement", json!({ "text": TEXT })),
            ("erasure", json!({})),
        ] {
            if (what, number) == ("erasure", 2) {
                continue; // whose certificate was lost gets it again: tests/tests/erasing.rs
            }
            assert_eq!(
                outcome(&ask(&revoir, what, number, &more)),
                gone,
                "{what} {number}"
            );
        }
    }
}

#[test]
fn what_cannot_be_read_is_refused_and_not_repeated() {
    let revoir = Revoir::demo();
    for body in [
        "",
        "[]",
        "{}",
        r#"{"receipt":7}"#,
        r#"{"receipt":"5ecret"}"#,
    ] {
        let answer = revoir.ask("POST", "/v1/receipts/recording", &[PLAIN], body.as_bytes());
        assert_eq!(
            outcome(&answer),
            (400, "/problems/unreadable-request".to_owned()),
            "{body}"
        );
        assert!(!answer.text().contains("5ecret"));
    }
    let (_, _) = visit(&revoir, "ux", 1);
    let long = "x".repeat(2_001);
    assert_eq!(
        ask(&revoir, "statement", 1, &json!({ "text": long })).status,
        413
    );
    assert_eq!(
        ask(&revoir, "restriction", 1, &json!({ "restricted": "yes" })).status,
        400
    );
    assert_eq!(ask(&revoir, "restriction", 1, &json!({})).status, 400);
}

#[test]
fn guessing_is_limited() {
    let revoir = Revoir::with(&[("REVOIR_LIMITS__RECEIPTS_PER_MINUTE", "3")]);

    let statuses: Vec<u16> = (0..8)
        .map(|number| ask(&revoir, "recording", number, &json!({})).status)
        .collect();

    assert!(statuses.contains(&404), "{statuses:?}");
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
}

#[test]
fn erasing_leaves_no_row_and_takes_no_later_batch() {
    let revoir = Revoir::with(&SWIFT);
    let (id, grant) = visit(&revoir, "ux", 1);
    let other = settled(&revoir, "support", 2);

    assert_eq!(ask(&revoir, "erasure", 1, &json!({})).status, 200);
    wait_for_jobs(&revoir);

    assert_eq!(
        send(&revoir, &batch(&grant, 1, &page("late", 9))).status,
        410
    );
    for table in ["chunks", "frames", "outlines"] {
        let rows = format!("select count(*) from {table} where recording_id = '{id}'");
        assert_eq!(revoir.sql(&rows), "0", "{table}");
    }
    assert_eq!(column(&revoir, &id, "id"), "");
    assert_eq!(column(&revoir, &other, "id"), other);
}

#[test]
fn a_restricted_recording_is_watched_and_taken_out_by_nobody_until_that_is_lifted() {
    let revoir = Revoir::with(&SWIFT);
    let id = settled(&revoir, "ux", 1);
    let analyst = revoir.sign_in("analyst");
    let paths = [
        "timeline",
        "transcript",
        "events?state=settled&first=0&last=0",
        "export",
        "notes",
    ]
    .map(|what| format!("/api/sites/demo/recordings/{id}/{what}"));
    let locked = (423, "/problems/recording-restricted".to_owned());

    restrict(&revoir, 1, true);

    for path in &paths {
        assert_eq!(outcome(&revoir.get_as(&analyst, path)), locked, "{path}");
    }
    for what in ["events", "archive"] {
        assert_eq!(
            outcome(&ask(&revoir, what, 1, &json!({}))),
            locked,
            "{what}"
        );
    }
    let shown = revoir
        .get_as(&analyst, &format!("/api/sites/demo/recordings/{id}"))
        .json();
    assert!(
        shown["restricted_until"].is_string() && shown["strip"].is_null(),
        "{shown}"
    );

    restrict(&revoir, 1, false);

    for path in &paths {
        assert_eq!(revoir.get_as(&analyst, path).status, 200, "{path}");
    }
    assert_eq!(ask(&revoir, "events", 1, &json!({})).status, 200);
}

#[test]
fn whatever_asks_the_database_in_its_tenant_gets_no_byte_of_what_is_restricted() {
    let revoir = Revoir::with(&SWIFT);
    let settled = settled(&revoir, "ux", 1);
    let (open, _) = visit(&revoir, "ux", 2);
    let tenant = column(&revoir, &open, "organisation_id");
    let seen = || {
        revoir.sql(&format!(
            "set revoir.organisation = '{tenant}'; set role revoir_app;
             select exists (select from frames where recording_id = '{settled}'),
                    exists (select from outlines where recording_id = '{settled}'),
                    exists (select from chunks where recording_id = '{open}')"
        ))
    };
    assert_eq!(seen(), "t|t|t");

    restrict(&revoir, 1, true);
    restrict(&revoir, 2, true);

    assert_eq!(seen(), "f|f|f");
}

#[test]
fn a_restricted_recording_is_held_and_lifting_gives_it_its_ordinary_expiry_back() {
    let revoir = Revoir::with(&SWIFT);
    let id = settled(&revoir, "ux", 1);
    let ordinary = column(&revoir, &id, "expires_at");

    restrict(&revoir, 1, true);
    wait_until(&revoir, &id, ("bucket", "ux-held"));
    wait_for_jobs(&revoir);

    assert_eq!(column(&revoir, &id, "expires_at = restricted_until"), "t");
    assert_eq!(column(&revoir, &id, "ordinary_until"), ordinary);
    let within =
        "restricted_until between now() + interval '330 days' and now() + interval '366 days'";
    assert_eq!(column(&revoir, &id, within), "t");

    restrict(&revoir, 1, false);

    assert_eq!(column(&revoir, &id, "expires_at"), ordinary);
    assert_eq!(ask(&revoir, "events", 1, &json!({})).status, 200);

    restrict(&revoir, 1, true);
    drop(revoir.sql(&format!(
        "update recordings set ordinary_until = now() where id = '{id}'"
    )));
    restrict(&revoir, 1, false);

    assert_eq!(ask(&revoir, "recording", 1, &json!({})).status, 404);
    wait_for("deletion", 60, || column(&revoir, &id, "id").is_empty());
}

#[test]
fn a_restriction_ends_by_itself() {
    let revoir = Revoir::with(&SWIFT);
    let id = settled(&revoir, "ux", 1);
    restrict(&revoir, 1, true);
    wait_until(&revoir, &id, ("bucket", "ux-held"));

    drop(revoir.sql(&format!(
        "update recordings set restricted_until = date_trunc('month', now(), 'UTC') where id = '{id}'"
    )));

    wait_until(&revoir, &id, ("restricted_until is null", "t"));
    assert_eq!(column(&revoir, &id, "expires_at = ordinary_until"), "t");
    assert_eq!(ask(&revoir, "events", 1, &json!({})).status, 200);
}

#[test]
fn a_statement_is_sealed_survives_settling_and_is_shown_to_who_watches() {
    let revoir = Revoir::with(&SWIFT);
    let (id, _) = visit(&revoir, "ux", 1);
    assert_eq!(
        ask(&revoir, "statement", 1, &json!({ "text": TEXT })).status,
        204
    );

    end(&revoir, &id);
    wait_until(&revoir, &id, ("state", "settled"));

    let analyst = revoir.sign_in("analyst");
    let path = format!("/api/sites/demo/recordings/{id}");
    assert_eq!(revoir.get_as(&analyst, &path).json()["statement"], TEXT);
    assert_eq!(
        ask(&revoir, "recording", 1, &json!({})).json()["statement"],
        TEXT
    );
    let dump = revoir.dump();
    assert!(!dump.windows(9).any(|part| part == b"my sister"));
    let hex = revoir.sql("select encode('my sister'::bytea, 'hex')");
    assert!(!String::from_utf8_lossy(&dump).contains(&hex));

    assert_eq!(
        ask(&revoir, "statement", 1, &json!({ "text": "" })).status,
        204
    );
    assert!(revoir.get_as(&analyst, &path).json()["statement"].is_null());
}

#[test]
fn what_awaits_its_verdict_is_shown_to_its_visitor_alone() {
    let revoir = Revoir::with(&SWIFT);
    let (id, _) = visit(&revoir, "ux", 1);
    drop(revoir.sql(&format!(
        "update recordings set verdict_by = now() + interval '1 hour' where id = '{id}'"
    )));
    let analyst = revoir.sign_in("analyst");

    let told = ask(&revoir, "recording", 1, &json!({})).json();

    assert_eq!(told["awaits_verdict"], true);
    assert_eq!(
        ask(&revoir, "events", 1, &json!({}))
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );
    restrict(&revoir, 1, true);
    restrict(&revoir, 1, false);
    assert_eq!(
        ask(&revoir, "statement", 1, &json!({ "text": TEXT })).status,
        204
    );
    let path = format!("/api/sites/demo/recordings/{id}");
    assert_eq!(revoir.get_as(&analyst, &path).status, 404);
    assert_eq!(ask(&revoir, "erasure", 1, &json!({})).status, 200);
}

#[test]
fn what_visitors_do_is_counted_by_day_and_purpose_and_no_receipt_is_logged_or_measured() {
    let revoir = Revoir::with(&[SWIFT.as_slice(), &[("RUST_LOG", "trace")]].concat());
    let _id = settled(&revoir, "ux", 0x7a);
    for (what, more) in [
        ("recording", json!({})),
        ("events", json!({})),
        ("events", json!({})),
        ("archive", json!({})),
        ("restriction", json!({ "restricted": true })),
        ("restriction", json!({ "restricted": false })),
        ("statement", json!({ "text": TEXT })),
        ("erasure", json!({})),
    ] {
        let answer = ask(&revoir, what, 0x7a, &more);
        assert!(answer.status < 300, "{what} {}", answer.text());
    }

    let counts = revoir.sql("select event, purpose, count from audit_tallies where event like 'receipt.%' order by event");
    assert_eq!(
        counts.lines().collect::<Vec<_>>(),
        [
            "receipt.erased|ux|1",
            "receipt.exported|ux|1",
            "receipt.lifted|ux|1",
            "receipt.restricted|ux|1",
            "receipt.stated|ux|1",
            "receipt.watched|ux|2"
        ]
    );
    let hash = revoir.sql(&format!(
        "select encode(sha256(decode('{}', 'hex')), 'hex')",
        receipt(0x7a)
    ));
    let metrics = revoir.ask("GET", "/metrics", &[], &[]).text();
    for text in [revoir.log(), metrics] {
        for secret in [&receipt(0x7a), &hash, "my sister"] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
}

#[test]
fn no_other_origin_reads_what_a_receipt_tells() {
    let revoir = Revoir::demo();
    let _visit = visit(&revoir, "ux", 1);
    let body = json!({ "receipt": receipt(1) }).to_string();

    let answer = revoir.ask(
        "POST",
        "/v1/receipts/recording",
        &[PLAIN, ("origin", "https://evil.example")],
        body.as_bytes(),
    );

    assert_eq!(answer.header("access-control-allow-origin"), None);
}
