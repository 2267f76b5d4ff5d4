//! Proofs of process: how visitors are asked under a version of the texts, as filed.

use super::{
    extract::{Path, Query},
    filter::day_of,
    problem::{ApiError, Problem, unreadable},
    recordings::{AtSite, reachable},
    session::Allowed,
};
use crate::{app::App, random};
use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use revoir_domain::{
    audit::{Act, Event, Subject},
    ids::SiteId,
    permission::{Denied, EditPolicies, Permission, ReadPolicies, Scope},
    process::{Media, NotAProcess},
    purpose::Purpose,
};
use revoir_store::{
    Error, TenantTx, policies,
    processes::{self, Process},
    texts,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// What a file shows.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Shown {
    /// Under which version of the texts.
    text_version: String,
    /// On which day it was so, such as `2026-11-21`.
    taken_on: String,
}

/// A file that was filed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AtProcess {
    site: String,
    process: Uuid,
}

/// Files that show how visitors are asked, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Processes {
    processes: Vec<ProcessView>,
}

/// A file that shows how visitors are asked.
#[derive(Serialize, ToSchema)]
#[schema(as = Process)]
pub(crate) struct ProcessView {
    id: String,
    text_version: String,
    /// `text/plain`, `image/png` or `image/webp`.
    media: String,
    /// The day on which it was so, as whoever filed it says.
    taken_on: String,
    size: u64,
    filed_at: String,
    /// The name of who filed it, as it was then.
    filed_by: String,
}

/// Files a banner's or CMP's configuration (text, at most 256 KiB) or a picture of it (PNG or WebP, at most 1 MiB).
#[utoipa::path(post, path = "/api/sites/{site}/processes", params(AtSite, Shown),
    request_body(content = String, content_type = "application/octet-stream"), responses(
    (status = 201, description = "Filed"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn file_process(
    State(app): State<App>,
    Allowed(scope, now): Allowed<EditPolicies>,
    Path(at): Path<AtSite>,
    Query(shown): Query<Shown>,
    bytes: Bytes,
) -> Result<StatusCode, ApiError> {
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    check(&scope, site.id)?;
    let media = Media::of(&bytes).map_err(|refused| match refused {
        NotAProcess::Unknown => unreadable(refused),
        large => ApiError::TooLarge(large.to_string()),
    })?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let known = texts::hash_of(&mut tx, site.id, &shown.text_version).await?;
    known.ok_or(ApiError::NotFound("version of the texts"))?;
    let process = Process {
        id: random::timed_id(now),
        text_version: shown.text_version,
        media: media.name().to_owned(),
        taken_on: day_of("taken_on", &shown.taken_on)?,
        size: 0,
        filed_at: now,
        filed_by: policies::author(&mut tx).await?,
    };
    processes::file(&mut tx, site.id, &process, &bytes)
        .await
        .map_err(|error| match error {
            Error::Full => ApiError::TooLarge("the site has too many such files".to_owned()),
            error => error.into(),
        })?;
    let act = Act::of(Event::ProcessFiled, Subject::Site(site.id));
    tx.audit(&app.audit, act.with(media.name())).await?;
    tx.commit().await?;
    Ok(StatusCode::CREATED)
}

fn check<P: Permission>(scope: &Scope<P>, site: SiteId) -> Result<(), ApiError> {
    let mut purposes = Purpose::ALL.into_iter();
    if purposes.any(|purpose| scope.covers(site, purpose)) {
        return Ok(());
    }
    Err(Denied(P::NAME).into())
}

/// Lists what was filed of how visitors are asked.
#[utoipa::path(get, path = "/api/sites/{site}/processes", params(AtSite), responses(
    (status = 200, body = Processes),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_processes(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ReadPolicies>,
    Path(at): Path<AtSite>,
) -> Result<Json<Processes>, ApiError> {
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    check(&scope, site.id)?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let found = processes::list(&mut tx, site.id, now).await?;
    let processes = found.into_iter().map(ProcessView::from).collect();
    Ok(Json(Processes { processes }))
}

/// Hands over a file of those. It is never shown within the console.
#[utoipa::path(get, path = "/api/sites/{site}/processes/{process}", params(AtProcess), responses(
    (status = 200, description = "The file", content_type = "application/octet-stream"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show_process(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ReadPolicies>,
    Path(at): Path<AtProcess>,
) -> Result<Response, ApiError> {
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    check(&scope, site.id)?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let (media, bytes) = processes::read(&mut tx, site.id, at.process).await?;
    let (kind, ending) = match media.as_str() {
        "image/png" => ("image/png", "png"),
        "image/webp" => ("image/webp", "webp"),
        _ => ("text/plain; charset=utf-8", "txt"),
    };
    let name = format!(
        "attachment; filename=\"revoir-process-{}.{ending}\"",
        at.process
    );
    let head = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((head, bytes).into_response())
}

impl From<Process> for ProcessView {
    fn from(process: Process) -> Self {
        Self {
            id: process.id.to_string(),
            text_version: process.text_version,
            media: process.media,
            taken_on: process.taken_on.to_string(),
            size: process.size,
            filed_at: process.filed_at.to_string(),
            filed_by: process.filed_by,
        }
    }
}
