//! Export: stored offsets become the times that any rrweb player shows.

use revoir_scrub::{Unreadable, each_event};

/// Adds `by_ms` to the timestamp of every event of a stored array.
pub fn shift(array: &[u8], by_ms: u64) -> Result<Vec<u8>, Unreadable> {
    let mut shifted = Vec::with_capacity(array.len() + array.len() / 16);
    shifted.push(b'[');
    for event in each_event(array)? {
        if shifted.len() > 1 {
            shifted.push(b',');
        }
        // the scrubber writes the timestamp last: what stands before it is what ends with the last colon
        let bytes = array.get(event.range.clone()).unwrap_or_default();
        let colon = bytes
            .iter()
            .rposition(|byte| *byte == b':')
            .unwrap_or_default();
        shifted.extend_from_slice(bytes.get(..=colon).unwrap_or_default());
        shifted.extend_from_slice((event.ms + by_ms).to_string().as_bytes());
        shifted.push(b'}');
    }
    shifted.push(b']');
    Ok(shifted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_is_moved_and_nothing_else() {
        let stored = br#"[{"type":3,"data":{"source":0,"x":"12:30"},"timestamp":5},{"type":1,"data":{},"timestamp":0}]"#;

        let shifted = shift(stored, 1_000).unwrap();

        let expected = r#"[{"type":3,"data":{"source":0,"x":"12:30"},"timestamp":1005},{"type":1,"data":{},"timestamp":1000}]"#;
        assert_eq!(String::from_utf8(shifted).unwrap(), expected);
        assert_eq!(shift(b"[]", 1_000).unwrap(), b"[]");
    }
}
