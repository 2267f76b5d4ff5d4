//! Saved views: searches that someone keeps under a name, each for themselves.

use super::{
    extract::{Json, Path, Query},
    notes::{Made, words},
    problem::{ApiError, Problem, unreadable},
    recordings::{AtSite, reachable},
    session::Allowed,
};
use crate::{app::App, random};
use axum::{extract::State, http::StatusCode};
use revoir_domain::{
    ids::{SiteId, ViewId},
    limits,
    permission::{Denied, Permission, Scope, Watch},
    purpose::{Purpose, UnknownPurpose},
};
use revoir_store::{TenantTx, views};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A view of a site.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AtView {
    site: String,
    view: Uuid,
}

/// Of which purpose.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfPurpose {
    /// `support`, `ux` or `errors`.
    purpose: String,
}

/// A search kept under a name.
#[derive(Serialize, ToSchema)]
pub(crate) struct View {
    id: String,
    name: String,
    /// The query of the list's address.
    query: String,
}

/// One's own views, by name.
#[derive(Serialize, ToSchema)]
pub(crate) struct ViewList {
    views: Vec<View>,
}

/// A search to be kept.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewView {
    /// `support`, `ux` or `errors`.
    purpose: String,
    /// 1 to 80 characters.
    name: String,
    /// At most 500 characters.
    query: String,
}

/// Lists one's own views of a purpose of a site.
#[utoipa::path(get, path = "/api/sites/{site}/views", params(AtSite, OfPurpose), responses(
    (status = 200, body = ViewList),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_views(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Watch>,
    Path(at): Path<AtSite>,
    Query(of): Query<OfPurpose>,
) -> Result<axum::Json<ViewList>, ApiError> {
    let (site, purpose) = watched(&app, &scope, &at.site, &of.purpose).await?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let views = views::list(&mut tx, site, purpose).await?;
    let views = views.into_iter().map(|view| View {
        id: view.id.to_string(),
        name: view.name,
        query: view.query,
    });
    Ok(axum::Json(ViewList {
        views: views.collect(),
    }))
}

/// Keeps a search under a name.
#[utoipa::path(post, path = "/api/sites/{site}/views", params(AtSite), request_body = NewView, responses(
    (status = 201, body = Made),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn create_view(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Watch>,
    Path(at): Path<AtSite>,
    Json(asked): Json<NewView>,
) -> Result<(StatusCode, axum::Json<Made>), ApiError> {
    let (site, purpose) = watched(&app, &scope, &at.site, &asked.purpose).await?;
    if asked.query.chars().count() > limits::VIEW_QUERY_CHARS || asked.query.contains('\0') {
        return Err(unreadable("query must have at most 500 characters"));
    }
    let view = views::View {
        id: ViewId::from_uuid(random::timed_id(now)),
        name: words("name", &asked.name, limits::VIEW_NAME_CHARS)?,
        query: asked.query,
    };
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    views::add(&mut tx, site, purpose, &view).await?;
    tx.commit().await?;
    let id = view.id.to_string();
    Ok((StatusCode::CREATED, axum::Json(Made { id })))
}

/// Deletes a view of one's own.
#[utoipa::path(delete, path = "/api/sites/{site}/views/{view}", params(AtView), responses(
    (status = 204, description = "Deleted"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn delete_view(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Watch>,
    Path(at): Path<AtView>,
) -> Result<StatusCode, ApiError> {
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    views::delete(&mut tx, site.id, ViewId::from_uuid(at.view)).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The purpose of a site that the caller may do `P` with.
pub(super) async fn watched<P: Permission>(
    app: &App,
    scope: &Scope<P>,
    site: &str,
    purpose: &str,
) -> Result<(SiteId, Purpose), ApiError> {
    let purpose: Purpose = purpose
        .parse()
        .map_err(|error: UnknownPurpose| unreadable(error.to_string()))?;
    let site = reachable(app, site, scope.organisation()).await?;
    if scope.covers(site.id, purpose) {
        Ok((site.id, purpose))
    } else {
        Err(Denied(P::NAME).into())
    }
}
