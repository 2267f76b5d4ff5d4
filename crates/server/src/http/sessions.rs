//! One's own sessions: where one is signed in, and ending that.

use super::{
    extract::Path,
    problem::{ApiError, Problem},
    session::SignedIn,
};
use crate::{app::App, auditing::by_themselves};
use axum::{Json, extract::State, http::StatusCode};
use revoir_domain::{
    audit::Event,
    ids::{OrganisationId, SessionId},
};
use revoir_store::{AppTx, sessions};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A session of one's own.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AtSession {
    session: Uuid,
}

/// One's sessions, the last used first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Sessions {
    sessions: Vec<SessionView>,
}

/// Where one is signed in: no address, no exact browser.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionView {
    id: String,
    /// Whether it is the one that asks.
    current: bool,
    created_at: String,
    last_seen_at: String,
    /// `desktop`, `tablet`, `mobile` or `unknown`.
    device: String,
    /// `chrome`, `edge`, `firefox`, `safari` or `other`.
    browser: String,
}

/// Lists one's own sessions.
#[utoipa::path(get, path = "/api/sessions", responses(
    (status = 200, body = Sessions),
    (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_sessions(
    State(app): State<App>,
    caller: SignedIn,
) -> Result<Json<Sessions>, ApiError> {
    let mut tx = within(&app, caller.member.organisation).await?;
    let found = sessions::list(&mut tx, caller.member.id, caller.now).await?;
    let sessions = found.into_iter().map(|session| SessionView {
        id: session.id.to_string(),
        current: session.id == caller.session,
        created_at: session.created_at.to_string(),
        last_seen_at: session.last_seen_at.to_string(),
        device: session.device,
        browser: session.browser,
    });
    Ok(Json(Sessions {
        sessions: sessions.collect(),
    }))
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = "/api/sessions/{session}", params(AtSession), responses(
    (status = 204, description = "Ended"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn end_session(
    State(app): State<App>,
    caller: SignedIn,
    Path(at): Path<AtSession>,
) -> Result<StatusCode, ApiError> {
    let mut tx = within(&app, caller.member.organisation).await?;
    sessions::end(&mut tx, caller.member.id, SessionId::from_uuid(at.session)).await?;
    log_ended(&app, &mut tx, &caller).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one's own sessions, but for the one that asks.
#[utoipa::path(delete, path = "/api/sessions", responses(
    (status = 204, description = "Ended"),
    (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn end_other_sessions(
    State(app): State<App>,
    caller: SignedIn,
) -> Result<StatusCode, ApiError> {
    let mut tx = within(&app, caller.member.organisation).await?;
    sessions::end_all(&mut tx, caller.member.id, Some(caller.session)).await?;
    log_ended(&app, &mut tx, &caller).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn log_ended(app: &App, tx: &mut AppTx, caller: &SignedIn) -> Result<(), ApiError> {
    let who = (caller.member.id, caller.member.organisation);
    by_themselves(app, tx, Event::SessionsEnded, who, caller.now).await
}

async fn within(app: &App, organisation: OrganisationId) -> Result<AppTx, ApiError> {
    let mut tx = AppTx::begin(&app.db).await?;
    tx.enter(organisation).await?;
    Ok(tx)
}
