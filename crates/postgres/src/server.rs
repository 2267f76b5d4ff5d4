use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use crate::cluster::{Cluster, PATIENCE};
use crate::log::Log;
use crate::{Binaries, DataLock, Error, Options, processes, socket};

/// How long Postgres may recover from a crash before it serves.
const RECOVERY: Duration = Duration::from_mins(10);

/// How long Postgres may take to stop in order; then it is told to stop at once, and recovers at
/// its next start. (Tried: Postgres 15 never ends in order when it is asked to in the middle of a
/// recovery from a crash.)
const SHUTDOWN: Duration = Duration::from_secs(10);

/// What Postgres says when a dead one has not quite gone yet: its process waits to be reaped, or
/// its children still hold the memory that they shared.
const PASSING: [&str; 2] = ["already exists", "pre-existing shared memory block"];

/// A private Postgres that runs. Dropping it stops it as well as that can be done.
#[derive(Debug)]
pub struct Server {
    cluster: Cluster,
    log: Log,
    pid: u32,
    /// The process, unless an earlier server started it.
    child: Option<Child>,
    stopped: bool,
}

impl Server {
    /// Starts the Postgres of the data directory that `lock` owns, or takes over the one that an
    /// earlier server left running. It serves when this returns.
    pub fn start(binaries: &Binaries, lock: &DataLock, options: &Options) -> Result<Self, Error> {
        let cluster = Cluster::open(binaries, lock, options)?;
        let log = Log::of(lock.directory());
        let mut server = Self {
            cluster,
            log,
            pid: 0,
            child: None,
            stopped: false,
        };
        server.run().inspect_err(|_| server.stopped = true)?;
        Ok(server)
    }

    /// Starts Postgres again where it has died. Says whether that was needed.
    pub fn revive(&mut self) -> Result<bool, Error> {
        if self.is_alive() {
            return Ok(false);
        }
        self.is_gone();
        self.child = None;
        self.run()?;
        Ok(true)
    }

    /// Whether the process is there. It may still refuse to serve.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        processes::is_postmaster(self.pid, &self.cluster.path)
    }

    /// Whether an earlier server started this Postgres.
    #[must_use]
    pub fn is_adopted(&self) -> bool {
        self.child.is_none()
    }

    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// The directory of its socket.
    #[must_use]
    pub fn socket_directory(&self) -> &Path {
        &self.cluster.socket
    }

    /// The URL at which `user` reaches `database`. There is no password.
    #[must_use]
    pub fn url(&self, user: &str, database: &str) -> String {
        socket::url(&self.cluster.socket, user, database)
    }

    /// Stops Postgres in order: sessions are cut, everything is on the disk when this returns.
    pub fn stop(mut self) -> Result<(), Error> {
        self.stop_now()
    }

    fn run(&mut self) -> Result<(), Error> {
        let until = Instant::now() + PATIENCE;
        if self.adopt()? {
            return Ok(());
        }
        loop {
            self.cluster.clear(until)?;
            match self.launch() {
                Err(Error::Start { reason, .. })
                    if is_passing(&reason) && Instant::now() < until =>
                {
                    thread::sleep(Duration::from_millis(200));
                }
                done => return done,
            }
        }
    }

    /// Takes over a Postgres that runs on this cluster already. One that was started in another
    /// way than we would is stopped, in order.
    fn adopt(&mut self) -> Result<bool, Error> {
        let Some(found) = self.cluster.postmaster() else {
            return Ok(false);
        };
        self.pid = found.pid;
        if processes::command_line(found.pid) != Some(command_line(&self.cluster.postgres())) {
            self.stop_now()?;
            self.stopped = false;
            return Ok(false);
        }
        match self.wait_until_ready() {
            Ok(()) => Ok(true),
            Err(_) if !self.is_alive() => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Starts the process and waits until it serves.
    fn launch(&mut self) -> Result<(), Error> {
        let (output, length) = self.log.open()?;
        let errors = output
            .try_clone()
            .map_err(Error::unwritable(self.log.path()))?;
        let mut command = self.cluster.postgres();
        // Its own process group: Ctrl-C in the terminal reaches us, and we stop it when we are done.
        command.process_group(0).stdout(output).stderr(errors);
        let postgres = self.cluster.binaries.program("postgres");
        let child = command.spawn().map_err(Error::program(&postgres))?;
        self.pid = child.id();
        self.child = Some(child);
        self.wait_until_ready().map_err(|error| {
            if self.is_alive() {
                return error;
            }
            let log = self.log.path().to_path_buf();
            Error::Start {
                reason: self.log.reason_after(length),
                log,
            }
        })
    }

    fn wait_until_ready(&mut self) -> Result<(), Error> {
        let until = Instant::now() + RECOVERY;
        loop {
            let ready = self.cluster.postmaster();
            if ready.is_some_and(|found| found.ready && found.pid == self.pid) {
                return Ok(());
            }
            let reason = match Instant::now() < until {
                _ if self.is_gone() => "it ended".to_owned(),
                true => {
                    thread::sleep(Duration::from_millis(10));
                    continue;
                }
                false => format!("it is not ready after {} s", RECOVERY.as_secs()),
            };
            return Err(Error::Start {
                reason,
                log: self.log.path().to_path_buf(),
            });
        }
    }

    /// Whether the process has ended. Reaps it where it is ours.
    fn is_gone(&mut self) -> bool {
        match &mut self.child {
            Some(child) => !matches!(child.try_wait(), Ok(None)),
            None => !self.is_alive(),
        }
    }

    fn stop_now(&mut self) -> Result<(), Error> {
        self.stopped = true;
        let mut reason = "it does not end".to_owned();
        for (signal, patience) in [("INT", SHUTDOWN), ("QUIT", PATIENCE)] {
            if let Err(refused) = processes::signal(self.pid, signal) {
                reason = refused;
            }
            let until = Instant::now() + patience;
            while Instant::now() < until {
                if self.is_gone() {
                    return Ok(());
                }
                thread::sleep(Duration::from_millis(10));
            }
        }
        Err(Error::Stop {
            pid: self.pid,
            reason,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if !self.stopped && !self.is_gone() {
            // Nobody is left to be told. What still runs is taken over by the next server.
            let _ = self.stop_now();
        }
    }
}

fn is_passing(reason: &str) -> bool {
    PASSING.iter().any(|words| reason.contains(words))
}

/// What the process list would show for `command`.
fn command_line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
        .trim()
        .to_owned()
}
