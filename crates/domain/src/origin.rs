//! Origins of pages, as a browser writes them: scheme, host, and a port unless it is the scheme's own.

use crate::limits;
use std::{fmt, net::Ipv6Addr, str::FromStr};

/// An origin such as `https://shop.example`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Origin(String);

/// A text that no browser writes as an origin.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not an origin such as https://shop.example, in lower case, without a path and without the port 443 or 80 of its scheme"
)]
pub struct NotAnOrigin;

impl Origin {
    /// The origin as a browser writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its host, without scheme and port.
    #[must_use]
    pub fn host(&self) -> &str {
        let (_, rest) = self.0.split_once("://").unwrap_or_default();
        match rest.rsplit_once(':') {
            Some((host, _)) if !rest.ends_with(']') => host,
            _ => rest,
        }
    }
}

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let https = text.strip_prefix("https://").map(|rest| (rest, 443));
        let http = text.strip_prefix("http://").map(|rest| (rest, 80));
        let (rest, own_port) = https.or(http).ok_or(NotAnOrigin)?;
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !rest.ends_with(']') => (host, Some(port)),
            _ => (rest, None),
        };
        let fits = text.len() <= limits::ORIGIN_CHARS;
        if fits && is_host(host) && port.is_none_or(|port| is_port(port, own_port)) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAnOrigin)
        }
    }
}

fn is_host(host: &str) -> bool {
    if let Some(inside) = host.strip_prefix('[') {
        let address = inside.strip_suffix(']');
        return address.is_some_and(|address| address.parse::<Ipv6Addr>().is_ok());
    }
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| plain(byte) || byte == b'_');
    host.split('.').all(label)
}

fn is_port(port: &str, own: u16) -> bool {
    let canonical = !port.starts_with(['0', '+']);
    canonical && port.parse::<u16>().is_ok_and(|port| port != own)
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_writes_is_an_origin() {
        for text in [
            "https://shop.example",
            "http://localhost:8080",
            "http://[::1]:80a",
        ] {
            assert_eq!(
                text.parse::<Origin>().is_ok(),
                !text.ends_with('a'),
                "{text}"
            );
        }
        assert!("http://[::1]".parse::<Origin>().is_ok());
        assert!("https://a.b-c.example:8443".parse::<Origin>().is_ok());
    }

    #[test]
    fn a_host_has_neither_scheme_nor_port() {
        for (text, host) in [
            ("https://shop.example", "shop.example"),
            ("http://shop.example:8080", "shop.example"),
            ("http://[::1]", "[::1]"),
            ("http://[::1]:8080", "[::1]"),
        ] {
            assert_eq!(text.parse::<Origin>().unwrap().host(), host);
        }
    }

    #[test]
    fn what_would_never_match_is_refused() {
        for text in [
            "",
            "null",
            "loopback",
            "shop.example",
            "ftp://shop.example",
            "https://",
            "https://Shop.example",
            "https://shop.example/",
            "https://shop.example/path",
            "https://shop.example:443",
            "http://shop.example:80",
            "https://shop.example:0",
            "https://shop.example:99999",
            "https://shop..example",
            "https://user@shop.example",
            "https://*.shop.example",
            "https://shop.example\n",
        ] {
            assert_eq!(text.parse::<Origin>(), Err(NotAnOrigin), "{text:?}");
        }
    }
}
