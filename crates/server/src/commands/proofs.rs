//! `revoir proofs`: the proofs of consent taken out, and those that were verified, with nothing but the file.

use super::{Failure, client::Client, print, recordings::write, site::key};
use crate::config::Config;
use clap::{Args, Subcommand};
use hyper::Method;
use revoir_domain::audit::Digest;
use revoir_vault::audit::ProofExport;
use std::{fs, path::PathBuf};

#[derive(Subcommand)]
pub(super) enum ProofsCommand {
    /// Writes the proofs of consent of a site to standard output, in signed batches of an hour
    Export(ExportArguments),
    /// Verifies exported proofs, offline: exits 0 if they are what was written, 1 with the first that is not
    Verify(VerifyArguments),
}

#[derive(Args)]
pub(super) struct ExportArguments {
    /// The site's key
    #[arg(value_parser = key)]
    site: String,
}

#[derive(Args)]
pub(super) struct VerifyArguments {
    /// The exported proofs
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The public key that must have signed them, as `revoir audit verify` prints it
    #[arg(long, value_name = "HEX")]
    key: Option<Digest>,
}

/// `revoir proofs export`.
pub(super) async fn export(config: Config, of: ExportArguments) -> Result<(), Failure> {
    let client = Client::reach(config).await?;
    let path = format!("/proofs/{}", of.site);
    let done = match client.ask(Method::POST, &path, Vec::new()).await {
        Ok(body) => write(body, "").await,
        Err(failure) => Err(failure),
    };
    client.close().await?;
    done
}

/// `revoir proofs verify`.
pub(super) fn verify(arguments: &VerifyArguments) -> Result<(), Failure> {
    let name = arguments.file.display();
    let text = fs::read(&arguments.file);
    let text = text.map_err(|error| Failure::refused(format!("{name}: {error}")))?;
    let export: ProofExport = serde_json::from_slice(&text)
        .map_err(|_| Failure::failed(format!("{name}: holds no proofs")))?;
    let verified = export.verify(arguments.key);
    let count = verified.map_err(|wrong| Failure::failed(format!("{name}: {wrong}")))?;
    let batches = export.batches.len();
    print(&format!(
        "intact: {count} proofs in {batches} batches of {}, taken out at {}\nkey: {}",
        export.key, export.made_at, export.public_key
    ))
}
