//! Whose recording it is: proofs by the publisher's backend, and receipts that are asked for again.

use hmac::{Hmac, KeyInit, Mac};
use revoir_tests::{
    Revoir,
    accounts::{send, told},
    customers::{ANNA, HERE, bytes_in, look_up, opened, under, visit},
    traces::holds,
};
use serde_json::{Value, json};
use sha2::Sha256;

#[test]
fn a_proof_verifies_and_a_wrong_one_opens_nothing() {
    let revoir = Revoir::demo();
    under(&revoir, &["support"], "I2");
    let (owner, at) = (revoir.sign_in("admin"), ("support", HERE));
    let secret = || {
        let made = send(
            &revoir,
            &owner,
            "POST",
            "/api/sites/demo/proof-secret",
            &json!({}),
        );
        made.json()["secret"].as_str().unwrap().to_owned()
    };
    let prove = |secret: &str, id: &str| {
        let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        let mac = mac.chain_update(id).finalize().into_bytes();
        mac.iter()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    };
    let with =
        |receipt, proof: &str| visit(&revoir, at, receipt, &json!({ "id": ANNA, "proof": proof }));

    let before = with(1, &prove("", ANNA));
    let first = secret();
    let (proven, wrong) = (
        with(2, &prove(&first, ANNA)),
        with(3, &prove(&first, "bob")),
    );
    drop(opened(&revoir, at, 4, ANNA));
    let second = told(&revoir, &["keys", "replace-proof-secret", "--site", "demo"]);
    let (outdated, renewed) = (
        with(5, &prove(&first, ANNA)),
        with(6, &prove(second.trim(), ANNA)),
    );

    for answer in [before, wrong, outdated] {
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (422, "/problems/proof-not-valid")
        );
    }
    assert_eq!((proven.status, renewed.status), (200, 200));
    let listed = look_up(&revoir, &revoir.sign_in("agent"), "support", &json!(ANNA)).json();
    let listed = listed["recordings"].as_array().unwrap().clone();
    let mut verified: Vec<_> = listed
        .iter()
        .map(|one| one["verified"].as_bool().unwrap())
        .collect();
    verified.sort_unstable();
    assert_eq!(verified, [false, true, true]);
    assert_eq!(
        revoir.sql("select count(*) from recordings where not imported"),
        "3"
    );
    let written = bytes_in(revoir.data.path());
    assert!(!holds(&revoir.dump(), &first) && !holds(&written, second.trim()));
}

#[test]
fn a_receipt_is_of_the_person_whose_recording_it_opened() {
    let revoir = Revoir::demo();
    under(&revoir, &["support"], "I2");
    let at = ("support", HERE);
    drop(opened(&revoir, at, 1, ANNA));

    let same = visit(&revoir, at, 1, &json!({ "id": ANNA }));
    let other = visit(&revoir, at, 1, &json!({ "id": "bob" }));
    let nobody = visit(&revoir, at, 1, &Value::Null);

    assert_eq!(same.status, 200);
    for answer in [other, nobody] {
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (400, "/problems/unreadable-request")
        );
    }
}
