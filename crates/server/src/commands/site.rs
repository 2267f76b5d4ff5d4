//! `revoir site`: web properties, each with its public key.

use super::{Failure, client::Client, print};
use crate::{config::Config, founding::NewSite};
use clap::{Args, Subcommand};
use hyper::Method;
use revoir_store::sites::is_key;

#[derive(Subcommand)]
pub(super) enum SiteCommand {
    /// Adds a site under the presets, and prints its snippet
    Add(AddArguments),
}

#[derive(Args)]
pub(super) struct AddArguments {
    /// Its public key: lower-case letters, digits and dashes
    #[arg(value_parser = key)]
    key: String,
    /// How people call it
    #[arg(long, value_parser = super::name)]
    name: String,
    /// An origin whose pages may send, such as `https://shop.example`; several by repeating it
    #[arg(long, required = true, value_parser = origin)]
    origin: Vec<String>,
    /// The name of its organisation, made where there is none; without it the first one
    #[arg(long, value_parser = super::name)]
    organisation: Option<String>,
}

fn key(text: &str) -> Result<String, &'static str> {
    if is_key(text) {
        Ok(text.to_owned())
    } else {
        Err("not lower-case letters, digits and dashes")
    }
}

/// An origin as a browser writes it: scheme, host, and a port unless it is the scheme's own.
fn origin(text: &str) -> Result<String, &'static str> {
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.:[]".contains(c);
    match host {
        Some(host) if !host.is_empty() && host.chars().all(plain) => Ok(text.to_owned()),
        _ => Err("not an origin such as https://shop.example, without a path"),
    }
}

/// Runs one of them.
pub(super) async fn run(config: Config, command: SiteCommand) -> Result<(), Failure> {
    let SiteCommand::Add(arguments) = command;
    let public = config.server.public_url.trim_end_matches('/').to_owned();
    let host = if public.is_empty() {
        format!("http://{}", config.address())
    } else {
        public
    };
    let site = NewSite {
        key: arguments.key,
        name: arguments.name,
        origins: arguments.origin,
        organisation: arguments.organisation,
    };
    let client = Client::reach(config).await?;
    let body = serde_json::to_vec(&site).unwrap_or_default();
    let done = client.ask(Method::POST, "/sites", body).await;
    client.close().await?;
    drop(done?);
    print(&format!(
        "<script async src=\"{host}/sdk/revoir.js\" data-site=\"{}\"></script>",
        site.key
    ))
}
