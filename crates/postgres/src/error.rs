use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Everything that can keep the private Postgres from running. Each one is one line to show.
#[derive(Debug)]
pub enum Error {
    /// No Postgres on this machine.
    NoBinaries,
    /// The directory that the operator named has no Postgres in it.
    NotBinaries(PathBuf),
    /// The directory that the operator named has a Postgres that is too old.
    TooOld {
        /// Where the binaries are.
        directory: PathBuf,
        /// Their major version.
        major: u32,
    },
    /// A program could not be run, or said something that cannot be understood.
    Program {
        /// Its path.
        program: PathBuf,
        /// What went wrong.
        reason: String,
    },
    /// The data directory, or something in it, cannot be written.
    Unwritable {
        /// What was to be written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another server holds the lock of this data directory.
    InUse(PathBuf),
    /// What stands in the place of the cluster is none.
    NotCluster(PathBuf),
    /// The cluster was made by another major version.
    WrongMajor {
        /// The cluster.
        cluster: PathBuf,
        /// The major version that made it.
        made_by: String,
        /// Where the binaries are.
        binaries: PathBuf,
        /// Their major version.
        major: u32,
    },
    /// Postgres refuses to run as root, and there is nobody else to run it as.
    NoUser,
    /// The user that Postgres runs as may not enter a directory above the data.
    Unreachable {
        /// The closed directory.
        directory: PathBuf,
        /// Who has to pass it.
        user: String,
    },
    /// A directory belongs to somebody else.
    NotOurs {
        /// The directory.
        path: PathBuf,
        /// The user id that owns it.
        owner: u32,
    },
    /// The cluster could not be made.
    Initdb(String),
    /// Postgres did not start.
    Start {
        /// What it said last.
        reason: String,
        /// Where the rest of it stands.
        log: PathBuf,
    },
    /// Processes of a dead Postgres do not let go of the cluster.
    Haunted {
        /// The cluster.
        cluster: PathBuf,
        /// Their process ids.
        pids: Vec<u32>,
    },
    /// Postgres did not stop.
    Stop {
        /// Its process id.
        pid: u32,
        /// What went wrong.
        reason: String,
    },
}

impl Error {
    /// Makes [`Error::Unwritable`] of an input or output error at `path`.
    pub(crate) fn unwritable(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        |source| Self::Unwritable { path, source }
    }

    /// Makes [`Error::Program`] of an error in running `program`.
    pub(crate) fn program(program: &Path) -> impl FnOnce(io::Error) -> Self {
        let program = program.to_path_buf();
        move |error| Self::Program {
            program,
            reason: error.to_string(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBinaries => to.write_str(
                "no Postgres found: install one (apt install postgresql), \
                 or set REVOIR_PG_BIN to the directory of its binaries, \
                 or set DATABASE_URL to a server that runs",
            ),
            Self::NotBinaries(directory) => {
                write!(
                    to,
                    "no postgres and initdb in {} (REVOIR_PG_BIN)",
                    directory.display()
                )
            }
            Self::TooOld { directory, major } => {
                let needed = crate::binaries::OLDEST;
                write!(
                    to,
                    "Postgres {major} in {} is too old, {needed} is needed",
                    directory.display()
                )
            }
            Self::Program { program, reason } => {
                write!(to, "cannot run {}: {reason}", program.display())
            }
            Self::Unwritable { path, source } => {
                write!(to, "cannot write to {}: {source}", path.display())
            }
            Self::InUse(directory) => {
                write!(to, "another server already uses {}", directory.display())
            }
            Self::NotCluster(path) => {
                write!(
                    to,
                    "{} is not a database cluster: it has no PG_VERSION",
                    path.display()
                )
            }
            Self::WrongMajor {
                cluster,
                made_by,
                binaries,
                major,
            } => write!(
                to,
                "{} was made by Postgres {made_by} and does not open with Postgres {major} in {}: \
                 set REVOIR_PG_BIN to the binaries of Postgres {made_by}",
                cluster.display(),
                binaries.display(),
            ),
            Self::NoUser => to.write_str(
                "Postgres does not run as root, and there is neither a user postgres nor nobody: \
                 run as another user, or set DATABASE_URL",
            ),
            Self::Unreachable { directory, user } => write!(
                to,
                "Postgres runs as user {user}, who may not enter {}: \
                 set REVOIR_DATA to another place, such as /var/lib/revoir",
                directory.display(),
            ),
            Self::NotOurs { path, owner } => write!(
                to,
                "{} belongs to user {owner}: run as that user or as root",
                path.display(),
            ),
            Self::Initdb(reason) => write!(to, "cannot make the database cluster: {reason}"),
            Self::Start { reason, log } => {
                write!(
                    to,
                    "Postgres does not start: {reason} (see {})",
                    log.display()
                )
            }
            Self::Haunted { cluster, pids } => write!(
                to,
                "processes of an earlier Postgres still use {}: {pids:?}",
                cluster.display(),
            ),
            Self::Stop { pid, reason } => write!(to, "cannot stop Postgres ({pid}): {reason}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unwritable { source, .. } => Some(source),
            _ => None,
        }
    }
}
