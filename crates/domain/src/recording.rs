//! What the list of recordings may say of one: coarse by intent, since it is stored in clear.

use std::time::Duration;

/// How long a recording lasts, in bands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DurationBand(&'static str);

impl DurationBand {
    /// The names of all bands.
    pub const NAMES: [&str; 5] = [
        "under_1_min",
        "under_5_min",
        "under_15_min",
        "under_30_min",
        "over_30_min",
    ];

    /// The band in which `length` lies.
    #[must_use]
    pub fn of(length: Duration) -> Self {
        Self(match length.as_secs() {
            0..60 => "under_1_min",
            60..300 => "under_5_min",
            300..900 => "under_15_min",
            900..1_800 => "under_30_min",
            _ => "over_30_min",
        })
    }

    /// The name used in SQL and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0
    }
}
