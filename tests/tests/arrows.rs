//! The arrows between crates, as ARCHITECTURE.md draws them, held against `cargo metadata`.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;
use std::{collections::BTreeMap, process::Command};

/// Each crate, and which of ours it may use.
const ARROWS: [(&str, &[&str]); 10] = [
    ("revoir-detect", &[]),
    ("revoir-domain", &[]),
    ("revoir-postgres", &[]),
    (
        "revoir-recording",
        &["revoir-domain", "revoir-scrub", "revoir-vault"],
    ),
    ("revoir-scrub", &["revoir-detect", "revoir-domain"]),
    (
        "revoir-server",
        &[
            "revoir-domain",
            "revoir-postgres",
            "revoir-recording",
            "revoir-scrub",
            "revoir-store",
            "revoir-vault",
        ],
    ),
    (
        "revoir-store",
        &["revoir-domain", "revoir-recording", "revoir-vault"],
    ),
    ("revoir-tests", &[]),
    ("revoir-vault", &["revoir-domain"]),
    ("xtask", &["revoir-postgres"]),
];

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn no_crate_uses_one_that_it_may_not() {
    let metadata = metadata();
    let allowed: BTreeMap<_, _> = ARROWS.into_iter().collect();

    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let allowed = allowed
            .get(name)
            .unwrap_or_else(|| unreachable!("{name} is not in ARCHITECTURE.md"));
        let used = package["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|used| used["kind"].is_null());
        for used in used.map(|used| used["name"].as_str().unwrap()) {
            assert!(
                !used.starts_with("revoir-") || allowed.contains(&used),
                "{name} must not use {used}"
            );
        }
    }
    assert_eq!(metadata["packages"].as_array().unwrap().len(), ARROWS.len());
}

#[test]
fn what_is_pure_has_neither_clock_nor_network_nor_database() {
    let metadata = metadata();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        if ![
            "revoir-detect",
            "revoir-domain",
            "revoir-scrub",
            "revoir-recording",
        ]
        .contains(&name)
        {
            continue;
        }
        for used in package["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|used| used["kind"].is_null())
        {
            let used = used["name"].as_str().unwrap();
            assert!(
                !["tokio", "sqlx", "axum", "rand", "hyper"].contains(&used),
                "{name} must not use {used}"
            );
        }
    }
}

#[test]
fn nothing_that_serves_people_or_visitors_runs_as_the_owner() {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/server/src");
    let rooms = ["http", "http/incidents"].map(|room| format!("{source}/{room}"));
    let entries = rooms
        .iter()
        .flat_map(|room| std::fs::read_dir(room).unwrap());
    let serving = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file());
    let beside = ["erasing.rs", "linking.rs", "opening.rs", "watching.rs"]
        .map(|name| format!("{source}/{name}").into());

    for file in serving.chain(beside) {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(!text.contains("OwnerTx"), "{}", file.display());
    }
}
