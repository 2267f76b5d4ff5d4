//! People who sign in, as the server sees them.
#![expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a test fails by panicking"
)]

use crate::{Revoir, http::Answer};
use serde_json::{Value, json};

/// A password that will do.
pub const GOOD: &str = "chaise verte sous la pluie";

/// Sends JSON with these cookies.
#[must_use]
pub fn send(revoir: &Revoir, cookies: &str, method: &str, path: &str, body: &Value) -> Answer {
    let headers = [("cookie", cookies), ("content-type", "application/json")];
    revoir.ask(method, path, &headers, body.to_string().as_bytes())
}

/// Tries to sign in, with the cookies that the browser has.
#[must_use]
pub fn try_as(revoir: &Revoir, cookies: &str, email: &str, password: &str) -> Answer {
    let body = json!({ "email": email, "password": password });
    send(revoir, cookies, "POST", "/api/session", &body)
}

/// Every cookie that an answer sets, as a browser sends them back.
#[must_use]
pub fn cookies(answer: &Answer) -> String {
    let set = answer
        .headers
        .iter()
        .filter(|(name, _)| name == "set-cookie");
    let pairs: Vec<&str> = set
        .map(|(_, value)| value.split(';').next().unwrap_or_default())
        .collect();
    pairs.join("; ")
}

/// The one of these cookies that is called so, with its value.
#[must_use]
pub fn cookie<'a>(cookies: &'a str, name: &str) -> &'a str {
    let is_it = |pair: &&str| pair.split('=').next() == Some(name);
    cookies.split("; ").find(is_it).unwrap()
}

/// The token of a link, which stands after its `#`.
#[must_use]
pub fn token(link: &str) -> &str {
    link.trim().split_once("/link#").unwrap().1
}

/// Sets a password by a link.
#[must_use]
pub fn use_link(revoir: &Revoir, token: &str, password: &str) -> Answer {
    let body = json!({ "token": token, "password": password });
    send(revoir, "", "POST", "/api/link/password", &body)
}

/// What the command line prints.
#[must_use]
pub fn told(revoir: &Revoir, arguments: &[&str]) -> String {
    let output = revoir.run(arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// Adds someone with this role by the command line, sets [`GOOD`] as their password and signs them in.
#[must_use]
pub fn join(revoir: &Revoir, email: &str, role: &str, organisation: &str) -> String {
    let arguments = [
        "user",
        "add",
        email,
        "--name",
        "Someone",
        "--role",
        role,
        "--organisation",
        organisation,
        "--invite",
    ];
    let link = told(revoir, &arguments);
    let used = use_link(revoir, token(&link), GOOD);
    assert_eq!(used.status, 204, "{}", used.text());
    cookies(&used)
}

/// The id of whoever has this e-mail.
#[must_use]
pub fn id_of(revoir: &Revoir, email: &str) -> String {
    revoir.sql(&format!("select id from members where email = '{email}'"))
}

/// A day, so many days from today.
#[must_use]
pub fn day(revoir: &Revoir, ahead: i32) -> String {
    revoir.sql(&format!(
        "select (now() at time zone 'UTC')::date + {ahead}"
    ))
}
