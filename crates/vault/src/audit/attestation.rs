//! Attestations: bytes of a kind, signed by the key of the audit log, and verified with nothing but them.

use super::{Signature, SigningKey};
use revoir_domain::audit::Digest;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Who signed something, and the signature.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// The public key of the audit log.
    pub public_key: Digest,
    /// Over the kind and the SHA-256 of the bytes.
    pub signature: Signature,
}

impl Attestation {
    /// Signs bytes, as what they are: no entry, head or other kind has this signature.
    #[must_use]
    pub fn sign(key: &SigningKey, kind: &str, bytes: &[u8]) -> Self {
        Self {
            public_key: key.public(),
            signature: key.sign_text(&text(kind, bytes)),
        }
    }

    /// Whether whoever holds the other half of the public key signed these bytes as this kind.
    #[must_use]
    pub fn is_of(&self, kind: &str, bytes: &[u8]) -> bool {
        self.signature.is_of(self.public_key, &text(kind, bytes))
    }
}

/// What is signed.
fn text(kind: &str, bytes: &[u8]) -> String {
    format!("revoir-{kind}-1\n{}\n", sha256(bytes))
}

/// The SHA-256 of some bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}
