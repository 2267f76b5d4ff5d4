//! What is over 12 months old goes, a month at a time; the signed hash of the last that went stays.

use crate::{Pool, Result, partitions};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use sqlx::{AssertSqlSafe, PgConnection};

/// For how many months, at least, an entry is kept.
pub const KEPT_MONTHS: i32 = 12;

/// Makes the partition for what is logged in the month of `at`.
pub async fn ensure_month(pool: &Pool, at: Timestamp) -> Result<()> {
    let from = month_of(at);
    let to = from.saturating_add(1.month());
    let values = format!("from ('{from}') to ('{to}')");
    let table = table_of(from);
    partitions::attach(pool, "audit_entries", &table, &values).await?;
    // Of a parent's triggers its partitions have those for each row alone.
    let guard = format!(
        "create or replace trigger never_emptied before truncate on {table}
         for each statement execute function refuse_change()"
    );
    let is_guarded: bool = sqlx::query_scalar(
        "select exists (select from pg_trigger where tgrelid = $1::regclass and tgname = 'never_emptied')",
    )
    .bind(&table)
    .fetch_one(&pool.0)
    .await?;
    if !is_guarded {
        sqlx::raw_sql(AssertSqlSafe(guard)).execute(&pool.0).await?;
    }
    Ok(())
}

/// Drops the months that ended 12 months ago, and returns how many.
pub async fn prune(pool: &Pool, now: Timestamp) -> Result<u32> {
    let kept = table_of(month_of(now).saturating_sub(KEPT_MONTHS.months()));
    let over: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_inherits i join pg_class c on c.oid = i.inhrelid
         where i.inhparent = 'audit_entries'::regclass and c.relname < $1 order by 1",
    )
    .bind(kept)
    .fetch_all(&pool.0)
    .await?;
    let mut dropped = 0;
    for table in over {
        let mut tx = pool.0.begin().await?;
        drop_month(&mut tx, &table).await?;
        tx.commit().await?;
        dropped += 1;
    }
    Ok(dropped)
}

async fn drop_month(db: &mut PgConnection, table: &str) -> Result<()> {
    let drop = format!(
        "set local lock_timeout to '1s';
         lock table only audit_entries in access exclusive mode;
         lock table {table} in access exclusive mode;
         insert into audit_starts (organisation_id, number, at, actor, event, site_id, purpose, recording_id,
                 member_id, detail, words_hash, hash, signature, previous)
             select distinct on (e.organisation_id) e.organisation_id, number, at, actor, event, site_id, purpose,
                 recording_id, member_id, detail, words_hash, hash, signature,
                 coalesce((select b.hash from {table} b
                           where b.organisation_id = e.organisation_id and b.number = e.number - 1),
                          (select s.hash from audit_starts s
                           where s.organisation_id = e.organisation_id and s.number = e.number - 1),
                          decode(repeat('00', 32), 'hex'))
             from {table} e order by e.organisation_id, number desc
             on conflict (organisation_id) do update
             set (number, at, actor, event, site_id, purpose, recording_id, member_id, detail, words_hash, hash,
                  signature, previous)
                 = (excluded.number, excluded.at, excluded.actor, excluded.event, excluded.site_id,
                    excluded.purpose, excluded.recording_id, excluded.member_id, excluded.detail,
                    excluded.words_hash, excluded.hash, excluded.signature, excluded.previous)
             where audit_starts.number < excluded.number;
         delete from audit_words w using audit_starts s
             where w.organisation_id = s.organisation_id and w.number <= s.number;
         drop table {table}"
    );
    sqlx::raw_sql(AssertSqlSafe(drop)).execute(db).await?;
    Ok(())
}

fn month_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date().first_of_month()
}

/// Names are built from months alone, which hold no quoting, and are in the order of their months.
fn table_of(month: Date) -> String {
    format!("audit_entries_{}", month.strftime("%Y%m"))
}
