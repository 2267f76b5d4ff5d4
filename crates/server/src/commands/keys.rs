//! `revoir keys`: new keys in place of old ones, and the mirror of the ring.

use super::{Failure, client::Client, print, site::key};
use crate::{admin::Rotation, config::Config, http::proofs::ProofSecret};
use clap::{Args, Subcommand};
use hyper::Method;
use revoir_domain::{limits, purpose::Purpose};
use revoir_vault::tombstones;
use std::path::{Path, PathBuf};

#[derive(Subcommand)]
pub(super) enum KeysCommand {
    /// Makes a new key for the pseudonyms of one purpose of a site (I2, I3)
    RotatePseudonyms(RotateArguments),
    /// Makes the secret by which a site's backend proves identifiers, and prints it this once; what the one
    /// before proves is refused from now on
    ReplaceProofSecret(ReplaceArguments),
    /// Copies the key ring and the tombstones into a directory, in the place of the copy that was there; never keep
    /// copies of them for more than seven days
    Mirror {
        /// A directory of ours alone, on another disk
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
}

#[derive(Args)]
pub(super) struct RotateArguments {
    /// The site's key
    #[arg(long, value_name = "KEY", value_parser = key)]
    site: String,
    /// `support`, `ux` or `errors`
    #[arg(long)]
    purpose: Purpose,
    /// For how many days lookups also find what the old key has made; then it is destroyed
    #[arg(long, value_name = "N", default_value_t = 30,
        value_parser = clap::value_parser!(u16).range(..=i64::from(limits::GRACE_DAYS)))]
    grace_days: u16,
}

#[derive(Args)]
pub(super) struct ReplaceArguments {
    /// The site's key
    #[arg(long, value_name = "KEY", value_parser = key)]
    site: String,
}

/// Runs one of them.
pub(super) async fn run(config: Config, command: KeysCommand) -> Result<(), Failure> {
    match command {
        KeysCommand::RotatePseudonyms(arguments) => rotate(config, arguments).await,
        KeysCommand::Mirror { dir } => copy(&config, &dir),
        KeysCommand::ReplaceProofSecret(ReplaceArguments { site }) => {
            let answer = Client::ask_once(
                config,
                Method::POST,
                &format!("/keys/{site}/proof-secret"),
                Vec::new(),
            )
            .await?;
            let made: ProofSecret = serde_json::from_slice(&answer)
                .map_err(|error| Failure::failed(error.to_string()))?;
            print(&made.secret)
        }
    }
}

fn copy(config: &Config, dir: &Path) -> Result<(), Failure> {
    let environment = |error: revoir_vault::Error| Failure::environment(error.to_string());
    let buckets = revoir_vault::mirror(&config.keys_dir(), dir).map_err(environment)?;
    let stones = tombstones::copy(&config.tombstones_dir(), &dir.join("tombstones"));
    let stones = stones.map_err(environment)?;
    let name = dir.display();
    print(&format!("{name}: {buckets} buckets, {stones} tombstones"))
}

async fn rotate(config: Config, arguments: RotateArguments) -> Result<(), Failure> {
    let rotation = Rotation {
        purpose: arguments.purpose,
        grace_days: arguments.grace_days,
    };
    let body = serde_json::to_vec(&rotation).unwrap_or_default();
    drop(
        Client::ask_once(
            config,
            Method::POST,
            &format!("/keys/{}/pseudonyms", arguments.site),
            body,
        )
        .await?,
    );
    Ok(())
}
