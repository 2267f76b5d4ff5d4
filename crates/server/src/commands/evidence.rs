//! `revoir evidence`: what was in force at an instant, written to a directory; and one that was written, verified with
//! nothing but its files.

use super::{Failure, client::Client, print, site::key};
use crate::{
    admin::EvidenceOf,
    clock,
    config::Config,
    evidence::{Evidence, KIND, Manifest},
    jobs::state,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use clap::{Args, Subcommand};
use hyper::Method;
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use revoir_domain::audit::Digest;
use revoir_vault::audit::{Attestation, Signature, sha256};
use serde::Deserialize;
use serde_json::json;
use std::{
    fs,
    path::{Component, Path, PathBuf},
};

/// Of what was in force, the files that say that they belong together.
const MANIFEST: &str = "manifest.json";
/// Who says so.
const SIGNATURE: &str = "manifest.sig.json";

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct EvidenceArguments {
    #[command(subcommand)]
    command: Option<EvidenceCommand>,
    /// The instant (RFC 3339), or a day (UTC), of which it is the end
    #[arg(long, value_name = "DATE", value_parser = instant, required = true)]
    at: Option<Timestamp>,
    /// The site's key
    #[arg(long, value_name = "KEY", value_parser = key, required = true)]
    site: Option<String>,
    /// Where to write, a directory that is empty or not there yet
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Says what was written as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
pub(super) enum EvidenceCommand {
    /// Verifies a directory of evidence, or a file of daily statements, offline: exits 0 if all is what was signed, 1
    /// with the first that is not
    Verify(VerifyArguments),
}

#[derive(Args)]
pub(super) struct VerifyArguments {
    /// The directory, or what `GET /api/sites/{site}/statements` answered
    #[arg(value_name = "PATH")]
    path: PathBuf,
    /// The public key that must have signed it, as `revoir audit verify` prints it
    #[arg(long, value_name = "HEX")]
    key: Option<Digest>,
}

/// `revoir evidence`.
pub(super) async fn run(config: Config, arguments: EvidenceArguments) -> Result<(), Failure> {
    if let Some(EvidenceCommand::Verify(arguments)) = &arguments.command {
        return verify(arguments);
    }
    let (Some(site), Some(at)) = (arguments.site, arguments.at) else {
        return Err(Failure::usage("--at and --site must be given"));
    };
    if at > clock::now() {
        return Err(Failure::usage("--at must not lie in the future"));
    }
    let day = at.to_zoned(TimeZone::UTC).date();
    let dir = arguments.out;
    let dir = dir.unwrap_or_else(|| PathBuf::from(format!("revoir-evidence-{site}-{day}")));
    make(&dir)?;
    let of = serde_json::to_vec(&EvidenceOf { site, at }).unwrap_or_default();
    let body = Client::ask_once(config, Method::POST, "/evidence", of).await?;
    let evidence: Evidence = serde_json::from_slice(&body)
        .map_err(|error| Failure::failed(format!("the server's answer: {error}")))?;
    write(&dir, &evidence)?;
    let (files, manifest) = (evidence.files.len(), sha256(evidence.manifest.as_bytes()));
    if arguments.json {
        let said = json!({ "dir": dir, "at": at, "files": files, "manifest_sha256": manifest });
        return print(&said.to_string());
    }
    let dir = dir.display();
    print(&format!(
        "{dir}: {files} files in force at {at}\nmanifest: {manifest}"
    ))
}

/// An instant, or the last one of a day that is over, or now on the day that is not.
fn instant(text: &str) -> Result<Timestamp, String> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let day: Date = text.parse().map_err(
        |_| "must be a day such as 2026-11-21, or an instant such as 2026-11-21T10:00:00Z",
    )?;
    let end = day.tomorrow().and_then(|next| next.to_zoned(TimeZone::UTC));
    let end = end.map_err(|error| error.to_string())?.timestamp();
    let last = end.saturating_sub(SignedDuration::from_nanos(1));
    let last = last.map_err(|error| error.to_string())?;
    let (now, today) = (clock::now(), clock::now().to_zoned(TimeZone::UTC).date());
    Ok(if day == today { now } else { last })
}

pub(super) fn make(dir: &Path) -> Result<(), Failure> {
    let refused =
        |error: std::io::Error| Failure::environment(format!("{}: {error}", dir.display()));
    fs::create_dir_all(dir).map_err(refused)?;
    refuse_used(dir)
}

/// A directory in which something lies is somebody's.
pub(super) fn refuse_used(dir: &Path) -> Result<(), Failure> {
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Failure::refused(format!("{}: is not empty", dir.display())));
    }
    Ok(())
}

pub(super) fn write(dir: &Path, evidence: &Evidence) -> Result<(), Failure> {
    for file in &evidence.files {
        let damaged = |_| Failure::failed(format!("the server's answer: {} is damaged", file.name));
        let bytes = BASE64_STANDARD.decode(&file.bytes).map_err(damaged)?;
        write_one(&within(dir, &file.name)?, &bytes)?;
    }
    let signature = serde_json::to_vec_pretty(&evidence.attestation).unwrap_or_default();
    write_one(&dir.join(MANIFEST), evidence.manifest.as_bytes())?;
    write_one(&dir.join(SIGNATURE), &signature)
}

fn write_one(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed =
        |error: std::io::Error| Failure::environment(format!("{}: {error}", path.display()));
    let above = path.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(above).map_err(failed)?;
    fs::write(path, bytes).map_err(failed)
}

/// A place in the directory, and never outside of it.
fn within(dir: &Path, name: &str) -> Result<PathBuf, Failure> {
    let name = Path::new(name);
    if name
        .components()
        .all(|it| matches!(it, Component::Normal(_)))
    {
        return Ok(dir.join(name));
    }
    Err(Failure::failed(format!(
        "{}: leads out of the directory",
        name.display()
    )))
}

/// `revoir evidence verify`.
fn verify(arguments: &VerifyArguments) -> Result<(), Failure> {
    let dir = &arguments.path;
    if dir.is_file() {
        return verify_statements(dir, arguments.key);
    }
    let wrong =
        |name: &str, what: &str| Failure::failed(format!("{}: {what}", dir.join(name).display()));
    let text = read(dir, MANIFEST)?;
    let signed: Attestation = serde_json::from_slice(&read(dir, SIGNATURE)?)
        .map_err(|_| wrong(SIGNATURE, "is no signature"))?;
    if arguments.key.is_some_and(|key| key != signed.public_key) {
        return Err(wrong(SIGNATURE, "was signed by another key"));
    }
    if !signed.is_of(KIND, &text) {
        return Err(wrong(MANIFEST, "is not what was signed"));
    }
    let manifest: Manifest =
        serde_json::from_slice(&text).map_err(|_| wrong(MANIFEST, "is no manifest"))?;
    for file in &manifest.files {
        let bytes = fs::read(within(dir, &file.name)?)
            .map_err(|error| wrong(&file.name, &error.to_string()))?;
        if sha256(&bytes) != file.sha256 {
            return Err(wrong(&file.name, "is not what was written"));
        }
    }
    let Manifest {
        site,
        at,
        made_at,
        files,
        ..
    } = manifest;
    let (files, key) = (files.len(), signed.public_key);
    print(&format!(
        "intact: {files} files of {site} at {at}, made at {made_at}\nkey: {key}"
    ))
}

fn read(dir: &Path, name: &str) -> Result<Vec<u8>, Failure> {
    let path = dir.join(name);
    fs::read(&path).map_err(|error| Failure::refused(format!("{}: {error}", path.display())))
}

/// Daily statements, as they were answered.
#[derive(Deserialize)]
struct Statements {
    public_key: Digest,
    statements: Vec<Signed>,
}

#[derive(Deserialize)]
struct Signed {
    document: String,
    signature: Signature,
}

fn verify_statements(path: &Path, pinned: Option<Digest>) -> Result<(), Failure> {
    let wrong = |what: &str| Failure::failed(format!("{}: {what}", path.display()));
    let text = fs::read(path).map_err(|error| Failure::refused(error.to_string()))?;
    let Statements {
        public_key,
        statements,
    } = serde_json::from_slice(&text).map_err(|_| wrong("holds no statements"))?;
    if pinned.is_some_and(|key| key != public_key) {
        return Err(wrong("was signed by another key"));
    }
    for Signed {
        document,
        signature,
    } in &statements
    {
        let signed = Attestation {
            public_key,
            signature: signature.clone(),
        };
        if !signed.is_of(state::KIND, document.as_bytes()) {
            return Err(wrong(&format!("is not what was signed: {document}")));
        }
    }
    let count = statements.len();
    print(&format!("intact: {count} statements\nkey: {public_key}"))
}
