//! Erasing one recording: rows and bytes in one transaction, its key before the answer. The job that
//! the transaction leaves zeroes the key if this process dies in between.

use crate::{app::App, http::problem::ApiError, jobs, random};
use revoir_domain::{
    audit::{Act, Event, Subject},
    erasure::{Erasure, Reason},
    ids::{ErasureId, RecordingId, SiteId},
    permission::{Erase, Scope},
};
use revoir_store::{TenantTx, erasures, recordings};

/// Erases a recording of a site within the scope, and remembers who did it and why.
pub(crate) async fn erase(
    app: &App,
    scope: Scope<Erase>,
    (site, recording): (SiteId, RecordingId),
    why: &Erasure,
) -> Result<(), ApiError> {
    let now = app.now();
    let (job, id) = (random::job_id(now), random::timed_id(now));
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let (purpose, slot) = recordings::erase(&mut tx, site, recording, job).await?;
    let at = (site, purpose, recording);
    erasures::remember(&mut tx, ErasureId::from_uuid(id), at, why).await?;
    let subject = Subject::Recording(site, purpose, recording);
    let reason = why.reason().map_or("no_reason_given", Reason::name);
    let act = Act::of(Event::RecordingErased, subject).with(reason);
    let act = act.because(why.words(), random::bytes());
    tx.audit(&app.audit, act).await?;
    tx.commit().await?;
    jobs::zero(app, slot, recording)
        .await
        .map_err(ApiError::internal)
}
