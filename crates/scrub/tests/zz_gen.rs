//! gen
use revoir_scrub::{Events, Rules, scrub};
use serde_json::{Value, json};
#[test]
fn generate() {
    let cases: Vec<Value> =
        serde_json::from_slice(&std::fs::read("/tmp/srvwork/in.json").unwrap()).unwrap();
    let mut all = vec![];
    for case in cases {
        let events = Events::parse(serde_json::to_vec(&json!([case["in"]])).unwrap()).unwrap();
        let routes = serde_json::from_value(case["routes"].clone()).unwrap();
        let out = scrub(
            &events,
            &Rules {
                routes,
                ..Rules::default()
            },
        );
        let read: Vec<Value> = serde_json::from_slice(out.bytes()).unwrap();
        all.push(json!({"out": read.first(), "masked": out.masked(), "dropped": out.dropped(), "blocked": out.blocked(), "at": out.masked_at().iter().map(|m| format!("{:?} {} {}", m.source, m.path, m.count)).collect::<Vec<_>>() }));
    }
    std::fs::write("/tmp/srvwork/out.json", serde_json::to_vec(&all).unwrap()).unwrap();
}
