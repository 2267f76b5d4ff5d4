//! `revoir doctor`: a healthy installation passes, and each usual mistake is named.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{Revoir, fails, free_port, revoir};
use serde_json::Value;
use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    net::TcpListener,
    os::unix::fs::{PermissionsExt, chown},
    path::Path,
    process::{Command, Stdio},
};

/// What `revoir doctor --json` says, and its exit code.
fn examine(mut command: Command) -> (Value, Option<i32>) {
    let output = command.args(["doctor", "--json"]).output().unwrap();
    let said = serde_json::from_slice(&output.stdout);
    assert!(said.is_ok(), "{}", String::from_utf8_lossy(&output.stderr));
    (said.unwrap(), output.status.code())
}

/// The findings of a level, as `check: what`.
fn found(said: &Value, level: &str) -> Vec<String> {
    let findings = said["findings"].as_array().unwrap().iter();
    findings
        .filter(|finding| finding["level"] == level)
        .map(|finding| {
            let [check, what] =
                ["check", "what"].map(|name| finding[name].as_str().unwrap().to_owned());
            format!("{check}: {what}")
        })
        .collect()
}

/// There is exactly one problem, it is this one, and the exit code says so.
fn has_one_problem(command: Command, check: &str, says: &str) {
    let (said, code) = examine(command);
    let problems = found(&said, "problem");
    assert_eq!(problems.len(), 1, "{check} {says}: {said:#}");
    assert!(
        problems[0].starts_with(&format!("{check}: ")) && problems[0].contains(says),
        "{check} {says}: {problems:?}"
    );
    assert_eq!(code, Some(1));
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// A command on a data directory with a Postgres of its own.
fn private(data: &Path, port: u16) -> Command {
    let mut command = revoir();
    command.env("REVOIR_DATA", data);
    command.env("REVOIR_PORT", port.to_string());
    command
}

#[test]
fn a_healthy_installation_has_no_problem_while_it_runs_and_when_it_does_not() {
    let mut revoir = Revoir::demo();

    let (running, code) = examine(revoir.command());
    assert_eq!(
        (found(&running, "problem"), code),
        (vec![], Some(0)),
        "{running:#}"
    );
    assert!(
        found(&running, "ok")
            .iter()
            .any(|line| line.contains("is ready"))
    );

    revoir.stop();
    let (stopped, code) = examine(revoir.command());
    assert_eq!(
        (found(&stopped, "problem"), code),
        (vec![], Some(0)),
        "{stopped:#}"
    );
    assert!(
        found(&stopped, "ok")
            .iter()
            .any(|line| line.contains("is free"))
    );
}

#[test]
fn each_finding_is_one_line_and_the_last_one_counts_the_problems() {
    let data = tempfile::tempdir().unwrap();
    let mut command = private(data.path(), free_port());
    command.env("REVOIR_SERVER__HOST", "0.0.0.0");

    let output = command.arg("doctor").output().unwrap();

    let said = String::from_utf8(output.stdout).unwrap();
    for line in said.lines() {
        assert!(
            ["ok       ", "warning  ", "problem  "]
                .iter()
                .any(|level| line.starts_with(level)),
            "{line}"
        );
    }
    assert!(said.contains("problem  the server listens on 0.0.0.0"));
    assert!(said.contains(" — put a proxy with TLS in front"));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "revoir: 1 problem\n"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_private_postgres_is_looked_at_without_a_second_one() {
    let data = tempfile::tempdir().unwrap();
    let port = free_port();
    let pid = data.path().join("postgres/postmaster.pid");

    let (before, code) = examine(private(data.path(), port));
    assert_eq!(code, Some(0), "{before:#}");
    assert!(!data.path().join("postgres").exists());

    let migrated = private(data.path(), port).arg("migrate").status().unwrap();
    let (stopped, code) = examine(private(data.path(), port));
    assert!(migrated.success());
    assert_eq!(code, Some(0), "{stopped:#}");
    assert!(found(&stopped, "ok").contains(&"migrations: every migration is done".to_owned()));
    assert!(!pid.exists());

    let mut server = private(data.path(), port);
    let mut server = server.arg("serve").stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let first = fs::read_to_string(&pid).unwrap();
    let (running, code) = examine(private(data.path(), port));
    assert_eq!(code, Some(0), "{running:#}");
    assert!(found(&running, "ok").contains(&"migrations: every migration is done".to_owned()));
    assert_eq!(fs::read_to_string(&pid).unwrap(), first);

    let told = Command::new("kill").arg(server.id().to_string()).status();
    assert!(told.unwrap().success() && server.wait().unwrap().success());
    assert!(!pid.exists());
}

#[test]
fn settings_that_lead_people_astray_are_named() {
    let data = tempfile::tempdir().unwrap();
    let with = |name: &str, value: &str| {
        let mut command = private(data.path(), free_port());
        command.env(name, value);
        command
    };

    for (name, value, check, says) in [
        ("REVOIR_SERVER__HOST", "0.0.0.0", "public_url", "0.0.0.0"),
        (
            "REVOIR_SERVER__PUBLIC_URL",
            "http://replay.example",
            "public_url",
            "must be https",
        ),
        (
            "REVOIR_SERVER__PUBLIC_URL",
            "https://replay.example/app",
            "public_url",
            "without a path",
        ),
        ("REVOIR_PG_BIN", "/nowhere", "database", "REVOIR_PG_BIN"),
        (
            "DATABASE_URL",
            "postgres://nobody@127.0.0.1:1/nothing",
            "database",
            "Connection refused",
        ),
    ] {
        has_one_problem(with(name, value), check, says);
    }
    let wrong = with("REVOIR_SERVER__PROT", "1").arg("doctor").output();
    fails(&wrong.unwrap(), 2, "server.prot");
}

#[test]
fn a_port_that_something_else_has_is_named() {
    let data = tempfile::tempdir().unwrap();
    let busy = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = busy.local_addr().unwrap().port();

    has_one_problem(private(data.path(), port), "port", "cannot listen");
}

#[test]
fn a_server_that_answers_elsewhere_is_named() {
    let revoir = Revoir::demo();
    let mut command = revoir.command();
    command.env("REVOIR_PORT", free_port().to_string());

    has_one_problem(command, "port", "does not answer on");
}

#[test]
fn a_command_that_was_not_given_the_database_says_so_instead_of_looking_for_another() {
    let revoir = Revoir::demo();
    let mut command = revoir.command();
    command.env_remove("DATABASE_URL");

    let (said, code) = examine(command);

    assert_eq!(code, Some(0), "{said:#}");
    assert!(
        found(&said, "warning")
            .iter()
            .any(|line| line.contains("was not given"))
    );
}

#[test]
fn directories_that_cannot_hold_the_data_are_named() {
    let place = tempfile::tempdir().unwrap();
    let (data, file) = (place.path().join("data"), place.path().join("file"));
    fs::create_dir(&data).unwrap();
    fs::write(&file, "").unwrap();
    let command = |data: &Path| {
        let mut command = private(data, free_port());
        command.env("REVOIR_KEYS__DIR", place.path().join("keys"));
        command
    };

    has_one_problem(command(&file), "data", "is not a directory");
    has_one_problem(command(&file.join("data")), "data", "cannot be written");
    mode(&data, 0o777);
    has_one_problem(command(&data), "data", "mode 777");
    mode(&data, 0o755);
    if chown(&data, Some(65_534), None).is_ok() {
        has_one_problem(command(&data), "data", "belongs to user 65534");
    }
}

#[test]
fn keys_that_others_can_read_are_named() {
    let mut revoir = Revoir::demo();
    revoir.stop();
    let keys = revoir.data.path().join("keys");
    let grants = fs::read_dir(&keys)
        .unwrap()
        .map(|file| file.unwrap().path());
    let file = grants.into_iter().find(|path| path.is_file()).unwrap();

    mode(&keys, 0o755);
    has_one_problem(revoir.command(), "keys", "mode 755");
    mode(&keys, 0o700);
    mode(&file, 0o644);
    has_one_problem(revoir.command(), "keys", file.to_str().unwrap());
}

#[test]
fn a_key_ring_that_is_not_mounted_is_named() {
    let mut revoir = Revoir::demo();
    revoir.stop();
    let keys = revoir.data.path().join("keys");
    fs::rename(&keys, revoir.data.path().join("elsewhere")).unwrap();

    has_one_problem(revoir.command(), "keys", "is empty, but the database");
}

#[test]
fn a_database_that_does_not_fit_is_named() {
    let revoir = Revoir::demo();
    let migrations = "_sqlx_migrations";

    let mut command = revoir.command();
    command.env("DATABASE_URL", revoir.as_superuser());
    has_one_problem(command, "role", "is a superuser");

    drop(revoir.sql("drop role if exists revoir_stranger; create role revoir_stranger login"));
    let mut command = revoir.command();
    let stranger = revoir.database.replace("revoir_test@", "revoir_stranger@");
    command.env("DATABASE_URL", stranger);
    has_one_problem(command, "role", "may not make the roles");
    drop(revoir.sql("drop role revoir_stranger"));

    drop(revoir.sql(&format!(
        "insert into {migrations} (version, description, success, checksum, execution_time) \
         values (9999, 'of tomorrow', true, '', 0)"
    )));
    has_one_problem(revoir.command(), "migrations", "a newer Revoir");
    drop(revoir.sql(&format!(
        "update {migrations} set checksum = 'x' where version = 1"
    )));
    has_one_problem(revoir.command(), "migrations", "not what is in this binary");
}

#[test]
fn the_demos_accounts_are_named_where_others_can_reach_them() {
    let mut revoir = Revoir::demo();
    revoir.stop();
    let mut command = revoir.command();
    command.env("REVOIR_SERVER__PUBLIC_URL", "https://replay.example");

    has_one_problem(command, "demo_accounts", "demo's accounts");
}

#[test]
fn a_database_that_is_behind_or_far_away_is_a_warning() {
    let mut revoir = Revoir::demo();
    revoir.stop();
    drop(revoir.sql(
        "delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)",
    ));

    let (said, code) = examine(revoir.command());

    assert_eq!(code, Some(0), "{said:#}");
    assert!(
        found(&said, "warning").contains(&"migrations: 1 migrations are to be done".to_owned())
    );
}

#[test]
fn a_limit_of_open_files_that_is_too_low_is_a_warning() {
    let data = tempfile::tempdir().unwrap();
    let mut command = private(data.path(), free_port());
    command.env("REVOIR_LIMITS__BODIES_AT_ONCE", "10000");
    let mut prlimit = Command::new("prlimit");
    prlimit.arg("--nofile=256:256").arg(command.get_program());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => prlimit.env(name, value),
            None => prlimit.env_remove(name),
        };
    }
    let (said, code) = examine(prlimit);

    assert_eq!(code, Some(0), "{said:#}");
    assert!(
        found(&said, "warning")
            .iter()
            .any(|line| line.starts_with("open_files: 256 "))
    );
}

#[test]
fn a_directory_that_another_process_holds_is_not_entered() {
    let mut revoir = Revoir::demo();
    revoir.stop();
    let lock = File::open(revoir.data.path().join("lock")).unwrap();
    lock.lock().unwrap();

    let (said, code) = examine(revoir.command());

    assert_eq!(code, Some(0), "{said:#}");
    assert!(
        found(&said, "warning")
            .iter()
            .any(|line| line.starts_with("port: another process uses"))
    );
}
