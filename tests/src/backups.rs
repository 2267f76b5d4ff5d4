//! Backups of an installation under test.

use crate::{
    Revoir,
    traces::{SWIFT, moved, the_one},
    visitor::{batch, open, send},
    wait_for,
};
use std::path::{Path, PathBuf};

/// A server with recordings for `ux` that are settled, and their ids.
#[must_use]
pub fn with_recordings(count: u8) -> (Revoir, Vec<String>) {
    let revoir = Revoir::with(&SWIFT);
    for receipt in 0..count {
        let grant = open(&revoir, 100 + receipt);
        for seq in 0..3 {
            assert_eq!(send(&revoir, &batch(&grant, seq, &moved(seq))).status, 202);
        }
    }
    let ids = (0..count).map(|receipt| the_one(&revoir, 100 + receipt));
    let ids: Vec<String> = ids.collect();
    drop(revoir.sql("update recordings set closes_at = now() where state = 'open'"));
    wait_for("settling", 60, || {
        revoir.sql("select count(*) from recordings where state = 'open'") == "0"
    });
    (revoir, ids)
}

/// Makes a backup of it.
#[must_use]
pub fn back_up(revoir: &Revoir) -> PathBuf {
    let file = revoir.data.path().join("backup.revoir");
    let made = revoir.run(&["backup", "--force", file.to_str().unwrap()]);
    assert!(made.status.success(), "{made:?}");
    file
}

/// Restores a backup into it.
#[must_use]
pub fn restore(revoir: &Revoir, file: &Path, flags: &[&str]) -> std::process::Output {
    let arguments = [&["restore", file.to_str().unwrap()], flags].concat();
    revoir.run(&arguments)
}

/// The database as it was on the first day: nothing in it.
pub fn lose_the_database(revoir: &Revoir) {
    drop(
        revoir.sql(
            "drop schema if exists revoir cascade; drop schema if exists revoir_before cascade",
        ),
    );
}
