//! From when on something is friction: what `docs/markers.md` says of each, in numbers that a policy may change.

use crate::policy::{PolicyError, flaw};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// From when on something is friction. What is not said is as usual.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = FrictionThresholds)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// So many clicks on one place are rage: 2 to 20.
    pub rage_clicks: u32,
    /// Within so many milliseconds: 200 to 10,000.
    pub rage_within_ms: u32,
    /// A click that has changed nothing for so long lets one wait: 500 to 60,000.
    pub long_wait_ms: u32,
    /// After so long it is dead; no less than `long_wait_ms`, at most 120,000.
    pub dead_click_ms: u32,
    /// A page that is left within this time, for the one before it, was none that was looked for: 500 to 60,000.
    pub back_within_ms: u32,
    /// So many turns of the pointer are thrashing: 3 to 50.
    pub thrash_turns: u32,
    /// Within so many milliseconds: 200 to 10,000.
    pub thrash_within_ms: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            rage_clicks: 3,
            rage_within_ms: 1_000,
            long_wait_ms: 3_000,
            dead_click_ms: 20_000,
            back_within_ms: 5_000,
            thrash_turns: 8,
            thrash_within_ms: 2_000,
        }
    }
}

impl Thresholds {
    /// Whether each lies within its bounds.
    pub(crate) fn check(&self) -> Result<(), PolicyError> {
        for (field, number, least, most) in [
            ("rage_clicks", self.rage_clicks, 2, 20),
            ("rage_within_ms", self.rage_within_ms, 200, 10_000),
            ("long_wait_ms", self.long_wait_ms, 500, 60_000),
            (
                "dead_click_ms",
                self.dead_click_ms,
                self.long_wait_ms,
                120_000,
            ),
            ("back_within_ms", self.back_within_ms, 500, 60_000),
            ("thrash_turns", self.thrash_turns, 3, 50),
            ("thrash_within_ms", self.thrash_within_ms, 200, 10_000),
        ] {
            if !(least..=most).contains(&number) {
                let reason = format!("{number} must lie between {least} and {most}");
                return Err(flaw(&format!("friction.{field}"), &reason));
            }
        }
        Ok(())
    }
}
