//! What can be known about processes without a system call of our own: `/proc`, else `ps`.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The arguments of a process, joined by spaces. `None` when it is gone, or a zombie.
pub(crate) fn command_line(pid: u32) -> Option<String> {
    let line = if Path::new("/proc/self/cmdline").exists() {
        let bytes = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
        String::from_utf8_lossy(&bytes).replace('\0', " ")
    } else {
        let said = Command::new("ps")
            .args(["-ww", "-o", "args=", "-p", &pid.to_string()])
            .output();
        String::from_utf8_lossy(&said.ok()?.stdout).into_owned()
    };
    Some(line.trim().to_owned()).filter(|line| !line.is_empty())
}

/// The processes of Postgres that work in the cluster `directory` (they all change into it), and
/// an `initdb` that makes it. Where there is no `/proc` it finds none.
pub(crate) fn of_cluster(directory: &Path) -> Vec<u32> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|pid| is_of_cluster(*pid, directory))
        .collect()
}

fn is_of_cluster(pid: u32, directory: &Path) -> bool {
    let Some(line) = command_line(pid) else {
        return false;
    };
    let program = line.split([' ', ':']).next().unwrap_or_default();
    match program.rsplit('/').next() {
        Some("initdb") => names_cluster(&line, directory),
        Some("postgres") => {
            fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|place| place == directory)
        }
        _ => false,
    }
}

/// Whether the process `pid` is the Postgres of this cluster, and not another one that got the
/// number of a dead one.
pub(crate) fn is_postmaster(pid: u32, directory: &Path) -> bool {
    command_line(pid).is_some_and(|line| names_cluster(&line, directory))
}

fn names_cluster(line: &str, directory: &Path) -> bool {
    let argument = format!(" -D {}", directory.display());
    line.find(&argument)
        .and_then(|start| line.get(start + argument.len()..))
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Sends a signal. The shell's own `kill` is on every machine, a program `kill` is not.
pub(crate) fn signal(pid: u32, name: &str) -> Result<(), String> {
    let script = format!("kill -{name} {pid}");
    let done = Command::new("/bin/sh").args(["-c", &script]).output();
    match done {
        Ok(done) if done.status.success() => Ok(()),
        Ok(done) => Err(String::from_utf8_lossy(&done.stderr).trim().to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_is_known_by_its_whole_path() {
        let named = |line| names_cluster(line, Path::new("/data/postgres"));

        assert!(named("/usr/bin/postgres -D /data/postgres -k /data/run"));
        assert!(named("/usr/bin/postgres -D /data/postgres"));
        assert!(!named("/usr/bin/postgres -D /data/postgres.new"));
        assert!(!named("sleep 60"));
    }

    #[test]
    fn this_process_is_no_postgres() {
        let here = std::process::id();

        assert!(command_line(here).is_some());
        assert!(!is_postmaster(here, Path::new("/")));
    }
}
