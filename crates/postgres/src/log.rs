use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::Error;

/// At this size the log is set aside as `postgres.log.1` when Postgres starts.
const LARGE: u64 = 10 << 20;

/// What Postgres writes about itself.
#[derive(Debug)]
pub(crate) struct Log {
    path: PathBuf,
}

impl Log {
    /// The log of the data directory `data`.
    pub(crate) fn of(data: &Path) -> Self {
        Self {
            path: data.join("postgres.log"),
        }
    }

    /// Its path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens the log to append to it, after setting a large one aside. Gives its length, too.
    pub(crate) fn open(&self) -> Result<(File, u64), Error> {
        if fs::metadata(&self.path).is_ok_and(|log| log.len() > LARGE) {
            let aside = self.path.with_extension("log.1");
            fs::rename(&self.path, aside).map_err(Error::unwritable(&self.path))?;
        }
        let file = File::options()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&self.path)
            .map_err(Error::unwritable(&self.path))?;
        let length = file
            .metadata()
            .map_err(Error::unwritable(&self.path))?
            .len();
        Ok((file, length))
    }

    /// Why Postgres gave up, as far as was written after the first `length` bytes.
    pub(crate) fn reason_after(&self, length: u64) -> String {
        let mut said = Vec::new();
        let read = File::open(&self.path).and_then(|mut file| {
            file.seek(SeekFrom::Start(length))?;
            file.take(64 << 10).read_to_end(&mut said)
        });
        match read {
            Ok(_) => reason_in(&String::from_utf8_lossy(&said)),
            Err(error) => error.to_string(),
        }
    }
}

/// The line that says why: the first fatal one, else the last one.
pub(crate) fn reason_in(said: &str) -> String {
    let mut lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let fatal = |line: &&str| {
        ["FATAL:", "PANIC:", "error:"]
            .iter()
            .any(|word| line.contains(word))
    };
    let line = lines.clone().find(fatal).or_else(|| lines.next_back());
    line.unwrap_or("it said nothing").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_fatal_line_is_the_reason() {
        let said = "LOG:  starting\nFATAL:  no room\nLOG:  shut down\n";

        assert_eq!(reason_in(said), "FATAL:  no room");
    }

    #[test]
    fn without_a_fatal_line_the_last_one_is_the_reason() {
        assert_eq!(reason_in("one\ntwo\n\n"), "two");
        assert_eq!(reason_in(""), "it said nothing");
    }
}
