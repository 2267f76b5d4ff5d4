//! Jobs: work outside requests, leased so that a crash loses nothing and no two servers do it at once.

use crate::{AppTx, Error, OwnerTx, Result, recordings::slot};
use jiff::{SignedDuration, Timestamp, civil::Date};
use jiff_sqlx::ToSqlx;
use revoir_domain::{
    grant::Slot,
    ids::{JobId, RecordingId, SiteId},
    purpose::Purpose,
};
use serde::{Deserialize, Serialize};

/// How long a worker may hold a job before another takes it.
pub const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// No job but the sweep is ever put off for as long.
const FARTHEST: SignedDuration = SignedDuration::from_hours(1);
/// After how many attempts a job waits for the operator.
pub const ATTEMPTS: i32 = 20;

/// What there is to do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Looks for what has ended or expired; schedules itself.
    Sweep,
    /// Packs a recording that has ended.
    Settle {
        /// Which.
        recording: RecordingId,
    },
    /// Ends what was open of a purpose when it was stopped.
    Close {
        /// Of which site.
        site: SiteId,
        /// Which.
        purpose: Purpose,
        /// When it was stopped.
        at: Timestamp,
    },
    /// Rewrites a settled recording by a stricter policy.
    Remask {
        /// Which.
        recording: RecordingId,
        /// The version of its purpose's policy.
        version: u32,
    },
    /// Does what tickets and releases ask for.
    Heed,
    /// Keeps a settled recording for an open ticket.
    Hold {
        /// Which.
        recording: RecordingId,
    },
    /// Makes the statements of a day that is over.
    State {
        /// Which, in UTC.
        day: Date,
    },
    /// Zeroes the slot of an erased or moved data key.
    DestroySlot {
        /// The bucket's name.
        bucket: String,
        /// The number in the bucket.
        number: u32,
        /// Whose key it held; a slot that holds another's is left alone.
        recording: RecordingId,
    },
}

/// A job in this worker's hands until its lease runs out.
#[derive(Debug)]
pub struct Claimed {
    /// Which.
    pub id: JobId,
    /// What there is to do; an error where another version of the server left it.
    pub job: Result<Job>,
    /// How often it was tried, this time included.
    pub attempts: i32,
}

impl Job {
    /// The job that zeroes `slot`.
    #[must_use]
    pub fn destroy_slot(slot: Slot, recording: RecordingId) -> Self {
        Self::DestroySlot {
            bucket: slot.bucket.to_string(),
            number: slot.number,
            recording,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Sweep => "sweep",
            Self::Settle { .. } => "settle",
            Self::Close { .. } => "close",
            Self::Remask { .. } => "remask",
            Self::Heed => "heed",
            Self::Hold { .. } => "hold",
            Self::State { .. } => "state",
            Self::DestroySlot { .. } => "destroy_slot",
        }
    }
}

/// Leaves a job, in the transaction that makes it needed.
pub async fn enqueue(tx: &mut OwnerTx, id: JobId, job: &Job, run_at: Timestamp) -> Result<()> {
    insert(tx.db(), id, job, run_at).await
}

/// Leaves a job on behalf of a person or a visitor.
pub async fn enqueue_as_app(tx: &mut AppTx, id: JobId, job: &Job, run_at: Timestamp) -> Result<()> {
    insert(tx.db(), id, job, run_at).await
}

pub(crate) async fn insert(
    db: &mut sqlx::PgConnection,
    id: JobId,
    job: &Job,
    run_at: Timestamp,
) -> Result<()> {
    let payload = serde_json::to_value(job).map_err(|_| Error::Corrupt("a job"))?;
    sqlx::query!(
        "insert into jobs (id, kind, payload, run_at) values ($1, $2, $3, $4) on conflict do nothing",
        id.uuid(),
        job.kind(),
        payload,
        run_at.to_sqlx() as _
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The slots that hold or held a recording's key and are not zeroed yet: the job that zeroes one is there from before the
/// slot is used, or from the transaction that leaves it, until it is done.
pub async fn slots_to_destroy(tx: &mut OwnerTx, recording: RecordingId) -> Result<Vec<Slot>> {
    let rows = sqlx::query!(
        r#"select payload ->> 'bucket' as "bucket!", (payload ->> 'number')::integer as "number!" from jobs
           where kind = 'destroy_slot' and payload ->> 'recording' = $1::uuid::text"#,
        recording.uuid()
    );
    let rows = rows.fetch_all(tx.db()).await?;
    let slots = rows.iter().map(|row| slot(&row.bucket, row.number));
    slots.collect()
}

/// Has every slot that waits to be zeroed zeroed now. Only whoever has just taken up the key ring may ask for it: the
/// slots that attempts were filling are those of a process that has died, and a copy of a key must not wait there for
/// the time that an attempt may take.
pub async fn hasten_zeroing(tx: &mut OwnerTx, now: Timestamp) -> Result<()> {
    let waiting = sqlx::query!(
        "update jobs set run_at = least(run_at, $1), leased_until = 'epoch' where kind = 'destroy_slot'",
        now.to_sqlx() as _
    );
    waiting.execute(tx.db()).await?;
    Ok(())
}

/// Takes the next job that is due. What ends keys and finds what has ended goes first; the sweep, on
/// which all else depends, never gives up. One that is put off for longer than is ever done was put off by a clock that
/// has been set back since, and is due: the sweep after `sweep`, others after an hour, and a lease counts for
/// twice its length at most.
pub async fn claim(
    tx: &mut OwnerTx,
    now: Timestamp,
    sweep: SignedDuration,
) -> Result<Option<Claimed>> {
    let later = |pause: SignedDuration| now.saturating_add(pause).unwrap_or(now);
    let leased_until = later(LEASE);
    let row = sqlx::query!(
        "update jobs set leased_until = $2, attempts = attempts + 1
         where id = (select id from jobs
                     where (run_at <= $1 or run_at > case kind when 'sweep' then $4::timestamptz else $5::timestamptz end)
                       and (leased_until <= $1 or leased_until > $6) and (attempts < $3 or kind = 'sweep')
                     order by case kind when 'remask' then 2 when 'settle' then 1 else 0 end, run_at limit 1 for update skip locked)
         returning id, payload, attempts",
        now.to_sqlx() as _,
        leased_until.to_sqlx() as _,
        ATTEMPTS,
        later(sweep).to_sqlx() as _,
        later(FARTHEST).to_sqlx() as _,
        later(LEASE.saturating_add(LEASE)).to_sqlx() as _
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.map(|row| Claimed {
        id: JobId::from_uuid(row.id),
        job: serde_json::from_value(row.payload).map_err(|_| Error::Corrupt("a job")),
        attempts: row.attempts,
    }))
}

/// Takes back a job that nobody has begun. Says whether that was so.
pub async fn cancel(tx: &mut OwnerTx, id: JobId) -> Result<bool> {
    let unbegun = sqlx::query!(
        "delete from jobs where id = $1 and leased_until = 'epoch'",
        id.uuid()
    );
    Ok(unbegun.execute(tx.db()).await?.rows_affected() == 1)
}

/// Removes a job that is done.
pub async fn finish(tx: &mut OwnerTx, id: JobId) -> Result<()> {
    sqlx::query!("delete from jobs where id = $1", id.uuid())
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Puts a job back for later: one that schedules itself, or one that failed and why.
pub async fn put_back(
    tx: &mut OwnerTx,
    id: JobId,
    (now, run_at): (Timestamp, Timestamp),
    failure: Option<&str>,
) -> Result<()> {
    sqlx::query!(
        "update jobs set run_at = $2, leased_until = 'epoch', failure = $3,
             attempts = case when $3::text is null then 0 else attempts end,
             done_at = case when $3::text is null then $4 else done_at end
         where id = $1",
        id.uuid(),
        run_at.to_sqlx() as _,
        failure,
        now.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
