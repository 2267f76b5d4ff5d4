use crate::machine::{self, Need};
use crate::place::{Place, must};
use crate::{Outcome, generate, npm, wasm};

/// One thing to check, under the name that is shown at the end.
type Check = (&'static str, fn(&Place) -> Result<(), String>);

const CHECKS: [Check; 7] = [
    ("formatting", |place| {
        must(&mut place.cargo(&["fmt", "--all", "--check"]))
    }),
    ("lints", lints),
    ("types of sdk-js", |place| npm_check(place, "sdk-js")),
    ("types of web-player", |place| {
        npm_check(place, "web-player")
    }),
    ("packaging", |place| npm_check(place, "tests/packaging")),
    ("generated files", generated),
    ("the browser's detectors", wasm::check),
];

/// Checks everything, also after a failure, and says last what failed.
pub(crate) fn run(place: &Place) -> Outcome {
    machine::prepare(Need::Tests)?;
    let results = CHECKS.map(|(name, check)| (name, check(place)));
    println!();
    for (name, result) in &results {
        match result {
            Ok(()) => println!("ok      {name}"),
            Err(reason) => println!("FAILED  {name}: {reason}"),
        }
    }
    Ok(results.iter().all(|(_, result)| result.is_ok()))
}

fn lints(place: &Place) -> Result<(), String> {
    npm::build(place, "sdk-js")?;
    npm::build(place, "web-player")?;
    let words = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    must(&mut place.cargo(&words))
}

fn npm_check(place: &Place, directory: &str) -> Result<(), String> {
    npm::install(place, directory)?;
    npm::run(place, directory, "check")
}

/// The generated files are committed: making them again changes nothing.
fn generated(place: &Place) -> Result<(), String> {
    let changed = generate::regenerate(place)?;
    if changed.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = changed
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    Err(format!("out of date, now made again: {}", names.join(" ")))
}
