//! Owns a private Postgres in a directory until standard input closes: `cargo run --example own -- DIR`.
//! The tests run it where they need an owner in a process of its own.
#![expect(clippy::print_stdout, reason = "a command line tool prints")]

use revoir_postgres::{DataLock, Error, Options, Server, find_for};
use std::{io::Read, path::Path};

fn main() -> Result<(), Error> {
    let directory = std::env::args().nth(1).unwrap_or_else(|| "var".to_owned());
    let lock = DataLock::take(Path::new(&directory))?;
    let binaries = find_for(&lock, None, Path::new("var/pg/bin"))?;
    let server = Server::start(&binaries, &lock, &Options::for_tests())?;
    println!("postgres is {}", server.pid());
    // any end of it will do
    drop(std::io::stdin().read_to_end(&mut Vec::new()));
    server.stop()
}
