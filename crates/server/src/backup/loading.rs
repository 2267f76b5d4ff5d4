//! Loading a backup into a database whose schema is empty: all of it, or nothing.

use super::{
    Backup, Source, Unusable,
    dumping::{end, listen},
};
use anyhow::Context;
use std::{
    io::Write,
    process::{Child, Stdio},
};

/// Whether what loads is there and runs: asked before anything is dropped for what it shall load.
pub(crate) fn can_load(source: &Source) -> anyhow::Result<()> {
    let mut command = source.bare("pg_restore");
    let said = command.arg("--version").output().context("pg_restore")?;
    anyhow::ensure!(said.status.success(), "pg_restore does not run");
    Ok(())
}

/// Loads it in one transaction. What is cut off, by a damaged block or the death of this process, is rolled back: the
/// program that loads finds its input ended too soon.
pub(crate) fn load(
    source: &Source,
    backup: &mut Backup,
    mut progress: impl FnMut(u64),
) -> anyhow::Result<()> {
    let mut command = source.program("pg_restore");
    command
        .args(["--single-transaction", "--exit-on-error", "--no-owner"])
        .stdin(Stdio::piped());
    let mut child = command.spawn().context("pg_restore")?;
    let said = listen(&mut child);
    let fed = feed(&mut child, backup, &mut progress);
    if fed.is_err() {
        drop(child.kill());
    }
    let ended = end("pg_restore", child, said);
    match fed {
        Err(damaged @ Unusable::Damaged(..)) => Err(damaged.into()),
        Err(unread) => ended.and(Err(unread.into())),
        Ok(()) => ended,
    }
}

fn feed(
    child: &mut Child,
    backup: &mut Backup,
    progress: &mut dyn FnMut(u64),
) -> Result<(), Unusable> {
    let Some(mut to) = child.stdin.take() else {
        return Ok(());
    };
    let mut done = 0;
    backup.blocks(&mut |block| {
        to.write_all(block)?;
        done += u64::try_from(block.len()).unwrap_or_default();
        progress(done);
        Ok(())
    })
}
