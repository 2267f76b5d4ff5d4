use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::user::DatabaseUser;
use crate::{Binaries, DataLock, Error, Options, log, processes, socket};

/// How long processes of an earlier Postgres may take to let go of the cluster.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

const LOCALE: &str = if cfg!(target_os = "linux") {
    "C.UTF-8"
} else {
    "C"
};

/// One cluster on the disk, and who may touch it.
#[derive(Debug)]
pub(crate) struct Cluster {
    pub(crate) data: PathBuf,
    pub(crate) path: PathBuf,
    pub(crate) socket: PathBuf,
    pub(crate) user: DatabaseUser,
    pub(crate) binaries: Binaries,
    pub(crate) options: Options,
}

/// What the file `postmaster.pid` says: who runs, and how far it has come.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Postmaster {
    pub(crate) pid: u32,
    pub(crate) ready: bool,
}

/// The major version that made the cluster in this data directory, where there is one.
pub(crate) fn made_by(lock: &DataLock) -> Option<String> {
    version(&lock.directory().join("postgres"))
}

fn version(cluster: &Path) -> Option<String> {
    let text = fs::read_to_string(cluster.join("PG_VERSION")).ok()?;
    Some(text.trim().to_owned())
}

impl Cluster {
    /// Opens the cluster of this data directory, making it where it is missing.
    pub(crate) fn open(
        binaries: &Binaries,
        lock: &DataLock,
        options: &Options,
    ) -> Result<Self, Error> {
        let data = lock.directory().to_path_buf();
        let path = data.join("postgres");
        let user = DatabaseUser::choose(&path)?;
        user.let_into(&data)?;
        let socket = socket::directory(&data);
        user.private_directory(&socket)?;
        let binaries = binaries.clone();
        let cluster = Self {
            data,
            path,
            socket,
            user,
            binaries,
            options: options.clone(),
        };
        if cluster.path.exists() {
            cluster.check_major()?;
        } else {
            cluster.make()?;
        }
        Ok(cluster)
    }

    fn check_major(&self) -> Result<(), Error> {
        let made_by = version(&self.path).ok_or_else(|| Error::NotCluster(self.path.clone()))?;
        if made_by == self.binaries.major().to_string() {
            return Ok(());
        }
        Err(Error::WrongMajor {
            cluster: self.path.clone(),
            made_by,
            binaries: self.binaries.directory().to_path_buf(),
            major: self.binaries.major(),
        })
    }

    /// Makes the cluster beside its place, so that half a cluster never stands in it.
    fn make(&self) -> Result<(), Error> {
        let new = self.data.join("postgres.new");
        wait_until_free(&new, Instant::now() + PATIENCE)?;
        remove(&new, |path| fs::remove_dir_all(path))?;
        self.user.private_directory(&new)?;
        let mut command = self.command("initdb");
        command
            .args([
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--data-checksums",
            ])
            .args(["--no-instructions", &format!("--locale={LOCALE}")])
            .arg("-D")
            .arg(&new);
        if self.options.fast_and_loose {
            command.arg("--no-sync");
        }
        let done = command
            .output()
            .map_err(Error::program(&self.binaries.program("initdb")))?;
        if !done.status.success() {
            let reason = log::reason_in(&String::from_utf8_lossy(&done.stderr));
            remove(&new, |path| fs::remove_dir_all(path))?;
            return Err(Error::Initdb(reason));
        }
        fs::rename(&new, &self.path).map_err(Error::unwritable(&self.path))?;
        let synced = File::open(&self.data).and_then(|directory| directory.sync_all());
        synced.map_err(Error::unwritable(&self.data))
    }

    /// One of the programs, as the database's user, apart from our terminal and environment.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.binaries.program(program));
        command
            .env_clear()
            .env("LC_ALL", LOCALE)
            .current_dir("/")
            .stdin(Stdio::null());
        self.user.run(&mut command);
        command
    }

    /// The command that runs the cluster.
    pub(crate) fn postgres(&self) -> Command {
        let mut command = self.command("postgres");
        command
            .arg("-D")
            .arg(&self.path)
            .arg("-k")
            .arg(&self.socket)
            .args(["-p", "5432"]);
        let fixed = [
            "listen_addresses=",
            "unix_socket_permissions=0700",
            "timezone=UTC",
            "log_timezone=UTC",
            // Short queries gain nothing by it, and a sandbox may forbid memory to be written and run.
            "jit=off",
        ];
        for setting in fixed
            .into_iter()
            .chain(self.options.settings.iter().map(String::as_str))
        {
            command.args(["-c", setting]);
        }
        command
    }

    /// Who runs on this cluster, as far as `postmaster.pid` can be believed.
    pub(crate) fn postmaster(&self) -> Option<Postmaster> {
        let text = fs::read_to_string(self.path.join("postmaster.pid")).ok()?;
        postmaster_in(&text).filter(|found| processes::is_postmaster(found.pid, &self.path))
    }

    /// Waits until no process uses the cluster, then removes what a dead one left. The lock on the
    /// data directory is held: nobody can start a Postgres in between.
    pub(crate) fn clear(&self, until: Instant) -> Result<(), Error> {
        wait_until_free(&self.path, until)?;
        let socket = self.socket.join(socket::NAME);
        let lock = self.socket.join(format!("{}.lock", socket::NAME));
        for stale in [self.path.join("postmaster.pid"), socket, lock] {
            remove(&stale, |path| fs::remove_file(path))?;
        }
        Ok(())
    }
}

fn wait_until_free(cluster: &Path, until: Instant) -> Result<(), Error> {
    loop {
        let pids = processes::of_cluster(cluster);
        if pids.is_empty() {
            return Ok(());
        }
        if Instant::now() > until {
            return Err(Error::Haunted {
                cluster: cluster.to_path_buf(),
                pids,
            });
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn remove(path: &Path, how: fn(&Path) -> std::io::Result<()>) -> Result<(), Error> {
    match how(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::unwritable(path)(error)),
        _ => Ok(()),
    }
}

/// Reads `postmaster.pid`: the first line is the process, the eighth how far it has come.
fn postmaster_in(text: &str) -> Option<Postmaster> {
    let pid = text.lines().next()?.trim().parse().ok()?;
    let ready = text
        .lines()
        .nth(7)
        .is_some_and(|status| status.trim() == "ready");
    Some(Postmaster { pid, ready })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eighth_line_says_ready() {
        let lines = "4711\n/data\n1700000000\n5432\n/run\n\n 5432001  0\n";

        let starting = postmaster_in(&format!("{lines}starting\n"));
        let ready = postmaster_in(&format!("{lines}ready   \n"));

        assert_eq!(
            starting,
            Some(Postmaster {
                pid: 4711,
                ready: false
            })
        );
        assert_eq!(
            ready,
            Some(Postmaster {
                pid: 4711,
                ready: true
            })
        );
        assert_eq!(postmaster_in("-4711\n"), None);
    }
}
