//! Files of the SDK, as this installation served them and when.

use crate::{OwnerTx, Result};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx};

/// A file, and from when to when it is known to have been served.
#[derive(Clone, Debug)]
pub struct ServedFile {
    /// Below `/sdk/`.
    pub path: String,
    /// What it says.
    pub bytes: Vec<u8>,
    /// When it was first served.
    pub first_served_at: Timestamp,
    /// When it was last known to be served.
    pub last_served_at: Timestamp,
}

/// Keeps a file that is served now.
pub async fn keep(tx: &mut OwnerTx, path: &str, bytes: &[u8], now: Timestamp) -> Result<()> {
    sqlx::query!(
        "insert into served_files (path, sha256, bytes, first_served_at, last_served_at)
         values ($1, sha256($2), $2, $3, $3)
         on conflict (path, sha256) do update
             set last_served_at = greatest(served_files.last_served_at, excluded.last_served_at)",
        path,
        bytes,
        now.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The files that were served at an instant, by path. Those that are served now are known until today only, and count
/// as served since.
pub async fn at(tx: &mut OwnerTx, at: Timestamp) -> Result<Vec<ServedFile>> {
    let rows = sqlx::query!(
        r#"select path, bytes, first_served_at as "first: Ts", last_served_at as "last: Ts" from served_files
           where first_served_at <= $1
             and (last_served_at >= $1 or last_served_at = (select max(last_served_at) from served_files))
           order by path, first_served_at"#,
        at.to_sqlx() as _
    )
    .fetch_all(tx.db())
    .await?;
    let files = rows.into_iter().map(|row| ServedFile {
        path: row.path,
        bytes: row.bytes,
        first_served_at: row.first.to_jiff(),
        last_served_at: row.last.to_jiff(),
    });
    Ok(files.collect())
}
