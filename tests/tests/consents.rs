//! Proofs of consent: one for each decision, of nobody, chained hourly, and verified offline.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use revoir_tests::{
    Revoir,
    http::Answer,
    revoir,
    visitor::{PLAIN, open},
    wait_for,
};
use serde_json::{Value, json};
use std::{fs, path::Path, process::Output};

fn decided(purposes: &Value, act: &str) -> Value {
    json!({ "site": "demo", "purposes": purposes, "text_version": "1", "mechanism": "banner", "act": act })
}

fn prove(revoir: &Revoir, decided: &Value) -> Answer {
    let body = decided.to_string();
    let headers = [PLAIN, ("origin", "http://localhost")];
    revoir.ask("POST", "/v1/proofs", &headers, body.as_bytes())
}

fn proven(revoir: &Revoir, purposes: &Value, act: &str) {
    let answer = prove(revoir, &decided(purposes, act));
    assert_eq!(answer.status, 204, "{}", answer.text());
}

/// Proofs of two hours that are over, in two batches.
fn with_batches() -> Revoir {
    with_batches_of(&[3, 1])
}

/// Four proofs of each hour so many hours ago, in a batch each.
fn with_batches_of(hours: &[u32]) -> Revoir {
    let revoir = Revoir::with(&[("REVOIR_JOBS__SWEEP_SECONDS", "1")]);
    for (made, hours) in (1..).zip(hours) {
        for number in 0..4 {
            let agreed = json!({ "ux": true, "errors": number % 2 == 0 });
            proven(&revoir, &agreed, "given");
        }
        let past = format!(
            "with earlier as (select date_trunc('hour', now(), 'UTC') - interval '{hours} hours' as hour)
             update proofs set hour = earlier.hour, document = regexp_replace(document, '\"hour\":\"[^\"]*\"',
                 to_char(earlier.hour at time zone 'UTC', '\"\\\"hour\\\":\\\"\"YYYY-MM-DD\"T\"HH24:00:00\"Z\\\"\"'))
             from earlier where proofs.hour = date_trunc('hour', now(), 'UTC')"
        );
        assert_eq!(revoir.sql(&past), "");
        let made: u32 = made;
        wait_for("batches", 20, || {
            revoir.sql("select count(*) from proof_batches") == made.to_string()
        });
    }
    revoir
}

fn verify(file: &Path) -> Output {
    let arguments = ["proofs", "verify", file.to_str().unwrap()];
    revoir().args(arguments).output().unwrap()
}

#[test]
fn a_decision_is_proven_by_the_hour_and_nothing_of_its_visitor() {
    let revoir = Revoir::demo();

    proven(&revoir, &json!({ "ux": true, "support": false }), "given");

    let document: Value = serde_json::from_str(&revoir.sql("select document from proofs")).unwrap();
    let hash = revoir.sql("select encode(hash, 'hex') from texts");
    let hour =
        revoir.sql("select to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:00:00\"Z\"')");
    let id = document["id"].clone();
    let expected = json!({ "id": id, "hour": hour, "purposes": { "support": false, "ux": true },
        "text_version": "1", "texts": hash, "mechanism": "banner", "act": "given" });
    assert_eq!(document, expected);
    assert_eq!(
        id.as_str().unwrap().as_bytes()[14],
        b'4',
        "a random id: {id}"
    );
}

#[test]
fn what_is_no_decision_about_this_site_is_refused() {
    let revoir = Revoir::demo();
    let with = |field: &str, value: Value| {
        let mut changed = decided(&json!({ "ux": true }), "given");
        changed[field] = value;
        let answer = prove(&revoir, &changed);
        (answer.status, answer.problem())
    };
    let refused = || (409, "/problems/consent-not-valid".to_owned());

    for (field, value) in [
        ("purposes", json!({ "marketing": true })),
        ("purposes", json!({ "ux": false })),
        ("purposes", json!({})),
        ("text_version", json!("2")),
    ] {
        assert_eq!(with(field, value), refused(), "{field}");
    }
    for (field, value) in [
        (
            "mechanism",
            json!("CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA01234567"),
        ),
        ("act", json!("seen")),
        ("visitor", json!("anna@mail.example")),
    ] {
        assert_eq!(with(field, value).0, 400, "{field}");
    }
    assert_eq!(with("site", json!("nobody")).0, 404);
    assert_eq!(revoir.sql("select count(*) from proofs"), "0");
}

#[test]
fn a_foreign_origin_proves_nothing_and_too_many_are_refused() {
    let revoir = Revoir::with(&[("REVOIR_LIMITS__OPENINGS_PER_MINUTE", "2")]);
    revoir.set_clock(1_800_000_000);
    let body = decided(&json!({ "ux": true }), "given").to_string();
    let headers = [PLAIN, ("origin", "https://elsewhere.example")];

    let foreign = revoir.ask("POST", "/v1/proofs", &headers, body.as_bytes());
    let second = prove(&revoir, &decided(&json!({ "ux": true }), "given"));
    let third = prove(&revoir, &decided(&json!({ "ux": true }), "given"));

    assert_eq!(foreign.problem(), "/problems/origin-not-allowed");
    assert_eq!((second.status, third.status), (204, 429));
}

#[test]
fn exported_proofs_verify_offline_and_changed_ones_do_not() {
    let revoir = with_batches();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("proofs.json");
    let by_command = revoir.run(&["proofs", "export", "demo"]);
    let by_dpo = revoir.get_as(&revoir.sign_in("dpo"), "/api/sites/demo/proofs/export");
    let export: Value = serde_json::from_slice(&by_command.stdout).unwrap();

    fs::write(&file, by_dpo.text()).unwrap();
    let intact = verify(&file);
    let said = String::from_utf8_lossy(&intact.stdout);
    assert_eq!(intact.status.code(), Some(0), "{intact:?}");
    assert!(
        said.starts_with("intact: 8 proofs in 2 batches of demo"),
        "{said}"
    );

    let ways: [fn(&mut Value); 4] = [
        |it| {
            let document = it["batches"][0]["document"].as_str().unwrap();
            it["batches"][0]["document"] = json!(document.replace("given", "withdrawn"));
        },
        |it| drop(it["batches"].as_array_mut().unwrap().pop()),
        |it| it["batches"].as_array_mut().unwrap().swap(0, 1),
        |it| {
            let first = it["batches"][0].clone();
            it["batches"].as_array_mut().unwrap().push(first);
        },
    ];
    for change in ways {
        let mut other = export.clone();
        change(&mut other);
        fs::write(&file, other.to_string()).unwrap();
        assert_eq!(verify(&file).status.code(), Some(1));
    }
}

#[test]
fn an_export_of_many_hours_is_read_some_at_a_time_and_verifies() {
    let revoir = with_batches_of(&[17, 15, 13, 11, 9, 7, 5, 3, 1]);
    let file = revoir.data.path().join("proofs.json");

    let export = revoir.run(&["proofs", "export", "demo"]);

    fs::write(&file, export.stdout).unwrap();
    let intact = verify(&file);
    let said = String::from_utf8_lossy(&intact.stdout);
    assert!(
        said.starts_with("intact: 36 proofs in 9 batches of demo"),
        "{intact:?}"
    );
}

#[test]
fn an_export_without_a_batch_verifies_too() {
    let revoir = Revoir::demo();
    let file = revoir.data.path().join("proofs.json");

    let export = revoir.run(&["proofs", "export", "demo"]);

    fs::write(&file, export.stdout).unwrap();
    let intact = verify(&file);
    let said = String::from_utf8_lossy(&intact.stdout);
    assert!(
        said.starts_with("intact: 0 proofs in 0 batches"),
        "{intact:?}"
    );
}

#[test]
fn a_site_files_so_many_proofs_an_hour_and_what_is_refused_is_counted() {
    let revoir = Revoir::with(&[("REVOIR_LIMITS__PROOFS_PER_HOUR", "2")]);
    // ten minutes past an hour
    revoir.set_clock(1_800_000_600);
    let agreed = decided(&json!({ "ux": true }), "given");
    let unknown = decided(&json!({ "marketing": true }), "given");

    // what is no proof of this site takes no place of one
    assert_eq!(prove(&revoir, &unknown).status, 409);
    proven(&revoir, &json!({ "ux": true }), "given");
    proven(&revoir, &json!({ "ux": true }), "given");
    let (third, fourth) = (prove(&revoir, &agreed), prove(&revoir, &agreed));

    assert_eq!((third.status, fourth.status), (429, 429));
    assert_eq!(third.header("retry-after"), Some("3000"));
    let told = revoir.get_as(&revoir.sign_in("dpo"), "/api/sites/demo/texts");
    assert_eq!(
        told.json()["proofs"],
        json!({ "count": 2, "batches": 0, "refused": 2 })
    );
    revoir.set_clock(1_800_003_600);
    assert_eq!(prove(&revoir, &agreed).status, 204);
}

#[test]
fn a_batch_lies_in_the_order_of_random_ids_and_its_rows_are_gone() {
    let revoir = with_batches();

    let documents = revoir.sql("select document from proof_batches where number = 2");

    let ids: Vec<Value> = documents
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone())
        .collect();
    assert_eq!(ids.len(), 4);
    assert!(
        ids.is_sorted_by(|one, next| one.as_str() < next.as_str()),
        "{ids:?}"
    );
    assert_eq!(revoir.sql("select count(*) from proofs"), "0");
}

#[test]
fn a_stolen_database_holds_nothing_that_a_proof_shares_with_a_recording() {
    let revoir = Revoir::demo();
    proven(&revoir, &json!({ "ux": true }), "given");
    drop(open(&revoir, 1));

    let row = revoir.sql(
        "select r::text from recordings r where receipt_hash is not null and opened_hour = date_trunc('hour', now(), 'UTC')
         order by closes_at desc nulls last limit 1",
    );

    let document: Value = serde_json::from_str(&revoir.sql("select document from proofs")).unwrap();
    let proof = document.as_object().unwrap();
    // the hour, the purpose and the version of the texts are those of everybody who came in that hour
    for unlike in ["id", "texts"] {
        let value = proof[unlike].as_str().unwrap();
        assert!(!row.contains(value), "{unlike} stands in {row}");
    }
    let id = revoir.sql("select id from recordings where receipt_hash is not null order by closes_at desc nulls last limit 1");
    let all = revoir.sql("select string_agg(p::text, ' ') from proofs p");
    assert!(!all.contains(&id) && !all.contains("127.0.0.1"), "{all}");
    let columns = "select string_agg(column_name, ',' order by ordinal_position) from information_schema.columns
        where table_schema = 'revoir' and table_name = 'proofs'";
    assert_eq!(
        revoir.sql(columns),
        "id,organisation_id,site_id,hour,document"
    );
}

#[test]
fn a_proof_goes_when_its_time_is_over() {
    let revoir = with_batches();
    let age = "update proof_batches set hour = hour - interval '366 days' where number = 1";

    assert_eq!(revoir.sql(age), "");

    wait_for("pruning", 20, || {
        revoir.sql("select min(number) from proof_batches") == "2"
    });
    let export = revoir.run(&["proofs", "export", "demo"]);
    let file = revoir.data.path().join("proofs.json");
    fs::write(&file, export.stdout).unwrap();
    assert_eq!(verify(&file).status.code(), Some(0));
}
