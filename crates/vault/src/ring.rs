//! The key ring: a directory of buckets, used by one process at a time.

use crate::{DataKey, Error, Result, directory, disk::Disk, folder::Folder};
use rand::CryptoRng;
use revoir_domain::{bucket::Bucket, grant::Slot, ids::RecordingId};
use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions, TryLockError},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError, RwLock},
};

/// The keys of all recordings, in a directory of their own.
///
/// After a failed sync it refuses every write ([`Error::Poisoned`]) and must be dropped and opened again;
/// what was asked for in between is asked for again, which is harmless. Reading goes on.
pub struct KeyRing {
    dir: PathBuf,
    disk: Disk,
    buckets: RwLock<BTreeMap<Bucket, Entry>>,
    /// Held while a bucket is made or destroyed, so that nobody else makes or destroys one.
    changes: Mutex<()>,
    _lock: File,
}

enum Entry {
    Whole(Folder),
    /// Its key or its slots cannot be read. It can be destroyed, nothing else.
    Damaged,
}

impl KeyRing {
    /// Opens the ring in `dir`, which is made where missing and must be ours alone, and finishes off what
    /// an earlier process left half made or half destroyed.
    pub fn open(dir: impl Into<PathBuf>) -> Result<Self> {
        Self::open_on(Disk::default(), dir.into())
    }

    pub(crate) fn open_on(disk: Disk, dir: PathBuf) -> Result<Self> {
        directory::secure(&disk, &dir)?;
        let lock = take_lock(&dir.join("lock"))?;
        let mut buckets = BTreeMap::new();
        for path in directory::list(&dir)? {
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if name.starts_with("making-") || name.starts_with("dying-") {
                directory::shred(&disk, &path)?;
            } else if let Ok(bucket) = name.parse() {
                let entry = Folder::open(&path, bucket).map_or(Entry::Damaged, Entry::Whole);
                buckets.insert(bucket, entry);
            }
        }
        // A bucket made by a process that died at once may not have its name on the disk yet.
        disk.sync_dir(&dir)?;
        Ok(Self {
            dir,
            disk,
            buckets: RwLock::new(buckets),
            changes: Mutex::default(),
            _lock: lock,
        })
    }

    /// Puts a recording's key into a slot of `bucket`, which is made where missing. The key lasts when
    /// this returns; when it fails, the slot may stay taken until the bucket ends.
    pub fn assign(
        &self,
        bucket: Bucket,
        recording: RecordingId,
        key: &DataKey,
        rng: &mut impl CryptoRng,
    ) -> Result<Slot> {
        let slot = self.reserve(bucket, rng)?;
        self.put(slot, recording, key, rng)?;
        Ok(slot)
    }

    /// Takes a free slot of `bucket`, which is made where missing. Nothing is written into it: it is free
    /// again when this process ends.
    pub fn reserve(&self, bucket: Bucket, rng: &mut impl CryptoRng) -> Result<Slot> {
        self.make_where_missing(bucket, rng)?;
        self.within(bucket, |folder| folder.reserve(&self.disk, rng))?
            .ok_or(Error::Gone)
    }

    /// Puts a recording's key into a slot that was reserved. The key lasts when this returns.
    pub fn put(
        &self,
        slot: Slot,
        recording: RecordingId,
        key: &DataKey,
        rng: &mut impl CryptoRng,
    ) -> Result<()> {
        self.within(slot.bucket, |folder| {
            folder.put(&self.disk, slot, recording, key, rng)
        })?
        .ok_or(Error::Gone)
    }

    /// The key of a recording; [`Error::Gone`] once it was zeroed or its bucket destroyed.
    pub fn find(&self, slot: Slot, recording: RecordingId) -> Result<DataKey> {
        self.within(slot.bucket, |folder| folder.find(slot.number, recording))?
            .ok_or(Error::Gone)
    }

    /// The key of a recording in a ring that another process may use meanwhile; nothing is changed.
    pub fn peek(dir: &Path, slot: Slot, recording: RecordingId) -> Result<DataKey> {
        let path = dir.join(slot.bucket.to_string());
        if !path.try_exists().map_err(Error::at(&path))? {
            return Err(Error::Gone);
        }
        Folder::open(&path, slot.bucket)?.find(slot.number, recording)
    }

    /// Zeroes the slot of a recording. May be repeated: a slot that another recording has taken since is
    /// left alone, and a bucket that is destroyed is fine.
    pub fn zero(&self, slot: Slot, recording: RecordingId) -> Result<()> {
        self.within(slot.bucket, |folder| {
            folder.zero(&self.disk, slot.number, recording)
        })
        .map(|_| ())
    }

    /// Destroys a bucket with all its keys. May be repeated.
    ///
    /// Its new name is on the disk before anyone is told that its keys are gone, so that no power cut
    /// brings it back.
    pub fn destroy(&self, bucket: Bucket) -> Result<()> {
        let _one_at_a_time = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        let dying = self.dir.join(format!("dying-{bucket}"));
        directory::shred(&self.disk, &dying)?;
        {
            let mut buckets = self.buckets.write().unwrap_or_else(PoisonError::into_inner);
            if buckets.contains_key(&bucket) {
                self.disk.rename(&self.path(bucket), &dying)?;
                self.disk.sync_dir(&self.dir)?;
                buckets.remove(&bucket);
            }
        }
        directory::shred(&self.disk, &dying)
    }

    /// All buckets, in order, also those whose keys cannot be read.
    #[must_use]
    pub fn buckets(&self) -> Vec<Bucket> {
        let buckets = self.buckets.read().unwrap_or_else(PoisonError::into_inner);
        buckets.keys().copied().collect()
    }

    /// The buckets whose keys cannot be read: all of their recordings are lost unless the files come back.
    #[must_use]
    pub fn damaged(&self) -> Vec<Bucket> {
        let buckets = self.buckets.read().unwrap_or_else(PoisonError::into_inner);
        buckets
            .iter()
            .filter(|(_, entry)| matches!(entry, Entry::Damaged))
            .map(|(bucket, _)| *bucket)
            .collect()
    }

    /// Whether a sync has failed, so that nothing is written until the ring is opened again.
    #[must_use]
    pub fn is_poisoned(&self) -> bool {
        self.disk.is_poisoned()
    }

    #[cfg(test)]
    pub(crate) fn steps(&self) -> usize {
        self.disk.fuse.burnt()
    }

    /// Does something with a bucket, which is not destroyed meanwhile; nothing where it is missing.
    fn within<T>(
        &self,
        bucket: Bucket,
        act: impl FnOnce(&Folder) -> Result<T>,
    ) -> Result<Option<T>> {
        let buckets = self.buckets.read().unwrap_or_else(PoisonError::into_inner);
        match buckets.get(&bucket) {
            Some(Entry::Whole(folder)) => act(folder).map(Some),
            Some(Entry::Damaged) => Err(Error::Damaged(self.path(bucket))),
            None => Ok(None),
        }
    }

    fn make_where_missing(&self, bucket: Bucket, rng: &mut impl CryptoRng) -> Result<()> {
        if self.has(bucket) {
            return Ok(());
        }
        let _one_at_a_time = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        if self.has(bucket) {
            return Ok(());
        }
        let folder = Folder::make(&self.disk, &self.dir, bucket, rng)?;
        let mut buckets = self.buckets.write().unwrap_or_else(PoisonError::into_inner);
        buckets.insert(bucket, Entry::Whole(folder));
        Ok(())
    }

    fn has(&self, bucket: Bucket) -> bool {
        let buckets = self.buckets.read().unwrap_or_else(PoisonError::into_inner);
        buckets.contains_key(&bucket)
    }

    fn path(&self, bucket: Bucket) -> PathBuf {
        self.dir.join(bucket.to_string())
    }
}

/// What is free is known in memory, so two processes must not use one ring. The kernel lets go of the lock
/// when the process ends, however it ends.
fn take_lock(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    let file = options
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(Error::at(path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::InUse(path.to_owned())),
        Err(TryLockError::Error(source)) => Err(Error::at(path)(source)),
    }
}
