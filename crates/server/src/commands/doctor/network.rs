//! The port: free, or answered by the server of this installation.

use super::{Finding, Use, client};
use crate::config::Config;
use tokio::net::TcpListener;

const CHECK: &str = "port";

/// Looks at the port.
pub(super) async fn look(config: &Config, found: &Use) -> Vec<Finding> {
    let finding = match found {
        Use::Served => served(config).await,
        Use::Busy => Finding::warning(
            CHECK,
            "another process uses the data directory, and answers no command",
            "a server that starts or stops: ask again in a moment",
        ),
        Use::Ours(_) | Use::Nobody => free(config).await,
    };
    vec![finding]
}

async fn served(config: &Config) -> Finding {
    let address = config.address();
    match client::readiness(config).await {
        Ok(status) if status.is_success() => {
            Finding::ok(CHECK, format!("the server on {address} is ready"))
        }
        Ok(status) => Finding::problem(
            CHECK,
            format!("the server on {address} cannot serve now (status {status})"),
            "its log says why: the database, or the disk of the key ring",
        ),
        Err(_) => Finding::problem(
            CHECK,
            format!("a server runs on this data directory, but does not answer on {address}"),
            "give this command the settings that the server has",
        ),
    }
}

async fn free(config: &Config) -> Finding {
    let address = config.address();
    match TcpListener::bind(address).await {
        Ok(_) => Finding::ok(CHECK, format!("{address} is free")).noting("no server runs"),
        Err(error) => Finding::problem(
            CHECK,
            format!("cannot listen on {address}: {error}"),
            "end what uses it, or set server.port (REVOIR_PORT)",
        ),
    }
}
