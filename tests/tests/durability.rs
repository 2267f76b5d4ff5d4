//! What was acknowledged is there once, whatever was killed; what was erased is gone, whatever was kept.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use revoir_tests::{
    Revoir,
    accounts::{publish, told as done},
    traces::{SWIFT, events, keys_in, moved, settled, the_one, told},
    visitor::{batch, open, page, send},
    wait_for,
};
use serde_json::json;
use std::{collections::BTreeSet, fs};

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
    // what an attempt that never committed left was undone at the next start
    wait_for("zeroing", 60, || {
        revoir.sql("select count(*) from jobs where kind <> 'sweep'") == "0"
    });
    assert_eq!(revoir.sql("select count(*) from chunks"), "0");
    let keys = revoir.data.path().join("keys");
    assert_eq!(keys_in(&keys, "arrival"), 0);
    assert_eq!(keys_in(&keys, "ux-until"), settled(&revoir));
}

#[test]
fn an_erased_recording_opens_from_no_dump_with_the_keys_of_now() {
    let mut revoir = Revoir::demo();
    let (erased, kept) = (open(&revoir, 1), open(&revoir, 2));
    for grant in [&erased, &kept] {
        assert_eq!(send(&revoir, &batch(grant, 0, &moved(0))).status, 202);
    }
    let (erased, kept) = (the_one(&revoir, 1), the_one(&revoir, 2));
    let dump = revoir.dump();
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

    bring_back(&mut revoir, &dump);

    is_back_without_its_key(&revoir, &erased);
    assert_eq!(events(&revoir, &kept).as_array().unwrap().len(), 2);
}

/// Puts an older database in the place of the one there is, beside the keys there are; the server does not run.
fn bring_back(revoir: &mut Revoir, dump: &[u8]) {
    let file = revoir.data.path().join("before.sql");
    fs::write(&file, dump).unwrap();
    drop(revoir.sql("drop schema revoir cascade"));
    revoir.restore(&file);
    revoir.start();
}

fn is_back_without_its_key(revoir: &Revoir, id: &str) {
    let there = format!("select count(*) from recordings where id = '{id}' and expires_at > now()");
    assert_eq!(revoir.sql(&there), "1");
    let cookie = revoir.sign_in("analyst");
    let path = format!("/api/sites/demo/recordings/{id}/export");
    let answer = revoir.get_as(&cookie, &path);
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (410, "/problems/recording-gone")
    );
}

#[test]
fn an_expired_recording_opens_from_no_dump_with_the_keys_of_now_even_if_the_clock_is_set_back() {
    let mut revoir = Revoir::with(&SWIFT);
    let id = revoir.sql("select id from recordings where purpose = 'ux' order by id limit 1");
    assert!(!events(&revoir, &id).as_array().unwrap().is_empty());
    let dump = revoir.dump();
    let later = revoir.sql("select extract(epoch from now() + interval '90 days')::bigint");
    let now = revoir.sql("select extract(epoch from now())::bigint");
    revoir.stop();
    revoir.set_clock(later.parse().unwrap());
    revoir.start();
    let there = format!("select count(*) from recordings where id = '{id}'");
    wait_for("its time to be over", 30, || revoir.sql(&there) == "0");
    revoir.stop();
    revoir.set_clock(now.parse().unwrap());

    bring_back(&mut revoir, &dump);

    is_back_without_its_key(&revoir, &id);
}

#[test]
fn what_was_remasked_opens_from_no_dump_of_before_with_the_keys_of_now() {
    let mut revoir = Revoir::with(&SWIFT);
    let id = revoir.sql("select id from recordings where purpose = 'ux' order by id limit 1");
    let dump = revoir.dump();
    publish(&revoir, "ux", |policy| {
        policy["collection"] = json!({ "L3": { "keep": [{ "marker": "rage_click" }] } });
        policy["routes"] = json!([]);
    });
    let _ = done(
        &revoir,
        &["policy", "remask", "demo", "ux", "--why", "too open"],
    );
    let left =
        "select (select count(*) from recordings where purpose = 'ux' and remasked_version is null)
        + (select count(*) from jobs where kind = 'destroy_slot')";
    wait_for("remasking", 60, || {
        drop(revoir.sql("update jobs set run_at = now() where kind = 'destroy_slot'"));
        revoir.sql(left) == "0"
    });
    assert!(!events(&revoir, &id).as_array().unwrap().is_empty());
    revoir.stop();

    bring_back(&mut revoir, &dump);

    is_back_without_its_key(&revoir, &id);
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
    assert!(text.contains("*****") && !text.contains(secret), "{text}");
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
