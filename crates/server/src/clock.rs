//! The one place that reads the clock.

use jiff::Timestamp;

/// The time. Whatever decides by it takes it as an argument.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the place that reads the clock"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}
