//! What a server does not start with, because whoever runs it would not mean it.

use crate::{config::Config, http::origin::is_loopback};

/// What is wrong with the address that people use, in one line.
pub(crate) fn fault(config: &Config) -> Option<&'static str> {
    let url = config.server.public_url.as_str();
    if url.is_empty() {
        return None;
    }
    let origin = url.strip_suffix('/').unwrap_or(url);
    if !is_origin(origin) {
        return Some("server.public_url must be https:// and a host, without a path");
    }
    if origin.starts_with("http://") && !is_loopback(origin) {
        return Some(
            "server.public_url must be https: by http, passwords and cookies pass in clear",
        );
    }
    None
}

fn is_origin(url: &str) -> bool {
    let host = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
    host.is_some_and(|host| !host.is_empty() && host.chars().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(url: &str) -> Option<&'static str> {
        let variable = ("REVOIR_SERVER__PUBLIC_URL".to_owned(), url.to_owned());
        fault(&Config::load(None, std::iter::once(variable)).unwrap())
    }

    #[test]
    fn https_and_this_machine_pass() {
        for url in [
            "",
            "https://replay.example",
            "https://replay.example:8443/",
            "http://localhost:8080",
            "http://127.0.0.1",
            "http://[::1]:8080",
        ] {
            assert_eq!(says(url), None, "{url}");
        }
    }

    #[test]
    fn a_path_or_plain_http_does_not() {
        for url in [
            "replay.example",
            "https://",
            "https://replay.example/app",
            "https://jo@replay.example",
            "ftp://replay.example",
        ] {
            assert!(says(url).unwrap().contains("without a path"), "{url}");
        }
        assert!(
            says("http://replay.example")
                .unwrap()
                .contains("must be https")
        );
    }
}
