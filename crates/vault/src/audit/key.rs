//! The key that signs entries: Ed25519, so that whoever holds the public half verifies and cannot sign.

use crate::{Error, Result, disk::Disk, keyfile};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::CryptoRng;
use revoir_domain::audit::Digest;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use std::{fmt, path::Path};

/// An Ed25519 signature; base64url in JSON.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Signature(Vec<u8>);

/// The key that signs the entries of the audit log; it lies in the directory of keys.
pub struct SigningKey(Ed25519KeyPair);

impl SigningKey {
    /// Reads the key from the directory of the key ring, or makes it there once.
    pub fn open(dir: &Path, rng: &mut impl CryptoRng) -> Result<Self> {
        let seed = keyfile::read_or_make(&Disk::default(), dir, "audit", keyfile::AUDIT, rng)?;
        let pair = Ed25519KeyPair::from_seed_unchecked(seed.as_slice());
        pair.map(Self)
            .map_err(|_| Error::Damaged(dir.join("audit")))
    }

    /// The half that verifies.
    #[must_use]
    pub fn public(&self) -> Digest {
        let mut public = Digest::NONE;
        for (to, from) in public.0.iter_mut().zip(self.0.public_key().as_ref()) {
            *to = *from;
        }
        public
    }

    /// Signs the hash of an entry.
    #[must_use]
    pub fn sign(&self, hash: Digest) -> Signature {
        self.sign_text(&entry_text(hash))
    }

    pub(super) fn sign_text(&self, text: &str) -> Signature {
        Signature(self.0.sign(text.as_bytes()).as_ref().to_vec())
    }
}

/// What is signed of an entry.
pub(super) fn entry_text(hash: Digest) -> String {
    format!("revoir-audit-entry-1\n{hash}\n")
}

impl Signature {
    /// The signature that these bytes are.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Its 64 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether whoever holds the other half of `public` signed `text`.
    pub(super) fn is_of(&self, public: Digest, text: &str) -> bool {
        UnparsedPublicKey::new(&ED25519, public.0)
            .verify(text.as_bytes(), &self.0)
            .is_ok()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

impl TryFrom<String> for Signature {
    type Error = &'static str;

    fn try_from(text: String) -> std::result::Result<Self, &'static str> {
        let bytes = URL_SAFE_NO_PAD.decode(text);
        bytes.map(Self).map_err(|_| "a signature is base64url")
    }
}

impl From<Signature> for String {
    fn from(signature: Signature) -> Self {
        URL_SAFE_NO_PAD.encode(signature.0)
    }
}
