//! A small HTTP/1.1 client that can also misbehave: it sends the bytes it is given.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use serde_json::Value;
use std::{
    fmt::Write as _,
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

/// What the server said.
#[derive(Debug)]
pub struct Answer {
    /// The status; 0 where the connection ended without one.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, without its transfer coding.
    pub body: Vec<u8>,
}

impl Answer {
    /// A header's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The `type` of a problem, which must come with its media type and its status.
    #[must_use]
    pub fn problem(&self) -> String {
        let json = self.json();
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json"),
            "{}",
            self.text()
        );
        assert_eq!(json["status"], self.status);
        json["type"].as_str().unwrap_or_default().to_owned()
    }
}

/// Sends one request and reads the answer to its end.
#[must_use]
pub fn ask(port: u16, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut head =
        format!("{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n");
    for (name, value) in headers {
        write!(head, "{name}: {value}\r\n").unwrap();
    }
    write!(head, "content-length: {}\r\n\r\n", body.len()).unwrap();
    send(port, &[head.as_bytes(), body])
}

/// Sends raw pieces and reads what comes back.
#[must_use]
pub fn send(port: u16, pieces: &[&[u8]]) -> Answer {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else {
        return nothing();
    };
    stream
        .set_read_timeout(Some(Duration::from_secs(40)))
        .unwrap();
    for piece in pieces {
        // the server may answer and close before it has read everything
        if stream.write_all(piece).is_err() {
            break;
        }
    }
    let mut bytes = Vec::new();
    let mut buffer = [0; 16_384];
    while let Ok(size) = stream.read(&mut buffer) {
        if size == 0 {
            break;
        }
        bytes.extend_from_slice(buffer.get(..size).unwrap_or_default());
    }
    parse(&bytes)
}

/// An answer whose first bytes were read, and no more until [`Slow::finish`].
pub struct Slow {
    stream: TcpStream,
    bytes: Vec<u8>,
}

/// Asks as someone who has signed in, and reads the first bytes alone.
#[must_use]
pub fn begin(port: u16, path: &str, cookie: &str) -> Slow {
    begin_with(
        port,
        &format!("GET {path}"),
        &format!("cookie: {cookie}"),
        "",
    )
}

/// The same with a body, and nobody signed in.
#[must_use]
pub fn begin_post(port: u16, path: &str, body: &str) -> Slow {
    begin_with(
        port,
        &format!("POST {path}"),
        "content-type: text/plain",
        body,
    )
}

fn begin_with(port: u16, what: &str, header: &str, body: &str) -> Slow {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let length = body.len();
    let request = format!(
        "{what} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n{header}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = vec![0; 64];
    stream.read_exact(&mut bytes).unwrap();
    Slow { stream, bytes }
}

impl Slow {
    /// Reads the rest, also of an answer that is broken off.
    #[must_use]
    pub fn finish(&mut self) -> Answer {
        drop(self.stream.read_to_end(&mut self.bytes));
        parse(&self.bytes)
    }
}

fn nothing() -> Answer {
    Answer {
        status: 0,
        headers: Vec::new(),
        body: Vec::new(),
    }
}

fn parse(bytes: &[u8]) -> Answer {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        return nothing();
    };
    let (head, body) = bytes.split_at(end);
    let head = String::from_utf8_lossy(head);
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1)?.parse().ok())
        .unwrap_or(0);
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| {
            line.split_once(": ")
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        })
        .collect();
    let body = body.get(4..).unwrap_or_default();
    let chunked = headers
        .iter()
        .any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let body = if chunked {
        unchunk(body)
    } else {
        body.to_vec()
    };
    Answer {
        status,
        headers,
        body,
    }
}

fn unchunk(mut bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = bytes.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(bytes.get(..end).unwrap_or_default()).ok();
        let Some(size) = size.and_then(|size| usize::from_str_radix(size, 16).ok()) else {
            break;
        };
        if size == 0 {
            break;
        }
        body.extend_from_slice(bytes.get(end + 2..end + 2 + size).unwrap_or_default());
        bytes = bytes.get(end + 4 + size..).unwrap_or_default();
    }
    body
}
