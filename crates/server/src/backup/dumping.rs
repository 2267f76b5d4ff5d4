//! Making a backup of a database that is used meanwhile.

use super::{Manifest, writing::Writing};
use anyhow::{Context, bail};
use jiff::Timestamp;
use revoir_store::restoring::Snapshot;
use std::{
    io::Read,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::JoinHandle,
};

/// A database, and the programs that go with it.
pub(crate) struct Source {
    pub(crate) url: String,
    /// The directory of `pg_dump` and `pg_restore`. None: they are on the path.
    pub(crate) programs: Option<PathBuf>,
}

impl Source {
    /// One of Postgres's programs on this database. A password is in its environment, never in its arguments, which
    /// everybody on the machine may read.
    pub(super) fn program(&self, name: &str) -> Command {
        let mut command = self.bare(name);
        let (url, password) = without_password(&self.url);
        command
            .arg(format!("--dbname={url}"))
            .args(["--no-password", "--role=revoir_owner", "--schema=revoir"])
            .env("PGAPPNAME", revoir_store::restoring::PROGRAM);
        if let Some(password) = password {
            command.env("PGPASSWORD", password);
        }
        command
    }

    /// The program without a word on what to connect to.
    pub(super) fn bare(&self, name: &str) -> Command {
        let found = self.programs.as_ref().map(|dir| dir.join(name));
        let mut command = Command::new(found.unwrap_or_else(|| name.into()));
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        command
    }
}

/// Writes a backup of one instant, that is kept for so many days; what is written to the database meanwhile is not in it.
pub(crate) async fn dump(
    source: &Source,
    target: &Path,
    (now, kept_days, tombstones): (Timestamp, u16, usize),
    mut progress: impl FnMut(u64) + Send,
) -> anyhow::Result<Manifest> {
    let mut writing = Writing::begin(target).with_context(|| target.display().to_string())?;
    let mut snapshot = Snapshot::take(&source.url).await?;
    let (rows, schema) = (snapshot.rows().await?, snapshot.schema().await?);
    let mut command = source.program("pg_dump");
    command
        .args(["--format=custom", "--compress=1", "--no-owner"])
        .args(["--no-tablespaces", &format!("--snapshot={}", snapshot.id)])
        .stdout(Stdio::piped());
    let part = tokio::task::block_in_place(|| {
        let mut child = command.spawn().context("pg_dump")?;
        let said = listen(&mut child);
        let mut from = child.stdout.take().context("pg_dump")?;
        let written = writing.add(&mut from, &mut progress);
        drop(from);
        if written.is_err() {
            drop(child.kill());
        }
        let ended = end("pg_dump", child, said);
        let part = written.with_context(|| target.display().to_string())?;
        ended.map(|()| part)
    })?;
    snapshot.release().await?;
    let manifest = Manifest {
        version: 1,
        revoir: env!("CARGO_PKG_VERSION").to_owned(),
        schema,
        made_at: now,
        kept_days: Some(kept_days),
        tombstones,
        rows,
        parts: vec![part],
    };
    writing
        .finish(&manifest)
        .with_context(|| target.display().to_string())?;
    Ok(manifest)
}

/// Hears what a program says, so that it never waits to say it.
pub(super) fn listen(child: &mut Child) -> Option<JoinHandle<String>> {
    let stderr = child.stderr.take()?;
    Some(std::thread::spawn(move || {
        let mut said = Vec::new();
        let mut stderr = stderr;
        // what cannot be heard is not said
        drop(stderr.by_ref().take(64 * 1024).read_to_end(&mut said));
        drop(std::io::copy(&mut stderr, &mut std::io::sink()));
        String::from_utf8_lossy(&said).into_owned()
    }))
}

/// Waits for a program, and fails with what it said where it did.
pub(super) fn end(
    name: &str,
    mut child: Child,
    said: Option<JoinHandle<String>>,
) -> anyhow::Result<()> {
    let status = child.wait()?;
    let said = said.and_then(|said| said.join().ok()).unwrap_or_default();
    if !status.success() {
        let line = said.lines().next().unwrap_or("it gives no reason");
        bail!(std::io::Error::other(format!("{name}: {line}")));
    }
    Ok(())
}

/// An address without its password, and the password.
fn without_password(url: &str) -> (String, Option<String>) {
    let parts = url.split_once("://").and_then(|(scheme, rest)| {
        let (login, rest) = rest.split_once('@')?;
        let (user, password) = login.split_once(':')?;
        Some((format!("{scheme}://{user}@{rest}"), decoded(password)))
    });
    match parts {
        Some((url, password)) => (url, Some(password)),
        None => (url.to_owned(), None),
    }
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut clear, mut at) = (Vec::new(), 0);
    while let Some(byte) = bytes.get(at) {
        let hex = text.get(at + 1..at + 3).filter(|_| *byte == b'%');
        let decoded = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        clear.push(decoded.unwrap_or(*byte));
        at += if decoded.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&clear).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_taken_out_of_an_address_and_decoded() {
        let cases = [
            ("postgres://a@h/d", "postgres://a@h/d", None),
            (
                "postgres://a:p%40%zz%2Fé@h:1/d?x=y",
                "postgres://a@h:1/d?x=y",
                Some("p@%zz/é"),
            ),
            ("postgres://a:@h/d", "postgres://a@h/d", Some("")),
            ("postgres:///d?host=/tmp", "postgres:///d?host=/tmp", None),
        ];
        for (given, url, password) in cases {
            let expected = (url.to_owned(), password.map(str::to_owned));
            assert_eq!(without_password(given), expected);
        }
    }
}
