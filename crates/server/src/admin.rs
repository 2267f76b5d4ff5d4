//! What the command line asks of an installation: over the socket `run/admin.sock` of a running server,
//! or of the same router in its own process. Only who may write in the data directory reaches it.

mod accounts;
mod audit;
mod evidence;
mod keys;
mod policies;
mod proofs;
mod requests;
mod routes;

pub(crate) use accounts::{Someone, TheirRole};
pub(crate) use audit::LogOf;
pub(crate) use evidence::{AuditOfConsent, EvidenceOf};
pub(crate) use keys::Rotation;
pub(crate) use routes::SiteRoutes;

use crate::{
    app::App,
    auditing::of_recording,
    command_line,
    founding::{self, NewSite},
    http::problem::ApiError,
    importing::{self, Origin},
    jobs::certify,
    watching,
};
use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use jiff::Timestamp;
use revoir_domain::{
    audit::Event,
    grant::Claims,
    ids::{OrganisationId, RecordingId, SiteId},
    limits,
};
use revoir_store::{OwnerTx, TenantTx, recordings, search};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// Everything that the command line may ask.
pub(crate) fn router(app: App) -> Router {
    Router::new()
        .nest("/accounts", accounts::router())
        .nest("/audit", audit::router())
        .nest("/evidence", evidence::router())
        .nest("/routes", routes::router())
        .nest("/policies", policies::router())
        .nest("/proofs", proofs::router())
        .nest("/keys", keys::router())
        .route("/sites", post(add_site))
        .route("/imports", post(begin_import))
        .route("/imports/batches", post(add_batch))
        .route("/imports/end", post(end_import))
        .route("/recordings/{recording}/events", get(export))
        .route(
            "/recordings/{recording}",
            axum::routing::delete(requests::erase_recording),
        )
        .route(
            "/recordings/{recording}/standing",
            get(requests::show_standing),
        )
        .route("/requests/erasure", post(requests::erase_customer))
        .route("/recordings/{recording}/certificate", get(certificate))
        .fallback(|| async { ApiError::NotFound("command") })
        .layer(DefaultBodyLimit::max(limits::INFLATED_BYTES))
        .with_state(app)
}

async fn add_site(
    State(app): State<App>,
    Json(site): Json<NewSite>,
) -> Result<StatusCode, ApiError> {
    founding::add_site(&app, site).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Granted {
    grant: String,
    #[serde(default)]
    seq: u32,
    #[serde(default)]
    origin_ms: i64,
}

async fn begin_import(
    State(app): State<App>,
    Json(origin): Json<Origin>,
) -> Result<Json<Value>, ApiError> {
    let claims = importing::begin(&app, &origin).await?;
    Ok(Json(
        json!({ "grant": app.grants.issue(&claims), "recording": claims.recording }),
    ))
}

async fn add_batch(
    State(app): State<App>,
    Query(at): Query<Granted>,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let claims = believed(&app, &at)?;
    importing::add(&app, claims, at.seq, at.origin_ms, body).await?;
    Ok(StatusCode::ACCEPTED)
}

async fn end_import(
    State(app): State<App>,
    Query(at): Query<Granted>,
) -> Result<StatusCode, ApiError> {
    importing::finish(&app, believed(&app, &at)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn believed(app: &App, at: &Granted) -> Result<Claims, ApiError> {
    Ok(app.grants.verify(&at.grant, app.now())?)
}

async fn export(State(app): State<App>, Path(recording): Path<Uuid>) -> Result<Response, ApiError> {
    let (recording, now) = (RecordingId::from_uuid(recording), app.now());
    let (organisation, site) = whereabouts(&app, recording, now).await?;
    let mut tx = TenantTx::begin(&app.db, command_line::allow(organisation, now)?, now).await?;
    let found = search::find(&mut tx, site, recording).await?;
    tx.audit(&app.audit, of_recording(Event::RecordingExported, &found))
        .await?;
    tx.commit().await?;
    let tx = TenantTx::begin(&app.db, command_line::allow(organisation, now)?, now).await?;
    let events = watching::events(app, tx, found, None).await?;
    Ok((
        [(header::CONTENT_TYPE, "application/json")],
        Body::from_stream(events),
    )
        .into_response())
}

async fn certificate(
    State(app): State<App>,
    Path(recording): Path<Uuid>,
) -> Result<String, ApiError> {
    let found = certify::certificate_of(&app, RecordingId::from_uuid(recording)).await?;
    found.ok_or(ApiError::NotFound("certificate"))
}

async fn whereabouts(
    app: &App,
    id: RecordingId,
    now: Timestamp,
) -> Result<(OrganisationId, SiteId), ApiError> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    Ok(recordings::whereabouts(&mut tx, id, now).await?)
}
