//! Heeding: what tickets, releases and restrictions ask for. A ticket that names a customer fires `support_request` for what awaits
//! its verdict, and keeps what is settled, where its policy says so; a release ends what came before it.
//!
//! All of it is read from what is there, so that it may be done again at any time. To hold a recording is to move it
//! into the bucket `held`, in the order in which settling moves one: the new slot has a job that zeroes it from before
//! it is used until the transaction that moves the recording, which leaves the job that zeroes the old one.

use super::settle::leave_undo;
use crate::{app::App, keys, random};
use revoir_domain::{
    bucket::Bucket,
    ids::{JobId, RecordingId},
};
use revoir_store::{
    OwnerTx, holding,
    jobs::{self, Job},
    partitions, tickets,
};

/// Looks once at what was told.
pub(crate) async fn heed(app: &App) -> anyhow::Result<()> {
    let now = app.now();
    let mut tx = OwnerTx::begin(&app.db).await?;
    tickets::fire(&mut tx).await?;
    tickets::prune(&mut tx, now).await?;
    tickets::expire_by_release(&mut tx).await?;
    holding::release(&mut tx, now).await?;
    for recording in holding::due(&mut tx, now).await? {
        // the recording's own id as the job's, by which the next heeding knows that it waits
        let id = JobId::from_uuid(recording.uuid());
        jobs::enqueue(&mut tx, id, &Job::Hold { recording }, now).await?;
    }
    Ok(tx.commit().await?)
}

/// Keeps a settled recording for the open ticket that names it, as long as its policy says, or while it is restricted.
pub(crate) async fn hold(app: &App, recording: RecordingId) -> anyhow::Result<()> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    let Some(named) = holding::lock(&mut tx, recording, app.now()).await? else {
        return Ok(());
    };
    let at = (named.site, named.purpose, named.policy_version);
    let policy = app.policy(at.0, at.1, at.2).await?;
    let longer = policy.held_longer().filter(|_| named.has_ticket);
    let by_ticket = longer.map(|longer| named.ordinary_until.checked_add(longer));
    let Some(until) = by_ticket.transpose()?.max(named.restricted_until) else {
        return Ok(());
    };
    if until <= named.ordinary_until {
        return Ok(());
    }
    if matches!(named.slot.bucket, Bucket::Held(_)) {
        holding::extend(&mut tx, &named, until, app.now()).await?;
        return Ok(tx.commit().await?);
    }
    let Some(key) = keys::find(app, named.slot, recording).await? else {
        // it has expired, or was lost: there is nothing to keep
        return Ok(());
    };
    let bucket = Bucket::Held(named.purpose);
    partitions::ensure_bucket(&app.db, bucket).await?;
    let slot = keys::reserve(app, bucket).await?;
    let undo = leave_undo(app, slot, recording).await?;
    let ring = app.ring.clone();
    let put = move || ring.put(slot, recording, &key, &mut random::rng());
    tokio::task::spawn_blocking(put).await??;
    let now = app.now();
    holding::hold(&mut tx, &named, (slot, until), (random::job_id(now), now)).await?;
    anyhow::ensure!(
        jobs::cancel(&mut tx, undo).await?,
        "holding took so long that its key was given up"
    );
    tx.commit().await?;
    app.jobs.notify_one();
    Ok(())
}

/// Removes what expires by itself, one after the other.
pub(crate) async fn expire(app: &App) -> anyhow::Result<()> {
    let now = app.now();
    let mut tx = OwnerTx::begin(&app.db).await?;
    let expired = holding::expired(&mut tx, now).await?;
    tx.commit().await?;
    for recording in expired {
        let mut tx = OwnerTx::begin(&app.db).await?;
        holding::expire(&mut tx, recording, (random::job_id(now), now)).await?;
        tx.commit().await?;
    }
    Ok(())
}
