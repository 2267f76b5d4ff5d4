//! Tombstones last, whatever was cut off while they were set, and go when no copy lives any more.

use super::fuse::Fault;
use crate::{
    Error,
    disk::Disk,
    tombstones::{self, Tombstone, Tombstones},
};
use jiff::civil::{Date, date};
use revoir_domain::{
    erasure::Means,
    ids::{RecordingId, untimed},
};
use std::{fs, io::ErrorKind};

const DAY: Date = date(2026, 11, 22);

fn stone(number: u8, erased_on: Date) -> Tombstone {
    let recording = RecordingId::from_uuid(untimed([number; 16]));
    Tombstone {
        of: Tombstone::name(recording),
        means: Means::Visitor,
        erased_on,
        last_copy_dies_on: erased_on.saturating_add(jiff::Span::new().days(30)),
    }
}

#[test]
fn a_tombstone_is_found_by_the_id_alone_and_names_none() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path().join("tombstones");
    let stones = Tombstones::open(&at).unwrap();

    stones.set(&stone(1, DAY)).unwrap();
    stones.set(&stone(2, DAY)).unwrap();

    let all = Tombstones::open(&at).unwrap().all().unwrap();
    let text = fs::read_to_string(at.join("2026-11")).unwrap();
    let id = RecordingId::from_uuid(untimed([1; 16])).to_string();
    assert_eq!(all.len(), 2);
    assert_eq!(all[&stone(1, DAY).of], stone(1, DAY));
    assert!(!text.contains(&id) && !text.contains(&id.replace('-', "")));
}

#[test]
fn a_line_that_was_cut_off_anywhere_hides_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("tombstones/2026-11");
    let whole = {
        let stones = Tombstones::open(dir.path().join("tombstones")).unwrap();
        stones.set(&stone(1, DAY)).unwrap();
        stones.set(&stone(2, DAY)).unwrap();
        fs::read(&path).unwrap()
    };

    for cut in whole.len() / 2..whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();
        let stones = Tombstones::open(dir.path().join("tombstones")).unwrap();
        stones.set(&stone(3, DAY)).unwrap();

        let all = stones.all().unwrap();
        assert_eq!(all.get(&stone(1, DAY).of), Some(&stone(1, DAY)), "{cut}");
        assert_eq!(all.get(&stone(3, DAY).of), Some(&stone(3, DAY)), "{cut}");
        // only the end of its line may be missing
        assert_eq!(all.contains_key(&stone(2, DAY).of), cut == whole.len() - 1);
    }
}

#[test]
fn one_that_is_told_as_set_is_there_whichever_step_fails() {
    for fault in [
        Fault::Kill,
        Fault::Tear,
        Fault::Fail(ErrorKind::StorageFull),
    ] {
        for at in 1..8 {
            let dir = tempfile::tempdir().unwrap();
            let open = || Tombstones::open(dir.path().join("tombstones"));
            open().unwrap().set(&stone(1, DAY)).unwrap();
            let stones =
                Tombstones::open_on(Disk::failing(fault, at), dir.path().join("tombstones"));

            let told = stones.and_then(|stones| stones.set(&stone(2, DAY)));

            let all = open().unwrap().all().unwrap();
            assert!(all.contains_key(&stone(1, DAY).of), "{at}");
            assert!(told.is_err() || all.contains_key(&stone(2, DAY).of), "{at}");
        }
    }
}

#[test]
fn a_month_goes_when_its_last_copy_is_dead_and_not_before() {
    let dir = tempfile::tempdir().unwrap();
    let stones = Tombstones::open(dir.path().join("tombstones")).unwrap();
    stones.set(&stone(1, date(2026, 11, 1))).unwrap();
    stones.set(&stone(2, DAY)).unwrap();
    stones.set(&stone(3, date(2026, 12, 1))).unwrap();
    let mut left = Vec::new();

    for today in [date(2026, 12, 22), date(2026, 12, 23)] {
        stones.prune(today).unwrap();
        left.push(stones.all().unwrap().len());
    }

    assert_eq!(left, [3, 1]);
}

#[test]
fn a_directory_that_others_may_enter_is_refused_and_a_file_reads_as_a_directory_does() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path().join("tombstones");
    Tombstones::open(&at).unwrap().set(&stone(1, DAY)).unwrap();

    let (file, directory) = (
        tombstones::read(&at.join("2026-11")).unwrap(),
        tombstones::read(&at).unwrap(),
    );
    fs::set_permissions(&at, fs::Permissions::from_mode(0o755)).unwrap();

    assert_eq!(file, directory);
    assert_eq!(file, [stone(1, DAY)]);
    assert!(matches!(Tombstones::open(&at), Err(Error::Exposed(..))));
}
