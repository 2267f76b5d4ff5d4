mod audit;
mod grants;
mod kills;
mod platter;
mod proofs;
mod pseudonyms;
mod ring;
mod sealing;
mod tombstones;

pub(crate) mod fuse;

use crate::{DataKey, Error, Result};
use rand::{SeedableRng, rngs::StdRng};
use revoir_domain::{bucket::Bucket, ids::RecordingId};
use std::path::PathBuf;
use tempfile::TempDir;
use uuid::Uuid;

/// A directory of its own for a test; in memory where there is such a place, for there are many thousand
/// syncs.
fn directory() -> TempDir {
    tempfile::tempdir_in("/dev/shm").unwrap_or_else(|_| tempfile::tempdir().unwrap())
}

/// Where the keys of a test lie.
fn keys(dir: &TempDir) -> PathBuf {
    dir.path().join("keys")
}

fn seeded() -> StdRng {
    StdRng::seed_from_u64(20_261_121)
}

fn bucket(name: &str) -> Bucket {
    name.parse().unwrap()
}

fn today() -> Bucket {
    bucket("ux-arrival-20261121T000000Z")
}

fn christmas() -> Bucket {
    bucket("ux-until-20261225T000000Z")
}

fn recording(number: u8) -> RecordingId {
    RecordingId::from_uuid(Uuid::from_bytes([number; 16]))
}

/// The data key that the tests give to a recording.
fn key(number: u8) -> DataKey {
    DataKey::from_bytes([number; 32])
}

fn is_key(found: &Result<DataKey>, number: u8) -> bool {
    found
        .as_ref()
        .is_ok_and(|found| found.bytes() == key(number).bytes())
}

fn is_gone(found: &Result<DataKey>) -> bool {
    matches!(found, Err(Error::Gone))
}
