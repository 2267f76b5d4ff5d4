//! The one place that reads the clock.

use jiff::Timestamp;

/// The time. Whatever decides by it takes it as an argument.
///
/// In a debug build a test drives it: `TEST_CLOCK` names a file that holds the seconds since 1970.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the place that reads the clock"
)]
pub(crate) fn now() -> Timestamp {
    driven().unwrap_or_else(Timestamp::now)
}

#[cfg(debug_assertions)]
fn driven() -> Option<Timestamp> {
    use std::sync::LazyLock;
    static FILE: LazyLock<Option<std::ffi::OsString>> =
        LazyLock::new(|| std::env::var_os("TEST_CLOCK"));
    let text = std::fs::read_to_string(FILE.as_ref()?).ok()?;
    Timestamp::from_second(text.trim().parse().ok()?).ok()
}

#[cfg(not(debug_assertions))]
fn driven() -> Option<Timestamp> {
    None
}
