//! What `revoir erase` asks.

use super::whereabouts;
use crate::{
    answering::Answering,
    app::App,
    command_line,
    erasing::erase,
    http::{
        problem::ApiError,
        requests::{Erased, OfCustomer},
    },
    jobs::certify,
};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use revoir_domain::{
    erasure::Erasure,
    ids::RecordingId,
    request::{NotAReference, Reference},
};
use serde::Deserialize;
use uuid::Uuid;

/// Why a recording is erased.
#[derive(Deserialize)]
pub(super) struct Upon {
    reference: Option<String>,
}

/// Whose recordings are erased.
#[derive(Deserialize)]
pub(super) struct Customer {
    site: String,
    #[serde(flatten)]
    of: OfCustomer,
}

/// Whether a recording is there, or was and is certified to be gone.
pub(super) async fn show_standing(
    State(app): State<App>,
    Path(recording): Path<Uuid>,
) -> Result<StatusCode, ApiError> {
    let recording = RecordingId::from_uuid(recording);
    if certify::certificate_of(&app, recording).await?.is_none() {
        whereabouts(&app, recording, app.now()).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Erases a recording, and answers with its certificate; with the same one where it was erased before.
pub(super) async fn erase_recording(
    State(app): State<App>,
    Path(recording): Path<Uuid>,
    Json(upon): Json<Upon>,
) -> Result<String, ApiError> {
    let (recording, now) = (RecordingId::from_uuid(recording), app.now());
    if let Some(certificate) = certify::certificate_of(&app, recording).await? {
        return Ok(certificate);
    }
    let reference = upon.reference.as_deref().map(str::parse::<Reference>);
    let reference = reference.transpose().map_err(|error: NotAReference| {
        ApiError::RequestNotValid("reference", error.to_string())
    })?;
    let why = reference.as_ref().map(Erasure::upon).unwrap_or_default();
    let (organisation, site) = whereabouts(&app, recording, now).await?;
    let scope = command_line::allow(organisation, now)?;
    erase(&app, scope, (site, recording), &why).await
}

/// Erases recordings of a customer, at most a hundred.
pub(super) async fn erase_customer(
    State(app): State<App>,
    Json(asked): Json<Customer>,
) -> Result<Json<Erased>, ApiError> {
    let (site, _) = app.site(&asked.site).await?;
    let allowed = (
        command_line::allow(site.organisation, app.now())?,
        app.now(),
    );
    let answering: Answering = asked.of.begin(&app, allowed, &asked.site).await?;
    Ok(Json(answering.erase(&app, None).await?.into()))
}
