//! For visitors: what each may do with a recording of theirs, by its receipt. `docs/wire.md` is the contract.
//!
//! One receipt a request. What is not there answers alike, whoever it was, and nothing of a receipt is logged.

use super::{
    problem::{ApiError, unreadable},
    visitors::{self, Sent},
};
use crate::{app::App, archive, erasing, rights, watching};
use axum::{
    Json,
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use revoir_domain::{audit::Event, limits, permission::Watch};
use revoir_store::{Error, TenantTx, audit, rights as store, search::Recording};
use serde::{Deserialize, Serialize};

/// What a visitor asks about one recording.
#[derive(Deserialize)]
struct Asked {
    receipt: String,
    /// Whether it is to be restricted.
    restricted: Option<bool>,
    /// What is to be said of it.
    text: Option<String>,
}

/// A recording as its visitor is told of it.
#[derive(Serialize)]
pub(crate) struct Own {
    purpose: String,
    /// `open` while it may still grow, else `settled`.
    state: &'static str,
    /// Whether it may still turn out not to be kept.
    awaits_verdict: bool,
    /// Whether a withdrawal ends it and does not erase it.
    kept_after_withdrawal: bool,
    opened_hour: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_band: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry_route: Option<String>,
    device: String,
    browser: String,
    /// When it expires if nobody restricts it; absent while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    restricted_until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<String>,
}

/// Tells of the recording of a receipt.
pub(crate) async fn show_receipt(sent: Sent) -> Result<Json<Own>, ApiError> {
    let (app, asked) = admit(sent).await?;
    let (tx, found) = asked.find(&app).await?;
    drop(tx);
    let statement = rights::statement(&app, &found).await?;
    let policy = app.policy(found.site, found.purpose, found.policy_version);
    let policy = policy.await?;
    let told = found.expires_at.min(found.unrestricted_until);
    Ok(Json(Own {
        purpose: found.purpose.to_string(),
        state: if found.is_open { "open" } else { "settled" },
        awaits_verdict: found.verdict_by.is_some(),
        kept_after_withdrawal: policy.keep_after_withdrawal.is_some(),
        opened_hour: found.opened_hour.to_string(),
        duration_band: found.duration_band,
        entry_route: found.entry_route,
        device: found.device,
        browser: found.browser,
        expires_at: (!found.is_open).then(|| told.to_string()),
        restricted_until: found.restricted_until.map(|until| until.to_string()),
        statement,
    }))
}

/// Streams the events of the recording of a receipt: a JSON array that any rrweb player shows.
pub(crate) async fn show_receipt_events(sent: Sent) -> Result<Response, ApiError> {
    let (app, asked) = admit(sent).await?;
    let (tx, found) = take(&app, &asked, Event::ReceiptsWatched).await?;
    let events = watching::events(app, tx, found, None).await?;
    let json = [(header::CONTENT_TYPE, "application/json")];
    Ok((json, Body::from_stream(events)).into_response())
}

/// Streams the recording of a receipt as one file that plays alone, from disk.
pub(crate) async fn show_receipt_archive(sent: Sent) -> Result<Response, ApiError> {
    let (app, asked) = admit(sent).await?;
    let (tx, found) = take(&app, &asked, Event::ReceiptsExported).await?;
    archive::send(app, tx, found).await
}

/// Erases the recording of a receipt, and answers with the certificate.
pub(crate) async fn erase_receipt(sent: Sent) -> Result<Response, ApiError> {
    let (app, asked) = admit(sent).await?;
    let erased = erasing::erase_by_receipt(&app, asked.hash()?, Event::ReceiptsErased).await?;
    let certificate = erased.ok_or(ApiError::RecordingNotFound)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], certificate).into_response())
}

/// Restricts the recording of a receipt, or lifts that.
pub(crate) async fn restrict_receipt(sent: Sent) -> Result<StatusCode, ApiError> {
    let (app, asked) = admit(sent).await?;
    let missing = || unreadable("restricted must be true or false");
    let restricted = asked.restricted.ok_or_else(missing)?;
    let (mut tx, found) = asked.find(&app).await?;
    let now = tx.now();
    rights::restrict(&mut tx, found.id, restricted, now).await?;
    let event = if restricted {
        Event::ReceiptsRestricted
    } else {
        Event::ReceiptsLifted
    };
    tally(&mut tx, event, &found, now).await?;
    tx.commit().await?;
    app.jobs.notify_one();
    Ok(StatusCode::NO_CONTENT)
}

/// Puts a statement beside the recording of a receipt; an empty one removes it.
pub(crate) async fn state_receipt(sent: Sent) -> Result<StatusCode, ApiError> {
    let (app, asked) = admit(sent).await?;
    let text = asked.text.as_deref();
    let text = text.ok_or_else(|| unreadable("text is missing"))?;
    let (mut tx, found) = asked.find(&app).await?;
    rights::state(&app, &mut tx, &found, text).await?;
    let now = tx.now();
    tally(&mut tx, Event::ReceiptsStated, &found, now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reads what is asked, if the client may ask now.
async fn admit(sent: Sent) -> Result<(App, Asked), ApiError> {
    let most = limits::STATEMENT_REQUEST_BYTES;
    let (app, _, asked) = visitors::admit(sent, |app| &app.receipts, most).await?;
    Ok((app, asked))
}

/// The recording whose content is taken, counted for the audit log before any of it is shown.
async fn take(
    app: &App,
    asked: &Asked,
    event: Event,
) -> Result<(TenantTx<Watch>, Recording), ApiError> {
    let (mut tx, found) = asked.find(app).await?;
    if found.restricted_until.is_some() {
        return Err(ApiError::RecordingRestricted);
    }
    let (scope, now) = (tx.scope().clone(), tx.now());
    tally(&mut tx, event, &found, now).await?;
    tx.commit().await?;
    Ok((TenantTx::begin(&app.db, scope, now).await?, found))
}

async fn tally(
    tx: &mut TenantTx<Watch>,
    event: Event,
    found: &Recording,
    now: Timestamp,
) -> Result<(), ApiError> {
    let of = (tx.scope().organisation(), found.site, found.purpose);
    Ok(audit::tally(tx, event, of, now).await?)
}

impl Asked {
    fn hash(&self) -> Result<[u8; 32], ApiError> {
        visitors::receipt_hash(&self.receipt)
    }

    async fn find(&self, app: &App) -> Result<(TenantTx<Watch>, Recording), ApiError> {
        let found = store::by_receipt(&app.db, self.hash()?, app.now()).await;
        found.map_err(|error| match error {
            Error::NotFound(_) => ApiError::RecordingNotFound,
            error => error.into(),
        })
    }
}
