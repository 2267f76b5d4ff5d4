//! What a visitor says of a recording, sealed under its key: who erases the recording erases it. Each is as long as
//! the longest may be, since two of one length would link their recordings.

use crate::seal::Damaged;
use revoir_domain::{ids::RecordingId, limits};
use revoir_vault::DataKey;

/// Bytes of the longest statement.
const LONGEST: usize = limits::STATEMENT_CHARS * 4;

/// Seals a statement to its recording.
#[must_use]
pub fn seal(recording: RecordingId, key: &DataKey, nonce: [u8; 12], text: &str) -> Vec<u8> {
    let mut clear = text.as_bytes().to_vec();
    clear.resize(clear.len().max(LONGEST), 0);
    key.seal(nonce, &about(recording), &clear)
}

/// The text of a stored statement.
pub fn open(recording: RecordingId, key: &DataKey, sealed: &[u8]) -> Result<String, Damaged> {
    let damaged = Damaged {
        what: "statement",
        number: 0,
    };
    let clear = key.open(&about(recording), sealed);
    let text = clear.ok().and_then(|clear| String::from_utf8(clear).ok());
    let text = text.ok_or(damaged)?;
    Ok(text.trim_end_matches('\0').to_owned())
}

fn about(recording: RecordingId) -> Vec<u8> {
    [recording.uuid().as_bytes(), b"statement".as_slice()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use revoir_domain::ids::untimed;

    #[test]
    fn a_statement_opens_at_its_recording_alone_and_its_length_tells_nothing() {
        let one = RecordingId::from_uuid(untimed([1; 16]));
        let other = RecordingId::from_uuid(untimed([2; 16]));
        let key = DataKey::from_bytes([7; 32]);
        let longest = "\u{1F600}".repeat(limits::STATEMENT_CHARS);

        let sealed = seal(one, &key, [1; 12], "not me");

        assert_eq!(open(one, &key, &sealed).unwrap(), "not me");
        assert!(open(other, &key, &sealed).is_err());
        assert_eq!(sealed.len(), seal(one, &key, [2; 12], &longest).len());
    }
}
