//! Tickets: they keep a customer's recordings for `support`, no longer than their policy says, and have what awaits its
//! verdict kept.

use revoir_tests::{
    Revoir,
    accounts::told,
    customers::{ANNA, bytes_in, under},
    tickets::{column, end, patch, ticket, token, visited, wait_for_jobs, wait_until},
    traces::{SWIFT, holds, keys_in},
    wait_for,
};
use serde_json::{Value, json};

const HELD: (&str, &str) = ("bucket", "support-held");

/// A server under which an open ticket keeps recordings for `support`.
fn holding() -> Revoir {
    let mut revoir = Revoir::with(&SWIFT);
    under(&revoir, &["support"], "I2");
    let until = json!({ "until": { "event": "ticket_closed", "longest_minutes": 43_200 } });
    patch(&mut revoir, "support", &until);
    revoir
}

fn anna() -> Value {
    json!({ "id": ANNA })
}

/// A settled recording of a customer.
fn settled(revoir: &Revoir, receipt: u8, customer: &str) -> String {
    let id = visited(revoir, "support", receipt, &json!({ "id": customer }));
    end(revoir, &id);
    wait_until(revoir, &id, ("state", "settled"));
    id
}

fn held(revoir: &Revoir, receipt: u8, customer: &str, token: &str) -> String {
    let id = settled(revoir, receipt, customer);
    ticket(revoir, token, "7", "open", customer);
    wait_until(revoir, &id, HELD);
    wait_for_jobs(revoir);
    id
}

fn status(revoir: &Revoir, id: &str) -> u16 {
    status_as(revoir, &revoir.sign_in("agent"), id)
}

fn status_as(revoir: &Revoir, agent: &str, id: &str) -> u16 {
    let path = format!("/api/sites/demo/recordings/{id}/events?state=settled&first=0&last=0");
    revoir.get_as(agent, &path).status
}

fn keys(revoir: &Revoir, bucket: &str) -> usize {
    keys_in(&revoir.data.path().join("keys"), bucket)
}

/// Nothing of a recording is anywhere.
fn assert_gone(revoir: &Revoir, id: &str) {
    wait_for("deletion", 60, || column(revoir, id, "id").is_empty());
    wait_for_jobs(revoir);
    for table in ["frames", "outlines", "chunks"] {
        let rows = format!("select count(*) from {table} where recording_id = '{id}'");
        assert_eq!(revoir.sql(&rows), "0", "{table}");
    }
}

#[test]
fn an_open_ticket_keeps_a_settled_recording_until_it_is_closed() {
    let revoir = holding();
    let (_, token) = token(&revoir);
    let (id, other) = (
        settled(&revoir, 1, ANNA),
        settled(&revoir, 2, "somebody else"),
    );
    let old = column(&revoir, &id, "bucket");
    let before = keys(&revoir, &old);

    ticket(&revoir, &token, "7", "open", ANNA);
    wait_until(&revoir, &id, HELD);
    wait_for_jobs(&revoir);

    assert_eq!(
        column(&revoir, &id, "expires_at - ordinary_until"),
        "29 days"
    );
    assert_eq!(
        (keys(&revoir, "support-held"), keys(&revoir, &old)),
        (1, before - 1)
    );
    assert_eq!(column(&revoir, &other, "bucket"), old);
    drop(
        revoir.sql("update recordings set ordinary_until = now() where ordinary_until is not null"),
    );
    assert_eq!(status(&revoir, &id), 200);

    ticket(&revoir, &token, "7", "closed", "");

    assert_gone(&revoir, &id);
    assert_eq!(keys(&revoir, "support-held"), 0);
    assert_eq!(status(&revoir, &other), 200);
    assert_eq!(revoir.sql("select count(*) from tickets"), "0");
    let tallied = "select count from audit_tallies where event = 'recording.expired'";
    assert_eq!(revoir.sql(tallied), "1");
}

#[test]
fn a_ticket_that_is_closed_before_the_ordinary_time_gives_that_back_and_may_be_opened_again() {
    let revoir = holding();
    let (_, token) = token(&revoir);
    let id = held(&revoir, 1, ANNA, &token);
    let extended = || column(&revoir, &id, "expires_at > ordinary_until");

    ticket(&revoir, &token, "7", "closed", "");
    wait_for("closing", 30, || extended() == "f");
    assert_eq!(status(&revoir, &id), 200);
    ticket(&revoir, &token, "7", "open", ANNA);
    wait_for("opening again", 30, || extended() == "t");
    ticket(&revoir, &token, "8", "open", ANNA);
    ticket(&revoir, &token, "7", "closed", "");
    wait_for("closing one of two", 30, || {
        revoir.sql("select reference from tickets") == "8"
    });

    assert_eq!(extended(), "t");
    assert_eq!(
        column(&revoir, &id, "expires_at - ordinary_until"),
        "29 days"
    );
    assert_eq!(status(&revoir, &id), 200);
}

#[test]
fn a_ticket_that_was_opened_before_a_recording_is_settled_keeps_it_too() {
    let revoir = holding();
    let (_, token) = token(&revoir);
    let id = visited(&revoir, "support", 1, &anna());
    ticket(&revoir, &token, "7", "open", ANNA);

    end(&revoir, &id);

    wait_until(&revoir, &id, HELD);
    assert_eq!(status(&revoir, &id), 200);
}

#[test]
fn no_ticket_keeps_a_recording_for_more_than_30_days_nor_counts_longer() {
    let revoir = holding();
    let (_, token) = token(&revoir);
    let id = held(&revoir, 1, ANNA, &token);
    let counts = "update tickets set asked_at = asked_at - interval '30 days'";

    drop(revoir.sql(counts));
    wait_for("a ticket that is old", 30, || {
        revoir.sql("select count(*) from tickets") == "0"
    });
    wait_for("its end", 30, || {
        column(&revoir, &id, "expires_at = ordinary_until") == "t"
    });
    ticket(&revoir, &token, "7", "open", ANNA);
    wait_for("opening again", 30, || {
        column(&revoir, &id, "expires_at > ordinary_until") == "t"
    });
    assert_eq!(
        column(&revoir, &id, "expires_at - ordinary_until"),
        "29 days"
    );
    drop(revoir.sql("update recordings set expires_at = now() where ordinary_until is not null"));

    assert_eq!(status(&revoir, &id), 404);
    assert_gone(&revoir, &id);
    assert_eq!(keys(&revoir, "support-held"), 0);
}

#[test]
fn what_no_ticket_names_or_no_policy_holds_stays_where_it_is() {
    let revoir = Revoir::with(&SWIFT);
    under(&revoir, &["support"], "I2");
    let (_, token) = token(&revoir);
    // nobody's pseudonym is known yet
    ticket(&revoir, &token, "1", "open", "nobody");
    let id = settled(&revoir, 1, ANNA);

    ticket(&revoir, &token, "2", "open", "nobody");
    ticket(&revoir, &token, "3", "open", ANNA);
    ticket(&revoir, &token, "4", "closed", ANNA);
    wait_for("heeding", 30, || {
        revoir.sql("select bool_and(fired) from tickets") == "t"
    });
    wait_for_jobs(&revoir);

    assert_ne!(column(&revoir, &id, "bucket"), HELD.1);
    assert_eq!(
        revoir.sql("select string_agg(reference, ' ' order by reference) from tickets"),
        "2 3"
    );
    assert_eq!(status(&revoir, &id), 200);
}

#[test]
fn neither_the_customer_nor_what_a_ticket_is_called_is_left_anywhere() {
    let settings = [SWIFT[0], SWIFT[1], ("RUST_LOG", "trace")];
    let mut revoir = Revoir::with(&settings);
    under(&revoir, &["support"], "I2");
    patch(
        &mut revoir,
        "support",
        &json!({ "until": { "event": "ticket_closed" } }),
    );
    let (_, token) = token(&revoir);
    let (id, called) = (settled(&revoir, 1, ANNA), "zq7-call from the bakery");
    let seen = |text: &str| {
        let log = told(&revoir, &["audit", "export", "--organisation", "Demo"]);
        let all = [
            revoir.dump(),
            bytes_in(revoir.data.path()),
            log.into_bytes(),
        ];
        all.map(|bytes| holds(&bytes, text))
    };

    ticket(&revoir, &token, called, "open", ANNA);
    wait_until(&revoir, &id, HELD);
    assert_eq!(seen(ANNA), [false; 3]);
    let chained = "select count(*) from audit_entries where audit_entries::text like '%zq7%'";
    assert_eq!(revoir.sql(chained), "0");
    let beside = "select distinct words from audit_words where words like 'zq7%'";
    assert_eq!(revoir.sql(beside), called);
    ticket(&revoir, &token, called, "closed", ANNA);
    wait_for("closing", 30, || {
        revoir.sql("select count(*) from tickets") == "0"
    });
    drop(revoir.sql("delete from audit_words"));

    assert_eq!(seen(ANNA), [false; 3]);
    assert_eq!(seen(called), [false; 3]);
    assert_eq!(seen(&token), [false; 3]);
}

#[test]
fn holding_that_is_killed_leaves_each_recording_and_its_key_once() {
    let mut revoir = holding();
    let (_, token) = token(&revoir);
    let ids: Vec<String> = (1..=30)
        .map(|n| visited(&revoir, "support", n, &anna()))
        .collect();
    for id in &ids {
        end(&revoir, id);
    }
    wait_for("settling", 60, || {
        revoir.sql(
            "select count(*) from recordings where pseudonym is not null and state = 'settled'",
        ) == "30"
    });
    wait_for_jobs(&revoir);
    let others = keys(&revoir, "support-until") - 30;

    ticket(&revoir, &token, "7", "open", ANNA);
    for round in 0..8 {
        std::thread::sleep(std::time::Duration::from_millis(40 * round));
        revoir.kill();
        // a lease that died with its server is free again
        drop(revoir.sql("update jobs set leased_until = 'epoch'"));
        revoir.start();
    }
    wait_for("holding", 60, || {
        revoir.sql("select count(*) from recordings where bucket = 'support-held'") == "30"
    });
    wait_for_jobs(&revoir);

    assert_eq!(
        (
            keys(&revoir, "support-held"),
            keys(&revoir, "support-until")
        ),
        (30, others)
    );
    let agent = revoir.sign_in("agent");
    assert!(ids.iter().all(|id| status_as(&revoir, &agent, id) == 200));
    drop(
        revoir.sql("update recordings set ordinary_until = now() where ordinary_until is not null"),
    );
    ticket(&revoir, &token, "7", "closed", "");
    revoir.kill();
    drop(revoir.sql("update jobs set leased_until = 'epoch'"));
    revoir.start();
    wait_for("deletion", 60, || {
        revoir.sql("select count(*) from recordings where pseudonym is not null") == "0"
    });
    assert_gone(&revoir, &ids[0]);
    assert_eq!(keys(&revoir, "support-held"), 0);
}
