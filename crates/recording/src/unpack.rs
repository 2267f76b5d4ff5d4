//! Inflating, bounded before the first byte: what a coding says of its size is a hint.

use crate::wire::Coding;
use libdeflater::{DecompressionError, Decompressor};
use revoir_domain::limits;
use revoir_scrub::{Events, Unreadable};
use std::io::Read;

/// The batch inflates to more than a batch may.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the batch inflates to more than {} bytes, or to more than {} times its size",
    limits::INFLATED_BYTES,
    limits::INFLATION
)]
pub struct TooLarge;

/// Why a batch's bytes are no events.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// A bomb, or simply too much.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// Truncated or damaged.
    #[error("the bytes are not {0:?} as the header says, or are cut short")]
    Coding(Coding),
    /// Inflated well, but no events.
    #[error(transparent)]
    Events(#[from] Unreadable),
}

/// Inflates a batch's bytes and reads them as events.
pub fn unpack(coding: Coding, bytes: &[u8]) -> Result<Events, UnpackError> {
    let inflated = match coding {
        Coding::None => bytes.to_vec(),
        Coding::Gzip => gunzip(bytes)?,
        Coding::Zstd => unzstd(bytes)?,
    };
    if inflated.len() > most(bytes) {
        return Err(TooLarge.into());
    }
    Ok(Events::parse(inflated)?)
}

/// To how many bytes `bytes` may inflate.
fn most(bytes: &[u8]) -> usize {
    bytes
        .len()
        .saturating_mul(limits::INFLATION)
        .clamp(1_000_000, limits::INFLATED_BYTES)
}

fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, UnpackError> {
    let mut decompressor = Decompressor::new();
    let (mut room, most) = (hinted_size(bytes), most(bytes));
    loop {
        let mut inflated = vec![0; room];
        match decompressor.gzip_decompress(bytes, &mut inflated) {
            Ok(size) => {
                inflated.truncate(size);
                return Ok(inflated);
            }
            Err(DecompressionError::InsufficientSpace) if room < most => {
                room = (room * 4).min(most);
            }
            Err(DecompressionError::InsufficientSpace) => return Err(TooLarge.into()),
            Err(DecompressionError::BadData) => return Err(UnpackError::Coding(Coding::Gzip)),
        }
    }
}

/// The size in a gzip trailer (RFC 1952, ISIZE), held within sense.
fn hinted_size(bytes: &[u8]) -> usize {
    let hint = bytes
        .last_chunk::<4>()
        .map_or(0, |size| u32::from_le_bytes(*size));
    usize::try_from(hint)
        .unwrap_or_default()
        .clamp(1_024, most(bytes))
}

fn unzstd(bytes: &[u8]) -> Result<Vec<u8>, UnpackError> {
    let broken = |_| UnpackError::Coding(Coding::Zstd);
    let mut decoder = zstd::stream::read::Decoder::with_buffer(bytes).map_err(broken)?;
    decoder.window_log_max(24).map_err(broken)?;
    let most = u64::try_from(most(bytes)).unwrap_or(u64::MAX);
    let mut inflated = Vec::new();
    decoder
        .take(most + 1)
        .read_to_end(&mut inflated)
        .map_err(broken)?;
    Ok(inflated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Write;

    const EVENTS: &[u8] = br#"[{"type":1,"data":{},"timestamp":5}]"#;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn every_coding_gives_the_same_events() {
        let zstd = zstd::encode_all(EVENTS, 3).unwrap();

        for (coding, bytes) in [
            (Coding::None, EVENTS.to_vec()),
            (Coding::Gzip, gzip(EVENTS)),
            (Coding::Zstd, zstd),
        ] {
            assert!(unpack(coding, &bytes).is_ok(), "{coding:?}");
        }
    }

    #[test]
    fn a_bomb_is_too_large_in_every_coding() {
        let zeros = vec![b' '; limits::INFLATED_BYTES + 1];
        let zstd = zstd::encode_all(&zeros[..], 3).unwrap();

        for (coding, bytes) in [(Coding::Gzip, gzip(&zeros)), (Coding::Zstd, zstd)] {
            assert!(
                matches!(unpack(coding, &bytes), Err(UnpackError::TooLarge(_))),
                "{coding:?}"
            );
        }
    }

    #[test]
    fn what_inflates_beyond_reason_is_too_large_although_small() {
        let spaces = vec![b' '; 3_000_000];

        let zstd = zstd::encode_all(&spaces[..], 3).unwrap();
        for (coding, bytes) in [(Coding::Gzip, gzip(&spaces)), (Coding::Zstd, zstd)] {
            assert!(
                matches!(unpack(coding, &bytes), Err(UnpackError::TooLarge(_))),
                "{coding:?}"
            );
        }
    }

    #[test]
    fn a_trailer_that_lies_is_not_believed() {
        let mut small = gzip(EVENTS);
        let end = small.len();
        small[end - 4..].copy_from_slice(&u32::MAX.to_le_bytes());

        assert!(matches!(
            unpack(Coding::Gzip, &small),
            Err(UnpackError::Coding(Coding::Gzip))
        ));
    }

    #[test]
    fn truncated_bytes_are_refused_wherever_they_are_cut() {
        let whole = gzip(EVENTS);

        for end in 0..whole.len() {
            assert!(unpack(Coding::Gzip, &whole[..end]).is_err(), "{end}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            for coding in [Coding::None, Coding::Gzip, Coding::Zstd] {
                drop(unpack(coding, &bytes));
            }
        }
    }
}
