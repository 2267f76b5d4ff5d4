//! The file of one secret: what it is for, 32 random bytes, and a checksum that tells damage.

use crate::{Error, Result, cipher, directory, disk::Disk, mac::Secret};
use rand::CryptoRng;
use sha2::{Digest, Sha256};
use std::{fs, path::Path};
use zeroize::Zeroizing;

/// What a bucket's key file begins with.
pub(crate) const BUCKET: [u8; 8] = *b"rvbucket";
/// What the file of the key that signs grants begins with.
pub(crate) const GRANTS: [u8; 8] = *b"rvgrants";

/// What the file of the key that signs the audit log begins with.
pub(crate) const AUDIT: [u8; 8] = *b"rvaudit1";
/// What the file of a key of pseudonyms begins with.
pub(crate) const PSEUDONYMS: [u8; 8] = *b"rvpseudo";
/// What the file of a site's proof secret begins with.
pub(crate) const PROOF: [u8; 8] = *b"rvproof1";

/// How many bytes the file has.
const SIZE: usize = 8 + 32 + 32;

/// Reads the file of one secret in the directory of keys, or makes it there once, out of sight and then by
/// one rename.
pub(crate) fn read_or_make(
    disk: &Disk,
    dir: &Path,
    name: &str,
    purpose: [u8; 8],
    rng: &mut impl CryptoRng,
) -> Result<Secret> {
    let path = dir.join(name);
    directory::secure(disk, dir)?;
    if path.try_exists().map_err(Error::at(&path))? {
        disk.sync_dir(dir)?;
    } else {
        replace(disk, dir, name, purpose, &cipher::random_secret(rng))?;
    }
    read(&path, purpose)
}

/// Writes the file of one secret, in place of what is there, out of sight and then by one rename.
pub(crate) fn replace(
    disk: &Disk,
    dir: &Path,
    name: &str,
    purpose: [u8; 8],
    secret: &Secret,
) -> Result<()> {
    let making = dir.join(format!("{name}.making"));
    if making.try_exists().map_err(Error::at(&making))? {
        disk.remove_file(&making)?;
    }
    disk.create(&making, &encode(purpose, secret))?;
    disk.rename(&making, &dir.join(name))?;
    disk.sync_dir(dir)
}

/// Overwrites the file of one secret, then removes it. One that is missing is fine.
pub(crate) fn destroy(disk: &Disk, path: &Path) -> Result<()> {
    if !path.try_exists().map_err(Error::at(path))? {
        return Ok(());
    }
    disk.overwrite(path, &[0; SIZE], 0)?;
    disk.remove_file(path)?;
    directory::sync_parent(disk, path)
}

/// The bytes of the file.
pub(crate) fn encode(purpose: [u8; 8], secret: &Secret) -> Zeroizing<Vec<u8>> {
    let sum: [u8; 32] = Sha256::new()
        .chain_update(purpose)
        .chain_update(secret.as_slice())
        .finalize()
        .into();
    Zeroizing::new([purpose.as_slice(), secret.as_slice(), sum.as_slice()].concat())
}

/// Reads the file, if it is whole and for this purpose.
pub(crate) fn read(path: &Path, purpose: [u8; 8]) -> Result<Secret> {
    let bytes = Zeroizing::new(fs::read(path).map_err(Error::at(path))?);
    let secret = bytes.get(8..40).and_then(|secret| secret.try_into().ok());
    secret
        .map(Secret::new)
        .filter(|secret| *encode(purpose, secret) == *bytes)
        .ok_or_else(|| Error::Damaged(path.to_owned()))
}
