//! The mirror: the latest state of a key ring in another directory, which replaces the one before. A ring that another
//! process uses is copied as it is: what is zeroed meanwhile is zeroed in the next copy.

use crate::{Error, Result, directory, disk::Disk};
use revoir_domain::bucket::Bucket;
use std::{
    fs,
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// Files of the ring, besides its buckets.
const FILES: [&str; 2] = ["audit", "grants"];
/// Its directories, besides its buckets.
const FOLDERS: [&str; 2] = ["pseudonyms", "proofs"];

/// Copies the ring in `keys` into `to`, in the place of the copy that was there. How many buckets it has.
pub fn mirror(keys: &Path, to: &Path) -> Result<usize> {
    let disk = Disk::default();
    if !keys.try_exists().map_err(Error::at(keys))? {
        let missing = std::io::ErrorKind::NotFound.into();
        return Err(Error::at(keys)(missing));
    }
    directory::secure(&disk, to)?;
    let (whole, new, old) = (to.join("keys"), to.join("keys.new"), to.join("keys.old"));
    destroy(&disk, &new)?;
    disk.make_dir(&new)?;
    let mut buckets = 0;
    for path in directory::list(keys)? {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        let is_bucket = name.parse::<Bucket>().is_ok();
        if is_bucket || FOLDERS.contains(&name) {
            copy_folder(&disk, &path, &new.join(name))?;
            buckets += usize::from(is_bucket);
        } else if FILES.contains(&name) {
            copy(&disk, &path, &new.join(name))?;
        }
    }
    disk.sync_dir(&new)?;
    destroy(&disk, &old)?;
    if whole.try_exists().map_err(Error::at(&whole))? {
        disk.rename(&whole, &old)?;
    }
    disk.rename(&new, &whole)?;
    disk.sync_dir(to)?;
    destroy(&disk, &old)?;
    Ok(buckets)
}

/// A bucket that is destroyed meanwhile is none any more.
fn copy_folder(disk: &Disk, from: &Path, to: &Path) -> Result<()> {
    disk.make_dir(to)?;
    for path in directory::list(from).or_else(unless_gone)? {
        if path.is_file() {
            copy(disk, &path, &to.join(path.file_name().unwrap_or_default()))?;
        }
    }
    disk.sync_dir(to)
}

fn copy(disk: &Disk, from: &Path, to: &Path) -> Result<()> {
    match fs::read(from).map(Zeroizing::new).map_err(Error::at(from)) {
        Ok(bytes) => disk.create(to, &bytes),
        Err(error) => unless_gone(error).map(drop),
    }
}

fn unless_gone(error: Error) -> Result<Vec<PathBuf>> {
    match error {
        Error::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        error => Err(error),
    }
}

/// Overwrites every file of a copy, then removes it.
fn destroy(disk: &Disk, copy: &Path) -> Result<()> {
    if !copy.try_exists().map_err(Error::at(copy))? {
        return Ok(());
    }
    for path in directory::list(copy)? {
        if path.is_dir() {
            destroy(disk, &path)?;
        } else {
            let length = fs::metadata(&path).map_err(Error::at(&path))?.len();
            let zeros = vec![0; usize::try_from(length).unwrap_or_default()];
            disk.overwrite(&path, &zeros, 0)?;
            disk.remove_file(&path)?;
        }
    }
    disk.remove_dir(copy)?;
    directory::sync_parent(disk, copy)
}
