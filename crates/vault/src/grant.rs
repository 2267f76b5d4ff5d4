//! Grants: signed claims that a browser shows with every batch.

use crate::{Result, TagKey, disk::Disk, keyfile, mac, mac::Secret};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::Mac;
use jiff::Timestamp;
use rand::CryptoRng;
use revoir_domain::{
    bucket::Bucket,
    grant::{Claims, Slot},
    ids::{OrganisationId, RecordingId, SiteId},
    purpose::Purpose,
};
use std::path::Path;
use uuid::Uuid;

/// No grant is longer; ours have 147 bytes.
const LONGEST: usize = 700;
const VERSION: &str = "v1.";

/// Why a grant is not believed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum GrantError {
    /// Not a grant at all.
    #[error("grant is malformed")]
    Malformed,
    /// Not signed by us, or changed since.
    #[error("grant is forged")]
    Forged,
    /// Its last second is over.
    #[error("grant is expired")]
    Expired,
}

/// The key that signs grants.
pub struct GrantKey(Secret);

impl GrantKey {
    /// Reads the key from the directory of the key ring; makes it there once, which is for the process
    /// that holds the ring. Removing the file ends all recordings that are open.
    pub fn open(dir: &Path, rng: &mut impl CryptoRng) -> Result<Self> {
        Self::open_on(&Disk::default(), dir, rng)
    }

    pub(crate) fn open_on(disk: &Disk, dir: &Path, rng: &mut impl CryptoRng) -> Result<Self> {
        keyfile::read_or_make(disk, dir, "grants", keyfile::GRANTS, rng).map(Self)
    }

    /// Signs claims: `v1.<payload>.<HMAC-SHA-256>`, both in base64url. Instants are kept to the second.
    #[must_use]
    pub fn issue(&self, claims: &Claims) -> String {
        let signed = format!("{VERSION}{}", URL_SAFE_NO_PAD.encode(encode(claims)));
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(self.mac(&signed)))
    }

    /// What a grant says, if we signed it and its end is not reached. Nothing of it is read before that
    /// is known.
    pub fn verify(&self, grant: &str, now: Timestamp) -> std::result::Result<Claims, GrantError> {
        if grant.len() > LONGEST {
            return Err(GrantError::Malformed);
        }
        let (signed, mac) = grant.rsplit_once('.').ok_or(GrantError::Malformed)?;
        let mac = URL_SAFE_NO_PAD
            .decode(mac)
            .map_err(|_| GrantError::Malformed)?;
        let expected = mac::keyed(&self.0).chain_update(signed);
        expected
            .verify_slice(&mac)
            .map_err(|_| GrantError::Forged)?;
        let payload = signed.strip_prefix(VERSION).ok_or(GrantError::Malformed)?;
        let payload = URL_SAFE_NO_PAD
            .decode(payload)
            .map_err(|_| GrantError::Malformed)?;
        let claims = decode(&payload).ok_or(GrantError::Malformed)?;
        if now < claims.end {
            Ok(claims)
        } else {
            Err(GrantError::Expired)
        }
    }

    /// A key for one other use, derived from this one: neither tells anything of the other.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> TagKey {
        TagKey::new(mac::derived(&self.0, purpose.as_bytes()))
    }

    pub(crate) fn mac(&self, signed: &str) -> [u8; 32] {
        mac::of(&self.0, &[signed.as_bytes()])
    }
}

/// The 75 bytes of a payload: three ids, purpose, policy version, slot (kind, purpose and instant of its
/// bucket, number), end.
fn encode(claims: &Claims) -> Vec<u8> {
    let (kind, at) = match claims.slot.bucket {
        Bucket::Arrival(_, at) => (0, at),
        Bucket::Until(_, at) => (1, at),
        Bucket::Held(_) => (2, Timestamp::UNIX_EPOCH),
    };
    [
        claims.recording.uuid().as_bytes(),
        claims.organisation.uuid().as_bytes(),
        claims.site.uuid().as_bytes(),
        [number_of(claims.purpose)].as_slice(),
        &claims.policy_version.to_be_bytes(),
        &[kind, number_of(claims.slot.bucket.purpose())],
        &at.as_second().to_be_bytes(),
        &claims.slot.number.to_be_bytes(),
        &claims.end.as_second().to_be_bytes(),
    ]
    .concat()
}

fn decode(mut payload: &[u8]) -> Option<Claims> {
    let rest = &mut payload;
    let claims = Claims {
        recording: RecordingId::from_uuid(Uuid::from_bytes(take(rest)?)),
        organisation: OrganisationId::from_uuid(Uuid::from_bytes(take(rest)?)),
        site: SiteId::from_uuid(Uuid::from_bytes(take(rest)?)),
        purpose: purpose_of(take(rest)?)?,
        policy_version: u32::from_be_bytes(take(rest)?),
        slot: Slot {
            bucket: take_bucket(rest)?,
            number: u32::from_be_bytes(take(rest)?),
        },
        end: take_instant(rest)?,
    };
    payload.is_empty().then_some(claims)
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, left) = rest.split_first_chunk()?;
    *rest = left;
    Some(*taken)
}

fn take_bucket(rest: &mut &[u8]) -> Option<Bucket> {
    let [kind] = take(rest)?;
    let purpose = purpose_of(take(rest)?)?;
    let at = take_instant(rest)?;
    match kind {
        0 => Some(Bucket::Arrival(purpose, at)),
        1 => Some(Bucket::Until(purpose, at)),
        2 => Some(Bucket::Held(purpose)),
        _ => None,
    }
}

fn take_instant(rest: &mut &[u8]) -> Option<Timestamp> {
    Timestamp::from_second(i64::from_be_bytes(take(rest)?)).ok()
}

const fn number_of(purpose: Purpose) -> u8 {
    match purpose {
        Purpose::Support => 0,
        Purpose::Ux => 1,
        Purpose::Errors => 2,
    }
}

fn purpose_of([number]: [u8; 1]) -> Option<Purpose> {
    Purpose::ALL
        .into_iter()
        .find(|purpose| number_of(*purpose) == number)
}
