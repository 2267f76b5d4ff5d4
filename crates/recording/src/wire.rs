//! A batch as sent: one line of JSON, then the bytes.

use revoir_domain::limits;
use serde::Deserialize;
use serde_json::Number;

/// A batch as sent. Nothing of it is believed but its shape.
#[derive(Debug)]
pub struct WireBatch<'a> {
    /// The grant that it claims.
    pub grant: String,
    /// Its place in the recording, from 0.
    pub seq: u32,
    /// How its bytes are coded.
    pub coding: Coding,
    /// A JSON array of rrweb events, coded.
    pub bytes: &'a [u8],
}

/// How the bytes of a batch are coded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coding {
    /// RFC 1952.
    Gzip,
    /// RFC 8878.
    Zstd,
    /// As they are.
    None,
}

/// Why the first line of a batch cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// Not one line of JSON with grant, seq and coding.
    #[error("the first line must be JSON with grant, seq and coding, at most 1024 bytes")]
    Unreadable,
    /// A sequence number that no recording has.
    #[error("seq must be a whole number from 0 to 65535")]
    SequenceOutOfRange,
}

#[derive(Deserialize)]
struct Header {
    grant: String,
    seq: Number,
    coding: Coding,
}

impl<'a> WireBatch<'a> {
    /// Splits a request's body.
    pub fn parse(body: &'a [u8]) -> Result<Self, HeaderError> {
        let head = body
            .get(..limits::HEADER_BYTES.min(body.len()))
            .unwrap_or_default();
        let end = head
            .iter()
            .position(|byte| *byte == b'\n')
            .ok_or(HeaderError::Unreadable)?;
        let (line, rest) = body.split_at_checked(end).ok_or(HeaderError::Unreadable)?;
        let header: Header = serde_json::from_slice(line).map_err(|_| HeaderError::Unreadable)?;
        let seq = header.seq.as_u64().and_then(|seq| u32::try_from(seq).ok());
        let seq = seq
            .filter(|seq| *seq <= limits::LAST_SEQUENCE)
            .ok_or(HeaderError::SequenceOutOfRange)?;
        Ok(Self {
            grant: header.grant,
            seq,
            coding: header.coding,
            bytes: rest.get(1..).unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_a_line_and_its_bytes() {
        let batch =
            WireBatch::parse(b"{\"grant\":\"v1.a.b\",\"seq\":7,\"coding\":\"gzip\"}\n\x1f\x8b\n")
                .unwrap();

        assert_eq!(
            (batch.grant.as_str(), batch.seq, batch.coding),
            ("v1.a.b", 7, Coding::Gzip)
        );
        assert_eq!(batch.bytes, b"\x1f\x8b\n");
    }

    #[test]
    fn a_sequence_that_no_recording_has_is_named_so() {
        for seq in ["-1", "65536", "1.5", "1e99"] {
            let body = format!("{{\"grant\":\"g\",\"seq\":{seq},\"coding\":\"none\"}}\n");
            assert_eq!(
                WireBatch::parse(body.as_bytes()).unwrap_err(),
                HeaderError::SequenceOutOfRange,
                "{seq}"
            );
        }
    }

    #[test]
    fn a_header_without_its_end_or_its_fields_is_unreadable() {
        let long = format!("{{\"grant\":\"{}\"}}\n", "a".repeat(2_000));
        for body in [
            "",
            "{}\n",
            "{\"grant\":\"g\",\"seq\":0,\"coding\":\"br\"}\n",
            "[]",
            long.as_str(),
        ] {
            assert_eq!(
                WireBatch::parse(body.as_bytes()).unwrap_err(),
                HeaderError::Unreadable,
                "{body}"
            );
        }
    }
}
