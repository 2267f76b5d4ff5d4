//! rrweb recordings in and out by the command line.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use revoir_tests::{Revoir, fails, traces::SWIFT};
use serde_json::Value;
use std::{
    fs,
    io::{Read, Write},
    os::unix::net::UnixStream,
    process::Command,
    time::Duration,
};

const DEMOIT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/rrweb-demoit.json.zst");

fn unpacked(file: &str) -> Vec<u8> {
    let output = Command::new("zstd")
        .args(["-dc", "--long=27", file])
        .output()
        .unwrap();
    assert!(output.status.success());
    output.stdout
}

/// A recording without the numbers of its names, which are its own.
fn unnamed(recording: &[u8]) -> String {
    let text = std::str::from_utf8(recording).unwrap();
    let mut pieces = text.split('c');
    let first = pieces.next().unwrap().to_owned();
    pieces.fold(first, |mut sum, piece| {
        let after = piece.trim_start_matches(|c: char| c.is_ascii_digit());
        sum.push('c');
        sum.push_str(if piece.len() - after.len() == 7 {
            after
        } else {
            piece
        });
        sum
    })
}

#[test]
fn what_is_imported_is_exported_with_server_and_without() {
    let mut revoir = Revoir::demo();
    let file = revoir.data.path().join("demoit.json");
    fs::write(&file, unpacked(DEMOIT)).unwrap();
    let arguments = |file: &str| {
        [
            "import",
            file,
            "--site",
            "demo",
            "--purpose",
            "ux",
            "--collected-for",
            "ux",
            "--basis",
            "consent",
            "--collected-on",
        ]
        .map(str::to_owned)
        .to_vec()
    };
    let today = revoir.sql("select (now() at time zone 'utc')::date");
    let import = |revoir: &Revoir| {
        let mut arguments = arguments(file.to_str().unwrap());
        arguments.push(today.clone());
        let output = revoir.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };

    let with_server = import(&revoir);
    revoir.stop();
    let without = import(&revoir);
    let exported = [with_server, without].map(|id| revoir.run(&["export", &id]));

    let [first, second] =
        exported.map(|output| serde_json::from_str::<Value>(&unnamed(&output.stdout)).unwrap());
    assert_eq!(first, second);
    let original: Value = serde_json::from_slice(&unpacked(DEMOIT)).unwrap();
    let snapshots = |events: &Value| {
        events
            .as_array()
            .unwrap()
            .iter()
            .filter(|event| event["type"] == 2)
            .count()
    };
    assert_eq!(snapshots(&first), snapshots(&original));
    let offset = |events: &Value, at: usize| {
        events[at]["timestamp"].as_u64().unwrap() - events[0]["timestamp"].as_u64().unwrap()
    };
    assert_eq!(offset(&first, 1), offset(&original, 1));
}

#[test]
fn what_cannot_be_imported_is_said_and_leaves_nothing() {
    let revoir = Revoir::demo();
    let broken = revoir.data.path().join("broken.json");
    fs::write(&broken, r#"[{"type":4,"data":{},"timestamp":1},{"type":2,"data":{},"timestamp":2},{"type":2,"timestamp":3}]"#).unwrap();
    let before = revoir.sql("select count(*) from recordings");
    let today = revoir.sql("select (now() at time zone 'utc')::date");
    let import = |file: &str, site: &str, purpose: &str, day: &str| {
        revoir.run(&[
            "import",
            file,
            "--site",
            site,
            "--purpose",
            purpose,
            "--collected-for",
            "ux",
            "--basis",
            "consent",
            "--collected-on",
            day,
        ])
    };
    let broken = broken.to_str().unwrap();
    let good = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/visit.json");

    fails(&import(broken, "demo", "ux", &today), 1, "event 2");
    fails(
        &import("/nowhere.json", "demo", "ux", &today),
        3,
        "/nowhere.json",
    );
    fails(&import(good, "nobody", "ux", &today), 3, "no site");
    fails(&import(good, "demo", "support", &today), 3, "§31");
    fails(
        &import(good, "demo", "ux", "2020-01-01"),
        3,
        "retention is over",
    );
    fails(&import(good, "demo", "ux", "2999-01-01"), 3, "future");
    assert_eq!(
        import(good, "demo", "ux", "yesterday").status.code(),
        Some(2)
    );

    assert_eq!(revoir.sql("select count(*) from recordings"), before);
}

#[test]
fn an_import_of_yesterday_is_kept_for_its_retention() {
    let revoir = Revoir::demo();
    let day = |days: u8| revoir.sql(&format!("select (now() at time zone 'utc')::date - {days}"));
    let visit = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/visit.json");
    let import = |purpose: &str, day: &str| {
        revoir.run(&[
            "import",
            visit,
            "--site",
            "demo",
            "--purpose",
            purpose,
            "--collected-for",
            purpose,
            "--basis",
            "consent",
            "--collected-on",
            day,
        ])
    };

    assert!(import("ux", &day(29)).status.success());
    fails(&import("ux", &day(32)), 3, "retention is over");
}

#[test]
fn an_import_that_takes_its_time_is_not_taken_for_one_that_ended() {
    let revoir = Revoir::with(&SWIFT);
    let yesterday = revoir.sql("select (now() at time zone 'utc')::date - 1");
    let body = format!(
        r#"{{"site":"demo","purpose":"ux","collected_for":"ux","basis":"consent","collected_on":"{yesterday}"}}"#
    );
    let request = format!(
        "POST /imports HTTP/1.1\r\nhost: revoir\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let waiting =
        || revoir.sql("select count(*) from recordings where imported and state = 'open'");

    let mut socket = UnixStream::connect(revoir.data.path().join("run/admin.sock")).unwrap();
    socket.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    // several sweeps
    std::thread::sleep(Duration::from_secs(4));

    assert_eq!(waiting(), "1");
}
