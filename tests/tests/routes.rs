//! Routes that a site learns from a list of its own addresses, by the command line.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{
    Revoir,
    accounts::told,
    fails,
    traces::{events, the_one},
    visitor::{batch, open, page, send},
};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

const ADDRESSES: &str =
    "https://shop.example/help/returns\n/help/sizes\n/orders/1042\n/orders/1043?x=1\n/demo/\n";
const PATTERNS: &str = "/demo/\n/help/returns\n/help/sizes\n/orders/:id\n";

fn list(revoir: &Revoir, text: &str) -> PathBuf {
    let file = revoir.data.path().join("addresses.txt");
    fs::write(&file, text).unwrap();
    file
}

fn learn(revoir: &Revoir, more: &[&str]) -> String {
    let file = list(revoir, ADDRESSES);
    let arguments = ["site", "routes", "demo", "--learn", file.to_str().unwrap()];
    told(revoir, &[&arguments, more].concat())
}

/// The routes of `ux` as visitors' browsers are told them.
fn served(revoir: &Revoir) -> Vec<String> {
    let policy = revoir.ask("GET", "/v1/sites/demo/policy", &[], b"").json();
    let purposes = policy["purposes"].as_array().unwrap();
    let ux = purposes.iter().find(|one| one["purpose"] == "ux").unwrap();
    serde_json::from_value(ux["routes"].clone()).unwrap()
}

/// The address under which a visit to `href` is stored.
fn stored(revoir: &Revoir, receipt: u8, href: &str) -> Value {
    let mut visit = page("*", 0);
    visit[0]["data"]["href"] = json!(href);
    let grant = open(revoir, receipt);
    assert_eq!(send(revoir, &batch(&grant, 0, &visit)).status, 202);
    events(revoir, &the_one(revoir, receipt))[0]["data"]["href"].clone()
}

#[test]
fn what_is_learned_is_printed_and_changes_nothing() {
    let revoir = Revoir::demo();
    let before = served(&revoir);

    assert_eq!(learn(&revoir, &[]), PATTERNS);

    assert_eq!(served(&revoir), before);
}

#[test]
fn what_is_saved_is_told_to_browsers_and_kept_of_addresses() {
    let revoir = Revoir::demo();
    let declared = served(&revoir);
    assert_eq!(
        stored(&revoir, 1, "https://shop.example/orders/1042"),
        "/*/*"
    );

    assert_eq!(learn(&revoir, &["--save"]), PATTERNS);

    let learned = ["/help/returns", "/help/sizes", "/orders/:id"].map(str::to_owned);
    assert_eq!(served(&revoir), [declared, learned.to_vec()].concat());
    assert_eq!(
        stored(&revoir, 2, "https://shop.example/orders/9?who=anna"),
        "/orders/:id"
    );
    assert_eq!(
        stored(&revoir, 3, "https://shop.example/orders/9/anna"),
        "/*/*/*"
    );
}

#[test]
fn routes_are_listed_with_where_they_come_from_and_forgotten_one_by_one() {
    let revoir = Revoir::demo();
    drop(learn(&revoir, &["--save"]));

    let listed = told(&revoir, &["site", "routes", "demo"]);

    assert!(
        listed.contains("/demo/search\tdeclared (support, ux, errors)\n"),
        "{listed}"
    );
    assert!(
        listed.ends_with("/help/returns\tlearned\n/help/sizes\tlearned\n/orders/:id\tlearned\n"),
        "{listed}"
    );
    let forget = ["site", "routes", "demo", "--forget", "/orders/:id"];
    assert_eq!(told(&revoir, &forget), "");
    assert!(!told(&revoir, &["site", "routes", "demo"]).contains("/orders/:id"));
    fails(&revoir.run(&forget), 3, "learned route");
}

#[test]
fn a_list_that_is_none_is_refused_with_its_line() {
    let revoir = Revoir::demo();
    let file = list(&revoir, "/help\nshop.example/about\n");
    let file = file.to_str().unwrap();

    let learned = revoir.run(&["site", "routes", "demo", "--learn", file, "--save"]);

    fails(&learned, 3, "line 2: neither an http(s) address nor a path");
    fails(&revoir.run(&["site", "routes", "nobody"]), 3, "no site");
    for arguments in [["--save", "--save"], ["--forget", "orders"]] {
        let used = revoir.run(&[&["site", "routes", "demo"], &arguments[..]].concat());
        assert_eq!(used.status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn browsers_are_told_which_pages_and_elements_are_never_recorded() {
    let revoir = Revoir::demo();
    drop(revoir.sql(
        r#"update policies set document = document || '{"pages": {"never_record": ["/account/*"]}, "block": [".secret"]}'
           where purpose = 'ux'"#,
    ));

    let policy = revoir.ask("GET", "/v1/sites/demo/policy", &[], b"").json();

    let purposes = policy["purposes"].as_array().unwrap();
    let of = |purpose: &str| {
        purposes
            .iter()
            .find(|one| one["purpose"] == purpose)
            .unwrap()
    };
    assert_eq!(
        of("ux")["pages"],
        json!({ "record_only": [], "never_record": ["/account/*"] })
    );
    assert_eq!(of("ux")["block"], json!([".secret"]));
    assert_eq!(
        of("errors")["pages"],
        json!({ "record_only": [], "never_record": [] })
    );
    assert_eq!(of("errors")["block"], json!([]));
}
