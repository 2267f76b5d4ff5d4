//! Everything that changes the directory of keys, step by step, so that tests can stop it at any step.

#[cfg(test)]
use crate::tests::fuse::{Fault, Fuse};
use crate::{Error, Result};
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io,
    os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt},
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

/// Hands to the disk. After one sync has failed they do nothing more: what the kernel could not write it
/// may count as written, and a second sync would succeed without having written it.
#[derive(Default)]
pub(crate) struct Disk {
    poisoned: AtomicBool,
    #[cfg(test)]
    pub(crate) fuse: Fuse,
}

impl Disk {
    #[cfg(test)]
    pub(crate) fn failing(fault: Fault, at: usize) -> Self {
        Self {
            fuse: Fuse::new(fault, at),
            ..Self::default()
        }
    }

    pub(crate) fn is_poisoned(&self) -> bool {
        self.poisoned.load(Ordering::SeqCst)
    }

    /// Makes a directory, and those above it, that only we may enter.
    pub(crate) fn make_dir(&self, path: &Path) -> Result<()> {
        self.step(path, || {
            DirBuilder::new().recursive(true).mode(0o700).create(path)
        })
    }

    /// Makes a file that only we may read, and syncs it. Its name is not synced.
    pub(crate) fn create(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let mut options = OpenOptions::new();
        let file = self.step(path, || {
            options.write(true).create_new(true).mode(0o600).open(path)
        })?;
        self.write(path, &file, bytes, 0)?;
        self.sync(path, || file.sync_all())
    }

    /// Writes over a file that is there, at `offset`, and syncs it.
    pub(crate) fn overwrite(&self, path: &Path, bytes: &[u8], offset: u64) -> Result<()> {
        let file = self.step(path, || OpenOptions::new().write(true).open(path))?;
        self.write(path, &file, bytes, offset)?;
        self.sync(path, || file.sync_data())
    }

    pub(crate) fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        self.step(from, || fs::rename(from, to))
    }

    pub(crate) fn remove_file(&self, path: &Path) -> Result<()> {
        self.step(path, || fs::remove_file(path))
    }

    pub(crate) fn remove_dir(&self, path: &Path) -> Result<()> {
        self.step(path, || fs::remove_dir(path))
    }

    /// Syncs the names in a directory.
    pub(crate) fn sync_dir(&self, path: &Path) -> Result<()> {
        self.sync(path, || File::open(path)?.sync_all())
    }

    fn sync(&self, path: &Path, act: impl FnOnce() -> io::Result<()>) -> Result<()> {
        let synced = self.step(path, act);
        if synced.is_err() {
            self.poisoned.store(true, Ordering::SeqCst);
        }
        #[cfg(test)]
        if synced.is_ok() {
            self.fuse.synced(path);
        }
        synced
    }

    fn write(&self, path: &Path, file: &File, bytes: &[u8], offset: u64) -> Result<()> {
        #[cfg(test)]
        let bytes = self.fuse.tear(bytes);
        self.step(path, || file.write_all_at(bytes, offset))
    }

    fn step<T>(&self, path: &Path, act: impl FnOnce() -> io::Result<T>) -> Result<T> {
        if self.is_poisoned() {
            return Err(Error::Poisoned);
        }
        #[cfg(test)]
        self.fuse.burn().map_err(Error::at(path))?;
        act().map_err(Error::at(path))
    }
}
