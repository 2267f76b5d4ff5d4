//! Proofs of process: files that show how visitors are asked. What they are is looked at, not believed.

use crate::limits;

/// What a file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Media {
    /// A configuration: text.
    Text,
    /// A picture.
    Png,
    /// A picture.
    WebP,
}

/// Why a file is not taken.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotAProcess {
    /// Neither.
    #[error("the file is neither a whole PNG or WebP picture nor text (UTF-8)")]
    Unknown,
    /// A picture beyond its size.
    #[error("the picture has more than 1 MiB")]
    LargePicture,
    /// A configuration beyond its size.
    #[error("the configuration has more than 256 KiB")]
    LargeText,
}

impl Media {
    /// How it is served.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }

    /// What these bytes are.
    pub fn of(bytes: &[u8]) -> Result<Self, NotAProcess> {
        let media = if is_png(bytes) {
            Self::Png
        } else if is_webp(bytes) {
            Self::WebP
        } else {
            Self::Text
        };
        if media != Self::Text {
            let fits = bytes.len() <= limits::SCREENSHOT_BYTES;
            return if fits {
                Ok(media)
            } else {
                Err(NotAProcess::LargePicture)
            };
        }
        let text = std::str::from_utf8(bytes).map_err(|_| NotAProcess::Unknown)?;
        if text.trim().is_empty() || text.contains('\0') {
            return Err(NotAProcess::Unknown);
        }
        if bytes.len() > limits::CONFIGURATION_BYTES {
            return Err(NotAProcess::LargeText);
        }
        Ok(media)
    }
}

/// A picture of some size whose chunks follow one another to the end of the file, nothing behind it.
fn is_png(bytes: &[u8]) -> bool {
    let Some(mut rest) = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n") else {
        return false;
    };
    let mut is_first = true;
    while let Some(chunk) = Chunk::read(rest) {
        if is_first && (chunk.kind != b"IHDR" || chunk.data.len() != 13 || !has_size(chunk.data)) {
            return false;
        }
        if chunk.kind == b"IEND" {
            return chunk.next.is_empty() && chunk.data.is_empty();
        }
        (is_first, rest) = (false, chunk.next);
    }
    false
}

/// A piece of a PNG, and what follows it and its check sum.
struct Chunk<'a> {
    kind: &'a [u8],
    data: &'a [u8],
    next: &'a [u8],
}

impl<'a> Chunk<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (kind, rest) = rest.split_at_checked(4)?;
        let (data, rest) = rest.split_at_checked(length)?;
        let next = rest.get(4..)?;
        Some(Self { kind, data, next })
    }
}

fn has_size(header: &[u8]) -> bool {
    let sides = [header.get(..4), header.get(4..8)];
    sides.into_iter().all(|side| {
        let side = side
            .and_then(|side| side.try_into().ok())
            .map(u32::from_be_bytes);
        side.is_some_and(|side| (1..=20_000).contains(&side))
    })
}

fn is_webp(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"RIFF") else {
        return false;
    };
    let Some((length, rest)) = rest.split_first_chunk::<4>() else {
        return false;
    };
    let whole = usize::try_from(u32::from_le_bytes(*length)) == Ok(rest.len());
    let kinds: [&[u8]; 3] = [b"WEBPVP8 ", b"WEBPVP8L", b"WEBPVP8X"];
    whole && rest.len() > 20 && kinds.iter().any(|kind| rest.starts_with(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One pixel.
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\xdac\xfc\xff\xff?\x03\0\x08\xfc\x02\xfe\xa7\x9a\xa0\xa0\0\0\0\0IEND\xaeB`\x82";

    fn webp() -> Vec<u8> {
        let body = b"WEBPVP8L\x10\0\0\0/\0\0\0\0\x07\x10\xfd\x8f\xfe\x07\"\xa2\xff\x01";
        let length = u32::try_from(body.len()).unwrap().to_le_bytes();
        [b"RIFF", &length[..], body].concat()
    }

    #[test]
    fn pictures_and_texts_are_known_by_what_they_hold() {
        assert_eq!(Media::of(PNG), Ok(Media::Png));
        assert_eq!(Media::of(&webp()), Ok(Media::WebP));
        assert_eq!(Media::of(b"{\"banner\": true}"), Ok(Media::Text));
    }

    #[test]
    fn what_only_begins_like_a_picture_is_none() {
        let behind = [PNG, b"<script>"].concat();
        let cut = &PNG[..PNG.len() - 6];
        let large = [&webp()[..], &[0]].concat();
        for bytes in [
            &behind,
            cut,
            &large,
            b"\x89PNG\r\n\x1a\n",
            b"GIF89a\xff",
            b"",
            b" ",
        ] {
            assert_eq!(Media::of(bytes), Err(NotAProcess::Unknown), "{bytes:?}");
        }
        let mut empty = PNG.to_vec();
        empty[19] = 0;
        assert_eq!(Media::of(&empty), Err(NotAProcess::Unknown));
    }

    #[test]
    fn what_is_too_large_is_refused() {
        let text = "a".repeat(limits::CONFIGURATION_BYTES + 1);
        let data = vec![0; limits::SCREENSHOT_BYTES];
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        let end = PNG.len() - 12;
        let large = [&PNG[..end], &length, b"IDAT", &data, &[0; 4], &PNG[end..]].concat();

        assert_eq!(Media::of(text.as_bytes()), Err(NotAProcess::LargeText));
        assert_eq!(Media::of(&large), Err(NotAProcess::LargePicture));
    }
}
