//! What replaying a recording takes: its timeline, its transcript, its events, and the whole to take out.

use super::{
    extract::{Path, Query},
    problem::{ApiError, Problem},
    recordings::{At, reachable},
    session::Allowed,
};
use crate::{
    app::App,
    auditing::of_recording,
    reading,
    watching::{self, Range},
};
use axum::{
    Json,
    body::Body,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use revoir_domain::{
    audit::Event,
    ids::RecordingId,
    permission::{Denied, Export, Permission, Scope, Watch},
    policy::Policy,
    trigger::{Friction, Trigger},
};
use revoir_store::{
    TenantTx,
    search::{self, Recording},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What lies where in a recording. Positions are milliseconds from its first event.
#[derive(Serialize, ToSchema)]
pub(crate) struct Timeline {
    /// `open` while it may still grow, else `settled`; the pieces are of this state.
    state: &'static str,
    /// The timestamp of the first event: an event's position is its timestamp less this.
    start_ms: u64,
    length_ms: u64,
    pages: Vec<Page>,
    /// How much was done in each of 240 equal parts, from 0 to 100.
    activity: Vec<u8>,
    pieces: Vec<Piece>,
    markers: Vec<Marker>,
}

/// A point on the timeline: of friction, or of a trigger that fired.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Marker {
    Friction { at_ms: u64, kind: Friction },
    Trigger { at_ms: u64, trigger: Trigger },
}

/// A page that was opened.
#[derive(Serialize, ToSchema)]
pub(crate) struct Page {
    at_ms: u64,
    /// Absent where none was declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    route: Option<String>,
    width: u32,
    height: u32,
}

/// A piece of a recording, in which its events are fetched.
#[derive(Serialize, ToSchema)]
pub(crate) struct Piece {
    number: u32,
    from_ms: u64,
    to_ms: u64,
    /// Of its events as JSON.
    bytes: u64,
    /// From where a replay can start in it, if it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    snapshot_ms: Option<u64>,
}

/// What the visitor did, line by line; no text of the page.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what was stored as JSON")]
pub(crate) struct Transcript {
    lines: Vec<Line>,
    /// Whether it ends before the recording does.
    cut: bool,
}

/// One thing that was done.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what was stored as JSON")]
struct Line {
    at_ms: u64,
    /// `opened`, `clicked`, `right_clicked`, `typed`, `chose`, `entered`, `scrolled`, `waited`, `resized`,
    /// `played`, `paused` or `ended`.
    kind: String,
    /// `link`, `button`, `field`, `password`, `checkbox`, `radio`, `list`, `file`, `slider`, `image`, `media`,
    /// `heading`, `text`, `item`, `form`, `blocked` or `element`.
    #[schema(nullable = false)]
    what: Option<String>,
    /// How often in a row.
    #[schema(nullable = false)]
    count: Option<u32>,
    /// Which page, from 1.
    #[schema(nullable = false)]
    page: Option<u32>,
    #[schema(nullable = false)]
    route: Option<String>,
    #[schema(nullable = false)]
    for_ms: Option<u64>,
    #[schema(nullable = false)]
    width: Option<u32>,
    #[schema(nullable = false)]
    height: Option<u32>,
}

/// Which pieces of a recording.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Pieces {
    /// The state that the timeline told.
    state: String,
    /// The number of the first piece.
    first: u32,
    /// The number of the last piece.
    last: u32,
}

/// Shows what lies where in a recording.
#[utoipa::path(get, path = "/api/sites/{site}/recordings/{recording}/timeline", params(At), responses(
    (status = 200, body = Timeline),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show_timeline(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Watch>,
    Path(at): Path<At>,
) -> Result<Json<Timeline>, ApiError> {
    let (tx, found) = watch(&app, (scope, now), &at).await?;
    let (state, hour) = (state_of(&found), found.opened_hour.as_millisecond());
    let policy = app
        .policy(found.site, found.purpose, found.policy_version)
        .await?;
    let timeline = reading::timeline(app, tx, found).await?;
    let hour = u64::try_from(hour).unwrap_or_default();
    Ok(Json(Timeline::of(timeline, &policy, (state, hour))))
}

/// Tells what the visitor did, line by line.
#[utoipa::path(get, path = "/api/sites/{site}/recordings/{recording}/transcript", params(At), responses(
    (status = 200, body = Transcript),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show_transcript(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Watch>,
    Path(at): Path<At>,
) -> Result<Response, ApiError> {
    let (tx, found) = watch(&app, (scope, now), &at).await?;
    let transcript = reading::transcript(app, tx, found).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], transcript).into_response())
}

/// Streams the events of some pieces of a recording.
#[utoipa::path(get, path = "/api/sites/{site}/recordings/{recording}/events", params(At, Pieces), responses(
    (status = 200, body = Vec<Object>, description = "rrweb events"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show_events(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Watch>,
    Path(at): Path<At>,
    Query(Pieces { state, first, last }): Query<Pieces>,
) -> Result<Response, ApiError> {
    let (tx, found) = watch(&app, (scope, now), &at).await?;
    if state_of(&found) != state {
        return Err(ApiError::RecordingChanged);
    }
    let events = watching::events(app, tx, found, Some(Range { first, last })).await?;
    let json = [(header::CONTENT_TYPE, "application/json")];
    Ok((json, Body::from_stream(events)).into_response())
}

/// Takes a recording out, where its policy allows it: a JSON array that any rrweb player shows.
#[utoipa::path(get, path = "/api/sites/{site}/recordings/{recording}/export", params(At), responses(
    (status = 200, body = Vec<Object>, description = "rrweb events"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export_recording(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Watch>,
    Allowed(may, _): Allowed<Export>,
    Path(at): Path<At>,
) -> Result<Response, ApiError> {
    let (mut tx, found) = find(&app, (scope, now), &at).await?;
    if found.restricted_until.is_some() {
        return Err(ApiError::RecordingRestricted);
    }
    if !may.covers(found.site, found.purpose) {
        return Err(Denied(Export::NAME).into());
    }
    let policy = app
        .policy(found.site, found.purpose, found.policy_version)
        .await?;
    if !policy.export {
        return Err(ApiError::ExportNotAllowed);
    }
    let scope = tx.scope().clone();
    tx.audit(&app.audit, of_recording(Event::RecordingExported, &found))
        .await?;
    tx.commit().await?;
    let tx = TenantTx::begin(&app.db, scope, now).await?;
    let name = format!("attachment; filename=\"revoir-{}.json\"", found.id);
    let events = watching::events(app, tx, found, None).await?;
    let head = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((head, Body::from_stream(events)).into_response())
}

/// The recording that the path names, and the transaction that found it.
pub(super) async fn find(
    app: &App,
    (scope, now): (Scope<Watch>, jiff::Timestamp),
    at: &At,
) -> Result<(TenantTx<Watch>, Recording), ApiError> {
    let site = reachable(app, &at.site, scope.organisation()).await?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let found = search::find(&mut tx, site.id, RecordingId::from_uuid(at.recording)).await?;
    Ok((tx, found))
}

/// The same, for whoever is shown something of the recording: logged before anything is.
pub(super) async fn watch(
    app: &App,
    (scope, now): (Scope<Watch>, jiff::Timestamp),
    at: &At,
) -> Result<(TenantTx<Watch>, Recording), ApiError> {
    let (mut tx, found) = find(app, (scope.clone(), now), at).await?;
    if found.restricted_until.is_some() {
        return Err(ApiError::RecordingRestricted);
    }
    let act = of_recording(Event::RecordingWatched, &found);
    tx.audit_reading(&app.audit, act).await?;
    tx.commit().await?;
    Ok((TenantTx::begin(&app.db, scope, now).await?, found))
}

fn state_of(recording: &Recording) -> &'static str {
    if recording.is_open { "open" } else { "settled" }
}

impl Timeline {
    fn of(
        timeline: revoir_recording::Timeline,
        policy: &Policy,
        (state, hour_ms): (&'static str, u64),
    ) -> Self {
        let pages = timeline.pages.into_iter().map(|page| Page {
            at_ms: page.at_ms,
            route: page.route,
            width: page.width,
            height: page.height,
        });
        let pieces = timeline.pieces.into_iter().map(|piece| Piece {
            number: piece.number,
            from_ms: piece.from_ms,
            to_ms: piece.to_ms,
            bytes: piece.bytes,
            snapshot_ms: piece.snapshot_ms,
        });
        let markers = timeline.markers.into_iter();
        let markers = markers.filter_map(|marker| Marker::of(marker, policy));
        Self {
            state,
            start_ms: hour_ms + timeline.first_ms,
            length_ms: timeline.length_ms,
            pages: pages.collect(),
            activity: timeline.activity,
            pieces: pieces.collect(),
            markers: markers.collect(),
        }
    }
}

impl Marker {
    /// None: it tells of a trigger that the recording's policy does not have.
    fn of(marker: revoir_recording::Marker, policy: &Policy) -> Option<Self> {
        Some(match marker {
            revoir_recording::Marker::Friction { at_ms, kind } => Self::Friction { at_ms, kind },
            revoir_recording::Marker::Trigger { at_ms, trigger } => {
                let triggered = policy.collection.l2.as_ref()?;
                let trigger = triggered.triggers.get(trigger)?.clone();
                Self::Trigger { at_ms, trigger }
            }
        })
    }
}
