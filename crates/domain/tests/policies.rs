//! Policies as they are written: what reads, what cannot be, and what it says then.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_domain::{
    limits,
    page::Pages,
    policy::{Draft, LegalBasis, Policy},
};
use serde_json::{Value, json};

fn draft() -> Value {
    let draft: Draft = toml::from_str(include_str!("../../../config/presets/ux.toml")).unwrap();
    serde_json::to_value(draft).unwrap()
}

fn with(field: &str, value: Value) -> Result<Policy, String> {
    let mut document = draft();
    document[field] = value;
    serde_json::from_value(document).map_err(|error| error.to_string())
}

#[test]
fn what_was_published_before_reads_as_it_was_meant() {
    let before = json!({
        "purpose": "support", "masking": "M3", "identifiers": "I3", "retention_minutes": 240,
        "lifespan_minutes": 30, "text_version": "1", "routes": [],
        "collection": {"measure": "L2", "history": "on_device", "before_s": 60, "after_s": 90},
        "justifications": [{"measure": "retention", "why": "because"}],
    });
    let drawn = with("collection", json!({"measure": "L1", "rate": 0.5})).unwrap();

    let read: Policy = serde_json::from_value(before).unwrap();

    let l2 = read.collection.l2.clone().unwrap();
    assert_eq!((l2.before_s, l2.after_s, l2.triggers.len()), (60, 90, 0));
    assert_eq!(read.reasons[0].why, "because");
    assert_eq!(read.pages, Pages::default());
    assert_eq!(read.legal_basis, LegalBasis::Consent);
    assert_eq!(drawn.collection.l1.unwrap().rate.to_string(), "50 %");
    assert!(with("collection", json!({"measure": "L1"})).is_err());
}

#[test]
fn what_is_written_reads_back() {
    let all = json!({
        "L1": {"rate": 0.1},
        "L2": {
            "history": {"provisional": {"why_not_on_device": "no storage", "delete_within_minutes": 30}},
            "before_s": 10, "after_s": 20,
            "triggers": [{"on": "javascript_error"}, {"on": "url", "pattern": "/help"},
                {"on": "element", "selector": ".error"}, {"on": "custom", "name": "lost"}],
        },
        "L3": {"keep": [{"marker": "rage_click", "at_least": 2}], "delete_within_minutes": 15},
    });

    let policy = with("collection", all.clone()).unwrap();

    assert_eq!(serde_json::to_value(&policy).unwrap()["collection"], all);
}

#[test]
fn what_cannot_be_names_its_field() {
    let trigger = |trigger: Value| json!({"L2": {"triggers": [trigger]}});
    let provisional = |why: &str, minutes: u32| {
        json!({"L2": {"history": {"provisional":
        {"why_not_on_device": why, "delete_within_minutes": minutes}}}})
    };
    for (field, value, expected) in [
        (
            "collection",
            json!({}),
            "collection: must name at least one",
        ),
        (
            "collection",
            json!({"L1": {"rate": 1.5}}),
            "rate 1.5: must lie between 0 and 1",
        ),
        (
            "collection",
            json!({"L1": {"rate": 0.1}, "rate": 0.2}),
            "collection: belongs under",
        ),
        ("collection", json!({"L4": {}}), "unknown field `L4`"),
        (
            "collection",
            json!({"L2": {"before_s": 301}}),
            "collection.L2.before_s: 301 must lie",
        ),
        (
            "collection",
            json!({"L2": {"after_s": 1801}}),
            "collection.L2.after_s: 1801 must lie",
        ),
        (
            "collection",
            trigger(json!({"on": "element", "selector": "div["})),
            "triggers[0]: selector does not parse",
        ),
        (
            "collection",
            trigger(json!({"on": "element", "selector": "a, BODY"})),
            "triggers[0]: selector is on every page",
        ),
        (
            "collection",
            trigger(json!({"on": "url", "pattern": "/*"})),
            "triggers[0]: pattern matches every page",
        ),
        (
            "collection",
            trigger(json!({"on": "custom", "name": "a b"})),
            "triggers[0]: name must have",
        ),
        (
            "collection",
            trigger(json!({"on": "whim"})),
            "unknown variant `whim`",
        ),
        (
            "collection",
            provisional(" ", 30),
            "why_not_on_device: must say in writing",
        ),
        (
            "collection",
            provisional("x", 61),
            "delete_within_minutes: 61 must lie between 1 and 60",
        ),
        (
            "collection",
            json!({"L3": {"keep": []}}),
            "collection.L3.keep: must name 1 to 50",
        ),
        (
            "collection",
            json!({"L3": {"keep": [{"marker": "rage_click", "at_least": 0}]}}),
            "keep[0].at_least: must be",
        ),
        (
            "collection",
            json!({"L3": {"keep": [{"marker": "dead_click"}, {"marker": "dead_click"}]}}),
            "keep[1].marker: is named twice",
        ),
        (
            "collection",
            json!({"L3": {"keep": [{"marker": "dead_click"}], "delete_within_minutes": 1441}}),
            "1441 must lie between 1 and 1440",
        ),
        ("retention_minutes", json!(0), "retention of 0 minutes"),
        (
            "retention_minutes",
            json!(5_270_400),
            "retention of 5270400 minutes",
        ),
        (
            "lifespan_minutes",
            json!(1_440),
            "lifespan_minutes: 1440 must lie between 1 and 60",
        ),
        ("text_version", json!(""), "text_version: must have 1 to 32"),
        (
            "text_version",
            json!("1\u{0}"),
            "text_version: must have 1 to 32",
        ),
        ("routes", json!(["/a\u{0}"]), "route"),
        ("block", json!(["a["]), "block: \"a[\" does not parse"),
        (
            "block",
            json!(vec![".a"; limits::BLOCKED + 1]),
            "block: 51 selectors, at most 50",
        ),
        (
            "pages",
            json!({"never_record": vec!["/a"; 101]}),
            "pages.never_record: 101 patterns, at most 100",
        ),
        (
            "necessity",
            json!({"what_for": "é".repeat(2_001)}),
            "necessity.what_for: must have at most",
        ),
        (
            "friction",
            json!({"rage_clicks": 1}),
            "friction.rage_clicks: 1 must lie between 2 and 20",
        ),
        (
            "friction",
            json!({"dead_click_ms": 2_999}),
            "friction.dead_click_ms: 2999 must lie between 3000 and 120000",
        ),
        ("friction", json!({"clicks": 3}), "unknown field `clicks`"),
        ("pointer", json!("some"), "unknown variant `some`"),
        ("purpose", json!("marketing"), "unknown variant `marketing`"),
    ] {
        let refused = with(field, value.clone()).unwrap_err();
        assert!(refused.contains(expected), "{field} {value}: {refused}");
    }
}

#[test]
fn a_customer_may_call_as_long_as_support_keeps() {
    let history = json!({"provisional": {"why_not_on_device": "x", "delete_within_minutes": 240}});
    let mut document = draft();
    document["purpose"] = json!("support");
    document["collection"] = json!({"L2": {"history": history}});
    document["retention_minutes"] = json!(240);
    assert!(serde_json::from_value::<Policy>(document.clone()).is_ok());

    document["retention_minutes"] = json!(180);

    assert!(serde_json::from_value::<Policy>(document).is_err());
}
