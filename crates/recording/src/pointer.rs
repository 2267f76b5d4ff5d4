//! What is kept of the pointer's way, by policy. Whatever is found in the whole way is found before.

use revoir_domain::pointer::Pointer;
use revoir_scrub::{Cursor, StoredEvent};

const INCREMENT: u32 = 3;
const FULL_SNAPSHOT: u32 = 2;
const META: u32 = 4;
/// What may wait for the end of a run, in bytes: the last place before so much else is an end of its own.
const WAITING: usize = 256 * 1024;

/// An event of its own bytes.
pub(crate) type Written = (StoredEvent, Vec<u8>);

/// Leaves out of a recording what its policy does not keep of the pointer's way, event by event.
///
/// A run is a row of moves in between of which the visitor did nothing else; its first and its last place are kept.
#[derive(Debug)]
pub(crate) struct Reduction {
    keeps: Pointer,
    /// Within a run.
    moving: bool,
    /// The latest move, which may be the last of its run.
    latest: Option<Move>,
    /// What came after it.
    after: Vec<Written>,
    waiting: usize,
}

/// A move of which it is not known yet whether it is the last of its run.
#[derive(Debug)]
struct Move {
    ms: u64,
    source: u32,
    /// Where the run began, if it began in this event.
    first: Option<String>,
    /// Where it may have ended; none where that is where it began.
    last: Option<String>,
}

/// What an event is to a run.
enum Said<'a> {
    Moves(u32, Option<(&'a str, &'a str)>),
    Ends,
    Nothing,
}

impl Reduction {
    pub(crate) fn new(keeps: Pointer) -> Self {
        Self {
            keeps,
            moving: false,
            latest: None,
            after: Vec::new(),
            waiting: 0,
        }
    }

    /// Takes in the next event of an array, and returns what is kept by now, in order.
    pub(crate) fn take(&mut self, event: StoredEvent, array: &[u8]) -> Vec<Written> {
        let bytes = array.get(event.range.clone()).unwrap_or_default().to_vec();
        if self.keeps == Pointer::Path {
            return vec![(event, bytes)];
        }
        let data = array.get(event.data.clone()).unwrap_or_default();
        match said(event.kind, str::from_utf8(data).unwrap_or_default()) {
            Said::Moves(..) if self.keeps == Pointer::None => Vec::new(),
            Said::Moves(source, places) => {
                places.map_or_else(Vec::new, |ends| self.moved(event.ms, source, ends))
            }
            Said::Ends => {
                let mut kept = self.finish();
                kept.push((event, bytes));
                kept
            }
            Said::Nothing => self.other(event, bytes),
        }
    }

    /// What is kept when nothing follows, or when a run has ended.
    pub(crate) fn finish(&mut self) -> Vec<Written> {
        self.moving = false;
        self.settle(true)
    }

    fn moved(&mut self, ms: u64, source: u32, (first, last): (&str, &str)) -> Vec<Written> {
        let kept = self.settle(false);
        let begins = !self.moving;
        self.moving = true;
        self.latest = Some(Move {
            ms,
            source,
            first: begins.then(|| first.to_owned()),
            last: (!begins || first != last).then(|| last.to_owned()),
        });
        kept
    }

    fn other(&mut self, event: StoredEvent, bytes: Vec<u8>) -> Vec<Written> {
        if self.latest.is_none() {
            return vec![(event, bytes)];
        }
        self.waiting += bytes.len();
        self.after.push((event, bytes));
        if self.waiting > WAITING {
            return self.finish();
        }
        Vec::new()
    }

    /// The latest move, as the last of its run or not, and what came after it.
    fn settle(&mut self, is_last: bool) -> Vec<Written> {
        self.waiting = 0;
        let latest = self.latest.take();
        let written = latest.and_then(|latest| latest.write(is_last));
        written.into_iter().chain(self.after.drain(..)).collect()
    }
}

impl Move {
    fn write(self, is_last: bool) -> Option<Written> {
        let places = [self.first, self.last.filter(|_| is_last)];
        let places: Vec<_> = places.into_iter().flatten().collect();
        if places.is_empty() {
            return None;
        }
        let bytes = format!(
            "{{\"type\":{INCREMENT},\"data\":{{\"source\":{},\"positions\":[{}]}},\"timestamp\":{}}}",
            self.source,
            places.join(","),
            self.ms
        );
        let event = StoredEvent {
            range: 0..bytes.len(),
            data: 0..0,
            ms: self.ms,
            kind: INCREMENT,
        };
        Some((event, bytes.into_bytes()))
    }
}

fn said(kind: u32, data: &str) -> Said<'_> {
    match kind {
        FULL_SNAPSHOT | META => return Said::Ends,
        INCREMENT => {}
        _ => return Said::Nothing,
    }
    let (mut source, mut places) = (None, None);
    let mut cursor = Cursor::new(data, 0);
    cursor.eat(b'{');
    while let Some(key) = cursor.member() {
        match key {
            "source" => source = cursor.scalar().parse().ok(),
            "positions" => places = ends(&mut cursor),
            _ => cursor.skip(),
        }
        if source.is_some_and(|source: u32| !matches!(source, 1 | 6)) {
            break;
        }
    }
    match source {
        Some(source @ (1 | 6)) => Said::Moves(source, places),
        // a click or a focus, scrolling, another size of the window, an input
        Some(2..=5) => Said::Ends,
        _ => Said::Nothing,
    }
}

/// The first and the last object of the array that is next, as written.
fn ends<'a>(cursor: &mut Cursor<'a>) -> Option<(&'a str, &'a str)> {
    let mut found = None;
    cursor.eat(b'[');
    while cursor.peek() == b'{' {
        let place = cursor.value();
        found = Some((found.map_or(place, |(first, _)| first), place));
        cursor.eat(b',');
    }
    cursor.eat(b']');
    found
}
