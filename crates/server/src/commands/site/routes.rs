//! `revoir site routes`: what may be kept of a page's address.

use super::{
    super::{Failure, client::Client, print},
    key,
};
use crate::{admin::SiteRoutes, config::Config};
use clap::Args;
use http_body_util::BodyExt;
use hyper::Method;
use revoir_domain::{learning::learn, route::RoutePattern};
use std::{
    io::Read,
    path::{Path, PathBuf},
};

/// The most bytes of a list.
const LONGEST: u64 = 50_000_000;

#[derive(Args)]
pub(in super::super) struct RoutesArguments {
    /// The site's key
    #[arg(value_parser = key)]
    key: String,
    /// Makes patterns of your own list: an address or path a line, or a site map; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "forget")]
    learn: Option<PathBuf>,
    /// Keeps the patterns for the site, not only prints them
    #[arg(long, requires = "learn")]
    save: bool,
    /// Forgets a learned pattern
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    forget: Option<RoutePattern>,
}

fn pattern(text: &str) -> Result<RoutePattern, String> {
    RoutePattern::try_from(text.to_owned()).map_err(|error| error.to_string())
}

/// Does what the arguments say.
pub(super) async fn run(config: Config, arguments: RoutesArguments) -> Result<(), Failure> {
    let uri = format!("/routes/{}", arguments.key);
    if let Some(route) = arguments.forget {
        ask(config, Method::DELETE, &uri, json(&route)).await?;
        return Ok(());
    }
    let Some(file) = arguments.learn else {
        let answer = ask(config, Method::GET, &uri, Vec::new()).await?;
        return list(&answer);
    };
    let patterns = learned(&file)?;
    if arguments.save {
        ask(config, Method::POST, &uri, json(&patterns)).await?;
    }
    patterns.iter().try_for_each(|route| print(route.as_str()))
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

async fn ask(config: Config, method: Method, uri: &str, body: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let client = Client::reach(config).await?;
    let answer = match client.ask(method, uri, body).await {
        Ok(body) => body
            .collect()
            .await
            .map(|body| body.to_bytes().to_vec())
            .map_err(|error| Failure::failed(error.to_string())),
        Err(failure) => Err(failure),
    };
    client.close().await?;
    answer
}

fn list(answer: &[u8]) -> Result<(), Failure> {
    let routes: SiteRoutes =
        serde_json::from_slice(answer).map_err(|error| Failure::failed(error.to_string()))?;
    for route in routes.declared {
        let purposes: Vec<_> = route.purposes.iter().map(ToString::to_string).collect();
        let (pattern, purposes) = (route.pattern.as_str().to_owned(), purposes.join(", "));
        print(&format!("{pattern}\tdeclared ({purposes})"))?;
    }
    let learned = routes.learned.iter();
    learned
        .map(|route| format!("{}\tlearned", route.as_str()))
        .try_for_each(|line| print(&line))
}

fn learned(file: &Path) -> Result<Vec<RoutePattern>, Failure> {
    let named = |why: String| Failure::refused(format!("{}: {why}", file.display()));
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().take(LONGEST).read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|open| open.take(LONGEST).read_to_string(&mut text))
    };
    read.map_err(|error| named(error.to_string()))?;
    learn(&text).map_err(|error| named(error.to_string()))
}
