use crate::audit::{
    Beside, End, Fault, Line, Link, Pruned, SigningKey, Start, Verified, Verifier, Wrong, beside,
    chain,
};
use jiff::{SignedDuration, Timestamp};
use rand::{SeedableRng, rngs::StdRng};
use revoir_domain::{
    audit::{Act, Actor, Digest, Entry, Event, Subject, Words},
    ids::{OrganisationId, untimed},
};

fn key(seed: u64) -> SigningKey {
    let dir = tempfile::tempdir().unwrap();
    let keys = dir.path().join("keys");
    SigningKey::open(&keys, &mut StdRng::seed_from_u64(seed)).unwrap()
}

fn ours() -> OrganisationId {
    OrganisationId::from_uuid(untimed([1; 16]))
}

fn entry(number: u64) -> Entry {
    let act = Act::of(Event::LogRead, Subject::Organisation);
    let at = Timestamp::UNIX_EPOCH;
    Entry {
        number,
        ..Entry::of(&act, Actor::Cli, ours(), at).unwrap()
    }
}

fn link(key: &SigningKey, previous: Digest, number: u64) -> Link {
    let words = Words::of("ticket 7").unwrap();
    let (bound, said) = beside([9; 32], &words);
    let mut entry = entry(number);
    entry.words = Some(bound);
    let hash = chain(previous, &entry);
    Link {
        entry,
        hash,
        signature: key.sign(hash),
        beside: Some(said),
    }
}

/// A log of five entries as it is exported.
fn log(key: &SigningKey) -> Vec<Line> {
    let start = Start {
        version: 1,
        organisation: ours(),
        public_key: key.public(),
        pruned: None,
    };
    let mut lines = vec![Line::Start(start)];
    let mut last = Digest::NONE;
    for number in 1..=5 {
        let link = link(key, last, number);
        last = link.hash;
        lines.push(Line::Link(link));
    }
    lines.push(Line::End(End::sign(
        key,
        ours(),
        (5, last),
        Timestamp::UNIX_EPOCH,
    )));
    lines
}

fn verify_by(mut verifier: Verifier, lines: &[Line]) -> Result<Verified, Fault> {
    for line in lines {
        verifier.take(&serde_json::to_string(line).unwrap())?;
    }
    verifier.finish()
}

fn verify(lines: &[Line]) -> Result<Verified, Fault> {
    verify_by(Verifier::default(), lines)
}

fn at(line: &mut Line) -> &mut Link {
    match line {
        Line::Link(found) => found,
        _ => panic!("not an entry"),
    }
}

fn fault(line: u64, number: u64, wrong: Wrong) -> Fault {
    let number = Some(number);
    Fault {
        line,
        number,
        wrong,
    }
}

#[test]
fn a_log_as_it_was_written_verifies_and_tells_its_head() {
    let key = key(1);

    let verified = verify(&log(&key)).unwrap();

    assert_eq!((verified.first, verified.head.number), (1, 5));
    assert_eq!(verified.public_key, key.public());
}

#[test]
fn the_first_entry_that_is_changed_removed_inserted_or_moved_is_named() {
    let whole = log(&key(1));
    let broken = |change: fn(&mut Vec<Line>)| {
        let mut lines = whole.clone();
        change(&mut lines);
        verify(&lines).unwrap_err()
    };

    let changed = broken(|lines| at(&mut lines[3]).entry.actor = Actor::System);
    let removed = broken(|lines| drop(lines.remove(3)));
    let inserted = broken(|lines| lines.insert(4, lines[3].clone()));
    let moved = broken(|lines| lines.swap(3, 4));
    let cut = broken(|lines| drop(lines.pop()));
    let shorter = broken(|lines| drop(lines.remove(5)));
    let words = broken(|lines| {
        let text = "another".to_owned();
        let salt = Digest([9; 32]);
        at(&mut lines[3]).beside = Some(Beside { salt, text });
    });

    assert_eq!(changed, fault(4, 3, Wrong::Changed));
    assert_eq!(removed, fault(4, 3, Wrong::Removed));
    assert_eq!(inserted, fault(5, 3, Wrong::Inserted));
    assert_eq!(moved, fault(4, 3, Wrong::Reordered));
    assert_eq!(cut, fault(7, 6, Wrong::CutOff));
    assert_eq!(shorter, fault(6, 5, Wrong::Head));
    assert_eq!(words, fault(4, 3, Wrong::WordsChanged));
}

#[test]
fn a_chain_made_anew_without_the_key_is_found_where_it_begins() {
    let (ours, theirs) = (key(1), key(2));
    let mut lines = log(&ours);
    let mut last = at(&mut lines[2]).hash;
    for (place, line) in lines.iter_mut().enumerate().take(6).skip(3) {
        *line = Line::Link(link(&theirs, last, place as u64));
        last = at(line).hash;
    }

    assert_eq!(verify(&lines).unwrap_err(), fault(4, 3, Wrong::Unsigned));
    let foreign = Verifier::default().pinned(Some(ours.public()));
    assert_eq!(
        verify_by(foreign, &log(&theirs)).unwrap_err().wrong,
        Wrong::Start
    );
}

#[test]
fn words_that_were_erased_leave_a_log_that_verifies() {
    let mut lines = log(&key(1));
    at(&mut lines[3]).beside = None;

    assert!(verify(&lines).is_ok());
}

#[test]
fn what_follows_a_pruned_entry_verifies_if_it_was_old_enough_to_go() {
    let key = key(1);
    let pruned_at = |days: i64| {
        let mut lines = log(&key);
        let previous = at(&mut lines[1]).hash;
        let last = at(&mut lines[2]).clone();
        let head = at(&mut lines[5]).hash;
        let Line::Start(start) = &mut lines[0] else {
            panic!("no start")
        };
        start.pruned = Some(Pruned {
            link: last,
            previous,
        });
        let end = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * days);
        lines[6] = Line::End(End::sign(&key, ours(), (5, head), end));
        lines.drain(1..3);
        lines
    };
    let old = pruned_at(365);
    let mut foreign = old.clone();
    let Line::Start(Start {
        pruned: Some(pruned),
        ..
    }) = &mut foreign[0]
    else {
        panic!("no start")
    };
    pruned.link.entry.at = Timestamp::UNIX_EPOCH - SignedDuration::from_hours(1);

    let verified = verify(&old).unwrap();

    assert_eq!((verified.first, verified.head.number), (3, 5));
    let older = End::sign(&key, ours(), (1, Digest([7; 32])), Timestamp::UNIX_EPOCH);
    let expecting = Verifier::default().kept(Some(older));
    assert_eq!(
        verify_by(expecting, &old).unwrap_err().wrong,
        Wrong::KeptPruned
    );
    assert_eq!(
        verify(&pruned_at(364)).unwrap_err(),
        fault(5, 2, Wrong::PrunedEarly)
    );
    assert_eq!(verify(&foreign).unwrap_err().wrong, Wrong::Start);
}

#[test]
fn a_head_kept_elsewhere_shows_that_the_end_was_cut_off_or_made_anew() {
    let key = key(1);
    let whole = log(&key);
    let Some(Line::End(kept)) = whole.last().cloned() else {
        panic!("no head")
    };
    let mut cut = whole.clone();
    cut.drain(5..);
    let last = at(&mut cut[4]).hash;
    cut.push(Line::End(End::sign(
        &key,
        ours(),
        (4, last),
        Timestamp::UNIX_EPOCH,
    )));
    let expecting = || Verifier::default().kept(Some(kept.clone()));

    assert!(verify(&cut).is_ok());
    assert_eq!(
        verify_by(expecting(), &cut).unwrap_err(),
        fault(6, 5, Wrong::KeptHead)
    );
    assert!(verify_by(expecting(), &whole).is_ok());
}

#[test]
fn what_is_no_log_is_said_at_its_line() {
    for text in ["", "{}", "[]", "{\"start\":{}}", "\u{0}", "{\"end\":1}"] {
        let mut verifier = Verifier::default();
        let fault = verifier.take(text).unwrap_err();
        assert_eq!((fault.line, fault.wrong), (1, Wrong::Unreadable), "{text}");
    }
}
