//! The 64 bytes of a slot: nonce 12, wrapped data key 32, tag 16, mark 4. All zeros where free.

use crate::{DataKey, cipher};
use revoir_domain::{grant::Slot, ids::RecordingId};
use zeroize::Zeroizing;

/// How many bytes a slot has. A slot never lies across two sectors of a disk.
pub(crate) const SIZE: usize = 64;
/// A slot that is free.
pub(crate) const FREE: [u8; SIZE] = [0; SIZE];
/// The form of a slot that is taken; at its end, so that the tag covers or the mark checks every byte.
const MARK: [u8; 4] = [1, 0, 0, 0];

/// Wraps a data key for exactly this slot and recording.
pub(crate) fn wrap(
    bucket_key: &[u8; 32],
    nonce: [u8; 12],
    slot: Slot,
    recording: RecordingId,
    key: &DataKey,
) -> [u8; SIZE] {
    let sealed = cipher::seal(bucket_key, nonce, &about(slot, recording), key.bytes());
    let mut bytes = FREE;
    for (to, from) in bytes.iter_mut().zip(sealed.iter().chain(&MARK)) {
        *to = *from;
    }
    bytes
}

/// The data key in a slot, if it is of this slot and recording.
pub(crate) fn unwrap(
    bucket_key: &[u8; 32],
    slot: Slot,
    recording: RecordingId,
    bytes: &[u8; SIZE],
) -> Option<DataKey> {
    let sealed = bytes.strip_suffix(&MARK)?;
    let clear = cipher::open(bucket_key, &about(slot, recording), sealed).ok()?;
    let clear = Zeroizing::new(clear);
    clear.as_slice().try_into().ok().map(DataKey::from_bytes)
}

fn about(slot: Slot, recording: RecordingId) -> Vec<u8> {
    let bucket = slot.bucket.to_string();
    [
        bucket.as_bytes(),
        &slot.number.to_be_bytes(),
        recording.uuid().as_bytes(),
    ]
    .concat()
}
