//! Notes on a recording, sealed under its key: who erases the recording erases them.

use crate::seal::Damaged;
use revoir_domain::ids::{NoteId, RecordingId};
use revoir_vault::DataKey;

/// Seals a text to its note and recording.
#[must_use]
pub fn seal(
    recording: RecordingId,
    id: NoteId,
    key: &DataKey,
    nonce: [u8; 12],
    text: &str,
) -> Vec<u8> {
    key.seal(nonce, &about(recording, id), text.as_bytes())
}

/// The text of a stored note.
pub fn open(
    recording: RecordingId,
    id: NoteId,
    key: &DataKey,
    sealed: &[u8],
) -> Result<String, Damaged> {
    let damaged = Damaged {
        what: "note",
        number: 0,
    };
    let text = key.open(&about(recording, id), sealed);
    let text = text.ok().and_then(|text| String::from_utf8(text).ok());
    text.ok_or(damaged)
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

        let sealed = seal(recording, id, &key, [1; 12], "here");

        assert_eq!(open(recording, id, &key, &sealed).unwrap(), "here");
        assert!(open(other, id, &key, &sealed).is_err());
        assert!(open(recording, another, &key, &sealed).is_err());
    }
}
