//! `revoir audit`: the log taken out, and one that was taken out verified, with nothing but the file.

use super::{Failure, client::Client, print, recordings::write};
use crate::{admin::LogOf, config::Config};
use clap::{Args, Subcommand};
use hyper::Method;
use revoir_domain::audit::Digest;
use revoir_vault::audit::{End, Line, Verified, Verifier};
use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

/// No line of an export is longer: canonical fields, and 500 characters of words.
const LONGEST: u64 = 16 * 1024;

#[derive(Subcommand)]
pub(super) enum AuditCommand {
    /// Writes the log to standard output, as JSON lines with hashes, signatures and the public key
    Export(ExportArguments),
    /// Verifies an exported log, offline: exits 0 if it is what was written, 1 with the first place that is not
    Verify(VerifyArguments),
}

#[derive(Args)]
pub(super) struct ExportArguments {
    /// Whose; may be left out where there is one organisation
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
}

#[derive(Args)]
pub(super) struct VerifyArguments {
    /// The exported log
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The public key that must have signed it, as an earlier verification printed it
    #[arg(long, value_name = "HEX")]
    key: Option<Digest>,
    /// An earlier export, whose head must be in this one
    #[arg(long, value_name = "FILE")]
    kept: Option<PathBuf>,
}

/// `revoir audit export`.
pub(super) async fn export(config: Config, arguments: ExportArguments) -> Result<(), Failure> {
    let client = Client::reach(config).await?;
    let of = LogOf {
        organisation: arguments.organisation,
    };
    let body = serde_json::to_vec(&of).unwrap_or_default();
    let done = match client.ask(Method::POST, "/audit/export", body).await {
        Ok(body) => write(body, "").await,
        Err(failure) => Err(failure),
    };
    client.close().await?;
    done
}

/// `revoir audit verify`.
pub(super) fn verify(arguments: &VerifyArguments) -> Result<(), Failure> {
    let kept = arguments.kept.as_deref().map(head_of).transpose()?;
    let mut verifier = Verifier::default().pinned(arguments.key).kept(kept);
    let wrong = |fault: &dyn std::fmt::Display| {
        Failure::failed(format!("{}: {fault}", arguments.file.display()))
    };
    for text in lines(&arguments.file)? {
        verifier.take(&text?).map_err(|fault| wrong(&fault))?;
    }
    let intact = verifier.finish().map_err(|fault| wrong(&fault))?;
    print(&tell(&intact))
}

fn tell(intact: &Verified) -> String {
    let head = &intact.head;
    let (first, last) = (intact.first, head.number);
    format!(
        "intact: entries {first} to {last} of organisation {}\nhead: {} at {}\nkey: {}",
        intact.organisation, head.hash, head.at, intact.public_key
    )
}

/// The last line of an earlier export.
fn head_of(path: &Path) -> Result<End, Failure> {
    let mut last = String::new();
    for text in lines(path)? {
        last = text?;
    }
    match serde_json::from_str(&last) {
        Ok(Line::End(end)) => Ok(end),
        _ => Err(Failure::refused(format!(
            "{}: does not end with a head",
            path.display()
        ))),
    }
}

fn lines(path: &Path) -> Result<impl Iterator<Item = Result<String, Failure>>, Failure> {
    let name = path.display().to_string();
    let refused = move |error: std::io::Error| Failure::refused(format!("{name}: {error}"));
    let mut file = BufReader::new(File::open(path).map_err(&refused)?);
    Ok(std::iter::from_fn(move || {
        let mut line = Vec::new();
        match file.by_ref().take(LONGEST).read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => Some(Ok(String::from_utf8_lossy(&line).trim_end().to_owned())),
            Err(error) => Some(Err(refused(error))),
        }
    }))
}
