//! Signing in: what it costs to try, and what a browser has afterwards.

use super::{
    cookies::Cookie,
    extract::Json,
    problem::{ApiError, Problem},
    session::is_local,
};
use crate::{
    app::App,
    auditing::{by_themselves, refused_soon},
    known::{self, Browser},
    linking, passwords, random,
};
use axum::{
    extract::{ConnectInfo, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use revoir_domain::{audit::Event, device::Device, email::Email, ids::SessionId};
use revoir_store::{AppTx, members, sessions};
use serde::Deserialize;
use std::net::SocketAddr;
use utoipa::ToSchema;

/// What someone signs in with.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Credentials {
    email: String,
    password: String,
}

/// Whose guess it is: anyone's at an e-mail, or that of a browser which its member has used before.
#[derive(Hash)]
enum Guesser {
    Anyone(String),
    Known(Browser),
}

/// Signs in.
#[utoipa::path(post, path = "/api/session", request_body = Credentials, responses(
    (status = 204, description = "Signed in; the cookie is set"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn create_session(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(given): Json<Credentials>,
) -> Result<Response, ApiError> {
    let now = app.now();
    let email = given.email.trim().to_lowercase();
    let found = find(&app, &headers, &email).await?;
    let browser = found
        .as_ref()
        .and_then(|found| browser_of(&app, &headers, found, now));
    // behind a proxy all clients have one address: who has signed in here before waits for no stranger
    if browser.is_none() {
        admit(&app, client, &email, now)?;
    }
    let guesser = browser.map_or(Guesser::Anyone(email), Guesser::Known);
    app.failures
        .begin(&guesser, now)
        .map_err(ApiError::TooManyRequests)?;
    let hash = found.as_ref().and_then(|found| found.password_hash.clone());
    let verified = passwords::verify(&app, hash, given.password).await;
    if !matches!(verified, Ok(false)) {
        app.failures.forgive(&guesser);
    }
    match found {
        Some(found) if verified? => welcome(&app, &headers, &found, now).await,
        Some(found) => {
            refused_soon(&app, found.member, found.organisation);
            Err(ApiError::WrongCredentials)
        }
        None => Err(ApiError::WrongCredentials),
    }
}

/// Bounds what one client may ask.
pub(super) fn admit(
    app: &App,
    client: SocketAddr,
    email: &str,
    now: Timestamp,
) -> Result<(), ApiError> {
    let by_email = app.sign_ins.admit((client.ip(), email), now);
    let by_client = app.clients.admit(client.ip(), now);
    by_email.and(by_client).map_err(ApiError::TooManyRequests)
}

async fn find(
    app: &App,
    headers: &HeaderMap,
    email: &str,
) -> Result<Option<members::Credentials>, ApiError> {
    let Ok(email) = email.parse::<Email>() else {
        return Ok(None);
    };
    let mut tx = AppTx::begin(&app.db).await?;
    let found = members::credentials(&mut tx, email.as_str()).await?;
    Ok(found.filter(|_| may_sign_in(app, headers, email.as_str())))
}

/// The demo's accounts have a password that everyone knows: they sign in on loopback alone.
fn may_sign_in(app: &App, headers: &HeaderMap, email: &str) -> bool {
    is_local(app, headers) || !email.ends_with("@demo.test")
}

fn browser_of(
    app: &App,
    headers: &HeaderMap,
    of: &members::Credentials,
    now: Timestamp,
) -> Option<Browser> {
    let value = Cookie::Known.of(headers, app)?;
    known::recognise(&app.known, &value, of, now)
}

/// Opens a session with a token of its own, whatever the browser had before: that session ends.
pub(super) async fn welcome(
    app: &App,
    headers: &HeaderMap,
    whom: &members::Credentials,
    now: Timestamp,
) -> Result<Response, ApiError> {
    end_previous(app, headers, now).await?;
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|agent| agent.to_str().ok())
        .unwrap_or_default();
    let (id, token) = (
        SessionId::from_uuid(random::timed_id(now)),
        linking::token(),
    );
    let mut tx = AppTx::begin(&app.db).await?;
    tx.enter(whom.organisation).await?;
    sessions::open(
        &mut tx,
        (id, linking::hash(&token)),
        (whom.member, whom.organisation),
        Device::of_user_agent(agent),
        now,
    )
    .await?;
    let who = (whom.member, whom.organisation);
    by_themselves(app, &mut tx, Event::SignedIn, who, now).await?;
    tx.commit().await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    let cookies = response.headers_mut();
    cookies.append(header::SET_COOKIE, Cookie::Session.set(app, &token)?);
    cookies.append(header::SET_COOKIE, remember(app, whom, now)?);
    Ok(response)
}

fn remember(
    app: &App,
    whom: &members::Credentials,
    now: Timestamp,
) -> Result<HeaderValue, ApiError> {
    let hash = whom.password_hash.as_deref().unwrap_or_default();
    let value = known::issue(&app.known, (whom.member, hash), random::bytes(), now);
    Cookie::Known.set(app, &value)
}

/// Ends the session that the browser came with.
pub(super) async fn end_previous(
    app: &App,
    headers: &HeaderMap,
    now: Timestamp,
) -> Result<(), ApiError> {
    let Some(token) = Cookie::Session.of(headers, app) else {
        return Ok(());
    };
    let token_hash = linking::hash(&token);
    let mut tx = AppTx::begin(&app.db).await?;
    if let Some((member, _)) = sessions::resume(&mut tx, token_hash, now).await? {
        sessions::close(&mut tx, token_hash).await?;
        let organisation = members::find(&mut tx, member).await?.organisation;
        let who = (member, organisation);
        by_themselves(app, &mut tx, Event::SessionsEnded, who, now).await?;
        tx.commit().await?;
    }
    Ok(())
}
