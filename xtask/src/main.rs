//! The tasks of this repository: `cargo xtask help` lists them.
#![expect(clippy::print_stdout, reason = "a command line tool prints")]

mod bench;
mod check;
mod demo;
mod fuzz;
mod generate;
mod machine;
mod npm;
mod place;
mod postgres;
mod stamp;
mod tally;
mod test;
mod wasm;

use std::env;
use std::process::ExitCode;

use place::Place;

const USAGE: &str = "\
usage: cargo xtask VERB

  demo              install what is missing, build, and run the demo on http://127.0.0.1:8080
                    (REVOIR_PORT, REVOIR_DATA)
  test [SUITE]      install what is missing, build, and run all tests, or one suite:
                    rust, sdk, player, browser
  check             formatting, lints, types, packaging, and whether the generated files are up to date
  generate          make the generated files again: crates/store/.sqlx, docs/openapi.json,
                    web-player/src/schema.d.ts
  wasm              build the detectors for browsers again: sdk-js/detect/
  bench NAME        measure over tests/corpus: scrub, store; or in Chromium, beside plain rrweb: sdk
  soak NAME         measure what is too long for every run of the tests: long-recording; applications:
                    real ones compared with their replays; fuzz [TARGET], 10 minutes each
                    (REVOIR_FUZZ_SECONDS): detect, scrub; model: thousands of lists of operations against
                    a model, by a server that is killed; day: ten thousand recordings and their verdicts;
                    withdrawal: what leaves a page after it, beside other products' SDKs
  demo-recordings   record the demo's recordings again, in Chromium
  help              this text";

/// How a verb ended: well or not, or not at all for the reason given.
type Outcome = Result<bool, String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match Place::find().and_then(|place| run(&place, &words)) {
        Ok(Some(true)) => ExitCode::SUCCESS,
        Ok(Some(false)) => ExitCode::FAILURE,
        Ok(None) => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
        Err(reason) => {
            eprintln!("xtask: {reason}");
            ExitCode::FAILURE
        }
    }
}

/// Runs one verb; `None` when there is no such verb.
fn run(place: &Place, words: &[&str]) -> Result<Option<bool>, String> {
    let outcome = match words {
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(true)
        }
        ["demo"] => demo::run(place),
        ["demo-recordings"] => demo::record(place),
        ["soak", "long-recording"] => demo::soak_long_recording(place),
        ["soak", "applications"] => demo::soak_applications(place),
        ["soak", "withdrawal"] => demo::soak_withdrawal(place),
        ["soak", "fuzz"] => fuzz::run(place, None),
        ["soak", "fuzz", target @ ("detect" | "scrub")] => fuzz::run(place, Some(target)),
        ["soak", "model"] => test::soak(place, "binary(model)", ("MODEL_LISTS", "500")),
        ["soak", "day"] => test::soak(
            place,
            "binary(verdicts) & test(of_a_days_visits)",
            ("DAY_VISITS", "10000"),
        ),
        ["test"] => test::run(place, &test::Suite::ALL),
        ["test", name] => match test::Suite::named(name) {
            Some(suite) => test::run(place, &[suite]),
            None => return Ok(None),
        },
        ["check"] => check::run(place),
        ["generate"] => generate::run(place),
        ["wasm"] => wasm::run(place),
        ["bench", "sdk"] => demo::bench_sdk(place),
        ["bench", name] => bench::run(place, name),
        [postgres::GUARD, directory] => postgres::guard(directory),
        _ => return Ok(None),
    };
    outcome.map(Some)
}
