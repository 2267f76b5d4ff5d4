use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::machine::{self, Need};
use crate::place::{Place, must, output};
use crate::postgres::Throwaway;
use crate::{Outcome, npm, stamp};

const QUERIES: &str = "crates/store/.sqlx";
const OPENAPI: &str = "docs/openapi.json";
const CLIENT: &str = "web-player/src/schema.d.ts";

/// The bytes of every generated file.
pub(crate) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Makes the generated files again and says which have changed.
pub(crate) fn run(place: &Place) -> Outcome {
    machine::prepare(Need::Tests)?;
    let changed = regenerate(place)?;
    for path in &changed {
        println!("changed: {}", path.display());
    }
    if changed.is_empty() {
        println!("the generated files were up to date");
    }
    Ok(true)
}

/// Makes the generated files again, in the order in which they need each other. Gives those that
/// differ from before.
pub(crate) fn regenerate(place: &Place) -> Result<Vec<PathBuf>, String> {
    let before = read(place)?;
    npm::build(place, "sdk-js")?;
    npm::install(place, "web-player")?;
    queries(place, &before)?;
    place.build_server()?;
    openapi(place)?;
    npm::run(place, "web-player", "client")?;
    let after = read(place)?;
    let all = before.keys().chain(after.keys());
    let mut changed: Vec<PathBuf> = all
        .filter(|path| before.get(*path) != after.get(*path))
        .cloned()
        .collect();
    changed.sort();
    changed.dedup();
    Ok(changed)
}

fn read(place: &Place) -> Result<Files, String> {
    let mut files = Files::new();
    for generated in [QUERIES, OPENAPI, CLIENT] {
        for path in stamp::files(&place.path(generated))? {
            let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            files.insert(path, bytes);
        }
    }
    Ok(files)
}

/// Describes every SQL query of the store, against a real database of today's migrations.
fn queries(place: &Place, before: &Files) -> Result<(), String> {
    let postgres = Throwaway::start()?;
    migrate(place, postgres.url())?;
    let directory = place.path(QUERIES);
    fs::create_dir_all(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    let old = before
        .iter()
        .filter(|(path, _)| path.starts_with(&directory));
    for (path, _) in old.clone() {
        fs::remove_file(path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    touch(&place.path("crates/store/src/lib.rs"))?;
    let mut command = place.cargo(&["check", "--package", "revoir-store"]);
    command
        .env("SQLX_OFFLINE", "false")
        .env("SQLX_OFFLINE_DIR", &directory);
    let checked = must(command.env("DATABASE_URL", postgres.url()));
    if checked.is_err() {
        for (path, bytes) in old {
            fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    checked
}

/// Brings an empty database to today's migrations. By psql: the server cannot be built before its
/// queries are described.
fn migrate(place: &Place, url: &str) -> Result<(), String> {
    let foundation = "create role revoir_owner nologin; create role revoir_app nologin;
        create schema revoir authorization revoir_owner;
        alter database postgres set search_path to revoir";
    must(psql(url).args(["-c", foundation]))?;
    for file in stamp::files(&place.path("migrations"))? {
        if file.extension().is_some_and(|extension| extension == "sql") {
            must(psql(url).arg("-1").arg("-f").arg(file))?;
        }
    }
    Ok(())
}

fn psql(url: &str) -> Command {
    let mut command = Command::new("psql");
    command.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url]);
    command
}

fn openapi(place: &Place) -> Result<(), String> {
    let bytes = output(place.command(place.revoir("debug"), "").arg("openapi"))?;
    let path = place.path(OPENAPI);
    fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}

/// Makes a file new to cargo.
fn touch(path: &Path) -> Result<(), String> {
    let written = fs::read(path).and_then(|bytes| fs::write(path, bytes));
    written.map_err(|error| format!("{}: {error}", path.display()))
}
