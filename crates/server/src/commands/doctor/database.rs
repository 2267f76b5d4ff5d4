//! The database: that of the address, else the private Postgres. It is never migrated from here.

use super::{Finding, Use, place};
use crate::{clock, config::Config, installation};
use revoir_postgres::DataLock;
use revoir_store::inspection::{self, Inspection, Schema, Standing};
use std::{path::Path, time::Duration};

const CHECK: &str = "database";
/// How long a database may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How far the clocks may be apart, in seconds.
const DRIFT: f64 = 60.0;
const OLDEST: i32 = 15;

/// Looks at it. A private Postgres that does not run is started for it, and stopped.
pub(super) async fn look(config: &Config, found: Use) -> Vec<Finding> {
    if !config.database.url.is_empty() {
        let mut findings = inspect(config, &config.database.url).await;
        findings.extend(exposed(&config.database.url));
        return findings;
    }
    let data = config.data_dir();
    match found {
        Use::Served if !data.join("postgres").exists() => vec![Finding::warning(
            CHECK,
            "the server's database has an address that this command was not given",
            "give it the settings that the server has (DATABASE_URL, DATABASE_URL_FILE)",
        )],
        Use::Served | Use::Busy => {
            let data = data.canonicalize().unwrap_or(data);
            let socket = revoir_postgres::socket_directory(&data);
            inspect(
                config,
                &revoir_postgres::socket_url(&socket, "revoir", "revoir"),
            )
            .await
        }
        Use::Ours(lock) if lock.directory().join("postgres").exists() => woken(config, &lock).await,
        Use::Ours(_) | Use::Nobody => vec![binaries(config)],
    }
}

async fn woken(config: &Config, lock: &DataLock) -> Vec<Finding> {
    let advice = "postgres.log in the data directory says more";
    let server = match tokio::task::block_in_place(|| installation::start(config, lock)) {
        Ok(server) => server,
        Err(error) => return vec![Finding::problem(CHECK, error.to_string(), advice)],
    };
    let mut findings = inspect(config, &server.url("revoir", "revoir")).await;
    if let Err(error) = tokio::task::block_in_place(|| server.stop()) {
        findings.push(Finding::problem(CHECK, error.to_string(), advice));
    }
    findings
}

fn binaries(config: &Config) -> Finding {
    let bin = config.postgres.bin.as_path();
    let explicit = Some(bin).filter(|bin| !bin.as_os_str().is_empty());
    match revoir_postgres::find(explicit, Path::new("var/pg/bin")) {
        Ok(found) => Finding::ok(
            CHECK,
            format!(
                "Postgres {} is in {}",
                found.major(),
                found.directory().display()
            ),
        )
        .noting("the first start makes the database"),
        Err(error) => Finding::problem(CHECK, error.to_string(), "install it, or name another"),
    }
}

fn exposed(url: &str) -> Option<Finding> {
    let exposed = inspection::is_exposed(url).unwrap_or_default();
    exposed.then(|| {
        Finding::warning(
            "database_tls",
            "what is said to the database may pass in clear",
            "add ?sslmode=verify-full to its address, unless nobody else is on that network",
        )
    })
}

async fn inspect(config: &Config, url: &str) -> Vec<Finding> {
    let now = clock::now();
    let asked = tokio::time::timeout(PATIENCE, inspection::inspect(url, now)).await;
    let advice = "is it running, and is its address (database.url, DATABASE_URL) right?";
    match asked {
        Ok(Ok(found)) => judge(config, &found, clock::now().as_second()),
        Ok(Err(error)) => vec![Finding::problem(CHECK, error.to_string(), advice)],
        Err(_) => vec![Finding::problem(
            CHECK,
            "the database does not answer",
            advice,
        )],
    }
}

fn judge(config: &Config, found: &Inspection, now: i64) -> Vec<Finding> {
    let major = found.major;
    let mut findings = vec![if major < OLDEST {
        let fault = format!("Postgres {major} is too old");
        Finding::problem(CHECK, fault, "Revoir needs 15 to 18")
    } else {
        Finding::ok(CHECK, format!("Postgres {major} answers"))
    }];
    findings.push(role(found));
    findings.push(schema(found.schema));
    findings.push(time(found, now));
    findings.extend(contents(config, found));
    findings
}

fn role(found: &Inspection) -> Finding {
    let (check, name) = ("role", &found.role);
    match found.standing {
        Standing::Fit => Finding::ok(
            check,
            format!("the database role {name} may do what is needed"),
        ),
        Standing::Superuser => Finding::problem(
            check,
            format!("the database role {name} is a superuser"),
            "make one that is not: create role revoir login createrole, and let it own the database",
        ),
        Standing::Weak => Finding::problem(
            check,
            format!("the database role {name} may not make the roles and the schema"),
            "alter role … createrole, and let it own the database",
        ),
    }
}

fn schema(found: Schema) -> Finding {
    let check = "migrations";
    match found {
        Schema::Missing => {
            Finding::ok(check, "the database is empty").noting("the first start fills it")
        }
        Schema::Current => Finding::ok(check, "every migration is done"),
        Schema::Behind(count) => Finding::warning(
            check,
            format!("{count} migrations are to be done"),
            "the next start does them: back up first",
        ),
        Schema::Ahead => Finding::problem(
            check,
            "a newer Revoir has migrated this database",
            "run that version, or restore a backup",
        ),
        Schema::Changed => Finding::problem(
            check,
            "what has migrated this database is not what is in this binary",
            "run the version that did",
        ),
    }
}

fn time(found: &Inspection, now: i64) -> Finding {
    let ours = Duration::from_secs(now.unsigned_abs()).as_secs_f64();
    let apart = (found.seconds - ours).abs();
    if apart > DRIFT {
        return Finding::warning(
            "clock",
            format!("this clock and the database's are {apart:.0} s apart"),
            "keep both by NTP: what is kept and for how long goes by this one",
        );
    }
    Finding::ok("clock", "this clock and the database's agree")
}

/// What it holds, against keys and settings.
fn contents(config: &Config, found: &Inspection) -> Vec<Finding> {
    let mut findings = Vec::new();
    let keys = config.keys_dir();
    if found.recordings && place::buckets(&keys) == 0 {
        findings.push(Finding::problem(
            "keys",
            format!(
                "the key ring {} is empty, but the database holds recordings",
                keys.display()
            ),
            "mount the right volume: without its keys no recording opens",
        ));
    }
    if found.demo_accounts && !config.is_loopback() {
        findings.push(Finding::problem(
            "demo_accounts",
            "the demo's accounts are in a database that others can reach",
            "begin with a fresh database: everyone knows their password",
        ));
    }
    findings
}
