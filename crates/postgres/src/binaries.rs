use std::cmp::Reverse;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{DataLock, Error, cluster};

/// The oldest Postgres that Revoir runs on.
pub(crate) const OLDEST: u32 = 15;

/// Where distributions put their binaries: a parent directory, and the name's beginning in it.
const PLACES: [(&str, &str); 4] = [
    ("/usr/lib/postgresql", ""),
    ("/usr", "pgsql-"),
    ("/opt/homebrew/opt", "postgresql@"),
    ("/usr/local/opt", "postgresql@"),
];

/// A directory with the programs of one Postgres.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binaries {
    directory: PathBuf,
    major: u32,
}

impl Binaries {
    /// Where they are.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Their major version.
    #[must_use]
    pub fn major(&self) -> u32 {
        self.major
    }

    /// The path of one of them.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    /// Looks at `directory`; `None` when it holds no Postgres.
    fn at(directory: &Path) -> Result<Option<Self>, Error> {
        let postgres = directory.join("postgres");
        if !postgres.is_file() || !directory.join("initdb").is_file() {
            return Ok(None);
        }
        let said = Command::new(&postgres)
            .arg("-V")
            .output()
            .map_err(Error::program(&postgres))?;
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        let Some(major) = major_in(&said) else {
            let reason = format!("its version cannot be read from {said:?}");
            return Err(Error::Program {
                program: postgres,
                reason,
            });
        };
        Ok(Some(Self {
            directory: directory.to_path_buf(),
            major,
        }))
    }
}

/// Finds the newest Postgres of this machine.
///
/// `explicit` (`REVOIR_PG_BIN`) is taken or refused; else the places of the distributions are
/// looked at, then the path, then `downloaded`.
pub fn find(explicit: Option<&Path>, downloaded: &Path) -> Result<Binaries, Error> {
    named(explicit)?
        .or_else(|| pick(all(downloaded), None))
        .ok_or(Error::NoBinaries)
}

/// Finds the Postgres that fits the cluster in this data directory, else the newest, as [`find`].
pub fn find_for(
    lock: &DataLock,
    explicit: Option<&Path>,
    downloaded: &Path,
) -> Result<Binaries, Error> {
    let made_by = cluster::made_by(lock).and_then(|major| major.parse().ok());
    named(explicit)?
        .or_else(|| pick(all(downloaded), made_by))
        .ok_or(Error::NoBinaries)
}

/// The binaries that the operator named. There is no second choice after them.
fn named(explicit: Option<&Path>) -> Result<Option<Binaries>, Error> {
    let Some(directory) = explicit else {
        return Ok(None);
    };
    match Binaries::at(directory)? {
        Some(Binaries { major, directory }) if major < OLDEST => {
            Err(Error::TooOld { directory, major })
        }
        Some(binaries) => Ok(Some(binaries)),
        None => Err(Error::NotBinaries(directory.to_path_buf())),
    }
}

/// Chooses the first of the wanted major version, else the first.
fn pick(candidates: Vec<Binaries>, wanted: Option<u32>) -> Option<Binaries> {
    let fits = candidates
        .iter()
        .position(|found| Some(found.major) == wanted)
        .unwrap_or(0);
    candidates.into_iter().nth(fits)
}

/// Everything usable on this machine, in the order of preference.
fn all(downloaded: &Path) -> Vec<Binaries> {
    let packaged = PLACES
        .iter()
        .flat_map(|(parent, prefix)| versions(Path::new(parent), prefix));
    let path = env::var_os("PATH").unwrap_or_default();
    packaged
        .chain(env::split_paths(&path).filter(|directory| directory.is_absolute()))
        .chain([downloaded.to_path_buf(), downloaded.join("bin")])
        .filter_map(|directory| Binaries::at(&directory).ok().flatten())
        .filter(|found| found.major >= OLDEST)
        .collect()
}

/// The `bin` directories of the versions under `parent`, newest first.
fn versions(parent: &Path, prefix: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else {
        return Vec::new();
    };
    let mut found: Vec<(u32, PathBuf)> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let major = entry
                .file_name()
                .to_str()?
                .strip_prefix(prefix)?
                .parse()
                .ok()?;
            Some((major, entry.path().join("bin")))
        })
        .collect();
    found.sort_by_key(|(major, _)| Reverse(*major));
    found.into_iter().map(|(_, directory)| directory).collect()
}

/// Reads 15 in `postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)`, and in `… 19devel`.
fn major_in(version: &str) -> Option<u32> {
    let number = version.split_whitespace().nth(2)?;
    number
        .split(|letter: char| !letter.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binaries(directory: &str, major: u32) -> Binaries {
        Binaries {
            directory: directory.into(),
            major,
        }
    }

    #[test]
    fn the_major_version_is_read_from_every_spelling() {
        assert_eq!(
            major_in("postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(major_in("postgres (PostgreSQL) 18rc1"), Some(18));
        assert_eq!(major_in("postgres"), None);
    }

    #[test]
    fn the_version_that_made_the_cluster_comes_before_the_newest() {
        let both = vec![binaries("/17", 17), binaries("/15", 15)];

        assert_eq!(pick(both.clone(), Some(15)), Some(binaries("/15", 15)));
        assert_eq!(pick(both.clone(), Some(16)), Some(binaries("/17", 17)));
        assert_eq!(pick(both, None), Some(binaries("/17", 17)));
        assert_eq!(pick(Vec::new(), None), None);
    }
}
