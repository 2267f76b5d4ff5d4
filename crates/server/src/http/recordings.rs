//! Recordings: list, one, and its end.

use super::{
    extract::{Path, Query},
    filter::{Wanted, purpose_of},
    problem::{ApiError, Problem, unreadable},
    session::Allowed,
};
use crate::{app::App, auditing::of_recording, erasing::erase};
use axum::{Json, body::Bytes, extract::State, http::StatusCode};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use revoir_domain::{
    audit::{Act, Event, Subject},
    erasure::Erasure,
    ids::{OrganisationId, RecordingId},
    limits,
    permission::{Denied, Erase, Permission, Watch},
    trigger::Friction,
};
use revoir_recording::{Timeline, statement};
use revoir_store::{
    TenantTx,
    search::{self, Cursor},
    sites::Site,
};
use revoir_vault::KeyRing;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A site, by its key.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AtSite {
    pub(super) site: String,
}

/// A recording of a site.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct At {
    pub(super) site: String,
    pub(super) recording: Uuid,
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
    /// Whether it was made under a draft that was tried.
    trial: bool,
    /// Whether the publisher's backend has proven whose visit it is; absent where no identifier was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    verified: Option<bool>,
    /// Texts that the server had to mask itself.
    masked_on_arrival: u64,
    /// Notes on its moments.
    notes: u64,
    /// Until when nobody watches it or takes it out, where its visitor wants that; absent where not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    restricted_until: Option<String>,
    /// What its visitor says of it: text, never markup; absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    statement: Option<String>,
    /// Kinds of friction in it; absent while open, and in what was settled before this was written down.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    markers: Option<Vec<String>>,
    /// Triggers that fired in it, as its policy names them: `rage_click`, `custom:lost`. Absent as `markers`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    triggers: Option<Vec<String>>,
    /// Why it is kept: `drawn`, `trigger`, `imported`, `criterion:rage_click`. Absent as `markers`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    kept_for: Option<Vec<String>>,
    /// Its timeline in small; absent while open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    strip: Option<Strip>,
}

/// A timeline so small that a list can show it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Strip {
    length_ms: u64,
    /// How much was done in each of 40 equal parts, from 0 to 9.
    activity: Vec<u8>,
    /// Where its pages begin, in thousandths of its length.
    pages: Vec<u16>,
    /// Its first markers, at most 40.
    markers: Vec<StripMarker>,
}

/// A marker in a strip.
#[derive(Serialize, ToSchema)]
pub(crate) struct StripMarker {
    /// Where, in thousandths of the length.
    at: u16,
    /// What did not go as it was meant; absent where a trigger fired.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    friction: Option<Friction>,
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
    let purpose = purpose_of(&wanted.purpose)?;
    let filter = wanted.filter()?;
    let limit = wanted.limit.unwrap_or(50).clamp(1, limits::PAGE);
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    if !scope.covers(site.id, purpose) {
        return Err(Denied(Watch::NAME).into());
    }
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let found = search::list(&mut tx, site.id, purpose, &filter, limit).await?;
    let act = Act::of(Event::RecordingsListed, Subject::Purpose(site.id, purpose));
    tx.audit_reading(&app.audit, act).await?;
    tx.commit().await?;
    Ok(Json(page(&app, found, limit).await?))
}

/// What was found, with where the next page goes on if there may be one.
pub(super) async fn page(
    app: &App,
    found: Vec<search::Recording>,
    limit: u32,
) -> Result<RecordingPage, ApiError> {
    let full = u32::try_from(found.len()).is_ok_and(|count| count == limit);
    let next = found.last().filter(|_| full).map(write_cursor);
    let ring = app.ring.clone();
    let shown = move || found.into_iter().map(|found| view(&ring, found)).collect();
    let recordings = app.compute(shown).await?;
    Ok(RecordingPage { recordings, next })
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
    let found = search::find(&mut tx, site.id, RecordingId::from_uuid(at.recording)).await?;
    let act = of_recording(Event::RecordingWatched, &found);
    tx.audit_reading(&app.audit, act).await?;
    tx.commit().await?;
    let ring = app.ring.clone();
    Ok(Json(app.compute(move || view(&ring, found)).await?))
}

/// Erases one recording for good: rows and bytes, and its key. Who did it and why is remembered for a year.
#[utoipa::path(delete, path = "/api/sites/{site}/recordings/{recording}", params(At),
    request_body(content = Option<Why>, description = "Why"), responses(
    (status = 204, description = "Erased"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn erase_recording(
    State(app): State<App>,
    Allowed(scope, _): Allowed<Erase>,
    Path(at): Path<At>,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let why = read_why(&body)?;
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    let recording = RecordingId::from_uuid(at.recording);
    drop(erase(&app, scope, (site.id, recording), &why).await?);
    Ok(StatusCode::NO_CONTENT)
}

/// Why someone erases a recording.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `Erasure` reads")]
struct Why {
    /// `visitor_asked`, `collected_by_mistake`, `no_longer_needed` or `other`.
    reason: String,
    /// In one's own words, at most 500 characters.
    words: Option<String>,
}

/// A program may give no reason; the console always asks for one.
fn read_why(body: &[u8]) -> Result<Erasure, ApiError> {
    if body.is_empty() {
        return Ok(Erasure::default());
    }
    serde_json::from_slice(body).map_err(|error| unreadable(error.to_string()))
}

/// The site with this key, if it belongs to the caller's organisation.
pub(crate) async fn reachable(
    app: &App,
    key: &str,
    organisation: OrganisationId,
) -> Result<Site, ApiError> {
    match app.site(key).await {
        Ok((site, _)) if site.organisation == organisation => Ok(site),
        Ok(_) | Err(ApiError::SiteNotFound) => Err(ApiError::NotFound("site")),
        Err(error) => Err(error),
    }
}

fn write_cursor(last: &search::Recording) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!("{} {}", last.opened_hour.as_second(), last.id))
}

pub(super) fn read_cursor(text: &str) -> Result<Cursor, ApiError> {
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

/// What the list says; the strip where its timeline can be opened.
fn view(ring: &KeyRing, found: search::Recording) -> Recording {
    let state = if found.is_open { "open" } else { "settled" };
    let statement = found.statement.as_deref().and_then(|sealed| {
        let key = ring.find(found.slot, found.id).ok()?;
        statement::open(found.id, &key, sealed).ok()
    });
    let timeline = found.timeline.as_deref().and_then(|sealed| {
        let key = ring.find(found.slot, found.id).ok()?;
        Timeline::open(found.id, &key, sealed).ok()
    });
    Recording {
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
        trial: found.trial,
        verified: found.verified,
        masked_on_arrival: found.masked_on_arrival,
        notes: found.notes,
        restricted_until: found.restricted_until.map(|until| until.to_string()),
        statement,
        markers: found.markers,
        triggers: found.triggers,
        kept_for: found.kept_for,
        strip: timeline.map(|timeline| timeline.strip().into()),
    }
}

impl From<revoir_recording::Strip> for Strip {
    fn from(strip: revoir_recording::Strip) -> Self {
        Self {
            length_ms: strip.length_ms,
            activity: strip.activity,
            pages: strip.pages,
            markers: strip
                .markers
                .into_iter()
                .map(|marker| StripMarker {
                    at: marker.at,
                    friction: marker.friction,
                })
                .collect(),
        }
    }
}
