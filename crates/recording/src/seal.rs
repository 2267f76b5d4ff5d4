//! What every stored piece has in common: compressed, then sealed to its place.

use revoir_domain::ids::RecordingId;
use revoir_vault::DataKey;

/// A stored piece is not what was written: another key, another place, or changed bytes.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} {number} of the recording is damaged")]
pub struct Damaged {
    /// `chunk` or `frame`.
    pub what: &'static str,
    /// Its sequence number or ordinal.
    pub number: u32,
}

/// Which piece of which recording: authenticated with its bytes, so that pieces cannot trade places.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) recording: RecordingId,
    pub(crate) what: &'static str,
    pub(crate) number: u32,
}

impl Place {
    fn about(self) -> Vec<u8> {
        let number = self.number.to_be_bytes();
        [
            self.recording.uuid().as_bytes(),
            self.what.as_bytes(),
            &number,
        ]
        .concat()
    }

    pub(crate) fn seal(self, key: &DataKey, nonce: [u8; 12], compressed: &[u8]) -> Vec<u8> {
        key.seal(nonce, &self.about(), compressed)
    }

    pub(crate) fn open(self, key: &DataKey, sealed: &[u8]) -> Result<Vec<u8>, Damaged> {
        key.open(&self.about(), sealed).map_err(|_| self.damaged())
    }

    pub(crate) fn damaged(self) -> Damaged {
        Damaged {
            what: self.what,
            number: self.number,
        }
    }
}
