//! Policies over HTTP: drafts, what they would change, publishing, and what ends then.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{
    Revoir,
    accounts::send as ask,
    http::Answer,
    traces::{SWIFT, moved, the_one},
    visitor::{ask_for, batch, open, send},
    wait_for,
};
use serde_json::{Value, json};

const DRAFT: &str = "/api/sites/demo/policies/ux/draft";
const VERSIONS: &str = "/api/sites/demo/policies/ux/versions";

/// The policy in force for `ux`.
fn in_force(revoir: &Revoir, cookie: &str) -> Value {
    let policies = revoir.get_as(cookie, "/api/sites/demo/policies").json();
    let policies = policies["policies"].as_array().unwrap().clone();
    let mut found = policies
        .into_iter()
        .filter(|it| it["policy"]["purpose"] == "ux");
    found.next().unwrap()
}

/// The policy in force, changed in one field.
fn with(revoir: &Revoir, cookie: &str, field: &str, value: Value) -> Value {
    let mut policy = in_force(revoir, cookie)["policy"].clone();
    policy[field] = value;
    policy
}

fn write(revoir: &Revoir, cookie: &str, revision: u64, policy: &Value) -> Answer {
    let body = json!({ "revision": revision, "policy": policy });
    ask(revoir, cookie, "PUT", DRAFT, &body)
}

fn publish(revoir: &Revoir, cookie: &str, revision: u64, said: &Value) -> Answer {
    let body = json!({ "revision": revision, "why": "a try", "justifications": said });
    ask(revoir, cookie, "POST", VERSIONS, &body)
}

/// That the demo records everyone.
fn everyone() -> Value {
    json!([{ "measure": "collection", "alternative": "we ask", "meets": "they know" }])
}

fn brief(answer: &Answer) -> (u16, String, String) {
    let field = answer.json()["field"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    (answer.status, answer.problem(), field)
}

#[test]
fn a_draft_says_what_it_would_change_and_is_published_with_its_history() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");
    let policy = with(
        &revoir,
        &dpo,
        "collection",
        json!({ "L1": { "rate": 0.2 } }),
    );

    let drafted = write(&revoir, &dpo, 0, &policy);
    let published = publish(&revoir, &dpo, 1, &json!([]));

    assert_eq!(drafted.status, 200, "{}", drafted.text());
    let draft = &drafted.json()["draft"];
    assert_eq!(
        draft["changes"],
        json!([{ "field": "collection.L1.rate", "before": 1.0, "after": 0.2 }])
    );
    assert_eq!(draft["conformance"]["deviations"], json!([]));
    assert_eq!(draft["obstacles"], json!([]));
    assert_eq!(
        (published.status, published.json()),
        (201, json!({ "version": 2 }))
    );
    let now = in_force(&revoir, &dpo);
    assert_eq!((&now["version"], &now["policy"]), (&json!(2), &policy));
    assert_eq!(revoir.get_as(&dpo, DRAFT).json(), json!({ "revision": 2 }));
    let versions = revoir.get_as(&dpo, VERSIONS).json()["versions"].clone();
    assert_eq!(versions[0]["changes"], draft["changes"]);
    assert_eq!(versions[0]["publication"]["by"], "DPO");
    assert_eq!(versions[0]["publication"]["why"], "a try");
    assert_eq!(
        versions[0]["publication"]["framework"],
        "cnil-draft-2026-02"
    );
    assert_eq!(versions[1]["version"], 1);
    assert_eq!(versions[1]["publication"]["by"], "cli");
    let deviation = &versions[1]["publication"]["deviations"][0];
    assert_eq!(
        (&deviation["measure"], &deviation["chosen"]),
        (&json!("collection"), &json!("L1 100 %"))
    );
    assert_eq!(
        versions[1]["publication"]["justifications"][0]["measure"],
        "collection"
    );
}

#[test]
fn who_writes_second_over_one_draft_is_told_of_the_first() {
    let revoir = Revoir::demo();
    let (dpo, owner) = (revoir.sign_in("dpo"), revoir.sign_in("admin"));
    let policy = with(&revoir, &dpo, "lifespan_minutes", json!(20));
    assert_eq!(write(&revoir, &owner, 0, &policy).status, 200);

    for (method, path, body) in [
        ("PUT", DRAFT, json!({ "revision": 0, "policy": policy })),
        ("PUT", DRAFT, json!({ "revision": 7, "policy": policy })),
        ("DELETE", DRAFT, json!({ "revision": 0 })),
        ("POST", VERSIONS, json!({ "revision": 0, "why": "x" })),
    ] {
        let late = ask(&revoir, &dpo, method, path, &body);
        assert_eq!(
            (late.status, late.problem().as_str()),
            (409, "/problems/draft-changed"),
            "{method} {path}"
        );
        assert!(
            late.text().contains("revision 1, by Admin"),
            "{}",
            late.text()
        );
    }
    // dropped and begun anew: what was read before counts no more
    assert_eq!(
        ask(&revoir, &owner, "DELETE", DRAFT, &json!({ "revision": 1 })).status,
        204
    );
    assert_eq!(write(&revoir, &owner, 2, &policy).status, 200);
    assert_eq!(write(&revoir, &dpo, 1, &policy).status, 409);
    assert_eq!(in_force(&revoir, &dpo)["version"], 1);
}

#[test]
fn two_who_write_at_once_do_not_both_succeed() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");
    let policy = with(&revoir, &dpo, "lifespan_minutes", json!(20));

    let statuses = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| write(&revoir, &dpo, 0, &policy).status))
            .collect();
        let mut statuses: Vec<u16> = threads.into_iter().map(|it| it.join().unwrap()).collect();
        statuses.sort_unstable();
        statuses
    });

    assert_eq!(statuses, [200, 409, 409, 409, 409, 409, 409, 409]);
}

#[test]
fn a_deviation_is_published_by_a_dpo_with_a_justification_and_by_nobody_else() {
    let revoir = Revoir::demo();
    let (dpo, owner) = (revoir.sign_in("dpo"), revoir.sign_in("admin"));
    let policy = with(&revoir, &dpo, "lifespan_minutes", json!(20));
    assert_eq!(write(&revoir, &owner, 0, &policy).status, 200);

    let by_owner = publish(&revoir, &owner, 1, &everyone());
    let bare = publish(&revoir, &dpo, 1, &json!([]));
    let mut empty = everyone();
    empty[0]["meets"] = json!(" ");
    let empty = publish(&revoir, &dpo, 1, &empty);
    let justified = publish(&revoir, &dpo, 1, &everyone());

    let collection = "collection".to_owned();
    assert_eq!(
        brief(&by_owner),
        (
            403,
            "/problems/deviation-needs-dpo".to_owned(),
            collection.clone()
        )
    );
    assert_eq!(
        brief(&bare),
        (
            422,
            "/problems/deviation-not-justified".to_owned(),
            collection
        )
    );
    assert_eq!(brief(&empty).2, "justifications[0].meets");
    assert_eq!(justified.status, 201, "{}", justified.text());
    let said = &in_force(&revoir, &dpo)["publication"]["justifications"][0];
    assert_eq!(said["author"], "DPO");
    assert_eq!(
        said["review_on"],
        revoir.sql("select ((now() at time zone 'UTC') + interval '12 months')::date")
    );
}

#[test]
fn a_dpo_of_one_purpose_neither_reads_nor_publishes_another() {
    let revoir = Revoir::demo();
    let owner = revoir.sign_in("admin");
    assert_eq!(
        revoir.sql("update role_grants set purpose = 'errors' where role = 'dpo'"),
        ""
    );
    let dpo = revoir.sign_in("dpo");
    let policy = with(&revoir, &owner, "lifespan_minutes", json!(20));
    assert_eq!(write(&revoir, &owner, 0, &policy).status, 200);

    let policies = revoir.get_as(&dpo, "/api/sites/demo/policies").json();

    assert_eq!(policies["policies"].as_array().unwrap().len(), 1);
    for answer in [
        revoir.get_as(&dpo, DRAFT),
        revoir.get_as(&dpo, VERSIONS),
        write(&revoir, &dpo, 1, &policy),
        publish(&revoir, &dpo, 1, &everyone()),
    ] {
        assert_eq!(answer.problem(), "/problems/denied");
    }
}

#[test]
fn what_cannot_be_names_field_and_reason_and_what_does_not_run_yet_is_not_published() {
    let revoir = Revoir::demo();
    let dpo = revoir.sign_in("dpo");
    for (field, value, named) in [
        (
            "collection",
            json!({ "L1": { "rate": 1.5 } }),
            "collection.L1.rate",
        ),
        ("collection", json!({}), "collection"),
        (
            "collection",
            json!({ "L2": { "triggers": [{ "on": "element", "selector": "div[" }] } }),
            "collection.L2.triggers[0]",
        ),
        (
            "collection",
            json!({ "L2": { "triggers": [{ "on": "url", "pattern": "/*" }] } }),
            "collection.L2.triggers[0]",
        ),
        ("retention_minutes", json!(0), "retention_minutes"),
        ("retention_minutes", json!(5_270_400), "retention_minutes"),
        ("block", json!(["a >"]), "block"),
        ("purpose", json!("errors"), "purpose"),
    ] {
        let policy = with(&revoir, &dpo, field, value);
        let refused = write(&revoir, &dpo, 0, &policy);
        let expected = (
            422,
            "/problems/policy-not-valid".to_owned(),
            named.to_owned(),
        );
        assert_eq!(brief(&refused), expected, "{}", refused.text());
    }

    let mut revision = 0;
    for (field, value, problem, named) in [
        ("masking", json!("M1"), "sealing-not-available", "masking"),
        (
            "publisher_marks",
            json!(true),
            "measure-not-available",
            "publisher_marks",
        ),
        (
            "necessity",
            json!({}),
            "policy-not-valid",
            "necessity.what_for",
        ),
    ] {
        let policy = with(&revoir, &dpo, field, value);
        let drafted = write(&revoir, &dpo, revision, &policy);
        assert_eq!(drafted.status, 200, "{}", drafted.text());
        assert_eq!(drafted.json()["draft"]["obstacles"][0]["field"], named);
        revision += 1;
        let refused = publish(&revoir, &dpo, revision, &everyone());
        let expected = (422, format!("/problems/{problem}"), named.to_owned());
        assert_eq!(brief(&refused), expected, "{}", refused.text());
    }
    assert_eq!(
        revoir.sql("select max(version) from policies where purpose = 'ux'"),
        "1"
    );
}

#[test]
fn a_recording_of_the_older_version_ends_at_its_next_batch_and_none_is_opened_under_it() {
    let revoir = Revoir::with(&SWIFT);
    let dpo = revoir.sign_in("dpo");
    let grant = open(&revoir, 9);
    assert_eq!(send(&revoir, &batch(&grant, 0, &moved(0))).status, 202);
    let id = the_one(&revoir, 9);
    let policy = with(&revoir, &dpo, "lifespan_minutes", json!(20));
    assert_eq!(write(&revoir, &dpo, 0, &policy).status, 200);

    assert_eq!(publish(&revoir, &dpo, 1, &everyone()).status, 201);
    let late = send(&revoir, &batch(&grant, 1, &moved(1)));
    let older = ask_for(&revoir, |asked| {
        asked["receipt_hash"] = json!("0a".repeat(32));
    });
    let newer = ask_for(&revoir, |asked| {
        asked["receipt_hash"] = json!("0b".repeat(32));
        asked["policy_version"] = json!(2);
    });

    assert_eq!(
        (late.status, late.problem().as_str()),
        (410, "/problems/recording-gone")
    );
    assert_eq!(
        (older.status, older.problem().as_str()),
        (409, "/problems/policy-changed")
    );
    assert!(newer.json()["grant"].is_string(), "{}", newer.text());
    let state = format!("select state || policy_version from recordings where id = '{id}'");
    wait_for("settling", 30, || revoir.sql(&state) == "settled1");
}

#[test]
fn the_command_line_drafts_and_publishes_as_over_http() {
    let revoir = Revoir::demo();
    let told = |arguments: &[&str]| -> Value {
        serde_json::from_str(&revoir_tests::accounts::told(&revoir, arguments)).unwrap()
    };
    let shown = told(&["policy", "show", "demo"]);
    let mut policy = shown["policies"][1]["policy"].clone();
    policy["collection"]["L1"]["rate"] = json!(0.1);
    let (file, said) = (
        revoir.data.path().join("ux.json"),
        revoir.data.path().join("said.json"),
    );
    std::fs::write(&file, policy.to_string()).unwrap();
    std::fs::write(&said, everyone().to_string()).unwrap();
    let (file, said) = (file.to_str().unwrap(), said.to_str().unwrap());
    let write = [
        "policy",
        "draft",
        "demo",
        "ux",
        "--write",
        file,
        "--revision",
        "0",
    ];
    let publish = [
        "policy",
        "publish",
        "demo",
        "ux",
        "--revision",
        "1",
        "--why",
        "less",
    ];

    let drafted = told(&write);
    let needless = revoir.run(&[&publish[..], &["--justifications", said]].concat());
    let published = told(&publish);

    assert_eq!(drafted["draft"]["changes"][0]["after"], 0.1);
    revoir_tests::fails(&needless, 3, "justifications[0].measure: does not deviate");
    assert_eq!(published, json!({ "version": 2 }));
    assert_eq!(
        told(&["policy", "draft", "demo", "ux"]),
        json!({ "revision": 2 })
    );
    let history = told(&["policy", "history", "demo", "ux"]);
    assert_eq!(history["versions"][0]["publication"]["by"], "cli");
    revoir_tests::fails(&revoir.run(&write), 3, "revision 2, by cli");
    assert_eq!(
        revoir
            .run(&["policy", "draft", "demo", "ads"])
            .status
            .code(),
        Some(2)
    );
}
