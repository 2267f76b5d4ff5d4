//! Backup and restore: what was erased or has expired since stays gone, whichever copies are brought back.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use revoir_tests::{
    Revoir,
    backups::{back_up, lose_the_database, restore, with_recordings},
    fails,
    traces::{events, settled, told},
};
use serde_json::Value;
use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

fn expire(revoir: &Revoir, id: &str) {
    let past =
        format!("update recordings set expires_at = now() - interval '1 minute' where id = '{id}'");
    assert_eq!(revoir.sql(&past), "");
}

#[test]
fn what_was_erased_since_the_backup_stays_gone_and_the_rest_is_back() {
    let (mut revoir, ids) = with_recordings(4);
    let file = back_up(&revoir);
    assert!(revoir.run(&["erase", &ids[0]]).status.success());
    // the mirror of seven days ago: the key is there again
    let keys = revoir.data.path().join("keys");
    let before = fs::read_dir(&keys).unwrap().count();
    revoir.stop();
    lose_the_database(&revoir);

    let restored = restore(&revoir, &file, &[]);

    assert!(restored.status.success(), "{restored:?}");
    assert!(String::from_utf8_lossy(&restored.stdout).contains("; 1 that were erased"));
    assert_eq!(fs::read_dir(&keys).unwrap().count(), before);
    revoir.start();
    let there = revoir.sql("select count(*) from recordings where purpose = 'ux'");
    assert_eq!(there, settled(&revoir).to_string());
    for id in &ids[1..] {
        assert_eq!(told(&events(&revoir, id)), [1, 2]);
    }
    let path = format!("/api/sites/demo/recordings/{}", ids[0]);
    assert_eq!(revoir.get_as(&revoir.sign_in("analyst"), &path).status, 404);
    let log = revoir.get_as(
        &revoir.sign_in("dpo"),
        "/api/audit?event=installation.restored",
    );
    let entries = &log.json()["entries"];
    assert_eq!(entries[0]["actor"], "cli");
    assert!(
        entries[0]["detail"]
            .as_str()
            .unwrap()
            .ends_with("erased again 1")
    );
    let certificate = revoir.run(&["certificate", &ids[0]]);
    let certificate: Value = serde_json::from_slice(&certificate.stdout).unwrap();
    assert_eq!(certificate["recording"], *ids[0]);
}

#[test]
fn an_older_mirror_of_the_keys_opens_nothing_that_has_a_tombstone() {
    let (mut revoir, ids) = with_recordings(3);
    let mirror = revoir.data.path().join("mirror");
    let copied = revoir.run(&["keys", "mirror", mirror.to_str().unwrap()]);
    assert!(copied.status.success(), "{copied:?}");
    let file = back_up(&revoir);
    for id in &ids[..2] {
        assert!(revoir.run(&["erase", id]).status.success());
    }
    let stones = revoir.data.path().join("kept-elsewhere");
    fs::rename(revoir.data.path().join("tombstones"), &stones).unwrap();
    revoir.stop();
    lose_the_database(&revoir);
    // a clean machine: the older ring, and the tombstones that were kept elsewhere
    fs::remove_dir_all(revoir.data.path().join("keys")).unwrap();
    fs::rename(mirror.join("keys"), revoir.data.path().join("keys")).unwrap();

    let restored = restore(&revoir, &file, &["--tombstones", stones.to_str().unwrap()]);

    assert!(restored.status.success(), "{restored:?}");
    revoir.start();
    assert_eq!(told(&events(&revoir, &ids[2])), [1, 2]);
    let left = format!(
        "select count(*) from recordings where id in ('{}', '{}')",
        ids[0], ids[1]
    );
    assert_eq!(revoir.sql(&left), "0");
    // the older dump as it is, with the ring of now: its rows are back, their keys are not
    revoir.stop();
    lose_the_database(&revoir);
    fs::remove_dir_all(revoir.data.path().join("tombstones")).unwrap();
    let again = restore(&revoir, &file, &[]);
    assert!(again.status.success(), "{again:?}");
    assert!(
        String::from_utf8_lossy(&again.stdout).contains("2 of them have no key"),
        "{again:?}"
    );
    revoir.start();
    let cookie = revoir.sign_in("analyst");
    for (id, status) in [(&ids[0], 410), (&ids[2], 200)] {
        let path = format!("/api/sites/demo/recordings/{id}/export");
        assert_eq!(revoir.get_as(&cookie, &path).status, status);
    }
}

#[test]
fn what_has_expired_since_the_backup_is_gone_before_anything_is_served() {
    let (mut revoir, ids) = with_recordings(2);
    expire(&revoir, &ids[0]);
    let file = back_up(&revoir);
    revoir.stop();
    lose_the_database(&revoir);
    // past the end of every bucket
    let later = revoir.sql("select extract(epoch from now() + interval '90 days')::bigint");

    revoir.set_clock(later.parse().unwrap());
    let restored = restore(&revoir, &file, &["--older-than-kept"]);

    assert!(restored.status.success(), "{restored:?}");
    assert_eq!(revoir.sql("select count(*) from recordings"), "0");
    assert_eq!(revoir.sql("select count(*) from frames"), "0");
    revoir.start();
}

#[test]
fn a_backup_that_should_be_gone_is_not_taken_without_the_flag() {
    let (mut revoir, _) = with_recordings(1);
    let file = back_up(&revoir);
    let before = revoir.sql("select count(*) from recordings");
    let in_days = |days: i64| {
        let made_at = format!("select extract(epoch from now())::bigint + {days} * 86400");
        revoir.sql(&made_at).parse().unwrap()
    };
    let (young, old, earlier) = (in_days(29), in_days(31), in_days(-1));
    revoir.stop();

    revoir.set_clock(old);
    let refused = restore(&revoir, &file, &["--force"]);
    fails(&refused, 3, "backups are kept for 30 days");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--older-than-kept"));
    assert_eq!(revoir.sql("select count(*) from recordings"), before);
    let kept_longer = |revoir: &Revoir| {
        let arguments = ["restore", file.to_str().unwrap(), "--force"];
        let mut command = revoir.command();
        command
            .env("REVOIR_BACKUP__KEPT_DAYS", "90")
            .args(arguments);
        command.output().unwrap()
    };
    fails(&kept_longer(&revoir), 3, "backups are kept for 30 days");
    revoir.set_clock(earlier);
    fails(&restore(&revoir, &file, &["--force"]), 3, "still to come");
    revoir.set_clock(young);
    assert!(restore(&revoir, &file, &["--force"]).status.success());
}

#[test]
fn every_flipped_bit_and_every_cut_is_refused_and_its_place_is_named() {
    let (mut revoir, _) = with_recordings(1);
    let file = back_up(&revoir);
    revoir.stop();
    let whole = fs::read(&file).unwrap();
    let before = revoir.sql("select count(*) from recordings");

    let mut dice = revoir_tests::dice::Dice::new(20_261_122);
    for round in 0..50 {
        let mut bytes = whole.clone();
        let at = usize::try_from(dice.below(bytes.len() as u64)).unwrap();
        if round % 3 == 2 {
            bytes.truncate(at);
        } else {
            bytes[at] ^= 1 << dice.below(8);
        }
        let damaged = revoir.data.path().join("damaged.revoir");
        fs::write(&damaged, &bytes).unwrap();
        let refused = restore(&revoir, &damaged, &["--force"]);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(1), "{round}: {said}");
        let places = ["its ", "part database, bytes "];
        assert!(places.iter().any(|place| said.contains(place)), "{said}");
    }

    assert_eq!(revoir.sql("select count(*) from recordings"), before);
}

#[test]
fn a_living_installation_is_not_overwritten_without_the_flag() {
    let (mut revoir, _) = with_recordings(1);
    let file = back_up(&revoir);

    fails(&restore(&revoir, &file, &["--force"]), 4, "already uses");
    revoir.stop();
    fails(&restore(&revoir, &file, &[]), 3, "--force");
    assert_eq!(
        settled(&revoir).to_string(),
        revoir.sql("select count(*) from recordings where purpose = 'ux'")
    );
    assert!(restore(&revoir, &file, &["--force"]).status.success());
}

#[test]
fn a_backup_of_a_newer_schema_is_refused_and_an_older_one_is_migrated() {
    let (mut revoir, ids) = with_recordings(1);
    let newest = revoir.sql("select max(version) from _sqlx_migrations");
    let newer = format!("update _sqlx_migrations set version = 9999 where version = {newest}");
    assert_eq!(revoir.sql(&newer), "");
    let file = back_up(&revoir);
    fails(&restore(&revoir, &file, &["--force"]), 3, "newer version");
    // as it was before the last migrations
    let older = "delete from _sqlx_migrations where version = 9999 or version >= 23; drop table refused_proofs;
        drop function drop_notes cascade; alter table recordings drop column scattered";
    assert_eq!(revoir.sql(older), "");
    let file = back_up(&revoir);
    revoir.stop();
    lose_the_database(&revoir);

    let restored = restore(&revoir, &file, &[]);

    assert!(restored.status.success(), "{restored:?}");
    assert_eq!(
        revoir.sql("select max(version) from _sqlx_migrations"),
        newest
    );
    revoir.start();
    assert_eq!(told(&events(&revoir, &ids[0])), [1, 2]);
}

#[test]
fn a_backup_holds_no_key_and_nothing_in_clear_and_is_ours_alone() {
    let (revoir, _) = with_recordings(2);
    let file = back_up(&revoir);

    let bytes = fs::read(&file).unwrap();
    let end = bytes
        .windows(12)
        .rposition(|it| it == b"{\"version\":1")
        .unwrap();
    let dump = revoir.data.path().join("database.dump");
    fs::write(&dump, &bytes[16..end]).unwrap();
    let clear = Command::new("pg_restore")
        .args(["--file=-", dump.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(clear.status.success(), "{clear:?}");
    let clear = clear.stdout;

    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let mut keys = Vec::new();
    secrets(&revoir.data.path().join("keys"), &mut keys);
    assert!(keys.len() > 4);
    for secret in keys {
        let hex = secret
            .iter()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        assert!(!bytes.windows(secret.len()).any(|it| it == secret));
        assert!(!clear.windows(hex.len()).any(|it| it == hex.as_bytes()));
    }
    // the page that each recording is of
    for canary in ["hello", "68656c6c6f"] {
        assert!(
            !clear
                .windows(canary.len())
                .any(|it| it == canary.as_bytes()),
            "{canary}"
        );
    }
}

/// The 32 bytes of every key, and the wrapped keys in slots.
fn secrets(dir: &Path, found: &mut Vec<Vec<u8>>) {
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            secrets(&path, found);
        } else if path.file_name().unwrap() == "slots" {
            let bytes = fs::read(&path).unwrap();
            let taken = bytes
                .chunks(64)
                .filter(|slot| slot.iter().any(|it| *it != 0));
            found.extend(taken.map(|slot| slot[12..44].to_vec()));
        } else if path.file_name().unwrap() != "lock" {
            found.push(fs::read(&path).unwrap()[8..40].to_vec());
        }
    }
}

#[test]
fn what_cannot_be_written_is_told_and_leaves_nothing() {
    let (revoir, _) = with_recordings(1);
    let dir = revoir.data.path().join("target");
    fs::create_dir(&dir).unwrap();
    let file = dir.join("backup.revoir");
    fs::write(&file, "precious").unwrap();

    fails(
        &revoir.run(&["backup", file.to_str().unwrap()]),
        3,
        "--force",
    );
    fails(
        &revoir.run(&["backup", "/nowhere/backup.revoir"]),
        4,
        "/nowhere",
    );
    // no more than 64 KiB may be written: as a full disk, in the middle
    let limited = revoir.command();
    let mut full = Command::new("sh");
    full.args([
        "-c",
        "ulimit -f 64; trap '' XFSZ; exec \"$0\" backup --force \"$1\"",
    ])
    .arg(limited.get_program())
    .arg(&file);
    for (name, value) in limited.get_envs() {
        match value {
            Some(value) => full.env(name, value),
            None => full.env_remove(name),
        };
    }
    let full = full.output().unwrap();

    assert_eq!(full.status.code(), Some(4), "{full:?}");
    let names: Vec<_> = fs::read_dir(&dir)
        .unwrap()
        .map(|it| it.unwrap().file_name())
        .collect();
    assert_eq!(names, ["backup.revoir"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
}

#[test]
fn a_verification_restores_counts_and_opens() {
    let (revoir, ids) = with_recordings(3);
    let file = back_up(&revoir);
    let verify = |revoir: &Revoir| revoir.run(&["backup", "verify", file.to_str().unwrap()]);

    let good = verify(&revoir);
    assert!(revoir.run(&["erase", &ids[0]]).status.success());
    let after = verify(&revoir);

    let said = |output: &std::process::Output| String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(good.status.success(), "{good:?}");
    assert!(
        said(&good).contains("were opened") && !said(&good).contains("key is gone"),
        "{good:?}"
    );
    assert!(said(&after).contains("of 1 the key is gone"), "{after:?}");
}
