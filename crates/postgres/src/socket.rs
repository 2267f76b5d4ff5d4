use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// The longest path that a Unix socket can have, in bytes.
const LONGEST: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// The name that Postgres gives its socket. The port only makes this name.
pub(crate) const NAME: &str = ".s.PGSQL.5432";

/// The directory of the sockets of the server on `data`, an absolute path: `run` in it, or one
/// with a short name where the path of a socket in `run` would be too long. (Nor can it hold a
/// comma or a quote: Postgres takes a list.)
#[must_use]
pub fn directory(data: &Path) -> PathBuf {
    let run = data.join("run");
    let path = run.join(NAME).into_os_string().into_encoded_bytes();
    if path.len() <= LONGEST && !path.contains(&b',') && !path.contains(&b'"') {
        return run;
    }
    let mut hasher = DefaultHasher::new();
    data.hash(&mut hasher);
    let place = if crate::user::is_root() {
        "/run"
    } else {
        "/tmp"
    };
    Path::new(place).join(format!("revoir-{:016x}", hasher.finish()))
}

/// The URL at which `user` reaches `database` over the socket in `directory`. There is no password.
#[must_use]
pub fn url(directory: &Path, user: &str, database: &str) -> String {
    let host = encode(directory);
    format!("postgres://{user}@localhost:5432/{database}?host={host}")
}

/// Writes a path as the value of a URL's parameter.
fn encode(path: &Path) -> String {
    let mut text = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                text.push(char::from(*byte));
            }
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_path_holds_its_own_socket() {
        assert_eq!(
            directory(Path::new("/var/lib/revoir")),
            Path::new("/var/lib/revoir/run")
        );
    }

    #[test]
    fn a_long_path_gets_a_short_socket_of_its_own() {
        let long = |name: &str| Path::new("/").join(name.repeat(120));

        assert!(directory(&long("a")).join(NAME).as_os_str().len() <= LONGEST);
        assert_eq!(directory(&long("a")), directory(&long("a")));
        assert_ne!(directory(&long("a")), directory(&long("b")));
    }

    #[test]
    fn a_path_becomes_the_value_of_a_parameter() {
        assert_eq!(encode(Path::new("/a b/é")), "%2Fa%20b%2F%C3%A9");
    }
}
