//! Daily statements of a purpose: what became of its recordings, signed, to be verified offline.

use super::{
    extract::{Path, Query},
    filter::day_of,
    problem::{ApiError, Problem},
    recordings::AtSite,
    session::Allowed,
    views::watched,
};
use crate::app::App;
use axum::{Json, extract::State};
use revoir_domain::permission::ReadPolicies;
use revoir_store::{
    TenantTx,
    statements::{self, Statement},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which statements.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// `support`, `ux` or `errors`.
    purpose: String,
    /// Of days before this one (UTC), such as `2026-11-21`.
    before: Option<String>,
}

/// What became of the recordings of a purpose on a day.
#[derive(Serialize, ToSchema)]
#[schema(as = Statement)]
pub(crate) struct StatementView {
    /// JSON, to the byte: what is signed.
    document: String,
    /// By the key of the audit log, over the SHA-256 of the document (`docs/audit.md`); base64url.
    signature: String,
}

/// Some statements, newest first, at most 100.
#[derive(Serialize, ToSchema)]
pub(crate) struct Statements {
    /// The half of the key that verifies, in hex.
    public_key: String,
    statements: Vec<StatementView>,
}

/// Lists the daily statements of a purpose. `revoir evidence verify` verifies the answer offline.
#[utoipa::path(get, path = "/api/sites/{site}/statements", params(AtSite, Wanted), responses(
    (status = 200, body = Statements),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_statements(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ReadPolicies>,
    Path(at): Path<AtSite>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Statements>, ApiError> {
    let before = wanted.before.as_deref();
    let before = before.map(|day| day_of("before", day)).transpose()?;
    let at = watched(&app, &scope, &at.site, &wanted.purpose).await?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let found = statements::list(&mut tx, at, before).await?;
    Ok(Json(Statements {
        public_key: app.audit.public().to_string(),
        statements: found.into_iter().map(StatementView::from).collect(),
    }))
}

impl From<Statement> for StatementView {
    fn from(statement: Statement) -> Self {
        Self {
            document: statement.document,
            signature: statement.signature.into(),
        }
    }
}
