//! Proofs: by an HMAC of the identifier a publisher's backend says that its page told the truth.
//!
//! `proofs/SITE` holds the secret of a site. The server must know it to verify, so it lies where keys do.

use crate::{Error, Result, cipher, directory, disk::Disk, keyfile, mac::Secret};
use hmac::{Hmac, KeyInit, Mac};
use rand::CryptoRng;
use revoir_domain::{ids::SiteId, pseudonym::Identifier};
use sha2::Sha256;
use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};
use zeroize::Zeroizing;

/// The secrets by which proofs are verified, one for each site that has one.
pub struct ProofSecrets {
    dir: PathBuf,
    /// Two that are made at once would write one file.
    making: Mutex<()>,
}

impl ProofSecrets {
    /// The secrets in the directory of the key ring.
    pub fn open(ring: &Path) -> Result<Self> {
        let dir = ring.join("proofs");
        directory::secure(&Disk::default(), &dir)?;
        Ok(Self {
            dir,
            making: Mutex::new(()),
        })
    }

    /// Makes the secret of a site, in place of the one before, and returns it: 64 hex digits, which are
    /// the key as they are written.
    pub fn replace(&self, site: SiteId, rng: &mut impl CryptoRng) -> Result<Zeroizing<String>> {
        let _alone = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        let secret = cipher::random_secret(rng);
        let name = site.to_string();
        keyfile::replace(&Disk::default(), &self.dir, &name, keyfile::PROOF, &secret)?;
        Ok(written(&secret))
    }

    /// Whether `proof` is the HMAC-SHA-256 of the identifier under the site's secret, in hex. A site
    /// without a secret believes none.
    pub fn verify(&self, site: SiteId, identifier: &Identifier, proof: &str) -> Result<bool> {
        let path = self.dir.join(site.to_string());
        if !path.try_exists().map_err(Error::at(&path))? {
            return Ok(false);
        }
        let secret = keyfile::read(&path, keyfile::PROOF)?;
        Ok(bytes_of(proof).is_some_and(|proof| is_proof(&secret, identifier, &proof)))
    }
}

fn is_proof(secret: &Secret, identifier: &Identifier, proof: &[u8]) -> bool {
    // 64 digits are one block of the hash
    let key = written(secret);
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else {
        return false;
    };
    mac.chain_update(identifier.as_bytes())
        .verify_slice(proof)
        .is_ok()
}

fn written(secret: &Secret) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(64));
    let digits = secret.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    text.extend(digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)));
    text
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    if hex.len() != 64 || !hex.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let pair = |at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    (0..64).step_by(2).map(pair).collect()
}
