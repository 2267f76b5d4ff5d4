//! A data directory that cleans up after itself, and a look at Postgres from outside.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use revoir_postgres::{Binaries, DataLock, Error, Options, Server, find_for};

/// A directory of its own for one test.
pub(crate) struct Directory(PathBuf);

impl Directory {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("revoir-pg-test-{}-{number}", std::process::id());
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path.canonicalize().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn lock(&self) -> DataLock {
        DataLock::take(&self.0).unwrap()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn start(lock: &DataLock) -> Result<Server, Error> {
    Server::start(&binaries(lock), lock, &Options::for_tests())
}

pub(crate) fn binaries(lock: &DataLock) -> Binaries {
    let named = env::var_os("REVOIR_PG_BIN").map(PathBuf::from);
    find_for(lock, named.as_deref(), Path::new("/nonexistent")).unwrap()
}

/// Runs one statement in a new session, and gives what it answers.
pub(crate) fn sql(server: &Server, statement: &str) -> String {
    try_sql(server, statement).unwrap()
}

/// The same, where Postgres may refuse.
pub(crate) fn try_sql(server: &Server, statement: &str) -> Result<String, String> {
    let url = server.url("postgres", "postgres");
    let done = Command::new("psql")
        .args(["-X", "-A", "-t", "-c", statement, &url])
        .output()
        .unwrap();
    if done.status.success() {
        Ok(String::from_utf8(done.stdout).unwrap().trim().to_owned())
    } else {
        Err(String::from_utf8(done.stderr).unwrap())
    }
}

pub(crate) fn kill(pid: u32) {
    let script = format!("kill -KILL {pid}");
    assert!(
        Command::new("/bin/sh")
            .args(["-c", &script])
            .status()
            .unwrap()
            .success()
    );
}

/// Whether a process of this number is there and no zombie.
pub(crate) fn runs(pid: u32) -> bool {
    fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| !line.is_empty())
}
