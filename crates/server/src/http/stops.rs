//! Stopping a purpose at once: nothing of it is opened or taken in until it is resumed.

use super::{
    extract::{Json, Path},
    notes::words,
    policies::AtPurpose,
    problem::{ApiError, Problem},
    session::Allowed,
    views::watched,
};
use crate::{app::App, random};
use axum::{extract::State, http::StatusCode};
use jiff::Timestamp;
use revoir_domain::{
    audit::{Act, Event, Subject},
    ids::SiteId,
    limits,
    permission::{EditPolicies, Scope},
    purpose::Purpose,
};
use revoir_store::{
    TenantTx,
    jobs::{self, Job},
    stops,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a purpose is stopped or resumed.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = TurnReason)]
pub(crate) struct Why {
    /// 1 to 500 characters; it stands beside the audit log.
    pub(crate) why: String,
}

/// Stops the collection of a purpose: its recordings end, and none is opened, within a minute.
#[utoipa::path(put, path = "/api/sites/{site}/policies/{purpose}/stop", params(AtPurpose), request_body = Why,
    responses(
    (status = 204, description = "Stopped, now or before"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn stop_purpose(
    State(app): State<App>,
    Allowed(scope, now): Allowed<EditPolicies>,
    Path(at): Path<AtPurpose>,
    Json(asked): Json<Why>,
) -> Result<StatusCode, ApiError> {
    let at = watched(&app, &scope, &at.site, &at.purpose).await?;
    turn(&app, scope, (at, now), (Turn::Stop, &asked)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets a purpose be collected again.
#[utoipa::path(delete, path = "/api/sites/{site}/policies/{purpose}/stop", params(AtPurpose), request_body = Why,
    responses(
    (status = 204, description = "Resumed, now or before"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn resume_purpose(
    State(app): State<App>,
    Allowed(scope, now): Allowed<EditPolicies>,
    Path(at): Path<AtPurpose>,
    Json(asked): Json<Why>,
) -> Result<StatusCode, ApiError> {
    let at = watched(&app, &scope, &at.site, &at.purpose).await?;
    turn(&app, scope, (at, now), (Turn::Resume, &asked)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    Stop,
    Resume,
}

/// Stops or resumes a purpose. What changes nothing is not logged.
pub(crate) async fn turn(
    app: &App,
    scope: Scope<EditPolicies>,
    ((site, purpose), now): ((SiteId, Purpose), Timestamp),
    (turn, asked): (Turn, &Why),
) -> Result<(), ApiError> {
    let why = words("why", &asked.why, limits::REASON_CHARS)?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let at = (site, purpose);
    let (event, changed) = match turn {
        Turn::Stop => (Event::PurposeStopped, stops::stop(&mut tx, at).await?),
        Turn::Resume => (Event::PurposeResumed, stops::resume(&mut tx, at).await?),
    };
    if changed {
        if turn == Turn::Stop {
            // a resumption that follows at once brings none of them back
            let job = Job::Close {
                site,
                purpose,
                at: now,
            };
            jobs::enqueue_as_app(&mut tx, random::job_id(now), &job, now).await?;
        }
        let act = Act::of(event, Subject::Purpose(site, purpose));
        tx.audit(&app.audit, act.because(Some(&why), random::bytes()))
            .await?;
    }
    tx.commit().await?;
    app.jobs.notify_one();
    Ok(())
}
