//! Notes on a recording, sealed under its key: who erases the recording erases them.

use crate::seal::Damaged;
use revoir_domain::ids::{NoteId, RecordingId};
use revoir_vault::DataKey;

/// Seals a note's moment, in milliseconds from the beginning, and its text to its recording.
#[must_use]
pub fn seal(
    recording: RecordingId,
    id: NoteId,
    key: &DataKey,
    nonce: [u8; 12],
    (at_ms, text): (u64, &str),
) -> Vec<u8> {
    let clear = [&at_ms.to_be_bytes(), text.as_bytes()].concat();
    key.seal(nonce, &about(recording, id), &clear)
}

/// The moment and the text of a stored note.
pub fn open(
    recording: RecordingId,
    id: NoteId,
    key: &DataKey,
    sealed: &[u8],
) -> Result<(u64, String), Damaged> {
    let damaged = Damaged {
        what: "note",
        number: 0,
    };
    let clear = key.open(&about(recording, id), sealed);
    let parted = clear.ok().and_then(|clear| {
        let (moment, text) = clear.split_first_chunk::<8>()?;
        Some((
            u64::from_be_bytes(*moment),
            String::from_utf8(text.to_vec()).ok()?,
        ))
    });
    parted.ok_or(damaged)
}

fn about(recording: RecordingId, id: NoteId) -> Vec<u8> {
    let (recording, id) = (recording.uuid(), id.uuid());
    [recording.as_bytes(), b"note".as_slice(), id.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use revoir_domain::ids::untimed;

    #[test]
    fn a_note_opens_at_its_place_alone() {
        let (recording, other) = (
            RecordingId::from_uuid(untimed([1; 16])),
            RecordingId::from_uuid(untimed([2; 16])),
        );
        let (id, another) = (
            NoteId::from_uuid(untimed([3; 16])),
            NoteId::from_uuid(untimed([4; 16])),
        );
        let key = DataKey::from_bytes([7; 32]);

        let sealed = seal(recording, id, &key, [1; 12], (7, "here"));

        assert_eq!(
            open(recording, id, &key, &sealed).unwrap(),
            (7, "here".to_owned())
        );
        assert!(open(other, id, &key, &sealed).is_err());
        assert!(open(recording, another, &key, &sealed).is_err());
    }
}
