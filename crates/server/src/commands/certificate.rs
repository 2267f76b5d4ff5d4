//! `revoir certificate`: the signed proof that a recording was erased; and one that was kept, verified offline.

use super::{Failure, client::Client, print, recordings::write};
use crate::{config::Config, erasing::Certificate};
use clap::{Args, Subcommand};
use hyper::Method;
use revoir_domain::audit::Digest;
use std::path::PathBuf;
use uuid::Uuid;

/// No certificate is longer.
const LONGEST: u64 = 4 * 1024;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct CertificateArguments {
    #[command(subcommand)]
    pub(super) command: Option<CertificateCommand>,
    /// The id of the recording that was erased
    #[arg(value_name = "ID", required = true)]
    recording: Option<Uuid>,
}

#[derive(Subcommand)]
pub(super) enum CertificateCommand {
    /// Verifies a deletion certificate, offline: exits 0 if it is what was signed, 1 if not
    Verify(VerifyArguments),
}

#[derive(Args)]
pub(super) struct VerifyArguments {
    /// The certificate
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The public key that must have signed it, as `revoir audit verify` prints it
    #[arg(long, value_name = "HEX")]
    key: Option<Digest>,
}

/// `revoir certificate`.
pub(super) async fn run(config: Config, arguments: CertificateArguments) -> Result<(), Failure> {
    if let Some(CertificateCommand::Verify(arguments)) = &arguments.command {
        return verify(arguments);
    }
    let Some(recording) = arguments.recording else {
        return Err(Failure::usage("the id of a recording must be given"));
    };
    let client = Client::reach(config).await?;
    let path = format!("/recordings/{recording}/certificate");
    let done = match client.ask(Method::GET, &path, Vec::new()).await {
        Ok(body) => write(body, "\n").await,
        Err(failure) => Err(failure),
    };
    client.close().await?;
    done
}

fn verify(arguments: &VerifyArguments) -> Result<(), Failure> {
    let name = arguments.file.display();
    let refused = |error: std::io::Error| Failure::refused(format!("{name}: {error}"));
    let length = std::fs::metadata(&arguments.file).map_err(refused)?.len();
    if length > LONGEST {
        return Err(Failure::failed(format!(
            "{name}: is no deletion certificate"
        )));
    }
    let bytes = std::fs::read(&arguments.file).map_err(refused)?;
    let text = String::from_utf8_lossy(&bytes);
    let (certificate, key) = Certificate::verify(&text, arguments.key)
        .map_err(|fault| Failure::failed(format!("{name}: {fault}")))?;
    let Certificate {
        recording,
        site,
        purpose,
        erased_at,
        last_copy_dies_on,
        ..
    } = certificate;
    print(&format!(
        "intact: recording {recording} of {site} for {purpose} was erased at {erased_at}\n\
         the last copy dies on {last_copy_dies_on}\nkey: {key}"
    ))
}
