//! The command line: what goes wrong is said in one line, with the exit code that the help promises.

use revoir_tests::{Revoir, fails, free_port, revoir};
use serde_json::Value;
use std::{fs, net::TcpListener, os::unix::fs::PermissionsExt};

#[test]
fn where_there_is_no_postgres_it_says_so() {
    let data = tempfile::tempdir().unwrap();
    let empty = tempfile::tempdir().unwrap();

    let output = revoir()
        .arg("serve")
        .env("REVOIR_DATA", data.path())
        .env("REVOIR_PORT", free_port().to_string())
        .env("REVOIR_PG_BIN", empty.path())
        .output()
        .unwrap();

    fails(&output, 4, "no postgres and initdb");
}

#[test]
fn a_busy_port_is_said() {
    let data = tempfile::tempdir().unwrap();
    let busy = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = busy.local_addr().unwrap().port().to_string();

    let output = revoir()
        .arg("serve")
        .env("REVOIR_DATA", data.path())
        .env("REVOIR_PORT", &port)
        .output()
        .unwrap();

    fails(&output, 4, &format!("cannot listen on 127.0.0.1:{port}"));
}

#[test]
fn a_directory_that_cannot_be_written_is_said() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("file");
    fs::write(&file, "").unwrap();

    let output = revoir()
        .arg("serve")
        .env("REVOIR_DATA", file.join("inside"))
        .env("REVOIR_PORT", free_port().to_string())
        .output()
        .unwrap();

    fails(&output, 4, "cannot write to");
}

#[test]
fn a_wrong_setting_is_named() {
    for (name, says) in [
        ("REVOIR_PROT", "REVOIR_PROT"),
        ("REVOIR_SERVER__PROT", "server.prot"),
        ("REVOIR_PORT", "server.port"),
    ] {
        let output = revoir().arg("serve").env(name, "x").output().unwrap();
        fails(&output, 2, says);
    }
}

#[test]
fn an_unknown_command_is_a_usage_error() {
    assert_eq!(
        revoir()
            .arg("record-everyone")
            .output()
            .unwrap()
            .status
            .code(),
        Some(2)
    );
    assert_eq!(
        revoir()
            .args(["export", "not-an-id"])
            .output()
            .unwrap()
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn a_second_server_on_one_directory_is_refused() {
    let first = Revoir::demo();

    let output = first
        .command()
        .arg("serve")
        .env("REVOIR_PORT", free_port().to_string())
        .output()
        .unwrap();

    fails(&output, 4, "another server already uses");
}

#[test]
fn the_demo_is_refused_off_loopback() {
    let data = tempfile::tempdir().unwrap();

    let output = revoir()
        .arg("demo")
        .env("REVOIR_DATA", data.path())
        .env("REVOIR_SERVER__HOST", "0.0.0.0")
        .output()
        .unwrap();

    fails(&output, 2, "loopback");
}

#[test]
fn every_command_explains_itself() {
    for command in [
        "serve", "demo", "migrate", "user", "import", "export", "erase", "bench", "health",
        "doctor", "openapi",
    ] {
        let output = revoir().args([command, "--help"]).output().unwrap();
        assert!(
            output.status.success() && output.stdout.len() > 40,
            "{command}"
        );
    }
}

#[test]
fn an_account_is_added_and_signs_in() {
    let revoir = Revoir::demo();
    let add = |password: &str| {
        let file = revoir.data.path().join("password");
        fs::write(&file, password).unwrap();
        let mut command = revoir.command();
        command.args([
            "user",
            "add",
            "Jo@Shop.example",
            "--name",
            "Jo",
            "--role",
            "analyst",
        ]);
        command
            .stdin(fs::File::open(file).unwrap())
            .output()
            .unwrap()
    };

    fails(&add("short"), 2, "12 to 256");
    assert!(add("a longer password").status.success());
    fails(&add("a longer password"), 1, "taken");

    let body = br#"{"email":"jo@shop.example","password":"a longer password"}"#;
    assert_eq!(
        revoir
            .ask(
                "POST",
                "/api/session",
                &[("content-type", "application/json")],
                body
            )
            .status,
        204
    );
}

#[test]
fn bench_measures_a_file_and_says_so_in_json() {
    let visit = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/visit.json");

    let [scrub, store] = ["scrub", "store"].map(|name| {
        let output = revoir().args(["bench", name, visit]).output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["files"][0].clone()
    });

    for (measured, fields) in [
        (scrub, ["raw_bytes", "value_mb_s", "step_mb_s", "ratio"]),
        (store, ["raw_bytes", "gzip6_bytes", "stored_bytes", "ratio"]),
    ] {
        assert_eq!(measured["file"], visit);
        assert!(
            fields
                .iter()
                .all(|field| measured[field].as_f64().unwrap() > 0.0),
            "{measured}"
        );
    }
    fails(
        &revoir()
            .args(["bench", "scrub", "/nowhere.json"])
            .output()
            .unwrap(),
        3,
        "/nowhere.json",
    );
}

#[test]
fn a_database_that_does_not_answer_is_said_once() {
    let data = tempfile::tempdir().unwrap();
    let migrate = |url: &str| {
        revoir()
            .arg("migrate")
            .env("REVOIR_DATA", data.path())
            .env("DATABASE_URL", url)
            .output()
            .unwrap()
    };

    let silent = migrate("postgres://nobody@127.0.0.1:1/nothing");

    fails(&silent, 4, "Connection refused");
    assert_eq!(
        String::from_utf8_lossy(&silent.stderr)
            .matches("Connection refused")
            .count(),
        1
    );
    fails(&migrate("hello"), 2, "database.url");
}

#[test]
fn a_site_is_added_under_the_presets_and_serves_its_own_origin_alone() {
    let revoir = Revoir::demo();
    let add = |key: &str, origin: &str| {
        revoir.run(&["site", "add", key, "--name", "Shop", "--origin", origin])
    };

    let added = add("shop", "https://shop.example");
    let policy = revoir.ask("GET", "/v1/sites/shop/policy", &[], b"").json();

    assert!(String::from_utf8_lossy(&added.stdout).contains("data-site=\"shop\""));
    assert_eq!(policy["purposes"].as_array().unwrap().len(), 3);
    assert_eq!(policy["purposes"][1]["collection"]["rate"], 0.01);
    fails(&add("shop", "https://shop.example"), 1, "taken");
    assert_eq!(add("Shop!", "https://shop.example").status.code(), Some(2));
    assert_eq!(
        add("other", "https://shop.example/path").status.code(),
        Some(2)
    );
}

#[test]
fn a_variable_that_is_no_text_is_no_reason_to_fall() {
    use std::os::unix::ffi::OsStrExt;
    let odd = std::ffi::OsStr::from_bytes(b"\xff\xfe");

    assert!(
        revoir()
            .arg("openapi")
            .env("ODD", odd)
            .output()
            .unwrap()
            .status
            .success()
    );
    fails(
        &revoir()
            .arg("openapi")
            .env("REVOIR_DATA", odd)
            .output()
            .unwrap(),
        2,
        "REVOIR_DATA",
    );
    fails(
        &revoir()
            .arg("openapi")
            .env("REVOIR_FOO", "1")
            .output()
            .unwrap(),
        2,
        "REVOIR_FOO",
    );
    fails(
        &revoir()
            .arg("serve")
            .env("REVOIR_LIMITS__BATCHES_AT_ONCE", "18446744073709551615")
            .output()
            .unwrap(),
        2,
        "limits.batches_at_once",
    );
}

#[test]
fn health_tells_a_server_from_none() {
    let mut revoir = Revoir::demo();

    let alive = revoir.run(&["health"]);
    revoir.stop();
    let gone = revoir.run(&["health"]);

    assert!(alive.status.success());
    fails(&gone, 1, "no server answers");
}

#[test]
fn keys_that_others_may_read_are_refused() {
    let mut revoir = Revoir::demo();
    revoir.stop();
    let keys = revoir.data.path().join("keys");
    fs::set_permissions(&keys, fs::Permissions::from_mode(0o755)).unwrap();

    let output = revoir.run(&["serve"]);

    fails(&output, 4, "keys");
}
