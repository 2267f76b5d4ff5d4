//! People who sign in, as the server sees them.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
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

/// Publishes the policy in force for a purpose of the demo, changed so that it conforms.
pub fn publish(revoir: &Revoir, purpose: &str, change: impl FnOnce(&mut Value)) {
    publish_again(revoir, purpose, 0, change);
}

/// The same over this revision of the draft: twice the number of those published before.
pub fn publish_again(
    revoir: &Revoir,
    purpose: &str,
    revision: u32,
    change: impl FnOnce(&mut Value),
) {
    draft_over(revoir, purpose, revision, change);
    let revision = (revision + 1).to_string();
    let publishing = [
        "policy",
        "publish",
        "demo",
        purpose,
        "--revision",
        &revision,
    ];
    drop(told(
        revoir,
        &[&publishing[..], &["--why", "a try"]].concat(),
    ));
}

/// Writes the first draft of a purpose of the demo: the policy in force, changed.
pub fn draft(revoir: &Revoir, purpose: &str, change: impl FnOnce(&mut Value)) {
    draft_over(revoir, purpose, 0, change);
}

fn draft_over(revoir: &Revoir, purpose: &str, revision: u32, change: impl FnOnce(&mut Value)) {
    let shown: Value = serde_json::from_str(&told(revoir, &["policy", "show", "demo"])).unwrap();
    let mut policies = shown["policies"].as_array().unwrap().iter();
    let found = policies.find(|it| it["policy"]["purpose"] == purpose);
    let mut policy = found.unwrap()["policy"].clone();
    change(&mut policy);
    let file = revoir.data.path().join("policy.json");
    std::fs::write(&file, policy.to_string()).unwrap();
    let revision = revision.to_string();
    let drafting = ["policy", "draft", "demo", purpose, "--revision", &revision];
    let file = ["--write", file.to_str().unwrap()];
    drop(told(revoir, &[&drafting[..], &file].concat()));
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
