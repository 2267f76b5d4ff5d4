//! Configuration: `config/default.toml`, then a file, then the environment. Unknown names are errors.

mod secret_files;

use crate::mail::Mailer;
use figment::{
    Figment,
    providers::{Format, Serialized, Toml},
    value::{Dict, Value},
};
use serde::Deserialize;
use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

const DEFAULT: &str = include_str!("../../../config/default.toml");

/// Every setting. `config/default.toml` says what each means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) server: Server,
    pub(crate) data: Data,
    pub(crate) keys: Keys,
    pub(crate) database: Database,
    pub(crate) postgres: Postgres,
    pub(crate) browser: Browser,
    pub(crate) recordings: Recordings,
    pub(crate) jobs: Jobs,
    pub(crate) limits: Limits,
    pub(crate) mail: Mail,
    pub(crate) backup: Backup,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Server {
    pub(crate) host: IpAddr,
    pub(crate) port: u16,
    pub(crate) public_url: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Data {
    pub(crate) dir: PathBuf,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Keys {
    pub(crate) dir: PathBuf,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Database {
    pub(crate) url: String,
    pub(crate) connections: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Postgres {
    pub(crate) bin: PathBuf,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recordings {
    pub(crate) silence_minutes: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Jobs {
    pub(crate) poll_seconds: u32,
    pub(crate) sweep_seconds: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limits {
    pub(crate) openings_per_minute: u32,
    pub(crate) receipts_per_minute: u32,
    pub(crate) proofs_per_hour: u32,
    pub(crate) sign_ins_per_minute: u32,
    pub(crate) bodies_at_once: usize,
    pub(crate) batches_at_once: usize,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Backup {
    pub(crate) kept_days: u16,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mail {
    pub(crate) url: String,
    pub(crate) from: String,
}

impl std::fmt::Debug for Mail {
    /// Without the address, which may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail")
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

/// A setting that cannot be used, in one line.
#[derive(Debug, thiserror::Error)]
#[error("configuration: {0}")]
pub(crate) struct ConfigError(String);

impl Config {
    /// Reads defaults, `file` and the variables of `environment`.
    pub(crate) fn load(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Toml::string(DEFAULT));
        if let Some(file) = file {
            if !file.is_file() {
                return Err(ConfigError(format!("{} is not a file", file.display())));
            }
            figment = figment.merge(Toml::file_exact(file));
        }
        figment = figment.merge(Serialized::defaults(from_environment(environment)?));
        let said = |error: figment::Error| ConfigError(explain(&error));
        let mut settings: Dict = figment.extract().map_err(said)?;
        secret_files::read_into(&mut settings)?;
        let whole = Figment::from(Serialized::defaults(settings));
        whole.extract::<Self>().map_err(said)?.check()
    }

    fn check(self) -> Result<Self, ConfigError> {
        for (name, value) in [
            (
                "recordings.silence_minutes",
                self.recordings.silence_minutes,
            ),
            ("jobs.poll_seconds", self.jobs.poll_seconds),
            ("jobs.sweep_seconds", self.jobs.sweep_seconds),
        ] {
            if !(1..=86_400).contains(&value) {
                return Err(ConfigError(format!(
                    "{name} is {value}, must lie between 1 and 86400"
                )));
            }
        }
        let most = 10_000;
        for (name, value) in [
            ("limits.bodies_at_once", self.limits.bodies_at_once),
            ("limits.batches_at_once", self.limits.batches_at_once),
        ] {
            if value > most {
                return Err(ConfigError(format!(
                    "{name} is {value}, must be at most {most}"
                )));
            }
        }
        let connections = self.database.connections;
        if !(2..=1_000).contains(&connections) {
            return Err(ConfigError(format!(
                "database.connections is {connections}, must lie between 2 and 1000"
            )));
        }
        let url = &self.database.url;
        if !(url.is_empty() || url.starts_with("postgres://") || url.starts_with("postgresql://")) {
            return Err(ConfigError(
                "database.url (DATABASE_URL) must begin with postgres://".to_owned(),
            ));
        }
        let days = self.backup.kept_days;
        if days > 3_660 {
            return Err(ConfigError(format!(
                "backup.kept_days is {days}, must be at most 3660"
            )));
        }
        Mailer::of(&self.mail).map_err(ConfigError)?;
        Ok(self)
    }

    /// The address that people use, without a slash at its end.
    pub(crate) fn url(&self) -> String {
        let public = self.server.public_url.trim_end_matches('/');
        if public.is_empty() {
            format!("http://{}", self.address())
        } else {
            public.to_owned()
        }
    }

    /// Where the server listens.
    pub(crate) fn address(&self) -> SocketAddr {
        SocketAddr::new(self.server.host, self.server.port)
    }

    /// Whether nobody but this machine can reach the server.
    pub(crate) fn is_loopback(&self) -> bool {
        self.server.host.is_loopback() && self.server.public_url.is_empty()
    }

    /// Whether people reach the server by https.
    pub(crate) fn is_https(&self) -> bool {
        self.server.public_url.starts_with("https://")
    }

    /// The data directory: as configured, else `./var`, as root `/var/lib/revoir`.
    pub(crate) fn data_dir(&self) -> PathBuf {
        if !self.data.dir.as_os_str().is_empty() {
            return self.data.dir.clone();
        }
        if revoir_postgres::is_root() {
            PathBuf::from("/var/lib/revoir")
        } else {
            PathBuf::from("var")
        }
    }

    /// The directory of the key ring: as configured, else `keys` in the data directory.
    pub(crate) fn keys_dir(&self) -> PathBuf {
        if self.keys.dir.as_os_str().is_empty() {
            self.data_dir().join("keys")
        } else {
            self.keys.dir.clone()
        }
    }

    /// The directory of tombstones.
    pub(crate) fn tombstones_dir(&self) -> PathBuf {
        self.data_dir().join("tombstones")
    }
}

/// Turns `REVOIR_A__B` into `a.b`, and the short forms into what they stand for.
fn from_environment(
    variables: impl Iterator<Item = (String, String)>,
) -> Result<Dict, ConfigError> {
    let mut settings = Dict::new();
    for (name, value) in variables {
        let (path, value) = match name.as_str() {
            "DATABASE_URL" => ("database__url".to_owned(), Value::from(value)),
            "DATABASE_URL_FILE" => ("database__url_file".to_owned(), Value::from(value)),
            "REVOIR_PORT" => ("server__port".to_owned(), parsed(&value)),
            "REVOIR_DATA" => ("data__dir".to_owned(), Value::from(value)),
            "REVOIR_PG_BIN" => ("postgres__bin".to_owned(), Value::from(value)),
            "REVOIR_CHROMIUM" => ("browser__chromium".to_owned(), Value::from(value)),
            _ => match name.strip_prefix("REVOIR_") {
                Some(path) if path.contains("__") => (path.to_lowercase(), parsed(&value)),
                Some(_) => return Err(ConfigError(format!("unknown variable {name}"))),
                None => continue,
            },
        };
        if let Some((section, key)) = path.split_once("__") {
            let section = settings
                .entry(section.to_owned())
                .or_insert_with(|| Value::from(Dict::new()));
            if let Value::Dict(_, keys) = section {
                keys.insert(key.to_owned(), value);
            }
        }
    }
    Ok(settings)
}

fn parsed(value: &str) -> Value {
    value
        .parse()
        .unwrap_or_else(|never: std::convert::Infallible| match never {})
}

fn explain(error: &figment::Error) -> String {
    let at = error.path.join(".");
    match &error.kind {
        figment::error::Kind::UnknownField(name, _) => {
            let at = if at.is_empty() || at.ends_with(name.as_str()) {
                at
            } else {
                format!("{at}.{name}")
            };
            format!("unknown setting {}", if at.is_empty() { name } else { &at })
        }
        kind if at.is_empty() => kind.to_string(),
        kind => format!("{at}: {kind}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(variables: &[(&str, &str)]) -> Result<Config, String> {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::load(None, variables).map_err(|error| error.to_string())
    }

    #[test]
    fn the_defaults_listen_on_loopback() {
        let config = load(&[]).unwrap();

        assert_eq!(config.address().to_string(), "127.0.0.1:8080");
        assert!(config.is_loopback());
    }

    #[test]
    fn the_environment_wins_in_both_forms() {
        let config = load(&[
            ("REVOIR_PORT", "9001"),
            ("REVOIR_RECORDINGS__SILENCE_MINUTES", "5"),
            ("HOME", "/x"),
        ]);

        let config = config.unwrap();
        assert_eq!(
            (config.server.port, config.recordings.silence_minutes),
            (9001, 5)
        );
    }

    #[test]
    fn an_unknown_name_is_named() {
        assert_eq!(
            load(&[("REVOIR_PROT", "1")]).unwrap_err(),
            "configuration: unknown variable REVOIR_PROT"
        );
        assert_eq!(
            load(&[("REVOIR_SERVER__PROT", "1")]).unwrap_err(),
            "configuration: unknown setting server.prot"
        );
        assert_eq!(
            load(&[("REVOIR_SEVRER__PORT", "1")]).unwrap_err(),
            "configuration: unknown setting sevrer"
        );
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_named() {
        assert!(
            load(&[("REVOIR_PORT", "many")])
                .unwrap_err()
                .starts_with("configuration: server.port: ")
        );
        assert!(
            load(&[("REVOIR_JOBS__POLL_SECONDS", "0")])
                .unwrap_err()
                .contains("jobs.poll_seconds is 0")
        );
    }
}
