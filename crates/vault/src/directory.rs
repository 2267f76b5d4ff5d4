//! The directory of keys itself.

use crate::{Error, Result, disk::Disk};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

/// Makes the directory where it is missing, and refuses one that others may enter.
pub(crate) fn secure(disk: &Disk, dir: &Path) -> Result<()> {
    if !dir.try_exists().map_err(Error::at(dir))? {
        disk.make_dir(dir)?;
        sync_parent(disk, dir)?;
    }
    let mode = fs::metadata(dir)
        .map_err(Error::at(dir))?
        .permissions()
        .mode()
        & 0o777;
    let others = mode & 0o077;
    if others == 0 {
        Ok(())
    } else {
        Err(Error::Exposed(dir.to_owned(), mode))
    }
}

/// Destroys a folder that is no bucket any more: its key is overwritten before anything is unlinked. One
/// that is missing is fine.
pub(crate) fn shred(disk: &Disk, folder: &Path) -> Result<()> {
    if !folder.try_exists().map_err(Error::at(folder))? {
        return Ok(());
    }
    let key = folder.join("key");
    if let Ok(found) = fs::metadata(&key) {
        let zeros = vec![0; usize::try_from(found.len()).unwrap_or_default()];
        disk.overwrite(&key, &zeros, 0)?;
    }
    for file in list(folder)? {
        disk.remove_file(&file)?;
    }
    disk.remove_dir(folder)?;
    sync_parent(disk, folder)
}

/// All that lies in a directory, as it is before anything in it is removed.
pub(crate) fn list(dir: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(dir).map_err(Error::at(dir))?;
    entries
        .map(|entry| entry.map(|entry| entry.path()).map_err(Error::at(dir)))
        .collect()
}

/// Makes the name of `path` last.
pub(crate) fn sync_parent(disk: &Disk, path: &Path) -> Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => disk.sync_dir(parent),
        _ => disk.sync_dir(Path::new(".")),
    }
}
