//! Outlines of visits written by hand: what is told is what was done, and nothing of the page.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_domain::friction::Thresholds;
use revoir_domain::{trigger::Friction, verdict::Found};
use revoir_recording::{Marker, Outline, Outlining, Timeline};
use serde_json::{Value, json};

fn event(kind: u32, at: u64, data: &Value) -> Value {
    json!({ "type": kind, "data": data, "timestamp": at })
}

fn element(id: u64, tag: &str, attributes: &Value, children: &[Value]) -> Value {
    json!({ "type": 2, "tagName": tag, "attributes": attributes, "childNodes": children, "id": id })
}

/// A page under the document `root`: link 10 around text 11, button 12, field 13, password 14, box 15 in
/// label 16, list 17, radio 18 and 19, blocked 20, each counted from the root.
fn page(at: u64, href: &str, root: u64) -> [Value; 2] {
    let none = json!({});
    let of = |kind: &str| json!({ "type": kind });
    let text = element(root + 11, "span", &none, &[]);
    let checkbox = element(root + 15, "input", &of("checkbox"), &[]);
    let body = [
        element(root + 10, "a", &none, &[text]),
        element(root + 12, "button", &none, &[]),
        element(root + 13, "input", &of("text"), &[]),
        element(root + 14, "input", &of("password"), &[]),
        element(root + 16, "label", &none, &[checkbox]),
        element(root + 17, "select", &none, &[]),
        element(root + 18, "input", &of("radio"), &[]),
        element(root + 19, "input", &of("radio"), &[]),
        element(root + 20, "div", &json!({ "rr_width": "10px" }), &[]),
    ];
    let body = element(root + 1, "body", &none, &body);
    let document = json!({ "type": 0, "childNodes": [body], "id": root });
    let address = json!({ "href": href, "width": 800, "height": 600 });
    let offset = json!({ "left": 0, "top": 0 });
    [
        event(4, at, &address),
        event(
            2,
            at + 1,
            &json!({ "node": document, "initialOffset": offset }),
        ),
    ]
}

fn click(at: u64, id: u64) -> Value {
    event(
        3,
        at,
        &json!({ "source": 2, "type": 2, "id": id, "x": 1, "y": 1 }),
    )
}

fn focus(at: u64, id: u64) -> Value {
    event(3, at, &json!({ "source": 2, "type": 5, "id": id }))
}

fn input(at: u64, id: u64, checked: bool) -> Value {
    event(
        3,
        at,
        &json!({ "source": 5, "id": id, "text": "***", "isChecked": checked }),
    )
}

fn scroll(at: u64) -> Value {
    event(3, at, &json!({ "source": 3, "id": 1, "x": 0, "y": 100 }))
}

fn outline(events: &[Value]) -> Outline {
    let mut outlining = Outlining::new(Thresholds::default());
    for (number, events) in (0..).zip(events.chunks(3)) {
        let text = serde_json::to_string(events).unwrap();
        outlining.add(number, text.as_bytes()).unwrap();
    }
    outlining.finish()
}

fn lines(events: &[Value]) -> Vec<Value> {
    let transcript = serde_json::to_value(outline(events).transcript).unwrap();
    transcript["lines"].as_array().unwrap().clone()
}

#[test]
fn a_visit_is_told_as_it_was() {
    let mut visit = page(0, "/shop", 1).to_vec();
    visit.extend([
        click(1_000, 12),
        click(1_500, 13),
        click(1_700, 13),
        click(3_000, 14),
        // told when the field is left, and belongs where it was entered
        input(9_000, 14, false),
        click(9_001, 18),
        input(9_500, 18, false),
        focus(10_000, 15),
        click(10_010, 15),
        click(11_000, 17),
        click(11_001, 16),
        input(11_002, 16, true),
        scroll(12_000),
        scroll(13_000),
        click(20_000, 19),
        input(20_001, 19, true),
        input(20_002, 20, false),
        click(21_000, 21),
    ]);
    visit.extend(page(22_000, "/***", 1));
    visit.push(scroll(22_100));

    let expected = json!([
        { "at_ms": 0, "kind": "opened", "page": 1, "route": "/shop" },
        { "at_ms": 1_000, "kind": "clicked", "what": "link", "count": 1 },
        { "at_ms": 1_500, "kind": "clicked", "what": "button", "count": 2 },
        { "at_ms": 3_000, "kind": "typed", "what": "field" },
        { "at_ms": 3_000, "kind": "waited", "for_ms": 6_000 },
        { "at_ms": 9_001, "kind": "chose", "what": "list", "count": 1 },
        { "at_ms": 10_000, "kind": "entered", "what": "password" },
        { "at_ms": 11_000, "kind": "chose", "what": "checkbox", "count": 1 },
        { "at_ms": 12_000, "kind": "scrolled" },
        { "at_ms": 13_000, "kind": "waited", "for_ms": 7_000 },
        { "at_ms": 20_000, "kind": "chose", "what": "radio", "count": 1 },
        { "at_ms": 21_000, "kind": "clicked", "what": "blocked", "count": 1 },
        { "at_ms": 22_000, "kind": "opened", "page": 2 },
        { "at_ms": 22_100, "kind": "ended" },
    ]);
    assert_eq!(lines(&visit), *expected.as_array().unwrap());
}

#[test]
fn a_node_that_was_added_later_is_known_and_one_removed_is_not() {
    let mut visit = page(0, "/shop", 1).to_vec();
    let button = element(50, "button", &json!({}), &[]);
    let adds = json!([{ "parentId": 2, "nextId": null, "node": button }]);
    let removes = json!([{ "parentId": 2, "id": 50 }]);
    visit.extend([
        event(
            3,
            10,
            &json!({ "source": 0, "adds": adds, "removes": [], "texts": [] }),
        ),
        click(20, 50),
        event(
            3,
            30,
            &json!({ "source": 0, "adds": [], "removes": removes }),
        ),
        click(4_020, 50),
    ]);

    let told = lines(&visit);

    assert_eq!(told[1]["what"], "button");
    assert_eq!(told[2]["what"], "element");
}

#[test]
fn the_same_page_taken_again_is_no_other_page() {
    let mut visit = page(0, "/shop", 1).to_vec();
    visit.extend(page(100, "/shop", 40));
    visit.extend(page(200, "/shop", 1));

    let timeline = outline(&visit).timeline;

    let pages: Vec<_> = timeline.pages.iter().map(|page| page.at_ms).collect();
    assert_eq!(pages, [0, 200]);
}

#[test]
fn where_the_recorder_tells_which_pictures_begin_a_page_the_others_begin_none() {
    let begins = |at| event(0, at, &json!({}));
    let picture = |at, href: &str| page(at, href, 0).to_vec();
    let visit = [
        picture(0, "/a"),
        vec![begins(2)],
        picture(60_000, "/a"),
        picture(90_000, "/a"),
        vec![begins(90_002)],
        picture(95_000, "/b"),
        vec![begins(95_002)],
        picture(99_000, "/b"),
    ]
    .concat();

    let told: Vec<u64> = outline(&visit)
        .timeline
        .pages
        .iter()
        .map(|page| page.at_ms)
        .collect();

    assert_eq!(told, [0, 90_000, 95_000]);
}

#[test]
fn a_replay_can_start_where_a_meta_event_has_its_snapshot() {
    let [meta, snapshot] = page(1_000, "/shop", 1);
    let lone = event(4, 1_500, &json!({ "href": "/x", "width": 1, "height": 1 }));
    let moved = |at| event(3, at, &json!({ "source": 1, "positions": [] }));
    let mut outlining = Outlining::new(Thresholds::default());
    let mut add = |number, events: &[&Value]| {
        let text = serde_json::to_string(events).unwrap();
        outlining.add(number, text.as_bytes()).unwrap();
    };
    add(0, &[&moved(500), &meta]);
    add(1, &[&snapshot, &moved(1_400)]);
    add(2, &[&lone, &moved(1_600)]);

    let pieces = outlining.finish().timeline.pieces;

    let starts: Vec<_> = pieces.iter().map(|piece| piece.snapshot_ms).collect();
    let spans: Vec<_> = pieces
        .iter()
        .map(|piece| (piece.from_ms, piece.to_ms))
        .collect();
    assert_eq!(starts, [Some(500), None, None]);
    assert_eq!(spans, [(0, 500), (501, 900), (1_000, 1_100)]);
}

#[test]
fn broken_events_are_told_as_far_as_they_make_sense() {
    for data in [
        json!({}),
        json!({ "source": 2 }),
        json!({ "source": 2, "type": 2, "id": -1 }),
        json!({ "source": 0, "adds": {}, "removes": "x" }),
        json!({ "source": 0, "adds": [{ "parentId": 9, "node": [] }] }),
        json!({ "source": 1e300 }),
    ] {
        let mut visit = page(0, "/shop", 1).to_vec();
        visit.push(event(3, 10, &data));
        assert_eq!(lines(&visit)[0]["kind"], "opened", "{data}");
    }
    assert_eq!(lines(&[]), Vec::<Value>::new());
}

#[test]
fn a_node_that_is_its_own_parent_is_looked_at_no_further() {
    let own = json!([{ "parentId": 70, "node": element(70, "i", &json!({}), &[]) }]);
    let mut visit = page(0, "/shop", 1).to_vec();
    visit.extend([
        event(3, 10, &json!({ "source": 0, "adds": own })),
        click(20, 70),
    ]);

    assert_eq!(lines(&visit)[1]["what"], "text");
}

#[test]
fn a_transcript_is_cut_rather_than_endless() {
    let mut visit = page(0, "/shop", 1).to_vec();
    visit.extend((1..6_000).map(|act| click(3_000 * act, 12 + act % 2)));

    let transcript = outline(&visit).transcript;

    assert_eq!((transcript.lines.len(), transcript.cut), (5_000, true));
}

fn changed(at: u64) -> Value {
    let mutation = json!({ "source": 0, "texts": [{ "id": 11, "value": "**" }], "attributes": [], "removes": [], "adds": [] });
    event(3, at, &mutation)
}

/// The pointer goes to and fro ten times, in one event that ends at `at`.
fn thrash(at: u64) -> Value {
    let positions: Vec<_> = (0..10)
        .map(
            |turn| json!({ "x": (turn % 2) * 200, "y": 5, "id": 1, "timeOffset": (turn - 9) * 50 }),
        )
        .collect();
    event(3, at, &json!({ "source": 1, "positions": positions }))
}

#[test]
fn friction_is_marked_where_it_was() {
    let mut events = page(0, "/a", 1).to_vec();
    events.extend([click(1_000, 13), click(1_200, 13), click(1_400, 13)]);
    events.extend([input(2_000, 14, false), thrash(4_000)]);
    events.extend(page(10_000, "/b", 1));
    events.extend(page(12_000, "/a", 1));
    events.extend([click(13_000, 12), scroll(17_000), click(17_500, 13)]);
    events.extend([changed(20_000), click(21_000, 13), changed(25_000)]);

    let markers = outline(&events).timeline.markers;

    assert_eq!(
        serde_json::to_value(markers).unwrap(),
        json!([
            { "at_ms": 1_000, "kind": "rage_click" },
            { "at_ms": 2_000, "kind": "abandoned_form" },
            { "at_ms": 3_650, "kind": "thrashing" },
            { "at_ms": 12_000, "kind": "back_and_forth" },
            { "at_ms": 13_000, "kind": "dead_click" },
            { "at_ms": 21_000, "kind": "long_wait" },
        ])
    );
}

fn fired(at: u64, trigger: u64) -> Value {
    let payload = json!({ "trigger": trigger });
    event(
        5,
        at,
        &json!({ "tag": "revoir.trigger", "payload": payload }),
    )
}

fn failed(at: u64, kind: &str) -> Value {
    let payload = json!({ "kind": kind });
    event(5, at, &json!({ "tag": "revoir.sign", "payload": payload }))
}

#[test]
fn what_failed_on_the_page_is_a_marker_and_is_found() {
    let mut events = page(0, "/a", 1).to_vec();
    events.extend([
        failed(100, "javascript_error"),
        failed(200, "failed_request"),
    ]);
    events.extend([
        failed(300, "unhandled_rejection"),
        failed(400, "rage_click"),
    ]);

    let outline = outline(&events);

    assert_eq!(
        serde_json::to_value(&outline.timeline.markers).unwrap(),
        json!([
            { "at_ms": 100, "kind": "javascript_error" },
            { "at_ms": 200, "kind": "failed_request" },
            { "at_ms": 300, "kind": "unhandled_rejection" },
        ])
    );
    let mut found = Found::default();
    found.friction(Friction::JavascriptError);
    found.friction(Friction::FailedRequest);
    found.friction(Friction::UnhandledRejection);
    assert_eq!(outline.found, found);
}

#[test]
fn a_page_that_fails_all_the_time_hides_no_other_marker() {
    let mut events = page(0, "/a", 1).to_vec();
    events.extend((0..600).map(|n| failed(n, "javascript_error")));
    events.extend([click(1_000, 21), click(1_001, 21), click(1_002, 21)]);

    let markers = outline(&events).timeline.markers;

    assert_eq!(markers.len(), 501);
    assert!(matches!(
        markers.last(),
        Some(Marker::Friction {
            kind: Friction::RageClick,
            ..
        })
    ));
}

#[test]
fn a_trigger_that_fired_is_a_marker_among_the_others() {
    let mut events = page(0, "/a", 1).to_vec();
    events.extend([click(1_000, 13), fired(1_100, 2), click(1_200, 13)]);
    events.extend([click(1_300, 13), fired(9_000, 0)]);

    let outline = outline(&events);

    let told = json!([
        { "at_ms": 1_000, "kind": "rage_click" },
        { "at_ms": 1_000, "kind": "dead_click" },
        { "at_ms": 1_100, "trigger": 2 },
        { "at_ms": 9_000, "trigger": 0 },
    ]);
    assert_eq!(
        serde_json::to_value(&outline.timeline.markers).unwrap(),
        told
    );
    let mut found = Found::default();
    found.friction(Friction::RageClick);
    found.friction(Friction::DeadClick);
    found.trigger(0);
    found.trigger(2);
    assert_eq!(outline.found, found);
}

#[test]
fn no_number_of_markers_hides_a_trigger_or_what_the_verdict_counts() {
    let mut events = page(0, "/a", 1).to_vec();
    for n in 0..600 {
        let at = 10_000 + n * 2_000;
        events.extend([click(at, 21), click(at + 1, 21), click(at + 2, 21)]);
    }
    events.push(fired(2_000_000, 7));

    let outline = outline(&events);

    let mut found = Found::default();
    (0..600).for_each(|_| found.friction(Friction::RageClick));
    found.trigger(7);
    assert_eq!(outline.found, found);
    let markers = outline.timeline.markers;
    assert_eq!(markers.len(), 501);
    assert!(matches!(
        markers.last(),
        Some(Marker::Trigger { trigger: 7, .. })
    ));
}

#[test]
fn a_timeline_that_was_stored_before_triggers_were_is_still_read() {
    let stored = json!({ "first_ms": 0, "length_ms": 9, "pages": [], "activity": [], "pieces": [],
        "markers": [{ "at_ms": 5, "kind": "rage_click" }] });

    let timeline: Timeline = serde_json::from_value(stored.clone()).unwrap();

    assert_eq!(serde_json::to_value(timeline).unwrap(), stored);
}

#[test]
fn a_visit_without_friction_has_no_markers() {
    let mut events = page(0, "/a", 1).to_vec();
    events.extend([
        click(1_000, 11),
        changed(1_300),
        scroll(2_000),
        input(3_000, 14, false),
        click(4_000, 13),
        changed(4_100),
    ]);
    events.extend(page(5_000, "/b", 1));

    assert_eq!(outline(&events).timeline.markers, []);
}
