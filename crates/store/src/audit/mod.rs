//! The audit log: one chain of signed entries for each organisation.
//!
//! An entry is written in the transaction of the act that it tells of, as its last statement: what takes a lock
//! of its own does so before, so that nobody waits in a circle.

mod pruning;
mod reading;
mod tallies;
mod writing;

pub use pruning::{KEPT_MONTHS, ensure_month, prune};
pub use reading::{Found, Person, Wanted, erase_words, head, list, page, people, pruned};
pub use tallies::{log_tallies, tally};
pub use writing::{Acting, ONCE, write, write_as_owner};
