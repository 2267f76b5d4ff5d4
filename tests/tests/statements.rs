//! Daily statements: what became of a purpose's recordings on a day, signed, and verified offline.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use revoir_tests::{Revoir, revoir, wait_for};
use serde_json::{Value, json};
use std::{fs, path::Path, process::Output};

/// A server whose policies were in force yesterday, when three recordings for `ux` expired.
fn with_yesterday() -> Revoir {
    let revoir = Revoir::with(&[("REVOIR_JOBS__SWEEP_SECONDS", "1")]);
    let past = "insert into audit_tallies (organisation_id, site_id, purpose, event, day, count)
            select organisation_id, id, 'ux', 'recording.expired', (now() at time zone 'UTC')::date - 1, 3 from sites;
        update policies set published_at = now() - interval '3 days'";
    assert_eq!(revoir.sql(past), "");
    wait_for("statements", 20, || {
        revoir.sql("select count(*) from statements") == "3"
    });
    revoir
}

fn statements(revoir: &Revoir, cookie: &str) -> Value {
    let path = "/api/sites/demo/statements?purpose=ux";
    let answer = revoir.get_as(cookie, path);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn verify(file: &Path) -> Output {
    let arguments = ["evidence", "verify", file.to_str().unwrap()];
    revoir().args(arguments).output().unwrap()
}

#[test]
fn a_statement_says_what_was_due_and_deleted_and_what_is_still_there() {
    let revoir = with_yesterday();
    let dpo = revoir.sign_in("dpo");

    let stated = statements(&revoir, &dpo);

    let document = stated["statements"][0]["document"].as_str().unwrap();
    let said: Value = serde_json::from_str(document).unwrap();
    let yesterday = revoir.sql("select (now() at time zone 'UTC')::date - 1");
    let present = revoir.sql("select count(*) from recordings where purpose = 'ux'");
    assert_eq!(said["day"], yesterday);
    assert_eq!((&said["due"], &said["deleted"]), (&json!(3), &json!(3)));
    assert_eq!(
        (&said["overdue"], &said["sweep_lag_s"]),
        (&json!(0), &json!(0))
    );
    assert_eq!(said["present"].to_string(), present);
    assert_eq!(said["watched"], 0);
    assert_eq!(said["held"], json!({ "count": 0, "why": [] }));
    assert!(said["oldest_present"].is_string(), "{said}");
}

#[test]
fn statements_verify_offline_and_changed_ones_do_not() {
    let revoir = with_yesterday();
    let stated = statements(&revoir, &revoir.sign_in("auditor")).to_string();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("statements.json");

    fs::write(&file, &stated).unwrap();
    let intact = verify(&file);
    let changed = stated.replace(r#"\"deleted\":3"#, r#"\"deleted\":4"#);
    assert_ne!(changed, stated);
    fs::write(&file, changed).unwrap();
    let changed = verify(&file);

    assert_eq!(intact.status.code(), Some(0), "{intact:?}");
    assert!(String::from_utf8_lossy(&intact.stdout).starts_with("intact: 1 statements"));
    assert_eq!(changed.status.code(), Some(1));
}
