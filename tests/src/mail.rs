//! A mail server that keeps what it is given.
#![expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a test fails by panicking"
)]

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::Duration,
};

/// A letter as it arrived.
#[derive(Clone, Debug)]
pub struct Letter {
    /// From whom and to whom, as the envelope says.
    pub envelope: Vec<String>,
    /// Its head and body, with quoted-printable undone.
    pub text: String,
}

/// Listens on a port of its own and keeps what arrives.
pub struct Postbox {
    /// Where it listens.
    pub port: u16,
    letters: Receiver<Letter>,
}

impl Postbox {
    /// Opens it.
    #[must_use]
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, letters) = channel();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let sender = sender.clone();
                thread::spawn(move || drop(converse(&stream, &sender)));
            }
        });
        Self { port, letters }
    }

    /// The settings by which a server sends its mail here.
    #[must_use]
    pub fn settings(&self) -> [(&'static str, String); 2] {
        let url = format!("smtp://127.0.0.1:{}", self.port);
        let from = "Revoir <revoir@shop.example>".to_owned();
        [("REVOIR_MAIL__URL", url), ("REVOIR_MAIL__FROM", from)]
    }

    /// The next letter, which must come soon.
    #[must_use]
    pub fn next(&self) -> Letter {
        self.letters.recv_timeout(Duration::from_secs(20)).unwrap()
    }

    /// Whether no letter comes for a while.
    #[must_use]
    pub fn stays_empty(&self) -> bool {
        self.letters.recv_timeout(Duration::from_secs(2)).is_err()
    }
}

/// Speaks as much SMTP (RFC 5321) as a client needs to leave its mail.
fn converse(stream: &TcpStream, letters: &Sender<Letter>) -> std::io::Result<()> {
    let mut say = stream;
    let mut lines = BufReader::new(stream).lines();
    let mut envelope = Vec::new();
    say.write_all(b"220 postbox\r\n")?;
    while let Some(line) = lines.next() {
        let line = line?;
        let answer = match line.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" | "HELO" | "RSET" | "NOOP" => "250 postbox",
            "MAIL" | "RCPT" => {
                envelope.push(line);
                "250 ok"
            }
            "DATA" => {
                say.write_all(b"354 go on\r\n")?;
                let body: Vec<String> = lines
                    .by_ref()
                    .map_while(Result::ok)
                    .take_while(|line| line != ".")
                    .collect();
                let text = unquote(&body.join("\n"));
                let envelope = std::mem::take(&mut envelope);
                drop(letters.send(Letter { envelope, text }));
                "250 kept"
            }
            "QUIT" => "221 bye",
            _ => "502 not known",
        };
        say.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(())
}

/// Undoes quoted-printable (RFC 2045).
fn unquote(text: &str) -> String {
    let text = text.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after
            .get(..2)
            .and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) if *first == b'=' => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
