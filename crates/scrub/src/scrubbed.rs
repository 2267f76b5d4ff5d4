//! What may be stored: events that went through the rule, and nothing else.

use std::fmt::Write as _;
use std::ops::Range;

use revoir_domain::route::RoutePattern;

use crate::events::{Events, Head};
use crate::pass::Pass;
use crate::place::{self, MaskedAt};

/// What the rule needs to know of the site and the recording.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// The declared routes of the site.
    pub routes: Vec<RoutePattern>,
    /// What is taken from every time, in milliseconds; 0 where times are offsets already.
    pub origin_ms: i64,
    /// From what names are drawn: one key for one recording.
    pub name_key: [u8; 16],
}

/// Scrubbed events as a JSON array. Only [`scrub`] makes them.
#[derive(Clone, Debug, Default)]
pub struct ScrubbedEvents {
    bytes: Vec<u8>,
    events: Vec<PlacedEvent>,
    dropped: usize,
    masked: Vec<MaskedAt>,
    blocked: usize,
    first_route: Option<String>,
}

/// Where one event stands in the array.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlacedEvent {
    /// Its bytes in the array.
    pub range: Range<usize>,
    /// Its time in milliseconds, from the origin on.
    pub ms: u64,
    /// Whether a replay can start here.
    pub is_full_snapshot: bool,
}

/// Applies the rule to all events: what may be clear stays, what may not is masked or left out.
#[must_use]
pub fn scrub(events: &Events, rules: &Rules) -> ScrubbedEvents {
    let json = simdutf8::basic::from_utf8(&events.bytes).unwrap_or_default();
    let mut pass = Pass::new(rules, json.len());
    let mut scrubbed = ScrubbedEvents::default();
    pass.out.push('[');
    for head in &events.heads {
        let placed = write_event(&mut pass, head, json, rules.origin_ms);
        let route = pass.route.take();
        if let Some(placed) = placed {
            scrubbed.events.push(placed);
            scrubbed.first_route = scrubbed.first_route.or(route);
        } else {
            scrubbed.dropped += 1;
        }
    }
    pass.out.push(']');
    ScrubbedEvents {
        bytes: pass.out.into_bytes(),
        masked: place::counted(pass.masked),
        blocked: pass.blocked,
        ..scrubbed
    }
}

fn write_event<'a>(
    pass: &mut Pass<'a>,
    head: &Head,
    json: &'a str,
    origin_ms: i64,
) -> Option<PlacedEvent> {
    let before = pass.out.len();
    let ms = i64::try_from(head.ms)
        .unwrap_or(i64::MAX)
        .saturating_sub(origin_ms);
    let ms = u64::try_from(ms).unwrap_or(0);
    if before > 1 {
        pass.out.push(',');
    }
    let start = pass.out.len();
    _ = write!(pass.out, "{{\"type\":{},\"data\":", head.kind);
    let kept = match head.kind {
        0 | 1 => {
            pass.out.push_str("{}");
            true
        }
        kind => pass.data(kind, json, head.data.start, head.data.len()),
    };
    if !kept {
        pass.out.truncate(before);
        return None;
    }
    _ = write!(pass.out, ",\"timestamp\":{ms}}}");
    Some(PlacedEvent {
        range: start..pass.out.len(),
        ms,
        is_full_snapshot: head.kind == 2,
    })
}

impl ScrubbedEvents {
    /// The events as a JSON array.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many events there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.events.len()
    }

    /// Where each event stands, in the order of the array.
    #[must_use]
    pub fn events(&self) -> impl ExactSizeIterator<Item = &PlacedEvent> {
        self.events.iter()
    }

    /// The full snapshots among the events.
    pub fn full_snapshots(&self) -> impl Iterator<Item = &PlacedEvent> {
        self.events.iter().filter(|event| event.is_full_snapshot)
    }

    /// The earliest time.
    #[must_use]
    pub fn first_ms(&self) -> Option<u64> {
        self.events.iter().map(|event| event.ms).min()
    }

    /// The latest time.
    #[must_use]
    pub fn last_ms(&self) -> Option<u64> {
        self.events.iter().map(|event| event.ms).max()
    }

    /// How many strings were kept and changed.
    #[must_use]
    pub fn masked(&self) -> u64 {
        self.masked.iter().map(|place| place.count).sum()
    }

    /// The same, place by place.
    #[must_use]
    pub fn masked_at(&self) -> &[MaskedAt] {
        &self.masked
    }

    /// How many events were left out.
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// In how many strings that were kept something of S1 was found.
    #[must_use]
    pub fn blocked(&self) -> usize {
        self.blocked
    }

    /// The route of the first page.
    #[must_use]
    pub fn first_route(&self) -> Option<&str> {
        self.first_route.as_deref()
    }
}
