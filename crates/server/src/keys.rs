//! A new key for a recording, in a slot of a bucket.

use crate::{app::App, http::problem::ApiError, random};
use revoir_domain::{bucket::Bucket, grant::Slot, ids::RecordingId};
use revoir_vault::{DataKey, Error};

/// Draws a data key and writes it, durably, into a free slot.
pub(crate) async fn assign(
    app: &App,
    bucket: Bucket,
    recording: RecordingId,
) -> Result<Slot, ApiError> {
    let slot = reserve(app, bucket).await?;
    put(app, slot, recording).await?;
    Ok(slot)
}

/// Takes a free slot, into which nothing is written yet.
pub(crate) async fn reserve(app: &App, bucket: Bucket) -> Result<Slot, ApiError> {
    let ring = app.ring.clone();
    let reserved = app.compute(move || ring.reserve(bucket, &mut random::rng()));
    Ok(reserved.await??)
}

/// Draws a data key and writes it, durably, into a slot that was reserved.
pub(crate) async fn put(
    app: &App,
    slot: Slot,
    recording: RecordingId,
) -> Result<DataKey, ApiError> {
    let keys = app.ring.clone();
    let put = app.compute(move || {
        let mut rng = random::rng();
        let key = DataKey::random(&mut rng);
        keys.put(slot, recording, &key, &mut rng)?;
        Ok::<_, revoir_vault::Error>(key)
    });
    Ok(put.await??)
}

/// The data key in a slot. None: it is gone, and what lies under it with it.
pub(crate) async fn find(
    app: &App,
    slot: Slot,
    recording: RecordingId,
) -> anyhow::Result<Option<DataKey>> {
    let ring = app.ring.clone();
    match tokio::task::spawn_blocking(move || ring.find(slot, recording)).await? {
        Ok(key) => Ok(Some(key)),
        Err(Error::Gone) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
