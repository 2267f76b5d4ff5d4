//! Recordings: list, one, its events, and its end.

use super::{
    extract::{Path, Query},
    problem::{ApiError, Problem},
    session::Allowed,
};
use crate::{app::App, erasing::erase, watching};
use axum::{
    Json,
    body::Body,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use revoir_domain::{
    ids::{OrganisationId, RecordingId},
    limits,
    permission::{Denied, Erase, Permission, Watch},
    purpose::{Purpose, UnknownPurpose},
};
use revoir_store::{
    TenantTx,
    recordings::{self, Cursor},
    sites::Site,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A site, by its key.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AtSite {
    site: String,
}

/// A recording of a site.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct At {
    site: String,
    recording: Uuid,
}

/// Which recordings.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// `support`, `ux` or `errors`.
    purpose: String,
    /// Where the page before ended.
    cursor: Option<String>,
    /// At most 100.
    limit: Option<u32>,
}

/// What the list says of a recording.
#[derive(Serialize, ToSchema)]
pub(crate) struct Recording {
    id: String,
    purpose: String,
    policy_version: u32,
    /// Rounded down to the hour (RFC 3339).
    opened_hour: String,
    /// `open` while it may still grow, else `settled`.
    state: String,
    /// `under_1_min`, `under_5_min`, `under_15_min`, `under_30_min` or `over_30_min`; absent while open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    duration_band: Option<String>,
    /// `desktop`, `tablet`, `mobile` or `unknown`.
    device: String,
    /// `chrome`, `edge`, `firefox`, `safari` or `other`.
    browser: String,
    /// The declared route of its first page; absent where none matched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    entry_route: Option<String>,
    /// From then on it cannot be read (RFC 3339); absent while open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    expires_at: Option<String>,
    imported: bool,
    /// Texts that the server had to mask itself.
    masked_on_arrival: u64,
}

/// Some recordings, newest hour first.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordingPage {
    recordings: Vec<Recording>,
    /// For the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
}

/// Lists the recordings of one purpose.
#[utoipa::path(get, path = "/api/sites/{site}/recordings", params(AtSite, Wanted), responses(
    (status = 200, body = RecordingPage),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_recordings(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Watch>,
    Path(at): Path<AtSite>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<RecordingPage>, ApiError> {
    let purpose: Purpose = wanted
        .purpose
        .parse()
        .map_err(|error: UnknownPurpose| unreadable(error.to_string()))?;
    let cursor = wanted.cursor.as_deref().map(read_cursor).transpose()?;
    let limit = wanted.limit.unwrap_or(50).clamp(1, limits::PAGE);
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    if !scope.covers(site.id, purpose) {
        return Err(Denied(Watch::NAME).into());
    }
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let found = recordings::list(&mut tx, site.id, purpose, cursor, limit).await?;
    let full = u32::try_from(found.len()).is_ok_and(|count| count == limit);
    let next = found.last().filter(|_| full).map(write_cursor);
    Ok(Json(RecordingPage {
        recordings: found.into_iter().map(Recording::from).collect(),
        next,
    }))
}

/// Shows one recording.
#[utoipa::path(get, path = "/api/sites/{site}/recordings/{recording}", params(At), responses(
    (status = 200, body = Recording),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show_recording(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Watch>,
    Path(at): Path<At>,
) -> Result<Json<Recording>, ApiError> {
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let found = recordings::find(&mut tx, site.id, RecordingId::from_uuid(at.recording)).await?;
    Ok(Json(found.into()))
}

/// Streams the events of a recording: a JSON array that any rrweb player shows.
#[utoipa::path(get, path = "/api/sites/{site}/recordings/{recording}/events", params(At), responses(
    (status = 200, body = Vec<Object>, description = "rrweb events"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show_events(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Watch>,
    Path(at): Path<At>,
) -> Result<Response, ApiError> {
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let found = recordings::find(&mut tx, site.id, RecordingId::from_uuid(at.recording)).await?;
    let events = watching::events(app, tx, found).await?;
    Ok((
        [(header::CONTENT_TYPE, "application/json")],
        Body::from_stream(events),
    )
        .into_response())
}

/// Erases one recording for good: rows and bytes, and its key.
#[utoipa::path(delete, path = "/api/sites/{site}/recordings/{recording}", params(At), responses(
    (status = 204, description = "Erased"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn erase_recording(
    State(app): State<App>,
    Allowed(scope, _): Allowed<Erase>,
    Path(at): Path<At>,
) -> Result<StatusCode, ApiError> {
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    erase(&app, scope, site.id, RecordingId::from_uuid(at.recording)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The site with this key, if it belongs to the caller's organisation.
async fn reachable(app: &App, key: &str, organisation: OrganisationId) -> Result<Site, ApiError> {
    match app.site(key).await {
        Ok((site, _)) if site.organisation == organisation => Ok(site),
        Ok(_) | Err(ApiError::SiteNotFound) => Err(ApiError::NotFound("site")),
        Err(error) => Err(error),
    }
}

fn unreadable(error: impl Into<String>) -> ApiError {
    ApiError::UnreadableRequest(error.into())
}

fn write_cursor(last: &recordings::Recording) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!("{} {}", last.opened_hour.as_second(), last.id))
}

fn read_cursor(text: &str) -> Result<Cursor, ApiError> {
    let parse = || {
        let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let (hour, id) = text.split_once(' ')?;
        let opened_hour = jiff::Timestamp::from_second(hour.parse().ok()?).ok()?;
        let opened_hour = (opened_hour >= jiff::Timestamp::UNIX_EPOCH).then_some(opened_hour)?;
        Some(Cursor {
            opened_hour,
            id: id.parse().ok()?,
        })
    };
    parse().ok_or_else(|| unreadable("cursor is none that a page gave"))
}

impl From<recordings::Recording> for Recording {
    fn from(found: recordings::Recording) -> Self {
        let state = if found.is_open { "open" } else { "settled" };
        Self {
            id: found.id.to_string(),
            purpose: found.purpose.to_string(),
            policy_version: found.policy_version,
            opened_hour: found.opened_hour.to_string(),
            state: state.to_owned(),
            duration_band: found.duration_band,
            device: found.device,
            browser: found.browser,
            entry_route: found.entry_route,
            expires_at: (!found.is_open).then(|| found.expires_at.to_string()),
            imported: found.imported,
            masked_on_arrival: found.masked_on_arrival,
        }
    }
}
