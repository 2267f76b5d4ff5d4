//! The sweep: finds what has ended, removes what has expired, prepares the next hour.

use super::{certify, heed, prove, remask, settle::give_up, state::enqueue_missing};
use crate::app::App;
use jiff::SignedDuration;
use revoir_domain::{bucket::Bucket, ids::JobId};
use revoir_store::{
    OwnerTx, audit, discards, erasures, firings,
    jobs::{self, Job},
    partitions, proofs, scattering, sessions, settling, sightings, warnings,
};

/// From the beginning of a day until every recording opened on it must have ended.
const ARRIVAL: SignedDuration = SignedDuration::from_hours(48);

/// Looks once. Each step is tried whatever became of the others; the first failure is told.
pub(crate) async fn sweep(app: &App) -> anyhow::Result<()> {
    let steps = [
        prepare(app).await,
        heed::heed(app).await,
        expire(app).await,
        heed::expire(app).await,
        end_graces(app).await,
        enqueue_ended(app).await,
        remask::enqueue_due(app).await,
        give_up_overdue(app).await,
        prove::batch(app).await,
        scatter(app).await,
        tidy(app).await,
        certify::sweep(app).await,
        enqueue_missing(app).await,
    ];
    steps.into_iter().collect()
}

/// While many write it is put off to the next sweep.
async fn scatter(app: &App) -> anyhow::Result<()> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    if !scattering::is_due(&mut tx).await? {
        return Ok(());
    }
    match scattering::scatter(&mut tx).await {
        Ok(()) => Ok(tx.commit().await?),
        Err(error) if error.is_passing() => {
            tracing::info!(%error, "rows are scattered by a later sweep");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

async fn tidy(app: &App) -> anyhow::Result<()> {
    let now = app.now();
    let mut tx = OwnerTx::begin(&app.db).await?;
    sessions::prune(&mut tx, now).await?;
    erasures::prune(&mut tx, now).await?;
    sightings::prune(&mut tx, now).await?;
    warnings::prune(&mut tx, now).await?;
    discards::prune(&mut tx, now).await?;
    firings::prune(&mut tx, now).await?;
    proofs::prune(&mut tx, prove::oldest(now)).await?;
    audit::log_tallies(&mut tx, &app.audit, now).await?;
    tx.commit().await?;
    partitions::drop_settled_hours(&app.db, now).await?;
    audit::prune(&app.db, now).await?;
    Ok(())
}

async fn give_up_overdue(app: &App) -> anyhow::Result<()> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    let overdue = settling::overdue(&mut tx, app.now()).await?;
    tx.commit().await?;
    for recording in overdue {
        give_up(app, recording).await?;
    }
    Ok(())
}

async fn prepare(app: &App) -> anyhow::Result<()> {
    let now = app.now();
    partitions::ensure_hour(&app.db, now).await?;
    partitions::ensure_hour(&app.db, now.checked_add(SignedDuration::from_hours(1))?).await?;
    audit::ensure_month(&app.db, now).await?;
    audit::ensure_month(
        &app.db,
        now.checked_add(SignedDuration::from_hours(31 * 24))?,
    )
    .await?;
    Ok(())
}

async fn enqueue_ended(app: &App) -> anyhow::Result<()> {
    let now = app.now();
    let silence = SignedDuration::from_mins(i64::from(app.config.recordings.silence_minutes));
    let mut tx = OwnerTx::begin(&app.db).await?;
    for recording in settling::due(&mut tx, now, now.checked_sub(silence)?).await? {
        // the recording's own id as the job's, by which the next sweep knows that it waits
        let id = JobId::from_uuid(recording.uuid());
        jobs::enqueue(&mut tx, id, &Job::Settle { recording }, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Key first: from then on the bytes are noise, even if dropping them must wait for a lock.
async fn expire(app: &App) -> anyhow::Result<()> {
    let now = app.now();
    let mut tx = OwnerTx::begin(&app.db).await?;
    let mut expired = partitions::expired(&mut tx, now).await?;
    tx.commit().await?;
    let ring = app.ring.clone();
    let held = tokio::task::spawn_blocking(move || ring.buckets()).await?;
    for bucket in held {
        let over = match bucket {
            Bucket::Until(_, end) => end <= now,
            Bucket::Held(_) => false,
            Bucket::Arrival(_, day) => {
                day.checked_add(ARRIVAL)? <= now && !is_used(app, bucket).await?
            }
        };
        if over {
            expired.push(bucket);
        }
    }
    expired.sort_unstable();
    expired.dedup();
    let mut result = Ok(());
    for bucket in expired {
        // one that must wait for a lock keeps no other waiting
        result = destroy(app, bucket).await.and(result);
    }
    result
}

/// Destroys the keys of pseudonyms that were replaced long enough ago.
async fn end_graces(app: &App) -> anyhow::Result<()> {
    let (keys, now) = (app.pseudonyms.clone(), app.now());
    Ok(tokio::task::spawn_blocking(move || keys.prune(now)).await??)
}

async fn destroy(app: &App, bucket: Bucket) -> anyhow::Result<()> {
    let ring = app.ring.clone();
    tokio::task::spawn_blocking(move || ring.destroy(bucket)).await??;
    partitions::drop_bucket(&app.db, bucket, app.now()).await?;
    metrics::counter!("revoir_buckets_expired_total").increment(1);
    tracing::info!(bucket = %bucket, "bucket expired");
    Ok(())
}

async fn is_used(app: &App, bucket: Bucket) -> anyhow::Result<bool> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    Ok(settling::is_used(&mut tx, bucket).await?)
}
