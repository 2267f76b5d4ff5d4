//! Any bytes that pass for events: what becomes of them is JSON, passes for events again, and stays as it is then.
#![no_main]

use libfuzzer_sys::fuzz_target;
use revoir_scrub::{Events, Rules, scrub};

fuzz_target!(|bytes: Vec<u8>| {
    let rules = Rules::default();
    let Ok(events) = Events::parse(bytes) else {
        return;
    };

    let once = scrub(&events, &rules);

    serde_json::from_slice::<Vec<serde_json::Value>>(once.bytes()).expect("JSON");
    let again = Events::parse(once.bytes().to_vec()).expect("events");
    let twice = scrub(&again, &rules);
    assert_eq!(twice.bytes(), once.bytes());
    assert_eq!(
        (twice.masked(), twice.dropped(), twice.blocked()),
        (0, 0, 0)
    );
});
