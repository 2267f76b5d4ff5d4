//! `revoir site`: web properties, each with its public key.

mod routes;

use super::{Failure, client::Client, print};
use crate::{
    config::Config,
    founding::{NewSite, snippet},
};
use clap::{Args, Subcommand};
use hyper::Method;
use revoir_domain::origin::{NotAnOrigin, Origin};
use revoir_store::sites::is_key;

#[derive(Subcommand)]
pub(super) enum SiteCommand {
    /// Adds a site under the presets, and prints its snippet
    Add(AddArguments),
    /// Lists the routes of a site, or learns them from a list of its addresses
    Routes(routes::RoutesArguments),
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

/// The public key of a site.
pub(super) fn key(text: &str) -> Result<String, &'static str> {
    if is_key(text) {
        Ok(text.to_owned())
    } else {
        Err("not lower-case letters, digits and dashes")
    }
}

fn origin(text: &str) -> Result<String, NotAnOrigin> {
    text.parse::<Origin>().map(|origin| origin.to_string())
}

/// Runs one of them.
pub(super) async fn run(config: Config, command: SiteCommand) -> Result<(), Failure> {
    match command {
        SiteCommand::Add(arguments) => add(config, arguments).await,
        SiteCommand::Routes(arguments) => routes::run(config, arguments).await,
    }
}

async fn add(config: Config, arguments: AddArguments) -> Result<(), Failure> {
    let snippet = snippet(&config, &arguments.key);
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
    print(&snippet)
}
