//! Warnings: where the pages of a site sent what they should have masked, and how often. Never what.

use super::{
    extract::Path,
    problem::{ApiError, Problem},
    recordings::{AtSite, reachable},
    session::Allowed,
};
use crate::app::App;
use axum::{Json, extract::State};
use revoir_domain::{
    permission::{Denied, Permission, Warn},
    purpose::Purpose,
};
use revoir_store::{TenantTx, warnings};
use serde::Serialize;
use utoipa::ToSchema;

/// What the server had to mask in the last 30 days, the most frequent first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Warnings {
    warnings: Vec<WarningView>,
}

/// A place in the events of visitors' browsers where the server had to mask something.
#[derive(Serialize, ToSchema)]
pub(crate) struct WarningView {
    /// The rrweb type of the events.
    #[serde(rename = "type")]
    kind: i16,
    /// The source of an increment; absent for other events.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    source: Option<i16>,
    /// The field, or an attribute that is known.
    path: String,
    /// How many strings.
    count: i64,
    /// The last day (UTC).
    last_day: String,
}

/// Lists what the server had to mask in what the pages of a site sent.
#[utoipa::path(get, path = "/api/sites/{site}/warnings", params(AtSite), responses(
    (status = 200, body = Warnings),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_warnings(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Warn>,
    Path(at): Path<AtSite>,
) -> Result<Json<Warnings>, ApiError> {
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    let covered = |purpose| scope.covers(site.id, purpose);
    if !Purpose::ALL.into_iter().any(covered) {
        return Err(Denied(Warn::NAME).into());
    }
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let found = warnings::list(&mut tx, site.id).await?;
    let view = |warning: warnings::Warning| WarningView {
        kind: warning.kind,
        source: warning.source,
        path: warning.path,
        count: warning.count,
        last_day: warning.last_day.to_string(),
    };
    Ok(Json(Warnings {
        warnings: found.into_iter().map(view).collect(),
    }))
}
