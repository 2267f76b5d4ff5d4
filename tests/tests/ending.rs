//! How recordings end: settled, expired, given up; and that nothing is left then.

use revoir_tests::{
    Revoir,
    traces::{SWIFT, events, keys_in, moved, the_one},
    visitor::{batch, open, page, send},
    wait_for,
};
use serde_json::json;

#[test]
fn the_sweep_never_gives_up() {
    let mut revoir = Revoir::with(&SWIFT);
    revoir.stop();
    drop(revoir.sql("update jobs set attempts = 1000 where kind = 'sweep'"));
    // what another version of the server left is no reason to stop, either
    drop(revoir.sql("insert into jobs (id, kind, payload, run_at) values (gen_random_uuid(), 'dance', '{\"kind\": \"dance\"}', 'epoch')"));
    revoir.start();
    let grant = open(&revoir, 5);
    assert_eq!(send(&revoir, &batch(&grant, 0, &moved(0))).status, 202);
    let id = the_one(&revoir, 5);

    drop(revoir.sql(&format!(
        "update recordings set closes_at = now() where id = '{id}'"
    )));

    let state = format!("select state from recordings where id = '{id}'");
    wait_for("settling", 30, || revoir.sql(&state) == "settled");
}

/// A clock that is set right must not leave bytes and keys behind for as long as it was wrong.
#[test]
fn what_a_clock_that_was_ahead_has_put_off_is_done() {
    let mut revoir = Revoir::with(&SWIFT);
    let grant = open(&revoir, 4);
    assert_eq!(send(&revoir, &batch(&grant, 0, &moved(0))).status, 202);
    let id = the_one(&revoir, 4);
    revoir.stop();
    drop(revoir.sql(&format!(
        "update recordings set closes_at = now() where id = '{id}';
         insert into jobs (id, kind, payload, run_at) values
             (gen_random_uuid(), 'settle', '{{\"kind\": \"settle\", \"recording\": \"{id}\"}}', now());
         update jobs set run_at = run_at + interval '1 day', leased_until = now() + interval '1 day'"
    )));
    revoir.start();

    let state = format!("select state from recordings where id = '{id}'");
    wait_for("settling", 30, || revoir.sql(&state) == "settled");
    let swept = "select run_at < now() + interval '1 minute' from jobs where kind = 'sweep'";
    wait_for("a sweep", 30, || revoir.sql(swept) == "t");
}

#[test]
fn a_recording_whose_key_is_gone_does_not_stay() {
    let revoir = Revoir::with(&SWIFT);
    let grant = open(&revoir, 6);
    assert_eq!(send(&revoir, &batch(&grant, 0, &moved(0))).status, 202);
    let id = the_one(&revoir, 6);

    drop(revoir.sql(&format!(
        "update recordings set slot_number = slot_number + 1, closes_at = now() where id = '{id}'"
    )));

    let rows = format!(
        "select (select count(*) from recordings where id = '{id}') + (select count(*) from chunks)"
    );
    wait_for("discarding", 30, || revoir.sql(&rows) == "0");
}

#[test]
fn a_reader_goes_on_in_the_frames_of_a_recording_that_is_settled_meanwhile() {
    let revoir = Revoir::with(&SWIFT);
    let grant = open(&revoir, 8);
    let last = 60;
    for seq in 0..=last {
        let mut events = moved(seq);
        // large enough that the reader is slow
        events.extend((0..2_000).map(|n| json!({ "type": 3, "timestamp": seq, "data": { "source": 3, "id": 1, "x": n, "y": n * seq } })));
        assert_eq!(send(&revoir, &batch(&grant, seq, &events)).status, 202);
    }
    let id = the_one(&revoir, 8);
    let cookie = revoir.sign_in("analyst");
    let path = format!("/api/sites/demo/recordings/{id}/export");
    let whole = revoir.get_as(&cookie, &path).json();

    let mut slow = revoir_tests::http::begin(revoir.port, &path, &cookie);
    drop(revoir.sql(&format!(
        "update recordings set closes_at = now() where id = '{id}'"
    )));
    let state = format!("select state from recordings where id = '{id}'");
    wait_for("settling", 30, || revoir.sql(&state) == "settled");

    assert_eq!(slow.finish().json(), whole);
}

#[test]
fn an_import_that_was_not_finished_is_nothing() {
    let revoir = Revoir::with(&SWIFT);
    let grant = open(&revoir, 3);
    assert_eq!(send(&revoir, &batch(&grant, 0, &moved(0))).status, 202);
    let id = the_one(&revoir, 3);
    drop(revoir.sql(&format!(
        "update recordings set imported = true, collected_on = now() where id = '{id}'"
    )));
    let cookie = revoir.sign_in("analyst");
    assert_eq!(
        revoir
            .get_as(&cookie, &format!("/api/sites/demo/recordings/{id}"))
            .status,
        404
    );
    assert!(
        !revoir
            .get_as(&cookie, "/api/sites/demo/recordings?purpose=ux")
            .text()
            .contains(&id)
    );

    drop(revoir.sql(&format!(
        "update recordings set closes_at = now() where id = '{id}'"
    )));

    let rows = format!("select count(*) from recordings where id = '{id}'");
    wait_for("discarding", 30, || revoir.sql(&rows) == "0");
}

#[test]
fn what_has_expired_is_not_found_in_that_second_and_gone_soon_after() {
    let revoir = Revoir::with(&SWIFT);
    let cookie = revoir.sign_in("analyst");
    let id = revoir.sql("select id from recordings where purpose = 'ux' limit 1");
    let bucket = revoir.sql(&format!("select bucket from recordings where id = '{id}'"));
    let one = format!("/api/sites/demo/recordings/{id}");
    let list = "/api/sites/demo/recordings?purpose=ux";
    assert_eq!(revoir.get_as(&cookie, &one).status, 200);
    assert!(revoir.get_as(&cookie, list).text().contains(&id));

    drop(revoir.sql(&format!(
        "update recordings set expires_at = now() where bucket = '{bucket}'"
    )));

    assert_eq!(revoir.get_as(&cookie, &one).status, 404);
    assert_eq!(revoir.get_as(&cookie, &format!("{one}/export")).status, 404);
    assert!(!revoir.get_as(&cookie, list).text().contains(&id));
    assert_eq!(
        revoir
            .ask("DELETE", &one, &[("cookie", &cookie)], b"")
            .status,
        404
    );
    assert_eq!(revoir.run(&["export", &id]).status.code(), Some(3));
    let rows = format!(
        "select (select count(*) from recordings where bucket = '{bucket}')
             + (select count(*) from frames where bucket = '{bucket}')"
    );
    wait_for("deletion", 60, || revoir.sql(&rows) == "0");
    let keys = revoir.data.path().join("keys");
    wait_for("zeroing", 60, || keys_in(&keys, &bucket) == 0);
}

#[test]
fn a_bucket_whose_end_has_come_goes_as_a_whole() {
    let mut revoir = Revoir::with(&SWIFT);
    revoir.stop();
    let bucket = revoir.sql("select bucket from recordings where purpose = 'ux' limit 1");
    let (keys, past) = (revoir.data.path().join("keys"), "ux-until-20260101T000000Z");
    std::fs::rename(keys.join(&bucket), keys.join(past)).unwrap();
    let moved = ["frames", "outlines"].map(|table| {
        format!(
            "create table {table}_ux_until_20260101t000000z partition of {table} for values in ('{past}');
             update {table} set bucket = '{past}' where bucket = '{bucket}';"
        )
    });
    drop(revoir.sql(&format!(
        "set role revoir_owner; {} update recordings set bucket = '{past}', slot_bucket = '{past}',
             expires_at = '2026-01-01' where bucket = '{bucket}'",
        moved.concat()
    )));

    revoir.start();

    wait_for("expiry", 60, || !keys.join(past).exists());
    let rows = format!("select count(*) from recordings where bucket = '{past}'");
    wait_for("dropping", 60, || revoir.sql(&rows) == "0");
    for table in ["frames", "outlines"] {
        let there = format!("select to_regclass('{table}_ux_until_20260101t000000z') is null");
        assert_eq!(revoir.sql(&there), "t", "{table}");
    }
}

#[test]
fn a_settled_recording_takes_no_late_batch() {
    let revoir = Revoir::with(&SWIFT);
    let grant = open(&revoir, 9);
    assert_eq!(send(&revoir, &batch(&grant, 0, &moved(0))).status, 202);
    let id = the_one(&revoir, 9);

    drop(revoir.sql(&format!(
        "update recordings set closes_at = now() where id = '{id}'"
    )));
    let state = format!("select state from recordings where id = '{id}'");
    wait_for("settling", 60, || revoir.sql(&state) == "settled");

    // both what is new and what was acknowledged before
    for seq in [0, 1] {
        assert_eq!(send(&revoir, &batch(&grant, seq, &moved(seq))).status, 410);
    }
    assert_eq!(revoir.sql("select count(*) from chunks"), "0");
    assert_eq!(events(&revoir, &id).as_array().unwrap().len(), 2);
    let live = format!(
        "select num_nonnulls(last_batch_at, closes_at, received_bytes) from recordings where id = '{id}'"
    );
    assert_eq!(revoir.sql(&live), "0");
}

#[test]
fn a_recording_is_bounded_in_length_and_size() {
    let revoir = Revoir::demo();
    let grant = open(&revoir, 9);
    let id = the_one(&revoir, 9);

    let too_long = send(
        &revoir,
        &batch(&grant, 0, &page("hello", 4 * 3_600_000 + 1)),
    );
    drop(revoir.sql(&format!(
        "update recordings set received_bytes = 255999999 where id = '{id}'"
    )));
    let too_large = send(&revoir, &batch(&grant, 0, &page("hello", 0)));

    for answer in [too_long, too_large] {
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (413, "/problems/too-large")
        );
    }
    assert_eq!(revoir.sql("select count(*) from chunks"), "0");
}
