//! What there is of a purpose and what goes, by day, who may see it, and what goes next.
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use revoir_tests::{Revoir, traces::SWIFT, wait_for};
use serde_json::{Value, json};

const PATH: &str = "/api/sites/demo/volumes?purpose=ux";

fn volumes(revoir: &Revoir) -> Value {
    let dpo = revoir.sign_in("dpo");
    let answer = revoir.get_as(&dpo, PATH);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// What is told of the day so many days ago.
fn day(volumes: &Value, ago: usize) -> Value {
    let day = &volumes["days"][29 - ago];
    json!([day["kept"], day["discarded"], day["expired"]])
}

/// Counts that something expired so many days ago, as a sweep on that day would have.
fn expired(revoir: &Revoir, ago: u8, purpose: &str, count: u8) {
    drop(revoir.sql(&format!(
        "insert into audit_tallies select organisation_id, id, '{purpose}', 'recording.expired',
             (now() at time zone 'UTC')::date - {ago}, {count} from sites where key = 'demo'"
    )));
}

#[test]
fn thirty_days_are_told_by_day_and_no_recording_is() {
    let revoir = Revoir::with(&SWIFT);
    drop(revoir.sql(
        "update recordings set opened_hour = date_trunc('hour', now(), 'UTC') - interval '100 days' where purpose = 'ux'",
    ));
    drop(revoir.sql(
        "update recordings set opened_hour = date_trunc('day', now(), 'UTC') - interval '3 days'
         where id in (select id from recordings where purpose = 'ux' order by id limit 2)",
    ));
    drop(revoir.sql(
        "insert into discards select organisation_id, id, 'ux', (now() at time zone 'UTC')::date - 29, 7 from sites
         where key = 'demo'",
    ));
    expired(&revoir, 2, "ux", 5);
    expired(&revoir, 2, "errors", 90);
    wait_for("the log", 60, || {
        revoir.sql("select count(*) from audit_tallies") == "0"
    });
    expired(&revoir, 0, "ux", 4);

    let told = volumes(&revoir);

    assert_eq!(told["days"].as_array().unwrap().len(), 30);
    assert_eq!(day(&told, 29), json!([0, 7, 0]));
    assert_eq!(day(&told, 3), json!([2, 0, 0]));
    assert_eq!(day(&told, 2), json!([0, 0, 5]));
    assert_eq!(day(&told, 1), json!([0, 0, 0]));
    assert_eq!(day(&told, 0), json!([0, 0, 4]));
    let ids = revoir.sql("select id from recordings");
    assert!(ids.lines().all(|id| !told.to_string().contains(id)));
}

#[test]
fn what_was_recorded_under_a_draft_is_counted_in_no_day_and_does_not_expire_next() {
    let revoir = Revoir::demo();
    let before = day(&volumes(&revoir), 0)[0].as_u64().unwrap();
    let next = "select min(expires_at) from recordings where purpose = 'ux' and not trial";
    drop(revoir.sql(
        "update recordings set trial = true, expires_at = now() + interval '1 hour'
         where id = (select id from recordings where purpose = 'ux' order by id limit 1)",
    ));

    let after = volumes(&revoir);

    assert_eq!(day(&after, 0)[0], before - 1);
    let told = after["next_expiry"].as_str().unwrap();
    let is_it = format!(
        "select date_trunc('second', ({next})) = date_trunc('second', '{told}'::timestamptz)"
    );
    assert_eq!(revoir.sql(&is_it), "t");
}

#[test]
fn those_are_counted_who_may_watch_the_purpose_now() {
    let revoir = Revoir::demo();
    let grant = |who: &str, role: &str, purpose: &str, until: &str| {
        drop(revoir.sql(&format!(
            "insert into role_grants select gen_random_uuid(), organisation_id, id, '{role}', null, {purpose},
                 now() + interval '{until}' from members where email = '{who}@demo.test'"
        )));
    };
    assert_eq!(volumes(&revoir)["watchers"], 1);

    grant("agent", "analyst", "null", "1 day");
    grant("agent", "analyst", "'ux'", "1 day");
    grant("approver", "analyst", "'support'", "1 day");
    grant("auditor", "analyst", "null", "-1 day");
    grant("operator", "agent", "null", "1 day");

    assert_eq!(volumes(&revoir)["watchers"], 2);
    drop(revoir.sql("update members set password_hash = null where email = 'agent@demo.test'"));
    assert_eq!(volumes(&revoir)["watchers"], 1);
}
