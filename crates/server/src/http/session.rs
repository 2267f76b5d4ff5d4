//! Who is signed in, signing out, and the extractors that say who calls.

use super::{
    cookies::Cookie,
    origin::is_loopback,
    problem::{ApiError, Problem},
    sign_in::end_previous,
};
use crate::{app::App, linking};
use axum::{
    Json,
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use revoir_domain::{
    ids::SessionId,
    measure::Identifiers,
    permission::{
        Answer, Deviate, EditPolicies, Erase, EraseWords, Export, ManageMembers, ManageSites,
        Member, Operate, Permission, ReadLog, ReadPolicies, Respond, Review, RoleGrant, Scope,
        Watch,
    },
    policy::Policy,
    purpose::Purpose,
};
use revoir_store::{AppTx, members, organisations, policies, sessions, sites, sites::Site};
use serde::Serialize;
use utoipa::ToSchema;

/// Someone who has signed in, and when they ask.
pub(crate) struct SignedIn {
    pub(crate) member: Member,
    pub(crate) session: SessionId,
    pub(crate) now: Timestamp,
}

/// The caller's right to do `P` somewhere; the transaction opened with it says where.
pub(crate) struct Allowed<P>(pub(crate) Scope<P>, pub(crate) Timestamp);

impl FromRequestParts<App> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let token = Cookie::Session
            .of(&parts.headers, app)
            .ok_or(ApiError::Unauthenticated)?;
        let now = app.now();
        let mut tx = AppTx::begin(&app.db).await?;
        let (member, session) = sessions::resume(&mut tx, linking::hash(&token), now)
            .await?
            .ok_or(ApiError::Unauthenticated)?;
        let member = members::find(&mut tx, member).await?;
        tx.commit().await?;
        Ok(Self {
            member,
            session,
            now,
        })
    }
}

impl<P: Permission> FromRequestParts<App> for Allowed<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let SignedIn { member, now, .. } = SignedIn::from_request_parts(parts, app).await?;
        Ok(Self(member.allow(now)?, now))
    }
}

/// The caller's right to do `P` besides, if they have it.
pub(crate) struct May<P>(pub(crate) Option<Scope<P>>);

impl<P: Permission> FromRequestParts<App> for May<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let SignedIn { member, now, .. } = SignedIn::from_request_parts(parts, app).await?;
        Ok(Self(member.allow(now).ok()))
    }
}

/// Who is signed in, and what they may do where.
#[derive(Serialize, ToSchema)]
pub(crate) struct Session {
    member: Who,
    organisation: Organisation,
    /// What they hold now, each once.
    roles: Vec<String>,
    /// What was granted to them, lapsed grants included.
    grants: Vec<Grant>,
    /// What they may do in all of the organisation: `manage_members`, `manage_sites`, `read_log`, `erase_words`,
    /// `review`, `operate`.
    may: Vec<String>,
    sites: Vec<SiteRights>,
}

/// A member.
#[derive(Serialize, ToSchema)]
pub(crate) struct Who {
    id: String,
    email: String,
    name: String,
}

/// A role held until an instant.
#[derive(Serialize, ToSchema)]
pub(crate) struct Grant {
    role: String,
    /// The key of the site; absent for all of the organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    site: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    purpose: Option<String>,
    until: String,
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
    /// Whose policy in force lets one find recordings by a customer's identifier (I2, I3).
    look_up: Vec<String>,
    /// Whose policy in force lets one take recordings out.
    export: Vec<String>,
    erase: Vec<String>,
    /// For which one answers customers' requests.
    answer: Vec<String>,
    /// Whose policies, drafts included, one may read.
    read_policies: Vec<String>,
    /// Whose drafts one may write, and publish where they conform.
    edit_policies: Vec<String>,
    /// Whose drafts one may publish where they deviate.
    deviate: Vec<String>,
    /// Of which one may see what was done with recordings, and what an incident concerns.
    review: Vec<String>,
    /// Whose watching one may freeze; with any, one tells of incidents.
    respond: Vec<String>,
}

/// Says who is signed in.
#[utoipa::path(get, path = "/api/session", responses(
    (status = 200, body = Session),
    (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show_session(
    State(app): State<App>,
    SignedIn { member, now, .. }: SignedIn,
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
        may: may(&member, now),
        grants: member
            .grants
            .iter()
            .map(|held| grant(held, &sites))
            .collect(),
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
    end_previous(&app, &headers, app.now()).await?;
    let cleared = [
        (header::SET_COOKIE, Cookie::Session.clear(&app)?),
        (
            header::HeaderName::from_static("clear-site-data"),
            HeaderValue::from_static("\"cache\""),
        ),
    ];
    Ok((StatusCode::NO_CONTENT, cleared).into_response())
}

fn grant(held: &RoleGrant, sites: &[Site]) -> Grant {
    let key = |id| {
        sites
            .iter()
            .find(|site| site.id == id)
            .map(|site| site.key.clone())
    };
    Grant {
        role: held.role.to_string(),
        site: held.site.and_then(key),
        purpose: held.purpose.map(|purpose| purpose.to_string()),
        until: held.until.to_string(),
    }
}

fn may(member: &Member, now: Timestamp) -> Vec<String> {
    let rights = [
        ("manage_members", member.allow::<ManageMembers>(now).is_ok()),
        ("manage_sites", member.allow::<ManageSites>(now).is_ok()),
        ("read_log", member.allow::<ReadLog>(now).is_ok()),
        ("erase_words", member.allow::<EraseWords>(now).is_ok()),
        ("review", member.allow::<Review>(now).is_ok()),
        ("operate", member.allow::<Operate>(now).is_ok()),
    ];
    let held = rights.into_iter().filter(|(_, held)| *held);
    held.map(|(name, _)| name.to_owned()).collect()
}

async fn rights_of(
    tx: &mut AppTx,
    member: &Member,
    site: &Site,
    now: Timestamp,
) -> Result<SiteRights, ApiError> {
    let watch = covered(member.allow::<Watch>(now).ok().as_ref(), site);
    let (mut look_up, mut export) = (
        watch.clone(),
        covered(member.allow::<Export>(now).ok().as_ref(), site),
    );
    if !watch.is_empty() || !export.is_empty() {
        let policies = policies::in_force(tx, site.id).await?;
        let any = |purpose: &String, allows: fn(&Policy) -> bool| {
            let mut policies = policies.iter().map(|published| &published.policy);
            policies.any(|policy| policy.purpose.name() == purpose && allows(policy))
        };
        look_up.retain(|purpose| any(purpose, |policy| policy.identifiers != Identifiers::I1));
        export.retain(|purpose| any(purpose, |policy| policy.export));
    }
    Ok(SiteRights {
        export,
        look_up,
        key: site.key.clone(),
        name: site.name.clone(),
        watch,
        answer: covered(member.allow::<Answer>(now).ok().as_ref(), site),
        erase: covered(member.allow::<Erase>(now).ok().as_ref(), site),
        read_policies: covered(member.allow::<ReadPolicies>(now).ok().as_ref(), site),
        edit_policies: covered(member.allow::<EditPolicies>(now).ok().as_ref(), site),
        deviate: covered(member.allow::<Deviate>(now).ok().as_ref(), site),
        review: covered(member.allow::<Review>(now).ok().as_ref(), site),
        respond: covered(member.allow::<Respond>(now).ok().as_ref(), site),
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
