use std::env;
use std::os::unix::process::CommandExt;
use std::path;

use crate::machine::{self, Need};
use crate::place::{Place, must};
use crate::{Outcome, npm};

/// Builds everything and becomes the demo: what is sent to this process reaches the server.
pub(crate) fn run(place: &Place) -> Outcome {
    machine::prepare(Need::Demo)?;
    build(place)?;
    let program = place.revoir("debug");
    let mut command = place.command(&program, "");
    // It runs in the clone, wherever this was typed: a relative directory keeps its meaning.
    if let Some(data) = env::var_os("REVOIR_DATA") {
        let data = path::absolute(data).map_err(|error| format!("REVOIR_DATA: {error}"))?;
        command.env("REVOIR_DATA", data);
    }
    let error = command.arg("demo").exec();
    Err(format!("{}: {error}", program.display()))
}

/// Records the demo's recordings again, in Chromium.
pub(crate) fn record(place: &Place) -> Outcome {
    browse(place, "tests/browser/demo-recordings.mjs")
}

/// Measures what takes too long for every run of the tests.
pub(crate) fn soak_long_recording(place: &Place) -> Outcome {
    browse(place, "tests/browser/long-recording.mjs")
}

/// Compares real applications with their replays.
pub(crate) fn soak_applications(place: &Place) -> Outcome {
    browse(place, "tests/browser/fidelity/applications.mjs")
}

/// Measures what the SDK costs a page, beside plain rrweb.
pub(crate) fn bench_sdk(place: &Place) -> Outcome {
    browse(place, "tests/browser/bench/sdk.mjs")
}

/// Counts what other products' SDKs, and ours, send after a withdrawal.
pub(crate) fn soak_withdrawal(place: &Place) -> Outcome {
    npm::install(place, "tests/peers")?;
    browse(place, "tests/peers/withdrawal.mjs")
}

/// Runs a script that needs Chromium and the server.
fn browse(place: &Place, script: &str) -> Outcome {
    machine::prepare(Need::Tests)?;
    build(place)?;
    npm::install(place, "tests/browser")?;
    let mut command = place.command("node", "");
    command.arg(script).env("REVOIR_BIN", place.revoir("debug"));
    must(&mut command)?;
    Ok(true)
}

fn build(place: &Place) -> Result<(), String> {
    npm::build(place, "sdk-js")?;
    npm::build(place, "web-player")?;
    place.build_server()
}
