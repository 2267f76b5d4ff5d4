//! The commands of the binary. Exit codes: 0 done, 1 failed or a negative verdict, 2 usage or configuration,
//! 3 not found or refused, 4 environment (port, directory, Postgres, lock).

mod audit;
mod backup;
mod bench;
mod certificate;
mod client;
mod consent_audit;
mod doctor;
mod erase;
mod evidence;
mod keys;
mod policy;
mod progress;
mod proofs;
mod recordings;
mod restore;
mod serve;
mod site;
mod user;

use crate::{
    config::{Config, ConfigError},
    http::openapi,
    installation::Database,
};
use clap::{Parser, Subcommand};
use revoir_domain::name::{Name, NotAName};
use std::{io::Write, path::PathBuf, process::ExitCode};

/// Session replay that a data protection officer can sign off.
#[derive(Parser)]
#[command(
    name = "revoir",
    version,
    disable_help_subcommand = true,
    after_help = "Exit codes: 0 done, 1 failed, \
    2 usage or configuration, 3 not found or refused, 4 environment.\n\
    Settings: config/default.toml lists them; REVOIR_SECTION__KEY overrides one, --config FILE many."
)]
struct Arguments {
    /// A file of settings, over the defaults
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server
    Serve,
    /// Runs the server with a demo shop, demo accounts and recordings; on loopback only
    Demo,
    /// Migrates the database and stops
    Migrate,
    /// Adds people who may sign in, and helps them in again
    #[command(subcommand)]
    User(user::UserCommand),
    /// Adds sites, with the presets as their policies
    #[command(subcommand)]
    Site(site::SiteCommand),
    /// Shows policies, drafts and publishes them
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
    /// Brings rrweb recordings in, and prints the id of each
    Import(recordings::ImportArguments),
    /// Writes a recording to standard output, as rrweb JSON
    Export(recordings::Named),
    /// Erases recordings for good, by id or all of a customer, and prints a certificate for each as a line of JSON
    Erase(erase::EraseArguments),
    /// Writes a backup of the database, without keys, while the server runs or not; or verifies one
    Backup(backup::BackupArguments),
    /// Puts a backup in the place of the database, without what was erased or has expired since
    Restore(restore::RestoreArguments),
    /// Prints the deletion certificate of a recording that was erased; or verifies one that was kept
    Certificate(certificate::CertificateArguments),
    /// Makes new keys in place of old ones, and a mirror of the ring
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    /// Takes the audit log out, and verifies one that was
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Takes the proofs of consent out, and verifies those that were
    #[command(subcommand)]
    Proofs(proofs::ProofsCommand),
    /// Writes what was in force on a site at an instant, with a signed manifest; or verifies what was written
    Evidence(evidence::EvidenceArguments),
    /// Visits a live page, refusing, agreeing and withdrawing, and files what it asked and kept; exits 1 if something
    /// must not be
    ConsentAudit(consent_audit::ConsentAuditArguments),
    /// Measures the receiving step or the stored size on rrweb files, as one JSON object
    #[command(subcommand)]
    Bench(bench::BenchCommand),
    /// Asks a running server whether it can serve; exits 1 if not
    Health,
    /// Finds the usual mistakes of an installation, a line for each; exits 1 if there is one
    Doctor(doctor::DoctorArguments),
    /// Prints the description of the HTTP API
    Openapi,
}

/// Why a command did not do what it was asked, in one line.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    message: String,
}

impl Failure {
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self {
            code: 1,
            message: message.into(),
        }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self {
            code: 2,
            message: message.into(),
        }
    }

    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self {
            code: 3,
            message: message.into(),
        }
    }

    pub(crate) fn environment(message: impl Into<String>) -> Self {
        Self {
            code: 4,
            message: message.into(),
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        let message = explain(&error);
        let environment = error.chain().any(|cause| {
            cause.is::<revoir_postgres::Error>()
                || cause.is::<revoir_vault::Error>()
                || cause.is::<std::io::Error>()
                || cause.is::<revoir_store::Error>()
        });
        if environment {
            Self::environment(message)
        } else {
            Self::failed(message)
        }
    }
}

/// An error and its causes, each said once: some repeat theirs.
fn explain(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !said.contains(&cause) {
            let colon = if said.is_empty() { "" } else { ": " };
            said = format!("{said}{colon}{cause}");
        }
    }
    said
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::usage(error.to_string())
    }
}

/// Runs the command line of this process.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match perform(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // a reader that went away is no reason to say more
            drop(writeln!(
                std::io::stderr(),
                "revoir: {}",
                failure.message.replace('\n', " ")
            ));
            ExitCode::from(failure.code)
        }
    }
}

fn perform(arguments: Arguments) -> Result<(), Failure> {
    let config = Config::load(arguments.config.as_deref(), environment()?)?;
    match arguments.command {
        Command::Bench(command) => return bench::run(&command),
        Command::Openapi => return show_openapi(),
        Command::Audit(audit::AuditCommand::Verify(arguments)) => return audit::verify(&arguments),
        Command::Proofs(proofs::ProofsCommand::Verify(arguments)) => {
            return proofs::verify(&arguments);
        }
        _ => {}
    }
    let runtime = tokio::runtime::Runtime::new().map_err(anyhow::Error::from)?;
    runtime.block_on(async {
        match arguments.command {
            Command::Serve => serve::serve(config).await,
            Command::Demo => serve::demo(config).await,
            Command::Migrate => migrate(config).await,
            Command::User(command) => user::run(config, command).await,
            Command::Site(command) => site::run(config, command).await,
            Command::Policy(command) => policy::run(config, command).await,
            Command::Keys(command) => keys::run(config, command).await,
            Command::Import(import) => recordings::import(config, import).await,
            Command::Export(named) => recordings::export(config, named).await,
            Command::Erase(arguments) => erase::run(config, arguments).await,
            Command::Backup(arguments) => backup::run(config, arguments).await,
            Command::Restore(arguments) => restore::run(config, arguments).await,
            Command::Certificate(arguments) => certificate::run(config, arguments).await,
            Command::Audit(audit::AuditCommand::Export(of)) => audit::export(config, of).await,
            Command::Proofs(proofs::ProofsCommand::Export(of)) => proofs::export(config, of).await,
            Command::Evidence(arguments) => evidence::run(config, arguments).await,
            Command::ConsentAudit(arguments) => consent_audit::run(config, arguments).await,
            Command::Health => client::health(&config).await,
            Command::Doctor(arguments) => doctor::run(config, &arguments).await,
            Command::Bench(_)
            | Command::Openapi
            | Command::Proofs(proofs::ProofsCommand::Verify(_))
            | Command::Audit(audit::AuditCommand::Verify(_)) => Ok(()),
        }
    })
}

/// The variables of this process; what is no text can be none of ours.
fn environment() -> Result<impl Iterator<Item = (String, String)>, Failure> {
    let mut variables = Vec::new();
    for (name, value) in std::env::vars_os() {
        let Ok(name) = name.into_string() else {
            continue;
        };
        match value.into_string() {
            Ok(value) => variables.push((name, value)),
            Err(_) if name.starts_with("REVOIR_") || name.starts_with("DATABASE_URL") => {
                return Err(Failure::usage(format!(
                    "configuration: {name} is not UTF-8"
                )));
            }
            Err(_) => {}
        }
    }
    Ok(variables.into_iter())
}

fn show_openapi() -> Result<(), Failure> {
    let document = openapi::document()
        .to_pretty_json()
        .map_err(|error| Failure::failed(error.to_string()))?;
    print(&document)
}

async fn migrate(config: Config) -> Result<(), Failure> {
    let database = Database::open(&config).await?;
    database.close().await?;
    print("the database is up to date")
}

/// A name of 1 to 200 characters.
fn name(text: &str) -> Result<String, NotAName> {
    text.parse::<Name>().map(String::from)
}

/// Writes one line to standard output.
pub(crate) fn print(line: &str) -> Result<(), Failure> {
    let written = writeln!(std::io::stdout(), "{line}").and_then(|()| std::io::stdout().flush());
    written.map_err(|error| Failure::failed(format!("writing to standard output: {error}")))
}
