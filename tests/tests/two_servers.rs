//! Two servers on one database: the key ring lets one of them in at a time, and what the first held under a lease when
//! it died the other does when the lease is over, once.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use revoir_tests::{
    Revoir, fails, free_port,
    tickets::{column, end},
    traces::{SWIFT, events as events_of, the_one},
    visitor::{batch, click, open, page, send},
    wait_for,
};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

/// Another server, with a data directory of its own, on the database and the key ring of the first.
struct Other(Child);

fn other(revoir: &Revoir, data: &tempfile::TempDir) -> Command {
    let mut command = revoir.command();
    command
        .env("REVOIR_DATA", data.path())
        .env("REVOIR_KEYS__DIR", revoir.data.path().join("keys"))
        .env("REVOIR_PORT", free_port().to_string())
        .arg("serve");
    command
}

fn start(command: &mut Command) -> Other {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    let read = BufReader::new(child.stdout.take().unwrap()).read_line(&mut line);
    assert!(
        read.is_ok() && line.starts_with("Revoir is ready: "),
        "{line:?}"
    );
    Other(child)
}

impl Drop for Other {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn leased(revoir: &Revoir, id: &str) -> String {
    revoir.sql(&format!(
        "select attempts || ' ' || (leased_until > now()) from jobs where id = '{id}'"
    ))
}

#[test]
fn a_second_server_waits_outside_and_takes_over_what_the_first_held_when_it_died() {
    let mut revoir = Revoir::with(&SWIFT);
    let data = tempfile::tempdir().unwrap();
    let grant = open(&revoir, 1);
    let events = [page("hello", 0), vec![click(1_000, 3)]].concat();
    assert_eq!(send(&revoir, &batch(&grant, 0, &events)).status, 202);
    let id = the_one(&revoir, 1);

    // both at once: what is free in the ring is known in memory, so that the second is not let in
    fails(
        &other(&revoir, &data).output().unwrap(),
        4,
        "in use by another process",
    );
    let held = revoir.hold("lock table frames in share mode");
    end(&revoir, &id);
    wait_for("the lease", 30, || leased(&revoir, &id) == "1 true");
    revoir.kill();
    let second = start(&mut other(&revoir, &data));
    drop(held);

    // it works, and leaves alone what is leased
    drop(revoir.sql("insert into jobs (id, kind, payload, run_at) values (gen_random_uuid(), 'heed', '{\"kind\":\"heed\"}', now())"));
    let others = "select count(*) from jobs where kind = 'heed'";
    wait_for("the second server", 30, || revoir.sql(others) == "0");
    assert_eq!(leased(&revoir, &id), "1 true");
    assert_eq!(column(&revoir, &id, "state"), "open");

    drop(revoir.sql(&format!(
        "update jobs set leased_until = now() where id = '{id}'"
    )));
    wait_for("taking over", 30, || {
        column(&revoir, &id, "state") == "settled"
    });
    drop(revoir.sql("update jobs set run_at = now() where kind = 'destroy_slot'"));
    wait_for("zeroing", 60, || {
        revoir.sql("select count(*) from jobs where kind <> 'sweep'") == "0"
    });
    let frames = format!("select count(*) from frames where recording_id = '{id}'");
    assert_eq!(revoir.sql(&frames), "1", "packed once");
    drop(second);
    revoir.start();
    let played = events_of(&revoir, &id);
    assert_eq!(played.as_array().map(Vec::len), Some(3), "{played}");
}
