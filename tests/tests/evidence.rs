//! Evidence: what was in force on a site at an instant, written with a signed manifest, and verified offline.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{Revoir, accounts::send as ask, revoir};
use serde_json::{Value, json};
use std::{fs, path::Path, process::Output};

fn take(revoir: &Revoir, dir: &Path, at: &str) -> Output {
    let dir = dir.to_str().unwrap();
    let arguments = [
        "evidence", "--at", at, "--site", "demo", "--out", dir, "--json",
    ];
    revoir.run(&arguments)
}

fn read(dir: &Path, name: &str) -> Value {
    serde_json::from_slice(&fs::read(dir.join(name)).unwrap()).unwrap()
}

fn verify(dir: &Path) -> Output {
    let arguments = ["evidence", "verify", dir.to_str().unwrap()];
    revoir().args(arguments).output().unwrap()
}

/// The first versions are a day old, and a second one of `ux` is published now.
fn published_again(revoir: &Revoir) {
    let change = "update policies set published_at = now() - interval '1 day';
        insert into policies (id, organisation_id, site_id, purpose, version, document, published_at)
            select gen_random_uuid(), organisation_id, site_id, purpose, 2, document, now() from policies
            where purpose = 'ux';
        update served_files set first_served_at = now() - interval '2 days'";
    assert_eq!(revoir.sql(change), "");
}

fn version_of_ux(dir: &Path) -> Value {
    let policies = read(dir, "policies.json")["policies"].clone();
    let policies = policies.as_array().unwrap().clone();
    let mut found = policies
        .into_iter()
        .filter(|it| it["policy"]["purpose"] == "ux");
    found.next().unwrap()["version"].clone()
}

#[test]
fn what_was_in_force_yesterday_is_not_what_is_in_force_today() {
    let revoir = Revoir::demo();
    published_again(&revoir);
    let auditor = revoir.sql("select id from members where email = 'auditor@demo.test'");
    let until = revoir.sql("select (now() at time zone 'UTC')::date + 30");
    let role = json!({ "role": "dpo", "purpose": "ux", "until": until });
    let path = format!("/api/members/{auditor}/roles");
    let granted = ask(&revoir, &revoir.sign_in("admin"), "POST", &path, &role);
    assert_eq!(granted.status, 201, "{}", granted.text());
    let dirs = tempfile::tempdir().unwrap();
    let (before, after) = (dirs.path().join("before"), dirs.path().join("after"));
    let an_hour_ago = revoir.sql("select to_char((now() - interval '1 hour') at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')");
    let today = revoir.sql("select (now() at time zone 'UTC')::date");

    let past = take(&revoir, &before, &an_hour_ago);
    let present = take(&revoir, &after, &today);

    assert_eq!(past.status.code(), Some(0), "{past:?}");
    assert_eq!(present.status.code(), Some(0), "{present:?}");
    assert_eq!(version_of_ux(&before), 1);
    assert_eq!(version_of_ux(&after), 2);
    let said: Value = serde_json::from_slice(&past.stdout).unwrap();
    assert_eq!(said["dir"], before.to_str().unwrap());
    let roles = read(&before, "roles.json");
    assert_eq!(roles["from_the_log"], json!([]), "{roles}");
    let now = read(&after, "roles.json");
    assert_eq!(now["from_the_log"][0]["member"], auditor);
    assert_eq!(
        now["from_the_log"][0]["granted"],
        format!("dpo ux until {until}")
    );
    let held = |it: &Value| it["role"] == "dpo" && it["name"] == "DPO";
    assert!(
        roles["known_only_as_of_now"]
            .as_array()
            .unwrap()
            .iter()
            .any(held)
    );
    let told = "select string_agg(actor, ',') from audit_entries where event = 'evidence.taken'";
    assert_eq!(revoir.sql(told), "cli,cli");
}

#[test]
fn of_two_grants_of_a_role_the_one_that_was_taken_is_left_out() {
    let revoir = Revoir::demo();
    let owner = revoir.sign_in("admin");
    let auditor = revoir.sql("select id from members where email = 'auditor@demo.test'");
    let until = revoir.sql("select (now() at time zone 'UTC')::date + 30");
    let path = format!("/api/members/{auditor}/roles");
    let grant = |purpose: &str| {
        let role = json!({ "role": "dpo", "purpose": purpose, "site": "demo", "until": until });
        let granted = ask(&revoir, &owner, "POST", &path, &role);
        assert_eq!(granted.status, 201, "{}", granted.text());
        granted.json()["id"].as_str().unwrap().to_owned()
    };
    let (first, _) = (grant("ux"), grant("errors"));
    let site = revoir.sql("select id from sites where key = 'demo'");
    let dir = tempfile::tempdir().unwrap();

    let taken = ask(
        &revoir,
        &owner,
        "DELETE",
        &format!("{path}/{first}"),
        &json!({}),
    );

    assert_eq!(taken.status, 204, "{}", taken.text());
    let today = revoir.sql("select (now() at time zone 'UTC')::date");
    assert_eq!(take(&revoir, dir.path(), &today).status.code(), Some(0));
    let held = read(dir.path(), "roles.json")["from_the_log"].clone();
    let held: Vec<_> = held
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["granted"].clone())
        .collect();
    assert_eq!(held, [json!(format!("dpo errors {site} until {until}"))]);
    let dpo = revoir.sign_in("dpo");
    let log = revoir
        .get_as(&dpo, "/api/audit?event=role.revoked&site=demo")
        .json();
    assert_eq!(
        log["entries"][0]["detail"],
        format!("dpo ux {site} until {until}")
    );
}

#[test]
fn the_bytes_that_browsers_are_served_are_among_it() {
    let revoir = Revoir::demo();
    let dir = tempfile::tempdir().unwrap();
    let today = revoir.sql("select (now() at time zone 'UTC')::date");

    assert_eq!(take(&revoir, dir.path(), &today).status.code(), Some(0));

    let served = revoir.ask("GET", "/sdk/revoir.js", &[], b"").body;
    let files = read(dir.path(), "sdk.json")["files"].clone();
    let mut files = files.as_array().unwrap().iter();
    let loader = files.find(|it| it["path"] == "/sdk/revoir.js").unwrap();
    let kept = fs::read(dir.path().join(loader["file"].as_str().unwrap())).unwrap();
    assert_eq!(kept, served);
}

#[test]
fn an_older_file_of_the_sdk_belongs_to_its_own_time_alone() {
    let mut revoir = Revoir::demo();
    let older = "update served_files set first_served_at = now() - interval '9 days', last_served_at = now() - interval '5 days',
            bytes = 'older', sha256 = sha256('older') where path = 'revoir.js'";
    assert_eq!(revoir.sql(older), "");
    revoir.stop();
    revoir.start();
    let dirs = tempfile::tempdir().unwrap();
    let loaders = |days: u8| {
        let dir = dirs.path().join(days.to_string());
        let at = revoir.sql(&format!(
            "select ((now() - interval '{days} days') at time zone 'UTC')::date"
        ));
        assert_eq!(take(&revoir, &dir, &at).status.code(), Some(0));
        let files = read(&dir, "sdk.json")["files"].as_array().unwrap().clone();
        let loaders = files
            .into_iter()
            .filter(|it| it["path"] == "/sdk/revoir.js");
        loaders
            .map(|it| fs::read(dir.join(it["file"].as_str().unwrap())).unwrap())
            .collect::<Vec<_>>()
    };

    let (then, now) = (loaders(7), loaders(0));

    assert_eq!(then, [b"older"]);
    assert_eq!(now.len(), 1);
    assert_ne!(now, then);
}

#[test]
fn what_was_changed_afterwards_does_not_verify() {
    let revoir = Revoir::demo();
    let dir = tempfile::tempdir().unwrap();
    let today = revoir.sql("select (now() at time zone 'UTC')::date");
    assert_eq!(take(&revoir, dir.path(), &today).status.code(), Some(0));

    let intact = verify(dir.path());
    let manifest = fs::read_to_string(dir.path().join("manifest.json")).unwrap();
    fs::write(dir.path().join("policies.json"), "{}").unwrap();
    let changed = verify(dir.path());
    fs::write(
        dir.path().join("manifest.json"),
        manifest.replace("demo", "shop"),
    )
    .unwrap();
    let forged = verify(dir.path());

    assert_eq!(intact.status.code(), Some(0), "{intact:?}");
    assert!(String::from_utf8_lossy(&intact.stdout).starts_with("intact: "));
    assert_eq!(changed.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&changed.stderr).contains("policies.json: is not what was written")
    );
    assert_eq!(forged.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&forged.stderr).contains("manifest.json: is not what was signed")
    );
}

#[test]
fn what_cannot_be_taken_says_so_by_its_exit_code() {
    let revoir = Revoir::demo();
    let dir = tempfile::tempdir().unwrap();
    let full = tempfile::tempdir().unwrap();
    fs::write(full.path().join("kept"), "x").unwrap();
    let (empty, full) = (dir.path().to_str().unwrap(), full.path().to_str().unwrap());

    for (arguments, code) in [
        (["--at", "2999-01-01", "--site", "demo", "--out", empty], 2),
        (["--at", "yesterday", "--site", "demo", "--out", empty], 2),
        (
            ["--at", "2026-01-01", "--site", "nobody", "--out", empty],
            3,
        ),
        (["--at", "2026-01-01", "--site", "demo", "--out", full], 3),
    ] {
        let done = revoir
            .command()
            .arg("evidence")
            .args(arguments)
            .output()
            .unwrap();
        assert_eq!(done.status.code(), Some(code), "{arguments:?}: {done:?}");
    }
    assert_eq!(verify(Path::new("/nowhere")).status.code(), Some(3));
}
