//! A deletion certificate: that a recording was erased, and when the last copy of it dies; one line of JSON that verifies
//! offline.

use jiff::{Timestamp, civil::Date};
use revoir_domain::{audit::Digest, ids::RecordingId, purpose::Purpose};
use revoir_store::erasures::Uncertified;
use revoir_vault::{
    audit::{Attestation, Signature, SigningKey},
    tombstones::Tombstone,
};
use serde::{Deserialize, Serialize};

/// What an attestation of a certificate is said to be of.
const KIND: &str = "deletion";

/// What is certified.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Certificate {
    version: u32,
    pub(crate) recording: RecordingId,
    /// The public key of its site.
    pub(crate) site: String,
    pub(crate) purpose: Purpose,
    /// To the second; of a visitor's own erasure the day.
    pub(crate) erased_at: Timestamp,
    reason: String,
    /// From the day after on there is none, backups included.
    pub(crate) last_copy_dies_on: Date,
    /// The name of the line in the list of tombstones.
    tombstone: Digest,
}

/// The same, signed: the fields above, then these.
#[derive(Serialize, Deserialize)]
struct Signed {
    version: u32,
    recording: RecordingId,
    site: String,
    purpose: Purpose,
    erased_at: Timestamp,
    reason: String,
    last_copy_dies_on: Date,
    tombstone: Digest,
    key: Digest,
    signature: Signature,
}

/// Why a text is no certificate.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotCertified {
    #[error("is no deletion certificate as it was written")]
    Unreadable,
    #[error("is not what was signed")]
    Changed,
    #[error("was signed by another key")]
    OtherKey,
}

impl Certificate {
    pub(crate) fn of(erasure: &Uncertified) -> Self {
        let at = erasure.dated.at;
        Self {
            version: 1,
            recording: erasure.erased.recording,
            site: erasure.site_key.clone(),
            purpose: erasure.erased.purpose,
            erased_at: Timestamp::from_second(at.as_second()).unwrap_or(at),
            reason: erasure
                .reason
                .clone()
                .unwrap_or_else(|| "no_reason_given".to_owned()),
            last_copy_dies_on: erasure.dated.last_copy_dies_on,
            tombstone: Tombstone::name(erasure.erased.recording),
        }
    }

    pub(crate) fn sign(self, key: &SigningKey) -> serde_json::Result<String> {
        let signed = Attestation::sign(key, KIND, &serde_json::to_vec(&self)?);
        serde_json::to_string(&self.with(signed))
    }

    fn with(self, signed: Attestation) -> Signed {
        Signed {
            version: self.version,
            recording: self.recording,
            site: self.site,
            purpose: self.purpose,
            erased_at: self.erased_at,
            reason: self.reason,
            last_copy_dies_on: self.last_copy_dies_on,
            tombstone: self.tombstone,
            key: signed.public_key,
            signature: signed.signature,
        }
    }

    /// Reads a certificate and who signed it. Its bytes must be those that were written, save a line's end.
    pub(crate) fn verify(
        text: &str,
        pinned: Option<Digest>,
    ) -> Result<(Self, Digest), NotCertified> {
        let text = text.strip_suffix('\n').unwrap_or(text);
        let signed: Signed = serde_json::from_str(text).map_err(|_| NotCertified::Unreadable)?;
        let again = serde_json::to_string(&signed).map_err(|_| NotCertified::Unreadable)?;
        if again != text || signed.version != 1 {
            return Err(NotCertified::Unreadable);
        }
        let attestation = Attestation {
            public_key: signed.key,
            signature: signed.signature,
        };
        let certificate = Self {
            version: signed.version,
            recording: signed.recording,
            site: signed.site,
            purpose: signed.purpose,
            erased_at: signed.erased_at,
            reason: signed.reason,
            last_copy_dies_on: signed.last_copy_dies_on,
            tombstone: signed.tombstone,
        };
        let bytes = serde_json::to_vec(&certificate).map_err(|_| NotCertified::Unreadable)?;
        if pinned.is_some_and(|key| key != attestation.public_key) {
            Err(NotCertified::OtherKey)
        } else if attestation.is_of(KIND, &bytes)
            && certificate.tombstone == Tombstone::name(certificate.recording)
        {
            Ok((certificate, attestation.public_key))
        } else {
            Err(NotCertified::Changed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random;
    use revoir_domain::ids::untimed;

    fn certificate() -> Certificate {
        let recording = RecordingId::from_uuid(untimed([7; 16]));
        Certificate {
            version: 1,
            recording,
            site: "shop".to_owned(),
            purpose: Purpose::Ux,
            erased_at: "2026-11-22T08:36:51Z".parse().unwrap(),
            reason: "visitor_asked".to_owned(),
            last_copy_dies_on: "2026-12-22".parse().unwrap(),
            tombstone: Tombstone::name(recording),
        }
    }

    #[test]
    fn a_certificate_verifies_and_none_of_its_bytes_may_change() {
        let dir = tempfile::tempdir().unwrap();
        let keys = dir.path().join("keys");
        let key = SigningKey::open(&keys, &mut random::rng()).unwrap();
        let text = certificate().sign(&key).unwrap();

        let (read, by) = Certificate::verify(&format!("{text}\n"), Some(key.public())).unwrap();

        assert_eq!(read.recording, certificate().recording);
        assert_eq!(by, key.public());
        assert!(matches!(
            Certificate::verify(&text, Some(Digest::NONE)),
            Err(NotCertified::OtherKey)
        ));
        for at in 0..text.len() {
            for flip in [1, 2, 4, 32] {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= flip;
                let changed = String::from_utf8(bytes).unwrap();
                assert!(Certificate::verify(&changed, None).is_err(), "{changed}");
            }
        }
    }
}
