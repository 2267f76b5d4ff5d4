use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use crate::machine::{self, Need};
use crate::place::{Place, line, output};
use crate::postgres::Throwaway;
use crate::tally::{Runner, Tally};
use crate::{Outcome, npm};

const BROWSER: &str = "tests/browser";

/// What of the environment would lead the tests astray: they choose their own.
const ASTRAY: [&str; 4] = [
    "DATABASE_URL",
    "DATABASE_URL_FILE",
    "REVOIR_DATA",
    "REVOIR_PORT",
];

/// A part of the tests that one runner runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Suite {
    Rust,
    Sdk,
    Player,
    Browser,
}

/// How a suite ended.
struct Report {
    suite: Suite,
    tally: Tally,
    summary: Vec<String>,
}

impl Suite {
    pub(crate) const ALL: [Self; 4] = [Self::Rust, Self::Sdk, Self::Player, Self::Browser];

    /// The suite of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Sdk => "sdk",
            Self::Player => "player",
            Self::Browser => "browser",
        }
    }

    /// Builds what the suite runs.
    fn build(self, place: &Place) -> Result<(), String> {
        match self {
            Self::Sdk => npm::build(place, "sdk-js"),
            Self::Player => npm::build(place, "web-player"),
            Self::Rust | Self::Browser => {
                npm::build(place, "sdk-js")?;
                npm::build(place, "web-player")?;
                place.build_server()
            }
        }
    }

    /// The command that runs the suite, and who reads its summary.
    fn command(self, place: &Place) -> Result<(Command, Runner), String> {
        match self {
            Self::Rust if output(&mut place.cargo(&["nextest", "--version"])).is_ok() => {
                let words = [
                    "nextest",
                    "run",
                    "--workspace",
                    "--no-fail-fast",
                    "--no-tests=pass",
                ];
                Ok((place.cargo(&words), Runner::Nextest))
            }
            Self::Rust => {
                let words = ["test", "--workspace", "--no-fail-fast"];
                Ok((place.cargo(&words), Runner::CargoTest))
            }
            Self::Sdk => Ok((npm_test(place, "sdk-js"), Runner::Vitest)),
            Self::Player => Ok((npm_test(place, "web-player"), Runner::Vitest)),
            Self::Browser => {
                npm::install(place, BROWSER)?;
                let mut command = place.command("node", BROWSER);
                command.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]);
                command.args(browser_tests(place)?);
                Ok((command, Runner::Node))
            }
        }
    }
}

/// Runs some of the Rust tests, larger than every run has them.
pub(crate) fn soak(place: &Place, filter: &str, (name, value): (&str, &str)) -> Outcome {
    machine::prepare(Need::Tests)?;
    Suite::Rust.build(place)?;
    let postgres = Throwaway::start()?;
    let mut command = place.cargo(&["nextest", "run", "-p", "revoir-tests", "-E", filter]);
    for astray in ASTRAY {
        command.env_remove(astray);
    }
    let value = env::var(name).unwrap_or_else(|_| value.to_owned());
    command.env(name, value);
    command.env("TEST_DATABASE_URL", postgres.url());
    let status = command.status().map_err(|error| error.to_string())?;
    Ok(status.success())
}

/// Runs the suites, all of them even when one fails, and prints their summaries last.
pub(crate) fn run(place: &Place, suites: &[Suite]) -> Outcome {
    machine::prepare(Need::Tests)?;
    let postgres = suites
        .contains(&Suite::Rust)
        .then(Throwaway::start)
        .transpose()?;
    let url = postgres.as_ref().map(Throwaway::url);
    let reports: Vec<Report> = suites
        .iter()
        .map(|suite| report(place, *suite, url))
        .collect();
    drop(postgres);
    let mut total = Tally::default();
    println!();
    for Report {
        suite,
        tally,
        summary,
    } in &reports
    {
        for line in summary {
            println!("{:8} {}", suite.name(), line.trim());
        }
        total += *tally;
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(total.failed == 0)
}

/// Runs one suite. One that cannot run counts as one failure.
fn report(place: &Place, suite: Suite, database: Option<&str>) -> Report {
    let built = suite.build(place).and_then(|()| suite.command(place));
    let done = built.and_then(|(mut command, runner)| {
        command.envs(database.map(|url| ("TEST_DATABASE_URL", url)));
        command.env("REVOIR_BIN", place.revoir("debug")).env(
            "INSTA_UPDATE",
            env::var("INSTA_UPDATE").unwrap_or_else(|_| "no".to_owned()),
        );
        for name in ASTRAY {
            command.env_remove(name);
        }
        watch(command, runner)
    });
    let (tally, summary) = done.unwrap_or_else(|reason| {
        eprintln!("xtask: {reason}");
        (
            Tally {
                passed: 0,
                failed: 1,
            },
            vec![reason],
        )
    });
    Report {
        suite,
        tally,
        summary,
    }
}

/// Runs a runner, passing on what it prints, and reads its summary.
fn watch(mut command: Command, runner: Runner) -> Result<(Tally, Vec<String>), String> {
    let shown = line(&command);
    eprintln!("xtask: {shown}");
    let cannot = |error| format!("{shown}: {error}");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(cannot)?;
    let (sender, lines) = channel();
    pass_on(child.stdout.take(), &sender);
    pass_on(child.stderr.take(), &sender);
    drop(sender);
    let (mut tally, mut summary) = (Tally::default(), Vec::new());
    for line in lines {
        println!("{line}");
        if let Some(counted) = runner.read(&line) {
            tally += counted;
            summary.push(line);
        }
    }
    let status = child.wait().map_err(cannot)?;
    if summary.is_empty() {
        return Err(format!("{shown} ended without a summary ({status})"));
    }
    if !status.success() && tally.failed == 0 {
        tally.failed = 1;
        summary.push(format!("{shown} ended with {status}"));
    }
    Ok((tally, summary))
}

/// Sends every line that can be read from `source`, from a thread of its own.
fn pass_on(source: Option<impl Read + Send + 'static>, lines: &Sender<String>) {
    let Some(source) = source else {
        return;
    };
    let lines = lines.clone();
    thread::spawn(move || {
        for line in BufReader::new(source).split(b'\n').map_while(Result::ok) {
            let sent = lines.send(String::from_utf8_lossy(&line).into_owned());
            if sent.is_err() {
                break;
            }
        }
    });
}

fn npm_test(place: &Place, directory: &str) -> Command {
    let mut command = place.command("npm", directory);
    command.args(["test", "--silent"]);
    command
}

/// The files of the browser tests, in order.
fn browser_tests(place: &Place) -> Result<Vec<String>, String> {
    let entries =
        fs::read_dir(place.path(BROWSER)).map_err(|error| format!("{BROWSER}: {error}"))?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".test.mjs"))
        .collect();
    names.sort();
    if names.is_empty() {
        Err(format!("{BROWSER} has no *.test.mjs"))
    } else {
        Ok(names)
    }
}
