//! Masking what is stored already by the policy in force, where that is stricter.

use super::{
    extract::{Json, Path},
    notes::words,
    policies::AtPurpose,
    problem::{ApiError, Problem},
    session::Allowed,
    stops::Why,
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
use revoir_store::{TenantTx, policies, remasking};
use serde::Serialize;
use utoipa::ToSchema;

/// What will be rewritten.
#[derive(Serialize, ToSchema)]
pub(crate) struct Remasking {
    /// How many recordings, those that are not settled yet among them.
    recordings: i64,
}

/// Rewrites the stored recordings of a purpose by the policy in force, where that is stricter than their own.
#[utoipa::path(post, path = "/api/sites/{site}/policies/{purpose}/remask", params(AtPurpose), request_body = Why,
    responses(
    (status = 202, body = Remasking),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn remask_recordings(
    State(app): State<App>,
    Allowed(scope, now): Allowed<EditPolicies>,
    Path(at): Path<AtPurpose>,
    Json(asked): Json<Why>,
) -> Result<(StatusCode, axum::Json<Remasking>), ApiError> {
    let at = watched(&app, &scope, &at.site, &at.purpose).await?;
    let begun = begin(&app, scope, (at, now), &asked).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(begun)))
}

/// Says by which version; the sweep does the rest.
pub(crate) async fn begin(
    app: &App,
    scope: Scope<EditPolicies>,
    ((site, purpose), now): ((SiteId, Purpose), Timestamp),
    asked: &Why,
) -> Result<Remasking, ApiError> {
    let why = words("why", &asked.why, limits::REASON_CHARS)?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let mut policies = policies::in_force(&mut tx, site).await?.into_iter();
    let found = policies.find(|published| published.policy.purpose == purpose);
    let version = found.ok_or(ApiError::PurposeNotFound)?.version;
    let recordings = remasking::begin(&mut tx, (site, purpose), version).await?;
    let act = Act::of(Event::RecordingsRemasked, Subject::Purpose(site, purpose));
    let act = act.with(recordings);
    tx.audit(&app.audit, act.because(Some(&why), random::bytes()))
        .await?;
    tx.commit().await?;
    app.jobs.notify_one();
    Ok(Remasking { recordings })
}
