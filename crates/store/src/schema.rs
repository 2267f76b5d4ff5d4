//! The schema: its two roles, and the migrations in `migrations/`.

use crate::{Error, Result};
use sqlx::{AssertSqlSafe, Connection, PgConnection, migrate::Migrator};

pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// Makes roles and schema where they are missing, then migrates. Safe to run by several servers at once.
pub async fn prepare(url: &str) -> Result<()> {
    let mut connection = PgConnection::connect(url).await?;
    let db = &mut connection;
    // one server at a time migrates this database
    sqlx::query("select pg_advisory_lock(hashtext('revoir schema'))")
        .execute(&mut *db)
        .await?;
    for role in ["revoir_owner", "revoir_app"] {
        ensure_role(db, role).await?;
    }
    sqlx::raw_sql(
        "create schema if not exists revoir authorization revoir_owner;
         set role revoir_owner;
         set search_path to revoir;
         set timezone to 'UTC';
         grant usage on schema revoir to revoir_app",
    )
    .execute(&mut *db)
    .await?;
    MIGRATIONS.run(&mut *db).await?;
    connection.close().await?;
    Ok(())
}

/// Creates a role without login and takes membership of it, as `set role` needs.
pub(crate) async fn ensure_role(db: &mut PgConnection, role: &str) -> Result<()> {
    let exists = format!("select exists (select from pg_roles where rolname = '{role}')");
    let create = format!("create role {role} nologin nosuperuser nobypassrls");
    ensure(db, &exists, &create).await?;
    let member = format!("select pg_has_role(current_user, '{role}', 'member')");
    ensure(db, &member, &format!("grant {role} to current_user")).await
}

/// Does what `check` says is missing. Roles belong to the whole cluster, so that another database's
/// server may do the same at the same moment: what it has done meanwhile is as good.
async fn ensure(db: &mut PgConnection, check: &str, act: &str) -> Result<()> {
    if is_so(db, check).await? {
        return Ok(());
    }
    let acted = sqlx::raw_sql(AssertSqlSafe(act)).execute(&mut *db).await;
    if is_so(db, check).await? {
        Ok(())
    } else {
        acted.map(drop).map_err(Error::from)
    }
}

async fn is_so(db: &mut PgConnection, check: &str) -> Result<bool> {
    Ok(sqlx::query_scalar(AssertSqlSafe(check))
        .fetch_one(db)
        .await?)
}

/// In a private cluster: creates the login `revoir`, which is no superuser, and its database of the
/// same name. `url` is the superuser's.
pub async fn found(url: &str) -> Result<()> {
    let mut connection = PgConnection::connect(url).await?;
    let db = &mut connection;
    for (exists, create) in [
        (
            "select from pg_roles where rolname = 'revoir'",
            "create role revoir login createrole",
        ),
        (
            "select from pg_database where datname = 'revoir'",
            "create database revoir owner revoir",
        ),
    ] {
        if sqlx::query(exists)
            .fetch_optional(&mut *db)
            .await?
            .is_none()
        {
            sqlx::query(create).execute(&mut *db).await?;
        }
    }
    connection.close().await?;
    Ok(())
}
