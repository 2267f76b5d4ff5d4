use std::env;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The clone that the tasks work on, and where its builds go.
pub(crate) struct Place {
    root: PathBuf,
    target: PathBuf,
}

impl Place {
    /// Reads both from how cargo started this program.
    pub(crate) fn find() -> Result<Self, String> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR");
        let manifest = manifest.map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = manifest
            .parent()
            .ok_or("xtask has no parent directory")?
            .to_path_buf();
        let program = env::current_exe().map_err(|error| format!("where am I? {error}"))?;
        let target = program
            .ancestors()
            .nth(2)
            .ok_or("there is no target directory")?
            .to_path_buf();
        Ok(Self { root, target })
    }

    /// A path in the clone.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The target directory, `CARGO_TARGET_DIR` or another.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// The server's program, built with `profile` (`debug`, `release`).
    pub(crate) fn revoir(&self, profile: &str) -> PathBuf {
        self.target.join(profile).join("revoir")
    }

    /// A command that runs in the clone's directory `relative`.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>, relative: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.path(relative))
            .env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// A cargo command.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.command("cargo", "");
        command.args(arguments);
        command
    }

    /// Builds the server.
    pub(crate) fn build_server(&self) -> Result<(), String> {
        must(&mut self.cargo(&["build", "--package", "revoir-server"]))
    }
}

/// Shows and runs a command that has to go well.
pub(crate) fn must(command: &mut Command) -> Result<(), String> {
    eprintln!("xtask: {}", line(command));
    let status = command
        .status()
        .map_err(|error| format!("{}: {error}", line(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} failed", line(command)))
    }
}

/// The same, for preparations: what they print goes to standard error.
pub(crate) fn prepare(command: &mut Command) -> Result<(), String> {
    must(command.stdout(io::stderr()))
}

/// Runs a command and gives what it printed.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>, String> {
    let done = command
        .output()
        .map_err(|error| format!("{}: {error}", line(command)))?;
    if done.status.success() {
        return Ok(done.stdout);
    }
    let said = String::from_utf8_lossy(&done.stderr).trim().to_owned();
    Err(format!("{} failed: {said}", line(command)))
}

/// A command as one would type it.
pub(crate) fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    words.join(" ")
}
