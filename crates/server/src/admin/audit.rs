//! The audit log of an organisation, for whoever may write in the data directory.

use crate::{app::App, auditing, command_line, http::problem::ApiError};
use axum::{Json, Router, extract::State, response::Response, routing::post};
use revoir_store::{OwnerTx, organisations};
use serde::{Deserialize, Serialize};

/// Whose log; without a name that of the only organisation there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct LogOf {
    pub(crate) organisation: Option<String>,
}

pub(super) fn router() -> Router<App> {
    Router::new().route("/export", post(export))
}

async fn export(State(app): State<App>, Json(of): Json<LogOf>) -> Result<Response, ApiError> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    let found = match of.organisation {
        Some(name) => organisations::find_by_name(&mut tx, &name).await?,
        None => organisations::first(&mut tx).await?,
    };
    drop(tx);
    let organisation = found.ok_or(ApiError::NotFound("organisation"))?;
    let now = app.now();
    let scope = command_line::allow(organisation, now)?;
    auditing::export(app, scope, now).await
}
