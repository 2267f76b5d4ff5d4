//! One bucket on disk: its key, and the slots that the key wraps.

use crate::{DataKey, Error, Result, cipher, directory, disk::Disk, keyfile, mac::Secret, slot};
use rand::{CryptoRng, RngExt};
use revoir_domain::{bucket::Bucket, grant::Slot, ids::RecordingId};
use std::{
    fs::File,
    io::{self, BufReader, Read},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// How many slots a new bucket has. Many, since a low number tells that a recording came early.
const FIRST: u32 = if cfg!(test) { 16 } else { 1024 };
/// How many slots a bucket may have: 4 GiB.
const MOST: u32 = 1 << 26;

pub(crate) struct Folder {
    bucket: Bucket,
    slots: PathBuf,
    key: Secret,
    places: Mutex<Places>,
}

/// Which slots there are, and which of them are free. Held during every write to the slots: two threads
/// that synced at once would hear of an error once.
struct Places {
    count: u32,
    free: Vec<u32>,
}

impl Folder {
    /// Makes the bucket: out of sight, then by one rename.
    pub(crate) fn make(
        disk: &Disk,
        dir: &Path,
        bucket: Bucket,
        rng: &mut impl CryptoRng,
    ) -> Result<Self> {
        let making = dir.join(format!("making-{bucket}"));
        let path = dir.join(bucket.to_string());
        directory::shred(disk, &making)?;
        disk.make_dir(&making)?;
        let key = cipher::random_secret(rng);
        disk.create(&making.join("key"), &keyfile::encode(keyfile::BUCKET, &key))?;
        disk.create(&making.join("slots"), &slot::FREE.repeat(index(FIRST)))?;
        disk.sync_dir(&making)?;
        disk.rename(&making, &path)?;
        disk.sync_dir(dir)?;
        let places = Places {
            count: FIRST,
            free: (0..FIRST).collect(),
        };
        Ok(Self {
            bucket,
            slots: path.join("slots"),
            key,
            places: Mutex::new(places),
        })
    }

    /// Reads the bucket that lies in `path`.
    pub(crate) fn open(path: &Path, bucket: Bucket) -> Result<Self> {
        let key = keyfile::read(&path.join("key"), keyfile::BUCKET)?;
        let slots = path.join("slots");
        let places = File::open(&slots)
            .and_then(scan)
            .map_err(Error::at(&slots))?;
        Ok(Self {
            bucket,
            slots,
            key,
            places: Mutex::new(places),
        })
    }

    /// Takes a slot drawn at random among the free ones, for this process; nothing is written.
    pub(crate) fn reserve(&self, disk: &Disk, rng: &mut impl CryptoRng) -> Result<Slot> {
        let mut places = self.lock();
        self.make_room(disk, &mut places)?;
        if places.free.is_empty() {
            return Err(Error::Full(self.bucket));
        }
        let drawn = rng.random_range(0..places.free.len());
        Ok(self.slot(places.free.swap_remove(drawn)))
    }

    /// Wraps `key` into a slot that was reserved. It lasts when this returns.
    pub(crate) fn put(
        &self,
        disk: &Disk,
        slot: Slot,
        recording: RecordingId,
        key: &DataKey,
        rng: &mut impl CryptoRng,
    ) -> Result<()> {
        let bytes = slot::wrap(&self.key, rng.random(), slot, recording, key);
        let _one_at_a_time = self.lock();
        disk.overwrite(&self.slots, &bytes, offset(slot.number))
    }

    /// The key in a slot, without waiting for writers: a slot half written is not this recording's.
    pub(crate) fn find(&self, number: u32, recording: RecordingId) -> Result<DataKey> {
        let bytes = self.read(number)?.ok_or(Error::Gone)?;
        slot::unwrap(&self.key, self.slot(number), recording, &bytes).ok_or(Error::Gone)
    }

    /// Zeroes a slot unless it is another recording's. One that is zero already is written again: the
    /// process that zeroed it may have died before its sync.
    pub(crate) fn zero(&self, disk: &Disk, number: u32, recording: RecordingId) -> Result<()> {
        let mut places = self.lock();
        let Some(bytes) = self.read(number)? else {
            return Ok(());
        };
        let ours = slot::unwrap(&self.key, self.slot(number), recording, &bytes).is_some();
        if ours || bytes == slot::FREE {
            disk.overwrite(&self.slots, &slot::FREE, offset(number))?;
        }
        if ours {
            places.free.push(number);
        }
        Ok(())
    }

    /// Doubles the slots when three of four are taken, so that a draw is always one among many.
    fn make_room(&self, disk: &Disk, places: &mut Places) -> Result<()> {
        let count = places.count;
        if places.free.len() >= index(count / 4) || count > MOST / 2 {
            return Ok(());
        }
        let more = count.max(FIRST);
        disk.overwrite(&self.slots, &slot::FREE.repeat(index(more)), offset(count))?;
        places.count = count + more;
        places.free.extend(count..count + more);
        Ok(())
    }

    /// The bytes of a slot; nothing beyond the last one.
    fn read(&self, number: u32) -> Result<Option<[u8; slot::SIZE]>> {
        let mut bytes = slot::FREE;
        let file = File::open(&self.slots).map_err(Error::at(&self.slots))?;
        match file.read_exact_at(&mut bytes, offset(number)) {
            Err(end) if end.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            read => read.map(|()| Some(bytes)).map_err(Error::at(&self.slots)),
        }
    }

    fn slot(&self, number: u32) -> Slot {
        Slot {
            bucket: self.bucket,
            number,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is not zero is taken, even where a write was torn: it goes with its bucket.
fn scan(file: File) -> io::Result<Places> {
    let mut places = Places {
        count: 0,
        free: Vec::new(),
    };
    let mut bytes = slot::FREE;
    let mut file = BufReader::new(file);
    while places.count < MOST {
        match file.read_exact(&mut bytes) {
            Err(end) if end.kind() == io::ErrorKind::UnexpectedEof => break,
            other => other?,
        }
        if bytes == slot::FREE {
            places.free.push(places.count);
        }
        places.count += 1;
    }
    Ok(places)
}

fn offset(number: u32) -> u64 {
    u64::from(number) * 64
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
