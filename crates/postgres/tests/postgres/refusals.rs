//! What the private Postgres refuses, in one clear line, and what it survives.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use crate::support::{Directory, binaries, sql, start};
use revoir_postgres::{DataLock, Error, Options, Server, find, find_for};

#[test]
fn a_second_lock_is_refused() {
    let directory = Directory::new();
    let _held = directory.lock();

    let refused = DataLock::take(directory.path()).unwrap_err();

    assert!(matches!(refused, Error::InUse(_)), "{refused}");
}

#[test]
fn a_directory_that_cannot_be_written_is_named() {
    let refused = DataLock::take(Path::new("/proc/revoir")).unwrap_err();

    assert!(
        refused
            .to_string()
            .starts_with("cannot write to /proc/revoir: "),
        "{refused}"
    );
}

#[test]
fn without_binaries_the_ways_out_are_named() {
    let directory = Directory::new();

    let refused = find(Some(directory.path()), Path::new("/nonexistent")).unwrap_err();
    let nothing = Error::NoBinaries.to_string();

    assert!(refused.to_string().contains("REVOIR_PG_BIN"), "{refused}");
    for way in ["apt install postgresql", "REVOIR_PG_BIN", "DATABASE_URL"] {
        assert!(nothing.contains(way), "{nothing}");
    }
}

#[test]
fn a_postgres_that_is_too_old_is_refused() {
    let directory = Directory::new();
    program(
        directory.path(),
        "postgres",
        "echo 'postgres (PostgreSQL) 12.1'",
    );
    program(directory.path(), "initdb", "true");

    let refused = find(Some(directory.path()), Path::new("/nonexistent")).unwrap_err();

    assert!(refused.to_string().contains("Postgres 12 "), "{refused}");
}

#[test]
fn a_cluster_of_another_major_version_is_refused() {
    let directory = Directory::new();
    let lock = directory.lock();
    start(&lock).unwrap().stop().unwrap();
    fs::write(directory.path().join("postgres/PG_VERSION"), "11\n").unwrap();

    let refused = start(&lock).unwrap_err();

    assert!(
        refused.to_string().contains("was made by Postgres 11 "),
        "{refused}"
    );
}

#[test]
fn what_is_no_cluster_is_left_alone() {
    let directory = Directory::new();
    let lock = directory.lock();
    fs::create_dir(directory.path().join("postgres")).unwrap();
    fs::write(directory.path().join("postgres/letter"), "dear").unwrap();
    own_by_the_databases_user(&directory);

    let refused = start(&lock).unwrap_err();

    assert!(matches!(refused, Error::NotCluster(_)), "{refused}");
    assert!(directory.path().join("postgres/letter").exists());
}

#[test]
fn half_a_cluster_of_a_killed_initdb_is_removed() {
    let directory = Directory::new();
    let lock = directory.lock();
    fs::create_dir_all(directory.path().join("postgres.new/base")).unwrap();
    fs::write(directory.path().join("postgres.new/PG_VERSION"), "15\n").unwrap();

    let server = start(&lock).unwrap();

    assert_eq!(sql(&server, "select 1"), "1");
    assert!(!directory.path().join("postgres.new").exists());
}

#[test]
fn an_initdb_that_fails_says_why_and_leaves_nothing() {
    let directory = Directory::new();
    let lock = directory.lock();
    let fake = Directory::new();
    program(fake.path(), "postgres", "echo 'postgres (PostgreSQL) 15.1'");
    program(
        fake.path(),
        "initdb",
        "echo 'initdb: error: no room left' >&2; exit 1",
    );
    let broken = find_for(&lock, Some(fake.path()), Path::new("/nonexistent")).unwrap();

    let refused = Server::start(&broken, &lock, &Options::for_tests()).unwrap_err();

    let expected = "cannot make the database cluster: initdb: error: no room left";
    assert_eq!(refused.to_string(), expected);
    assert!(!directory.path().join("postgres.new").exists());
    assert!(!directory.path().join("postgres").exists());
}

#[test]
fn a_start_that_fails_says_why_and_where_to_read_on() {
    let directory = Directory::new();
    let lock = directory.lock();
    let options = Options::for_tests().set("work_mem", "nonsense");

    let refused = Server::start(&binaries(&lock), &lock, &options).unwrap_err();

    let line = refused.to_string();
    assert!(
        line.contains("FATAL") && line.contains("work_mem"),
        "{line}"
    );
    assert!(line.contains("postgres.log"), "{line}");
}

#[test]
fn a_path_that_is_too_long_for_a_socket_gets_a_short_one() {
    let directory = Directory::new();
    let deep = directory.path().join("d".repeat(60)).join("é e".repeat(20));
    let lock = DataLock::take(&deep).unwrap();

    let server = Server::start(&binaries(&lock), &lock, &Options::for_tests()).unwrap();

    let socket = server.socket_directory().to_owned();
    assert!(!socket.starts_with(directory.path()));
    assert_eq!(fs::metadata(&socket).unwrap().mode() & 0o777, 0o700);
    assert_eq!(sql(&server, "select 1"), "1");
    server.stop().unwrap();
    fs::remove_dir(socket).unwrap();
}

#[test]
fn a_path_with_a_comma_and_a_space_works() {
    let directory = Directory::new();
    let lock = DataLock::take(&directory.path().join("a, b")).unwrap();

    let server = Server::start(&binaries(&lock), &lock, &Options::for_tests()).unwrap();

    assert_eq!(sql(&server, "select 1"), "1");
    let socket = server.socket_directory().to_owned();
    server.stop().unwrap();
    fs::remove_dir(socket).unwrap();
}

#[test]
fn a_closed_data_directory_is_opened_to_the_databases_group_alone() {
    let directory = Directory::new();
    fs::set_permissions(directory.path(), Permissions::from_mode(0o700)).unwrap();
    let lock = directory.lock();

    let server = start(&lock).unwrap();

    assert_eq!(sql(&server, "select 1"), "1");
    assert_eq!(fs::metadata(directory.path()).unwrap().mode() & 0o007, 0);
}

#[test]
fn as_root_a_closed_directory_above_the_data_is_named() {
    let directory = Directory::new();
    if fs::metadata(directory.path()).unwrap().uid() != 0 {
        return;
    }
    fs::set_permissions(directory.path(), Permissions::from_mode(0o700)).unwrap();
    let lock = DataLock::take(&directory.path().join("data")).unwrap();

    let refused = Server::start(&binaries(&lock), &lock, &Options::for_tests()).unwrap_err();

    assert!(matches!(refused, Error::Unreachable { .. }), "{refused}");
}

fn program(directory: &Path, name: &str, body: &str) {
    let path = directory.join(name);
    fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
    fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
}

/// A plain user owns what it makes; what root makes is given away.
fn own_by_the_databases_user(directory: &Directory) {
    let path = directory.path().join("postgres");
    let _ = Command::new("chown").arg("postgres").arg(path).output();
}
