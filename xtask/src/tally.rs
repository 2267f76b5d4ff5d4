//! Reads how many tests passed and failed from what the runners print.

use std::ops::AddAssign;

/// Who runs the tests, and so what its summary looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Runner {
    /// `Summary [ 1.2s] 37 tests run: 36 passed, 1 failed, 1 skipped`, once.
    Nextest,
    /// `test result: ok. 36 passed; 1 failed; 0 ignored; …`, once per test program.
    CargoTest,
    /// `Tests  1 failed | 36 passed (37)`, once.
    Vitest,
    /// `ℹ pass 36` and `ℹ fail 1`.
    Node,
}

/// How many tests passed and failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Runner {
    /// Reads one line; `None` when it is not part of the summary.
    pub(crate) fn read(self, line: &str) -> Option<Tally> {
        let line = without_colours(line);
        let rest = match self {
            Self::Nextest => {
                line.trim_start()
                    .strip_prefix("Summary [")?
                    .split_once(']')?
                    .1
            }
            Self::CargoTest => line.strip_prefix("test result:")?,
            Self::Vitest => line.trim_start().strip_prefix("Tests  ")?,
            Self::Node => line.strip_prefix("ℹ ")?,
        };
        if self == Self::Node {
            counted_after(rest)
        } else {
            Some(counted_before(rest))
        }
    }
}

/// Reads `36 passed (2 slow), 1 failed, 1 timed out`.
fn counted_before(text: &str) -> Tally {
    let mut tally = Tally::default();
    let mut number = None;
    for word in text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        match (word, number.take()) {
            ("passed", Some(count)) => tally.passed += count,
            ("failed" | "timed" | "exec", Some(count)) => tally.failed += count,
            _ => number = word.parse::<u64>().ok(),
        }
    }
    tally
}

/// Reads `pass 36`, `fail 1`, `cancelled 1`.
fn counted_after(text: &str) -> Option<Tally> {
    let (word, count) = text.split_once(' ')?;
    let count = count.trim().parse().ok()?;
    match word {
        "pass" => Some(Tally {
            passed: count,
            failed: 0,
        }),
        "fail" | "cancelled" => Some(Tally {
            passed: 0,
            failed: count,
        }),
        _ => None,
    }
}

/// Takes out terminal colours (`ESC [ … m`).
fn without_colours(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_runners_summary_is_read() {
        let nextest = "     Summary [   9.5s] 39/40 tests run: 36 passed (2 slow), 1 failed, 2 timed out, 1 skipped";
        let cargo = "test result: FAILED. 36 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s";
        let vitest = "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m3 failed\u{1b}[39m | \u{1b}[32m36 passed\u{1b}[39m (39)";

        let tally = Some(Tally {
            passed: 36,
            failed: 3,
        });
        assert_eq!(Runner::Nextest.read(nextest), tally);
        assert_eq!(Runner::CargoTest.read(cargo), tally);
        assert_eq!(Runner::Vitest.read(vitest), tally);
        assert_eq!(
            Runner::Node.read("ℹ pass 36"),
            Some(Tally {
                passed: 36,
                failed: 0
            })
        );
        assert_eq!(
            Runner::Node.read("ℹ fail 3"),
            Some(Tally {
                passed: 0,
                failed: 3
            })
        );
    }

    #[test]
    fn what_is_no_summary_counts_nothing() {
        assert_eq!(
            Runner::Nextest.read("test result: FAILED. 0 passed; 1 failed"),
            None
        );
        assert_eq!(Runner::Node.read("ℹ duration_ms 12"), None);
        assert_eq!(Runner::Vitest.read(" Test Files  1 passed (1)"), None);
    }
}
