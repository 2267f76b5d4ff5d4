//! Trying a draft on the test origins of its site, before anyone is subject to it.

use super::{
    drafts::{NewVersion, ReadDraft},
    extract::{Json, Path},
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
    ids::{PolicyId, SiteId},
    limits,
    permission::{EditPolicies, Scope},
    purpose::Purpose,
};
use revoir_store::{TenantTx, drafts, trials};

/// Tries a draft on the site's test origins for a week at most: its recordings are marked and kept for a day.
#[utoipa::path(post, path = "/api/sites/{site}/policies/{purpose}/trial", params(AtPurpose),
    request_body = ReadDraft, responses(
    (status = 201, body = NewVersion),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn begin_trial(
    State(app): State<App>,
    Allowed(scope, now): Allowed<EditPolicies>,
    Path(at): Path<AtPurpose>,
    Json(asked): Json<ReadDraft>,
) -> Result<(StatusCode, axum::Json<NewVersion>), ApiError> {
    let at = watched(&app, &scope, &at.site, &at.purpose).await?;
    let begun = begin(&app, scope, (at, now), &asked).await?;
    Ok((StatusCode::CREATED, axum::Json(begun)))
}

/// Ends the trial of a draft; recordings under it end, too.
#[utoipa::path(delete, path = "/api/sites/{site}/policies/{purpose}/trial", params(AtPurpose), responses(
    (status = 204, description = "Ended, now or before"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn end_trial(
    State(app): State<App>,
    Allowed(scope, now): Allowed<EditPolicies>,
    Path(at): Path<AtPurpose>,
) -> Result<StatusCode, ApiError> {
    let at = watched(&app, &scope, &at.site, &at.purpose).await?;
    end(&app, scope, (at, now)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Begins a trial of the draft that was read.
pub(crate) async fn begin(
    app: &App,
    scope: Scope<EditPolicies>,
    ((site, purpose), now): ((SiteId, Purpose), Timestamp),
    asked: &ReadDraft,
) -> Result<NewVersion, ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let draft = drafts::read(&mut tx, (site, purpose), asked.revision).await?;
    let tried = draft.to_be_tried()?;
    let until = now.checked_add(limits::TRIAL).map_err(ApiError::internal)?;
    let id = PolicyId::from_uuid(random::timed_id(now));
    let version = trials::begin(&mut tx, (site, id), &tried, until).await?;
    let act = Act::of(Event::DraftTried, Subject::Purpose(site, purpose));
    tx.audit(&app.audit, act.with(version)).await?;
    tx.commit().await?;
    Ok(NewVersion { version })
}

/// Ends the trial of a purpose's draft, if there is one.
pub(crate) async fn end(
    app: &App,
    scope: Scope<EditPolicies>,
    ((site, purpose), now): ((SiteId, Purpose), Timestamp),
) -> Result<(), ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    if trials::end(&mut tx, (site, purpose)).await? {
        let act = Act::of(Event::TrialEnded, Subject::Purpose(site, purpose));
        tx.audit(&app.audit, act).await?;
    }
    tx.commit().await?;
    Ok(())
}
