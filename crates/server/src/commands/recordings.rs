//! `revoir import`, `export`: recordings by the command line.

use super::{Failure, client::Client, print};
use crate::{
    config::Config,
    importing::{BASES, Origin, RrwebFile},
};
use axum::body::Body;
use clap::Args;
use http_body_util::BodyExt;
use hyper::Method;
use jiff::civil::Date;
use revoir_domain::purpose::Purpose;
use revoir_store::recordings::Import;
use serde_json::Value;
use std::{
    io::Write,
    path::{Path, PathBuf},
};
use uuid::Uuid;

#[derive(Args)]
pub(super) struct ImportArguments {
    /// rrweb JSON: an array of events, or {"events": […]}
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The key of the site that they were recorded on
    #[arg(long)]
    site: String,
    /// What they are kept for: support, ux or errors
    #[arg(long)]
    purpose: Purpose,
    /// What they were collected for
    #[arg(long)]
    collected_for: Purpose,
    /// The legal basis under which they were collected
    #[arg(long, value_parser = BASES)]
    basis: String,
    /// The day on which they were collected; retention runs from there
    #[arg(long, value_name = "YYYY-MM-DD")]
    collected_on: Date,
}

#[derive(Args)]
pub(super) struct Named {
    /// The recording's id
    #[arg(value_name = "ID")]
    recording: Uuid,
}

/// `revoir import`.
pub(super) async fn import(config: Config, arguments: ImportArguments) -> Result<(), Failure> {
    let client = Client::reach(config).await?;
    let done = import_all(&client, arguments).await;
    client.close().await?;
    done
}

async fn import_all(client: &Client, arguments: ImportArguments) -> Result<(), Failure> {
    let import = Import {
        collected_for: arguments.collected_for,
        basis: arguments.basis,
        collected_on: arguments.collected_on,
    };
    let origin = Origin {
        site: arguments.site,
        purpose: arguments.purpose,
        import,
    };
    for file in &arguments.files {
        let named = |failure: Failure| Failure {
            message: format!("{}: {}", file.display(), failure.message),
            ..failure
        };
        let recording = import_one(client, &origin, file).await.map_err(named)?;
        print(&recording)?;
    }
    Ok(())
}

async fn import_one(client: &Client, origin: &Origin, path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::refused(error.to_string()))?;
    let file = RrwebFile::parse(&bytes).map_err(Failure::failed)?;
    let opened = client
        .ask(
            Method::POST,
            "/imports",
            serde_json::to_vec(origin).unwrap_or_default(),
        )
        .await?;
    let opened: Value = serde_json::from_slice(&whole(opened).await?).unwrap_or_default();
    let text = |name: &str| {
        opened
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let (grant, recording) = (text("grant"), text("recording"));
    let sent = send(client, &file, &grant).await;
    if sent.is_err() {
        // nothing half: a recording that could not be read to its end is not there
        drop(
            client
                .ask(
                    Method::DELETE,
                    &format!("/recordings/{recording}"),
                    b"{}".to_vec(),
                )
                .await,
        );
    }
    sent.map(|()| recording)
}

async fn send(client: &Client, file: &RrwebFile<'_>, grant: &str) -> Result<(), Failure> {
    for (seq, batch) in (0..).zip(file.batches()) {
        let seq: u32 = seq;
        let at = format!(
            "/imports/batches?grant={grant}&seq={seq}&origin_ms={}",
            file.origin_ms
        );
        drop(client.ask(Method::POST, &at, batch).await?);
    }
    client
        .ask(
            Method::POST,
            &format!("/imports/end?grant={grant}"),
            Vec::new(),
        )
        .await
        .map(drop)
}

/// `revoir export`.
pub(super) async fn export(config: Config, named: Named) -> Result<(), Failure> {
    let client = Client::reach(config).await?;
    let done = match client
        .ask(
            Method::GET,
            &format!("/recordings/{}/events", named.recording),
            Vec::new(),
        )
        .await
    {
        Ok(body) => write(body, "\n").await,
        Err(failure) => Err(failure),
    };
    client.close().await?;
    done
}

/// Writes a body to standard output, and `end` after it.
pub(super) async fn write(mut body: Body, end: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let broken = |error: &dyn std::fmt::Display| {
        Failure::failed(format!("writing to standard output: {error}"))
    };
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| broken(&error))?;
        if let Some(bytes) = frame.data_ref() {
            out.write_all(bytes).map_err(|error| broken(&error))?;
        }
    }
    out.write_all(end.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| broken(&error))
}

/// All of an answer.
pub(super) async fn whole(body: Body) -> Result<Vec<u8>, Failure> {
    let collected = body
        .collect()
        .await
        .map_err(|error| Failure::environment(error.to_string()))?;
    Ok(collected.to_bytes().to_vec())
}
