//! Going through an array of events that is stored already, to pack it anew.

use std::ops::Range;

use crate::events::{Unreadable, split};

/// One event of a stored array.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredEvent {
    /// Its bytes in the array.
    pub range: Range<usize>,
    /// The bytes of its data in the array.
    pub data: Range<usize>,
    /// Its time in milliseconds.
    pub ms: u64,
    /// Its rrweb type; 2 is a full snapshot.
    pub kind: u32,
}

/// Goes through a JSON array of events, however many.
pub fn each_event(bytes: &[u8]) -> Result<impl Iterator<Item = StoredEvent> + use<>, Unreadable> {
    let heads = split(bytes, usize::MAX)?;
    Ok(heads.into_iter().map(|head| StoredEvent {
        range: head.whole,
        data: head.data,
        ms: head.ms,
        kind: head.kind,
    }))
}
