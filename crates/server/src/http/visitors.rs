//! For visitors' browsers: the policy, opening a recording, batches, withdrawing. `docs/wire.md` is the contract.

use super::{
    extract::Path,
    origin::{check_origin, is_allowed},
    problem::{ApiError, unreadable},
};
use crate::{
    app::App,
    ingest::{self, Batch, Sender},
    jobs, opening, random,
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
    collection::Collection, device::Device, grant::Claims, limits, measure::Identifiers,
    origin::Origin, policy::Published, purpose::Purpose, route::RoutePattern,
};
use revoir_recording::WireBatch;
use revoir_store::{AppTx, policies, recordings, routes, sightings, sites::Site};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::net::SocketAddr;

/// The policies in force of a site: the same bytes for everyone.
pub(crate) async fn show_policy(
    State(app): State<App>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (site, mut tx) = app.site(&key).await?;
    let policies = policies::in_force(&mut tx, site.id).await?;
    let learned = routes::learned(&mut tx, site.id).await?;
    if let Err(error) = note(&app, tx, &site, &headers).await {
        tracing::warn!(%error, "a sighting was not noted");
    }
    let text_version = policies
        .first()
        .map(|published| published.policy.text_version.clone());
    let purposes: Vec<Value> = policies
        .iter()
        .map(|published| public(published, &learned))
        .collect();
    let body = json!({ "site": site.key, "text_version": text_version, "purposes": purposes });
    Ok(([(header::CACHE_CONTROL, "public, max-age=60")], Json(body)).into_response())
}

/// Remembers whose page asked, for the site's owner: an origin and a minute, nothing of its visitor.
async fn note(app: &App, mut tx: AppTx, site: &Site, headers: &HeaderMap) -> Result<(), ApiError> {
    let Some(origin) = asking(app, headers) else {
        return Ok(());
    };
    let (now, seen) = (app.now(), (&origin, is_allowed(origin.as_str(), site)));
    if app.sightings.is_news(site.id, seen, now) {
        sightings::note(&mut tx, site.id, seen, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Whose page asks. To its own host a browser names no origin, only that it is the same.
fn asking(app: &App, headers: &HeaderMap) -> Option<Origin> {
    if let Some(origin) = headers.get(header::ORIGIN) {
        return origin.to_str().ok()?.parse().ok();
    }
    let site = headers.get("sec-fetch-site")?;
    (site == "same-origin").then(|| app.config.url().parse().ok())?
}

fn public(published: &Published, learned: &[RoutePattern]) -> Value {
    let policy = &published.policy;
    let mut routes = policy.routes.clone();
    let others = learned
        .iter()
        .filter(|route| !policy.routes.contains(route));
    routes.extend(others.cloned());
    json!({
        "purpose": policy.purpose,
        "policy_version": published.version,
        "collection": collection(&policy.collection),
        "masking": policy.masking,
        "identifiers": policy.identifiers,
        "routes": routes,
        "pages": policy.pages,
        "block": policy.block,
        "lifespan_ms": policy.lifespan().as_secs() * 1_000,
        "max_bytes": limits::RECORDING_BYTES,
    })
}

/// The one measure that a browser carries out; none is published together with another yet.
fn collection(collection: &Collection) -> Value {
    match (&collection.l1, &collection.l2) {
        (Some(sampling), _) => json!({ "measure": "L1", "rate": sampling.rate }),
        (None, Some(triggered)) => json!({
            "measure": "L2",
            "history": triggered.history,
            "before_s": triggered.before_s,
            "after_s": triggered.after_s,
        }),
        (None, None) => json!({ "measure": "L3" }),
    }
}

/// What a browser asks when a purpose begins.
#[derive(Deserialize)]
struct GrantRequest {
    site: String,
    purpose: String,
    policy_version: u32,
    consent: Consent,
    receipt_hash: String,
    pseudonym_input: Option<PseudonymInput>,
}

/// Who the publisher says the visitor is. No purpose under I2 or I3 is captured yet.
#[derive(Deserialize)]
struct PseudonymInput {
    #[serde(rename = "id")]
    _id: String,
    #[serde(rename = "proof")]
    _proof: Option<String>,
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
    let published = in_force(&mut tx, &site, &asked).await?;
    check_consent(&asked.consent, &published, now)?;
    if asked.pseudonym_input.is_some() && published.policy.identifiers == Identifiers::I1 {
        return Err(ApiError::IdentifierNotAllowed);
    }
    let at = (site.id, published.policy.purpose, published.version);
    if let Some(claims) = recordings::reopen(&mut tx, receipt_hash, at).await? {
        // asked again, since the answer was lost on its way
        return Ok(granted(&app, &claims));
    }
    drop(tx);
    let Some(sampling) = published.policy.collection.l1 else {
        return Err(ApiError::AwaitingTrigger);
    };
    if !sampling.rate.draws(random::number()) {
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
        import: None,
        at: now,
        ends: now
            .checked_add(published.policy.lifespan())
            .map_err(ApiError::internal)?,
    };
    let claims = opening::open(&app, wanted).await?;
    Ok(granted(&app, &claims))
}

fn granted(app: &App, claims: &Claims) -> Json<Value> {
    Json(json!({ "grant": app.grants.issue(claims) }))
}

async fn in_force(
    tx: &mut AppTx,
    site: &Site,
    asked: &GrantRequest,
) -> Result<Published, ApiError> {
    let purpose: Purpose = asked
        .purpose
        .parse()
        .map_err(|_| ApiError::PurposeNotFound)?;
    let mut policies = policies::in_force(tx, site.id).await?.into_iter();
    let found = policies.find(|published| published.policy.purpose == purpose);
    let published = found.ok_or(ApiError::PurposeNotFound)?;
    if published.version == asked.policy_version {
        Ok(published)
    } else {
        Err(ApiError::PolicyChanged(published.version))
    }
}

fn check_consent(consent: &Consent, published: &Published, now: Timestamp) -> Result<(), ApiError> {
    let age = now.duration_since(consent.at);
    if consent.text_version != published.policy.text_version {
        Err(ApiError::ConsentNotValid(
            "it was given to another version of the texts",
        ))
    } else if consent.mechanism.chars().count() > limits::MECHANISM_CHARS {
        Err(ApiError::ConsentNotValid(
            "its mechanism has more than 64 characters",
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

/// What a browser says when its visitor withdraws.
#[derive(Deserialize)]
struct Withdrawal {
    receipt: String,
}

/// Erases the recording that a receipt names. The answer tells nobody whether there was one.
pub(crate) async fn create_withdrawal(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, ApiError> {
    let now = app.now();
    app.openings
        .admit(client.ip(), now)
        .map_err(ApiError::TooManyRequests)?;
    let body = read(&headers, body, limits::GRANT_REQUEST_BYTES).await?;
    let asked: Withdrawal = serde_json::from_slice(&body).map_err(unreadable)?;
    let receipt = from_hex::<32>(&asked.receipt)
        .ok_or_else(|| ApiError::UnreadableRequest("receipt must be 64 hex digits".to_owned()))?;
    let job = random::job_id(now);
    let mut tx = AppTx::begin(&app.db).await?;
    let erased =
        recordings::erase_by_receipt(&mut tx, Sha256::digest(receipt).into(), job, now).await?;
    tx.commit().await?;
    if let Some((recording, slot)) = erased {
        jobs::zero(&app, slot, recording)
            .await
            .map_err(ApiError::internal)?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Reads a body within its size and time.
async fn read(headers: &HeaderMap, body: Body, most: usize) -> Result<Bytes, ApiError> {
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

fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
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
