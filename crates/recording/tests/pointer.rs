//! What is kept of the pointer's way: exactly what the policy says, and nothing that was found in it is lost.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use revoir_domain::{
    friction::Thresholds,
    ids::{RecordingId, untimed},
    pointer::Pointer,
};
use revoir_recording::{Marker, Packer, Reader};
use revoir_vault::DataKey;
use serde_json::{Value, json};

/// Packs events that came in these chunks, and answers what the frames hold, with its markers.
fn kept(pointer: Pointer, chunks: &[Vec<Value>]) -> (Vec<Value>, Vec<Marker>) {
    let (recording, key) = (
        RecordingId::from_uuid(untimed([1; 16])),
        DataKey::from_bytes([7; 32]),
    );
    let mut packer = Packer::new(recording, &key, pointer, Thresholds::default());
    let mut frames = Vec::new();
    for chunk in chunks {
        let array = serde_json::to_vec(chunk).unwrap();
        frames.extend(packer.add(&array, &mut || [1; 12]).unwrap());
    }
    let whole = packer.finish([1; 12]).unwrap();
    frames.extend(whole.last);
    let mut reader = Reader::new(recording);
    let opened = frames.iter().flat_map(|frame| {
        let events = reader.open(&key, frame.ordinal(), frame.bytes()).unwrap();
        serde_json::from_slice::<Vec<Value>>(&events).unwrap()
    });
    (opened.collect(), whole.outline.timeline.markers)
}

fn event(kind: u64, at: u64, data: &Value) -> Value {
    json!({ "type": kind, "data": data, "timestamp": at })
}

fn place(x: i64, offset: i64) -> Value {
    json!({ "x": x, "y": 10, "id": 5, "timeOffset": offset })
}

fn moves(at: u64, xs: &[i64]) -> Value {
    let places = (0_i64..).zip(xs).map(|(n, x)| place(*x, n * 50 - 450));
    let places: Vec<_> = places.collect();
    event(3, at, &json!({ "source": 1, "positions": places }))
}

fn click(at: u64) -> Value {
    event(
        3,
        at,
        &json!({ "source": 2, "type": 2, "id": 5, "x": 1, "y": 1 }),
    )
}

fn changed(at: u64) -> Value {
    let nothing = json!({ "source": 0, "texts": [], "attributes": [], "removes": [], "adds": [] });
    event(3, at, &nothing)
}

fn page(at: u64) -> [Value; 2] {
    let node = json!({ "type": 0, "childNodes": [], "id": 1 });
    [
        event(4, at, &json!({ "href": "/a", "width": 800, "height": 600 })),
        event(2, at, &json!({ "node": node })),
    ]
}

/// A visit with a run over two batches, one that is a single event, one of a single place, and one that the end ends.
fn visit() -> Vec<Vec<Value>> {
    let mut first = page(0).to_vec();
    first.extend([
        moves(1_000, &[1, 2, 3]),
        changed(1_100),
        moves(1_500, &[4, 5]),
    ]);
    let second = vec![moves(2_000, &[6, 7]), changed(2_100), click(2_200)];
    let third = vec![moves(3_000, &[8, 9, 10]), click(3_100), moves(4_000, &[11])];
    let fourth = vec![click(4_100), moves(5_000, &[12]), moves(5_500, &[13, 14])];
    vec![first, second, third, fourth]
}

#[test]
fn between_two_acts_only_where_the_pointer_set_out_and_arrived_is_kept() {
    let (events, _) = kept(Pointer::Targets, &visit());

    let one =
        |at: u64, places: &[Value]| event(3, at, &json!({ "source": 1, "positions": places }));
    let mut expected = page(0).to_vec();
    expected.extend([one(1_000, &[place(1, -450)]), changed(1_100)]);
    expected.extend([one(2_000, &[place(7, -400)]), changed(2_100), click(2_200)]);
    expected.extend([one(3_000, &[place(8, -450), place(10, -350)]), click(3_100)]);
    expected.extend([one(4_000, &[place(11, -450)]), click(4_100)]);
    expected.extend([
        one(5_000, &[place(12, -450)]),
        one(5_500, &[place(14, -400)]),
    ]);
    assert_eq!(events, expected);
}

#[test]
fn all_of_the_way_is_kept_or_nothing_where_the_policy_says_so() {
    let whole = visit().concat();
    let mut still = whole.clone();
    still.retain(|it| it["data"]["source"] != 1);

    assert_eq!(kept(Pointer::Path, &visit()).0, whole);
    assert_eq!(kept(Pointer::None, &visit()).0, still);
}

#[test]
fn a_pointer_that_thrashed_is_a_marker_whatever_is_kept_of_its_way() {
    let mut events = page(0).to_vec();
    events.push(moves(2_000, &[0, 200, 0, 200, 0, 200, 0, 200, 0, 200, 0]));
    let chunks = vec![events];

    let found = [Pointer::Path, Pointer::Targets, Pointer::None].map(|it| kept(it, &chunks).1);

    assert_eq!(found[0].len(), 1);
    assert_eq!(found[1], found[0]);
    assert_eq!(found[2], found[0]);
}

#[test]
fn a_run_ends_where_too_much_else_would_have_to_wait() {
    let much = "*".repeat(200_000);
    let text = |at| {
        event(
            3,
            at,
            &json!({ "source": 0, "texts": [{ "id": 5, "value": much }] }),
        )
    };
    let events = [
        moves(1_000, &[1]),
        moves(2_000, &[2]),
        text(2_100),
        text(2_200),
    ];
    let chunk: Vec<_> = events
        .into_iter()
        .chain([moves(3_000, &[3]), moves(4_000, &[4])])
        .collect();

    let (events, _) = kept(Pointer::Targets, std::slice::from_ref(&chunk));

    assert_eq!(events, chunk);
}

fn some_event() -> impl Strategy<Value = u8> {
    0_u8..10
}

fn made(kinds: &[u8]) -> Vec<Value> {
    let much = "*".repeat(100_000);
    let mut events = page(0).to_vec();
    for (at, kind) in (1_u64..).zip(kinds) {
        let at = at * 500;
        let x = i64::try_from(at).unwrap();
        match kind {
            0..=3 => events.push(moves(at, &[x, -x, x + 1])),
            4 => events.push(moves(at, &[x])),
            5 => events.push(moves(at, &[])),
            6 => events.push(click(at)),
            7 => events.push(changed(at)),
            8 => events.extend(page(at)),
            _ => events.push(event(
                3,
                at,
                &json!({ "source": 0, "texts": [{ "id": 5, "value": much }] }),
            )),
        }
    }
    events
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn twice_is_once_and_what_was_found_stays(kinds in prop::collection::vec(some_event(), 0..40), cut in 1_usize..10) {
        let whole = made(&kinds);
        let chunks: Vec<_> = whole.chunks(cut).map(<[Value]>::to_vec).collect();
        let (path, found) = kept(Pointer::Path, &chunks);
        prop_assert_eq!(&path, &whole);

        for pointer in [Pointer::Targets, Pointer::None] {
            let (once, markers) = kept(pointer, &chunks);
            let (twice, _) = kept(pointer, std::slice::from_ref(&once));
            prop_assert_eq!(&twice, &once);
            prop_assert_eq!(&markers, &found);
            let times: Vec<_> = once.iter().map(|it| it["timestamp"].as_u64()).collect();
            prop_assert!(times.is_sorted());
            let others = |events: &[Value]| events.iter().filter(|it| it["data"]["source"] != 1).count();
            prop_assert_eq!(others(&once), others(&whole));
        }
    }
}
