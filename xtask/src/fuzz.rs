use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::Outcome;
use crate::place::{Place, must, output};

/// The programs of `fuzz/`.
const TARGETS: [&str; 2] = ["detect", "scrub"];

/// How many seconds one input may take. By the clock on the wall, so that a busy machine needs some to spare.
const PATIENCE: &str = "-timeout=10";

/// How long each runs unless `REVOIR_FUZZ_SECONDS` says.
const SECONDS: u32 = 600;

/// What cargo-fuzz would have the compiler add, but for the sanitizers, which need a nightly one: our code has no
/// `unsafe` for them to find something in.
const INSTRUMENTATION: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// Feeds random bytes to what reads bytes from outside, one program after the other. What was learnt stays in the
/// target directory for the next time.
pub(crate) fn run(place: &Place, named: Option<&str>) -> Outcome {
    let seconds = match env::var("REVOIR_FUZZ_SECONDS") {
        Ok(seconds) => seconds
            .parse()
            .map_err(|_| format!("REVOIR_FUZZ_SECONDS: {seconds}"))?,
        Err(_) => SECONDS,
    };
    let host = host()?;
    for target in TARGETS
        .iter()
        .filter(|target| named.is_none_or(|named| named == **target))
    {
        build(place, target, &host)?;
        soak(place, target, &host, seconds)?;
    }
    Ok(true)
}

/// The triple of this machine: where one is named, build scripts are not instrumented.
fn host() -> Result<String, String> {
    let version = output(Command::new("rustc").arg("-vV"))?;
    let version = String::from_utf8_lossy(&version).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| "rustc -vV names no host".to_owned())
}

/// With any compiler: it is told to take the flags of a nightly one.
fn build(place: &Place, target: &str, host: &str) -> Result<(), String> {
    let mut command = place.command("cargo", "fuzz");
    command.args([
        "build",
        "--release",
        "--locked",
        "--bin",
        target,
        "--target",
        host,
    ]);
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", INSTRUMENTATION);
    must(command.env("CARGO_TARGET_DIR", place.target().join("fuzz")))
}

fn soak(place: &Place, target: &str, host: &str, seconds: u32) -> Result<(), String> {
    let home = place.target().join("fuzz");
    let learnt = home.join("learnt").join(target);
    fs::create_dir_all(&learnt).map_err(|error| format!("{}: {error}", learnt.display()))?;
    let mut command = place.command(home.join(host).join("release").join(target), "");
    command.arg(format!("-max_total_time={seconds}"));
    command.args([
        PATIENCE,
        "-rss_limit_mb=256",
        "-max_len=4096",
        "-print_final_stats=1",
    ]);
    command.arg(format!("-artifact_prefix={}/", learnt.display()));
    must(command.arg(&learnt).arg(seeds(place, target)?))
}

/// A directory with something to begin with: what goes into each case of the shared vectors.
fn seeds(place: &Place, target: &str) -> Result<PathBuf, String> {
    let home = place.target().join("fuzz/seeds").join(target);
    let failed = |error: std::io::Error| format!("{}: {error}", home.display());
    fs::create_dir_all(&home).map_err(failed)?;
    let mut number = 0_u32;
    for name in ["redaction", "stored", "css", "text", "detect"] {
        let path = place.path(&format!("tests/vectors/{name}.json"));
        let cases = fs::read_to_string(&path).map_err(failed)?;
        for case in cases.lines() {
            let said =
                |from: &str, to: &str| Some(case.split_once(from)?.1.split_once(to)?.0.to_owned());
            let Some(seed) =
                said("\"in\": ", ", \"out\": ").or_else(|| said("\"text\": \"", "\", \"spans\""))
            else {
                continue;
            };
            let seed = if seed.starts_with('{') {
                format!("[{seed}]")
            } else {
                seed
            };
            fs::write(home.join(number.to_string()), seed).map_err(failed)?;
            number += 1;
        }
    }
    Ok(home)
}
