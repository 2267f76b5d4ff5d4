//! Withdrawing where a policy says why its recordings are kept: they end, are counted, and stay their visitor's.

use revoir_tests::{
    Revoir,
    accounts::{publish, send as ask_as},
    http::Answer,
    tickets::wait_until,
    traces::{SWIFT, moved},
    visitor::{PLAIN, batch, open_with, send, yesterday},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

fn keeping(policy: &mut Value) {
    policy["keep_after_withdrawal"] = json!("a dispute about what was ordered");
    policy["text_version"] = json!("2");
}

/// The id and the grant of a visit under a version of the policy, whose receipt is this byte 32 times.
fn visit(revoir: &Revoir, version: u32, receipt: u8) -> (String, String) {
    let hash = hex(&Sha256::digest([receipt; 32]));
    let grant = open_with(revoir, ("support", version), &yesterday(revoir), &hash);
    assert_eq!(send(revoir, &batch(&grant, 0, &moved(0))).status, 202);
    let id = format!("select id from recordings where receipt_hash = '\\x{hash}'");
    (revoir.sql(&id), grant)
}

fn with_receipt(revoir: &Revoir, path: &str, receipt: u8) -> Answer {
    let body = json!({ "receipt": hex(&[receipt; 32]) }).to_string();
    revoir.ask("POST", path, &[PLAIN], body.as_bytes())
}

#[test]
fn what_is_kept_ends_expires_as_ever_and_is_its_visitors_to_erase() {
    let revoir = Revoir::with(&SWIFT);
    publish(&revoir, "support", keeping);
    let (id, grant) = visit(&revoir, 2, 7);

    let withdrawn = with_receipt(&revoir, "/v1/withdrawals", 7);
    let late = send(&revoir, &batch(&grant, 1, &moved(9)));
    wait_until(&revoir, &id, ("state", "settled"));
    let again = with_receipt(&revoir, "/v1/withdrawals", 7);
    let own = with_receipt(&revoir, "/v1/receipts/recording", 7).json();
    let path = format!("/api/sites/demo/recordings/{id}");
    let watched = revoir.get_as(&revoir.sign_in("agent"), &path);

    assert_eq!(
        (withdrawn.status, withdrawn.json()),
        (200, json!({ "kept": true }))
    );
    assert_eq!(
        (late.status, late.problem().as_str()),
        (410, "/problems/recording-gone")
    );
    assert_eq!((again.status, watched.status), (200, 200));
    assert_eq!(
        (&own["state"], &own["kept_after_withdrawal"]),
        (&json!("settled"), &json!(true))
    );
    let told = revoir.sql("select event, count from audit_tallies where event like '%withdrawn'");
    assert_eq!(told, "receipt.withdrawn|2");

    assert_eq!(with_receipt(&revoir, "/v1/receipts/erasure", 7).status, 200);
    assert_eq!(
        revoir.sql(&format!(
            "select count(*) from recordings where id = '{id}'"
        )),
        "0"
    );
}

#[test]
fn what_was_opened_under_a_policy_that_erases_is_erased() {
    let revoir = Revoir::with(&SWIFT);
    let (id, _) = visit(&revoir, 1, 8);
    publish(&revoir, "support", keeping);

    let withdrawn = with_receipt(&revoir, "/v1/withdrawals", 8);

    assert_eq!((withdrawn.status, withdrawn.text().as_str()), (204, ""));
    assert_eq!(
        revoir.sql(&format!(
            "select count(*) from recordings where id = '{id}'"
        )),
        "0"
    );
}

#[test]
fn only_a_dpo_says_so_and_only_with_a_reason() {
    let revoir = Revoir::demo();
    let (dpo, owner) = (revoir.sign_in("dpo"), revoir.sign_in("admin"));
    let path = "/api/sites/demo/policies";
    let policies = revoir.get_as(&dpo, path).json();
    let mut policies = policies["policies"].as_array().unwrap().iter();
    let found = policies.find(|it| it["policy"]["purpose"] == "ux").unwrap();
    let mut policy = found["policy"].clone();
    policy["collection"] = json!({ "L1": { "rate": 0.25 } });
    let draft = format!("{path}/ux/draft");
    let mut write = |why: &str| {
        policy["keep_after_withdrawal"] = json!(why);
        let body = json!({ "revision": 0, "policy": policy });
        ask_as(&revoir, &owner, "PUT", &draft, &body)
    };

    let (without, with) = (write(" "), write("a dispute"));
    let publishing = json!({ "revision": 1, "why": "x" });
    let versions = format!("{path}/ux/versions");
    let by_owner = ask_as(&revoir, &owner, "POST", &versions, &publishing);

    assert_eq!(without.status, 422, "{}", without.text());
    assert_eq!(without.json()["field"], "keep_after_withdrawal");
    assert_eq!(with.status, 200, "{}", with.text());
    assert_eq!(
        (by_owner.status, by_owner.json()["field"].clone()),
        (403, json!("keep_after_withdrawal"))
    );
}
