//! The redaction cases that the browser's redactor runs too.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use revoir_scrub::{Events, Rules, ScrubbedEvents, scrub};
use serde_json::{Value, json};

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

#[test]
fn the_shared_cases_come_out_exactly() {
    let cases = include_str!("../../../tests/vectors/redaction.json");
    let cases: Vec<Value> = serde_json::from_str(cases).unwrap();
    assert!(cases.len() >= 60);
    for case in &cases {
        let out = scrubbed(&case["in"], &case["routes"]);
        let wanted: Vec<_> = [&case["out"]]
            .into_iter()
            .filter(|out| !out.is_null())
            .cloned()
            .collect();
        let counts = json!([out.masked(), out.dropped(), out.blocked()]);

        assert_eq!(json!(events(&out)), json!(wanted), "{}", case["name"]);
        assert_eq!(
            counts,
            json!([case["masked"], case["dropped"], case["blocked"]]),
            "{}",
            case["name"]
        );
    }
}

#[test]
fn what_came_out_goes_in_and_comes_out_the_same() {
    let cases = include_str!("../../../tests/vectors/redaction.json");
    let cases: Vec<Value> = serde_json::from_str(cases).unwrap();
    for case in cases.iter().filter(|case| !case["out"].is_null()) {
        let again = scrubbed(&case["out"], &case["routes"]);

        assert_eq!(events(&again), [case["out"].clone()], "{}", case["name"]);
        assert_eq!(
            (again.masked(), again.dropped(), again.blocked()),
            (0, 0, 0),
            "{}",
            case["name"]
        );
    }
}
