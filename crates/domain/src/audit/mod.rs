//! What the audit log says: who did what to what, and when. `docs/audit.md` describes it.

mod detail;
mod digest;
mod entry;
mod event;
mod words;

pub use detail::Detail;
pub use digest::{Digest, NotADigest};
pub use entry::{Act, Actor, Entry, NotAnActor, WrongSubject};
pub use event::{Event, Subject, UnknownEvent};
pub use words::Words;
