//! Bad input: the right status, a problem of a stable type, and nothing stored.

use revoir_tests::{
    Revoir, http,
    visitor::{PLAIN, batch, grant_request, gzip, open, page, raw, refused, send},
    wait_for,
};
use serde_json::json;

#[test]
fn what_no_address_or_method_means_is_a_problem_too() {
    let revoir = Revoir::demo();
    let cookie = revoir.sign_in("analyst");
    let cases = [
        (
            "GET",
            "/v1/sites/%00/policy",
            404,
            "/problems/site-not-found",
        ),
        ("GET", "/v1/sites/%ff/policy", 404, "/problems/not-found"),
        (
            "GET",
            "/api/sites/%00/recordings?purpose=ux",
            404,
            "/problems/not-found",
        ),
        (
            "GET",
            "/api/sites/demo/recordings/abc",
            404,
            "/problems/not-found",
        ),
        (
            "GET",
            "/api/sites/demo/recordings",
            400,
            "/problems/unreadable-request",
        ),
        (
            "GET",
            "/api/sites/demo/recordings?purpose=fun",
            400,
            "/problems/unreadable-request",
        ),
        (
            "GET",
            "/api/sites/demo/recordings?purpose=ux&cursor=abc",
            400,
            "/problems/unreadable-request",
        ),
        (
            "GET",
            "/api/sites/demo/recordings?purpose=ux&cursor=LTM3NzcwNTAyMzIwMSAwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA",
            400,
            "/problems/unreadable-request",
        ),
        ("PUT", "/api/session", 405, "/problems/method-not-allowed"),
        ("POST", "/api/session", 400, "/problems/unreadable-request"),
        ("GET", "/nowhere", 404, "/problems/not-found"),
    ];

    for (method, path, status, problem) in cases {
        let answer = revoir.ask(
            method,
            path,
            &[("cookie", &cookie), ("content-type", "application/json")],
            b"",
        );
        assert_eq!(
            (path, answer.status, answer.problem().as_str()),
            (path, status, problem)
        );
    }
    let large = vec![b'a'; 70_000];
    let answer = revoir.ask(
        "POST",
        "/api/session",
        &[("content-type", "application/json")],
        &large,
    );
    refused(&revoir, &answer, 413, "/problems/too-large");
    let nul = br#"{"email":"a\u0000@x","password":"x"}"#;
    let answer = revoir.ask(
        "POST",
        "/api/session",
        &[("content-type", "application/json")],
        nul,
    );
    refused(&revoir, &answer, 401, "/problems/wrong-credentials");
    assert!(!revoir.log().contains("ERROR"), "{}", revoir.log());
}

#[test]
fn a_head_that_does_not_end_is_not_waited_for() {
    let revoir = Revoir::demo();

    let answer = http::send(revoir.port, &[b"GET / HTTP/1.1\r\nhost: x\r\n"]);

    assert!(matches!(answer.status, 0 | 408), "{}", answer.status);
}

#[test]
fn a_foreign_origin_is_refused() {
    let revoir = Revoir::demo();
    let body = batch(&open(&revoir, 1), 0, &page("hello", 0));

    for origin in [
        "https://evil.test",
        "null",
        "http://localhost.evil.test",
        "http://127.0.0.1.evil.test",
    ] {
        let batch = revoir.ask("POST", "/v1/batches", &[PLAIN, ("origin", origin)], &body);
        let request = grant_request(&revoir, "ux").to_string();
        let grant = revoir.ask(
            "POST",
            "/v1/grants",
            &[PLAIN, ("origin", origin)],
            request.as_bytes(),
        );

        refused(&revoir, &batch, 403, "/problems/origin-not-allowed");
        refused(&revoir, &grant, 403, "/problems/origin-not-allowed");
    }
}

#[test]
fn a_forged_grant_is_refused() {
    let revoir = Revoir::demo();
    let grant = open(&revoir, 1);
    let other = open(&revoir, 2);
    let (payload, mac) = (
        grant.split('.').nth(1).unwrap(),
        other.split('.').nth(2).unwrap(),
    );
    let swapped = format!("v1.{payload}.{mac}");
    let flipped = grant.replacen(char::is_alphanumeric, "X", 4);
    let cut = &grant[..grant.len() - 4];

    for forged in [
        swapped.as_str(),
        flipped.as_str(),
        cut,
        "",
        "v1..",
        "v2.a.b",
    ] {
        refused(
            &revoir,
            &send(&revoir, &batch(forged, 0, &page("hello", 0))),
            401,
            "/problems/grant-not-valid",
        );
    }
}

#[test]
fn the_grant_of_another_installation_is_refused() {
    let (ours, theirs) = (Revoir::demo(), Revoir::demo());

    let answer = send(&ours, &batch(&open(&theirs, 1), 0, &page("hello", 0)));

    refused(&ours, &answer, 401, "/problems/grant-not-valid");
}

#[test]
fn bytes_that_are_not_events_are_refused() {
    let revoir = Revoir::demo();
    let grant = open(&revoir, 1);
    let whole = gzip(b"[{\"type\":1,\"data\":{},\"timestamp\":1}]");
    let deep = format!(
        "[{{\"type\":2,\"data\":{}{},\"timestamp\":1}}]",
        "{\"a\":".repeat(10_000),
        "1".to_owned() + &"}".repeat(10_000)
    );
    let cases: [(&str, &str, &[u8]); 9] = [
        ("cut short", "gzip", &whole[..whole.len() / 2]),
        ("no gzip at all", "gzip", b"hello"),
        (
            "not UTF-8",
            "none",
            b"[{\"type\":1,\"data\":{\"x\":\"\xff\xfe\"},\"timestamp\":1}]",
        ),
        ("not JSON", "none", b"[{\"type\":1,"),
        ("not an array", "none", b"{\"events\":[]}"),
        ("not events", "none", b"[1,2,3]"),
        ("no timestamp", "none", b"[{\"type\":2,\"data\":{}}]"),
        (
            "not a number",
            "none",
            b"[{\"type\":2,\"data\":{},\"timestamp\":1e400}]",
        ),
        ("too deep", "none", deep.as_bytes()),
    ];

    for (what, coding, bytes) in cases {
        let answer = send(
            &revoir,
            &raw(
                &json!({ "grant": grant, "seq": 0, "coding": coding }),
                bytes,
            ),
        );
        assert_eq!((what, answer.status), (what, 422), "{}", answer.text());
        refused(&revoir, &answer, 422, "/problems/unreadable-batch");
    }
}

#[test]
fn an_unreadable_header_is_refused() {
    let revoir = Revoir::demo();
    let unended = b"{\"grant\":\"v1.a.b\",\"seq\":0,\"coding\":\"gzip\"}".to_vec();
    let coding = raw(
        &json!({ "grant": open(&revoir, 1), "seq": 0, "coding": "br" }),
        b"",
    );

    for body in [
        Vec::new(),
        b"\n".to_vec(),
        b"hello\n".to_vec(),
        unended,
        coding,
    ] {
        refused(
            &revoir,
            &send(&revoir, &body),
            400,
            "/problems/unreadable-header",
        );
    }
}

#[test]
fn a_bomb_is_too_large() {
    let revoir = Revoir::demo();
    let bomb = gzip(&vec![b' '; 64_000_000]);

    let answer = send(
        &revoir,
        &raw(
            &json!({ "grant": open(&revoir, 1), "seq": 0, "coding": "gzip" }),
            &bomb,
        ),
    );

    refused(&revoir, &answer, 413, "/problems/too-large");
}

#[test]
fn a_body_of_ten_megabytes_is_too_large_announced_or_not() {
    let revoir = Revoir::demo();
    let large = vec![b'a'; 10_000_000];
    let head = format!(
        "POST /v1/batches HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n",
        revoir.port,
        large.len()
    );

    let announced = revoir.ask(
        "POST",
        "/v1/batches",
        &[PLAIN, ("expect", "100-continue")],
        &[],
    );
    let unannounced = http::send(revoir.port, &[head.as_bytes(), &large[..1_200_000]]);
    let lengthy = format!(
        "POST /v1/batches HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nconnection: close\r\ncontent-length: 10000000\r\n\r\n",
        revoir.port
    );
    let stated = http::send(revoir.port, &[lengthy.as_bytes()]);

    assert_eq!(announced.status, 400);
    refused(&revoir, &unannounced, 413, "/problems/too-large");
    refused(&revoir, &stated, 413, "/problems/too-large");
}

#[test]
fn a_body_that_does_not_come_is_too_slow() {
    let revoir = Revoir::demo();
    let head = format!(
        "POST /v1/batches HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nconnection: close\r\ncontent-length: 100\r\n\r\nhalf",
        revoir.port
    );

    let answer = http::send(revoir.port, &[head.as_bytes()]);

    refused(&revoir, &answer, 408, "/problems/too-slow");
}

#[test]
fn a_sequence_out_of_range_is_refused() {
    let revoir = Revoir::demo();
    let grant = open(&revoir, 1);

    for seq in [json!(65_536), json!(-1), json!(1.5), json!(1e300)] {
        let answer = send(
            &revoir,
            &raw(
                &json!({ "grant": grant, "seq": seq, "coding": "none" }),
                b"[]",
            ),
        );
        refused(&revoir, &answer, 422, "/problems/sequence-out-of-range");
    }
}

#[test]
fn the_same_batch_twice_is_stored_once_and_other_bytes_are_refused() {
    let revoir = Revoir::demo();
    let grant = open(&revoir, 1);
    let first = batch(&grant, 0, &page("hello", 0));

    let answers =
        [&first, &first, &batch(&grant, 0, &page("other", 0))].map(|body| send(&revoir, body));

    assert_eq!(
        answers.each_ref().map(|answer| answer.status),
        [202, 202, 409]
    );
    assert_eq!(answers[2].problem(), "/problems/sequence-reused");
    assert_eq!(revoir.sql("select count(*) from chunks"), "1");
}

#[test]
fn an_erased_recording_comes_back_by_no_late_batch() {
    let revoir = Revoir::demo();
    let grant = open(&revoir, 0xab);
    assert_eq!(
        send(&revoir, &batch(&grant, 0, &page("hello", 0))).status,
        202
    );
    let receipt_hash = "ab".repeat(32);
    let id = revoir.sql(&format!(
        "select id from recordings where receipt_hash = decode('{receipt_hash}', 'hex')"
    ));
    assert!(revoir.run(&["erase", &id]).status.success());

    let late = send(&revoir, &batch(&grant, 1, &page("late", 10)));

    refused(&revoir, &late, 410, "/problems/recording-gone");
    assert_eq!(
        revoir.sql(&format!(
            "select count(*) from recordings where id = '{id}'"
        )),
        "0"
    );
}

#[test]
fn an_expired_grant_is_refused() {
    let revoir = Revoir::demo();
    drop(
        revoir.sql("update policies set document = jsonb_set(document, '{lifespan_minutes}', '1')"),
    );
    let grant = open(&revoir, 1);
    let body = batch(&grant, 0, &page("hello", 0));

    wait_for("expiry of a grant of one minute", 90, || {
        let answer = revoir.ask(
            "POST",
            "/v1/batches",
            &[PLAIN, ("origin", "https://evil.test")],
            &body,
        );
        answer.status != 403
    });

    refused(
        &revoir,
        &send(&revoir, &body),
        401,
        "/problems/grant-not-valid",
    );
}

#[test]
fn a_server_that_is_full_says_when_to_come_back() {
    let revoir = Revoir::with(&[("REVOIR_LIMITS__BATCHES_AT_ONCE", "0")]);

    let answer = send(&revoir, &batch(&open(&revoir, 1), 0, &page("hello", 0)));

    refused(&revoir, &answer, 503, "/problems/unavailable");
    assert_eq!(answer.header("retry-after"), Some("5"));
}
