//! What we ship to be installed, read as the tools read it: compose file, image, unit. Each rule is broken
//! once, to see that it is held.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod compose;
mod image;
mod unit;

use std::fs;

/// How many numbers make a version of an image exact.
const NUMBERS: [(&str, usize); 5] = [
    ("debian", 2),
    ("node", 3),
    ("postgres", 2),
    ("revoir", 3),
    ("rust", 3),
];

/// What the name of a secret has in it.
const SECRET: [&str; 5] = ["PASSWORD", "SECRET", "TOKEN", "CREDENTIAL", "DATABASE_URL"];

fn read(path: &str) -> String {
    fs::read_to_string(format!("{}/../{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Collects what is not so.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn unless(&mut self, so: bool, fault: impl Into<String>) {
        if !so {
            self.0.push(fault.into());
        }
    }
}

/// Whether an image names one version: `node:22.22.2-bookworm-slim`, not `node:22` or `node:latest`.
fn is_pinned(image: &str) -> bool {
    let (name, tag) = image.split_once(':').unwrap_or((image, ""));
    let version = tag.split(['-', '@']).next().unwrap_or_default();
    let numbers: Vec<_> = version.split('.').map(str::parse::<u32>).collect();
    let needed = NUMBERS.iter().find(|(known, _)| *known == name);
    needed.is_some_and(|(_, count)| numbers.len() == *count && numbers.iter().all(Result::is_ok))
}

/// Whether a user is given by a number that is not root's.
fn is_nobody_special(user: &str) -> bool {
    user.split(':')
        .all(|id| id.parse::<u32>().is_ok_and(|id| id >= 100))
}

fn holds_secret(name: &str, value: &str) -> bool {
    let named = SECRET.iter().any(|word| name.to_uppercase().contains(word));
    (named && !name.ends_with("_FILE")) || (value.contains("://") && value.contains('@'))
}

/// Breaks a file in one place, and expects the fault that this makes.
fn is_held(path: &str, faults: fn(&str) -> Vec<String>, breaks: &[(&str, &str, &str)]) {
    let whole = read(path);
    for (from, to, fault) in breaks {
        assert!(whole.contains(from), "{path} does not contain {from:?}");
        let found = faults(&whole.replace(from, to));
        assert!(
            found.iter().any(|found| found.contains(fault)),
            "{from:?} as {to:?} is not {fault:?}: {found:?}"
        );
    }
}
