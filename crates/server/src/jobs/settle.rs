//! Settling: once, when a recording has ended, its chunks are packed into frames under a new key in its
//! final bucket. The verdict is to keep (L1); what is empty, past its time, without its key, or an import
//! that was never finished is discarded.
//!
//! A crash between any two steps leaves either the recording as it was, or the settled one and the job
//! that zeroes its old slot. The new slot has a job that zeroes it, too, from before it is used until the
//! transaction that keeps it: what never committed leaves no key behind.

use crate::{app::App, keys, random};
use jiff::SignedDuration;
use revoir_domain::{
    bucket::Bucket,
    grant::Slot,
    ids::{JobId, RecordingId},
    recording::DurationBand,
};
use revoir_recording::{Chunk, Frame, Packed, Packer, note};
use revoir_store::{
    OwnerTx,
    jobs::{self, Job},
    notes, outlines, partitions,
    settling::{self, Ended},
};
use revoir_vault::{DataKey, Error};

/// How long an attempt may take before its new slot is given up: longer than any lease.
const ATTEMPT: SignedDuration = SignedDuration::from_mins(30);

/// Whether all of a recording is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Whole {
    /// It is: its import says so.
    Yes,
    /// A capture is what arrived; an import that was not finished is nothing.
    UnlessImported,
}

/// Settles a recording that has ended.
pub(crate) async fn settle(app: &App, recording: RecordingId, whole: Whole) -> anyhow::Result<()> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    let Some(ended) = settling::lock(&mut tx, recording).await? else {
        return Ok(());
    };
    let sequences = settling::sequences(&mut tx, recording).await?;
    let policy = app
        .policy(ended.site, ended.purpose, ended.policy_version)
        .await?;
    let bucket = Bucket::of_expiry(
        ended.purpose,
        ended.ended_at,
        policy.retention_minutes.duration(),
    );
    let over = bucket.ends() <= Some(app.now());
    let half = ended.imported && whole == Whole::UnlessImported;
    match old_key(app, &ended).await? {
        Some(key) if !(sequences.is_empty() || over || half) => {
            keep(app, &mut tx, &ended, (bucket, &key), &sequences).await?;
        }
        _ => discard(app, &mut tx, &ended).await?,
    }
    tx.commit().await?;
    app.jobs.notify_one();
    Ok(())
}

/// Discards a recording that is past its time, whatever became of settling it.
pub(crate) async fn give_up(app: &App, recording: RecordingId) -> anyhow::Result<()> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    if let Some(ended) = settling::lock(&mut tx, recording).await? {
        discard(app, &mut tx, &ended).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn discard(app: &App, tx: &mut OwnerTx, ended: &Ended) -> anyhow::Result<()> {
    let now = app.now();
    settling::discard(tx, ended, (random::job_id(now), now)).await?;
    metrics::counter!("revoir_settled_total", "verdict" => "discarded").increment(1);
    Ok(())
}

async fn keep(
    app: &App,
    tx: &mut OwnerTx,
    ended: &Ended,
    (bucket, old): (Bucket, &DataKey),
    sequences: &[u32],
) -> anyhow::Result<()> {
    partitions::ensure_bucket(&app.db, bucket).await?;
    let slot = keys::reserve(app, bucket).await?;
    let undo = leave_undo(app, slot, ended.id).await?;
    let key = keys::put(app, slot, ended.id).await?;
    let packed = pack(tx, ended, (slot, &key), old, sequences).await?;
    let outline = packed
        .outline
        .seal(ended.id, &key, [random::bytes(), random::bytes()])?;
    outlines::write(tx, ended, slot, &outline).await?;
    reseal_notes(tx, ended.id, old, &key).await?;
    let now = app.now();
    settling::keep(
        tx,
        ended,
        slot,
        DurationBand::of(packed.length),
        (random::job_id(now), now),
    )
    .await?;
    anyhow::ensure!(
        jobs::cancel(tx, undo).await?,
        "settling took so long that its key was given up"
    );
    metrics::counter!("revoir_settled_total", "verdict" => "kept").increment(1);
    Ok(())
}

/// Notes go on under the new key.
async fn reseal_notes(
    tx: &mut OwnerTx,
    recording: RecordingId,
    old: &DataKey,
    key: &DataKey,
) -> anyhow::Result<()> {
    for (id, sealed) in notes::to_reseal(tx, recording).await? {
        let Ok((at_ms, text)) = note::open(recording, id, old, &sealed) else {
            tracing::warn!(note = %id, "a note cannot be opened and is dropped");
            notes::drop_damaged(tx, id).await?;
            continue;
        };
        let sealed = note::seal(recording, id, key, random::bytes(), (at_ms, &text));
        notes::reseal(tx, id, &sealed).await?;
    }
    Ok(())
}

/// The job that zeroes the new slot unless it is kept.
async fn leave_undo(app: &App, slot: Slot, recording: RecordingId) -> anyhow::Result<JobId> {
    let now = app.now();
    let (id, job) = (random::job_id(now), Job::destroy_slot(slot, recording));
    let mut tx = OwnerTx::begin(&app.db).await?;
    jobs::enqueue(&mut tx, id, &job, now.checked_add(ATTEMPT)?).await?;
    tx.commit().await?;
    Ok(id)
}

/// The key under which the chunks lie. None: it is gone, and they with it.
async fn old_key(app: &App, ended: &Ended) -> anyhow::Result<Option<DataKey>> {
    let (ring, slot, recording) = (app.ring.clone(), ended.slot, ended.id);
    match tokio::task::spawn_blocking(move || ring.find(slot, recording)).await? {
        Ok(key) => Ok(Some(key)),
        Err(Error::Gone) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn pack(
    tx: &mut OwnerTx,
    ended: &Ended,
    (slot, key): (Slot, &DataKey),
    old: &DataKey,
    sequences: &[u32],
) -> anyhow::Result<Packed> {
    let recording = ended.id;
    let mut packer = Packer::new(recording, key);
    for seq in sequences {
        let sealed = settling::read(tx, recording, *seq).await?;
        let frames = tokio::task::block_in_place(|| -> anyhow::Result<Vec<Frame>> {
            let events = Chunk::open(old, (recording, *seq), &sealed)?;
            Ok(packer.add(&events, &mut random::bytes)?)
        })?;
        for frame in frames {
            settling::write(tx, ended, slot, &frame).await?;
        }
    }
    let whole = tokio::task::block_in_place(|| packer.finish(random::bytes()))?;
    if let Some(frame) = &whole.last {
        settling::write(tx, ended, slot, frame).await?;
    }
    Ok(whole)
}
