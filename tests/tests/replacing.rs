//! What a restore does to the installation that is there: nothing until the backup stands whole in its place, and then
//! what protects is carried over.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use revoir_tests::{
    Revoir,
    backups::{back_up, lose_the_database, restore, with_recordings},
    fails,
    traces::{events, settled, told},
    wait_for,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    time::Duration,
};

/// How many else are connected to this database.
const OTHERS: &str = "select count(*) from pg_stat_activity where datname = current_database()
    and backend_type = 'client backend' and pid <> pg_backend_pid()";

/// Whether something is set aside.
fn is_aside(revoir: &Revoir) -> bool {
    revoir.sql("select to_regnamespace('revoir_before') is not null") == "t"
}

fn begin(revoir: &Revoir, file: &Path) -> Child {
    let mut command = revoir.command();
    command.args(["restore", file.to_str().unwrap(), "--force"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// Kills a restore so many milliseconds after something was set aside. Whether it had not ended by then.
fn kill_after(revoir: &Revoir, file: &Path, wait: u64) -> bool {
    let mut child = begin(revoir, file);
    wait_for("what is set aside", 60, || {
        is_aside(revoir) || child.try_wait().unwrap().is_some()
    });
    std::thread::sleep(Duration::from_millis(wait));
    child.kill().unwrap();
    child.wait().unwrap();
    wait_for("the end of what it had asked of the database", 60, || {
        revoir.sql(OTHERS) == "0"
    });
    is_aside(revoir)
}

/// Kills a restore once it waits for a lock that somebody holds on a table of what was there.
fn kill_at(revoir: &Revoir, file: &Path, lock: &str) {
    let held = revoir.hold(lock);
    let mut child = begin(revoir, file);
    wait_for("a restore that waits", 60, || {
        assert_eq!(child.try_wait().unwrap(), None);
        is_aside(revoir) && revoir.sql("select count(*) from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())") != "0"
    });
    child.kill().unwrap();
    child.wait().unwrap();
    drop(held);
    wait_for("the end of what it had asked of the database", 60, || {
        revoir.sql(OTHERS) == "0"
    });
    assert!(is_aside(revoir), "{lock}");
}

/// What was done since the backup, so that the one is not taken for the other.
fn mark(revoir: &Revoir) {
    assert_eq!(revoir.sql("update sites set name = 'Since the backup'"), "");
}

/// That the installation of before opens, plays, and is the one of before.
fn is_as_it_was(revoir: &mut Revoir, ids: &[String]) {
    revoir.start();
    assert_eq!(
        revoir.sql("select distinct name from sites"),
        "Since the backup"
    );
    assert!(!is_aside(revoir));
    for id in ids {
        assert_eq!(told(&events(revoir, id)), [1, 2]);
    }
    revoir.stop();
}

#[test]
fn a_restore_that_is_killed_leaves_the_installation_of_before() {
    let (mut revoir, ids) = with_recordings(2);
    let file = back_up(&revoir);
    mark(&revoir);
    revoir.stop();
    let mut killed = 0;

    // before it begins, while it loads, while it migrates
    for wait in [0, 40, 120, 250, 400] {
        let unended = kill_after(&revoir, &file, wait);
        killed += usize::from(unended);
        if unended || revoir.sql("select distinct name from sites") == "Since the backup" {
            is_as_it_was(&mut revoir, &ids);
        } else {
            mark(&revoir);
        }
    }
    assert!(killed >= 2, "{killed}");
    // while it carries over, and when all is done but letting go of what was there
    for lock in [
        "lock table stops in access exclusive mode",
        "lock table jobs in access share mode",
    ] {
        kill_at(&revoir, &file, lock);
        is_as_it_was(&mut revoir, &ids);
    }

    assert!(restore(&revoir, &file, &["--force"]).status.success());
    assert_ne!(
        revoir.sql("select distinct name from sites"),
        "Since the backup"
    );
}

#[test]
fn a_restore_that_is_killed_where_nothing_was_serves_nobody_and_is_done_anew() {
    let (mut revoir, ids) = with_recordings(3);
    let file = back_up(&revoir);
    assert!(
        revoir
            .run(&["erase", ids.first().unwrap()])
            .status
            .success()
    );
    revoir.stop();
    lose_the_database(&revoir);
    let mut killed = 0;

    for wait in [0, 20, 60, 120, 200, 300] {
        if !kill_after(&revoir, &file, wait) {
            // it was done: the next one begins with nothing again
            lose_the_database(&revoir);
            continue;
        }
        killed += 1;
        let served = revoir.command().arg("serve").output().unwrap();
        fails(&served, 4, "has not ended");
        let copied = revoir.data.path().join("half.revoir");
        let copied = revoir.run(&["backup", copied.to_str().unwrap()]);
        fails(&copied, 4, "has not ended");
    }
    assert!(killed >= 2, "{killed}");
    let restored = restore(&revoir, &file, &[]);

    assert!(restored.status.success(), "{restored:?}");
    revoir.start();
    assert_eq!(told(&events(&revoir, ids.get(1).unwrap())), [1, 2]);
    let erased = format!(
        "select count(*) from recordings where id = '{}'",
        ids.first().unwrap()
    );
    assert_eq!(revoir.sql(&erased), "0");
}

/// A backup with another manifest and other bytes, as somebody writes it who can: its hashes are right.
fn forge(file: &Path, change: impl Fn(&mut Vec<u8>, &mut Value)) -> PathBuf {
    let whole = fs::read(file).unwrap();
    let begin = whole
        .windows(12)
        .rposition(|it| it == b"{\"version\":1")
        .unwrap();
    let end = whole
        .windows(18)
        .rposition(|it| it == b"revoir-backup-end ");
    let mut part = whole.get(16..begin).unwrap().to_vec();
    let mut manifest: Value =
        serde_json::from_slice(whole.get(begin..end.unwrap()).unwrap()).unwrap();
    change(&mut part, &mut manifest);
    let hex = |bytes: &[u8]| {
        Sha256::digest(bytes)
            .iter()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    };
    let said = manifest.pointer_mut("/parts/0").unwrap();
    let blocks: Vec<String> = part.chunks(1 << 22).map(hex).collect();
    said["sha256"] = json!(hex(&part));
    said["blocks"] = json!(blocks);
    let manifest = format!("{manifest}\n");
    let hash = hex(format!("revoir-backup-1\n{manifest}").as_bytes());
    let mut bytes = b"revoir-backup-1\n".to_vec();
    bytes.extend(part);
    bytes.extend(manifest.as_bytes());
    let last = format!("revoir-backup-end {:020} {hash}\n", manifest.len());
    bytes.extend(last.as_bytes());
    let forged = file.with_file_name("forged.revoir");
    fs::write(&forged, bytes).unwrap();
    forged
}

#[test]
fn a_restore_that_fails_in_the_middle_leaves_the_installation_of_before() {
    let (mut revoir, ids) = with_recordings(2);
    let file = back_up(&revoir);
    mark(&revoir);
    revoir.stop();

    // in the middle of what is loaded
    let damaged = forge(&file, |part, _| {
        let (from, to) = (part.len() / 2, part.len() / 2 + 4096);
        part.get_mut(from..to).unwrap().fill(0x5a);
    });
    let refused = restore(&revoir, &damaged, &["--force"]);
    fails(&refused, 4, "pg_restore");
    assert!(!is_aside(&revoir));
    is_as_it_was(&mut revoir, &ids);
    // all of it is loaded, and something lacks
    let short = forge(&file, |_, manifest| {
        manifest["rows"]["recordings"] = json!(99_999);
    });
    fails(&restore(&revoir, &short, &["--force"]), 1, "has 99999");
    is_as_it_was(&mut revoir, &ids);
    // nothing lacks, and what protects cannot be read
    let held = revoir.hold("lock table freezes in access exclusive mode");
    let failed = restore(&revoir, &file, &["--force"]);
    drop(held);
    assert_eq!(failed.status.code(), Some(4), "{failed:?}");
    let said = String::from_utf8_lossy(&failed.stderr).into_owned();
    assert!(said.contains("--carry-nothing"), "{said}");
    is_as_it_was(&mut revoir, &ids);
}

/// A statement for each thing that somebody does to protect.
const PROTECT: &str = "
    insert into freezes select organisation_id, id, 'support', now(), 'DPO' from sites where key = 'demo';
    insert into stops select organisation_id, id, 'errors', now(), 'DPO' from sites where key = 'demo';
    insert into incidents select gen_random_uuid(), organisation_id, id, 'ux', null, null, null, null, now(), 'DPO'
        from sites where key = 'demo';
    delete from role_grants where member_id = (select id from members where email = 'developer@demo.test');
    update members set password_hash = (select password_hash from members where email = 'dpo@demo.test') || 'x'
        where email = 'agent@demo.test';
    delete from members where email = 'auditor@demo.test';";

/// What of it is in force.
const PROTECTED: &str = "select (select count(*) from freezes), (select count(*) from stops), (select count(*) from incidents),
    (select count(*) from role_grants g join members m on m.id = member_id where email = 'developer@demo.test') = 0,
    (select password_hash like '%x' from members where email = 'agent@demo.test'),
    (select count(*) from members where email = 'auditor@demo.test'),
    (select count(*) from recordings where restricted_until is not null)";

/// Restricts a recording, and waits until it is held under another key.
fn restrict(revoir: &Revoir, id: &str) {
    let month = "date_trunc('month', now() + interval '370 days', 'UTC')";
    let set = format!("update recordings set restricted_until = {month} where id = '{id}'");
    assert_eq!(revoir.sql(&set), "");
    let held = format!("select slot_bucket like '%-held' from recordings where id = '{id}'");
    wait_for("holding", 30, || revoir.sql(&held) == "t");
}

#[test]
fn what_protects_and_was_set_since_the_backup_is_carried_over() {
    let (mut revoir, ids) = with_recordings(3);
    let file = back_up(&revoir);
    let before = revoir.sql(PROTECTED);
    let restricted = ids.first().unwrap();
    restrict(&revoir, restricted);
    assert_eq!(revoir.sql(PROTECT), "");
    let set = revoir.sql(PROTECTED);
    assert_eq!(set, "1|1|1|t|t|0|1");
    revoir.stop();

    let restored = restore(&revoir, &file, &["--force"]);

    assert!(restored.status.success(), "{restored:?}");
    let said = String::from_utf8_lossy(&restored.stdout).into_owned();
    assert!(said.contains("3 stops, freezes and incidents"), "{said}");
    assert!(said.contains("1 restricted recordings"), "{said}");
    assert!(said.contains("0 of them have no key"), "{said}");
    assert_eq!(revoir.sql(PROTECTED), set);
    revoir.start();
    let path = format!("/api/sites/demo/recordings/{restricted}/export");
    assert_eq!(revoir.get_as(&revoir.sign_in("analyst"), &path).status, 423);
    let lifted = format!("update recordings set restricted_until = null where id = '{restricted}'");
    assert_eq!(revoir.sql(&lifted), "");
    for id in &ids {
        assert_eq!(told(&events(&revoir, id)), [1, 2]);
    }
    assert!(settled(&revoir) >= 3);
    revoir.stop();

    let bare = restore(&revoir, &file, &["--force", "--carry-nothing"]);

    assert!(bare.status.success(), "{bare:?}");
    assert_eq!(revoir.sql(PROTECTED), before);
    let said = String::from_utf8_lossy(&bare.stdout).into_owned();
    assert!(said.contains("nothing was carried over"), "{said}");
}
