//! Partitions: chunks by hour of arrival, frames and outlines by bucket, each dropped whole.
//!
//! A partition is made as a table of its own and then attached, which lets reading and writing go on.
//! Names are built from hours and buckets alone, which hold no quoting.

use crate::{OwnerTx, Pool, Result};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use jiff_sqlx::ToSqlx;
use revoir_domain::bucket::{Bucket, hour_of};
use sqlx::AssertSqlSafe;

/// What lies by bucket.
const BY_BUCKET: [&str; 2] = ["frames", "outlines"];

const EXPIRE: &str = "
    with gone as (delete from recordings where bucket = $1 returning organisation_id, site_id, purpose, trial)
    insert into audit_tallies (organisation_id, site_id, purpose, event, day, count)
    select organisation_id, site_id, purpose, 'recording.expired', $2, count(*) from gone where not trial
    group by organisation_id, site_id, purpose order by site_id, purpose
    on conflict (day, site_id, purpose, event) do update set count = audit_tallies.count + excluded.count";

/// Makes the partition for what arrives in the hour of `at`.
pub async fn ensure_hour(pool: &Pool, at: Timestamp) -> Result<()> {
    let from = hour_of(at);
    let to = from
        .saturating_add(SignedDuration::from_hours(1))
        .unwrap_or(from);
    let table = format!(
        "chunks_{}",
        from.to_zoned(TimeZone::UTC).strftime("%Y%m%d%H")
    );
    attach(
        pool,
        "chunks",
        &table,
        &format!("from ('{from}') to ('{to}')"),
    )
    .await
}

/// Makes the partitions for the frames and outlines of a bucket.
pub async fn ensure_bucket(pool: &Pool, bucket: Bucket) -> Result<()> {
    let name = bucket.to_string();
    for parent in BY_BUCKET {
        let (table, values) = (part_of(parent, &name), format!("in ('{name}')"));
        attach(pool, parent, &table, &values).await?;
    }
    Ok(())
}

pub(crate) async fn attach(pool: &Pool, parent: &str, table: &str, values: &str) -> Result<()> {
    let mut tx = pool.0.begin().await?;
    sqlx::query("select pg_advisory_xact_lock(hashtext($1))")
        .bind(table)
        .execute(&mut *tx)
        .await?;
    let exists: bool = sqlx::query_scalar("select to_regclass($1) is not null")
        .bind(table)
        .fetch_one(&mut *tx)
        .await?;
    if !exists {
        let make = format!(
            "create table {table} (like {parent} including all);
             alter table {table} enable row level security;
             alter table {parent} attach partition {table} for values {values}"
        );
        sqlx::raw_sql(AssertSqlSafe(make)).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn part_of(parent: &str, bucket: &str) -> String {
    format!("{parent}_{}", bucket.replace('-', "_").to_lowercase())
}

/// Drops the partitions of past hours in which nothing is left to settle, and returns how many.
pub async fn drop_settled_hours(pool: &Pool, now: Timestamp) -> Result<u32> {
    let current = format!(
        "chunks_{}",
        hour_of(now).to_zoned(TimeZone::UTC).strftime("%Y%m%d%H")
    );
    let tables: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_inherits i join pg_class c on c.oid = i.inhrelid
         where i.inhparent = 'chunks'::regclass and c.relname < $1",
    )
    .bind(current)
    .fetch_all(&pool.0)
    .await?;
    let mut dropped = 0;
    for table in tables {
        let mut tx = pool.0.begin().await?;
        let lock =
            format!("set local lock_timeout to '1s'; lock table {table} in access exclusive mode");
        sqlx::raw_sql(AssertSqlSafe(lock)).execute(&mut *tx).await?;
        let used: bool = sqlx::query_scalar(AssertSqlSafe(format!(
            "select exists (select from {table})"
        )))
        .fetch_one(&mut *tx)
        .await?;
        if !used {
            sqlx::raw_sql(AssertSqlSafe(format!("drop table {table}")))
                .execute(&mut *tx)
                .await?;
            tx.commit().await?;
            dropped += 1;
        }
    }
    Ok(dropped)
}

/// The buckets that have recordings that have expired, and whose end has come.
pub async fn expired(tx: &mut OwnerTx, now: Timestamp) -> Result<Vec<Bucket>> {
    let names: Vec<String> = sqlx::query_scalar(
        "select distinct bucket from recordings where bucket is not null and expires_at <= $1",
    )
    .bind(now.to_sqlx())
    .fetch_all(tx.db())
    .await?;
    let buckets = names.iter().filter_map(|name| name.parse().ok());
    let is_over = |bucket: &Bucket| bucket.ends().is_some_and(|end| end <= now);
    Ok(buckets.filter(is_over).collect())
}

/// Removes an expired bucket: its rows, which are counted for the audit log, and its frames and outlines by one
/// drop.
pub async fn drop_bucket(pool: &Pool, bucket: Bucket, now: Timestamp) -> Result<()> {
    let name = bucket.to_string();
    let mut tx = pool.0.begin().await?;
    sqlx::raw_sql("set local lock_timeout to '1s'")
        .execute(&mut *tx)
        .await?;
    let parts = BY_BUCKET.map(|parent| part_of(parent, &name)).join(", ");
    let drop = format!("drop table if exists {parts}");
    sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut *tx).await?;
    sqlx::query(EXPIRE)
        .bind(&name)
        .bind(now.to_zoned(TimeZone::UTC).date().to_sqlx())
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
