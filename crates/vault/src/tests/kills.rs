//! The ring, on a disk that stops or fails at every possible step.

use super::{fuse::Fault, *};
use crate::{GrantKey, KeyRing, disk::Disk};
use revoir_domain::grant::Slot;
use std::{collections::BTreeMap, fs, io::ErrorKind, path::Path};

#[derive(Clone, Copy, Debug)]
enum Act {
    Assign(u8, Bucket),
    Zero(u8),
    Destroy(Bucket),
}

/// What callers were told: which keys they were given, which they were told are gone, and what never
/// answered.
#[derive(Default, Debug)]
struct Told {
    held: BTreeMap<u8, Slot>,
    gone: Vec<(u8, Slot)>,
    cut: Option<Act>,
}

/// Everything that a ring can do: make, grow, take again, settle, zero late, destroy, make anew.
fn acts() -> Vec<Act> {
    let grow = (1..=14).map(|n| Act::Assign(n, today()));
    let rest = [
        Act::Zero(3),
        Act::Zero(3),
        Act::Assign(20, today()),
        Act::Zero(3),
        Act::Assign(21, christmas()),
        Act::Zero(5),
        Act::Destroy(today()),
        Act::Destroy(today()),
        Act::Zero(6),
        Act::Assign(22, today()),
        Act::Assign(23, christmas()),
        Act::Destroy(christmas()),
    ];
    grow.chain(rest).collect()
}

impl Told {
    fn slot(&self, number: u8) -> Option<Slot> {
        let gone = self.gone.iter().find(|(gone, _)| *gone == number);
        self.held
            .get(&number)
            .or(gone.map(|(_, slot)| slot))
            .copied()
    }

    /// Does one act, and notes what it answered.
    fn act(&mut self, ring: &KeyRing, act: Act, random: &mut StdRng) -> Result<()> {
        self.cut = Some(act);
        match act {
            Act::Assign(n, bucket) => {
                let slot = ring.assign(bucket, recording(n), &key(n), random)?;
                self.held.insert(n, slot);
            }
            Act::Zero(n) => {
                let Some(slot) = self.slot(n) else {
                    return Ok(());
                };
                ring.zero(slot, recording(n))?;
                self.gone.extend(self.held.remove_entry(&n));
            }
            Act::Destroy(bucket) => {
                ring.destroy(bucket)?;
                self.gone
                    .extend(self.held.extract_if(.., |_, slot| slot.bucket == bucket));
            }
        }
        self.cut = None;
        Ok(())
    }

    /// Acts until the disk stops.
    fn until_cut(ring: &KeyRing) -> Self {
        let (mut told, mut random) = (Self::default(), seeded());
        let _ = acts()
            .into_iter()
            .try_for_each(|act| told.act(ring, act, &mut random));
        told
    }

    /// The keys that callers hold and the ring has not.
    fn lost(&self, ring: &KeyRing) -> BTreeMap<u8, Slot> {
        let mut held = self.held.clone();
        held.retain(|n, slot| !is_key(&ring.find(*slot, recording(*n)), *n));
        held
    }

    /// Checks a ring against what callers were told, then repeats what was cut and checks again.
    fn check(mut self, ring: &KeyRing) {
        let lost = self.lost(ring);
        let mut ended = self.gone.iter().copied().chain(lost.clone());
        assert!(ended.all(|(n, slot)| is_gone(&ring.find(slot, recording(n)))));
        match self.cut {
            None | Some(Act::Assign(..)) => assert!(lost.is_empty(), "{lost:?}"),
            Some(Act::Zero(n)) => assert!(lost.keys().all(|lost| *lost == n), "{lost:?}"),
            Some(Act::Destroy(bucket)) => {
                let mut whole = self.held.clone();
                whole.retain(|_, slot| slot.bucket == bucket);
                assert!(lost.is_empty() || lost == whole, "{lost:?}");
            }
        }
        if let Some(act) = self.cut {
            let mut random = StdRng::seed_from_u64(3);
            self.act(ring, act, &mut random).unwrap();
            let new = Act::Assign(99, today());
            self.act(ring, new, &mut random).unwrap();
            self.check(ring);
        }
    }
}

/// Nothing half made or half destroyed is left once a ring is open.
fn check_names(dir: &Path) {
    for entry in fs::read_dir(dir).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name == "lock" || name.parse::<Bucket>().is_ok(), "{name}");
    }
}

fn steps_of_all_acts() -> usize {
    let dir = directory();
    let ring = KeyRing::open_on(Disk::default(), keys(&dir)).unwrap();
    let told = Told::until_cut(&ring);
    assert!(told.cut.is_none());
    ring.steps()
}

/// Stops the disk at one step of all acts, and tells what callers knew then.
fn stop(dir: &Path, fault: Fault, at: usize) -> Told {
    match KeyRing::open_on(Disk::failing(fault, at), dir.to_owned()) {
        Ok(ring) => Told::until_cut(&ring),
        Err(_) => Told::default(),
    }
}

#[test]
fn a_kill_at_any_step_loses_no_key_and_revives_none() {
    for at in 1..=steps_of_all_acts() {
        for fault in [Fault::Kill, Fault::Tear] {
            let dir = directory();
            let keys = keys(&dir);

            let told = stop(&keys, fault, at);

            let ring = KeyRing::open(&keys).unwrap();
            check_names(&keys);
            told.check(&ring);
        }
    }
}

#[test]
fn a_power_cut_at_any_step_loses_no_key_and_revives_none() {
    for at in 1..=steps_of_all_acts() {
        let (dir, left) = (directory(), directory());
        let disk = Disk::failing(Fault::Kill, at);
        let platter = disk.fuse.platter();

        let told = KeyRing::open_on(disk, keys(&dir))
            .map_or_else(|_| Told::default(), |ring| Told::until_cut(&ring));

        platter.lock().unwrap().restore(dir.path(), left.path());
        let ring = KeyRing::open(keys(&left)).unwrap();
        check_names(&keys(&left));
        told.check(&ring);
    }
}

#[test]
fn a_power_cut_after_any_failure_revives_nothing_that_was_told_gone() {
    for at in 1..=steps_of_all_acts() {
        let (dir, left) = (directory(), directory());
        let disk = Disk::failing(Fault::Fail(ErrorKind::Other), at);
        let platter = disk.fuse.platter();
        let Ok(ring) = KeyRing::open_on(disk, keys(&dir)) else {
            continue;
        };
        let (mut told, mut random) = (Told::default(), seeded());
        let acts = acts().into_iter();

        let failed: Vec<_> = acts
            .filter(|act| told.act(&ring, *act, &mut random).is_err())
            .collect();

        platter.lock().unwrap().restore(dir.path(), left.path());
        let ring = KeyRing::open(keys(&left)).unwrap();
        assert!(
            told.gone
                .iter()
                .all(|(n, slot)| is_gone(&ring.find(*slot, recording(*n)))),
            "{at} {failed:?}"
        );
        let ended = |n: u8, slot: Slot| {
            failed.iter().any(|act| match act {
                Act::Zero(zeroed) => *zeroed == n,
                Act::Destroy(bucket) => *bucket == slot.bucket,
                Act::Assign(..) => false,
            })
        };
        for (n, slot) in told.held.into_iter().filter(|(n, slot)| !ended(*n, *slot)) {
            assert!(is_key(&ring.find(slot, recording(n)), n), "{at} {n}");
        }
    }
}

#[test]
fn a_second_kill_while_the_ring_is_opened_changes_nothing() {
    for at in 1..=steps_of_all_acts() {
        for again in 1..20 {
            let dir = directory();
            let keys = keys(&dir);
            let told = stop(&keys, Fault::Kill, at);

            let opened = KeyRing::open_on(Disk::failing(Fault::Kill, again), keys.clone()).is_ok();

            let ring = KeyRing::open(&keys).unwrap();
            check_names(&keys);
            told.check(&ring);
            if opened {
                break;
            }
        }
    }
}

#[test]
fn after_a_failure_the_act_can_be_repeated_unless_a_sync_failed() {
    for at in 1..=steps_of_all_acts() {
        let dir = directory();
        let keys = keys(&dir);
        let Ok(ring) = KeyRing::open_on(
            Disk::failing(Fault::Fail(ErrorKind::StorageFull), at),
            keys.clone(),
        ) else {
            continue;
        };
        let (mut told, mut random) = (Told::default(), seeded());

        for act in acts() {
            if told.act(&ring, act, &mut random).is_err() && !ring.is_poisoned() {
                told.act(&ring, act, &mut random).unwrap();
            }
            if ring.is_poisoned() {
                break;
            }
        }

        if ring.is_poisoned() {
            let refused = ring.assign(today(), recording(50), &key(50), &mut random);
            assert!(matches!(refused, Err(Error::Poisoned)));
        } else {
            assert!(told.cut.is_none());
        }
        drop(ring);
        let ring = KeyRing::open(&keys).unwrap();
        check_names(&keys);
        told.check(&ring);
    }
}

#[test]
fn a_key_can_be_read_after_a_sync_has_failed() {
    let dir = directory();
    let keys = keys(&dir);
    let kept = KeyRing::open(&keys)
        .unwrap()
        .assign(today(), recording(1), &key(1), &mut seeded())
        .unwrap();

    // One sync on opening; then each slot is opened, written and synced.
    let ring = KeyRing::open_on(Disk::failing(Fault::Fail(ErrorKind::Other), 7), keys).unwrap();
    let other = ring
        .assign(today(), recording(2), &key(2), &mut seeded())
        .unwrap();

    assert!(matches!(
        ring.zero(other, recording(2)),
        Err(Error::Io { .. })
    ));
    assert!(matches!(
        ring.zero(other, recording(2)),
        Err(Error::Poisoned)
    ));
    assert!(matches!(ring.destroy(today()), Err(Error::Poisoned)));
    assert!(is_key(&ring.find(kept, recording(1)), 1));
}

#[test]
fn a_bucket_made_anew_while_the_old_one_is_dying_is_destroyed_as_well() {
    for at in 2..9 {
        let dir = directory();
        let mut random = seeded();
        let ring = KeyRing::open(keys(&dir)).unwrap();
        let old = ring.assign(today(), recording(1), &key(1), &mut random);
        drop(ring);
        let disk = Disk::failing(Fault::Fail(ErrorKind::StorageFull), at);
        let ring = KeyRing::open_on(disk, keys(&dir)).unwrap();
        let _half_done = ring.destroy(today());
        let _new_or_poisoned = ring.assign(today(), recording(2), &key(2), &mut random);

        let destroyed = ring.destroy(today()).is_ok();

        assert!(destroyed || ring.is_poisoned());
        assert!(!destroyed || is_gone(&ring.find(old.unwrap(), recording(1))));
        assert!(!destroyed || fs::read_dir(keys(&dir)).unwrap().count() == 1);
    }
}

#[test]
fn a_slot_that_is_zero_already_is_synced_again() {
    let dir = directory();
    let ring = KeyRing::open(keys(&dir)).unwrap();
    let slot = ring
        .assign(today(), recording(1), &key(1), &mut seeded())
        .unwrap();
    ring.zero(slot, recording(1)).unwrap();
    let before = ring.steps();

    ring.zero(slot, recording(1)).unwrap();

    assert_eq!(ring.steps(), before + 3);
}

#[test]
fn a_kill_at_any_step_of_making_the_key_of_grants_leaves_one_or_none() {
    for at in 1..=9 {
        for fault in [Fault::Kill, Fault::Tear] {
            let dir = directory();

            let made = GrantKey::open_on(&Disk::failing(fault, at), &keys(&dir), &mut seeded());

            let again = GrantKey::open(&keys(&dir), &mut StdRng::seed_from_u64(2)).unwrap();
            if let Ok(made) = made {
                assert_eq!(made.mac("v1."), again.mac("v1."));
            }
        }
    }
}

#[test]
fn the_key_of_grants_survives_a_power_cut_once_it_was_given_out() {
    let (dir, left) = (directory(), directory());
    let disk = Disk::default();
    let made = GrantKey::open_on(&disk, &keys(&dir), &mut seeded()).unwrap();

    let platter = disk.fuse.platter();
    platter.lock().unwrap().restore(dir.path(), left.path());

    let again = GrantKey::open(&keys(&left), &mut StdRng::seed_from_u64(2)).unwrap();
    assert_eq!(made.mac("v1."), again.mac("v1."));
}
