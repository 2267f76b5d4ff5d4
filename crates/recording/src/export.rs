//! Export: stored offsets become the times that any rrweb player shows.

use revoir_scrub::{Unreadable, each_event};

/// Adds `by_ms` to the timestamp of every event of a stored array, leaving out the first `skip`.
/// Returns the array, and how many events the stored one held.
pub fn shift(array: &[u8], by_ms: u64, skip: usize) -> Result<(Vec<u8>, usize), Unreadable> {
    let mut shifted = Vec::with_capacity(array.len() + array.len() / 16);
    shifted.push(b'[');
    let mut count = 0;
    for event in each_event(array)? {
        count += 1;
        if count <= skip {
            continue;
        }
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
    Ok((shifted, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_is_moved_and_nothing_else() {
        let stored = br#"[{"type":3,"data":{"source":0,"x":"12:30"},"timestamp":5},{"type":1,"data":{},"timestamp":0}]"#;

        let (shifted, count) = shift(stored, 1_000, 0).unwrap();

        let expected = r#"[{"type":3,"data":{"source":0,"x":"12:30"},"timestamp":1005},{"type":1,"data":{},"timestamp":1000}]"#;
        assert_eq!(String::from_utf8(shifted).unwrap(), expected);
        assert_eq!(count, 2);
        assert_eq!(shift(b"[]", 1_000, 0).unwrap(), (b"[]".to_vec(), 0));
    }

    #[test]
    fn events_that_were_read_before_are_left_out() {
        let stored = br#"[{"type":0,"data":{},"timestamp":5},{"type":1,"data":{},"timestamp":6}]"#;

        let (rest, count) = shift(stored, 0, 1).unwrap();

        assert_eq!(
            String::from_utf8(rest).unwrap(),
            r#"[{"type":1,"data":{},"timestamp":6}]"#
        );
        assert_eq!((count, shift(stored, 0, 2).unwrap().0), (2, b"[]".to_vec()));
    }
}
