//! A backup of the database: one file that holds what `pg_dump` wrote, and a manifest with the hash of every block. Keys
//! are never in it: what was sealed is sealed there too.
//!
//! ```text
//! revoir-backup-1\n                      16 bytes
//! the parts, one after the other
//! the manifest, one line of JSON
//! revoir-backup-end LENGTH SHA256\n      of the manifest; the hash is that of the first line and the manifest
//! ```

mod dumping;
mod loading;
mod reading;
mod writing;

pub(crate) use dumping::{Source, dump};
pub(crate) use loading::{can_load, load};
pub(crate) use reading::{Backup, Unusable};

use jiff::Timestamp;
use revoir_domain::audit::Digest;
use revoir_vault::audit::sha256;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a backup begins with.
const HEAD: &str = "revoir-backup-1\n";
/// How many bytes the last line has.
const END: usize = 18 + 20 + 1 + 64 + 1;
/// Each has a hash of its own, which tells where a file is damaged.
const BLOCK: usize = 1 << 22;
/// No manifest is longer: hashes of 16 TiB.
const LONGEST: u64 = 1 << 28;
/// The part that `pg_dump` wrote.
const DATABASE: &str = "database";

/// What is in a backup.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    version: u32,
    /// The version of the server that made it.
    pub(crate) revoir: String,
    /// The number of the last migration.
    pub(crate) schema: i64,
    pub(crate) made_at: Timestamp,
    /// For how many days backups were kept then; what was made before this was written does not say.
    #[serde(default)]
    pub(crate) kept_days: Option<u16>,
    /// How many tombstones the installation had.
    pub(crate) tombstones: usize,
    /// How many rows each table has.
    pub(crate) rows: BTreeMap<String, i64>,
    parts: Vec<Part>,
}

/// One part of a backup.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    name: String,
    bytes: u64,
    sha256: Digest,
    /// The SHA-256 of each block of it.
    blocks: Vec<Digest>,
}

/// The last line.
fn end_line(manifest: &str) -> String {
    let hash = sha256(format!("{HEAD}{manifest}").as_bytes());
    format!("revoir-backup-end {:020} {hash}\n", manifest.len())
}
