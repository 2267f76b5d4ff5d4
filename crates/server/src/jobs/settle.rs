//! Settling: once, when a recording has ended, its chunks are packed into frames under a new key in its
//! final bucket. The verdict is to keep (L1); what is past its time or empty is discarded.
//!
//! A crash between any two steps leaves either the recording as it was, or the settled one and the job
//! that zeroes its old slot. A slot written for a transaction that never committed holds a key under
//! which nothing was ever kept.

use crate::{app::App, keys, random};
use revoir_domain::{bucket::Bucket, grant::Slot, ids::RecordingId, recording::DurationBand};
use revoir_recording::{Chunk, Frame, Packer};
use revoir_store::{
    OwnerTx, partitions,
    settling::{self, Ended},
};
use revoir_vault::DataKey;
use std::time::Duration;

/// Settles a recording that has ended.
pub(crate) async fn settle(app: &App, recording: RecordingId) -> anyhow::Result<()> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    let Some(ended) = settling::lock(&mut tx, recording).await? else {
        return Ok(());
    };
    let now = app.now();
    let policy = app
        .policy(ended.site, ended.purpose, ended.policy_version)
        .await?;
    let bucket = Bucket::of_expiry(
        ended.purpose,
        ended.ended_at,
        policy.retention_minutes.duration(),
    );
    let sequences = settling::sequences(&mut tx, recording).await?;
    let job = (random::job_id(now), now);
    if sequences.is_empty() || bucket.ends() <= Some(now) {
        settling::discard(&mut tx, &ended, job).await?;
        metrics::counter!("revoir_settled_total", "verdict" => "discarded").increment(1);
    } else {
        partitions::ensure_bucket(&app.db, bucket).await?;
        let (slot, key) = keys::assign(app, bucket, recording).await?;
        let length = pack(app, &mut tx, &ended, (slot, key), &sequences).await?;
        settling::keep(&mut tx, &ended, slot, DurationBand::of(length), job).await?;
        metrics::counter!("revoir_settled_total", "verdict" => "kept").increment(1);
    }
    tx.commit().await?;
    app.jobs.notify_one();
    Ok(())
}

async fn pack(
    app: &App,
    tx: &mut OwnerTx,
    ended: &Ended,
    (slot, key): (Slot, DataKey),
    sequences: &[u32],
) -> anyhow::Result<Duration> {
    let (ring, old, recording) = (app.ring.clone(), ended.slot, ended.id);
    let old = tokio::task::spawn_blocking(move || ring.find(old, recording)).await??;
    let mut packer = Packer::new(recording, &key);
    for seq in sequences {
        let sealed = settling::read(tx, recording, *seq).await?;
        let frames = tokio::task::block_in_place(|| -> anyhow::Result<Vec<Frame>> {
            let events = Chunk::open(&old, (recording, *seq), &sealed)?;
            Ok(packer.add(&events, &mut random::bytes)?)
        })?;
        for frame in frames {
            settling::write(tx, ended, slot, &frame).await?;
        }
    }
    let (last, length) = tokio::task::block_in_place(|| packer.finish(random::bytes()))?;
    if let Some(frame) = last {
        settling::write(tx, ended, slot, &frame).await?;
    }
    Ok(length)
}
