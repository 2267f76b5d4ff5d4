//! A database as a backup takes it, and what is done to one that was restored before anybody sees it. Its schema may be
//! an older one, so that these statements are not checked against it when this is compiled.

mod aside;
mod carrying;

pub use aside::{Aside, Unended, recover};
pub use carrying::{Carried, buckets, carry, is_the_same};

use crate::{
    Error, OwnerTx, Result,
    erasures::Erased,
    recordings::{remove, slot},
    schema::MIGRATIONS,
};
use jiff::Timestamp;
use revoir_domain::{
    grant::Slot,
    ids::{JobId, OrganisationId, RecordingId, SiteId},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::collections::BTreeMap;

/// How the programs that take and load backups are called among a database's connections.
pub const PROGRAM: &str = "revoir backup";

/// A database as it is at one instant.
#[derive(Debug)]
pub struct Snapshot {
    db: PgConnection,
    /// What another connection names to see the same.
    pub id: String,
}

impl Snapshot {
    /// Takes it; it lasts until it is released.
    pub async fn take(url: &str) -> Result<Self> {
        let mut db = PgConnection::connect(url).await?;
        sqlx::raw_sql(
            "set role revoir_owner; set search_path to revoir; begin isolation level repeatable read, read only",
        )
        .execute(&mut db)
        .await?;
        let id = sqlx::query_scalar("select pg_export_snapshot()");
        let id = id.fetch_one(&mut db).await?;
        Ok(Self { db, id })
    }

    /// How many rows each table has.
    pub async fn rows(&mut self) -> Result<BTreeMap<String, i64>> {
        let tables: Vec<String> = sqlx::query_scalar(
            "select relname::text from pg_class
             where relnamespace = 'revoir'::regnamespace and relkind in ('r', 'p') and not relispartition",
        )
        .fetch_all(&mut self.db)
        .await?;
        let mut rows = BTreeMap::new();
        for table in tables {
            let count = format!("select count(*) from revoir.\"{table}\"");
            let count = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&mut self.db);
            rows.insert(table, count.await?);
        }
        Ok(rows)
    }

    /// The number of the last migration.
    pub async fn schema(&mut self) -> Result<i64> {
        let last = sqlx::query_scalar("select max(version) from revoir._sqlx_migrations");
        Ok(last.fetch_one(&mut self.db).await?)
    }

    /// The sealed first frames of some recordings, drawn at random, with where the key of each lies.
    pub async fn first_frames(&mut self, most: i64) -> Result<Vec<(RecordingId, Slot, Vec<u8>)>> {
        let rows: Vec<(uuid::Uuid, String, i32, Vec<u8>)> = sqlx::query_as(
            "select r.id, r.slot_bucket, r.slot_number, f.bytes
             from recordings r join frames f on f.recording_id = r.id and f.bucket = r.bucket
             where f.ordinal = 0 order by random() limit $1",
        )
        .bind(most)
        .fetch_all(&mut self.db)
        .await?;
        let read = rows.into_iter().map(|(id, bucket, number, bytes)| {
            Ok((RecordingId::from_uuid(id), slot(&bucket, number)?, bytes))
        });
        read.collect()
    }

    /// Lets go of it.
    pub async fn release(self) -> Result<()> {
        Ok(self.db.close().await?)
    }
}

/// The number of the last migration that this binary knows.
#[must_use]
pub fn newest() -> i64 {
    MIGRATIONS
        .iter()
        .map(|it| it.version)
        .max()
        .unwrap_or_default()
}

/// What a database that is to be restored holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// No organisation: nothing that anybody would miss.
    Nothing,
    /// At least one.
    Something,
    /// Another server is at work in it.
    Used,
}

/// Looks at a database before it is restored: at what a restore that did not end has set aside, if there is such.
pub async fn look(url: &str) -> Result<Found> {
    let mut db = PgConnection::connect(url).await?;
    let used: bool = sqlx::query_scalar(
        "select exists (select from pg_stat_activity where datname = current_database() and application_name = 'revoir')",
    )
    .fetch_one(&mut db)
    .await?;
    let schema = if aside::is_aside(&mut db).await? {
        "revoir_before"
    } else {
        "revoir"
    };
    let found = if used {
        Found::Used
    } else if aside::holds(&mut db, schema).await? {
        Found::Something
    } else {
        Found::Nothing
    };
    db.close().await?;
    Ok(found)
}

/// Signs everybody out: who was signed out since the backup must not be signed in again, nor may a link work twice.
pub async fn sign_everybody_out(tx: &mut OwnerTx) -> Result<()> {
    for table in ["sessions", "links"] {
        let all = format!("delete from {table}");
        sqlx::query(AssertSqlSafe(all)).execute(tx.db()).await?;
    }
    Ok(())
}

/// Erases what a tombstone names, out of a database that was restored.
pub async fn erase_restored(
    tx: &mut OwnerTx,
    id: RecordingId,
    job: JobId,
    now: Timestamp,
) -> Result<Erased> {
    let row = sqlx::query!(
        "select organisation_id, site_id, purpose from recordings where id = $1",
        id.uuid()
    )
    .fetch_one(tx.db())
    .await?;
    let purpose = row.purpose.parse();
    Ok(Erased {
        recording: id,
        organisation: OrganisationId::from_uuid(row.organisation_id),
        site: SiteId::from_uuid(row.site_id),
        purpose: purpose.map_err(|_| Error::Corrupt("a purpose"))?,
        slot: remove(tx.db(), id, job, now).await?,
    })
}

/// Every recording there is, with where its key lies.
pub async fn all(tx: &mut OwnerTx) -> Result<Vec<(RecordingId, Slot)>> {
    let rows = sqlx::query!("select id, slot_bucket, slot_number from recordings");
    let rows = rows.fetch_all(tx.db()).await?;
    let read = rows.into_iter().map(|row| {
        let slot = slot(&row.slot_bucket, row.slot_number)?;
        Ok((RecordingId::from_uuid(row.id), slot))
    });
    read.collect()
}
