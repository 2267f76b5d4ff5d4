//! Settling: once, when a recording has ended, its chunks are packed into frames under a new key in its
//! final bucket, or it is discarded: by the verdict, where one decides (L3, and L2 whose history lies here), or since
//! it is empty, past its time, without its key, or an import that was never finished.
//!
//! A crash between any two steps leaves either the recording as it was, or the settled one and the job
//! that zeroes its old slot. The new slot has a job that zeroes it, too, from before it is used until the
//! transaction that keeps it: what never committed leaves no key behind.

use crate::{app::App, keys, random};
use jiff::{SignedDuration, Timestamp};
use revoir_domain::{
    bucket::Bucket,
    grant::Slot,
    ids::{JobId, RecordingId},
    kept::Kept,
    policy::Policy,
    recording::DurationBand,
    verdict::Found,
};
use revoir_recording::{
    Chunk, Frame, Outline, Outlining, Packed, Packer, Stretches, Timeline, note, statement,
};
use revoir_store::{
    OwnerTx, firings,
    jobs::{self, Job},
    notes, outlines, partitions, rights,
    settling::{self, Ended, Listed},
};
use revoir_vault::DataKey;
use std::{collections::BTreeMap, sync::Arc};

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

/// The chunks of a recording: under which key they lie, which there are, and what of them is kept.
struct Chunks<'a> {
    key: &'a DataKey,
    sequences: &'a [u32],
    verdict: &'a Verdict,
}

/// What is kept of a recording, and why, by its own policy.
struct Verdict {
    policy: Arc<Policy>,
    stretches: Stretches,
    /// Where a ticket has asked for it: the stored time, and the place of the trigger in the policy.
    requested: Option<(u64, usize)>,
    reasons: Vec<Kept>,
}

/// What was found out about a recording.
#[derive(Default)]
struct Judged {
    /// None: nothing of it is kept.
    verdict: Option<Verdict>,
    /// The triggers that were looked for, and whether each fired.
    looked_for: BTreeMap<String, bool>,
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
    let key = keys::find(app, ended.slot, ended.id).await?;
    let key = key.filter(|_| !(sequences.is_empty() || over || half));
    let awaited_until = awaited_until(app, &ended, &policy);
    let judged = match &key {
        Some(key) => judge(&mut tx, &ended, policy, key, &sequences).await?,
        None => Judged::default(),
    };
    match (key, &judged.verdict, awaited_until) {
        (Some(key), Some(verdict), _) => {
            let chunks = Chunks {
                key: &key,
                sequences: &sequences,
                verdict,
            };
            keep(app, &mut tx, &ended, bucket, &chunks).await?;
            firings::count(&mut tx, &ended, &judged.looked_for).await?;
        }
        (Some(_), None, Some(until)) => settling::wait(&mut tx, &ended, until).await?,
        _ => {
            discard(app, &mut tx, &ended).await?;
            firings::count(&mut tx, &ended, &judged.looked_for).await?;
        }
    }
    tx.commit().await?;
    app.jobs.notify_one();
    Ok(())
}

/// What is kept of a recording, by its own policy.
async fn judge(
    tx: &mut OwnerTx,
    ended: &Ended,
    policy: Arc<Policy>,
    key: &DataKey,
    sequences: &[u32],
) -> anyhow::Result<Judged> {
    if !ended.awaits_verdict {
        let reasons = if ended.imported {
            vec![Kept::Imported]
        } else {
            policy.collection.reasons(&Found::default())
        };
        let verdict = Verdict {
            policy,
            stretches: Stretches::whole(),
            requested: None,
            reasons,
        };
        return Ok(Judged {
            verdict: Some(verdict),
            ..Judged::default()
        });
    }
    let whole = Stretches::whole();
    let mut outline = outline(tx, ended, &policy, (key, sequences, &whole)).await?;
    let requested = requested(ended, &policy, &outline.timeline);
    if let Some((stored_ms, trigger)) = requested {
        outline.found.trigger(trigger);
        outline.timeline.fire(stored_ms, trigger);
    }
    let triggered = policy.collection.held();
    let stretches = triggered.map_or_else(Stretches::whole, |l2| outline.timeline.around(l2));
    if triggered.is_some() && policy.collection.l3.is_some() {
        // of what is cut only what stays is analysed
        outline.found.keep_friction_of(
            &self::outline(tx, ended, &policy, (key, sequences, &stretches))
                .await?
                .found,
        );
    }
    let reasons = policy.collection.reasons(&outline.found);
    let looked_for = policy.collection.looked_for(&outline.found);
    let verdict = policy.collection.keeps(&outline.found).then_some(Verdict {
        policy,
        stretches,
        requested,
        reasons,
    });
    Ok(Judged {
        verdict,
        looked_for,
    })
}

/// What is told of those stretches of a recording.
async fn outline(
    tx: &mut OwnerTx,
    ended: &Ended,
    policy: &Policy,
    (key, sequences, stretches): (&DataKey, &[u32], &Stretches),
) -> anyhow::Result<Outline> {
    let mut outlining = Outlining::new(policy.friction);
    for seq in sequences {
        let sealed = settling::read(tx, ended.id, *seq).await?;
        tokio::task::block_in_place(|| -> anyhow::Result<()> {
            let events = Chunk::open(key, (ended.id, *seq), &sealed)?;
            Ok(outlining.add(*seq, &stretches.cut(&events)?)?)
        })?;
    }
    Ok(outlining.finish())
}

/// Where a ticket has asked for a recording: as long before its end as that was before the last batch, else at its end.
fn requested(ended: &Ended, policy: &Policy, timeline: &Timeline) -> Option<(u64, usize)> {
    let trigger = policy.collection.support_request()?;
    let before = ended.ended_at.duration_since(ended.requested_at?);
    let before = u64::try_from(before.as_millis()).unwrap_or_default();
    let at_ms = timeline.length_ms.saturating_sub(before);
    Some((timeline.first_ms.saturating_add(at_ms), trigger))
}

/// Until when a ticket may still ask for a recording that nothing else keeps.
fn awaited_until(app: &App, ended: &Ended, policy: &Policy) -> Option<Timestamp> {
    let within = policy.collection.verdict_within()?;
    policy.collection.support_request()?;
    let until = ended.ended_at.checked_add(within).ok()?;
    (ended.awaits_verdict && until > app.now()).then_some(until)
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
    bucket: Bucket,
    chunks: &Chunks<'_>,
) -> anyhow::Result<()> {
    partitions::ensure_bucket(&app.db, bucket).await?;
    let slot = keys::reserve(app, bucket).await?;
    let undo = leave_undo(app, slot, ended.id).await?;
    let key = keys::put(app, slot, ended.id).await?;
    let mut packed = pack(tx, ended, (slot, &key), chunks).await?;
    if let Some((stored_ms, trigger)) = chunks.verdict.requested {
        packed.outline.found.trigger(trigger);
        packed.outline.timeline.fire(stored_ms, trigger);
    }
    let outline = packed
        .outline
        .seal(ended.id, &key, [random::bytes(), random::bytes()])?;
    outlines::write(tx, ended, slot, &outline).await?;
    reseal_notes(tx, ended.id, chunks.key, &key).await?;
    let now = app.now();
    settling::keep(
        tx,
        ended,
        slot,
        &listed(&packed, chunks.verdict),
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

/// What the list says of it: of what is kept of it alone.
fn listed<'a>(packed: &'a Packed, verdict: &Verdict) -> Listed<'a> {
    let found = &packed.outline.found;
    let names = found.kinds().map(|kind| kind.name().to_owned());
    Listed {
        band: DurationBand::of(packed.length),
        entry_route: packed.entry_route(),
        markers: names.collect(),
        triggers: verdict.policy.collection.fired(found),
        kept_for: verdict.reasons.iter().map(Kept::to_string).collect(),
    }
}

/// Notes, and what the visitor stated, go on under the new key.
pub(super) async fn reseal_notes(
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
    if let Some(sealed) = rights::to_reseal(tx, recording).await? {
        let text = statement::open(recording, old, &sealed).ok();
        let again = text.map(|text| statement::seal(recording, key, random::bytes(), &text));
        rights::reseal(tx, recording, again.as_deref()).await?;
    }
    Ok(())
}

/// The job that zeroes the new slot unless it is kept.
pub(crate) async fn leave_undo(
    app: &App,
    slot: Slot,
    recording: RecordingId,
) -> anyhow::Result<JobId> {
    let now = app.now();
    let (id, job) = (random::job_id(now), Job::destroy_slot(slot, recording));
    let mut tx = OwnerTx::begin(&app.db).await?;
    jobs::enqueue(&mut tx, id, &job, now.checked_add(ATTEMPT)?).await?;
    tx.commit().await?;
    Ok(id)
}

async fn pack(
    tx: &mut OwnerTx,
    ended: &Ended,
    (slot, key): (Slot, &DataKey),
    chunks: &Chunks<'_>,
) -> anyhow::Result<Packed> {
    let recording = ended.id;
    let mut packer = Packer::new(
        recording,
        key,
        chunks.verdict.policy.pointer,
        chunks.verdict.policy.friction,
    );
    for seq in chunks.sequences {
        let sealed = settling::read(tx, recording, *seq).await?;
        let frames = tokio::task::block_in_place(|| -> anyhow::Result<Vec<Frame>> {
            let events = Chunk::open(chunks.key, (recording, *seq), &sealed)?;
            Ok(packer.add(&chunks.verdict.stretches.cut(&events)?, &mut random::bytes)?)
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
