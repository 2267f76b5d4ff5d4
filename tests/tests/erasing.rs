//! What was erased leaves a tombstone and a certificate, whoever erased it, and nothing else.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{
    Revoir,
    accounts::{publish, told},
    fails, revoir,
    traces::{SWIFT, keys_in, moved},
    visitor::{PLAIN, batch, open_with, page, rage, send, yesterday},
    wait_for,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{fs, path::Path, process::Output};

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// A recording with something in it, whose receipt is this byte 32 times; its id.
fn recorded(revoir: &Revoir, receipt: u8) -> String {
    let hash = hex(&Sha256::digest([receipt; 32]));
    let grant = open_with(revoir, ("ux", 1), &yesterday(revoir), &hash);
    assert_eq!(send(revoir, &batch(&grant, 0, &moved(0))).status, 202);
    revoir.sql(&format!(
        "select id from recordings where receipt_hash = '\\x{hash}'"
    ))
}

fn withdraw(revoir: &Revoir, receipt: u8) -> u16 {
    let body = json!({ "receipt": hex(&[receipt; 32]) }).to_string();
    let path = "/v1/withdrawals";
    revoir.ask("POST", path, &[PLAIN], body.as_bytes()).status
}

fn erase_by_hand(revoir: &Revoir, id: &str) -> u16 {
    let cookie = revoir.sign_in("dpo");
    let body = json!({ "reason": "other", "words": "a complaint" }).to_string();
    let headers = [("cookie", &*cookie), ("content-type", "application/json")];
    let path = format!("/api/sites/demo/recordings/{id}");
    revoir
        .ask("DELETE", &path, &headers, body.as_bytes())
        .status
}

/// The lines of all tombstones.
fn tombstones(revoir: &Revoir) -> Vec<String> {
    let files = fs::read_dir(revoir.data.path().join("tombstones")).unwrap();
    let text = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    text.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

fn listed(revoir: &Revoir) -> Vec<Value> {
    let path = "/api/sites/demo/erasures?purpose=ux";
    let page = revoir.get_as(&revoir.sign_in("auditor"), path).json();
    page["erasures"].as_array().unwrap().clone()
}

fn verify(file: &Path) -> Output {
    let arguments = ["certificate", "verify", file.to_str().unwrap()];
    revoir().args(arguments).output().unwrap()
}

#[test]
fn whoever_erases_leaves_a_tombstone_and_a_certificate_that_verifies_offline() {
    let revoir = Revoir::with(&[("REVOIR_BACKUP__KEPT_DAYS", "12")]);
    let ids = [1, 2, 3].map(|receipt| recorded(&revoir, receipt));

    assert_eq!(erase_by_hand(&revoir, &ids[0]), 204);
    assert!(revoir.run(&["erase", &ids[1]]).status.success());
    assert_eq!(withdraw(&revoir, 3), 204);

    let (stones, dies) = (
        tombstones(&revoir),
        revoir.sql("select (now() at time zone 'UTC')::date + 12"),
    );
    let file = revoir.data.path().join("certificate.json");
    for (id, means) in ids.iter().zip(["member", "cli", "visitor"]) {
        let line = stones
            .iter()
            .find(|line| line.starts_with(&hex(&Sha256::digest(id))))
            .unwrap();
        assert!(line.contains(means) && line.ends_with(&dies), "{line}");
        let printed = revoir.run(&["certificate", id]);
        fs::write(&file, &printed.stdout).unwrap();
        let certificate: Value = serde_json::from_slice(&printed.stdout).unwrap();
        assert_eq!(certificate["recording"], **id);
        assert_eq!(certificate["last_copy_dies_on"], dies);
        let intact = verify(&file);
        assert!(intact.status.success(), "{intact:?}");
        assert!(String::from_utf8_lossy(&intact.stdout).contains(&dies));
        let shown = listed(&revoir);
        let shown = shown.iter().find(|one| one["recording"] == **id).unwrap();
        let text = shown["certificate"].as_str().unwrap();
        assert_eq!(format!("{text}\n").as_bytes(), printed.stdout);
    }
    assert_eq!(stones.len(), 3);
    assert!(!ids.iter().any(|id| stones.concat().contains(id.as_str())));
}

#[test]
fn a_visitors_erasure_is_told_by_the_day_and_not_by_the_hour() {
    let revoir = Revoir::demo();
    let id = recorded(&revoir, 4);

    assert_eq!(withdraw(&revoir, 4), 204);

    let shown = listed(&revoir).remove(0);
    let printed = revoir.run(&["certificate", &id]);
    let certificate: Value = serde_json::from_slice(&printed.stdout).unwrap();
    for at in [&shown["erased_at"], &certificate["erased_at"]] {
        assert!(at.as_str().unwrap().ends_with("T00:00:00Z"), "{at}");
    }
    assert_eq!(shown["by"], "visitor");
    assert_eq!(shown["reason"], "visitor_asked");
    // the id of the row is made of a time
    let row = revoir.sql("select substr(replace(id::text, '-', ''), 1, 12) from erasures");
    let milliseconds = u64::from_str_radix(&row, 16).unwrap();
    assert_eq!(milliseconds % 86_400_000, 0);
}

#[test]
fn a_changed_certificate_or_one_of_another_key_is_none() {
    let revoir = Revoir::demo();
    let id = recorded(&revoir, 5);
    assert!(revoir.run(&["erase", &id]).status.success());
    let text = revoir.run(&["certificate", &id]).stdout;
    let file = revoir.data.path().join("certificate.json");

    for at in [0, 30, 60, 120, 200, 300, 400, text.len() - 3] {
        let mut changed = text.clone();
        changed[at] ^= 1;
        fs::write(&file, &changed).unwrap();
        fails(&verify(&file), 1, "certificate.json");
    }
    fs::write(&file, &text).unwrap();
    let file = file.to_str().unwrap();
    let other = ["certificate", "verify", file, "--key", &"ab".repeat(32)];
    fails(&revoir.run(&other), 1, "another key");
    fails(&verify(Path::new("/nowhere")), 3, "nowhere");
    let unknown = ["certificate", "00000000-0000-4000-8000-000000000000"];
    fails(&revoir.run(&unknown), 3, "certificate");
}

#[test]
fn what_is_still_there_is_not_certified_and_is_once_it_is_gone() {
    let revoir = Revoir::with(&[("REVOIR_JOBS__SWEEP_SECONDS", "1")]);
    let id = recorded(&revoir, 6);
    // a fault of the database: what is deleted stays
    let keep =
        "create function keep() returns trigger language plpgsql as 'begin return null; end';
        create trigger keep before delete on chunks for each row execute function keep()";
    assert_eq!(revoir.sql(keep), "");

    let answer = revoir.run(&["erase", &id]);
    fails(&answer, 1, "");
    assert!(
        revoir.log().contains("something is left"),
        "{}",
        revoir.log()
    );
    let certified = |revoir: &Revoir| revoir.sql("select count(certificate) from erasures");
    assert_eq!(certified(&revoir), "0");
    let mend =
        format!("drop trigger keep on chunks; delete from chunks where recording_id = '{id}'");
    assert_eq!(revoir.sql(&mend), "");

    wait_for("the certificate", 20, || certified(&revoir) == "1");
    assert_eq!(revoir.sql("select count(slot_bucket) from erasures"), "0");
}

#[test]
fn without_a_tombstone_nothing_is_erased() {
    let revoir = Revoir::demo();
    let id = recorded(&revoir, 7);
    let month = revoir.sql("select to_char(now() at time zone 'UTC', 'YYYY-MM')");
    fs::create_dir(revoir.data.path().join("tombstones").join(month)).unwrap();

    let statuses = (erase_by_hand(&revoir, &id), withdraw(&revoir, 7));

    assert_eq!(statuses, (503, 503));
    assert_eq!(the_one_left(&revoir, &id), "1");
}

fn the_one_left(revoir: &Revoir, id: &str) -> String {
    revoir.sql(&format!(
        "select count(*) from recordings where id = '{id}'"
    ))
}

/// How many slots of the whole ring hold a key.
fn keys(revoir: &Revoir) -> usize {
    keys_in(&revoir.data.path().join("keys"), "")
}

/// Has every job that zeroes a slot wait for long, as after many failures.
const ZEROING_WAITS: &str = "create function later() returns trigger language plpgsql as
    $$ begin new.run_at := now() + interval '50 minutes'; return new; end $$;
    create trigger later before insert on jobs for each row when (new.kind = 'destroy_slot') execute function later()";

#[test]
fn what_was_moved_is_certified_once_no_slot_that_held_its_key_lives() {
    let revoir = Revoir::with(&SWIFT);
    assert_eq!(revoir.sql(ZEROING_WAITS), "");
    let id = recorded(&revoir, 7);
    let close = format!("update recordings set closes_at = now() where id = '{id}'");
    assert_eq!(revoir.sql(&close), "");
    let state = format!("select state from recordings where id = '{id}'");
    wait_for("settling", 30, || revoir.sql(&state) == "settled");
    // once settled, once held: its key lies in three slots
    let hold = format!(
        "update recordings set restricted_until = date_trunc('month', now() + interval '370 days', 'UTC') where id = '{id}'"
    );
    assert_eq!(revoir.sql(&hold), "");
    let is_there = format!("select slot_bucket like '%-held' from recordings where id = '{id}'");
    wait_for("holding", 30, || revoir.sql(&is_there) == "t");
    let before = keys(&revoir);
    let waiting = "select count(*) from jobs where kind = 'destroy_slot'";
    assert_eq!(revoir.sql(waiting), "2");

    assert_eq!(erase_by_hand(&revoir, &id), 204);

    assert_eq!(before - keys(&revoir), 3);
    let certificate = revoir.run(&["certificate", &id]);
    assert!(certificate.status.success(), "{certificate:?}");
}

#[test]
fn what_was_remasked_is_certified_once_no_slot_that_held_its_key_lives() {
    let revoir = Revoir::with(&SWIFT);
    let hash = hex(&Sha256::digest([8; 32]));
    let grant = open_with(&revoir, ("ux", 1), &yesterday(&revoir), &hash);
    let visit = [&page("hello", 0)[..], &rage(1_000)].concat();
    assert_eq!(send(&revoir, &batch(&grant, 0, &visit)).status, 202);
    let id = revoir.sql(&format!(
        "select id from recordings where receipt_hash = '\\x{hash}'"
    ));
    let close = format!("update recordings set closes_at = now() where id = '{id}'");
    assert_eq!(revoir.sql(&close), "");
    let state = format!("select state from recordings where id = '{id}'");
    wait_for("settling", 30, || revoir.sql(&state) == "settled");
    let first = format!("select slot_bucket || slot_number from recordings where id = '{id}'");
    let first = revoir.sql(&first);
    assert_eq!(revoir.sql(ZEROING_WAITS), "");
    publish(&revoir, "ux", |policy| {
        policy["collection"] = json!({ "L3": { "keep": [{ "marker": "rage_click" }] } });
        policy["routes"] = json!([]);
        policy["retention_minutes"] = json!(10 * 24 * 60);
    });
    let _ = told(
        &revoir,
        &["policy", "remask", "demo", "ux", "--why", "too open"],
    );
    // all of the purpose, since what is rewritten meanwhile changes the count of keys
    let moving =
        "select count(*) from recordings where purpose = 'ux' and remasked_version is null";
    wait_for("remasking", 60, || revoir.sql(moving) == "0");
    let moved =
        format!("select slot_bucket || slot_number <> '{first}' from recordings where id = '{id}'");
    assert_eq!(revoir.sql(&moved), "t");
    let before = keys(&revoir);

    assert_eq!(erase_by_hand(&revoir, &id), 204);

    assert_eq!(before - keys(&revoir), 2);
}

/// What the page `/r/` asks.
fn erase_by_receipt(revoir: &Revoir, receipt: u8) -> (u16, String) {
    let body = json!({ "receipt": hex(&[receipt; 32]) }).to_string();
    let path = "/v1/receipts/erasure";
    let answer = revoir.ask("POST", path, &[PLAIN], body.as_bytes());
    (answer.status, answer.text())
}

#[test]
fn a_visitor_whose_answer_was_lost_asks_again_and_has_the_certificate_for_seven_days() {
    let revoir = Revoir::with(&SWIFT);
    let ids = [9, 10].map(|receipt| recorded(&revoir, receipt));
    let broken =
        "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
        create trigger refuse before update on erasures for each row execute function refuse()";
    assert_eq!(revoir.sql(broken), "");

    assert_eq!(erase_by_receipt(&revoir, 9).0, 500);
    let mended = "drop trigger refuse on erasures";
    assert_eq!(revoir.sql(mended), "");
    let again = erase_by_receipt(&revoir, 9);
    let once_more = erase_by_receipt(&revoir, 9);

    assert_eq!(again.0, 200, "{}", again.1);
    let certificate: Value = serde_json::from_str(&again.1).unwrap();
    assert_eq!(certificate["recording"], *ids[0]);
    assert_eq!(once_more, again);
    assert_eq!(erase_by_receipt(&revoir, 11).0, 404);
    // what was asked twice is one erasure, and names no other recording
    assert_eq!(revoir.sql("select count(*) from erasures"), "1");
    let there = format!("select count(*) from recordings where id = '{}'", ids[1]);
    assert_eq!(revoir.sql(&there), "1");
    let later = "update erasures set erased_at = erased_at - interval '7 days'";
    assert_eq!(revoir.sql(later), "");
    assert_eq!(erase_by_receipt(&revoir, 9).0, 404);
    let forgotten = "select count(*) from erasures where receipt_hash is not null";
    wait_for("forgetting the receipt", 30, || {
        revoir.sql(forgotten) == "0"
    });
}

#[test]
fn who_erases_or_withdraws_at_the_same_time_as_another_has_the_same_answer() {
    let revoir = Revoir::with(&SWIFT);
    let (erased, withdrawn) = (recorded(&revoir, 9), recorded(&revoir, 10));
    let at_once = |act: &(dyn Fn() -> (u16, String) + Sync)| {
        std::thread::scope(|scope| {
            let acts: Vec<_> = (0..8).map(|_| scope.spawn(act)).collect();
            let answers = acts.into_iter().map(|act| act.join().unwrap());
            answers.collect::<Vec<_>>()
        })
    };

    let certificates = at_once(&|| erase_by_receipt(&revoir, 9));
    let withdrawals = at_once(&|| {
        let body = json!({ "receipt": hex(&[10; 32]) }).to_string();
        let answer = revoir.ask("POST", "/v1/withdrawals", &[PLAIN], body.as_bytes());
        (answer.status, answer.text())
    });

    assert_eq!(certificates[0].0, 200, "{}", certificates[0].1);
    assert!(certificates[0].1.contains(&erased));
    for answer in &certificates {
        assert_eq!(answer, &certificates[0]);
    }
    for answer in &withdrawals {
        assert_eq!(answer.0, 204, "{}", answer.1);
    }
    assert_eq!(revoir.sql("select count(*) from erasures"), "2");
    let left = format!("select count(*) from recordings where id in ('{erased}', '{withdrawn}')");
    assert_eq!(revoir.sql(&left), "0");
}
