//! Sites: added and changed by owners, and seen when their pages ask.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{
    Revoir,
    accounts::{send, told},
};
use serde_json::{Value, json};

fn sightings(revoir: &Revoir, owner: &str) -> Vec<Value> {
    let seen = revoir.get_as(owner, "/api/sites/shop/sightings").json();
    seen["sightings"].as_array().unwrap().clone()
}

fn add(revoir: &Revoir, owner: &str, origins: &Value) -> revoir_tests::http::Answer {
    let body = json!({ "key": "shop", "name": "Our shop", "origins": origins });
    send(revoir, owner, "POST", "/api/sites", &body)
}

fn visit(revoir: &Revoir, origin: &str) {
    let headers = [("origin", origin)];
    let policy = revoir.ask("GET", "/v1/sites/shop/policy", &headers, b"");
    assert_eq!(policy.status, 200);
}

#[test]
fn a_site_is_added_under_the_presets_with_the_snippet_that_the_command_line_prints() {
    let revoir = Revoir::demo();
    let owner = revoir.sign_in("admin");

    let added = add(
        &revoir,
        &owner,
        &json!(["https://shop.example", "https://shop.example"]),
    );

    assert_eq!(
        (added.status, added.json()),
        (201, json!({ "key": "shop" }))
    );
    let listed = revoir.get_as(&owner, "/api/sites").json();
    let site = &listed["sites"][1];
    assert_eq!(
        (&site["key"], &site["name"]),
        (&json!("shop"), &json!("Our shop"))
    );
    assert_eq!(site["origins"], json!(["https://shop.example"]));
    let purposes =
        ["errors", "support", "ux"].map(|purpose| json!({ "purpose": purpose, "version": 1 }));
    assert_eq!(site["purposes"], json!(purposes));
    let arguments = [
        "site",
        "add",
        "second",
        "--name",
        "S",
        "--origin",
        "https://s.example",
    ];
    let printed = told(&revoir, &arguments);
    assert_eq!(
        site["snippet"]
            .as_str()
            .unwrap()
            .replace("\"shop\"", "\"second\""),
        printed.trim()
    );
    assert_eq!(
        add(&revoir, &owner, &json!(["https://shop.example"])).problem(),
        "/problems/site-key-taken"
    );
}

#[test]
fn an_origin_that_no_browser_writes_is_named() {
    let revoir = Revoir::demo();
    let owner = revoir.sign_in("admin");

    for origin in [
        "https://shop.example/",
        "shop.example",
        "https://shop.example:443",
        "loopback",
        "https://*.x.example",
    ] {
        let answer = add(&revoir, &owner, &json!(["https://good.example", origin]));
        assert_eq!(answer.problem(), "/problems/origin-not-valid", "{origin}");
        assert!(
            answer.json()["title"]
                .as_str()
                .unwrap()
                .contains(&format!("{origin:?}"))
        );
    }
    for body in [
        json!({ "key": "Shop!", "name": "S", "origins": ["https://a.example"] }),
        json!({ "key": "shop", "name": " ", "origins": ["https://a.example"] }),
        json!({ "key": "shop", "name": "S", "origins": [] }),
    ] {
        let answer = send(&revoir, &owner, "POST", "/api/sites", &body);
        assert_eq!(answer.problem(), "/problems/unreadable-request", "{body}");
    }
    assert_eq!(revoir.sql("select count(*) from sites"), "1");
}

#[test]
fn a_changed_origin_is_allowed_at_once_and_the_demos_own_may_stay() {
    let revoir = Revoir::demo();
    let owner = revoir.sign_in("admin");
    let change = |body: Value| send(&revoir, &owner, "PATCH", "/api/sites/demo", &body);
    let withdraws = |origin: &str| {
        let mut request = revoir_tests::visitor::grant_request(&revoir, "ux");
        request["receipt_hash"] = json!("ab".repeat(32));
        let headers = [("content-type", "text/plain"), ("origin", origin)];
        revoir
            .ask(
                "POST",
                "/v1/grants",
                &headers,
                request.to_string().as_bytes(),
            )
            .status
    };
    assert_eq!(withdraws("https://new.example"), 403);

    assert_eq!(
        change(json!({ "origins": ["loopback", "https://new.example"] })).status,
        204
    );
    assert_eq!(change(json!({ "name": "Renamed" })).status, 204);

    assert_eq!(withdraws("https://new.example"), 200);
    assert_eq!(
        revoir.sql("select name || origins::text from sites"),
        "Renamed{loopback,https://new.example}"
    );
    assert_eq!(
        change(json!({ "origins": ["nothing"] })).problem(),
        "/problems/origin-not-valid"
    );
}

#[test]
fn pages_that_ask_for_a_site_are_seen_by_origin_and_minute() {
    let revoir = Revoir::demo();
    let owner = revoir.sign_in("admin");
    assert_eq!(
        add(&revoir, &owner, &json!(["https://shop.example"])).status,
        201
    );

    for origin in [
        "https://shop.example",
        "https://shop.example",
        "https://copy.example",
        "null",
        "nonsense",
        "",
    ] {
        visit(&revoir, origin);
    }
    assert_eq!(
        revoir.ask("GET", "/v1/sites/shop/policy", &[], b"").status,
        200
    );

    let mut seen = sightings(&revoir, &owner);
    seen.sort_by_key(|sighting| sighting["origin"].to_string());
    assert_eq!(seen.len(), 2, "{seen:?}");
    assert_eq!(
        (&seen[0]["origin"], &seen[0]["allowed"]),
        (&json!("https://copy.example"), &json!(false))
    );
    assert_eq!(
        (&seen[1]["origin"], &seen[1]["allowed"]),
        (&json!("https://shop.example"), &json!(true))
    );
    assert!(seen[0]["seen_at"].as_str().unwrap().ends_with(":00Z"));
}

#[test]
fn strangers_do_not_push_a_sites_own_pages_out_of_view() {
    let revoir = Revoir::demo();
    let owner = revoir.sign_in("admin");
    assert_eq!(
        add(&revoir, &owner, &json!(["https://shop.example"])).status,
        201
    );
    visit(&revoir, "https://shop.example");

    for n in 0..30 {
        visit(&revoir, &format!("https://stranger-{n}.example"));
    }

    let seen = sightings(&revoir, &owner);
    assert_eq!(seen.len(), 20);
    assert!(
        seen.iter()
            .any(|sighting| sighting["origin"] == "https://shop.example")
    );
}

#[test]
fn what_was_seen_is_forgotten_after_seven_days() {
    let revoir = Revoir::with(&[("REVOIR_JOBS__SWEEP_SECONDS", "1")]);
    let owner = revoir.sign_in("admin");
    assert_eq!(
        add(&revoir, &owner, &json!(["https://shop.example"])).status,
        201
    );
    visit(&revoir, "https://shop.example");
    assert_eq!(sightings(&revoir, &owner).len(), 1);

    assert_eq!(
        revoir.sql("update sightings set seen_at = seen_at - interval '7 days 1 minute'"),
        ""
    );

    assert_eq!(sightings(&revoir, &owner).len(), 0);
    revoir_tests::wait_for("forgetting", 20, || {
        revoir.sql("select count(*) from sightings") == "0"
    });
}
