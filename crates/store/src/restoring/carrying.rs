//! What protects and was set since the backup: carried over from the installation that a restore has set aside. Only what
//! is stricter there; what was loosened since is as the backup says.
//!
//! Either schema may be an older one, so that these statements are not checked against it when this is compiled. What an
//! older one has no table or column for could not be set in it.

use crate::{Error, OwnerTx, Result};
use revoir_domain::bucket::Bucket;
use sqlx::AssertSqlSafe;

/// How much was carried over.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Carried {
    /// Stops, freezes and incidents.
    pub set: u64,
    /// Members, roles and tokens that were taken, or end sooner.
    pub taken: u64,
    /// Passwords that were changed.
    pub passwords: u64,
    /// Recordings that are restricted.
    pub restricted: u64,
}

/// Rows that exist while something is held back; each belongs to a site.
const SET: [&str; 3] = ["stops", "freezes", "incidents"];

/// What was taken: where its organisation is here, what is not there any more goes, and what ends sooner there does here.
const TAKEN: [(&str, &str); 5] = [
    (
        "members",
        "delete from members m where exists (select from revoir_before.organisations o where o.id = m.organisation_id)
         and not exists (select from revoir_before.members b where b.id = m.id)",
    ),
    (
        "role_grants",
        "delete from role_grants g where exists (select from revoir_before.organisations o where o.id = g.organisation_id)
         and not exists (select from revoir_before.role_grants b where b.member_id = g.member_id and b.role = g.role
             and b.site_id is not distinct from g.site_id and b.purpose is not distinct from g.purpose)",
    ),
    (
        "role_grants",
        "update role_grants g set until = b.until from revoir_before.role_grants b where b.id = g.id and b.until < g.until",
    ),
    (
        "tokens",
        "delete from tokens t where exists (select from revoir_before.organisations o where o.id = t.organisation_id)
         and not exists (select from revoir_before.tokens b where b.id = t.id)",
    ),
    (
        "tokens",
        "update tokens t set until = b.until from revoir_before.tokens b where b.id = t.id and b.until < t.until",
    ),
];

/// The recordings that are restricted there and whose site and policy are here, settled since or not.
const RESTRICTED: &str = "select b.id from revoir_before.recordings b join sites s on s.id = b.site_id
    join policies p on p.site_id = b.site_id and p.purpose = b.purpose and p.version = b.policy_version
    where b.restricted_until is not null";

/// Whether what is set aside is an earlier or later state of what was restored.
pub async fn is_the_same(tx: &mut OwnerTx) -> Result<bool> {
    if !has(tx, "organisations", "id").await? {
        return Ok(false);
    }
    let same =
        "select exists (select from revoir_before.organisations join organisations using (id))";
    Ok(sqlx::query_scalar(same).fetch_one(tx.db()).await?)
}

/// The buckets that recordings lie in which are carried over.
pub async fn buckets(tx: &mut OwnerTx) -> Result<Vec<Bucket>> {
    if !has(tx, "recordings", "restricted_until").await? {
        return Ok(Vec::new());
    }
    let buckets = format!(
        "select distinct bucket from revoir_before.recordings where bucket is not null and id in ({RESTRICTED})"
    );
    let buckets: Vec<String> = sqlx::query_scalar(AssertSqlSafe(buckets))
        .fetch_all(tx.db())
        .await?;
    let read = buckets.iter().map(|bucket| bucket.parse());
    read.collect::<std::result::Result<_, _>>()
        .map_err(|_| Error::Corrupt("a bucket"))
}

/// Carries it over. The partitions of [`buckets`] are there.
pub async fn carry(tx: &mut OwnerTx) -> Result<Carried> {
    let mut carried = Carried::default();
    for table in SET {
        if has(tx, table, "site_id").await? {
            carried.set += set(tx, table).await?;
        }
    }
    for (table, statement) in TAKEN {
        if has(tx, table, "id").await? {
            carried.taken += execute(tx, statement.to_owned()).await?;
        }
    }
    carried.passwords = execute(
        tx,
        "update members m set password_hash = b.password_hash from revoir_before.members b
         where b.id = m.id and b.password_hash is distinct from m.password_hash"
            .to_owned(),
    )
    .await?;
    if has(tx, "recordings", "restricted_until").await? {
        carried.restricted = restricted(tx).await?;
    }
    Ok(carried)
}

async fn set(tx: &mut OwnerTx, table: &str) -> Result<u64> {
    let columns = columns(tx, table).await?.join(", ");
    let insert = format!(
        "insert into {table} ({columns}) select {columns} from revoir_before.{table}
         where site_id in (select id from sites) on conflict do nothing"
    );
    execute(tx, insert).await
}

/// A restricted recording as it is there: what is settled or held has moved to a key that the backup's row does not name.
async fn restricted(tx: &mut OwnerTx) -> Result<u64> {
    let settled = format!("{RESTRICTED} and b.state = 'settled'");
    for table in ["chunks", "frames", "outlines"] {
        let delete = format!("delete from {table} where recording_id in ({settled})");
        execute(tx, delete).await?;
    }
    let recordings = columns(tx, "recordings").await?;
    let (names, values) = (recordings.join(", "), recordings.join(", excluded."));
    let upsert = format!(
        "insert into recordings ({names}) select {names} from revoir_before.recordings where id in ({settled})
         on conflict (id) do update set ({names}) = row (excluded.{values})"
    );
    let moved = execute(tx, upsert).await?;
    for table in ["frames", "outlines"] {
        let columns = columns(tx, table).await?.join(", ");
        let insert = format!(
            "insert into {table} ({columns}) select {columns} from revoir_before.{table} where recording_id in ({settled})"
        );
        execute(tx, insert).await?;
    }
    let open = "update recordings r set restricted_until = b.restricted_until from revoir_before.recordings b
        where b.id = r.id and b.state = 'open' and b.restricted_until > coalesce(r.restricted_until, '-infinity')";
    Ok(moved + execute(tx, open.to_owned()).await?)
}

/// The columns that a table has in both, but those that are computed.
async fn columns(tx: &mut OwnerTx, table: &str) -> Result<Vec<String>> {
    let columns = sqlx::query_scalar(
        "select quote_ident(here.attname) from pg_attribute here
         join pg_attribute there on there.attname = here.attname and there.attnum > 0 and not there.attisdropped
         where here.attrelid = to_regclass('revoir.' || $1) and there.attrelid = to_regclass('revoir_before.' || $1)
           and here.attnum > 0 and not here.attisdropped and here.attgenerated = ''
         order by here.attnum",
    )
    .bind(table);
    Ok(columns.fetch_all(tx.db()).await?)
}

async fn has(tx: &mut OwnerTx, table: &str, column: &str) -> Result<bool> {
    let found = sqlx::query_scalar(
        "select exists (select from pg_attribute
         where attrelid = to_regclass('revoir_before.' || $1) and attname = $2 and not attisdropped)",
    )
    .bind(table)
    .bind(column);
    Ok(found.fetch_one(tx.db()).await?)
}

async fn execute(tx: &mut OwnerTx, statement: String) -> Result<u64> {
    let done = sqlx::query(AssertSqlSafe(statement))
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected())
}
