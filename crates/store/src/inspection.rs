//! What can be known of a database without changing it, also before the first migration: its tables may
//! be missing, so that these statements are not checked against them when this is compiled.

use crate::{Result, schema::MIGRATIONS};
use jiff::Timestamp;
use sqlx::{
    Connection, PgConnection,
    postgres::{PgConnectOptions, PgSslMode},
};
use std::{net::IpAddr, str::FromStr};

/// A database as it was found.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The major version of its Postgres.
    pub major: i32,
    /// Whom we log in as.
    pub role: String,
    /// What that role may do.
    pub standing: Standing,
    /// The database's time, in seconds since 1970.
    pub seconds: f64,
    /// How far its migrations have come.
    pub schema: Schema,
    /// Whether it holds recordings that have not expired.
    pub recordings: bool,
    /// Whether the demo's accounts are in it.
    pub demo_accounts: bool,
}

/// What the role that we log in as may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Everything: nothing binds it.
    Superuser,
    /// What is needed: it is a member of both roles, or may make them and the schema.
    Fit,
    /// Neither.
    Weak,
}

/// How far the migrations of a database have come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Schema {
    /// There is none yet.
    Missing,
    /// So many are to be done.
    Behind(usize),
    /// Every one is done, and no other.
    Current,
    /// A newer version of Revoir has migrated it.
    Ahead,
    /// What was done is not what is in this binary.
    Changed,
}

/// Whether what is said to the database of this address may pass through a network in clear.
pub fn is_exposed(url: &str) -> Result<bool> {
    let options = PgConnectOptions::from_str(url)?;
    let host = options.get_host();
    let here = options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    let forced = matches!(
        options.get_ssl_mode(),
        PgSslMode::Require | PgSslMode::VerifyCa | PgSslMode::VerifyFull
    );
    Ok(!here && !forced)
}

/// Looks at the database of this address.
pub async fn inspect(url: &str, now: Timestamp) -> Result<Inspection> {
    let mut db = PgConnection::connect(url).await?;
    let (version, role, superuser, may_prepare, prepared, seconds) = login(&mut db).await?;
    let standing = match (superuser, prepared || may_prepare) {
        (true, _) => Standing::Superuser,
        (false, true) => Standing::Fit,
        (false, false) => Standing::Weak,
    };
    let schema = if prepared {
        schema(&mut db).await?
    } else {
        Schema::Missing
    };
    let (recordings, demo_accounts) = if schema == Schema::Current {
        contents(&mut db, now).await?
    } else {
        (false, false)
    };
    db.close().await?;
    Ok(Inspection {
        major: version / 10_000,
        role,
        standing,
        seconds,
        schema,
        recordings,
        demo_accounts,
    })
}

/// Version, role, whether it is a superuser, may make roles and schema, is a member of both roles; time.
async fn login(db: &mut PgConnection) -> Result<(i32, String, bool, bool, bool, f64)> {
    Ok(sqlx::query_as(
        "select current_setting('server_version_num')::int, rolname::text, rolsuper,
                rolcreaterole and has_database_privilege(current_database(), 'create'),
                (select count(*) = 2 from pg_roles where rolname in ('revoir_owner', 'revoir_app')
                 and pg_has_role(current_user, oid, 'member')),
                extract(epoch from clock_timestamp())::float8
         from pg_roles where rolname = current_user",
    )
    .fetch_one(db)
    .await?)
}

async fn schema(db: &mut PgConnection) -> Result<Schema> {
    sqlx::query("set role revoir_owner")
        .execute(&mut *db)
        .await?;
    let there: bool = sqlx::query_scalar(
        "select exists (select from pg_tables where schemaname = 'revoir' and tablename = '_sqlx_migrations')",
    )
    .fetch_one(&mut *db)
    .await?;
    if !there {
        return Ok(Schema::Missing);
    }
    let done: Vec<(i64, Vec<u8>)> = sqlx::query_as(
        "select version, checksum from revoir._sqlx_migrations where success order by version",
    )
    .fetch_all(&mut *db)
    .await?;
    Ok(compare(&done))
}

fn compare(done: &[(i64, Vec<u8>)]) -> Schema {
    let ours: Vec<(i64, Vec<u8>)> = MIGRATIONS
        .iter()
        .map(|migration| (migration.version, migration.checksum.to_vec()))
        .collect();
    if done.starts_with(&ours) {
        return if done.len() == ours.len() {
            Schema::Current
        } else {
            Schema::Ahead
        };
    }
    if ours.starts_with(done) {
        Schema::Behind(ours.len().saturating_sub(done.len()))
    } else {
        Schema::Changed
    }
}

async fn contents(db: &mut PgConnection, now: Timestamp) -> Result<(bool, bool)> {
    Ok(sqlx::query_as(
        "select exists (select from revoir.recordings where expires_at > to_timestamp($1)),
                exists (select from revoir.members where email like '%@demo.test')",
    )
    .bind(now.as_second())
    .fetch_one(db)
    .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_leaves_this_machine_without_forced_encryption_is_exposed() {
        for (url, exposed) in [
            ("postgres://revoir@db/revoir", true),
            ("postgres://revoir@10.0.0.7/revoir?sslmode=prefer", true),
            ("postgres://revoir@db/revoir?sslmode=verify-full", false),
            ("postgres://revoir@127.0.0.1/revoir", false),
            ("postgres://revoir@localhost/revoir", false),
            ("postgres://revoir@localhost/revoir?host=%2Frun", false),
        ] {
            assert_eq!(is_exposed(url).unwrap(), exposed, "{url}");
        }
    }

    #[test]
    fn migrations_are_behind_current_ahead_or_changed() {
        let ours: Vec<(i64, Vec<u8>)> = MIGRATIONS
            .iter()
            .map(|migration| (migration.version, migration.checksum.to_vec()))
            .collect();
        let ahead = [ours.clone(), vec![(9_999, vec![1])]].concat();
        let mut changed = ours.clone();
        changed[0].1 = vec![0];

        assert_eq!(compare(&ours), Schema::Current);
        assert_eq!(compare(&ours[..1]), Schema::Behind(ours.len() - 1));
        assert_eq!(compare(&ahead), Schema::Ahead);
        assert_eq!(compare(&changed), Schema::Changed);
    }
}
