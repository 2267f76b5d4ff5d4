//! The private Postgres against the real programs of this machine, as root or as a plain user.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod life;
mod refusals;
mod support;
