//! Starts the real binary on a database of its own and speaks to it over HTTP.
//!
//! `TEST_DATABASE_URL` names a superuser of a scratch Postgres; `cargo xtask test` provides one. The
//! server itself logs in as `revoir_test`, which is neither superuser nor bypasses row-level security.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test fails by panicking"
)]

pub mod accounts;
pub mod backups;
pub mod customers;
pub mod dice;
pub mod http;
pub mod mail;
pub mod rows;
pub mod tickets;
pub mod traces;
pub mod visitor;

use http::Answer;
use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// A server under test.
pub struct Revoir {
    /// Its data directory: keys, socket.
    pub data: TempDir,
    /// The address of its database.
    pub database: String,
    /// Where it listens.
    pub port: u16,
    settings: Vec<(String, String)>,
    child: Option<Child>,
}

/// The binary under test, with nothing of this process's own settings.
#[must_use]
pub fn revoir() -> Command {
    let mut command = Command::new(binary());
    for (name, _) in std::env::vars() {
        if name.starts_with("REVOIR_") || name.starts_with("DATABASE_URL") || name == "RUST_LOG" {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::null());
    command
}

fn binary() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let beside = test.parent().and_then(Path::parent).unwrap().join("revoir");
    assert!(
        beside.is_file(),
        "{} is missing: run cargo xtask test",
        beside.display()
    );
    beside
}

/// A port that was free a moment ago.
#[must_use]
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// Runs SQL as superuser on a database, by psql, and returns what it prints.
#[must_use]
pub fn sql(database: &str, statement: &str) -> String {
    let output = Command::new("psql")
        .args([
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            database,
            "-c",
            statement,
        ])
        .output()
        .expect("psql is installed");
    assert!(
        output.status.success(),
        "{statement}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn superuser() -> String {
    std::env::var("TEST_DATABASE_URL").expect("TEST_DATABASE_URL is set: run cargo xtask test")
}

/// The same server, another user and database.
fn address(user: &str, database: &str) -> String {
    let url = superuser();
    let (_, rest) = url.split_once("://").unwrap();
    let (login, rest) = rest
        .split_once('@')
        .map_or(("", rest), |(login, rest)| (login, rest));
    let (host, query) = rest.split_once('/').unwrap();
    let query = query
        .split_once('?')
        .map_or(String::new(), |(_, query)| format!("?{query}"));
    let user = if user.is_empty() { login } else { user };
    format!("postgres://{user}@{host}/{database}{query}")
}

impl Revoir {
    /// Starts `revoir demo`.
    #[must_use]
    pub fn demo() -> Self {
        Self::with(&[])
    }

    /// Starts `revoir demo` with settings of its own.
    #[must_use]
    pub fn with(settings: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let name = format!("t{}_{}", std::process::id(), free_port());
        drop(sql(
            &superuser(),
            "do $$ begin create role revoir_test login createrole; exception when duplicate_object or unique_violation then null; end $$",
        ));
        drop(sql(
            &superuser(),
            &format!("create database {name} owner revoir_test"),
        ));
        let settings = settings
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let database = address("revoir_test", &name);
        let mut revoir = Self {
            data,
            database,
            port: free_port(),
            settings,
            child: None,
        };
        revoir.start();
        revoir
    }

    /// A command on this installation.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut command = revoir();
        command
            .env("REVOIR_DATA", self.data.path())
            .env("REVOIR_PORT", self.port.to_string());
        command.env("DATABASE_URL", &self.database);
        command.env("TEST_CLOCK", self.clock_path());
        command.envs(self.settings.iter().cloned());
        command
    }

    /// Sets the clock that the server reads to so many seconds since 1970; it stands there until it is set again.
    pub fn set_clock(&self, seconds: i64) {
        let (file, next) = (self.clock_path(), self.data.path().join("clock.next"));
        fs::write(&next, seconds.to_string()).unwrap();
        fs::rename(next, file).unwrap();
    }

    fn clock_path(&self) -> PathBuf {
        self.data.path().join("clock")
    }

    /// Runs a command on this installation to its end.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().unwrap()
    }

    /// Starts the server again, on the same data.
    pub fn start(&mut self) {
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.log_path())
            .unwrap();
        let mut child = self
            .command()
            .arg("demo")
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(
            line.starts_with("Revoir is ready: "),
            "{line:?}\n{}",
            self.log()
        );
        self.child = Some(child);
    }

    /// Ends the server at once, as a crash would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Stops the server in order.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let told = Command::new("kill")
                .args(["-INT", &child.id().to_string()])
                .status()
                .unwrap();
            assert!(told.success());
            let status = child.wait().unwrap();
            assert!(status.success(), "{status}\n{}", self.log());
        }
    }

    fn log_path(&self) -> PathBuf {
        self.data.path().join("server.log")
    }

    /// Everything the server has logged.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    /// The address of its database for a superuser.
    #[must_use]
    pub fn as_superuser(&self) -> String {
        let path = self.database.rsplit('/').next().unwrap();
        address("", path.split('?').next().unwrap())
    }

    /// Runs SQL on its database as superuser.
    #[must_use]
    pub fn sql(&self, statement: &str) -> String {
        sql(
            &self.as_superuser(),
            &format!("set search_path to revoir; {statement}"),
        )
    }

    /// Holds a lock on its database until what this returns is dropped.
    #[must_use]
    pub fn hold(&self, lock: &str) -> Held {
        let mut psql = Command::new("psql")
            .args([
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-d",
                &self.as_superuser(),
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let statements = format!("set search_path to revoir; begin; {lock}; select 'held';\n");
        psql.stdin
            .as_mut()
            .unwrap()
            .write_all(statements.as_bytes())
            .unwrap();
        let mut line = String::new();
        BufReader::new(psql.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert_eq!(line.trim(), "held");
        Held(psql)
    }

    /// The database as `pg_dump` writes it.
    #[must_use]
    pub fn dump(&self) -> Vec<u8> {
        let output = Command::new("pg_dump")
            .args(["-d", &self.as_superuser()])
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        output.stdout
    }

    /// Plays a dump back into its database.
    pub fn restore(&self, dump: &Path) {
        let status = Command::new("psql")
            .args([
                "-X",
                "-q",
                "-v",
                "ON_ERROR_STOP=1",
                "-d",
                &self.as_superuser(),
                "-f",
            ])
            .arg(dump)
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success());
    }

    /// Sends one request.
    #[must_use]
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        http::ask(self.port, method, path, headers, body)
    }

    /// Signs in to a demo account and returns the cookie.
    #[must_use]
    pub fn sign_in(&self, account: &str) -> String {
        let body = format!("{{\"email\":\"{account}@demo.test\",\"password\":\"demo\"}}");
        let json = [("content-type", "application/json")];
        let answer = self.ask("POST", "/api/session", &json, body.as_bytes());
        assert_eq!(answer.status, 204, "{}", answer.text());
        answer
            .header("set-cookie")
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned()
    }

    /// Asks as someone who has signed in.
    #[must_use]
    pub fn get_as(&self, cookie: &str, path: &str) -> Answer {
        self.ask("GET", path, &[("cookie", cookie)], b"")
    }
}

/// A lock that is held until this is dropped.
pub struct Held(Child);

impl Drop for Held {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        drop(self.0.wait());
    }
}

impl Drop for Revoir {
    fn drop(&mut self) {
        self.kill();
    }
}

/// One line on standard error, none on standard output, and this exit code.
pub fn fails(output: &Output, code: i32, says: &str) {
    let error = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = error
        .lines()
        .filter(|line| line.starts_with("revoir: "))
        .collect();
    assert_eq!(output.status.code(), Some(code), "{error}");
    assert_eq!(lines.len(), 1, "{error}");
    assert!(error.contains(says), "{error}");
    assert!(output.stdout.is_empty());
}

/// Waits until `done` says so, at most `seconds`.
pub fn wait_for(what: &str, seconds: u64, mut done: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(seconds);
    while !done() {
        assert!(
            Instant::now() < end,
            "{what} did not happen within {seconds} s"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}
