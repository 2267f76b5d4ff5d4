//! Erasing one recording: rows and bytes in one transaction, its key before the answer. The job that
//! the transaction leaves zeroes the key if this process dies in between.

use crate::{app::App, http::problem::ApiError, jobs, random};
use revoir_domain::{
    ids::{RecordingId, SiteId},
    permission::{Erase, Scope},
};
use revoir_store::{TenantTx, recordings};

/// Erases a recording of a site within the scope.
pub(crate) async fn erase(
    app: &App,
    scope: Scope<Erase>,
    site: SiteId,
    recording: RecordingId,
) -> Result<(), ApiError> {
    let now = app.now();
    let job = random::job_id(now);
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let slot = recordings::erase(&mut tx, site, recording, job).await?;
    tx.commit().await?;
    jobs::zero(app, slot, recording)
        .await
        .map_err(ApiError::internal)
}
