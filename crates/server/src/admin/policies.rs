//! What `revoir policy` asks. The command line has every right, a DPO's included.

use crate::{
    app::App,
    command_line,
    http::{
        drafts::{self, DraftView, NewDraft, NewPublication, NewVersion, ReadDraft},
        extract::Json,
        policies::{self, Policies, PolicyHistory},
        problem::{ApiError, unreadable},
        remasking::{self, Remasking},
        stops::{self, Turn, Why},
        trials,
    },
};
use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{get, post, put},
};
use revoir_domain::{
    ids::{OrganisationId, SiteId},
    permission::ReadPolicies,
    purpose::{Purpose, UnknownPurpose},
};
use revoir_store::TenantTx;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/{site}", get(show_policies))
        .route("/{site}/{purpose}/draft", get(show_draft).put(write_draft))
        .route("/{site}/{purpose}/versions", get(history).post(publish))
        .route("/{site}/{purpose}/stop", put(stop).delete(resume))
        .route("/{site}/{purpose}/remask", post(remask))
        .route("/{site}/{purpose}/trial", post(try_out).delete(end_trial))
}

async fn reach(app: &App, key: &str) -> Result<(OrganisationId, SiteId), ApiError> {
    let (site, _) = app.site(key).await?;
    Ok((site.organisation, site.id))
}

fn parse(purpose: &str) -> Result<Purpose, ApiError> {
    purpose
        .parse()
        .map_err(|error: UnknownPurpose| unreadable(error.to_string()))
}

async fn show_policies(
    State(app): State<App>,
    Path(key): Path<String>,
) -> Result<axum::Json<Policies>, ApiError> {
    let ((organisation, site), now) = (reach(&app, &key).await?, app.now());
    let scope = command_line::allow(organisation, now)?;
    Ok(axum::Json(
        policies::in_force(&app, scope, site, now).await?,
    ))
}

async fn history(
    State(app): State<App>,
    Path((key, purpose)): Path<(String, String)>,
) -> Result<axum::Json<PolicyHistory>, ApiError> {
    let ((organisation, site), now) = (reach(&app, &key).await?, app.now());
    let (scope, at) = (command_line::allow(organisation, now)?, parse(&purpose)?);
    let history = policies::history(&app, scope, (site, at), now).await?;
    Ok(axum::Json(history))
}

async fn show_draft(
    State(app): State<App>,
    Path((key, purpose)): Path<(String, String)>,
) -> Result<axum::Json<DraftView>, ApiError> {
    let ((organisation, site), now) = (reach(&app, &key).await?, app.now());
    let (scope, at) = (command_line::allow(organisation, now)?, parse(&purpose)?);
    let mut tx = TenantTx::<ReadPolicies>::begin(&app.db, scope, now).await?;
    Ok(axum::Json(drafts::view(&app, &mut tx, (site, at)).await?))
}

async fn write_draft(
    State(app): State<App>,
    Path((key, purpose)): Path<(String, String)>,
    Json(asked): Json<NewDraft>,
) -> Result<axum::Json<DraftView>, ApiError> {
    let ((organisation, site), now) = (reach(&app, &key).await?, app.now());
    let (scope, at) = (command_line::allow(organisation, now)?, parse(&purpose)?);
    let written = drafts::write(&app, scope, ((site, at), now), asked).await?;
    Ok(axum::Json(written))
}

async fn publish(
    State(app): State<App>,
    Path((key, purpose)): Path<(String, String)>,
    Json(asked): Json<NewPublication>,
) -> Result<axum::Json<NewVersion>, ApiError> {
    let ((organisation, site), now) = (reach(&app, &key).await?, app.now());
    let (scope, at) = (command_line::allow(organisation, now)?, parse(&purpose)?);
    let deviate = command_line::allow(organisation, now)?;
    let published = drafts::publish(&app, (scope, Some(deviate)), ((site, at), now), &asked);
    Ok(axum::Json(published.await?))
}

async fn stop(
    State(app): State<App>,
    Path(at): Path<(String, String)>,
    Json(asked): Json<Why>,
) -> Result<StatusCode, ApiError> {
    turn(app, at, Turn::Stop, asked).await
}

async fn resume(
    State(app): State<App>,
    Path(at): Path<(String, String)>,
    Json(asked): Json<Why>,
) -> Result<StatusCode, ApiError> {
    turn(app, at, Turn::Resume, asked).await
}

async fn turn(
    app: App,
    (key, purpose): (String, String),
    turn: Turn,
    asked: Why,
) -> Result<StatusCode, ApiError> {
    let ((organisation, site), now) = (reach(&app, &key).await?, app.now());
    let (scope, at) = (command_line::allow(organisation, now)?, parse(&purpose)?);
    stops::turn(&app, scope, ((site, at), now), (turn, &asked)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remask(
    State(app): State<App>,
    Path((key, purpose)): Path<(String, String)>,
    Json(asked): Json<Why>,
) -> Result<axum::Json<Remasking>, ApiError> {
    let ((organisation, site), now) = (reach(&app, &key).await?, app.now());
    let (scope, at) = (command_line::allow(organisation, now)?, parse(&purpose)?);
    let begun = remasking::begin(&app, scope, ((site, at), now), &asked).await?;
    Ok(axum::Json(begun))
}

async fn try_out(
    State(app): State<App>,
    Path((key, purpose)): Path<(String, String)>,
    Json(asked): Json<ReadDraft>,
) -> Result<axum::Json<NewVersion>, ApiError> {
    let ((organisation, site), now) = (reach(&app, &key).await?, app.now());
    let (scope, at) = (command_line::allow(organisation, now)?, parse(&purpose)?);
    let begun = trials::begin(&app, scope, ((site, at), now), &asked).await?;
    Ok(axum::Json(begun))
}

async fn end_trial(
    State(app): State<App>,
    Path((key, purpose)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let ((organisation, site), now) = (reach(&app, &key).await?, app.now());
    let (scope, at) = (command_line::allow(organisation, now)?, parse(&purpose)?);
    trials::end(&app, scope, ((site, at), now)).await?;
    Ok(StatusCode::NO_CONTENT)
}
