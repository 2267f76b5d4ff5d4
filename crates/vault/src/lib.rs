//! Keys. What cannot be opened any more is deleted, wherever copies of its bytes lie.
//!
//! Each recording has a [`DataKey`] of its own, which seals all that is kept of it. The [`KeyRing`], a
//! directory outside the database, holds it wrapped by the key of its bucket:
//!
//! ```text
//! keys/                                 0700; nothing in it is ever backed up with the database
//!   lock                                held by the one process that uses the ring
//!   grants                              the key that signs grants, and from which others are derived
//!   audit                               the key that signs the entries of the audit log
//!   pseudonyms/SITE-ux                  the key of the pseudonyms of one purpose of one site
//!   proofs/SITE                         the secret by which a publisher's backend proves an identifier
//!   ux-until-20261221T000000Z/          one bucket
//!     key                               its key, with a checksum
//!     slots                             64 bytes for each recording, zeros where free
//!   making-BUCKET/, dying-BUCKET/       half made, half destroyed; finished off when the ring is opened
//! ```
//!
//! Zeroing a slot ends one recording, destroying a bucket ends all of its recordings. Overwriting a file
//! is not physical erasure on every disk. Everything here blocks.

pub mod audit;
mod cipher;
mod directory;
mod disk;
mod error;
mod folder;
mod grant;
mod keyfile;
mod mac;
mod mirror;
mod proof;
mod pseudonym;
mod ring;
mod slot;
mod tag;
pub mod tombstones;

pub use cipher::{DataKey, Unreadable};
pub use error::{Error, Result};
pub use grant::{GrantError, GrantKey};
pub use mirror::mirror;
pub use proof::ProofSecrets;
pub use pseudonym::{Person, PseudonymKeys};
pub use ring::KeyRing;
pub use tag::TagKey;

#[cfg(test)]
mod tests;
