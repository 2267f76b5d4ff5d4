//! Signing in and out, and the extractors that say who calls.

use super::{
    origin::is_loopback,
    problem::{ApiError, Problem},
};
use crate::{app::App, passwords, random};
use axum::{
    Json,
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::Timestamp;
use revoir_domain::{
    permission::{Erase, Export, Member, Permission, Scope, Watch},
    purpose::Purpose,
};
use revoir_store::{AppTx, members, organisations, policies, sessions, sites, sites::Site};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::net::SocketAddr;
use utoipa::ToSchema;

/// Someone who has signed in, and when they ask.
pub(crate) struct SignedIn {
    pub(crate) member: Member,
    pub(crate) now: Timestamp,
}

/// The caller's right to do `P` somewhere; the transaction opened with it says where.
pub(crate) struct Allowed<P>(pub(crate) Scope<P>, pub(crate) Timestamp);

impl FromRequestParts<App> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let token = token_of(&parts.headers, app).ok_or(ApiError::Unauthenticated)?;
        let now = app.now();
        let mut tx = AppTx::begin(&app.db).await?;
        let member = sessions::resume(&mut tx, hash(&token), now)
            .await?
            .ok_or(ApiError::Unauthenticated)?;
        let member = members::find(&mut tx, member).await?;
        tx.commit().await?;
        Ok(Self { member, now })
    }
}

impl<P: Permission> FromRequestParts<App> for Allowed<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let SignedIn { member, now } = SignedIn::from_request_parts(parts, app).await?;
        Ok(Self(member.allow(now)?, now))
    }
}

/// What someone signs in with.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Credentials {
    email: String,
    password: String,
}

/// Who is signed in, and what they may do where.
#[derive(Serialize, ToSchema)]
pub(crate) struct Session {
    member: Who,
    organisation: Organisation,
    roles: Vec<String>,
    sites: Vec<SiteRights>,
}

/// A member.
#[derive(Serialize, ToSchema)]
pub(crate) struct Who {
    id: String,
    email: String,
    name: String,
}

/// An organisation.
#[derive(Serialize, ToSchema)]
pub(crate) struct Organisation {
    id: String,
    name: String,
}

/// A site, with the purposes for which its recordings may be watched and erased.
#[derive(Serialize, ToSchema)]
pub(crate) struct SiteRights {
    key: String,
    name: String,
    watch: Vec<String>,
    /// Whose policy in force lets one take recordings out.
    export: Vec<String>,
    erase: Vec<String>,
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
    body: Result<Json<Credentials>, axum::extract::rejection::JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(given) = body?;
    let now = app.now();
    let email = given.email.trim().to_lowercase();
    if email.contains('\0') {
        return Err(ApiError::WrongCredentials);
    }
    let wait = ApiError::TooManyRequests;
    app.sign_ins
        .admit((client.ip(), &email), now)
        .map_err(wait)?;
    app.clients.admit(client.ip(), now).map_err(wait)?;
    let mut tx = AppTx::begin(&app.db).await?;
    let known = members::credentials(&mut tx, &email)
        .await?
        .filter(|_| may_sign_in(&app, &headers, &email));
    let hash_of = known.as_ref().map(|known| known.password_hash.clone());
    drop(tx);
    if !passwords::verify(&app, hash_of, given.password).await? {
        return Err(ApiError::WrongCredentials);
    }
    let known = known.ok_or(ApiError::WrongCredentials)?;
    let token = BASE64_URL_SAFE_NO_PAD.encode(random::bytes::<32>());
    let mut tx = AppTx::begin(&app.db).await?;
    tx.enter(known.organisation).await?;
    sessions::open(
        &mut tx,
        hash(&token),
        (known.member, known.organisation),
        now,
    )
    .await?;
    tx.commit().await?;
    Ok((
        StatusCode::NO_CONTENT,
        [(
            header::SET_COOKIE,
            cookie(&app, &token, sessions::LONGEST.as_secs())?,
        )],
    )
        .into_response())
}

/// Says who is signed in.
#[utoipa::path(get, path = "/api/session", responses(
    (status = 200, body = Session),
    (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show_session(
    State(app): State<App>,
    SignedIn { member, now }: SignedIn,
) -> Result<Json<Session>, ApiError> {
    let mut tx = AppTx::begin(&app.db).await?;
    tx.enter(member.organisation).await?;
    let name = organisations::name(&mut tx)
        .await?
        .ok_or(ApiError::NotFound("organisation"))?;
    let sites = sites::list(&mut tx).await?;
    let mut rights = Vec::new();
    for site in &sites {
        rights.push(rights_of(&mut tx, &member, site, now).await?);
    }
    Ok(Json(Session {
        sites: rights,
        roles: member.roles(now).iter().map(ToString::to_string).collect(),
        organisation: Organisation {
            id: member.organisation.to_string(),
            name,
        },
        member: Who {
            id: member.id.to_string(),
            email: member.email,
            name: member.name,
        },
    }))
}

/// Signs out.
#[utoipa::path(delete, path = "/api/session", responses((status = 204, description = "Signed out")))]
pub(crate) async fn delete_session(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    if let Some(token) = token_of(&headers, &app) {
        let mut tx = AppTx::begin(&app.db).await?;
        if sessions::resume(&mut tx, hash(&token), app.now())
            .await?
            .is_some()
        {
            sessions::close(&mut tx, hash(&token)).await?;
            tx.commit().await?;
        }
    }
    let cleared = [
        (header::SET_COOKIE, cookie(&app, "", 0)?),
        (
            header::HeaderName::from_static("clear-site-data"),
            HeaderValue::from_static("\"cache\""),
        ),
    ];
    Ok((StatusCode::NO_CONTENT, cleared).into_response())
}

async fn rights_of(
    tx: &mut AppTx,
    member: &Member,
    site: &Site,
    now: Timestamp,
) -> Result<SiteRights, ApiError> {
    let mut export = covered(member.allow::<Export>(now).ok().as_ref(), site);
    if !export.is_empty() {
        let policies = policies::in_force(tx, site.id).await?;
        let allows = |purpose: &String| {
            let mut policies = policies.iter().map(|published| &published.policy);
            policies.any(|policy| policy.purpose.name() == purpose && policy.export)
        };
        export.retain(allows);
    }
    Ok(SiteRights {
        export,
        key: site.key.clone(),
        name: site.name.clone(),
        watch: covered(member.allow::<Watch>(now).ok().as_ref(), site),
        erase: covered(member.allow::<Erase>(now).ok().as_ref(), site),
    })
}

fn covered<P>(scope: Option<&Scope<P>>, site: &Site) -> Vec<String> {
    let covers = |purpose: &Purpose| scope.is_some_and(|scope| scope.covers(site.id, *purpose));
    Purpose::ALL
        .into_iter()
        .filter(covers)
        .map(|purpose| purpose.to_string())
        .collect()
}

/// The demo's accounts have a password that everyone knows: they sign in on loopback alone.
fn may_sign_in(app: &App, headers: &HeaderMap, email: &str) -> bool {
    is_local(app, headers) || !email.ends_with("@demo.test")
}

/// Whether a request was made on this machine, and not to a proxy in front of it.
pub(crate) fn is_local(app: &App, headers: &HeaderMap) -> bool {
    let forwarded = [
        "forwarded",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-real-ip",
        "via",
    ];
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    app.config.is_loopback()
        && is_loopback(&format!("http://{host}"))
        && !forwarded.iter().any(|name| headers.contains_key(*name))
}

fn cookie_name(app: &App) -> &'static str {
    if app.config.is_https() {
        "__Host-revoir"
    } else {
        "revoir"
    }
}

fn cookie(app: &App, token: &str, seconds: i64) -> Result<HeaderValue, ApiError> {
    let secure = if app.config.is_https() {
        "; Secure"
    } else {
        ""
    };
    let name = cookie_name(app);
    let cookie =
        format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    HeaderValue::try_from(cookie).map_err(ApiError::internal)
}

fn token_of(headers: &HeaderMap, app: &App) -> Option<String> {
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(name, _)| *name == cookie_name(app))
        .map(|(_, token)| token.to_owned())
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Refuses what another site's page asks with a person's cookie.
pub(crate) async fn same_origin(State(app): State<App>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || is_same_origin(request.headers(), &app) {
        next.run(request).await
    } else {
        ApiError::ForeignOrigin.into_response()
    }
}

/// A browser names the origin of every request that changes something; a program names none.
fn is_same_origin(headers: &HeaderMap, app: &App) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value: &HeaderValue| value.to_str().unwrap_or("null"))
    };
    let site = text(header::HeaderName::from_static("sec-fetch-site"));
    if !matches!(site, None | Some("same-origin" | "none")) {
        return false;
    }
    match (text(header::ORIGIN), text(header::HOST)) {
        (None, _) => true,
        (Some(origin), _) if !app.config.server.public_url.is_empty() => {
            origin == app.config.server.public_url.trim_end_matches('/')
        }
        (Some(origin), Some(host)) => origin.strip_prefix("http://") == Some(host),
        (Some(_), None) => false,
    }
}
