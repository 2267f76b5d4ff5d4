use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::Error;

/// The ownership of one data directory. It ends when this value is dropped, or its process dies.
#[derive(Debug)]
pub struct DataLock {
    directory: PathBuf,
    _file: File,
}

impl DataLock {
    /// Takes `directory`, making it where it is missing. Only one server can have it at a time.
    pub fn take(directory: &Path) -> Result<Self, Error> {
        fs::create_dir_all(directory).map_err(Error::unwritable(directory))?;
        let directory = fs::canonicalize(directory).map_err(Error::unwritable(directory))?;
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(directory.join("lock"))
            .map_err(Error::unwritable(&directory))?;
        match file.try_lock() {
            Ok(()) => Ok(Self {
                directory,
                _file: file,
            }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse(directory)),
            Err(TryLockError::Error(error)) => Err(Error::unwritable(&directory)(error)),
        }
    }

    /// The directory, absolute and without links.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }
}
