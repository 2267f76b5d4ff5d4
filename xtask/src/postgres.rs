//! A Postgres for tests and generated files, which ends with this program in any case.
//!
//! This program cannot catch Ctrl-C (standard library only), so a second process of it holds the
//! server: in a process group of its own, until its standard input closes.

use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{self, Child, Command, Stdio};

use revoir_postgres::{DataLock, Options, Server};

use crate::{Outcome, machine};

/// The verb of the second process. It is nothing to type.
pub(crate) const GUARD: &str = "guard-postgres";

/// A throw-away Postgres.
pub(crate) struct Throwaway {
    guard: Child,
    url: String,
}

impl Throwaway {
    /// Starts one in a directory of its own outside the clone.
    pub(crate) fn start() -> Result<Self, String> {
        let directory = env::temp_dir().join(format!("revoir-xtask-{}", process::id()));
        let cannot = |error: io::Error| format!("cannot start the guard of Postgres: {error}");
        let mut guard = env::current_exe()
            .and_then(|program| {
                let mut command = Command::new(program);
                command.arg(GUARD).arg(&directory).process_group(0);
                command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()
            })
            .map_err(cannot)?;
        let mut url = String::new();
        if let Some(said) = guard.stdout.as_mut() {
            BufReader::new(said).read_line(&mut url).map_err(cannot)?;
        }
        if url.is_empty() {
            return Err("there is no Postgres to test with".to_owned());
        }
        Ok(Self {
            guard,
            url: url.trim().to_owned(),
        })
    }

    /// The superuser's URL.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // It says itself what went wrong, and there is nothing left to do about it.
        let _ = self.guard.wait();
    }
}

/// Holds a Postgres in `directory` until standard input closes, then removes both.
pub(crate) fn guard(directory: &str) -> Outcome {
    let held = hold(Path::new(directory)).map_err(|error| error.to_string());
    let removed = fs::remove_dir_all(directory).map_err(|error| error.to_string());
    held.and(removed).map(|()| true)
}

fn hold(directory: &Path) -> Result<(), revoir_postgres::Error> {
    let lock = DataLock::take(directory)?;
    let binaries = machine::find_postgres()?;
    let options = Options::for_tests().set("max_connections", "300");
    let server = Server::start(&binaries, &lock, &options)?;
    let mut output = io::stdout();
    let told = writeln!(output, "{}", server.url("postgres", "postgres"));
    if told.and_then(|()| output.flush()).is_ok() {
        // Any end of it will do.
        let _ = io::stdin().read_to_end(&mut Vec::new());
    }
    server.stop()
}
