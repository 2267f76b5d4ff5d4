//! The masking rule (M0) and what is never collected (S1), over rrweb events as bytes: one pass,
//! no JSON tree. The rule is written down in `tests/vectors/README.md` and tested from there.
//!
//! `bytes → Events → ScrubbedEvents`: [`scrub`] is the only maker of [`ScrubbedEvents`].

mod attributes;
mod css;
mod cursor;
mod events;
mod form;
mod grammar;
mod names;
mod pass;
mod place;
mod scrubbed;
mod shapes;
mod stored;
mod strings;
mod words;

pub use cursor::Cursor;
pub use events::{Events, Unreadable};
pub use place::MaskedAt;
pub use scrubbed::{PlacedEvent, Rules, ScrubbedEvents, scrub};
pub use stored::{StoredEvent, each_event};
