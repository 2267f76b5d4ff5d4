//! `revoir erase`: recordings by their ids, or all of a customer. Nothing is erased before all that was given is known to
//! be right; what was erased before is told again, so that a run that broke off can be repeated.

use super::{Failure, client::Client, print, recordings::whole};
use crate::config::Config;
use clap::Args;
use hyper::Method;
use revoir_domain::{purpose::Purpose, request::Reference};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{io::Read, path::PathBuf};
use uuid::Uuid;

#[derive(Args)]
#[command(
    after_help = "Exit codes: 0 all erased, now or before; 1 failed, run it again; 2 usage, or a line or identifier \
that is none; 3 a recording, site or policy that is not there, or nobody can be found (I1); 4 environment.\n\
After 2 and 3 nothing was erased."
)]
pub(super) struct EraseArguments {
    /// The recordings' ids
    #[arg(value_name = "ID", required_unless_present_any = ["file", "customer"])]
    recordings: Vec<Uuid>,
    /// A file with more of them, one a line; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "customer")]
    file: Option<PathBuf>,
    /// A file with the identifier of a customer, all of whose recordings are erased; - for standard input. Not the
    /// identifier itself, which every user of the machine could read in the list of processes
    #[arg(long, value_name = "FILE", conflicts_with = "recordings", requires_all = ["site", "purpose", "reference"])]
    customer: Option<PathBuf>,
    /// Of which site, with --customer
    #[arg(long, requires = "customer")]
    site: Option<String>,
    /// Of which purpose, with --customer
    #[arg(long, requires = "customer")]
    purpose: Option<Purpose>,
    /// Your own number of the request, for the audit log
    #[arg(long)]
    reference: Option<Reference>,
}

/// What was erased of a customer.
#[derive(Deserialize)]
struct Erased {
    certificates: Vec<String>,
    left: u64,
}

/// `revoir erase`.
pub(super) async fn run(config: Config, arguments: EraseArguments) -> Result<(), Failure> {
    let reference = arguments.reference.as_ref().map(Reference::as_str);
    if let Some(file) = &arguments.customer {
        let of = json!({
            "site": arguments.site,
            "purpose": arguments.purpose,
            "identifier": read(file)?.trim_end_matches(['\r', '\n']),
            "reference": reference,
        });
        let client = Client::reach(config).await?;
        let done = erase_customer(&client, &of).await;
        client.close().await?;
        return done;
    }
    let mut named: Vec<(String, Uuid)> = Vec::new();
    for id in &arguments.recordings {
        named.push((id.to_string(), *id));
    }
    if let Some(file) = &arguments.file {
        named.extend(ids_in(&file.display().to_string(), &read(file)?)?);
    }
    let client = Client::reach(config).await?;
    let done = erase_all(&client, &named, reference).await;
    client.close().await?;
    done
}

async fn erase_customer(client: &Client, of: &Value) -> Result<(), Failure> {
    loop {
        let answer = client
            .ask(
                Method::POST,
                "/requests/erasure",
                of.to_string().into_bytes(),
            )
            .await?;
        let erased: Erased = serde_json::from_slice(&whole(answer).await?)
            .map_err(|error| Failure::failed(error.to_string()))?;
        for certificate in &erased.certificates {
            print(certificate)?;
        }
        match (erased.left, erased.certificates.len()) {
            (0, _) => return Ok(()),
            (left, 0) => {
                let left = format!("{left} recordings are left: run it again");
                return Err(Failure::failed(left));
            }
            _ => {}
        }
    }
}

/// Looks whether each is there, or was and is certified, before the first is erased.
async fn erase_all(
    client: &Client,
    named: &[(String, Uuid)],
    reference: Option<&str>,
) -> Result<(), Failure> {
    for (name, id) in named {
        let path = format!("/recordings/{id}/standing");
        let known = client.ask(Method::GET, &path, Vec::new()).await;
        let known = known.map_err(|failure| Failure {
            message: format!("{name}: {}; nothing was erased", failure.message),
            ..failure
        })?;
        drop(known);
    }
    let why = json!({ "reference": reference }).to_string();
    for (name, id) in named {
        let path = format!("/recordings/{id}");
        let erased = client
            .ask(Method::DELETE, &path, why.clone().into_bytes())
            .await;
        let erased = erased.map_err(|failure| Failure {
            message: format!("{name}: {}", failure.message),
            ..failure
        })?;
        print(&String::from_utf8_lossy(&whole(erased).await?))?;
    }
    Ok(())
}

/// The ids in a text, each with where it stands. What is none is not repeated: it may be somebody's identifier.
fn ids_in(file: &str, text: &str) -> Result<Vec<(String, Uuid)>, Failure> {
    let lines = (1..).zip(text.lines().map(str::trim));
    let ids = lines.filter(|(_, line)| !line.is_empty());
    ids.map(|(number, line)| {
        let number: u64 = number;
        let at = format!("{file}: line {number}");
        let id = line.parse::<Uuid>().map_err(|_| {
            Failure::usage(format!("{at}: is no id of a recording; nothing was erased"))
        })?;
        Ok((at, id))
    })
    .collect()
}

fn read(file: &PathBuf) -> Result<String, Failure> {
    let read = if file.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(file)
    };
    read.map_err(|error| Failure::usage(format!("{}: {error}", file.display())))
}
