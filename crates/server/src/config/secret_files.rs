//! Secrets as files: where `a.b` is a secret, `a.b_file` may name the file that holds it.

use super::ConfigError;
use figment::value::{Dict, Value};
use std::{
    fs::File,
    io::{self, Read},
    os::unix::fs::PermissionsExt,
    path::Path,
};

/// Section and key of every secret. `config/default.toml` has the key, and its `…_file` beside it.
const SECRETS: &[(&str, &str)] = &[("database", "url"), ("mail", "url")];

/// Where containers find their secrets. The modes there are the orchestrator's, and nobody else is inside.
const MOUNTED: [&str; 2] = ["/run/secrets", "/var/run/secrets"];

/// More than any secret is long.
const LONGEST: u64 = 65_536;

/// Puts what the files hold in the place of the settings that name them.
pub(super) fn read_into(settings: &mut Dict) -> Result<(), ConfigError> {
    for (section, key) in SECRETS {
        let Some(Value::Dict(_, keys)) = settings.get_mut(*section) else {
            continue;
        };
        let Some(named) = keys.remove(&format!("{key}_file")) else {
            continue;
        };
        let name = format!("{section}.{key}");
        let Some(path) = named.as_str() else {
            return Err(ConfigError(format!("{name}_file must be a path")));
        };
        if path.is_empty() {
            continue;
        }
        if keys.get(*key).and_then(Value::as_str) != Some("") {
            return Err(ConfigError(format!(
                "{name} and {name}_file are both given, one is enough"
            )));
        }
        let secret = read(Path::new(path))
            .map_err(|reason| ConfigError(format!("{name}_file: {path}: {reason}")))?;
        keys.insert((*key).to_owned(), Value::from(secret));
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, String> {
    let said = |error: io::Error| error.to_string();
    let file = File::open(path).map_err(said)?;
    let mode = file.metadata().map_err(said)?.permissions().mode() & 0o777;
    let mounted = MOUNTED.iter().any(|place| path.starts_with(place));
    if mode & 0o007 != 0 && !mounted {
        return Err(format!(
            "mode {mode:o} lets everyone in, must be 600 or 640"
        ));
    }
    let mut text = String::new();
    file.take(LONGEST).read_to_string(&mut text).map_err(said)?;
    let secret = text.trim_end_matches(['\r', '\n']);
    if secret.is_empty() {
        return Err("is empty".to_owned());
    }
    Ok(secret.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, path::PathBuf};

    fn file(mode: u32, text: &str) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        (dir, path)
    }

    fn settings(url: &str, file: &Path) -> Dict {
        let database = [
            ("url".to_owned(), Value::from(url)),
            (
                "url_file".to_owned(),
                Value::from(file.display().to_string()),
            ),
        ];
        Dict::from([("database".to_owned(), Value::from(Dict::from(database)))])
    }

    #[test]
    fn a_file_stands_in_for_its_setting_without_its_last_newline() {
        let (_dir, path) = file(0o640, "postgres://db/revoir\n");
        let mut settings = settings("", &path);

        read_into(&mut settings).unwrap();

        let database = settings["database"].as_dict().unwrap();
        assert_eq!(database["url"].as_str(), Some("postgres://db/revoir"));
        assert_eq!(database.len(), 1);
    }

    #[test]
    fn what_cannot_be_a_secret_is_refused_with_setting_and_path() {
        for (mode, text, says) in [
            (0o600, "\n", "is empty"),
            (0o644, "postgres://db/revoir", "mode 644"),
            (0o604, "postgres://db/revoir", "mode 604"),
        ] {
            let (_dir, path) = file(mode, text);
            let refused = read_into(&mut settings("", &path)).unwrap_err().to_string();
            let begins = format!("configuration: database.url_file: {}: ", path.display());
            assert!(
                refused.starts_with(&begins) && refused.contains(says),
                "{refused}"
            );
        }
        let refused = read_into(&mut settings("", Path::new("/nowhere/secret")));
        assert!(refused.unwrap_err().to_string().contains("/nowhere/secret"));
    }

    #[test]
    fn a_secret_that_is_given_twice_is_refused() {
        let (_dir, path) = file(0o600, "postgres://db/revoir");

        let refused = read_into(&mut settings("postgres://other/revoir", &path));

        assert_eq!(
            refused.unwrap_err().to_string(),
            "configuration: database.url and database.url_file are both given, one is enough"
        );
    }
}
