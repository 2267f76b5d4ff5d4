//! The second look at what was erased: nothing of it is left, and that is certified.

use super::zero;
use crate::{
    app::App,
    erasing::{Certificate, day_of},
    http::problem::ApiError,
};
use anyhow::Context;
use revoir_domain::{
    grant::Slot,
    ids::{ErasureId, RecordingId},
};
use revoir_store::{
    OwnerTx,
    erasures::{self, Uncertified},
    jobs,
};
use revoir_vault::Error;

/// The certificate of a recording that was erased, as it was signed.
pub(crate) async fn certificate_of(
    app: &App,
    recording: RecordingId,
) -> Result<Option<String>, ApiError> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    Ok(erasures::certificate(&mut tx, recording).await?)
}

/// Certifies what an earlier process has erased and could not look at again, and removes the tombstones of which no copy
/// lives.
pub(crate) async fn sweep(app: &App) -> anyhow::Result<()> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    let waiting = erasures::uncertified(&mut tx, None).await?;
    tx.commit().await?;
    for erasure in waiting {
        if let Err(error) = certify(app, &erasure).await {
            tracing::warn!(erasure = %erasure.id, error = format!("{error:#}"), "not certified yet");
        }
    }
    let (stones, today) = (app.tombstones.clone(), day_of(app.now()));
    Ok(tokio::task::spawn_blocking(move || stones.prune(today)).await??)
}

/// Zeroes the key, looks again, and certifies.
pub(crate) async fn finish(
    app: &App,
    (id, recording): (ErasureId, RecordingId),
) -> Result<String, ApiError> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    let waiting = erasures::uncertified(&mut tx, Some(id)).await?;
    tx.commit().await?;
    for erasure in waiting {
        let certified = certify(app, &erasure).await;
        certified.map_err(ApiError::internal)?;
    }
    // the sweep may have been faster
    let certificate = certificate_of(app, recording).await?;
    certificate.ok_or_else(|| ApiError::internal("an erasure without a certificate"))
}

/// Zeroes every slot that may still hold its key, looks whether anything is left of what was erased, and certifies that
/// nothing is.
async fn certify(app: &App, erasure: &Uncertified) -> anyhow::Result<()> {
    let Uncertified { id, erased, .. } = erasure;
    let mut tx = OwnerTx::begin(&app.db).await?;
    let mut left = erasures::remains(&mut tx, erased.recording).await?;
    // one that was moved has left its key where it was, until a job zeroes that
    let mut slots = jobs::slots_to_destroy(&mut tx, erased.recording).await?;
    slots.push(erased.slot);
    for slot in slots {
        zero(app, slot, erased.recording).await?;
        if is_alive(app, slot, erased.recording).await? {
            left.push(format!("key in {}", slot.bucket));
        }
    }
    anyhow::ensure!(
        left.is_empty(),
        "something is left of what was erased: {}",
        left.join(", ")
    );
    let certificate = Certificate::of(erasure).sign(&app.audit)?;
    erasures::certify(&mut tx, *id, &certificate).await?;
    Ok(tx.commit().await?)
}

async fn is_alive(app: &App, slot: Slot, recording: RecordingId) -> anyhow::Result<bool> {
    let ring = app.ring.clone();
    match tokio::task::spawn_blocking(move || ring.find(slot, recording)).await? {
        Err(Error::Gone) => Ok(false),
        Ok(_) => Ok(true),
        Err(error) => Err(error).context("looking for its key"),
    }
}
