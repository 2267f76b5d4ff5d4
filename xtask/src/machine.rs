use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use revoir_postgres::Binaries;

use crate::place::{self, output};

/// A package of Debian, and how to see that what it brings is there.
struct Package {
    name: &'static str,
    is_there: fn() -> bool,
    /// Whether the tests alone need it.
    tests_only: bool,
}

const CHROMIUM: &str = "chromium";

/// The same engine without windows and toolbars, which the browser tests prefer.
const HEADLESS_SHELL: &str = "chromium-headless-shell";

/// Everything that is installed when it is missing. Rust and Node come from elsewhere.
const PACKAGES: [Package; 7] = [
    Package {
        name: "gcc",
        is_there: || on_path("cc"),
        tests_only: false,
    },
    Package {
        name: "libc6-dev",
        is_there: has_headers,
        tests_only: false,
    },
    Package {
        name: "make",
        is_there: || on_path("make"),
        tests_only: false,
    },
    Package {
        name: "postgresql",
        is_there: || find_postgres().is_ok(),
        tests_only: false,
    },
    Package {
        name: "postgresql-client",
        is_there: || on_path("psql"),
        tests_only: true,
    },
    Package {
        name: "zstd",
        is_there: || on_path("zstd"),
        tests_only: true,
    },
    Package {
        name: CHROMIUM,
        is_there: has_chromium,
        tests_only: true,
    },
];

/// The oldest Node that the builds work with.
const NODE: u32 = 20;

/// What a verb needs of the machine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// To build and run the server.
    Demo,
    /// To test it, too.
    Tests,
}

/// Makes sure that the machine has what is needed, installing what can be.
pub(crate) fn prepare(need: Need) -> Result<(), String> {
    let has_database = need == Need::Demo && env::var_os("DATABASE_URL").is_some();
    let missing: Vec<&str> = PACKAGES
        .iter()
        .filter(|package| need == Need::Tests || !package.tests_only)
        .filter(|package| !(package.name == "postgresql" && has_database))
        .filter(|package| !(package.is_there)())
        .map(|package| package.name)
        .collect();
    if !missing.is_empty() {
        install(&missing)?;
    }
    if missing.contains(&CHROMIUM) {
        // tests do with the whole browser where it cannot be had, and take twice as long
        let _ = install(&[HEADLESS_SHELL]);
    }
    check_node()
}

/// Finds the Postgres that `REVOIR_PG_BIN` names, else the one of this machine.
pub(crate) fn find_postgres() -> Result<Binaries, revoir_postgres::Error> {
    let named = env::var_os("REVOIR_PG_BIN").map(PathBuf::from);
    let downloaded = concat!(env!("CARGO_MANIFEST_DIR"), "/../var/pg");
    revoir_postgres::find(named.as_deref(), Path::new(downloaded))
}

fn install(missing: &[&str]) -> Result<(), String> {
    let list = missing.join(" ");
    if !on_path("apt-get") {
        return Err(format!("missing here, under these names on Debian: {list}"));
    }
    let root = output(Command::new("id").arg("-u"))?.starts_with(b"0\n");
    if !root && !on_path("sudo") {
        return Err(format!("missing: {list}\nas root: apt-get install {list}"));
    }
    if missing.contains(&"postgresql") {
        place::prepare(&mut as_root(root, "sh", &["-c", NO_MAIN_CLUSTER]))?;
    }
    place::prepare(&mut as_root(root, "apt-get", &["update", "-q"]))?;
    // A configuration file that is already there, such as the one above, stays as it is.
    let mut words = vec!["DEBIAN_FRONTEND=noninteractive", "UCF_FORCE_CONFFOLD=1"];
    words.extend(["apt-get", "install", "-q", "-y"]);
    words.extend([
        "--no-install-recommends",
        "-o",
        "Dpkg::Options::=--force-confold",
    ]);
    words.extend(missing);
    place::prepare(&mut as_root(root, "env", &words))
}

/// Keeps the package from making and starting a server of its own: ours is private.
const NO_MAIN_CLUSTER: &str = "\
    file=/etc/postgresql-common/createcluster.conf; \
    test -e $file || { mkdir -p ${file%/*} && echo 'create_main_cluster = false' > $file; }";

fn as_root(root: bool, program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(if root { program } else { "sudo" });
    if !root {
        command.arg(program);
    }
    command.args(arguments).stdin(Stdio::null());
    command
}

fn check_node() -> Result<(), String> {
    let wanted = format!("Node {NODE} or newer, with npm (https://nodejs.org)");
    let version = output(Command::new("node").arg("--version"));
    let version = version.map_err(|_| format!("missing: {wanted}"))?;
    let version = String::from_utf8_lossy(&version).trim().to_owned();
    if major(&version).is_none_or(|found| found < NODE) {
        return Err(format!("{wanted} is needed, this is {version}"));
    }
    if on_path("npm") {
        Ok(())
    } else {
        Err(format!("missing: {wanted}"))
    }
}

/// Reads 20 in `v20.11.1`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// Whether a program of this name is on the path.
pub(crate) fn on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|directory| directory.join(program).is_file())
}

fn has_headers() -> bool {
    !cfg!(target_os = "linux") || Path::new("/usr/include/stdio.h").exists()
}

fn has_chromium() -> bool {
    let named = env::var_os("REVOIR_CHROMIUM").is_some_and(|path| fs::metadata(path).is_ok());
    named
        || ["chromium", "chromium-browser", "google-chrome"]
            .into_iter()
            .any(on_path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.11.1"), Some(20));
        assert_eq!(major("20"), None);
    }

    #[test]
    fn a_shell_is_on_the_path_and_nonsense_is_not() {
        assert!(on_path("sh"));
        assert!(!on_path("no-such-program"));
    }
}
