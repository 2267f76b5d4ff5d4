//! The shared cases.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod reference;

use revoir_scrub::{Events, Rules, ScrubbedEvents, scrub};
use serde_json::{Value, json};

fn cases(file: &str) -> Vec<Value> {
    serde_json::from_str(file).unwrap()
}

fn stored() -> Vec<Value> {
    cases(include_str!("../../../tests/vectors/stored.json"))
}

fn scrubbed(event: &Value, routes: &Value) -> ScrubbedEvents {
    let events = Events::parse(serde_json::to_vec(&json!([event])).unwrap()).unwrap();
    let routes = serde_json::from_value(routes.clone()).unwrap();
    scrub(
        &events,
        &Rules {
            routes,
            ..Rules::default()
        },
    )
}

fn events(scrubbed: &ScrubbedEvents) -> Vec<Value> {
    serde_json::from_slice(scrubbed.bytes()).unwrap()
}

fn kept(case: &Value) -> Vec<Value> {
    let out = case["out"].clone();
    [out].into_iter().filter(|out| !out.is_null()).collect()
}

/// The server leaves what came out as it is, and counts nothing in it.
fn assert_left_alone(out: &Value, case: &Value) {
    let again = scrubbed(out, &case["routes"]);

    assert_eq!(
        events(&again),
        std::slice::from_ref(out),
        "{}",
        case["name"]
    );
    let counts = json!([again.masked(), again.dropped(), again.blocked()]);
    assert_eq!(counts, json!([0, 0, 0]), "{}", case["name"]);
}

#[test]
fn what_another_program_made_comes_out_exactly() {
    let cases = stored();
    assert!(cases.len() >= 150);
    for case in &cases {
        let out = scrubbed(&case["in"], &case["routes"]);

        assert_eq!(events(&out), kept(case), "{}", case["name"]);
        let counts = json!([out.masked(), out.dropped(), out.blocked()]);
        let wanted = json!([case["masked"], case["dropped"], case["blocked"]]);
        assert_eq!(counts, wanted, "{}", case["name"]);
    }
}

#[test]
fn what_came_out_goes_in_and_comes_out_the_same() {
    for case in stored() {
        for out in kept(&case) {
            assert_left_alone(&out, &case);
        }
    }
}

#[test]
fn what_the_browser_made_is_left_as_it_is() {
    for case in cases(include_str!("../../../tests/vectors/redaction.json")) {
        for out in kept(&case) {
            assert_left_alone(&out, &case);
        }
    }
}

#[test]
fn what_the_browser_made_of_sheets_is_left_as_it_is() {
    for mut case in cases(include_str!("../../../tests/vectors/css.json")) {
        case["routes"] = json!([]);
        let data = json!({"source": 8, "replace": case["out"]});
        assert_left_alone(&json!({"type": 3, "data": data, "timestamp": 0}), &case);
    }
}

#[test]
fn every_case_comes_out_as_the_contract_has_it() {
    for case in stored().iter().filter(|case| case["routes"] == json!([])) {
        for out in kept(case) {
            assert_eq!(reference::fault(&out), None, "{}", case["name"]);
        }
    }
}

#[test]
fn what_was_masked_is_counted_where_it_stood() {
    let fields: Value =
        serde_json::from_str(include_str!("../../../tests/vectors/fields.json")).unwrap();
    let known: Vec<&Value> = fields["events"].as_array().unwrap().iter().collect();
    for case in stored() {
        let out = scrubbed(&case["in"], &case["routes"]);
        for place in out.masked_at() {
            let (before, attribute) = place
                .path
                .split_once(".attributes.")
                .unwrap_or((&place.path, ""));
            let is_here = |entry: &&Value| {
                let path = entry["path"].as_str().unwrap();
                let same = if attribute.is_empty() {
                    path == before
                } else {
                    path.starts_with(&format!("{before}.attributes."))
                };
                same && entry["type"] == place.kind && entry["source"] == json!(place.source)
            };
            assert!(
                known.iter().copied().any(|entry| is_here(&entry)),
                "{place:?}"
            );
            assert!(place.count > 0 && !place.path.contains("marie"));
        }
    }
}
