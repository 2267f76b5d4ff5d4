//! No audit, no answer: what a DPO decides, and what they read of it, is not done and not answered where its entry
//! cannot be written. What is done with recordings and people: `auditing.rs`.

use revoir_tests::{
    Revoir,
    accounts::{day, draft, send, told},
};
use serde_json::{Value, json};

/// What each decision would have left behind.
const LEFT: &str = "select (select count(*) from policies where purpose = 'support'), (select count(*) from policy_drafts),
    (select count(*) from stops), (select count(*) from remaskings), (select count(*) from tokens),
    (select count(*) from tickets), (select count(*) from releases), (select count(*) from freezes),
    (select count(*) from incidents), (select count(*) from processes), (select count(*) from jobs where kind = 'remask')";

#[test]
fn what_a_dpo_decides_is_not_done_where_it_cannot_be_logged() {
    let revoir = Revoir::demo();
    let (dpo, owner) = (revoir.sign_in("dpo"), revoir.sign_in("admin"));
    draft(&revoir, "support", |policy| {
        policy["lifespan_minutes"] = json!(7);
    });
    let policy = "/api/sites/demo/policies/support";
    let why = json!({ "why": "a breach" });
    let publish = json!({ "revision": 1, "why": "shorter" });
    let tried = json!({ "revision": 1 });
    let named = json!({ "name": "desk", "until": day(&revoir, 30) });
    let learned =
        json!({ "concerns": { "purpose": "support" }, "learned_at": "2026-10-02T00:00:00Z" });
    let decisions: [(&str, &str, String, &Value); 12] = [
        (&dpo, "POST", format!("{policy}/versions"), &publish),
        (&dpo, "POST", format!("{policy}/trial"), &tried),
        (&dpo, "PUT", format!("{policy}/stop"), &why),
        (&dpo, "POST", format!("{policy}/remask"), &why),
        (&owner, "POST", "/api/sites/demo/tokens".into(), &named),
        (
            &owner,
            "POST",
            "/api/sites/demo/proof-secret".into(),
            &Value::Null,
        ),
        (&dpo, "PUT", "/api/sites/demo/freezes/support".into(), &why),
        (&dpo, "POST", "/api/sites/demo/incidents".into(), &learned),
        (
            &dpo,
            "GET",
            "/api/sites/demo/register/record?format=json&lang=en".into(),
            &Value::Null,
        ),
        (
            &dpo,
            "GET",
            "/api/sites/demo/proofs/export".into(),
            &Value::Null,
        ),
        (
            &dpo,
            "POST",
            "/api/sites/demo/processes?text_version=1&taken_on=2026-11-01".into(),
            &json!({ "banner": "ours" }),
        ),
        (
            &dpo,
            "GET",
            "/api/sites/demo/concerned?purpose=support".into(),
            &Value::Null,
        ),
    ];
    let before = revoir.sql(LEFT);
    drop(revoir.sql("revoke insert on audit_entries from revoir_app"));

    for (cookies, method, path, body) in &decisions {
        let answer = send(&revoir, cookies, method, path, body);
        let problem = answer.problem();
        assert_eq!(
            problem,
            "/problems/audit-unavailable",
            "{method} {path}: {}",
            answer.text()
        );
        assert_eq!(answer.status, 503);
    }
    let evidence = revoir.data.path().join("evidence");
    let taken = revoir.run(&[
        "evidence",
        "--site",
        "demo",
        "--at",
        "2026-11-01",
        "--out",
        evidence.to_str().unwrap_or_default(),
    ]);
    assert_eq!(taken.status.code(), Some(4), "{taken:?}");
    assert_eq!(revoir.sql(LEFT), before);

    drop(revoir.sql("grant insert on audit_entries to revoir_app"));
    drop(told(
        &revoir,
        &["policy", "stop", "demo", "support", "--why", "a breach"],
    ));
    assert_ne!(revoir.sql(LEFT), before);
}
