//! The worker: takes jobs one by one, under a lease, and does them.

pub(crate) mod certify;
mod heed;
mod prove;
mod remask;
mod settle;
pub(crate) mod state;
mod sweep;

use crate::{app::App, random};
use anyhow::Context;
use jiff::SignedDuration;
use revoir_domain::{grant::Slot, ids::RecordingId};
use revoir_store::{
    OwnerTx,
    jobs::{self, Claimed, Job},
    settling,
};
use std::time::Duration;

pub(crate) use settle::{Whole, settle};

/// Does jobs until `stop` is heard.
pub(crate) async fn work(app: App, mut stop: tokio::sync::watch::Receiver<bool>) {
    let pause = Duration::from_secs(u64::from(app.config.jobs.poll_seconds));
    while !*stop.borrow() {
        match next(&app).await {
            Ok(true) => {}
            Ok(false) => wait(&app, &mut stop, pause).await,
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "jobs wait");
                wait(&app, &mut stop, pause).await;
            }
        }
    }
}

async fn wait(app: &App, stop: &mut tokio::sync::watch::Receiver<bool>, pause: Duration) {
    tokio::select! {
        _ = stop.changed() => {}
        () = app.jobs.notified() => {}
        () = tokio::time::sleep(pause) => {}
    }
}

/// Leaves the job that schedules itself, if it is not there, and has what a process that died left half done undone.
/// To be called before anything uses the key ring.
pub(crate) async fn schedule(app: &App) -> anyhow::Result<()> {
    let now = app.now();
    let mut tx = OwnerTx::begin(&app.db).await?;
    jobs::hasten_zeroing(&mut tx, now).await?;
    jobs::enqueue(&mut tx, random::job_id(now), &Job::Sweep, now).await?;
    Ok(tx.commit().await?)
}

/// Does one job; says whether there was one.
async fn next(app: &App) -> anyhow::Result<bool> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    let claimed = jobs::claim(&mut tx, app.now(), sweep_pause(app)).await?;
    tx.commit().await?;
    let Some(claimed) = claimed else {
        return Ok(false);
    };
    let done = match &claimed.job {
        Ok(job) => perform(app, job).await,
        Err(error) => Err(anyhow::anyhow!("{error}")),
    };
    if let Err(error) = &done {
        tracing::error!(job = %claimed.id, attempt = claimed.attempts, error = format!("{error:#}"), "job failed");
    }
    close(app, &claimed, done).await?;
    Ok(true)
}

fn sweep_pause(app: &App) -> SignedDuration {
    SignedDuration::from_secs(app.config.jobs.sweep_seconds.into())
}

async fn perform(app: &App, job: &Job) -> anyhow::Result<()> {
    match job {
        Job::Sweep => sweep::sweep(app).await,
        Job::Settle { recording } => settle(app, *recording, Whole::UnlessImported).await,
        Job::Close { site, purpose, at } => {
            let mut tx = OwnerTx::begin(&app.db).await?;
            settling::close(&mut tx, (*site, *purpose), *at).await?;
            Ok(tx.commit().await?)
        }
        Job::Heed => heed::heed(app).await,
        Job::Hold { recording } => heed::hold(app, *recording).await,
        Job::Remask { recording, version } => remask::remask(app, *recording, *version).await,
        Job::State { day } => state::state(app, *day).await,
        Job::DestroySlot {
            bucket,
            number,
            recording,
        } => {
            let slot = Slot {
                bucket: bucket.parse()?,
                number: *number,
            };
            // done twice, it must not touch a slot that the recording has come back to
            let mut tx = OwnerTx::begin(&app.db).await?;
            if settling::names(&mut tx, *recording, slot).await? {
                return Ok(());
            }
            zero(app, slot, *recording).await
        }
    }
}

async fn close(app: &App, claimed: &Claimed, done: anyhow::Result<()>) -> anyhow::Result<()> {
    let now = app.now();
    let is_sweep = matches!(claimed.job, Ok(Job::Sweep));
    let failure = done.err().map(|error| format!("{error:#}"));
    let mut tx = OwnerTx::begin(&app.db).await?;
    if is_sweep || failure.is_some() {
        let pause = if is_sweep {
            sweep_pause(app)
        } else {
            SignedDuration::from_secs(1_i64 << claimed.attempts.clamp(0, 8))
        };
        let next = now.checked_add(pause)?;
        jobs::put_back(&mut tx, claimed.id, (now, next), failure.as_deref()).await?;
    } else {
        jobs::finish(&mut tx, claimed.id).await?;
    }
    Ok(tx.commit().await?)
}

/// Does what a sweep does, now.
pub(crate) async fn sweep_once(app: &App) -> anyhow::Result<()> {
    sweep::sweep(app).await
}

/// Zeroes the slot of a key that nothing may open any more.
pub(crate) async fn zero(app: &App, slot: Slot, recording: RecordingId) -> anyhow::Result<()> {
    let ring = app.ring.clone();
    tokio::task::spawn_blocking(move || ring.zero(slot, recording))
        .await?
        .context("zeroing a slot")
}
