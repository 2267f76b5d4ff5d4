//! What the settings and the binary say by themselves.

use super::Finding;
use crate::{config::Config, fence, http::assets};
use std::{env, path::Path};

/// Looks at the settings. One line each; `None` where there is nothing to say.
pub(super) fn look(config: &Config) -> Vec<Finding> {
    vec![
        Finding::ok("settings", "the settings can be read"),
        public_url(config),
        embedded(),
        open_files(config),
        mail(config),
        chromium(&config.browser.chromium),
    ]
}

fn mail(config: &Config) -> Finding {
    let check = "mail";
    if config.mail.url.is_empty() {
        Finding::ok(
            check,
            "no mail is set up: links are shown to who asks for them",
        )
    } else {
        Finding::ok(check, "mail is set up")
    }
}

fn public_url(config: &Config) -> Finding {
    let check = "public_url";
    let url = &config.server.public_url;
    if let Some(fault) = fence::fault(config) {
        return Finding::problem(
            check,
            format!("{fault}: {url}"),
            "such as https://replay.example",
        );
    }
    if config.is_https() {
        return Finding::ok(check, format!("people use {url}"))
            .noting("the session cookie is __Host-revoir: without the proxy nobody signs in");
    }
    let host = config.server.host;
    if host.is_loopback() {
        return Finding::ok(check, "only this machine reaches the server").noting(
            "for others: a proxy with TLS in front, and its https address in server.public_url",
        );
    }
    Finding::problem(
        check,
        format!(
            "the server listens on {host}, and server.public_url is empty: passwords and cookies pass in clear"
        ),
        "put a proxy with TLS in front, and its https address in server.public_url",
    )
}

fn embedded() -> Finding {
    let missing = assets::missing();
    if missing.is_empty() {
        return Finding::ok("embedded", "console, player and SDK are in the binary");
    }
    Finding::problem(
        "embedded",
        format!("this binary was built without: {}", missing.join(", ")),
        "build web-player and sdk-js first, then the server",
    )
}

/// The limit of this process: that of a server is the same where both are started alike.
fn open_files(config: &Config) -> Finding {
    let may = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    let connections = u64::from(config.database.connections);
    let bodies = u64::try_from(config.limits.bodies_at_once).unwrap_or(u64::MAX);
    let needed = bodies.saturating_add(connections).saturating_add(128);
    match may {
        Some(may) if may < needed => Finding::warning(
            "open_files",
            format!("{may} open files are allowed, {needed} may be needed"),
            "raise the limit (ulimit -n, LimitNOFILE=), or lower limits.bodies_at_once",
        ),
        Some(may) => Finding::ok("open_files", format!("{may} open files are allowed")),
        None => Finding::ok("open_files", "open files have no limit"),
    }
}

fn chromium(named: &Path) -> Finding {
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = || {
        env::split_paths(&path).any(|directory| {
            ["chromium", "chromium-browser", "google-chrome"]
                .iter()
                .any(|name| directory.join(name).is_file())
        })
    };
    let there = if named.as_os_str().is_empty() {
        on_path()
    } else {
        named.is_file()
    };
    if there {
        Finding::ok("chromium", "there is a Chromium")
    } else {
        Finding::ok("chromium", "there is no Chromium").noting("nothing needs it yet")
    }
}
