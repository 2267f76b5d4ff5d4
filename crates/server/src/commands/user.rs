//! `revoir user`: who may sign in. For the first account of an installation, and for recovery.

use super::{Failure, client::Client, print};
use crate::{
    accounts::{Account, AccountRole, NewAccount, NewGrant},
    admin::{Someone, TheirRole},
    config::Config,
};
use clap::{Args, Subcommand};
use http_body_util::{BodyExt, Collected};
use hyper::Method;
use revoir_domain::{email::Email, limits, name::Name, role::Role};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::io::{IsTerminal, Read};

#[derive(Subcommand)]
pub(super) enum UserCommand {
    /// Lists everyone who has an account
    List(ListArguments),
    /// Adds someone; the password is read from standard input
    Add(AddArguments),
    /// Prints a link with which someone sets a password and comes in: once, within the hour
    Link(OneArgument),
    /// Grants a role to someone
    Grant(GrantArguments),
    /// Takes a role from someone, wherever they hold it
    Revoke(RevokeArguments),
    /// Ends every session of someone
    SignOut(OneArgument),
    /// Removes someone, with roles, sessions and link
    Remove(OneArgument),
}

#[derive(Args)]
pub(super) struct ListArguments {
    /// As one JSON array
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(super) struct OneArgument {
    /// How they sign in
    email: Email,
}

#[derive(Args)]
pub(super) struct AddArguments {
    /// How they sign in
    email: Email,
    /// How they are shown
    #[arg(long)]
    name: Name,
    /// What they are here for; several by repeating it
    #[arg(long, required = true)]
    role: Vec<Role>,
    /// The name of their organisation, made where there is none; without it the first one
    #[arg(long, value_parser = super::name)]
    organisation: Option<String>,
    /// For how many days the roles hold
    #[arg(long, default_value_t = 90, value_parser = days())]
    days: u16,
    /// Prints a link with which they set a password, within seven days, and reads none
    #[arg(long)]
    invite: bool,
    /// Why they hold roles that conflict: support beside ux or errors
    #[arg(long, value_parser = exception)]
    exception: Option<String>,
}

#[derive(Args)]
pub(super) struct GrantArguments {
    /// How they sign in
    email: Email,
    /// What they are here for
    #[arg(long)]
    role: Role,
    /// The key of the site that it is for; without it all of them
    #[arg(long)]
    site: Option<String>,
    /// For how many days it holds
    #[arg(long, default_value_t = 90, value_parser = days())]
    days: u16,
    /// Why they hold it beside a role that conflicts with it
    #[arg(long, value_parser = exception)]
    exception: Option<String>,
}

#[derive(Args)]
pub(super) struct RevokeArguments {
    /// How they sign in
    email: Email,
    /// What they are no longer here for
    #[arg(long)]
    role: Role,
}

fn days() -> clap::builder::RangedI64ValueParser<u16> {
    clap::value_parser!(u16).range(1..=i64::from(limits::ROLE_DAYS))
}

fn exception(text: &str) -> Result<String, String> {
    let most = limits::EXCEPTION_CHARS;
    if (1..=most).contains(&text.chars().count()) {
        Ok(text.to_owned())
    } else {
        Err(format!("must have 1 to {most} characters"))
    }
}

/// Runs one of them.
pub(super) async fn run(config: Config, command: UserCommand) -> Result<(), Failure> {
    match command {
        UserCommand::List(arguments) => list(config, &arguments).await,
        UserCommand::Add(arguments) => add(config, arguments).await,
        UserCommand::Link(of) => {
            let answer: Value = ask(config, "/accounts/link", &someone(of)).await?;
            print_link(&answer)
        }
        UserCommand::Grant(arguments) => grant(config, arguments).await,
        UserCommand::Revoke(RevokeArguments { email, role }) => {
            let said = format!("{email} is {role} no longer");
            tell(config, "/accounts/revoke", &TheirRole { email, role }).await?;
            print(&said)
        }
        UserCommand::SignOut(of) => {
            let said = format!("{} is signed out everywhere", of.email);
            tell(config, "/accounts/sign-out", &someone(of)).await?;
            print(&said)
        }
        UserCommand::Remove(of) => {
            let said = format!("{} is removed", of.email);
            tell(config, "/accounts/remove", &someone(of)).await?;
            print(&said)
        }
    }
}

fn someone(of: OneArgument) -> Someone {
    Someone { email: of.email }
}

async fn add(config: Config, arguments: AddArguments) -> Result<(), Failure> {
    let said = format!("{} may sign in", arguments.email);
    let account = NewAccount {
        email: arguments.email,
        name: arguments.name,
        roles: arguments.role,
        organisation: arguments.organisation,
        days: arguments.days,
        exception: arguments.exception,
        password: if arguments.invite {
            None
        } else {
            Some(read_password()?)
        },
    };
    let answer: Value = ask(config, "/accounts", &account).await?;
    if arguments.invite {
        print_link(&answer)
    } else {
        print(&said)
    }
}

async fn grant(config: Config, arguments: GrantArguments) -> Result<(), Failure> {
    let said = format!(
        "{} is {} for {} days",
        arguments.email, arguments.role, arguments.days
    );
    let grant = NewGrant {
        email: arguments.email,
        role: arguments.role,
        site: arguments.site,
        days: arguments.days,
        exception: arguments.exception,
    };
    tell(config, "/accounts/grant", &grant).await?;
    print(&said)
}

async fn list(config: Config, arguments: &ListArguments) -> Result<(), Failure> {
    let body = send(config, Method::GET, "/accounts", Vec::new()).await?;
    let accounts: Vec<Account> = read(&body)?;
    if arguments.json {
        let json = serde_json::to_string_pretty(&accounts).map_err(anyhow::Error::from)?;
        return print(&json);
    }
    let lines: Vec<String> = accounts.iter().map(line).collect();
    print(&lines.join("\n"))
}

fn line(account: &Account) -> String {
    let Account {
        email, state, name, ..
    } = account;
    let head = format!("{email:32} {state:8} {name} ({})", account.organisation);
    let roles = account.roles.iter().map(role_line);
    std::iter::once(head)
        .chain(roles)
        .collect::<Vec<_>>()
        .join("\n")
}

fn role_line(held: &AccountRole) -> String {
    let site = held.site.as_deref().map(|key| format!(" of {key}"));
    let until = held.until.strftime("%Y-%m-%d");
    let lapsed = if held.lapsed { ", lapsed" } else { "" };
    format!(
        "    {}{} until {until}{lapsed}",
        held.role,
        site.unwrap_or_default()
    )
}

fn print_link(answer: &Value) -> Result<(), Failure> {
    let link = answer.get("link").and_then(Value::as_str);
    print(link.ok_or_else(|| Failure::failed("the server gave no link"))?)
}

/// Asks something, and reads what is answered.
async fn ask<T: DeserializeOwned>(
    config: Config,
    uri: &str,
    body: &impl Serialize,
) -> Result<T, Failure> {
    let body = serde_json::to_vec(body).map_err(anyhow::Error::from)?;
    read(&send(config, Method::POST, uri, body).await?)
}

/// Tells something that is answered by nothing.
async fn tell(config: Config, uri: &str, body: &impl Serialize) -> Result<(), Failure> {
    let body = serde_json::to_vec(body).map_err(anyhow::Error::from)?;
    send(config, Method::POST, uri, body).await.map(drop)
}

async fn send(
    config: Config,
    method: Method,
    uri: &str,
    body: Vec<u8>,
) -> Result<Vec<u8>, Failure> {
    let client = Client::reach(config).await?;
    let done = match client.ask(method, uri, body).await {
        Ok(answer) => answer.collect().await.map(Collected::to_bytes),
        Err(failure) => {
            client.close().await?;
            return Err(failure);
        }
    };
    client.close().await?;
    let body = done.map_err(|error| Failure::failed(error.to_string()))?;
    Ok(body.to_vec())
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(body).map_err(|error| Failure::failed(error.to_string()))
}

fn read_password() -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        return Err(Failure::usage(
            "give the password on standard input, such as: revoir user add … < FILE",
        ));
    }
    let mut text = String::new();
    std::io::stdin()
        .take(2_048)
        .read_to_string(&mut text)
        .map_err(anyhow::Error::from)?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
