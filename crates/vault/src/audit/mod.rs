//! The audit log's chain: each entry's hash covers the one before it, and is signed, so that whoever can write
//! in the database but not in the key ring can change nothing unseen.

mod attestation;
mod key;
mod line;
mod proofs;
mod verify;

pub use attestation::{Attestation, sha256};
pub use key::{Signature, SigningKey};
pub use line::{Beside, End, Line, Link, Pruned, Start};
pub use proofs::{ProofBatch, ProofExport};
pub use verify::{Fault, Verified, Verifier, Wrong};

use revoir_domain::audit::{Digest, Entry, Words};
use sha2::{Digest as _, Sha256};

/// The hash of an entry that follows the one of hash `previous`.
#[must_use]
pub fn chain(previous: Digest, entry: &Entry) -> Digest {
    let hash = Sha256::new()
        .chain_update(previous.0)
        .chain_update(entry.canonical());
    Digest(hash.finalize().into())
}

/// Binds an entry to the words beside it. Without the salt, which is erased with the words, it tells nothing
/// of them.
#[must_use]
pub fn bind(salt: Digest, words: &str) -> Digest {
    let hash = Sha256::new()
        .chain_update(b"revoir-audit-words-1\n")
        .chain_update(salt.0)
        .chain_update(words);
    Digest(hash.finalize().into())
}

/// Words and the salt that binds them, as they lie beside an entry.
#[must_use]
pub fn beside(salt: [u8; 32], words: &Words) -> (Digest, Beside) {
    let salt = Digest(salt);
    let text = words.as_str().to_owned();
    (bind(salt, &text), Beside { salt, text })
}
