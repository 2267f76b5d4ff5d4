//! The file of one secret: what it is for, 32 random bytes, and a checksum that tells damage.

use crate::{Error, Result, mac::Secret};
use sha2::{Digest, Sha256};
use std::{fs, path::Path};
use zeroize::Zeroizing;

/// What a bucket's key file begins with.
pub(crate) const BUCKET: [u8; 8] = *b"rvbucket";
/// What the file of the key that signs grants begins with.
pub(crate) const GRANTS: [u8; 8] = *b"rvgrants";

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
