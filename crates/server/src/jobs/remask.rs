//! Remasking: a settled recording is rewritten, under a new key, by what both its own policy and the one in force
//! let stand, and kept no longer than either says. Nothing becomes visible that was masked: what the older policy
//! did not keep is not there.
//!
//! As in settling, a crash between any two steps leaves the recording as it was or as it will be, and a job for the
//! slot that is then of no use.

use super::settle::{leave_undo, reseal_notes};
use crate::{app::App, ingest::name_key, keys, random};
use jiff::SignedDuration;
use revoir_domain::{
    bucket::Bucket,
    friction::Thresholds,
    grant::Slot,
    ids::{JobId, RecordingId},
    measure::Retention,
    pointer::Pointer,
    policy::Policy,
    route::RoutePattern,
};
use revoir_recording::{Packed, Packer, Reader, Timeline};
use revoir_scrub::{Events, Rules, scrub};
use revoir_store::{
    OwnerTx,
    jobs::{self, Job},
    outlines, partitions,
    remasking::{self, Settled},
    settling,
};
use revoir_vault::DataKey;

/// Leaves a job for what is to be rewritten.
pub(super) async fn enqueue_due(app: &App) -> anyhow::Result<()> {
    let now = app.now();
    let mut tx = OwnerTx::begin(&app.db).await?;
    for (recording, version) in remasking::due(&mut tx, now).await? {
        // the recording's own id as the job's, by which the next sweep knows that it waits
        let id = JobId::from_uuid(recording.uuid());
        jobs::enqueue(&mut tx, id, &Job::Remask { recording, version }, now).await?;
    }
    Ok(tx.commit().await?)
}

/// Rewrites one recording by this version of its purpose's policy.
pub(crate) async fn remask(app: &App, recording: RecordingId, version: u32) -> anyhow::Result<()> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    let now = app.now();
    let Some(settled) = remasking::lock(&mut tx, recording, (version, now)).await? else {
        return Ok(());
    };
    let Some(old) = keys::find(app, settled.slot, settled.id).await? else {
        // the key is destroyed first, the row follows
        return Ok(());
    };
    let at = (settled.site, settled.purpose);
    let own = app.policy(at.0, at.1, settled.policy_version).await?;
    let stricter = app.policy(at.0, at.1, version).await?;
    let kept = settled.retention.unwrap_or(own.retention_minutes);
    let retention = kept.min(stricter.retention_minutes);
    let sooner = kept.duration() - retention.duration();
    let bucket = bucket(&settled, kept, retention);
    let ends = bucket
        .ends()
        .or(settled.expires_at.checked_sub(sooner).ok());
    if ends <= Some(now) {
        remasking::expire(&mut tx, &settled, now).await?;
        return Ok(tx.commit().await?);
    }
    let learned = app.learned_routes(settled.site).await?;
    let rules = Rules {
        routes: both(&own, &stricter, &learned),
        origin_ms: 0,
        name_key: name_key(app, recording),
    };
    let rewriting = Rewriting {
        old,
        rules,
        pointer: own.pointer.max(stricter.pointer),
        friction: own.friction,
        by: (version, retention, sooner),
    };
    rewrite(app, tx, &settled, bucket, &rewriting).await
}

/// What a recording is rewritten from and by.
struct Rewriting {
    /// Under which it lies until now.
    old: DataKey,
    rules: Rules,
    pointer: Pointer,
    friction: Thresholds,
    by: (u32, Retention, SignedDuration),
}

/// The bucket in which it lies from now on: never a later one. What a ticket holds stays held.
fn bucket(settled: &Settled, kept: Retention, retention: Retention) -> Bucket {
    if retention == kept || settled.slot.bucket.ends().is_none() {
        return settled.slot.bucket;
    }
    let ended = settled.as_ended(kept.duration());
    Bucket::of_expiry(settled.purpose, ended.ended_at, retention.duration())
}

/// The routes that both policies declare, and those that the site has learned.
fn both(own: &Policy, stricter: &Policy, learned: &[RoutePattern]) -> Vec<RoutePattern> {
    let declared = own.routes.iter();
    let declared = declared.filter(|it| stricter.routes.contains(it) || learned.contains(it));
    declared.chain(learned).cloned().collect()
}

async fn rewrite(
    app: &App,
    mut tx: OwnerTx,
    settled: &Settled,
    bucket: Bucket,
    rewriting: &Rewriting,
) -> anyhow::Result<()> {
    partitions::ensure_bucket(&app.db, bucket).await?;
    let slot = keys::reserve(app, bucket).await?;
    let undo = leave_undo(app, slot, settled.id).await?;
    let key = keys::put(app, slot, settled.id).await?;
    let (mut packed, markers) = pack(&mut tx, settled, rewriting, (slot, &key)).await?;
    packed.outline.timeline.markers = markers;
    let now = app.now();
    let outline = packed
        .outline
        .seal(settled.id, &key, [random::bytes(), random::bytes()])?;
    let ended = settled.as_ended(SignedDuration::ZERO);
    outlines::write(&mut tx, &ended, slot, &outline).await?;
    reseal_notes(&mut tx, settled.id, &rewriting.old, &key).await?;
    let to = (slot, packed.entry_route());
    remasking::keep(
        &mut tx,
        settled,
        to,
        rewriting.by,
        (random::job_id(now), now),
    )
    .await?;
    anyhow::ensure!(
        jobs::cancel(&mut tx, undo).await?,
        "remasking took so long that its key was given up"
    );
    tx.commit().await?;
    app.jobs.notify_one();
    Ok(())
}

/// Packs the frames anew, and returns the markers, which were found on all that had arrived.
async fn pack(
    tx: &mut OwnerTx,
    settled: &Settled,
    rewriting: &Rewriting,
    (slot, key): (Slot, &DataKey),
) -> anyhow::Result<(Packed, Vec<revoir_recording::Marker>)> {
    let (count, timeline) = remasking::set_aside(tx, settled).await?;
    let old = &rewriting.old;
    let timeline = timeline.map(|sealed| Timeline::open(settled.id, old, &sealed));
    let markers = timeline.transpose()?.map(|it| it.markers);
    let ended = settled.as_ended(SignedDuration::ZERO);
    let mut reader = Reader::new(settled.id);
    let mut packer = Packer::new(settled.id, key, rewriting.pointer, rewriting.friction);
    for ordinal in 0..count {
        let sealed = remasking::read(tx, settled, ordinal).await?;
        let frames = tokio::task::block_in_place(|| -> anyhow::Result<_> {
            let events = Events::stored(reader.open(old, ordinal, &sealed)?)?;
            let scrubbed = scrub(&events, &rewriting.rules);
            Ok(packer.add(scrubbed.bytes(), &mut random::bytes)?)
        })?;
        for frame in frames {
            settling::write(tx, &ended, slot, &frame).await?;
        }
    }
    let whole = tokio::task::block_in_place(|| packer.finish(random::bytes()))?;
    if let Some(frame) = &whole.last {
        settling::write(tx, &ended, slot, frame).await?;
    }
    Ok((whole, markers.unwrap_or_default()))
}
