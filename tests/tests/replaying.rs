//! Replaying piece by piece: what the timeline says is where it says, open or settled, and notes stay with
//! what they are about.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{
    Revoir,
    traces::{SWIFT, events, holds, the_one},
    visitor::{batch, open, page, send},
    wait_for,
};
use serde_json::{Value, json};

const RECORDINGS: &str = "/api/sites/demo/recordings";

fn get(revoir: &Revoir, path: &str) -> Value {
    let answer = revoir.get_as(&revoir.sign_in("analyst"), path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

/// Two pages in two batches, the second too large to share a frame with the first.
fn visit(revoir: &Revoir, receipt: u8) -> String {
    let grant = open(revoir, receipt);
    // masked words of many lengths, as a large page has: what inflates too far is refused
    let words = (1..90_000_usize).map(|n| "*".repeat(n.wrapping_mul(2_654_435_761) >> 7 & 7));
    let filling = words.collect::<Vec<_>>().join(" ");
    let mut second = page("two", 60_000);
    second.extend((0..4).map(|at| {
        json!({ "type": 3, "timestamp": 61_000 + at, "data":
            { "source": 0, "texts": [{ "id": 5, "value": filling }], "attributes": [], "removes": [], "adds": [] } })
    }));
    for (seq, events) in (0..).zip([page("one", 0), second, page("three", 120_000)]) {
        assert_eq!(send(revoir, &batch(&grant, seq, &events)).status, 202);
    }
    the_one(revoir, receipt)
}

fn settle(revoir: &Revoir, id: &str) {
    drop(revoir.sql(&format!(
        "update recordings set closes_at = now() where id = '{id}'"
    )));
    wait_for("settling", 30, || {
        revoir.sql(&format!("select state from recordings where id = '{id}'")) == "settled"
    });
}

/// The events of each piece on its own, one after another.
fn in_pieces(revoir: &Revoir, id: &str, timeline: &Value) -> Vec<Value> {
    let state = timeline["state"].as_str().unwrap();
    let pieces = timeline["pieces"].as_array().unwrap().iter();
    let fetch = |piece: &Value| {
        let number = &piece["number"];
        let query = format!("state={state}&first={number}&last={number}");
        let events = get(revoir, &format!("{RECORDINGS}/{id}/events?{query}"));
        let events = events.as_array().unwrap().clone();
        let at = |event: &Value| {
            event["timestamp"].as_u64().unwrap() - timeline["start_ms"].as_u64().unwrap()
        };
        assert_eq!(events.iter().map(at).min(), piece["from_ms"].as_u64());
        assert_eq!(events.iter().map(at).max(), piece["to_ms"].as_u64());
        if let Some(snapshot) = piece["snapshot_ms"].as_u64() {
            let start = events
                .iter()
                .position(|event| at(event) == snapshot && event["type"] == 4);
            assert_eq!(events[start.unwrap() + 1]["type"], 2);
        }
        events
    };
    pieces.flat_map(fetch).collect()
}

#[test]
fn the_pieces_of_the_timeline_are_the_whole_recording_open_and_settled() {
    let revoir = Revoir::with(&SWIFT);
    let id = visit(&revoir, 1);
    let whole = events(&revoir, &id).as_array().unwrap().clone();

    let open = get(&revoir, &format!("{RECORDINGS}/{id}/timeline"));
    assert_eq!(open["state"], "open");
    assert_eq!(in_pieces(&revoir, &id, &open), whole);
    settle(&revoir, &id);
    let settled = get(&revoir, &format!("{RECORDINGS}/{id}/timeline"));

    assert_eq!(settled["state"], "settled");
    assert_eq!(in_pieces(&revoir, &id, &settled), whole);
    assert!(settled["pieces"].as_array().unwrap().len() >= 2);
    for name in ["start_ms", "length_ms", "pages", "activity"] {
        assert_eq!(settled[name], open[name], "{name}");
    }
    assert_eq!(settled["pages"].as_array().unwrap().len(), 3);
    let row = get(&revoir, &format!("{RECORDINGS}/{id}"));
    assert_eq!(row["strip"]["pages"], json!([0, 500, 1000]));
    assert_eq!(row["strip"]["activity"].as_array().unwrap().len(), 40);
}

#[test]
fn pieces_of_a_recording_that_was_settled_meanwhile_are_asked_for_again() {
    let revoir = Revoir::with(&SWIFT);
    let id = visit(&revoir, 1);
    settle(&revoir, &id);
    let cookie = revoir.sign_in("analyst");

    let path = format!("{RECORDINGS}/{id}/events?state=open&first=0&last=2");
    let answer = revoir.get_as(&cookie, &path);

    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (409, "/problems/recording-changed")
    );
}

#[test]
fn a_transcript_and_a_timeline_lie_in_no_dump() {
    let revoir = Revoir::with(&SWIFT);
    let id = visit(&revoir, 1);
    settle(&revoir, &id);
    assert_eq!(
        revoir.sql("select count(*) from outlines where length(timeline) > 40"),
        revoir.sql("select count(*) from outlines")
    );

    let dump = revoir.dump();

    for word in ["length_ms", "snapshot_ms", "clicked", "\"lines\":[{"] {
        assert!(!holds(&dump, word), "{word}");
    }
}

#[test]
fn a_note_stays_through_settling_and_goes_with_its_recording() {
    let revoir = Revoir::with(&SWIFT);
    let id = visit(&revoir, 1);
    let cookie = revoir.sign_in("analyst");
    let notes = format!("{RECORDINGS}/{id}/notes");
    let json = ("content-type", "application/json");
    let add = |text: &str| {
        let body = json!({ "at_ms": 61_000, "text": text }).to_string();
        revoir.ask(
            "POST",
            &notes,
            &[("cookie", &cookie), json],
            body.as_bytes(),
        )
    };

    assert_eq!(add("the second page, canary-7351").status, 201);
    assert_eq!(add(" ").status, 400);
    assert_eq!(add(&"x".repeat(1_001)).status, 400);
    let before = get(&revoir, &notes);
    settle(&revoir, &id);
    let moved = format!("select scattered from recordings where id = '{id}'");
    wait_for("scattering", 30, || revoir.sql(&moved) == "t");
    let after = get(&revoir, &notes);

    assert_eq!(before, after);
    assert_eq!(after["notes"][0]["text"], "the second page, canary-7351");
    assert_eq!(after["notes"][0]["mine"], true);
    assert_eq!(get(&revoir, &format!("{RECORDINGS}/{id}"))["notes"], 1);
    let dump = revoir.dump();
    assert!(!holds(&dump, "canary-7351"));
    let path = format!("{RECORDINGS}/{id}");
    assert_eq!(
        revoir
            .ask("DELETE", &path, &[("cookie", &cookie)], b"")
            .status,
        204
    );
    assert_eq!(revoir.sql("select count(*) from notes"), "0");
    assert_eq!(
        revoir.sql(&format!(
            "select count(*) from outlines where recording_id = '{id}'"
        )),
        "0"
    );
}

#[test]
fn a_recording_is_taken_out_only_where_its_policy_allows_it() {
    let revoir = Revoir::demo();
    let of = |purpose: &str| {
        revoir.sql(&format!(
            "select id from recordings where purpose = '{purpose}' limit 1"
        ))
    };
    let take = |account: &str, purpose: &str| {
        let cookie = revoir.sign_in(account);
        revoir.get_as(&cookie, &format!("{RECORDINGS}/{}/export", of(purpose)))
    };

    let allowed = take("analyst", "ux");
    let refused = take("agent", "support");

    assert_eq!(allowed.status, 200);
    let name = allowed.header("content-disposition").unwrap();
    assert!(name.starts_with("attachment; filename=\"revoir-"), "{name}");
    assert_eq!(
        (refused.status, refused.problem().as_str()),
        (403, "/problems/export-not-allowed")
    );
    let session = get(&revoir, "/api/session");
    assert_eq!(session["sites"][0]["export"], json!(["ux"]));
}

#[test]
fn a_colleagues_note_cannot_be_deleted() {
    let revoir = Revoir::with(&SWIFT);
    drop(revoir.sql(
        "insert into role_grants (id, organisation_id, member_id, role, until)
         select gen_random_uuid(), organisation_id, id, 'analyst', now() + interval '1 day'
         from members where email = 'developer@demo.test'",
    ));
    let id = visit(&revoir, 1);
    let (mine, other) = (revoir.sign_in("analyst"), revoir.sign_in("developer"));
    let notes = format!("{RECORDINGS}/{id}/notes");
    let json = ("content-type", "application/json");
    let body = br#"{"at_ms":1,"text":"mine"}"#;
    let made = revoir.ask("POST", &notes, &[("cookie", &mine), json], body);
    let note = format!("{notes}/{}", made.json()["id"].as_str().unwrap());
    let delete = |cookie: &str| {
        revoir
            .ask("DELETE", &note, &[("cookie", cookie)], b"")
            .status
    };

    assert_eq!(
        revoir.get_as(&other, &notes).json()["notes"][0]["mine"],
        false
    );
    assert_eq!(delete(&other), 404);
    assert_eq!(delete(&mine), 204);
}

#[test]
fn many_who_watch_live_ask_for_no_more_connections_than_there_are() {
    let settings = [SWIFT[0], SWIFT[1], ("REVOIR_DATABASE__CONNECTIONS", "2")];
    let revoir = Revoir::with(&settings);
    let id = visit(&revoir, 1);
    let cookie = revoir.sign_in("analyst");
    let ask = |what: &str| {
        revoir
            .get_as(&cookie, &format!("{RECORDINGS}/{id}/{what}"))
            .status
    };

    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let asked = ["timeline", "transcript"].repeat(6);
        let threads: Vec<_> = asked
            .into_iter()
            .map(|what| scope.spawn(move || ask(what)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });

    assert_eq!(statuses, [200; 12]);
}
