//! Whose page asks.

use super::problem::ApiError;
use axum::http::{HeaderMap, HeaderValue, header};
use revoir_store::sites::Site;
use std::net::IpAddr;

/// A browser names its page's origin in every such request; a program may name none.
pub(crate) fn check_origin(headers: &HeaderMap, site: &Site) -> Result<(), ApiError> {
    match headers.get(header::ORIGIN).map(HeaderValue::to_str) {
        None => Ok(()),
        Some(Ok(origin)) if is_allowed(origin, site) => Ok(()),
        Some(_) => Err(ApiError::OriginNotAllowed),
    }
}

/// Whether pages of this origin may send for the site.
pub(crate) fn is_allowed(origin: &str, site: &Site) -> bool {
    let mut origins = site.origins.iter().chain(&site.test_origins);
    origins.any(|allowed| allows(allowed, origin))
}

/// Whether drafts are tried on pages of this origin.
pub(crate) fn is_test(origin: &str, site: &Site) -> bool {
    let mut origins = site.test_origins.iter();
    origins.any(|allowed| allows(allowed, origin))
}

fn allows(allowed: &str, origin: &str) -> bool {
    allowed == origin || (allowed == "loopback" && is_loopback(origin))
}

/// Whether an origin is this machine: 127.0.0.0/8, `[::1]`, `localhost` and what ends in `.localhost`.
pub(crate) fn is_loopback(origin: &str) -> bool {
    let rest = origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"));
    let Some(rest) = rest else { return false };
    let host = match rest.rsplit_once(':') {
        Some((host, port))
            if !port.is_empty() && port.bytes().all(|digit| digit.is_ascii_digit()) =>
        {
            host
        }
        _ => rest,
    };
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    host == "localhost"
        || host.ends_with(".localhost")
        || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_this_machine_by_any_name_and_nothing_else() {
        for origin in [
            "http://127.0.0.1:8080",
            "http://127.3.2.1",
            "https://localhost:1",
            "http://a.localhost",
            "http://[::1]:80",
        ] {
            assert!(is_loopback(origin), "{origin}");
        }
        for origin in [
            "null",
            "http://evil.test",
            "http://127.0.0.1.evil.test",
            "http://localhost.evil.test",
            "http://192.168.0.1",
            "file://localhost",
        ] {
            assert!(!is_loopback(origin), "{origin}");
        }
    }
}
