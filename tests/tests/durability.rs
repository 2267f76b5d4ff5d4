//! What was acknowledged is there once, whatever was killed; what was erased is gone, whatever was kept.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{
    Revoir,
    visitor::{batch, open, page, send},
    wait_for,
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::Path};

/// Looks for work every second.
const SWIFT: [(&str, &str); 2] = [
    ("REVOIR_JOBS__SWEEP_SECONDS", "1"),
    ("REVOIR_JOBS__POLL_SECONDS", "1"),
];

/// A batch of one mouse move that says which it is.
fn moved(seq: u64) -> Vec<Value> {
    if seq == 0 {
        return page("hello", 0);
    }
    vec![json!({ "type": 3, "timestamp": seq, "data": {
        "source": 1, "positions": [{ "x": seq, "y": 1, "id": 1, "timeOffset": 0 }] } })]
}

/// The sequence numbers that a recording's events tell of, in order.
fn told(events: &Value) -> Vec<u64> {
    let events = events.as_array().unwrap().iter();
    events
        .filter_map(|event| event["data"]["positions"][0]["x"].as_u64())
        .collect()
}

fn the_one(revoir: &Revoir, receipt: u8) -> String {
    let hash = format!("{receipt:02x}").repeat(32);
    revoir.sql(&format!(
        "select id from recordings where receipt_hash = decode('{hash}', 'hex')"
    ))
}

fn events(revoir: &Revoir, id: &str) -> Value {
    let cookie = revoir.sign_in("analyst");
    let answer = revoir.get_as(&cookie, &format!("/api/sites/demo/recordings/{id}/events"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[test]
fn every_acknowledged_batch_is_there_once_after_ten_kills() {
    let mut revoir = Revoir::demo();
    let grant = open(&revoir, 7);
    let mut acknowledged = BTreeSet::new();
    let mut seq = 0;

    for round in 0..10 {
        let port = revoir.port;
        let sender = {
            let bodies: Vec<_> = (seq..seq + 400)
                .map(|seq| (seq, batch(&grant, seq, &moved(seq))))
                .collect();
            std::thread::spawn(move || {
                let mut done = Vec::new();
                for (seq, body) in bodies {
                    let answer = revoir_tests::http::ask(port, "POST", "/v1/batches", &[], &body);
                    if answer.status != 202 {
                        return (done, Some(seq));
                    }
                    done.push(seq);
                }
                (done, None)
            })
        };
        std::thread::sleep(std::time::Duration::from_millis(40 + 35 * round));
        revoir.kill();
        let (done, cut) = sender.join().unwrap();
        acknowledged.extend(done);
        revoir.start();
        // the browser does not know whether the one that was cut arrived, and sends it again
        if let Some(cut) = cut {
            assert_eq!(send(&revoir, &batch(&grant, cut, &moved(cut))).status, 202);
            acknowledged.insert(cut);
        }
        seq = acknowledged.last().map_or(0, |last| last + 1);
    }

    let found = told(&events(&revoir, &the_one(&revoir, 7)));
    let expected: Vec<u64> = acknowledged.into_iter().filter(|seq| *seq > 0).collect();
    assert!(expected.len() > 20, "{}", expected.len());
    assert_eq!(found, expected);
}

#[test]
fn settling_that_is_killed_is_done_once_and_loses_nothing() {
    let mut revoir = Revoir::with(&SWIFT);
    let recordings: Vec<u8> = (10..40).collect();
    for receipt in &recordings {
        let grant = open(&revoir, *receipt);
        for seq in 0..5 {
            assert_eq!(send(&revoir, &batch(&grant, seq, &moved(seq))).status, 202);
        }
    }
    drop(revoir.sql("update recordings set closes_at = now() where state = 'open'"));

    for round in 0..10 {
        std::thread::sleep(std::time::Duration::from_millis(60 * round));
        revoir.kill();
        // a lease that died with its server is free again
        drop(revoir.sql("update jobs set leased_until = 'epoch'"));
        revoir.start();
    }
    wait_for("settling", 60, || {
        revoir.sql("select count(*) from recordings where state = 'open'") == "0"
    });

    for receipt in recordings {
        assert_eq!(
            told(&events(&revoir, &the_one(&revoir, receipt))),
            [1, 2, 3, 4]
        );
    }
    // what an attempt that never committed leaves is undone after a while: now
    drop(revoir.sql("update jobs set run_at = now() where kind = 'destroy_slot'"));
    wait_for("zeroing", 60, || {
        revoir.sql("select count(*) from jobs where kind <> 'sweep'") == "0"
    });
    assert_eq!(revoir.sql("select count(*) from chunks"), "0");
    let keys = revoir.data.path().join("keys");
    assert_eq!(keys_in(&keys, "arrival"), 0);
    assert_eq!(keys_in(&keys, "ux-until"), settled(&revoir));
}

fn settled(revoir: &Revoir) -> usize {
    revoir
        .sql("select count(*) from recordings where purpose = 'ux'")
        .parse()
        .unwrap()
}

/// How many slots of the buckets named so hold a key.
fn keys_in(keys: &Path, named: &str) -> usize {
    let folders = fs::read_dir(keys)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let wanted = folders.filter(|path| path.file_name().unwrap().to_string_lossy().contains(named));
    let slots = wanted.filter_map(|path| fs::read(path.join("slots")).ok());
    slots
        .map(|slots| {
            slots
                .chunks(64)
                .filter(|slot| slot.iter().any(|byte| *byte != 0))
                .count()
        })
        .sum()
}

#[test]
fn an_erased_recording_opens_from_no_dump_with_the_keys_of_now() {
    let mut revoir = Revoir::demo();
    let (erased, kept) = (open(&revoir, 1), open(&revoir, 2));
    for grant in [&erased, &kept] {
        assert_eq!(send(&revoir, &batch(grant, 0, &moved(0))).status, 202);
    }
    let (erased, kept) = (the_one(&revoir, 1), the_one(&revoir, 2));
    let dump = revoir.data.path().join("before.sql");
    fs::write(&dump, revoir.dump()).unwrap();
    let cookie = revoir.sign_in("analyst");
    let path = format!("/api/sites/demo/recordings/{erased}");
    assert_eq!(
        revoir
            .ask("DELETE", &path, &[("cookie", &cookie)], b"")
            .status,
        204
    );
    assert_eq!(revoir.get_as(&cookie, &path).status, 404);
    revoir.stop();

    drop(revoir.sql("drop schema revoir cascade"));
    revoir.restore(&dump);
    revoir.start();

    // the row is back, the key is not
    assert_eq!(
        revoir.sql(&format!(
            "select count(*) from recordings where id = '{erased}'"
        )),
        "1"
    );
    let cookie = revoir.sign_in("analyst");
    let answer = revoir.get_as(&cookie, &format!("{path}/events"));
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (410, "/problems/recording-gone")
    );
    assert_eq!(events(&revoir, &kept).as_array().unwrap().len(), 2);
}

#[test]
fn an_erasure_that_meets_settling_leaves_no_key() {
    let revoir = Revoir::with(&SWIFT);
    let grant = open(&revoir, 4);
    assert_eq!(send(&revoir, &batch(&grant, 0, &moved(0))).status, 202);
    let id = the_one(&revoir, 4);
    let keys = revoir.data.path().join("keys");
    let before = keys_in(&keys, "ux-until");
    let cookie = revoir.sign_in("analyst");

    // settling has written its new slot and waits for the table of chunks, holding the row
    let blocked = revoir.hold("lock table chunks in share mode");
    drop(revoir.sql(&format!(
        "update recordings set closes_at = now() where id = '{id}'"
    )));
    wait_for("settling to begin", 30, || {
        keys_in(&keys, "ux-until") > before
    });
    let path = format!("/api/sites/demo/recordings/{id}");
    let port = revoir.port;
    let erasing = std::thread::spawn(move || {
        revoir_tests::http::ask(port, "DELETE", &path, &[("cookie", &cookie)], b"").status
    });
    let waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like 'delete from recordings%'";
    wait_for("the erasure to wait", 30, || revoir.sql(waiting) == "1");
    drop(blocked);

    assert_eq!(erasing.join().unwrap(), 204);
    assert_eq!(
        revoir.sql(&format!(
            "select count(*) from recordings where id = '{id}'"
        )),
        "0"
    );
    wait_for("jobs", 30, || {
        revoir.sql("select count(*) from jobs where kind <> 'sweep'") == "0"
    });
    assert_eq!(keys_in(&keys, "ux-until"), before);
    assert_eq!(keys_in(&keys, "arrival"), 0);
}

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
    let path = format!("/api/sites/demo/recordings/{id}/events");
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
fn a_withdrawal_erases_the_recording_that_its_receipt_names_and_no_other() {
    let revoir = Revoir::demo();
    let receipt = "5a".repeat(32);
    let hash = revoir.sql(&format!(
        "select encode(sha256(decode('{receipt}', 'hex')), 'hex')"
    ));
    let mut request = revoir_tests::visitor::grant_request(&revoir, "ux");
    request["receipt_hash"] = json!(hash);
    let grant = revoir
        .ask("POST", "/v1/grants", &[], request.to_string().as_bytes())
        .json();
    let grant = grant["grant"].as_str().unwrap();
    assert_eq!(
        send(&revoir, &batch(grant, 0, &page("hello", 0))).status,
        202
    );
    let other = open(&revoir, 2);

    let withdraw = |receipt: &str| {
        let body = json!({ "receipt": receipt }).to_string();
        revoir
            .ask("POST", "/v1/withdrawals", &[], body.as_bytes())
            .status
    };

    assert_eq!(
        [
            withdraw(&receipt),
            withdraw(&receipt),
            withdraw(&"00".repeat(32)),
            withdraw("x")
        ],
        [204, 204, 204, 400]
    );
    assert_eq!(
        send(&revoir, &batch(grant, 1, &page("late", 1))).status,
        410
    );
    assert_eq!(
        send(&revoir, &batch(&other, 0, &page("hello", 0))).status,
        202
    );
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
    assert_eq!(revoir.get_as(&cookie, &format!("{one}/events")).status, 404);
    assert!(!revoir.get_as(&cookie, list).text().contains(&id));
    assert_eq!(
        revoir
            .ask("DELETE", &one, &[("cookie", &cookie)], b"")
            .status,
        404
    );
    assert_eq!(revoir.run(&["export", &id]).status.code(), Some(3));
    wait_for("expiry", 60, || {
        !revoir.data.path().join("keys").join(&bucket).exists()
    });
    let rows = format!("select count(*) from recordings where bucket = '{bucket}'");
    wait_for("dropping", 60, || revoir.sql(&rows) == "0");
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

#[test]
fn no_clear_text_is_stored_of_what_a_foreign_sdk_sends() {
    let mut revoir = Revoir::demo();
    let grant = open(&revoir, 3);
    let secret = "zq7-anna-lindqvist";
    assert_eq!(
        send(&revoir, &batch(&grant, 0, &page(secret, 0))).status,
        202
    );
    let id = the_one(&revoir, 3);

    let text = events(&revoir, &id)[1].to_string();
    assert!(text.contains("******") && !text.contains(secret), "{text}");
    assert_eq!(
        revoir.sql(&format!(
            "select masked_on_arrival from recordings where id = '{id}'"
        )),
        "1"
    );
    assert!(!String::from_utf8_lossy(&revoir.dump()).contains(secret));
    revoir.stop();
    assert!(!revoir.log().contains(secret));
}
