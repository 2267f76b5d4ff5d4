//! `revoir user`: who may sign in. For the first account of an installation, and for recovery.

use super::{Failure, client::Client, print};
use crate::{accounts::NewAccount, config::Config};
use clap::{Args, Subcommand};
use hyper::Method;
use revoir_domain::role::Role;
use std::io::{IsTerminal, Read};

#[derive(Subcommand)]
pub(super) enum UserCommand {
    /// Adds someone; the password is read from standard input
    Add(AddArguments),
}

#[derive(Args)]
pub(super) struct AddArguments {
    /// How they sign in
    #[arg(value_parser = email)]
    email: String,
    /// How they are shown
    #[arg(long, value_parser = super::name)]
    name: String,
    /// What they are here for; several by repeating it
    #[arg(long, required = true)]
    role: Vec<Role>,
    /// The name of their organisation, made where there is none; without it the first one
    #[arg(long, value_parser = super::name)]
    organisation: Option<String>,
    /// For how many days the roles hold
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=366))]
    days: u16,
}

fn email(text: &str) -> Result<String, String> {
    let shaped = text
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    if shaped && !text.contains(char::is_whitespace) {
        Ok(text.to_owned())
    } else {
        Err("not an e-mail".to_owned())
    }
}

/// Runs one of them.
pub(super) async fn run(config: Config, command: UserCommand) -> Result<(), Failure> {
    let UserCommand::Add(arguments) = command;
    let account = NewAccount {
        email: arguments.email,
        name: arguments.name,
        roles: arguments.role,
        organisation: arguments.organisation,
        days: arguments.days,
        password: read_password()?,
    };
    let client = Client::reach(config).await?;
    let body = serde_json::to_vec(&account).unwrap_or_default();
    let done = client.ask(Method::POST, "/accounts", body).await;
    client.close().await?;
    drop(done?);
    print(&format!("{} may sign in", account.email))
}

fn read_password() -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        return Err(Failure::usage(
            "give the password on standard input, such as: revoir user add … < FILE",
        ));
    }
    let mut text = String::new();
    std::io::stdin()
        .take(1_024)
        .read_to_string(&mut text)
        .map_err(anyhow::Error::from)?;
    let password = text.trim_end_matches(['\r', '\n']).to_owned();
    let length = password.chars().count();
    if (12..=256).contains(&length) {
        Ok(password)
    } else {
        Err(Failure::usage(format!(
            "the password has {length} characters, must have 12 to 256"
        )))
    }
}
