//! For visitors' browsers: opening a recording, batches, withdrawing. `docs/wire.md` is the contract.

use super::{
    origin::check_origin,
    problem::{ApiError, unreadable},
    public::hold,
};
use crate::{
    app::App,
    ingest::{self, Batch, Sender},
    limiter::Limiter,
    opening, pseudonyms, random, rights,
};
use axum::{
    Json,
    body::{Body, Bytes},
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use jiff::{SignedDuration, Timestamp};
use revoir_domain::{
    collection::Collection, device::Device, grant::Claims, limits, policy::Published,
    proof::Mechanism,
};
use revoir_recording::WireBatch;
use revoir_store::{recordings, texts};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::net::SocketAddr;

/// What a browser asks when a purpose begins.
#[derive(Deserialize)]
struct GrantRequest {
    site: String,
    purpose: String,
    policy_version: u32,
    consent: Consent,
    receipt_hash: String,
    /// Who the publisher says the visitor is.
    pseudonym_input: Option<Value>,
}

/// The facts of one consent decision: checked and forgotten.
#[derive(Deserialize)]
struct Consent {
    text_version: String,
    mechanism: String,
    at: Timestamp,
}

/// Opens a recording, or says that the visit was not drawn.
pub(crate) async fn create_grant(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, ApiError> {
    let now = app.now();
    app.openings
        .admit(client.ip(), now)
        .map_err(ApiError::TooManyRequests)?;
    let body = read(&headers, body, limits::GRANT_REQUEST_BYTES).await?;
    let asked: GrantRequest = serde_json::from_slice(&body).map_err(unreadable)?;
    let receipt_hash = from_hex(&asked.receipt_hash).ok_or_else(|| {
        ApiError::UnreadableRequest("receipt_hash must be 64 hex digits".to_owned())
    })?;
    let (site, mut tx) = app.site(&asked.site).await?;
    check_origin(&headers, &site)?;
    let holding = hold(&app, &mut tx, &site, &headers).await?;
    let published = holding.pick(&asked.purpose, asked.policy_version)?;
    let accepted = texts::accepted(&mut tx, site.id).await?;
    check_consent(&asked.consent, (&published, &accepted), now)?;
    let said = asked.pseudonym_input.as_ref();
    let named = pseudonyms::read(&app, (&site, &published.policy), said, &headers).await?;
    let at = (site.id, published.policy.purpose, published.version);
    if let Some((claims, stored)) = recordings::reopen(&mut tx, receipt_hash, at).await? {
        // asked again, since the answer was lost on its way
        pseudonyms::check_same(&app, (at.0, at.1), named.as_ref(), stored).await?;
        return Ok(granted(&app, &claims));
    }
    drop(tx);
    if !draws(&published.policy.collection)? {
        return Ok(Json(json!({ "drawn": false })));
    }
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|agent| agent.to_str().ok())
        .unwrap_or_default();
    let wanted = opening::Wanted {
        organisation: site.organisation,
        site: site.id,
        published: &published,
        device: Device::of_user_agent(agent),
        receipt_hash: Some(receipt_hash),
        named: named.as_ref(),
        import: None,
        at: now,
        ends: now
            .checked_add(published.policy.lifespan())
            .map_err(ApiError::internal)?,
    };
    let claims = opening::open(&app, wanted).await?;
    Ok(granted(&app, &claims))
}

/// Whether a visit is recorded whose browser asks. Only L1 draws: under L2 a browser that holds the history asks when a
/// trigger has fired, and what the server holds, and L3, is judged when it has ended.
fn draws(collection: &Collection) -> Result<bool, ApiError> {
    let triggered = collection.l2.as_ref();
    if triggered.is_some_and(|l2| l2.triggers.is_empty()) {
        return Err(ApiError::AwaitingTrigger);
    }
    let sampling = collection.l1.as_ref();
    Ok(sampling.is_none_or(|l1| l1.rate.draws(random::number())))
}

fn granted(app: &App, claims: &Claims) -> Json<Value> {
    Json(json!({ "grant": app.grants.issue(claims) }))
}

/// A consent counts to the texts in force, and to earlier ones that nothing material was changed in since. A draft that
/// is tried has texts of its own.
fn check_consent(
    consent: &Consent,
    (published, accepted): (&Published, &[String]),
    now: Timestamp,
) -> Result<(), ApiError> {
    let age = now.duration_since(consent.at);
    let tried = published.trial.then_some(&published.policy.text_version);
    if !accepted
        .iter()
        .chain(tried)
        .any(|it| *it == consent.text_version)
    {
        Err(ApiError::ConsentNotValid(
            "it was given to another version of the texts",
        ))
    } else if consent.mechanism.parse::<Mechanism>().is_err() {
        // What cannot be proven is not consented to.
        Err(ApiError::ConsentNotValid(
            "its mechanism must have 1 to 64 letters, digits, spaces and -_.:/ of ASCII, no more than 6 of them digits",
        ))
    } else if age > span(limits::CONSENT_LIFE) {
        Err(ApiError::ConsentNotValid("it is over six months old"))
    } else if age < -span(limits::CLOCK_SKEW) {
        Err(ApiError::ConsentNotValid("its date is in the future"))
    } else {
        Ok(())
    }
}

fn span(duration: std::time::Duration) -> SignedDuration {
    SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX)
}

/// Stores one batch of events.
pub(crate) async fn create_batch(
    State(app): State<App>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, ApiError> {
    let arriving = app.arriving.try_acquire();
    let arriving = arriving.map_err(|_| ApiError::Unavailable)?;
    let body = read(&headers, body, limits::BATCH_BYTES).await?;
    let batch = WireBatch::parse(&body)?;
    let claims = app.grants.verify(&batch.grant, app.now())?;
    let site = app.site_by_id(claims.organisation, claims.site).await?;
    check_origin(&headers, &site)?;
    let place = app
        .batches
        .try_acquire()
        .map_err(|_| ApiError::Unavailable)?;
    let bytes = body.slice_ref(batch.bytes);
    let batch = Batch {
        seq: batch.seq,
        coding: batch.coding,
        bytes,
        sender: Sender::Visitor,
    };
    ingest::receive(&app, claims, batch).await?;
    drop((arriving, place));
    Ok(StatusCode::ACCEPTED)
}

/// What every handler takes that reads one small body of anybody's.
pub(super) type Sent = (State<App>, ConnectInfo<SocketAddr>, HeaderMap, Body);

/// Reads what is asked, if the client may ask now.
pub(super) async fn admit<T: DeserializeOwned>(
    (State(app), ConnectInfo(client), headers, body): Sent,
    limiter: fn(&App) -> &Limiter,
    most: usize,
) -> Result<(App, HeaderMap, T), ApiError> {
    let admitted = limiter(&app).admit(client.ip(), app.now());
    admitted.map_err(ApiError::TooManyRequests)?;
    let body = read(&headers, body, most).await?;
    // what is wrong is not repeated: it may be a receipt
    let asked = serde_json::from_slice(&body).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        unreadable(format!(
            "the body is not the JSON that is asked for: line {line}, column {column}"
        ))
    })?;
    Ok((app, headers, asked))
}

/// What a browser says when its visitor withdraws.
#[derive(Deserialize)]
struct Withdrawal {
    receipt: String,
}

/// That a recording is kept although its visitor has withdrawn, as its policy says.
#[derive(Serialize)]
pub(crate) struct Kept {
    kept: bool,
}

/// Ends and erases the recording that a receipt names; where its policy keeps it, the answer says so. It tells nobody
/// whether there was one to erase.
pub(crate) async fn create_withdrawal(sent: Sent) -> Result<Response, ApiError> {
    let most = limits::GRANT_REQUEST_BYTES;
    let (app, _, asked): (_, _, Withdrawal) = admit(sent, |app| &app.openings, most).await?;
    let kept = rights::withdraw(&app, receipt_hash(&asked.receipt)?).await?;
    Ok(if kept {
        Json(Kept { kept }).into_response()
    } else {
        StatusCode::NO_CONTENT.into_response()
    })
}

/// The hash by which a row knows a receipt.
pub(super) fn receipt_hash(receipt: &str) -> Result<[u8; 32], ApiError> {
    let receipt = from_hex::<32>(receipt);
    let receipt = receipt.ok_or_else(|| unreadable("receipt must be 64 hex digits"))?;
    Ok(Sha256::digest(receipt).into())
}

/// Reads a body within its size and time.
pub(super) async fn read(headers: &HeaderMap, body: Body, most: usize) -> Result<Bytes, ApiError> {
    let too_large = || ApiError::TooLarge(format!("the body has more than {most} bytes"));
    let length = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > most) {
        return Err(too_large());
    }
    let body = tokio::time::timeout(limits::BODY_TIME, Limited::new(body, most).collect()).await;
    match body.map_err(|_| ApiError::TooSlow)? {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
        Err(_) => Err(ApiError::UnreadableRequest(
            "the body ended too soon".to_owned(),
        )),
    }
}

pub(super) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != 2 * N || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hex_of_the_right_length_is_a_receipt() {
        assert_eq!(from_hex::<2>("00fF"), Some([0, 255]));
        assert_eq!(from_hex::<2>("00f"), None);
        assert_eq!(from_hex::<2>("00g0"), None);
        assert_eq!(from_hex::<2>("+1+1"), None);
    }
}
