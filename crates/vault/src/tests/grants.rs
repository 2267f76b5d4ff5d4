//! Grants.

use super::*;
use crate::{GrantError, GrantKey};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use proptest::prelude::*;
use revoir_domain::{
    grant::{Claims, Slot},
    ids::{OrganisationId, SiteId},
    purpose::Purpose,
};
use std::{fs, os::unix::fs::PermissionsExt};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn morning() -> Timestamp {
    at("2026-11-21T10:00:00Z")
}

fn claims() -> Claims {
    Claims {
        recording: recording(1),
        organisation: OrganisationId::from_uuid(Uuid::from_u128(2)),
        site: SiteId::from_uuid(Uuid::from_u128(3)),
        purpose: Purpose::Ux,
        policy_version: 4,
        slot: Slot {
            bucket: today(),
            number: 5,
        },
        end: at("2026-11-21T14:00:00Z"),
    }
}

fn grant_key(dir: &TempDir) -> GrantKey {
    GrantKey::open(&keys(dir), &mut seeded()).unwrap()
}

fn mac_of(grant: &str) -> &str {
    grant.rsplit_once('.').unwrap().1
}

#[test]
fn a_grant_says_what_was_claimed() {
    let dir = directory();
    let until = Slot {
        bucket: christmas(),
        number: u32::MAX,
    };

    let key = grant_key(&dir);

    for claims in [
        claims(),
        Claims {
            slot: until,
            purpose: Purpose::Support,
            ..claims()
        },
    ] {
        assert_eq!(key.verify(&key.issue(&claims), morning()), Ok(claims));
    }
    assert_eq!(key.issue(&claims()).len(), 147);
}

#[test]
fn a_grant_expires_in_the_second_of_its_end() {
    let dir = directory();
    let key = grant_key(&dir);
    let grant = key.issue(&claims());

    assert_eq!(
        key.verify(&grant, at("2026-11-21T13:59:59.999Z")),
        Ok(claims())
    );
    assert_eq!(
        key.verify(&grant, at("2026-11-21T14:00:00Z")),
        Err(GrantError::Expired)
    );
}

#[test]
fn a_grant_of_another_key_is_forged_even_when_expired() {
    let (ours, theirs) = (directory(), directory());
    let mut random = seeded();
    let ours = GrantKey::open(&keys(&ours), &mut random).unwrap();
    let theirs = GrantKey::open(&keys(&theirs), &mut random).unwrap();

    let verdict = ours.verify(&theirs.issue(&claims()), at("2027-11-21T14:00:00Z"));

    assert_eq!(verdict, Err(GrantError::Forged));
}

#[test]
fn a_grant_moved_to_another_site_is_forged() {
    let dir = directory();
    let key = grant_key(&dir);
    let theirs = Claims {
        site: SiteId::from_uuid(Uuid::from_u128(9)),
        ..claims()
    };
    let (ours, theirs) = (key.issue(&claims()), key.issue(&theirs));

    let swapped = theirs.replace(mac_of(&theirs), mac_of(&ours));

    assert_eq!(key.verify(&swapped, morning()), Err(GrantError::Forged));
}

#[test]
fn a_grant_cut_anywhere_is_refused() {
    let dir = directory();
    let key = grant_key(&dir);
    let grant = key.issue(&claims());

    let believed =
        (0..grant.len()).filter(|length| key.verify(&grant[..*length], morning()).is_ok());

    assert_eq!(believed.count(), 0);
}

#[test]
fn a_grant_with_any_bit_flipped_is_refused() {
    let dir = directory();
    let key = grant_key(&dir);
    let grant = key.issue(&claims()).into_bytes();

    let believed = (0..grant.len() * 7).filter(|bit| {
        let mut changed = grant.clone();
        changed[bit / 7] ^= 1 << (bit % 7);
        key.verify(std::str::from_utf8(&changed).unwrap(), morning())
            .is_ok()
    });

    assert_eq!(believed.count(), 0);
}

#[test]
fn what_we_signed_but_cannot_read_is_malformed() {
    let dir = directory();
    let key = grant_key(&dir);
    let sign = |signed: &str| format!("{signed}.{}", URL_SAFE_NO_PAD.encode(key.mac(signed)));
    let payload = key.issue(&claims())[3..103].to_owned();

    assert_eq!(
        key.verify(&sign(&format!("v1.{payload}")), morning()),
        Ok(claims())
    );
    for signed in [
        format!("v2.{payload}"),
        format!("v1.{payload}AA"),
        "v1.".to_owned(),
        "v1.?".to_owned(),
    ] {
        assert_eq!(
            key.verify(&sign(&signed), morning()),
            Err(GrantError::Malformed),
            "{signed}"
        );
    }
}

#[test]
fn a_long_text_is_malformed_before_anything_is_computed() {
    let dir = directory();
    let long = format!("v1.{}.AAAA", "A".repeat(700));

    assert_eq!(
        grant_key(&dir).verify(&long, morning()),
        Err(GrantError::Malformed)
    );
}

#[test]
fn the_key_is_made_once_and_for_its_owner_only() {
    let dir = directory();
    let grant = grant_key(&dir).issue(&claims());
    let path = keys(&dir).join("grants");

    let again = GrantKey::open(&keys(&dir), &mut StdRng::seed_from_u64(2)).unwrap();

    assert_eq!(again.verify(&grant, morning()), Ok(claims()));
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn a_damaged_key_is_refused_rather_than_replaced() {
    let dir = directory();
    let path = keys(&dir).join("grants");
    drop(grant_key(&dir));

    for bytes in [vec![0; 72], vec![1; 72], vec![]] {
        fs::write(&path, bytes).unwrap();
        assert!(matches!(
            GrantKey::open(&keys(&dir), &mut seeded()),
            Err(Error::Damaged(_))
        ));
    }
}

proptest! {
    #[test]
    fn no_text_from_anywhere_is_believed(text in ".{0,300}", dots in "[A-Za-z0-9_-]{0,9}\\.[A-Za-z0-9_-]{0,99}\\.[A-Za-z0-9_-]{43}") {
        let dir = directory();
        let key = grant_key(&dir);

        prop_assert!(key.verify(&text, morning()).is_err());
        prop_assert!(key.verify(&dots, morning()).is_err());
    }
}
