//! `revoir policy`: the same JSON as over HTTP. `docs/policies.md` says what it means.

use super::{Failure, client::Client, print, site::key};
use crate::{
    config::Config,
    http::{
        drafts::{NewDraft, NewPublication, ReadDraft},
        stops::Why,
    },
};
use clap::{Args, Subcommand};
use hyper::Method;
use revoir_domain::{limits, purpose::Purpose};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::{
    io::Read,
    path::{Path, PathBuf},
};

#[derive(Subcommand)]
pub(super) enum PolicyCommand {
    /// Prints the policies in force of a site, with their conformance
    Show(OfSite),
    /// Prints the draft of a purpose's policy, or writes it
    Draft(DraftArguments),
    /// Publishes the draft as the next version; recordings under the older one end
    Publish(PublishArguments),
    /// Prints the versions of a purpose's policy, with what each changed
    History(OfPurpose),
    /// Tries the draft on the site's test origins for a week, or ends that
    Try(TryArguments),
    /// Rewrites stored recordings by the policy in force, where that is stricter than their own
    Remask(BecauseArguments),
    /// Stops the collection of a purpose at once, whatever its policy says
    Stop(BecauseArguments),
    /// Lets a purpose be collected again
    Resume(BecauseArguments),
}

#[derive(Args)]
pub(super) struct OfSite {
    /// The site's key
    #[arg(value_parser = key)]
    site: String,
}

#[derive(Args)]
pub(super) struct OfPurpose {
    /// The site's key
    #[arg(value_parser = key)]
    site: String,
    /// `support`, `ux` or `errors`
    purpose: Purpose,
}

#[derive(Args)]
pub(super) struct DraftArguments {
    #[command(flatten)]
    of: OfPurpose,
    /// Writes the policy in this JSON file; `-` for standard input
    #[arg(long, value_name = "FILE", requires = "revision")]
    write: Option<PathBuf>,
    /// The revision that you have read; 0 where there was none
    #[arg(long, requires = "write")]
    revision: Option<u32>,
}

#[derive(Args)]
pub(super) struct PublishArguments {
    #[command(flatten)]
    of: OfPurpose,
    /// The revision of the draft that you have read
    #[arg(long)]
    revision: u32,
    /// Why now
    #[arg(long)]
    why: String,
    /// A JSON file: a list of justifications, one for each deviation; `-` for standard input
    #[arg(long, value_name = "FILE")]
    justifications: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct TryArguments {
    #[command(flatten)]
    of: OfPurpose,
    /// The revision of the draft that you have read
    #[arg(long, required_unless_present = "end")]
    revision: Option<u32>,
    /// Ends the trial
    #[arg(long, conflicts_with = "revision")]
    end: bool,
}

#[derive(Args)]
pub(super) struct BecauseArguments {
    #[command(flatten)]
    of: OfPurpose,
    /// Why
    #[arg(long)]
    why: String,
}

/// Runs one of them.
pub(super) async fn run(config: Config, command: PolicyCommand) -> Result<(), Failure> {
    match command {
        PolicyCommand::Show(of) => {
            let uri = format!("/policies/{}", of.site);
            ask(config, Method::GET, &uri, Vec::new()).await
        }
        PolicyCommand::Draft(arguments) => draft(config, arguments).await,
        PolicyCommand::Publish(arguments) => publish(config, arguments).await,
        PolicyCommand::History(of) => {
            ask(config, Method::GET, &uri(&of, "versions"), Vec::new()).await
        }
        PolicyCommand::Try(arguments) => try_out(config, arguments).await,
        PolicyCommand::Remask(BecauseArguments { of, why }) => {
            let body = json(&Why { why });
            ask(config, Method::POST, &uri(&of, "remask"), body).await
        }
        PolicyCommand::Stop(arguments) => turn(config, Method::PUT, arguments).await,
        PolicyCommand::Resume(arguments) => turn(config, Method::DELETE, arguments).await,
    }
}

async fn try_out(config: Config, arguments: TryArguments) -> Result<(), Failure> {
    let uri = uri(&arguments.of, "trial");
    let Some(revision) = arguments.revision else {
        return tell(config, Method::DELETE, &uri, Vec::new()).await;
    };
    ask(config, Method::POST, &uri, json(&ReadDraft { revision })).await
}

async fn turn(
    config: Config,
    method: Method,
    BecauseArguments { of, why }: BecauseArguments,
) -> Result<(), Failure> {
    tell(config, method, &uri(&of, "stop"), json(&Why { why })).await
}

async fn draft(config: Config, arguments: DraftArguments) -> Result<(), Failure> {
    let uri = uri(&arguments.of, "draft");
    let (Some(file), Some(revision)) = (arguments.write, arguments.revision) else {
        return ask(config, Method::GET, &uri, Vec::new()).await;
    };
    let policy: Value = read(&file)?;
    ask(
        config,
        Method::PUT,
        &uri,
        json(&NewDraft { revision, policy }),
    )
    .await
}

async fn publish(config: Config, arguments: PublishArguments) -> Result<(), Failure> {
    let justifications = arguments.justifications.map(|file| read(&file));
    let body = NewPublication {
        revision: arguments.revision,
        why: arguments.why,
        justifications: justifications.transpose()?.unwrap_or_default(),
    };
    let uri = uri(&arguments.of, "versions");
    ask(config, Method::POST, &uri, json(&body)).await
}

fn uri(of: &OfPurpose, what: &str) -> String {
    format!("/policies/{}/{}/{what}", of.site, of.purpose)
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

fn read<T: DeserializeOwned>(file: &Path) -> Result<T, Failure> {
    let named = |why: String| Failure::refused(format!("{}: {why}", file.display()));
    let most = u64::try_from(limits::INFLATED_BYTES).unwrap_or(u64::MAX);
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().take(most).read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|open| open.take(most).read_to_string(&mut text))
    };
    read.map_err(|error| named(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| named(error.to_string()))
}

/// Asks for what has no answer to print.
async fn tell(config: Config, method: Method, uri: &str, body: Vec<u8>) -> Result<(), Failure> {
    Client::ask_once(config, method, uri, body)
        .await
        .map(|_| ())
}

/// Asks, and prints the answer.
async fn ask(config: Config, method: Method, uri: &str, body: Vec<u8>) -> Result<(), Failure> {
    let answer = Client::ask_once(config, method, uri, body).await;
    let failed = |error: serde_json::Error| Failure::failed(error.to_string());
    let answer: Value = serde_json::from_slice(&answer?).map_err(failed)?;
    print(&serde_json::to_string_pretty(&answer).map_err(failed)?)
}
