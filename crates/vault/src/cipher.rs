//! AES-256-GCM, and the key of one recording.

use crate::mac::{self, Secret};
use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use rand::CryptoRng;
use std::fmt;
use zeroize::Zeroizing;

/// The suite that sealed bytes begin with, so that a later one can be told apart.
const AES_256_GCM: u8 = 1;
const NONCE: usize = 12;

/// Bytes that were not sealed by this key, or not about this, or were changed since.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("sealed bytes are of another key, about something else, or changed")]
pub struct Unreadable;

/// The key of one recording. It lies in the key ring only, and is zeroed when dropped.
pub struct DataKey(Secret);

impl DataKey {
    /// A fresh key.
    #[must_use]
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        Self(random_secret(rng))
    }

    /// The key that these bytes are.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Seals `clear`, bound to `about`: suite, nonce, ciphertext and tag.
    ///
    /// A nonce must be fresh or drawn at random for every call.
    #[must_use]
    pub fn seal(&self, nonce: [u8; NONCE], about: &[u8], clear: &[u8]) -> Vec<u8> {
        let mut sealed = vec![AES_256_GCM];
        sealed.append(&mut seal(&self.0, nonce, about, clear));
        sealed
    }

    /// Opens what [`DataKey::seal`] made about the same thing.
    pub fn open(&self, about: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
        match sealed.split_first() {
            Some((&AES_256_GCM, rest)) => open(&self.0, about, rest),
            _ => Err(Unreadable),
        }
    }

    /// Recognises the same bytes again, and tells nothing of them to whoever lacks the key.
    #[must_use]
    pub fn digest(&self, bytes: &[u8]) -> [u8; 32] {
        mac::of(&mac::derived(&self.0, b"revoir digest 1"), &[bytes])
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(..)")
    }
}

/// 32 fresh random bytes.
pub(crate) fn random_secret(rng: &mut impl CryptoRng) -> Secret {
    let mut secret = Secret::default();
    rng.fill_bytes(secret.as_mut_slice());
    secret
}

/// Nonce, ciphertext and tag. AES-GCM refuses 64 GiB and more, far beyond every limit; then nothing comes
/// out, which never opens.
pub(crate) fn seal(key: &[u8; 32], nonce: [u8; NONCE], about: &[u8], clear: &[u8]) -> Vec<u8> {
    let payload = Payload {
        msg: clear,
        aad: about,
    };
    let ciphertext = Aes256Gcm::new(key.into())
        .encrypt(&nonce.into(), payload)
        .unwrap_or_default();
    [&nonce, ciphertext.as_slice()].concat()
}

/// Opens what [`seal`] made.
pub(crate) fn open(key: &[u8; 32], about: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE>().ok_or(Unreadable)?;
    let payload = Payload {
        msg: ciphertext,
        aad: about,
    };
    Aes256Gcm::new(key.into())
        .decrypt(nonce.into(), payload)
        .map_err(|_| Unreadable)
}
