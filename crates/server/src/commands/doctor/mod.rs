//! `revoir doctor`: finds the usual mistakes of an installation. It changes nothing, and may be asked
//! while a server runs.

mod database;
mod network;
mod place;
mod settings;

use super::{Failure, client, print};
use crate::config::Config;
use revoir_postgres::DataLock;
use serde::Serialize;
use serde_json::json;
use std::fmt;
use tokio::net::UnixStream;

#[derive(clap::Args)]
pub(super) struct DoctorArguments {
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Level {
    Ok,
    Warning,
    Problem,
}

impl fmt::Display for Level {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.pad(match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Problem => "problem",
        })
    }
}

/// What one check found, and what to do about it.
#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    level: Level,
    what: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    advice: String,
}

impl Finding {
    fn ok(check: &'static str, what: impl Into<String>) -> Self {
        Self::new(check, Level::Ok, what.into(), "")
    }

    fn warning(check: &'static str, what: impl Into<String>, advice: &str) -> Self {
        Self::new(check, Level::Warning, what.into(), advice)
    }

    fn problem(check: &'static str, what: impl Into<String>, advice: &str) -> Self {
        Self::new(check, Level::Problem, what.into(), advice)
    }

    fn new(check: &'static str, level: Level, what: String, advice: &str) -> Self {
        Self {
            check,
            level,
            what,
            advice: advice.to_owned(),
        }
    }

    /// The same, with something worth knowing.
    fn noting(mut self, advice: &str) -> Self {
        advice.clone_into(&mut self.advice);
        self
    }

    fn line(&self) -> String {
        let Self {
            level,
            what,
            advice,
            ..
        } = self;
        let dash = if advice.is_empty() { "" } else { " — " };
        format!("{level:8} {what}{dash}{advice}").replace('\n', " ")
    }
}

/// Who uses the data directory now.
enum Use {
    /// A server, which answers.
    Served,
    /// A server that starts or stops, or a command.
    Busy,
    /// Nobody but us, as long as this lock is held.
    Ours(DataLock),
    /// Nobody can: it is missing, or not ours to write in.
    Nobody,
}

/// Runs every check; fails where one found a problem.
pub(super) async fn run(config: Config, arguments: &DoctorArguments) -> Result<(), Failure> {
    let mut findings = settings::look(&config);
    findings.extend(place::look(&config));
    let found = who_uses(&config).await;
    findings.extend(network::look(&config, &found).await);
    findings.extend(database::look(&config, found).await);
    let count = |level| findings.iter().filter(|found| found.level == level).count();
    let (problems, warnings) = (count(Level::Problem), count(Level::Warning));
    if arguments.json {
        let report = json!({ "problems": problems, "warnings": warnings, "findings": findings });
        print(&report.to_string())?;
    } else {
        for finding in &findings {
            print(&finding.line())?;
        }
    }
    match problems {
        0 => Ok(()),
        1 => Err(Failure::failed("1 problem")),
        many => Err(Failure::failed(format!("{many} problems"))),
    }
}

/// The lock is asked for only where its file would be made as the server's user would make it.
async fn who_uses(config: &Config) -> Use {
    if UnixStream::connect(client::socket(config)).await.is_ok() {
        return Use::Served;
    }
    let data = config.data_dir();
    if !place::is_ours(&data) {
        return Use::Nobody;
    }
    match DataLock::take(&data) {
        Ok(lock) => Use::Ours(lock),
        Err(revoir_postgres::Error::InUse(_)) => Use::Busy,
        Err(_) => Use::Nobody,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_one_line_that_says_what_and_what_to_do() {
        let found = Finding::problem("keys", "keys: mode 755\nlets others in", "chmod 700 keys");

        assert_eq!(
            found.line(),
            "problem  keys: mode 755 lets others in — chmod 700 keys"
        );
        assert_eq!(Finding::ok("keys", "keys").line(), "ok       keys");
    }
}
