//! The private Postgres of a Revoir server.
//!
//! With no `DATABASE_URL` the server runs a Postgres of its own in its data directory: this crate
//! finds the binaries, makes the cluster, starts it, takes over one that an earlier server left
//! running, and stops it in order. Everything here blocks, and uses the standard library only.
//!
//! ```no_run
//! use std::path::Path;
//! use revoir_postgres::{DataLock, Options, Server, find_for};
//!
//! let lock = DataLock::take(Path::new("var"))?;
//! let binaries = find_for(&lock, None, Path::new("var/pg/bin"))?;
//! let server = Server::start(&binaries, &lock, &Options::default())?;
//! println!("{}", server.url("postgres", "postgres"));
//! server.stop()?;
//! # Ok::<(), revoir_postgres::Error>(())
//! ```
//!
//! What lies in the data directory: `lock` (one owner at a time), `postgres/` (the cluster),
//! `postgres.new/` (a cluster being made), `postgres.log`, `run/` (the socket; in `/run` or `/tmp`
//! when the path would be too long for a socket).

mod binaries;
mod cluster;
mod error;
mod lock;
mod log;
mod options;
mod processes;
mod server;
mod socket;
mod user;

pub use binaries::{Binaries, find, find_for};
pub use error::Error;
pub use lock::DataLock;
pub use options::Options;
pub use server::Server;
pub use socket::{directory as socket_directory, url as socket_url};
pub use user::is_root;
