//! Settings that name files and places: secrets, the key ring, the address that people use.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use revoir_tests::{Revoir, fails, free_port, revoir};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

/// Writes a file that everyone may read only where `mode` says so.
fn write(path: &Path, text: &str, mode: u32) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn the_databases_address_may_lie_in_a_file() {
    let mut revoir = Revoir::demo();
    revoir.stop();
    let file = revoir.data.path().join("database_url");
    write(&file, &format!("{}\n", revoir.database), 0o600);

    for name in ["REVOIR_DATABASE__URL_FILE", "DATABASE_URL_FILE"] {
        let mut command = revoir.command();
        command
            .arg("migrate")
            .env_remove("DATABASE_URL")
            .env(name, &file);
        let output = command.output().unwrap();
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            "the database is up to date\n",
            "{name}"
        );
    }
}

#[test]
fn a_secret_that_cannot_be_used_is_named_with_its_file() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("database_url");
    let migrate = |text: &str, mode: u32| {
        write(&file, text, mode);
        let mut command = revoir();
        command.arg("migrate").env("DATABASE_URL_FILE", &file);
        command.env("REVOIR_DATA", dir.path().join("data"));
        command
    };
    let named = format!("database.url_file: {}", file.display());

    fails(
        &migrate("", 0o600).output().unwrap(),
        2,
        &format!("{named}: is empty"),
    );
    fails(
        &migrate("postgres://db/revoir", 0o644).output().unwrap(),
        2,
        &format!("{named}: mode 644"),
    );
    let both = migrate("postgres://db/revoir", 0o600)
        .env("DATABASE_URL", "postgres://other/revoir")
        .output();
    fails(&both.unwrap(), 2, "both given");
    let gone = migrate("", 0o600)
        .env("DATABASE_URL_FILE", "/nowhere/url")
        .output();
    fails(&gone.unwrap(), 2, "database.url_file: /nowhere/url: ");
}

#[test]
fn the_key_ring_may_lie_elsewhere_and_is_refused_when_its_volume_is_not_mounted() {
    let volume = tempfile::tempdir().unwrap();
    let keys = volume.path().join("keys");
    let mut revoir = Revoir::with(&[("REVOIR_KEYS__DIR", keys.to_str().unwrap())]);

    let buckets = fs::read_dir(&keys).unwrap().count();
    revoir.stop();
    fs::rename(&keys, volume.path().join("gone")).unwrap();

    assert!(buckets > 1, "{buckets}");
    assert!(!revoir.data.path().join("keys").exists());
    fails(&revoir.run(&["serve"]), 4, "is empty, but the database");
}

#[test]
fn an_address_by_which_passwords_would_pass_in_clear_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    for (url, says) in [
        ("http://replay.example", "must be https"),
        ("https://replay.example/app", "without a path"),
    ] {
        let output = revoir()
            .arg("serve")
            .env("REVOIR_DATA", dir.path())
            .env("REVOIR_PORT", free_port().to_string())
            .env("REVOIR_SERVER__PUBLIC_URL", url)
            .output()
            .unwrap();
        fails(&output, 2, says);
    }
}
