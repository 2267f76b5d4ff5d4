//! What `revoir evidence` asks.

use crate::{
    app::App,
    evidence::{self, Evidence, EvidenceFile},
    http::problem::{ApiError, unreadable},
};
use axum::{Json, Router, extract::State, routing::post};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Of which site, and at which instant.
#[derive(Serialize, Deserialize)]
pub(crate) struct EvidenceOf {
    pub(crate) site: String,
    pub(crate) at: Timestamp,
}

/// What `revoir consent-audit` saw, to be signed.
#[derive(Serialize, Deserialize)]
pub(crate) struct AuditOfConsent {
    pub(crate) site: String,
    /// How much of it must not be.
    pub(crate) findings: usize,
    pub(crate) files: Vec<EvidenceFile>,
}

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/", post(take))
        .route("/consent", post(file_consent))
}

async fn file_consent(
    State(app): State<App>,
    Json(of): Json<AuditOfConsent>,
) -> Result<Json<Evidence>, ApiError> {
    let (site, _) = app.site(&of.site).await?;
    Ok(Json(evidence::file_consent(&app, site, of).await?))
}

async fn take(
    State(app): State<App>,
    Json(of): Json<EvidenceOf>,
) -> Result<Json<Evidence>, ApiError> {
    if of.at > app.now() {
        return Err(unreadable("at must not lie in the future"));
    }
    let (site, _) = app.site(&of.site).await?;
    Ok(Json(evidence::take(&app, site, of.at).await?))
}
