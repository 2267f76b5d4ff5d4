//! What can go wrong with keys on disk.

use revoir_domain::bucket::Bucket;
use std::{
    io,
    path::{Path, PathBuf},
};

/// All the ways in which the key ring can fail.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The recording was erased or has expired, or its slot never was its own.
    #[error("the key of this recording is gone")]
    Gone,
    /// The directory of keys is open to other users.
    #[error("{0}: mode {1:o} lets other users in, must be 700")]
    Exposed(PathBuf, u32),
    /// Another process holds the ring.
    #[error("{0}: the key ring is in use by another process")]
    InUse(PathBuf),
    /// A key cannot be read. Under it nothing opens until the file is brought back.
    #[error(
        "{0}: key cannot be read, what it wraps is lost unless it is brought back from the mirror"
    )]
    Damaged(PathBuf),
    /// A bucket has as many slots as it may have.
    #[error("bucket {0}: no slot is free")]
    Full(Bucket),
    /// What an earlier write left on the disk is not known, so that no later one can be believed.
    #[error("a sync of the key ring failed, nothing more is written until it is opened again")]
    Poisoned,
    /// The disk refused.
    #[error("{path}: {source}")]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// What the key ring returns.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Adds the path to what the disk said.
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}
