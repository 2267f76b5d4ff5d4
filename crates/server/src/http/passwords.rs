//! One's own password: changing it, asking for a link, and using one.

use super::{
    extract::Json,
    problem::{ApiError, Problem},
    session::SignedIn,
    sign_in::{admit, welcome},
};
use crate::{app::App, auditing::by_themselves, linking, passwords};
use axum::{
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use jiff::Timestamp;
use revoir_domain::{audit::Event, email::Email, ids::SessionId, permission::Member};
use revoir_store::{
    AppTx,
    links::{self, Link},
    members, organisations, sessions,
};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use utoipa::ToSchema;

/// A new password in place of the present one.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PasswordChange {
    current: String,
    new: String,
}

/// Who wants to come in again.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ResetRequest {
    email: String,
}

/// What a request for a link is answered, whoever asks for whom.
#[derive(Serialize, ToSchema)]
pub(crate) struct ResetAnswer {
    /// Whether this installation can send mail at all; else its operator prints a link.
    mail: bool,
}

/// The token of a link.
#[derive(Deserialize, ToSchema)]
pub(crate) struct LinkToken {
    token: String,
}

/// The token of a link, and the password to set.
#[derive(Deserialize, ToSchema)]
pub(crate) struct LinkUse {
    token: String,
    password: String,
}

/// What a link is for.
#[derive(Serialize, ToSchema)]
pub(crate) struct LinkView {
    /// `invitation` or `reset`.
    kind: String,
    email: String,
    name: String,
    organisation: String,
    expires_at: String,
}

/// Changes one's password; every other session ends.
#[utoipa::path(put, path = "/api/password", request_body = PasswordChange, responses(
    (status = 204, description = "Changed; a new cookie is set"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn update_password(
    State(app): State<App>,
    SignedIn {
        member,
        session,
        now,
    }: SignedIn,
    headers: HeaderMap,
    Json(asked): Json<PasswordChange>,
) -> Result<Response, ApiError> {
    prove(&app, (&member, session), asked.current, now).await?;
    let mut tx = AppTx::begin(&app.db).await?;
    tx.enter(member.organisation).await?;
    let about = about(&mut tx, &member).await?;
    drop(tx);
    let hash = passwords::choose(&app, asked.new, about).await?;
    let mut tx = AppTx::begin(&app.db).await?;
    tx.enter(member.organisation).await?;
    links::withdraw(&mut tx, member.id).await?;
    replace(&app, &headers, tx, (&member, hash), now).await
}

/// The present password, again: whoever found a session open does not change it.
async fn prove(
    app: &App,
    (member, session): (&Member, SessionId),
    current: String,
    now: Timestamp,
) -> Result<(), ApiError> {
    app.failures
        .begin(session, now)
        .map_err(ApiError::TooManyRequests)?;
    let mut tx = AppTx::begin(&app.db).await?;
    tx.enter(member.organisation).await?;
    let hash = members::password_hash(&mut tx, member.id).await?;
    drop(tx);
    if !passwords::verify(app, hash, current).await? {
        return Err(ApiError::WrongPassword);
    }
    app.failures.forgive(session);
    Ok(())
}

/// Asks for a link by mail. Answered at once and alike, whether or not somebody has this e-mail.
#[utoipa::path(post, path = "/api/password-resets", request_body = ResetRequest, responses(
    (status = 202, body = ResetAnswer),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn create_password_reset(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    Json(asked): Json<ResetRequest>,
) -> Result<(StatusCode, axum::Json<ResetAnswer>), ApiError> {
    let now = app.now();
    admit(&app, client, &asked.email, now)?;
    let mail = app.mailer.is_some();
    let email = asked.email.parse::<Email>();
    if let (true, Ok(email)) = (mail, email)
        && app.resets.begin(email.as_str(), now).is_ok()
    {
        mail_soon(&app, email)?;
    }
    Ok((StatusCode::ACCEPTED, axum::Json(ResetAnswer { mail })))
}

/// Looks the e-mail up once the answer is on its way, which so tells nothing of it.
fn mail_soon(app: &App, email: Email) -> Result<(), ApiError> {
    let place = app.mails.clone().try_acquire_owned();
    let place = place.map_err(|_| ApiError::Unavailable)?;
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = linking::mail(&app, &email).await {
            tracing::warn!(%error, "a link was not mailed");
        }
        drop(place);
    });
    Ok(())
}

/// Says what a link is for. The token comes in the body: no address ever holds it.
#[utoipa::path(post, path = "/api/link", request_body = LinkToken, responses(
    (status = 200, body = LinkView),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 410, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show_link(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    Json(asked): Json<LinkToken>,
) -> Result<axum::Json<LinkView>, ApiError> {
    let now = app.now();
    admit(&app, client, "", now)?;
    let (mut tx, link) = find(&app, &asked.token, now).await?;
    let member = members::find(&mut tx, link.member).await?;
    let organisation = organisations::name(&mut tx).await?;
    Ok(axum::Json(LinkView {
        kind: link.kind.name().to_owned(),
        email: member.email,
        name: member.name,
        organisation: organisation.unwrap_or_default(),
        expires_at: link.expires_at.to_string(),
    }))
}

/// Uses a link: sets the password, ends every session, and signs in.
#[utoipa::path(post, path = "/api/link/password", request_body = LinkUse, responses(
    (status = 204, description = "Set, and signed in; the cookie is set"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 410, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn create_link_password(
    State(app): State<App>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(asked): Json<LinkUse>,
) -> Result<Response, ApiError> {
    let now = app.now();
    admit(&app, client, "", now)?;
    let (mut tx, link) = find(&app, &asked.token, now).await?;
    let member = members::find(&mut tx, link.member).await?;
    let about = about(&mut tx, &member).await?;
    drop(tx);
    let hash = passwords::choose(&app, asked.password, about).await?;
    // it may have been used or replaced meanwhile
    let (mut tx, _) = find(&app, &asked.token, now).await?;
    if !links::take(&mut tx, linking::hash(&asked.token)).await? {
        return Err(ApiError::LinkNotValid);
    }
    replace(&app, &headers, tx, (&member, hash), now).await
}

async fn find(app: &App, token: &str, now: Timestamp) -> Result<(AppTx, Link), ApiError> {
    let mut tx = AppTx::begin(&app.db).await?;
    let link = links::find(&mut tx, linking::hash(token), now).await?;
    Ok((tx, link.ok_or(ApiError::LinkNotValid)?))
}

/// What others know of someone, and would try first.
async fn about(tx: &mut AppTx, member: &Member) -> Result<Vec<String>, ApiError> {
    let organisation = organisations::name(tx).await?.unwrap_or_default();
    Ok(vec![
        member.email.clone(),
        member.name.clone(),
        organisation,
    ])
}

/// Sets a password, ends every session, and opens one here.
async fn replace(
    app: &App,
    headers: &HeaderMap,
    mut tx: AppTx,
    (member, hash): (&Member, String),
    now: Timestamp,
) -> Result<Response, ApiError> {
    members::set_password(&mut tx, member.id, &hash).await?;
    sessions::end_all(&mut tx, member.id, None).await?;
    let who = (member.id, member.organisation);
    by_themselves(app, &mut tx, Event::PasswordSet, who, now).await?;
    tx.commit().await?;
    let whom = members::Credentials {
        member: member.id,
        organisation: member.organisation,
        password_hash: Some(hash),
    };
    welcome(app, headers, &whom, now).await
}
