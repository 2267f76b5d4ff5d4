//! Scattering: the row of a recording is made when it is opened, and settling leaves it on its page beside those that
//! were opened around the same time. Each settled row is moved once, to where what settled with it lies.

use crate::{OwnerTx, Result};

/// As many rows are moved at once.
const AT_ONCE: i64 = 2_000;

/// Whether a row of a settled recording has not been moved.
pub async fn is_due(tx: &mut OwnerTx) -> Result<bool> {
    let due = sqlx::query_scalar!(
        r#"select exists (select from recordings where state = 'settled' and not scattered) as "due!""#
    );
    Ok(due.fetch_one(tx.db()).await?)
}

/// Moves rows of settled recordings, in the order of their ids, which are random. Whoever waits for a row that moves
/// finds it gone: for that moment nobody else may write to the table. Before that, nobody waits for this for long.
///
/// # Errors
/// [`Error::Database`](crate::Error::Database) where others have been writing for a tenth of a second on end.
pub async fn scatter(tx: &mut OwnerTx) -> Result<()> {
    sqlx::raw_sql("set local lock_timeout to '100ms'; lock table recordings in exclusive mode")
        .execute(tx.db())
        .await?;
    let ids = sqlx::query_scalar!(
        "update recordings set scattered = true where id in (
             select id from recordings where state = 'settled' and not scattered order by id limit $1) returning id",
        AT_ONCE
    )
    .fetch_all(tx.db())
    .await?;
    sqlx::query!(
        "with moved as (delete from recordings where id = any($1) returning *)
         insert into recordings select * from moved order by id",
        &ids
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
