//! Markers: points on a recording's timeline that one may want to go to.

use super::StripMarker;
use revoir_domain::{trigger::Friction, verdict::Found};
use revoir_scrub::Cursor;
use serde::{Deserialize, Serialize};

/// Markers of friction of one recording, as many of what failed, and as many of triggers: none crowds out another.
const MOST: usize = 500;

/// A point on a recording's timeline.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Marker {
    /// Something did not go as it was meant.
    Friction {
        /// When, in milliseconds from the first event.
        at_ms: u64,
        /// What.
        kind: Friction,
    },
    /// A trigger fired.
    Trigger {
        /// When, in milliseconds from the first event.
        at_ms: u64,
        /// Which, by its place in the policy's list.
        trigger: usize,
    },
}

impl Marker {
    /// The same at a place of a strip.
    pub(super) fn in_strip(&self, at: u16) -> StripMarker {
        let friction = match self {
            Self::Friction { kind, .. } => Some(*kind),
            Self::Trigger { .. } => None,
        };
        StripMarker { at, friction }
    }

    /// When, in milliseconds from the first event.
    #[must_use]
    pub fn at_ms(&self) -> u64 {
        match self {
            Self::Friction { at_ms, .. } | Self::Trigger { at_ms, .. } => *at_ms,
        }
    }
}

/// Collects markers while events go by.
#[derive(Debug, Default)]
pub(super) struct Markers {
    friction: Vec<Marker>,
    failures: Vec<Marker>,
    triggers: Vec<Marker>,
    found: Found,
}

impl Markers {
    pub(super) fn friction(&mut self, at_ms: u64, kind: Friction) {
        self.found.friction(kind);
        let of_its_sort = if kind.is_told() {
            &mut self.failures
        } else {
            &mut self.friction
        };
        if of_its_sort.len() < MOST {
            of_its_sort.push(Marker::Friction { at_ms, kind });
        }
    }

    pub(super) fn trigger(&mut self, at_ms: u64, trigger: usize) {
        self.found.trigger(trigger);
        // The latest extends a recording: it is kept in any case.
        self.triggers.truncate(MOST - 1);
        self.triggers.push(Marker::Trigger { at_ms, trigger });
    }

    /// All that are kept, in order, and what was found.
    pub(super) fn finish(mut self) -> (Vec<Marker>, Found) {
        self.friction.append(&mut self.failures);
        self.friction.append(&mut self.triggers);
        self.friction.sort_by_key(Marker::at_ms);
        (self.friction, self.found)
    }
}

/// What a custom event that is stored tells of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Told {
    /// A trigger fired, by its place in the policy's list.
    Trigger(usize),
    /// Something failed on the page.
    Failure(Friction),
}

/// Reads the data of a custom event.
pub(super) fn told(data: &str) -> Option<Told> {
    let mut cursor = Cursor::new(data, 0);
    let mut told = None;
    cursor.eat(b'{');
    while let Some(key) = cursor.member() {
        if key != "payload" {
            cursor.skip();
            continue;
        }
        cursor.eat(b'{');
        while let Some(key) = cursor.member() {
            match key {
                "trigger" => told = cursor.scalar().parse().ok().map(Told::Trigger),
                "kind" => told = cursor.string().and_then(failure).map(Told::Failure),
                _ => cursor.skip(),
            }
        }
    }
    told
}

fn failure(kind: &str) -> Option<Friction> {
    Some(match kind {
        "javascript_error" => Friction::JavascriptError,
        "unhandled_rejection" => Friction::UnhandledRejection,
        "failed_request" => Friction::FailedRequest,
        _ => return None,
    })
}
