//! The schema: its two roles, and the migrations in `migrations/`.

use crate::Result;
use sqlx::{AssertSqlSafe, Connection, PgConnection, migrate::Migrator};

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// Makes roles and schema where they are missing, then migrates. Safe to run by several servers at once.
pub async fn prepare(url: &str) -> Result<()> {
    let mut connection = PgConnection::connect(url).await?;
    let db = &mut connection;
    // one at a time in the whole cluster: roles belong to all its databases
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
async fn ensure_role(db: &mut PgConnection, role: &str) -> Result<()> {
    let exists: bool =
        sqlx::query_scalar("select exists (select from pg_roles where rolname = $1)")
            .bind(role)
            .fetch_one(&mut *db)
            .await?;
    if !exists {
        let create = format!("create role {role} nologin nosuperuser nobypassrls");
        match sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut *db).await {
            Err(sqlx::Error::Database(raced)) if raced.code().as_deref() == Some("42710") => {}
            created => drop(created?),
        }
    }
    let member: bool = sqlx::query_scalar("select pg_has_role(current_user, $1, 'member')")
        .bind(role)
        .fetch_one(&mut *db)
        .await?;
    if !member {
        sqlx::raw_sql(AssertSqlSafe(format!("grant {role} to current_user")))
            .execute(db)
            .await?;
    }
    Ok(())
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
