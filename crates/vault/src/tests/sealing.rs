//! Sealing and slots, in memory.

use super::*;
use crate::{Unreadable, slot};
use proptest::prelude::*;
use revoir_domain::grant::Slot;

#[test]
fn what_was_sealed_opens_again() {
    let sealed = key(1).seal([9; 12], b"chunk 4", b"clear");

    assert_eq!(key(1).open(b"chunk 4", &sealed), Ok(b"clear".to_vec()));
    assert_eq!(sealed.len(), 1 + 12 + 5 + 16);
}

#[test]
fn another_key_or_another_subject_opens_nothing() {
    let sealed = key(1).seal([9; 12], b"chunk 4", b"clear");

    assert_eq!(key(2).open(b"chunk 4", &sealed), Err(Unreadable));
    assert_eq!(key(1).open(b"chunk 5", &sealed), Err(Unreadable));
}

#[test]
fn a_digest_is_the_same_for_the_same_bytes_and_key_only() {
    let digest = key(1).digest(b"batch");

    assert_eq!(digest, key(1).digest(b"batch"));
    assert_ne!(digest, key(1).digest(b"other"));
    assert_ne!(digest, key(2).digest(b"batch"));
}

#[test]
fn a_key_never_shows_itself() {
    assert_eq!(format!("{:?}", key(7)), "DataKey(..)");
}

#[test]
fn a_slot_opens_for_its_own_number_recording_and_bucket_only() {
    let mine = Slot {
        bucket: today(),
        number: 3,
    };
    let bytes = slot::wrap(&[5; 32], [9; 12], mine, recording(1), &key(1));

    let opens = |key: &[u8; 32], slot, id| slot::unwrap(key, slot, recording(id), &bytes).is_some();

    assert!(opens(&[5; 32], mine, 1));
    assert!(!opens(&[6; 32], mine, 1));
    assert!(!opens(&[5; 32], mine, 2));
    assert!(!opens(&[5; 32], Slot { number: 4, ..mine }, 1));
    assert!(!opens(
        &[5; 32],
        Slot {
            bucket: christmas(),
            ..mine
        },
        1
    ));
}

#[test]
fn a_slot_opens_no_more_after_any_bit_was_flipped() {
    let mine = Slot {
        bucket: today(),
        number: 3,
    };
    let whole = slot::wrap(&[5; 32], [9; 12], mine, recording(1), &key(1));

    let opened = (0..slot::SIZE * 8).filter(|bit| {
        let mut bytes = whole;
        bytes[bit / 8] ^= 1 << (bit % 8);
        slot::unwrap(&[5; 32], mine, recording(1), &bytes).is_some()
    });

    assert_eq!(opened.count(), 0);
}

proptest! {
    #[test]
    fn any_bytes_are_sealed_and_opened(clear: Vec<u8>, about: Vec<u8>, nonce: [u8; 12], number: u8) {
        let sealed = key(number).seal(nonce, &about, &clear);

        prop_assert_eq!(key(number).open(&about, &sealed), Ok(clear));
    }

    #[test]
    fn a_flipped_bit_is_refused(clear: Vec<u8>, bit: prop::sample::Index) {
        let mut sealed = key(1).seal([9; 12], b"chunk", &clear);
        let bit = bit.index(sealed.len() * 8);
        sealed[bit / 8] ^= 1 << (bit % 8);

        prop_assert_eq!(key(1).open(b"chunk", &sealed), Err(Unreadable));
    }

    #[test]
    fn a_shorter_text_is_refused(clear: Vec<u8>, length: prop::sample::Index) {
        let sealed = key(1).seal([9; 12], b"chunk", &clear);
        let shorter = &sealed[..length.index(sealed.len())];

        prop_assert_eq!(key(1).open(b"chunk", shorter), Err(Unreadable));
    }

    #[test]
    fn bytes_from_anywhere_are_refused(bytes: Vec<u8>) {
        prop_assert_eq!(key(1).open(b"chunk", &bytes), Err(Unreadable));
    }
}
