//! Requests of customers, answered by somebody of the publisher (I2, I3). Identifier and reference come in bodies:
//! addresses are logged on their way.

use super::{
    extract::{Json, Path},
    filter::purpose_of,
    problem::{ApiError, Problem},
    recordings::{AtSite, RecordingPage, page, reachable, read_cursor},
    session::Allowed,
};
use crate::{
    answering::{Answering, Gone},
    app::App,
    archive, watching,
};
use axum::{
    body::Body,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use revoir_domain::{
    ids::RecordingId,
    limits,
    permission::{Answer, Scope},
    pseudonym::{Identifier, NotAnIdentifier},
    purpose::Purpose,
    request::{Deed, NotAReference, Reference},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// Whose request, and which.
#[derive(Deserialize, ToSchema)]
pub(crate) struct OfCustomer {
    /// `support`, `ux` or `errors`: one whose policy in force says I2 or I3.
    purpose: String,
    /// As the site's pages give it, with 1 to 256 characters. It is neither stored nor logged.
    // any value: what reads a text would repeat what is none
    #[serde(default)]
    #[schema(value_type = String)]
    identifier: Value,
    /// The publisher's own number of the request, with 1 to 64 characters: it goes beside the log's entries.
    #[serde(default)]
    #[schema(value_type = String)]
    pub(super) reference: Value,
}

/// What is looked for.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Search {
    #[serde(flatten)]
    of: OfCustomer,
    /// Where the page before ended.
    #[schema(nullable = false)]
    cursor: Option<String>,
}

/// What there is of a customer.
#[derive(Serialize, ToSchema)]
pub(crate) struct OfTheirs {
    #[serde(flatten)]
    page: RecordingPage,
    /// How many there are in all, restricted ones included.
    kept: u64,
    /// How many more there are of which it is not decided whether they are kept: nobody watches them, and erasing or
    /// restricting all takes them too.
    awaiting_verdict: u64,
}

/// One recording of theirs that is taken out.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Taking {
    #[serde(flatten)]
    of: OfCustomer,
    recording: Uuid,
}

/// Recordings of theirs that are erased.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Erasing {
    #[serde(flatten)]
    of: OfCustomer,
    /// Which; absent for all.
    #[schema(nullable = false)]
    recordings: Option<Vec<Uuid>>,
}

/// What was erased.
#[derive(Serialize, ToSchema)]
pub(crate) struct Erased {
    /// The signed certificates, to the byte.
    certificates: Vec<String>,
    /// How many are left: at most 100 are erased at once.
    left: u64,
}

/// Recordings of theirs that are restricted, or are no more.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Restricting {
    #[serde(flatten)]
    of: OfCustomer,
    /// Which; absent for all.
    #[schema(nullable = false)]
    recordings: Option<Vec<Uuid>>,
    /// Whether they are to be restricted.
    restricted: bool,
}

/// How many recordings an act has reached.
#[derive(Serialize, ToSchema)]
pub(crate) struct Reached {
    recordings: usize,
    /// Whether there are more: at most 100 are reached at once, and asking again reaches others.
    more: bool,
}

/// What is to be said of a recording of theirs.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Stating {
    #[serde(flatten)]
    of: OfCustomer,
    recording: Uuid,
    /// At most 2,000 characters; an empty one removes what was said.
    text: String,
}

/// Lists what there is of a customer.
#[utoipa::path(post, path = "/api/sites/{site}/requests", params(AtSite), request_body = Search, responses(
    (status = 200, body = OfTheirs),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn search_request(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Answer>,
    Path(at): Path<AtSite>,
    Json(asked): Json<Search>,
) -> Result<axum::Json<OfTheirs>, ApiError> {
    let after = asked.cursor.as_deref().map(read_cursor).transpose()?;
    let answering = asked.of.begin(&app, (scope, now), &at.site).await?;
    let (found, total) = answering.find(&app, after, limits::PAGE).await?;
    Ok(axum::Json(OfTheirs {
        page: page(&app, found, limits::PAGE).await?,
        kept: total.kept,
        awaiting_verdict: total.awaiting,
    }))
}

/// Takes a recording of a customer out, as one file that plays alone.
#[utoipa::path(post, path = "/api/sites/{site}/requests/archive", params(AtSite), request_body = Taking, responses(
    (status = 200, body = String, content_type = "text/html", description = "A file that plays from disk"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 423, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn archive_request(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Answer>,
    Path(at): Path<AtSite>,
    Json(asked): Json<Taking>,
) -> Result<Response, ApiError> {
    let answering = asked.of.begin(&app, (scope, now), &at.site).await?;
    let recording = RecordingId::from_uuid(asked.recording);
    let (tx, found) = answering.take(&app, recording, Deed::Archived).await?;
    archive::send(app, tx, found).await
}

/// Takes a recording of a customer out, as a JSON array that any rrweb player shows.
#[utoipa::path(post, path = "/api/sites/{site}/requests/events", params(AtSite), request_body = Taking, responses(
    (status = 200, body = Vec<Object>, description = "rrweb events"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 423, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export_request(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Answer>,
    Path(at): Path<AtSite>,
    Json(asked): Json<Taking>,
) -> Result<Response, ApiError> {
    let answering = asked.of.begin(&app, (scope, now), &at.site).await?;
    let recording = RecordingId::from_uuid(asked.recording);
    let (tx, found) = answering.take(&app, recording, Deed::Exported).await?;
    let name = format!("attachment; filename=\"revoir-{}.json\"", found.id);
    let events = watching::events(app, tx, found, None).await?;
    let head = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((head, Body::from_stream(events)).into_response())
}

/// Erases all recordings of a customer, or those that are chosen.
#[utoipa::path(post, path = "/api/sites/{site}/requests/erasure", params(AtSite), request_body = Erasing, responses(
    (status = 200, body = Erased),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn erase_request(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Answer>,
    Path(at): Path<AtSite>,
    Json(asked): Json<Erasing>,
) -> Result<axum::Json<Erased>, ApiError> {
    let chosen = chosen(asked.recordings)?;
    let answering = asked.of.begin(&app, (scope, now), &at.site).await?;
    let gone = answering.erase(&app, chosen).await?;
    Ok(axum::Json(gone.into()))
}

/// Restricts recordings of a customer, or lifts that.
#[utoipa::path(post, path = "/api/sites/{site}/requests/restriction", params(AtSite), request_body = Restricting, responses(
    (status = 200, body = Reached),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn restrict_request(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Answer>,
    Path(at): Path<AtSite>,
    Json(asked): Json<Restricting>,
) -> Result<axum::Json<Reached>, ApiError> {
    let chosen = chosen(asked.recordings)?;
    let answering = asked.of.begin(&app, (scope, now), &at.site).await?;
    let held = answering.restrict(&app, chosen, asked.restricted).await?;
    Ok(axum::Json(Reached {
        recordings: held.recordings,
        more: held.more,
    }))
}

/// Puts a customer's statement beside a recording of theirs.
#[utoipa::path(post, path = "/api/sites/{site}/requests/statement", params(AtSite), request_body = Stating, responses(
    (status = 200, body = Reached),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn state_request(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Answer>,
    Path(at): Path<AtSite>,
    Json(asked): Json<Stating>,
) -> Result<axum::Json<Reached>, ApiError> {
    let answering = asked.of.begin(&app, (scope, now), &at.site).await?;
    let recording = RecordingId::from_uuid(asked.recording);
    answering.state(&app, recording, &asked.text).await?;
    Ok(axum::Json(Reached {
        recordings: 1,
        more: false,
    }))
}

/// Which recordings; a list that is too long or empty says nothing that can be done.
fn chosen(recordings: Option<Vec<Uuid>>) -> Result<Option<Vec<RecordingId>>, ApiError> {
    let most = usize::try_from(limits::PAGE).unwrap_or_default();
    let Some(mut ids) = recordings else {
        return Ok(None);
    };
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() || ids.len() > most {
        let why = format!("must name 1 to {most} recordings, or be absent for all");
        return Err(ApiError::RequestNotValid("recordings", why));
    }
    Ok(Some(ids.into_iter().map(RecordingId::from_uuid).collect()))
}

impl From<Gone> for Erased {
    fn from(gone: Gone) -> Self {
        Self {
            certificates: gone.certificates,
            left: gone.left,
        }
    }
}

impl OfCustomer {
    pub(super) fn purpose(&self) -> Result<Purpose, ApiError> {
        purpose_of(&self.purpose).map_err(|_| {
            ApiError::RequestNotValid("purpose", "must be support, ux or errors".to_owned())
        })
    }

    /// What is wrong is named by its field, and an identifier not repeated.
    pub(crate) async fn begin(
        &self,
        app: &App,
        (scope, now): (Scope<Answer>, Timestamp),
        site: &str,
    ) -> Result<Answering, ApiError> {
        let purpose = self.purpose()?;
        let site = reachable(app, site, scope.organisation()).await?;
        let reference = reference(&self.reference)?;
        let identifier = self.identifier.as_str().ok_or(NotAnIdentifier);
        let identifier = identifier.and_then(str::parse::<Identifier>);
        let identifier = identifier
            .map_err(|error| ApiError::RequestNotValid("identifier", error.to_string()))?;
        Answering::begin(app, (scope, now), (&site, purpose), (identifier, reference)).await
    }
}

/// The reference of a request.
pub(super) fn reference(said: &Value) -> Result<Reference, ApiError> {
    let read = said.as_str().ok_or(NotAReference).and_then(str::parse);
    read.map_err(|error: NotAReference| ApiError::RequestNotValid("reference", error.to_string()))
}
