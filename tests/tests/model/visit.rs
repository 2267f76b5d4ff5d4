//! One visit as the model knows it: what was sent, and what must be there of it.

use revoir_tests::{
    traces::moved,
    visitor::{batch, fired, rage},
};
use serde_json::Value;

/// Without a batch for so long, or this long after its opening, a recording has ended.
pub(crate) const LIFE: i64 = 30 * 60;
/// For so long after its last batch a history may still be asked for by a ticket.
const WAIT: i64 = 60 * 60;
/// How much longer an open ticket keeps what is kept for `support`.
const HELD_LONGER: i64 = (HELD - Purpose::Support.retention()) * 60;
/// The longest that a ticket keeps anything, in minutes.
pub(crate) const HELD: i64 = 3 * 24 * 60;

/// A purpose as the world's policies have it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    /// L1: every recording is kept.
    Ux,
    /// L3: one with a rage click is kept.
    Errors,
    /// L2, provisional: one in which a trigger fired is kept, and longer where a ticket is open.
    Support,
}

impl Purpose {
    pub(crate) const ALL: [Self; 3] = [Self::Ux, Self::Errors, Self::Support];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ux => "ux",
            Self::Errors => "errors",
            Self::Support => "support",
        }
    }

    /// Who may watch it.
    pub(crate) fn account(self) -> &'static str {
        match self {
            Self::Ux => "analyst",
            Self::Errors => "developer",
            Self::Support => "agent",
        }
    }

    /// In minutes; of `ux` before the stricter version is published.
    pub(crate) const fn retention(self) -> i64 {
        match self {
            Self::Ux => 30 * 24 * 60,
            Self::Errors => 120,
            Self::Support => 240,
        }
    }
}

/// What must be there of a visit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    /// It takes batches.
    Open,
    /// It has ended, and a ticket may ask for it until this second.
    Waiting(i64),
    /// It is settled, until this second.
    Kept(i64),
    /// Nothing.
    Gone,
}

/// A visit.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub(crate) purpose: Purpose,
    pub(crate) receipt: [u8; 32],
    pub(crate) grant: String,
    pub(crate) id: String,
    pub(crate) opened: i64,
    /// When its last batch was taken.
    pub(crate) last: i64,
    /// The batches that were taken, as sent.
    pub(crate) sent: Vec<Vec<u8>>,
    /// Whether what its policy looks for is in it.
    pub(crate) signed: bool,
    pub(crate) state: State,
    /// The retention of the version that it was opened under, in minutes.
    pub(crate) retention: i64,
    /// Whether an open ticket names its customer.
    pub(crate) asked: bool,
    /// Whether it was to be rewritten since all that is due was done: until it is, it lasts as before.
    pub(crate) rewriting: bool,
}

impl Visit {
    /// The next batch, with or without what its policy looks for.
    pub(crate) fn next(&self, sign: bool) -> Vec<u8> {
        let seq = u64::try_from(self.sent.len()).unwrap();
        let mut events: Vec<Value> = moved(seq);
        if sign {
            let at = seq * 10_000 + 1_000;
            match self.purpose {
                Purpose::Support => events.push(fired(at, 0)),
                Purpose::Ux | Purpose::Errors => events.extend(rage(at)),
            }
        }
        batch(&self.grant, seq, &events)
    }

    /// Whether it lies as it arrived.
    pub(crate) fn is_unjudged(&self) -> bool {
        matches!(self.state, State::Open | State::Waiting(_))
    }

    /// Whether its grant is believed.
    pub(crate) fn is_granted(&self, now: i64) -> bool {
        now < self.opened + LIFE
    }

    /// Whether people can see it at `now`. An open one under a verdict nobody sees.
    pub(crate) fn is_visible(&self, now: i64) -> bool {
        match self.state {
            State::Open => self.purpose == Purpose::Ux,
            State::Kept(until) => now < self.lasts_until(until),
            State::Waiting(_) | State::Gone => false,
        }
    }

    /// What becomes of it by `now`, once all that is due was done.
    pub(crate) fn settle(&mut self, now: i64, ended: bool) {
        if self.state == State::Open && (ended || self.has_ended(now)) {
            self.state = self.verdict();
            // what is over before it is settled no ticket keeps
            if matches!(self.state, State::Kept(until) if until <= now) {
                self.state = State::Gone;
            }
        }
        match self.state {
            State::Kept(until) if self.lasts_until(until) <= now => self.state = State::Gone,
            State::Waiting(until) if until <= now => self.state = State::Gone,
            _ => {}
        }
    }

    /// When what would be over at `ordinary` is over.
    pub(crate) fn lasts_until(&self, ordinary: i64) -> i64 {
        ordinary + if self.asked { HELD_LONGER } else { 0 }
    }

    /// A ticket that names its customer is opened.
    pub(crate) fn ask(&mut self) {
        self.asked = true;
        self.signed |= self.state == State::Open;
        if matches!(self.state, State::Waiting(_)) {
            self.state = State::Kept(until(self.last, self.retention));
        }
    }

    fn has_ended(&self, now: i64) -> bool {
        now >= self.opened + LIFE || now >= self.last + LIFE
    }

    fn verdict(&self) -> State {
        let kept = self.purpose == Purpose::Ux || self.signed;
        if self.sent.is_empty() {
            State::Gone
        } else if kept {
            State::Kept(until(self.last, self.retention))
        } else if self.purpose == Purpose::Support {
            State::Waiting(self.last + WAIT)
        } else {
            State::Gone
        }
    }

    /// What becomes of it when it is remasked under a retention of so many minutes.
    pub(crate) fn remask(&mut self, retention: i64, now: i64) {
        let State::Kept(present) = self.state else {
            return;
        };
        if retention < self.retention {
            self.state = State::Kept(until(present - self.retention * 60, retention));
            self.retention = retention;
            self.rewriting = true;
            self.settle(now, false);
        }
    }
}

/// A bucket ends at one instant, rounded down: to ten minutes for retention under two days, else to the day.
fn until(ended: i64, retention_minutes: i64) -> i64 {
    let step = if retention_minutes < 2 * 24 * 60 {
        600
    } else {
        86_400
    };
    let at = ended + retention_minutes * 60;
    at - at.rem_euclid(step)
}
