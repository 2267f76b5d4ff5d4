//! What `revoir user` asks.

use crate::{
    accounts::{self, Account, NewAccount, NewGrant},
    app::App,
    http::{extract::Json, problem::ApiError},
};
use axum::{
    Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use revoir_domain::{email::Email, role::Role};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/", get(list).post(add))
        .route("/link", post(link))
        .route("/grant", post(grant))
        .route("/revoke", post(revoke))
        .route("/sign-out", post(sign_out))
        .route("/remove", post(remove))
}

/// Someone who has an account.
#[derive(Serialize, Deserialize)]
pub(crate) struct Someone {
    pub(crate) email: Email,
}

/// A role of theirs.
#[derive(Serialize, Deserialize)]
pub(crate) struct TheirRole {
    pub(crate) email: Email,
    pub(crate) role: Role,
}

async fn list(State(app): State<App>) -> Result<axum::Json<Vec<Account>>, ApiError> {
    Ok(axum::Json(accounts::list(&app).await?))
}

async fn add(
    State(app): State<App>,
    Json(account): Json<NewAccount>,
) -> Result<axum::Json<Value>, ApiError> {
    let link = accounts::add(&app, account).await?;
    Ok(axum::Json(json!({ "link": link })))
}

async fn link(
    State(app): State<App>,
    Json(of): Json<Someone>,
) -> Result<axum::Json<Value>, ApiError> {
    let link = accounts::link(&app, &of.email).await?;
    Ok(axum::Json(json!({ "link": link })))
}

async fn grant(
    State(app): State<App>,
    Json(asked): Json<NewGrant>,
) -> Result<StatusCode, ApiError> {
    accounts::grant(&app, &asked).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn revoke(State(app): State<App>, Json(of): Json<TheirRole>) -> Result<StatusCode, ApiError> {
    accounts::revoke(&app, &of.email, of.role).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn sign_out(State(app): State<App>, Json(of): Json<Someone>) -> Result<StatusCode, ApiError> {
    accounts::sign_out(&app, &of.email).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove(State(app): State<App>, Json(of): Json<Someone>) -> Result<StatusCode, ApiError> {
    accounts::remove(&app, &of.email).await?;
    Ok(StatusCode::NO_CONTENT)
}
