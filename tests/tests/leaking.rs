//! A foreign program sends a page in the clear: nothing of it is stored, and the publisher is told where.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{
    Revoir,
    accounts::{join, told},
    traces::{events, holds, the_one},
    visitor::{batch, open, page, send},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs};

/// Stands in every string that the program sends.
const SECRET: &str = "marie-dupont";
/// The places where one string each is masked.
const PLACES: [&str; 24] = [
    "2 data.node(style).textContent",
    "2 data.node.attributes._cssText",
    "2 data.node.attributes.class",
    "2 data.node.attributes.fill",
    "2 data.node.attributes.href",
    "2 data.node.attributes.id",
    "2 data.node.attributes.part",
    "2 data.node.attributes.placeholder",
    "2 data.node.attributes.style",
    "2 data.node.attributes.value",
    "2 data.node.name",
    "2 data.node.tagName",
    "2 data.node.textContent",
    "3/0 data.attributes[].attributes.class",
    "3/0 data.attributes[].attributes.style",
    "3/0 data.texts[].value",
    "3/13 data.remove.property",
    "3/13 data.set.property",
    "3/13 data.set.value",
    "3/15 data.styles[].rules[].rule",
    "3/5 data.text",
    "3/8 data.adds[].rule",
    "3/8 data.replace",
    "4 data.href",
];

fn element(tag: &str, attributes: &Value, children: &Value) -> Value {
    json!({ "type": 2, "id": 9, "tagName": tag, "attributes": attributes, "childNodes": children })
}

/// A page that is clear wherever one can be.
fn clear_page() -> Value {
    let style =
        format!("/* {SECRET} */ .{SECRET}{{--{SECRET}:'{SECRET}';background:url({SECRET})}}");
    let attributes = json!({
        "class": SECRET, "id": SECRET, "part": SECRET, "placeholder": SECRET, "value": SECRET, "href": SECRET,
        "fill": SECRET, "style": style, "_cssText": style, "title": SECRET, "data-user": SECRET, "name": SECRET,
        "src": SECRET, "onclick": SECRET, "aria-label": SECRET, "d": SECRET, "rr_dataURL": SECRET,
    });
    json!({ "type": 0, "id": 1, "childNodes": [
        { "type": 1, "id": 2, "name": SECRET, "publicId": "", "systemId": "" },
        { "type": 3, "id": 3, "textContent": SECRET },
        element("style", &json!({}), &json!([{ "type": 3, "id": 4, "textContent": style }])),
        element("a", &attributes, &json!([])),
        element(SECRET, &json!({}), &json!([])),
    ] })
}

fn increments() -> Vec<Value> {
    let rule = format!("@import '{SECRET}';#{SECRET}{{animation:{SECRET}}}");
    let property = format!("--{SECRET}");
    let style = json!({ "color": SECRET, SECRET: SECRET });
    vec![
        json!({ "source": 0, "texts": [{ "id": 3, "value": SECRET }], "removes": [], "adds": [],
            "attributes": [{ "id": 9, "attributes": { "class": SECRET, "style": style, "href": SECRET } }] }),
        json!({ "source": 5, "id": 9, "text": SECRET, "isChecked": false }),
        json!({ "source": 7, "id": 9, "type": 0, "src": SECRET }),
        json!({ "source": 8, "id": 9, "adds": [{ "rule": rule }], "replace": rule }),
        json!({ "source": 10, "family": SECRET }),
        json!({ "source": 11, "payload": [SECRET] }),
        json!({ "source": 13, "id": 9, "index": [0], "set": { "property": property, "value": SECRET },
            "remove": { "property": property } }),
        json!({ "source": 14, "ranges": [{ "text": SECRET }] }),
        json!({ "source": 15, "id": 9, "styleIds": [1], "styles": [{ "styleId": 1, "rules": [{ "rule": rule }] }] }),
        json!({ "source": 16, "define": { "name": SECRET } }),
    ]
}

/// What a program sends that knows nothing of masks.
fn foreign() -> Vec<Value> {
    let event = |kind: u32, data: &Value| json!({ "type": kind, "data": data, "timestamp": 5, SECRET: SECRET });
    let address = format!("https://shop.example/{SECRET}?q={SECRET}#{SECRET}");
    let mut events = vec![
        event(
            4,
            &json!({ "href": address, "width": 800, "height": 600, "title": SECRET }),
        ),
        event(
            2,
            &json!({ "node": clear_page(), "initialOffset": { "left": 0, "top": 0 } }),
        ),
        event(5, &json!({ "tag": SECRET, "payload": SECRET })),
        event(6, &json!({ "plugin": SECRET, "payload": SECRET })),
    ];
    events.extend(increments().iter().map(|data| event(3, data)));
    events
}

/// The warnings that somebody sees, by place.
fn warnings(revoir: &Revoir, cookie: &str) -> BTreeMap<String, u64> {
    let answer = revoir.get_as(cookie, "/api/sites/demo/warnings");
    assert_eq!(answer.status, 200, "{}", answer.text());
    let today = revoir.sql("select (now() at time zone 'utc')::date");
    let warnings = answer.json()["warnings"].as_array().unwrap().clone();
    let place = |warning: &Value| {
        assert_eq!(warning["last_day"], json!(today));
        let source = warning["source"]
            .as_u64()
            .map_or(String::new(), |source| format!("/{source}"));
        let place = format!(
            "{}{source} {}",
            warning["type"],
            warning["path"].as_str().unwrap()
        );
        (place, warning["count"].as_u64().unwrap())
    };
    warnings.iter().map(place).collect()
}

#[test]
fn nothing_clear_is_stored_and_the_publisher_is_told_where_it_stood() {
    let revoir = Revoir::demo();
    let grant = open(&revoir, 7);
    let body = batch(&grant, 0, &foreign());

    assert_eq!(send(&revoir, &body).status, 202);
    assert_eq!(send(&revoir, &body).status, 202);

    let id = the_one(&revoir, 7);
    assert!(!events(&revoir, &id).to_string().contains("marie"));
    let dump = revoir.dump();
    for part in [SECRET, "marie", "dupont"] {
        assert!(!holds(&dump, part), "{part}");
    }
    assert!(!revoir.log().contains("marie"));
    let expected = PLACES
        .map(|place| (place.to_owned(), 1))
        .into_iter()
        .collect();
    assert_eq!(warnings(&revoir, &revoir.sign_in("admin")), expected);
    assert_eq!(warnings(&revoir, &revoir.sign_in("auditor")), expected);
}

#[test]
fn places_add_up_over_batches_and_recordings() {
    let revoir = Revoir::demo();
    for receipt in [1, 2] {
        let grant = open(&revoir, receipt);
        for seq in 0..2 {
            assert_eq!(
                send(&revoir, &batch(&grant, seq, &page("Marie", seq))).status,
                202
            );
        }
    }

    let seen = warnings(&revoir, &revoir.sign_in("dpo"));

    // the demo's pages are declared, but not this one
    assert_eq!(seen["2 data.node.textContent"], 4);
}

#[test]
fn a_page_that_comes_masked_warns_of_nothing() {
    let revoir = Revoir::demo();
    let grant = open(&revoir, 3);
    let masked = page("***** ***** **", 0);

    assert_eq!(send(&revoir, &batch(&grant, 0, &masked)).status, 202);

    assert!(warnings(&revoir, &revoir.sign_in("developer")).is_empty());
}

#[test]
fn an_import_is_masked_and_warns_of_nothing() {
    let revoir = Revoir::demo();
    let file = revoir.data.path().join("foreign.json");
    fs::write(&file, json!(foreign()).to_string()).unwrap();
    let today = revoir.sql("select (now() at time zone 'utc')::date");

    let id = told(
        &revoir,
        &[
            "import",
            file.to_str().unwrap(),
            "--site",
            "demo",
            "--purpose",
            "ux",
            "--collected-for",
            "ux",
            "--basis",
            "consent",
            "--collected-on",
            &today,
        ],
    );

    assert!(!events(&revoir, id.trim()).to_string().contains("marie"));
    assert!(warnings(&revoir, &revoir.sign_in("admin")).is_empty());
}

#[test]
fn all_batches_of_a_recording_call_the_same_thing_by_the_same_name() {
    let revoir = Revoir::demo();
    let class = |events: &Value| -> Vec<String> {
        let nodes = events.as_array().unwrap().iter();
        let named = nodes.filter_map(|event| {
            event["data"]["node"]["childNodes"][0]["attributes"]["class"].as_str()
        });
        named.map(str::to_owned).collect()
    };
    let page = |at: u64| {
        let body = element("body", &json!({ "class": SECRET }), &json!([]));
        let node = json!({ "type": 0, "id": 1, "childNodes": [body] });
        vec![json!({ "type": 2, "data": { "node": node }, "timestamp": at })]
    };
    let mut names = Vec::new();
    for receipt in [1, 2] {
        let grant = open(&revoir, receipt);
        for seq in 0..2 {
            assert_eq!(send(&revoir, &batch(&grant, seq, &page(seq))).status, 202);
        }
        names.push(class(&events(&revoir, &the_one(&revoir, receipt))));
    }

    assert_eq!(names[0].len(), 2);
    assert_eq!(names[0][0], names[0][1]);
    assert_eq!(names[1][0], names[1][1]);
    assert_ne!(names[0][0], names[1][0]);
}

#[test]
fn another_organisation_sees_no_warning_of_ours() {
    let revoir = Revoir::demo();
    let grant = open(&revoir, 1);
    assert_eq!(
        send(&revoir, &batch(&grant, 0, &page("Marie", 0))).status,
        202
    );
    let theirs = join(&revoir, "owner@other.example", "owner", "Other");

    let answer = revoir.get_as(&theirs, "/api/sites/demo/warnings");

    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (404, "/problems/not-found")
    );
}

#[test]
fn warnings_are_forgotten_after_thirty_days() {
    let revoir = Revoir::with(&revoir_tests::traces::SWIFT);
    let grant = open(&revoir, 1);
    assert_eq!(
        send(&revoir, &batch(&grant, 0, &page("Marie", 0))).status,
        202
    );
    drop(revoir.sql("update warnings set day = day - 30"));

    revoir_tests::wait_for("the sweep", 30, || {
        revoir.sql("select count(*) from warnings") == "0"
    });
}
