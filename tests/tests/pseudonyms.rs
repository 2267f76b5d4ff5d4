//! Pseudonyms (I2, I3): what is kept of a customer's identifier, and who finds recordings by it.

use revoir_tests::{
    Revoir,
    accounts::{join, send, told},
    customers::{ANNA, HERE, THERE, bytes_in, found, ids, look_up, opened, set, under, visit},
    http::Answer,
    traces::{SWIFT, holds, the_one},
    visitor::{PLAIN, batch, page},
    wait_for,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, fs};

/// Where an identifier, or its bare hash, can be read.
fn seen(revoir: &Revoir, answers: &str, text: &str) -> Vec<&'static str> {
    let hash = Sha256::digest(text);
    let hash: String = hash
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    let metrics = revoir.ask("GET", "/metrics", &[], b"").text();
    let log = told(revoir, &["audit", "export", "--organisation", "Demo"]);
    [
        ("dump", revoir.dump()),
        ("files", bytes_in(revoir.data.path())),
        ("audit log", log.into_bytes()),
        ("metrics", metrics.into_bytes()),
        ("answers", answers.as_bytes().to_vec()),
    ]
    .into_iter()
    .filter(|(_, bytes)| holds(bytes, text) || holds(bytes, &hash))
    .map(|(name, _)| name)
    .collect()
}

/// What is refused for one reason or another, and must not be repeated.
fn asked_wrongly(revoir: &Revoir, agent: &str) -> Vec<Answer> {
    let here = ("support", HERE);
    vec![
        visit(revoir, here, 3, &json!(ANNA)),
        visit(revoir, here, 3, &json!({ "id": [ANNA] })),
        visit(revoir, here, 3, &json!({ "id": format!("{ANNA}\0") })),
        visit(revoir, here, 3, &json!({ "id": ANNA, "proof": ANNA })),
        visit(revoir, ("ux", HERE), 3, &json!({ "id": ANNA })),
        look_up(revoir, agent, "support", &json!([ANNA])),
        look_up(revoir, agent, "support", &json!(ANNA.repeat(20))),
        look_up(revoir, agent, "ux", &json!(ANNA)),
    ]
}

#[test]
fn a_customer_is_found_and_their_identifier_is_nowhere() {
    let settings = [SWIFT[0], SWIFT[1], ("RUST_LOG", "trace")];
    let revoir = Revoir::with(&settings);
    under(&revoir, &["support"], "I2");
    let (agent, here) = (revoir.sign_in("agent"), ("support", HERE));

    let answer = visit(&revoir, here, 1, &json!({ "id": format!(" {ANNA}\n") }));
    let grant = answer.json()["grant"].as_str().unwrap().to_owned();
    let sent = batch(&grant, 0, &page("hello", 0));
    let stored = revoir.ask("POST", "/v1/batches", &[PLAIN, ("origin", HERE)], &sent);
    let (one, other) = (
        the_one(&revoir, 1),
        opened(&revoir, here, 2, "somebody else"),
    );
    drop(revoir.sql(&format!(
        "update recordings set closes_at = now() where id = '{one}'"
    )));
    wait_for("settling", 20, || {
        revoir.sql(&format!("select state from recordings where id = '{one}'")) == "settled"
    });
    let lookup = look_up(&revoir, &agent, "support", &json!(ANNA));
    let refusals = asked_wrongly(&revoir, &agent);

    assert_eq!(stored.status, 202, "{}", stored.text());
    assert_eq!(ids(&lookup), set(&[&one]));
    assert_eq!(lookup.json()["recordings"][0]["verified"], false);
    assert_eq!(found(&revoir, "somebody else"), set(&[&other]));
    assert!(
        refusals
            .iter()
            .all(|answer| (400..500).contains(&answer.status))
    );
    let answers: String = refusals.iter().chain([&lookup]).map(Answer::text).collect();
    assert_eq!(seen(&revoir, &answers, ANNA), Vec::<&str>::new());
    drop(revoir.sql(&format!("update sites set name = '{ANNA}'")));
    fs::write(revoir.data.path().join("keys/planted"), ANNA).unwrap();
    assert_eq!(seen(&revoir, ANNA, ANNA), ["dump", "files", "answers"]);
    let logged = "select count(*) from audit_entries where event = 'recording.looked_up' and purpose = 'support'";
    assert_eq!(revoir.sql(logged), "2");
}

#[test]
fn two_purposes_and_two_hosts_give_one_customer_unrelated_pseudonyms() {
    let revoir = Revoir::demo();
    under(&revoir, &["support", "ux"], "I3");

    let here = opened(&revoir, ("support", HERE), 1, ANNA);
    let again = opened(&revoir, ("support", "http://a.localhost:9000"), 2, ANNA);
    let there = opened(&revoir, ("support", THERE), 3, ANNA);
    drop(opened(&revoir, ("ux", HERE), 4, ANNA));
    under(&revoir, &["support", "ux"], "I2");
    let site = opened(&revoir, ("support", HERE), 5, ANNA);
    drop(opened(&revoir, ("ux", THERE), 6, ANNA));

    let distinct =
        "select count(*), count(distinct pseudonym) from recordings where pseudonym is not null";
    assert_eq!(revoir.sql(distinct), "6|5");
    assert_eq!(found(&revoir, ANNA), set(&[&here, &again, &there, &site]));
    let hosts = revoir.sql("select string_agg(host, ' ' order by host) from pseudonym_hosts");
    assert_eq!(hosts, "a.localhost b.localhost");
    let (columns, nameless) = (
        revoir.sql("select count(*) from information_schema.columns where table_name = 'recordings' and column_name like '%host%'"),
        visit(&revoir, ("support", ""), 7, &json!({ "id": ANNA })),
    );
    assert_eq!((columns.as_str(), nameless.status), ("0", 200));
    under(&revoir, &["support"], "I3");
    let nameless = visit(&revoir, ("support", ""), 8, &json!({ "id": ANNA }));
    assert_eq!(nameless.problem(), "/problems/identifier-not-valid");
}

#[test]
fn a_lookup_covers_hosts_that_are_declared_and_hosts_that_were() {
    let revoir = Revoir::demo();
    under(&revoir, &["support"], "I3");
    let declare =
        |origins: &str| drop(revoir.sql(&format!("update sites set origins = '{origins}'")));
    declare("{https://one.example,https://two.example:8443}");
    let one = opened(&revoir, ("support", "https://one.example"), 1, ANNA);
    let two = opened(&revoir, ("support", "https://two.example:8443"), 2, ANNA);

    declare("{https://two.example:8443}");
    drop(revoir.sql("delete from pseudonym_hosts where host = 'two.example'"));

    assert_eq!(found(&revoir, ANNA), set(&[&one, &two]));
    drop(revoir.sql("delete from pseudonym_hosts"));
    assert_eq!(found(&revoir, ANNA), set(&[&two]));
}

#[test]
fn after_a_rotation_old_and_new_are_found_and_after_the_grace_only_new() {
    let mut revoir = Revoir::with(&SWIFT);
    under(&revoir, &["support"], "I2");
    let rotate = |revoir: &Revoir, days: &str| {
        let site = ["keys", "rotate-pseudonyms", "--site", "demo"];
        let how = ["--purpose", "support", "--grace-days", days];
        assert_eq!(told(revoir, &[&site[..], &how].concat()), "");
    };
    let old = opened(&revoir, ("support", HERE), 1, ANNA);

    rotate(&revoir, "30");
    let new = opened(&revoir, ("support", HERE), 2, ANNA);
    let repeated = visit(&revoir, ("support", HERE), 1, &json!({ "id": ANNA }));

    assert_eq!(repeated.status, 200);
    assert_eq!(found(&revoir, ANNA), set(&[&old, &new]));
    revoir.stop();
    let keys = revoir.data.path().join("keys/pseudonyms");
    let kept = |marked: bool| {
        let paths = fs::read_dir(&keys).unwrap().map(|it| it.unwrap().path());
        let is_it =
            |path: &std::path::PathBuf| path.to_string_lossy().contains("-until-") == marked;
        paths.filter(is_it).collect::<Vec<_>>()
    };
    let over = kept(false)[0].to_string_lossy().into_owned() + "-until-20260101T000000Z";
    fs::rename(&kept(true)[0], over).unwrap();
    revoir.start();
    assert_eq!(found(&revoir, ANNA), set(&[&new]));
    wait_for("destroying the old key", 60, || kept(true).is_empty());
    rotate(&revoir, "0");
    assert_eq!(kept(true).len(), 0);
    assert_eq!(found(&revoir, ANNA), set(&[]));
    let logged = "select string_agg(detail, ', ' order by number) from audit_entries where event = 'pseudonym.rotated'";
    assert_eq!(revoir.sql(logged), "30 days, 0 days");
    let long = revoir.run(&[
        "keys",
        "rotate-pseudonyms",
        "--site",
        "demo",
        "--purpose",
        "ux",
        "--grace-days",
        "367",
    ]);
    let nobody = revoir.run(&[
        "keys",
        "rotate-pseudonyms",
        "--site",
        "nobody",
        "--purpose",
        "ux",
    ]);
    assert_eq!(
        (long.status.code(), nobody.status.code()),
        (Some(2), Some(3))
    );
}

#[test]
fn who_may_not_watch_a_purpose_looks_nobody_up_in_it() {
    let revoir = Revoir::demo();
    under(&revoir, &["support", "errors"], "I2");
    let theirs = opened(&revoir, ("support", HERE), 1, ANNA);
    drop(opened(&revoir, ("errors", HERE), 2, ANNA));
    let (agent, analyst) = (revoir.sign_in("agent"), revoir.sign_in("analyst"));
    let other = join(&revoir, "agent@other.example", "agent", "Other");

    for (cookies, purpose, status, problem) in [
        (&agent, "ux", 403, "/problems/denied"),
        (&agent, "errors", 403, "/problems/denied"),
        (&analyst, "support", 403, "/problems/denied"),
        (&analyst, "errors", 403, "/problems/denied"),
        (&analyst, "ux", 422, "/problems/identifier-not-allowed"),
        (&other, "support", 404, "/problems/not-found"),
    ] {
        let answer = look_up(&revoir, cookies, purpose, &json!(ANNA));
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (status, problem),
            "{purpose}"
        );
    }
    let of = |cookies: &str| {
        revoir.get_as(cookies, "/api/session").json()["sites"][0]["look_up"].clone()
    };
    assert_eq!((of(&agent), of(&analyst)), (json!(["support"]), json!([])));
    let one = format!("/api/sites/demo/recordings/{theirs}");
    assert_eq!(revoir.get_as(&analyst, &one).status, 404);
    assert_eq!(found(&revoir, ANNA), set(&[&theirs]));
    assert_eq!(found(&revoir, "bob"), set(&[]));
}

#[test]
fn a_lookup_that_cannot_be_logged_answers_nothing() {
    let revoir = Revoir::demo();
    under(&revoir, &["support"], "I2");
    drop(opened(&revoir, ("support", HERE), 1, ANNA));
    let (agent, owner) = (revoir.sign_in("agent"), revoir.sign_in("admin"));
    drop(revoir.sql("revoke insert on audit_entries from revoir_app"));

    let looked_up = look_up(&revoir, &agent, "support", &json!(ANNA));
    let secret = send(
        &revoir,
        &owner,
        "POST",
        "/api/sites/demo/proof-secret",
        &json!({}),
    );
    let rotated = revoir.run(&[
        "keys",
        "rotate-pseudonyms",
        "--site",
        "demo",
        "--purpose",
        "support",
        "--grace-days",
        "0",
    ]);

    for answer in [looked_up, secret] {
        assert_eq!(answer.problem(), "/problems/audit-unavailable");
    }
    assert_eq!(rotated.status.code(), Some(4));
    assert_eq!(
        fs::read_dir(revoir.data.path().join("keys/proofs"))
            .unwrap()
            .count(),
        0
    );
    drop(revoir.sql("grant insert on audit_entries to revoir_app"));
    assert_eq!(found(&revoir, ANNA).len(), 1);
}

#[test]
fn a_lookup_goes_on_where_its_page_ended() {
    let revoir = Revoir::demo();
    under(&revoir, &["support"], "I2");
    let all: BTreeSet<_> = (1..=3)
        .map(|n| opened(&revoir, ("support", HERE), n, ANNA))
        .collect();
    drop(opened(&revoir, ("support", HERE), 4, "bob"));
    let agent = revoir.sign_in("agent");
    let part = |cursor: &Value| {
        let body =
            json!({ "purpose": "support", "identifier": ANNA, "limit": 2, "cursor": cursor });
        send(&revoir, &agent, "POST", "/api/sites/demo/lookups", &body)
    };

    let first = part(&Value::Null);
    let second = part(&first.json()["next"]);

    assert_eq!((ids(&first).len(), ids(&second).len()), (2, 1));
    assert_eq!(&ids(&first) | &ids(&second), all);
}
