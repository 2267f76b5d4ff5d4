//! Chromium, without a window, driven over its `DevTools` protocol by one WebSocket.

use super::super::Failure;
use crate::config::Config;
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    env,
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    net::TcpStream,
    process::{Child, ChildStderr, Command},
    time::timeout,
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

/// What Chromium is called where no path is set.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
/// How it starts: it asks nothing of anybody by itself.
const QUIET: [&str; 9] = [
    "--headless=new",
    "--remote-debugging-port=0",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1280,900",
];
const START: Duration = Duration::from_secs(30);
const ANSWER: Duration = Duration::from_secs(30);

/// Something that Chromium told by itself.
pub(super) struct Heard {
    pub(super) at: Instant,
    pub(super) method: String,
    pub(super) params: Value,
}

/// A Chromium with a profile of its own, gone with it.
pub(super) struct Browser {
    child: Child,
    _profile: TempDir,
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    asked: u64,
    heard: VecDeque<Heard>,
}

impl Browser {
    /// Starts the one of the configuration, else the one on the path.
    pub(super) async fn start(config: &Config) -> Result<Self, Failure> {
        let program = find(config)?;
        let failed = |error: &dyn std::fmt::Display| {
            Failure::environment(format!("{}: {error}", program.display()))
        };
        let profile = tempfile::tempdir().map_err(|error| failed(&error))?;
        let mut command = Command::new(&program);
        command
            .args(QUIET)
            .arg(format!("--user-data-dir={}", profile.path().display()));
        if revoir_postgres::is_root() {
            // Chromium refuses to run as root within its sandbox.
            command.arg("--no-sandbox");
        }
        command
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        let spawned = command.stderr(Stdio::piped()).kill_on_drop(true).spawn();
        let mut child = spawned.map_err(|error| failed(&error))?;
        let lines = child
            .stderr
            .take()
            .map(|stderr| BufReader::new(stderr).lines());
        let address = listening(lines)
            .await
            .ok_or_else(|| failed(&"does not start, or takes no commands"))?;
        let (socket, _) = connect_async(address)
            .await
            .map_err(|error| failed(&error))?;
        Ok(Self {
            child,
            _profile: profile,
            socket,
            asked: 0,
            heard: VecDeque::new(),
        })
    }

    /// Asks one thing of the browser, or of a page of it, and waits for the answer.
    pub(super) async fn ask(
        &mut self,
        page: Option<&str>,
        method: &str,
        params: Value,
    ) -> Result<Value, Failure> {
        self.asked += 1;
        let asked = self.asked;
        let mut message = json!({ "id": asked, "method": method, "params": params });
        if let (Some(page), Some(message)) = (page, message.as_object_mut()) {
            message.insert("sessionId".to_owned(), page.into());
        }
        let sent = self.socket.send(Message::text(message.to_string())).await;
        sent.map_err(|error| Failure::environment(format!("Chromium: {error}")))?;
        let answer = timeout(ANSWER, async {
            loop {
                let said = self.next().await?;
                if said.get("id").and_then(Value::as_u64) == Some(asked) {
                    return Ok::<Value, Failure>(said);
                }
            }
        });
        let mut answer = answer
            .await
            .map_err(|_| Failure::environment(format!("Chromium does not answer {method}")))??;
        match answer.get("error") {
            Some(error) => Err(Failure::failed(format!("Chromium: {method}: {error}"))),
            None => Ok(answer
                .get_mut("result")
                .map(Value::take)
                .unwrap_or_default()),
        }
    }

    /// Hears what is told for so long.
    pub(super) async fn listen(&mut self, time: Duration) -> Result<(), Failure> {
        let end = Instant::now() + time;
        while let Ok(said) =
            timeout(end.saturating_duration_since(Instant::now()), self.next()).await
        {
            said?;
        }
        Ok(())
    }

    /// What was told since the last time, up to an instant.
    pub(super) fn heard(&mut self, until: Instant) -> Vec<Heard> {
        let count = self.heard.iter().take_while(|heard| heard.at <= until);
        let count = count.count();
        self.heard.drain(..count).collect()
    }

    /// Whether something was told that has not been taken yet.
    pub(super) fn has_heard(&self, method: &str) -> bool {
        self.heard.iter().any(|heard| heard.method == method)
    }

    pub(super) async fn stop(mut self) {
        drop(self.ask(None, "Browser.close", json!({})).await);
        if timeout(START, self.child.wait()).await.is_err() {
            drop(self.child.kill().await);
        }
    }

    async fn next(&mut self) -> Result<Value, Failure> {
        let gone = || Failure::environment("Chromium ended by itself");
        let message = self.socket.next().await.ok_or_else(gone)?;
        let message = message.map_err(|_| gone())?;
        let mut said: Value = message
            .to_text()
            .ok()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        if let Some(method) = said.get("method").and_then(Value::as_str) {
            let method = method.to_owned();
            let params = said.get_mut("params").map(Value::take).unwrap_or_default();
            self.heard.push_back(Heard {
                at: Instant::now(),
                method,
                params,
            });
        }
        Ok(said)
    }
}

fn find(config: &Config) -> Result<PathBuf, Failure> {
    let named = config.browser.chromium.as_path();
    if !named.as_os_str().is_empty() {
        return if named.is_file() {
            Ok(named.to_owned())
        } else {
            Err(Failure::environment(format!(
                "{}: is no Chromium",
                named.display()
            )))
        };
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let found = NAMES
        .iter()
        .flat_map(|name| env::split_paths(&path).map(move |place| place.join(name)))
        .find(|program| program.is_file());
    found.ok_or_else(|| {
        Failure::environment("no Chromium on the path: install one, or name it in REVOIR_CHROMIUM")
    })
}

/// Waits until Chromium says where it takes commands; what it says afterwards is nobody's concern.
async fn listening(lines: Option<Lines<BufReader<ChildStderr>>>) -> Option<String> {
    let mut lines = lines?;
    let address = timeout(START, async {
        while let Ok(Some(line)) = lines.next_line().await {
            if let Some((_, address)) = line.split_once("DevTools listening on ") {
                return Some(address.trim().to_owned());
            }
        }
        None
    });
    let address = address.await.ok()??;
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Some(address)
}
