//! Proofs of consent in batches of an hour: each hash covers the batch before and is signed by the key of the audit log.

use super::{Attestation, Signature, SigningKey};
use jiff::Timestamp;
use revoir_domain::{
    audit::Digest,
    ids::{OrganisationId, SiteId},
    proof::Proof,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// What an attestation of a batch is said to be of.
const BATCH: &str = "proofs";
/// And that of all that was taken out.
const EXPORT: &str = "proof-export";

/// The decisions of an hour.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofBatch {
    /// Counts from 1 per site.
    pub number: u32,
    /// The hour.
    pub hour: Timestamp,
    /// A line of JSON for each, in the order of their ids.
    pub document: String,
    /// The hash of the batch before.
    pub previous: Digest,
    /// Over all this and the site.
    pub hash: Digest,
    /// Of the hash.
    pub signature: Signature,
}

impl ProofBatch {
    /// Follows the batch of this number and hash.
    #[must_use]
    pub fn sign(
        key: &SigningKey,
        site: SiteId,
        (number, previous): (u32, Digest),
        (hour, document): (Timestamp, String),
    ) -> Self {
        let number = number.saturating_add(1);
        let hash = hash(site, (number, previous), hour, &document);
        Self {
            number,
            hour,
            previous,
            hash,
            signature: Attestation::sign(key, BATCH, &hash.0).signature,
            document,
        }
    }

    fn check(&self, site: SiteId, public_key: Digest) -> Result<usize, &'static str> {
        let place = (self.number, self.previous);
        if hash(site, place, self.hour, &self.document) != self.hash {
            return Err("is not what was written: a proof was changed, added or removed");
        }
        let signed = Attestation {
            public_key,
            signature: self.signature.clone(),
        };
        if !signed.is_of(BATCH, &self.hash.0) {
            return Err("was not signed by this key");
        }
        let proofs: Result<Vec<Proof>, _> =
            self.document.lines().map(serde_json::from_str).collect();
        let proofs = proofs.map_err(|_| "holds what is no proof")?;
        let in_order = proofs.is_sorted_by(|one, next| one.id < next.id);
        if !in_order || proofs.iter().any(|proof| proof.hour != self.hour) {
            return Err("holds proofs that are not of its hour, or not in their order");
        }
        Ok(proofs.len())
    }
}

fn hash(
    site: SiteId,
    (number, previous): (u32, Digest),
    hour: Timestamp,
    document: &str,
) -> Digest {
    let head = format!("revoir-proofs-1\nsite {site}\nnumber {number}\nhour {hour}\n");
    let hash = Sha256::new()
        .chain_update(previous.0)
        .chain_update(head)
        .chain_update(document);
    Digest(hash.finalize().into())
}

/// The proofs of a site, as they were taken out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofExport {
    /// The form: 1.
    pub version: u32,
    /// Whose.
    pub organisation: OrganisationId,
    /// Of which site.
    pub site: SiteId,
    /// Its key.
    pub key: String,
    /// The half of the signing key that verifies.
    pub public_key: Digest,
    /// When they were taken out.
    pub made_at: Timestamp,
    /// In their order. What is older was forgotten when its time was over.
    pub batches: Vec<ProofBatch>,
    /// That these were all of them.
    pub signature: Signature,
}

/// Number and hash of the first and of the last batch of an export.
type Ends = [Option<(u32, Digest)>; 2];

impl ProofExport {
    /// An export of batches that are written between its parts one by one, with a comma between two: what the first and
    /// the last of them are is known before.
    #[must_use]
    pub fn around(
        key: &SigningKey,
        organisation: OrganisationId,
        (site, site_key): (SiteId, &str),
        (made_at, ends): (Timestamp, Ends),
    ) -> [String; 2] {
        let ends = ends_of(site, made_at, ends);
        let head = serde_json::json!({
            "version": 1, "organisation": organisation, "site": site, "key": site_key,
            "public_key": key.public(), "made_at": made_at,
        });
        let head = head.to_string();
        let open = head.strip_suffix('}').unwrap_or(&head);
        let signature = Attestation::sign(key, EXPORT, ends.as_bytes()).signature;
        let signature = serde_json::json!(signature);
        [
            format!("{open},\"batches\":["),
            format!("],\"signature\":{signature}}}\n"),
        ]
    }

    /// How many proofs there are, if all is as it was written; else what is not, in one line.
    pub fn verify(&self, pinned: Option<Digest>) -> Result<usize, String> {
        if pinned.is_some_and(|key| key != self.public_key) {
            return Err("was signed by another key".to_owned());
        }
        let mut last: Option<&ProofBatch> = None;
        let mut proofs = 0;
        for batch in &self.batches {
            let named = |what: &str| format!("batch {} ({}): {what}", batch.number, batch.hour);
            let follows = |last: &ProofBatch| {
                last.number.checked_add(1) == Some(batch.number) && last.hash == batch.previous
            };
            if !last.is_none_or(follows) {
                return Err(named(
                    "does not follow: a batch was removed, added or moved",
                ));
            }
            proofs += batch.check(self.site, self.public_key).map_err(named)?;
            last = Some(batch);
        }
        let signed = Attestation {
            public_key: self.public_key,
            signature: self.signature.clone(),
        };
        let ends = [self.batches.first(), self.batches.last()];
        let ends = ends.map(|end| end.map(|it| (it.number, it.hash)));
        let ends = ends_of(self.site, self.made_at, ends);
        if !signed.is_of(EXPORT, ends.as_bytes()) {
            return Err("the first or the last batches were removed or added".to_owned());
        }
        Ok(proofs)
    }
}

fn ends_of(site: SiteId, made_at: Timestamp, ends: Ends) -> String {
    let ends =
        ends.map(|end| end.map_or_else(String::new, |(number, hash)| format!("{number} {hash}")));
    let [first, last] = ends;
    format!("site {site}\nmade_at {made_at}\nfirst {first}\nlast {last}\n")
}
