//! What a restore sets aside: the schema that is there, under another name beside the backup until that is in its place.
//!
//! That there is such a schema says that a restore has not ended, and that what stands in the place of the installation
//! is not whole. It comes, goes and is put back in one transaction each, so that no death in between loses either.

use super::PROGRAM;
use crate::{Result, schema::ensure_role};
use sqlx::{Connection, PgConnection};

/// An installation that is set aside. Whatever becomes of this value, it stays aside until it is put back or discarded.
#[derive(Debug)]
pub struct Aside(PgConnection);

/// What was found of a restore that did not end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unended {
    /// There was none.
    No,
    /// What was there before it is in its place again.
    PutBack,
    /// There was nothing before it.
    NothingBefore,
    /// It is still under way.
    UnderWay,
}

impl Aside {
    /// Sets aside what is there, or leaves aside what an earlier attempt has, and makes an empty schema in its place. None
    /// while another restore is under way. Where there was nothing, an empty schema is set aside.
    pub async fn set(url: &str) -> Result<Option<Self>> {
        let Some(mut aside) = Self::alone(url).await? else {
            return Ok(None);
        };
        for role in ["revoir_owner", "revoir_app"] {
            ensure_role(&mut aside.0, role).await?;
        }
        sqlx::raw_sql(
            "begin;
             do $$ begin
                 if to_regnamespace('revoir_before') is null then
                     create schema if not exists revoir authorization revoir_owner;
                     alter schema revoir rename to revoir_before;
                 else
                     drop schema if exists revoir cascade;
                 end if;
             end $$;
             create schema revoir authorization revoir_owner;
             set local role revoir_owner;
             grant usage on schema revoir to revoir_app;
             commit",
        )
        .execute(&mut aside.0)
        .await?;
        Ok(Some(aside))
    }

    /// Puts it back in its place, and drops what stands there. Fails, and drops nothing, where it is gone already.
    pub async fn put_back(mut self) -> Result<()> {
        end_programs(&mut self.0).await?;
        sqlx::raw_sql(
            "begin;
             drop schema if exists revoir cascade;
             alter schema revoir_before rename to revoir;
             commit",
        )
        .execute(&mut self.0)
        .await?;
        Ok(self.0.close().await?)
    }

    /// Drops it: from then on the installation is what stands in its place. A statement of its own ends it, which only who
    /// lives sends: what was killed while it dropped has dropped nothing.
    pub async fn discard(&mut self) -> Result<()> {
        let mut tx = self.0.begin().await?;
        sqlx::raw_sql("drop schema revoir_before cascade")
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Keeps every other restore of this database out, and ends what an earlier one has left running.
    async fn alone(url: &str) -> Result<Option<Self>> {
        let mut db = PgConnection::connect(url).await?;
        // the lock of one that was killed goes as soon as its end is noticed
        let locked = sqlx::raw_sql(
            "set lock_timeout to '5s'; select pg_advisory_lock(hashtext('revoir restore')); reset lock_timeout",
        );
        match locked.execute(&mut db).await {
            Ok(_) => {}
            Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("55P03") => {
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        }
        end_programs(&mut db).await?;
        Ok(Some(Self(db)))
    }
}

async fn end_programs(db: &mut PgConnection) -> Result<()> {
    sqlx::query(
        "select pg_terminate_backend(pid, 10000) from pg_stat_activity
         where datname = current_database() and application_name = $1",
    )
    .bind(PROGRAM)
    .execute(db)
    .await?;
    Ok(())
}

/// Puts back what a restore has set aside that did not end, where that was an installation.
pub async fn recover(url: &str) -> Result<Unended> {
    let mut db = PgConnection::connect(url).await?;
    let aside = is_aside(&mut db).await?;
    db.close().await?;
    if !aside {
        return Ok(Unended::No);
    }
    let Some(mut aside) = Aside::alone(url).await? else {
        return Ok(Unended::UnderWay);
    };
    if !is_aside(&mut aside.0).await? {
        return Ok(Unended::No);
    }
    if !holds(&mut aside.0, "revoir_before").await? {
        return Ok(Unended::NothingBefore);
    }
    aside.put_back().await?;
    Ok(Unended::PutBack)
}

pub(super) async fn is_aside(db: &mut PgConnection) -> Result<bool> {
    let found = sqlx::query_scalar("select to_regnamespace('revoir_before') is not null");
    Ok(found.fetch_one(db).await?)
}

/// Whether a schema holds an organisation.
pub(super) async fn holds(db: &mut PgConnection, schema: &'static str) -> Result<bool> {
    let table = format!("{schema}.organisations");
    let there = sqlx::query_scalar("select to_regclass($1) is not null").bind(&table);
    if !there.fetch_one(&mut *db).await? {
        return Ok(false);
    }
    sqlx::raw_sql("set role revoir_owner")
        .execute(&mut *db)
        .await?;
    let any = format!("select exists (select from {table})");
    let any = sqlx::query_scalar(sqlx::AssertSqlSafe(any)).fetch_one(&mut *db);
    let any = any.await?;
    sqlx::raw_sql("reset role").execute(db).await?;
    Ok(any)
}
