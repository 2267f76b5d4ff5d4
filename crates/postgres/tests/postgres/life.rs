//! The private Postgres from its first start to its end, against the real programs.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Directory, binaries, kill, runs, sql, start, try_sql};
use revoir_postgres::{DataLock, Options, Server};

#[test]
fn a_first_start_serves_and_a_stop_leaves_nothing_running() {
    let directory = Directory::new();
    let lock = directory.lock();

    let server = start(&lock).unwrap();
    let answer = sql(&server, "select 40 + 2");
    let pid = server.pid();
    server.stop().unwrap();

    assert_eq!(answer, "42");
    assert!(!runs(pid));
    assert!(!directory.path().join("postgres/postmaster.pid").exists());
    assert!(!directory.path().join("postgres.new").exists());
}

#[test]
fn the_cluster_is_utf8_with_checksums_and_is_not_on_the_network() {
    let directory = Directory::new();
    let lock = directory.lock();

    let server = start(&lock).unwrap();
    let show = |name: &str| sql(&server, &format!("show {name}"));

    assert_eq!(show("server_encoding"), "UTF8");
    assert_eq!(show("data_checksums"), "on");
    assert_eq!(show("listen_addresses"), "");
    assert_eq!(show("timezone"), "UTC");
}

#[test]
fn only_the_databases_user_can_reach_the_socket() {
    let directory = Directory::new();
    let lock = directory.lock();

    let server = start(&lock).unwrap();
    let run = fs::metadata(server.socket_directory()).unwrap();
    let cluster = fs::metadata(directory.path().join("postgres")).unwrap();

    assert_eq!(run.mode() & 0o777, 0o700);
    assert_eq!(run.uid(), cluster.uid());
    assert_ne!(run.uid(), 0);
}

#[test]
fn a_warm_restart_keeps_what_was_written() {
    let directory = Directory::new();
    let lock = directory.lock();
    let first = start(&lock).unwrap();
    sql(&first, "create table kept as select 7 as seven");
    first.stop().unwrap();

    let second = start(&lock).unwrap();

    assert!(!second.is_adopted());
    assert_eq!(sql(&second, "select seven from kept"), "7");
}

#[test]
fn dropping_the_server_stops_it() {
    let directory = Directory::new();
    let lock = directory.lock();

    let server = start(&lock).unwrap();
    let pid = server.pid();
    drop(server);

    assert!(!runs(pid));
}

#[test]
fn settings_reach_postgres() {
    let directory = Directory::new();
    let lock = directory.lock();
    let options = Options::for_tests().set("work_mem", "9MB");

    let server = Server::start(&binaries(&lock), &lock, &options).unwrap();

    assert_eq!(sql(&server, "show work_mem"), "9MB");
    assert_eq!(sql(&server, "show fsync"), "off");
}

#[test]
fn a_killed_servers_postgres_is_adopted_and_stopped_in_order() {
    let directory = Directory::new();
    let (mut owner, pid) = owner_of(&directory);
    owner.kill().unwrap();
    owner.wait().unwrap();
    assert!(runs(pid));

    let lock = directory.lock();
    let server = start(&lock).unwrap();

    assert!(server.is_adopted());
    assert_eq!(server.pid(), pid);
    assert_eq!(sql(&server, "select 1"), "1");
    server.stop().unwrap();
    assert!(!runs(pid));
}

#[test]
fn an_orphan_with_other_settings_is_started_anew() {
    let directory = Directory::new();
    let (mut owner, pid) = owner_of(&directory);
    owner.kill().unwrap();
    owner.wait().unwrap();
    let lock = directory.lock();
    let options = Options::for_tests().set("work_mem", "9MB");

    let server = Server::start(&binaries(&lock), &lock, &options).unwrap();

    assert_ne!(server.pid(), pid);
    assert_eq!(sql(&server, "show work_mem"), "9MB");
}

#[test]
fn a_killed_server_and_a_killed_postmaster_are_recovered_from() {
    let directory = Directory::new();
    let (mut owner, pid) = owner_of(&directory);
    owner.kill().unwrap();
    kill(pid);
    owner.wait().unwrap();

    let lock = directory.lock();
    let server = start(&lock).unwrap();

    assert!(!server.is_adopted());
    assert_eq!(sql(&server, "select 1"), "1");
}

#[test]
fn a_server_killed_while_it_makes_the_cluster_leaves_nothing_half() {
    let directory = Directory::new();
    let mut owner = owner_process(&directory);
    wait_until(|| directory.path().join("postgres.new/base").exists());
    owner.kill().unwrap();
    owner.wait().unwrap();
    assert!(!directory.path().join("postgres").exists());

    let lock = directory.lock();
    let server = start(&lock).unwrap();

    assert_eq!(sql(&server, "select 1"), "1");
    assert!(!directory.path().join("postgres.new").exists());
}

#[test]
fn a_killed_postmaster_is_revived() {
    let directory = Directory::new();
    let lock = directory.lock();
    let mut server = start(&lock).unwrap();
    assert!(!server.revive().unwrap());
    let first = server.pid();
    kill(first);
    wait_until(|| !server.is_alive());

    let needed = server.revive().unwrap();

    assert!(needed);
    assert_ne!(server.pid(), first);
    assert_eq!(sql(&server, "select 1"), "1");
}

#[test]
fn after_a_killed_child_process_postgres_recovers_by_itself() {
    let directory = Directory::new();
    let lock = directory.lock();
    let mut server = start(&lock).unwrap();
    let pid = server.pid();

    kill(checkpointer_of(&server));
    wait_until(|| try_sql(&server, "select 1").is_ok());

    assert!(!server.revive().unwrap());
    assert_eq!(server.pid(), pid);
}

#[test]
fn a_stop_in_the_middle_of_a_recovery_ends() {
    let directory = Directory::new();
    let lock = directory.lock();
    let server = start(&lock).unwrap();
    let pid = server.pid();
    let started = Instant::now();

    kill(checkpointer_of(&server));
    server.stop().unwrap();

    assert!(!runs(pid));
    assert!(started.elapsed() < Duration::from_secs(20));
    assert_eq!(sql(&start(&lock).unwrap(), "select 1"), "1");
}

#[test]
fn a_stale_number_that_names_a_foreign_process_is_no_obstacle() {
    let directory = Directory::new();
    let lock = directory.lock();
    start(&lock).unwrap().stop().unwrap();
    let path = directory.path();
    let stale = format!(
        "{}\n{}\n1700000000\n5432\n",
        std::process::id(),
        path.display()
    );
    fs::write(path.join("postgres/postmaster.pid"), &stale).unwrap();
    fs::write(path.join("run/.s.PGSQL.5432.lock"), &stale).unwrap();

    let server = start(&lock).unwrap();

    assert_eq!(sql(&server, "select 1"), "1");
}

#[test]
fn the_lock_goes_with_the_process_that_held_it() {
    let directory = Directory::new();
    let (mut owner, _) = owner_of(&directory);

    let refused = DataLock::take(directory.path()).unwrap_err().to_string();
    drop(owner.stdin.take());
    owner.wait().unwrap();

    let expected = format!("another server already uses {}", directory.path().display());
    assert_eq!(refused, expected);
    directory.lock();
}

/// A server in a process of its own, which ends when its standard input closes.
fn owner_process(directory: &Directory) -> Child {
    let tests = env::current_exe().unwrap();
    let built = tests.parent().and_then(Path::parent).unwrap();
    Command::new(built.join("examples/own"))
        .arg(directory.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Such a server that serves, and the process id of its Postgres.
fn owner_of(directory: &Directory) -> (Child, u32) {
    let mut owner = owner_process(directory);
    let lines = BufReader::new(owner.stdout.as_mut().unwrap())
        .lines()
        .map(Result::unwrap);
    let mut pids = lines.filter_map(|line| Some(line.split_once("postgres is ")?.1.to_owned()));
    let pid = pids.next().unwrap().parse().unwrap();
    (owner, pid)
}

fn checkpointer_of(server: &Server) -> u32 {
    let query = "select pid from pg_stat_activity where backend_type = 'checkpointer'";
    sql(server, query).parse().unwrap()
}

fn wait_until(done: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(10);
    while !done() {
        assert!(Instant::now() < until);
        std::thread::sleep(Duration::from_millis(10));
    }
}
