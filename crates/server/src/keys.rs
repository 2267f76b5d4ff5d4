//! A new key for a recording, in a slot of a bucket.

use crate::{app::App, http::problem::ApiError, random};
use revoir_domain::{bucket::Bucket, grant::Slot, ids::RecordingId};
use revoir_vault::DataKey;

/// Draws a data key and writes it, durably, into a free slot.
pub(crate) async fn assign(
    app: &App,
    bucket: Bucket,
    recording: RecordingId,
) -> Result<(Slot, DataKey), ApiError> {
    let keys = app.ring.clone();
    let assigned = app.compute(move || {
        let mut rng = random::rng();
        let key = DataKey::random(&mut rng);
        let slot = keys.assign(bucket, recording, &key, &mut rng)?;
        Ok::<_, revoir_vault::Error>((slot, key))
    });
    Ok(assigned.await??)
}
