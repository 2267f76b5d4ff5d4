//! Pseudonyms: of one site, purpose and host alone, and what remains of a key that was replaced.

use super::{keys, seeded};
use crate::{Error, Person, ProofSecrets, PseudonymKeys};
use jiff::Timestamp;
use revoir_domain::{
    ids::SiteId,
    pseudonym::{Identifier, Pseudonym},
    purpose::Purpose,
};
use std::{collections::BTreeSet, fs, path::Path};
use uuid::Uuid;

const SITE: SiteId = SiteId::from_uuid(Uuid::from_u128(1));
const OTHER: SiteId = SiteId::from_uuid(Uuid::from_u128(2));
const SUPPORT: (SiteId, Purpose) = (SITE, Purpose::Support);

fn anna() -> Identifier {
    "anna@example.org".parse().unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn now_of(keys: &PseudonymKeys, of: (SiteId, Purpose), host: Option<&str>) -> Pseudonym {
    let identifier = &anna();
    keys.in_force(of, Person { identifier, host }, &mut seeded())
        .unwrap()
}

fn known(keys: &PseudonymKeys, now: i64) -> Vec<Pseudonym> {
    keys.known(SUPPORT, &anna(), &[None], at(now)).unwrap()
}

fn rotate(keys: &PseudonymKeys, until: i64, seed: u64) {
    let mut rng = <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(seed);
    keys.rotate(SUPPORT, at(until), at(0), &mut rng).unwrap();
}

fn files(dir: &Path) -> Vec<Vec<u8>> {
    let files = fs::read_dir(dir.join("pseudonyms")).unwrap();
    files
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .collect()
}

#[test]
fn a_pseudonym_is_of_one_site_one_purpose_and_one_host() {
    let dir = tempfile::tempdir().unwrap();
    let keys = PseudonymKeys::open(&keys(&dir)).unwrap();
    let mut rng = seeded();
    let mut all = BTreeSet::new();

    for site in [SITE, OTHER] {
        for purpose in Purpose::ALL {
            for host in [None, Some("a.example"), Some("b.example"), Some("")] {
                let identifier = &anna();
                let person = Person { identifier, host };
                all.insert(keys.in_force((site, purpose), person, &mut rng).unwrap());
            }
        }
    }

    assert_eq!(all.len(), 2 * 3 * 4);
}

#[test]
fn the_same_person_has_the_same_pseudonym_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let first = now_of(&PseudonymKeys::open(&keys(&dir)).unwrap(), SUPPORT, None);

    let again = PseudonymKeys::open(&keys(&dir)).unwrap();

    assert_eq!(now_of(&again, SUPPORT, None), first);
    assert_eq!(known(&again, 0), [first]);
}

#[test]
fn old_and_new_are_known_during_the_grace_and_only_the_new_one_from_its_last_second_on() {
    let dir = tempfile::tempdir().unwrap();
    let dir = keys(&dir);
    let keys = PseudonymKeys::open(&dir).unwrap();
    let old = now_of(&keys, SUPPORT, None);
    let secret = files(&dir).concat()[8..40].to_vec();

    rotate(&keys, 100, 1);
    let new = now_of(&keys, SUPPORT, None);

    assert_ne!(old, new);
    for keys in [&keys, &PseudonymKeys::open(&dir).unwrap()] {
        assert_eq!(
            known(keys, 99).into_iter().collect::<BTreeSet<_>>(),
            BTreeSet::from([old, new])
        );
        assert_eq!(known(keys, 100), [new]);
    }
    keys.prune(at(99)).unwrap();
    assert_eq!(files(&dir).len(), 2);
    keys.prune(at(100)).unwrap();
    assert_eq!(files(&dir).len(), 1);
    assert!(!files(&dir).concat().windows(32).any(|it| it == secret));
    assert_eq!(known(&keys, 0), [new]);
}

#[test]
fn each_of_several_keys_replaced_at_once_keeps_its_grace() {
    let dir = tempfile::tempdir().unwrap();
    let keys = PseudonymKeys::open(&keys(&dir)).unwrap();
    let first = now_of(&keys, SUPPORT, None);
    rotate(&keys, 100, 1);
    let second = now_of(&keys, SUPPORT, None);
    rotate(&keys, 100, 2);
    let third = now_of(&keys, SUPPORT, None);

    let all = known(&keys, 99).into_iter().collect::<BTreeSet<_>>();

    assert_eq!(all, BTreeSet::from([first, second, third]));
    rotate(&keys, 0, 3);
    assert!(!known(&keys, 99).contains(&third));
    assert_eq!(known(&keys, 99).len(), 3);
}

#[test]
fn a_rotation_that_stopped_half_way_lets_the_next_use_make_the_key() {
    let dir = tempfile::tempdir().unwrap();
    let dir = keys(&dir);
    let old = now_of(&PseudonymKeys::open(&dir).unwrap(), SUPPORT, None);
    let path = dir.join(format!("pseudonyms/{SITE}-support"));
    let renamed = format!("{}-until-19700101T000140Z", path.display());
    fs::rename(&path, renamed).unwrap();

    let keys = PseudonymKeys::open(&dir).unwrap();

    assert_eq!(known(&keys, 99), [old]);
    rotate(&keys, 200, 1);
    assert_ne!(now_of(&keys, SUPPORT, None), old);
}

#[test]
fn a_damaged_key_is_said_and_never_replaced_unasked() {
    let dir = tempfile::tempdir().unwrap();
    let dir = keys(&dir);
    now_of(&PseudonymKeys::open(&dir).unwrap(), SUPPORT, None);
    let path = dir.join(format!("pseudonyms/{SITE}-support"));
    fs::write(&path, [0; 72]).unwrap();

    let keys = PseudonymKeys::open(&dir).unwrap();
    let identifier = &anna();
    let person = Person {
        identifier,
        host: None,
    };
    let asked = keys.in_force(SUPPORT, person, &mut seeded());

    assert!(matches!(asked, Err(Error::Damaged(_))));
    assert!(matches!(
        keys.known(SUPPORT, identifier, &[None], at(0)),
        Err(Error::Damaged(_))
    ));
}

#[test]
fn only_the_site_s_present_secret_proves_an_identifier() {
    let dir = tempfile::tempdir().unwrap();
    let dir = keys(&dir);
    let proofs = ProofSecrets::open(&dir).unwrap();
    let of = |secret: &str, text: &str| {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
        let tag = ring::hmac::sign(&key, text.as_bytes());
        let hex = |hex: String, byte: &u8| hex + &format!("{byte:02x}");
        tag.as_ref().iter().fold(String::new(), hex)
    };
    let first = proofs.replace(SITE, &mut seeded()).unwrap();
    let proof = of(&first, "anna@example.org");
    let holds = |site, proof: &str| proofs.verify(site, &anna(), proof).unwrap();

    assert_eq!(first.len(), 64);
    assert!(holds(SITE, &proof));
    assert!(holds(SITE, &proof.to_uppercase()));
    assert!(!holds(OTHER, &proof));
    for wrong in [
        &of(&first, "bob"),
        &proof[..62],
        "",
        "zz",
        &of("x", "anna@example.org"),
    ] {
        assert!(!holds(SITE, wrong), "{wrong}");
    }
    let mut other = <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(9);
    drop(proofs.replace(SITE, &mut other).unwrap());
    assert!(!holds(SITE, &proof));
}
