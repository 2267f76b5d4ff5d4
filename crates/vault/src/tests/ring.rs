//! The ring, on a disk that works.

use super::*;
use crate::KeyRing;
use revoir_domain::grant::Slot;
use std::{
    collections::HashSet,
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::Mutex,
    thread,
};

fn open(dir: &TempDir) -> KeyRing {
    KeyRing::open(keys(dir)).unwrap()
}

fn slots_file(dir: &TempDir, bucket: Bucket) -> Vec<u8> {
    fs::read(keys(dir).join(bucket.to_string()).join("slots")).unwrap()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn an_assigned_key_is_found_also_after_the_ring_was_closed() {
    let dir = directory();
    let ring = open(&dir);
    let slot = ring
        .assign(today(), recording(1), &key(1), &mut seeded())
        .unwrap();

    assert!(is_key(&ring.find(slot, recording(1)), 1));
    drop(ring);
    let ring = open(&dir);
    assert!(is_key(&ring.find(slot, recording(1)), 1));
    assert_eq!(ring.buckets(), [today()]);
}

#[test]
fn a_key_is_found_in_its_slot_for_its_recording_only() {
    let dir = directory();
    let ring = open(&dir);
    let slot = ring
        .assign(today(), recording(1), &key(1), &mut seeded())
        .unwrap();

    assert!(is_gone(&ring.find(slot, recording(2))));
    assert!(is_gone(&ring.find(
        Slot {
            number: slot.number ^ 1,
            ..slot
        },
        recording(1)
    )));
    assert!(is_gone(&ring.find(
        Slot {
            number: u32::MAX,
            ..slot
        },
        recording(1)
    )));
    assert!(is_gone(&ring.find(
        Slot {
            bucket: christmas(),
            ..slot
        },
        recording(1)
    )));
}

#[test]
fn a_zeroed_key_is_gone_and_leaves_no_byte_in_the_file() {
    let dir = directory();
    let ring = open(&dir);
    let slot = ring
        .assign(today(), recording(1), &key(1), &mut seeded())
        .unwrap();

    ring.zero(slot, recording(1)).unwrap();

    assert!(is_gone(&ring.find(slot, recording(1))));
    assert!(slots_file(&dir, today()).iter().all(|byte| *byte == 0));
}

#[test]
fn zeroing_one_key_leaves_the_others() {
    let dir = directory();
    let (ring, mut random) = (open(&dir), seeded());
    let mine = ring
        .assign(today(), recording(1), &key(1), &mut random)
        .unwrap();
    let other = ring
        .assign(today(), recording(2), &key(2), &mut random)
        .unwrap();

    ring.zero(mine, recording(1)).unwrap();
    ring.zero(mine, recording(1)).unwrap();
    ring.zero(other, recording(1)).unwrap();

    assert!(is_key(&ring.find(other, recording(2)), 2));
}

#[test]
fn a_late_zero_does_nothing_to_a_slot_that_another_recording_has_taken() {
    let dir = directory();
    let (ring, mut random) = (open(&dir), seeded());
    let slot = ring
        .assign(today(), recording(1), &key(1), &mut random)
        .unwrap();
    ring.zero(slot, recording(1)).unwrap();
    while ring
        .assign(today(), recording(2), &key(2), &mut random)
        .unwrap()
        != slot
    {}

    ring.zero(slot, recording(1)).unwrap();

    assert!(is_key(&ring.find(slot, recording(2)), 2));
}

#[test]
fn zero_and_destroy_are_content_with_a_missing_bucket() {
    let dir = directory();
    let ring = open(&dir);

    ring.zero(
        Slot {
            bucket: today(),
            number: 3,
        },
        recording(1),
    )
    .unwrap();
    ring.destroy(today()).unwrap();

    assert!(ring.buckets().is_empty());
}

#[test]
fn a_destroyed_bucket_is_gone_with_its_files_and_can_be_made_anew() {
    let dir = directory();
    let (ring, mut random) = (open(&dir), seeded());
    let old = ring
        .assign(today(), recording(1), &key(1), &mut random)
        .unwrap();
    let kept = ring
        .assign(christmas(), recording(2), &key(2), &mut random)
        .unwrap();

    ring.destroy(today()).unwrap();

    assert!(is_gone(&ring.find(old, recording(1))));
    assert!(is_key(&ring.find(kept, recording(2)), 2));
    assert_eq!(ring.buckets(), [christmas()]);
    assert_eq!(fs::read_dir(keys(&dir)).unwrap().count(), 2);
    let new = ring
        .assign(today(), recording(3), &key(3), &mut random)
        .unwrap();
    assert!(is_key(&ring.find(new, recording(3)), 3));
    assert!(is_gone(&ring.find(old, recording(1))));
}

#[test]
fn the_key_of_a_destroyed_bucket_is_overwritten_before_it_is_unlinked() {
    let dir = directory();
    let ring = open(&dir);
    ring.assign(today(), recording(1), &key(1), &mut seeded())
        .unwrap();
    let kept = dir.path().join("kept");
    fs::hard_link(keys(&dir).join(today().to_string()).join("key"), &kept).unwrap();

    ring.destroy(today()).unwrap();

    assert_eq!(fs::read(kept).unwrap(), [0; 72]);
}

#[test]
fn slots_are_drawn_evenly() {
    let dir = directory();
    let (ring, mut random) = (open(&dir), seeded());
    let mut drawn = [0_i32; 16];

    for _ in 0..480 {
        let slot = ring
            .assign(today(), recording(1), &key(1), &mut random)
            .unwrap();
        ring.zero(slot, recording(1)).unwrap();
        drawn[slot.number as usize] += 1;
    }

    let chi_square = drawn.iter().map(|count| (count - 30).pow(2)).sum::<i32>() / 30;
    assert!(chi_square < 45, "{drawn:?}");
}

#[test]
fn a_bucket_grows_and_loses_nothing() {
    let dir = directory();
    let (ring, mut random) = (open(&dir), seeded());

    let slots: Vec<_> = (0..100)
        .map(|n| {
            ring.assign(today(), recording(n), &key(n), &mut random)
                .unwrap()
        })
        .collect();

    drop(ring);
    let ring = open(&dir);
    assert!(
        (0..100)
            .zip(&slots)
            .all(|(n, slot)| is_key(&ring.find(*slot, recording(n)), n))
    );
    assert_eq!(slots_file(&dir, today()).len(), 256 * 64);
    assert!(!slots.is_sorted_by_key(|slot| slot.number));
}

#[test]
fn ten_threads_never_share_a_slot() {
    let dir = directory();
    let ring = open(&dir);
    let taken = Mutex::new(Vec::new());

    thread::scope(|scope| {
        for thread in 0..10 {
            let (ring, taken) = (&ring, &taken);
            scope.spawn(move || {
                let mut random = StdRng::seed_from_u64(thread.into());
                for n in (thread * 20)..(thread * 20 + 20) {
                    let bucket = if n % 2 == 0 { today() } else { christmas() };
                    let slot = ring
                        .assign(bucket, recording(n), &key(n), &mut random)
                        .unwrap();
                    taken.lock().unwrap().push((n, slot));
                }
            });
        }
    });

    let taken = taken.into_inner().unwrap();
    assert_eq!(
        taken
            .iter()
            .map(|(_, slot)| slot)
            .collect::<HashSet<_>>()
            .len(),
        200
    );
    assert!(
        taken
            .iter()
            .all(|(n, slot)| is_key(&ring.find(*slot, recording(*n)), *n))
    );
}

#[test]
fn zeroing_one_slot_twice_at_once_frees_it_once() {
    let dir = directory();
    let (ring, mut random) = (open(&dir), seeded());
    let slot = ring
        .assign(today(), recording(0), &key(0), &mut random)
        .unwrap();

    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| ring.zero(slot, recording(0)).unwrap());
        }
    });

    let slots: HashSet<_> = (0..20)
        .map(|n| {
            ring.assign(today(), recording(n), &key(n), &mut random)
                .unwrap()
        })
        .collect();
    assert_eq!(slots.len(), 20);
}

#[test]
fn only_the_owner_can_read_what_the_ring_makes() {
    let dir = directory();
    let ring = open(&dir);
    ring.assign(today(), recording(1), &key(1), &mut seeded())
        .unwrap();

    let keys = keys(&dir);
    let bucket = keys.join(today().to_string());

    assert_eq!([mode(&keys), mode(&bucket)], [0o700, 0o700]);
    assert_eq!(
        [
            mode(&keys.join("lock")),
            mode(&bucket.join("key")),
            mode(&bucket.join("slots"))
        ],
        [0o600; 3]
    );
}

#[test]
fn a_directory_open_to_others_is_refused() {
    let dir = directory();
    let keys = keys(&dir);
    fs::create_dir(&keys).unwrap();

    for mode in [0o755, 0o740, 0o701, 0o702, 0o720] {
        fs::set_permissions(&keys, Permissions::from_mode(mode)).unwrap();
        assert!(matches!(KeyRing::open(&keys), Err(Error::Exposed(_, found)) if found == mode));
    }
    fs::set_permissions(&keys, Permissions::from_mode(0o700)).unwrap();
    assert!(KeyRing::open(&keys).is_ok());
}

#[test]
fn a_ring_is_used_by_one_process_at_a_time() {
    let dir = directory();
    let ring = open(&dir);

    assert!(matches!(KeyRing::open(keys(&dir)), Err(Error::InUse(_))));
    drop(ring);
    assert!(KeyRing::open(keys(&dir)).is_ok());
}

#[test]
fn a_damaged_bucket_is_named_and_the_rest_works() {
    for (file, bytes) in [("key", &[1; 72][..]), ("key", &[1; 9]), ("key", &[])] {
        let dir = directory();
        let (ring, mut random) = (open(&dir), seeded());
        let lost = ring
            .assign(today(), recording(1), &key(1), &mut random)
            .unwrap();
        let kept = ring
            .assign(christmas(), recording(2), &key(2), &mut random)
            .unwrap();
        drop(ring);
        fs::write(keys(&dir).join(today().to_string()).join(file), bytes).unwrap();

        let ring = open(&dir);

        assert_eq!(ring.damaged(), [today()]);
        assert!(matches!(
            ring.find(lost, recording(1)),
            Err(Error::Damaged(_))
        ));
        assert!(matches!(
            ring.zero(lost, recording(1)),
            Err(Error::Damaged(_))
        ));
        assert!(is_key(&ring.find(kept, recording(2)), 2));
        ring.destroy(today()).unwrap();
        assert!(is_gone(&ring.find(lost, recording(1))));
    }
}

#[test]
fn a_torn_slot_is_taken_and_gone() {
    let dir = directory();
    let (ring, mut random) = (open(&dir), seeded());
    let torn = ring
        .assign(today(), recording(1), &key(1), &mut random)
        .unwrap();
    drop(ring);
    let path = dir
        .path()
        .join("keys")
        .join(today().to_string())
        .join("slots");
    let mut bytes = fs::read(&path).unwrap();
    bytes[torn.number as usize * 64 + 20..][..44].fill(0);
    fs::write(&path, bytes).unwrap();

    let ring = open(&dir);

    assert!(is_gone(&ring.find(torn, recording(1))));
    ring.zero(torn, recording(1)).unwrap();
    for n in 0..60 {
        assert_ne!(
            ring.assign(today(), recording(n), &key(n), &mut random)
                .unwrap(),
            torn
        );
    }
}
