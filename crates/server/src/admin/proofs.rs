//! What `revoir proofs` asks.

use crate::{
    app::App,
    command_line,
    http::{consents, problem::ApiError},
};
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::post,
};
use revoir_store::TenantTx;

pub(super) fn router() -> Router<App> {
    Router::new().route("/{site}", post(export))
}

async fn export(State(app): State<App>, Path(key): Path<String>) -> Result<Response, ApiError> {
    let (site, _) = app.site(&key).await?;
    let now = app.now();
    let scope = command_line::allow(site.organisation, now)?;
    let tx = TenantTx::begin(&app.db, scope, now).await?;
    consents::export(&app, tx, &site, now).await
}
