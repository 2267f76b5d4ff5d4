//! Tokens: each lets a program of the publisher tell of one site, and nothing else.

use super::{
    extract::{Json, Path},
    problem::{ApiError, Problem, unreadable},
    roles::end_of,
    session::{Allowed, SignedIn},
    sites::ThisSite,
};
use crate::{app::App, linking, random};
use axum::{
    extract::{FromRequestParts, State},
    http::{StatusCode, header, request::Parts},
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use revoir_domain::{
    audit::{Act, Event, Subject},
    ids::{MemberId, TokenId},
    limits,
    name::{Name, NotAName},
    permission::{ManageSites, Member, Permission, RoleGrant, Scope, TellReleases, TellTickets},
    role::Role,
};
use revoir_store::{
    AppTx, TenantTx, sites,
    tokens::{self, Reaching},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// What a token allows beside a member's role.
pub(crate) trait Tell: Permission {}
impl Tell for TellTickets {}
impl Tell for TellReleases {}

/// Whoever tells of a site: a program by its token, or a member who may.
pub(crate) struct Teller<P> {
    pub(crate) scope: Scope<P>,
    pub(crate) now: Timestamp,
    token: Option<TokenId>,
}

impl<P> Teller<P> {
    /// What is logged, with the token that told it.
    pub(crate) fn act(&self, event: Event, subject: Subject) -> Act {
        let act = Act::of(event, subject);
        match self.token {
            Some(token) => act.with(token),
            None => act,
        }
    }
}

impl<P: Tell> FromRequestParts<App> for Teller<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let Some(said) = parts.headers.get(header::AUTHORIZATION) else {
            let SignedIn { member, now, .. } = SignedIn::from_request_parts(parts, app).await?;
            return Ok(Self::of(member.allow(now)?, now, None));
        };
        let now = app.now();
        let said = said.to_str().ok().and_then(|said| said.split_once(' '));
        let token = said.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let (_, token) = token.ok_or(ApiError::Unauthenticated)?;
        let mut tx = AppTx::begin(&app.db).await?;
        let found = tokens::find(&mut tx, linking::hash(token.trim()), now).await?;
        let found = found.ok_or(ApiError::Unauthenticated)?;
        Ok(Self::of(program(found).allow(now)?, now, Some(found.id)))
    }
}

impl<P> Teller<P> {
    const fn of(scope: Scope<P>, now: Timestamp, token: Option<TokenId>) -> Self {
        Self { scope, now, token }
    }
}

/// A program as a member of its own, who holds what tells of one site; [`Tell`] says that it is asked for no more.
fn program(of: Reaching) -> Member {
    let grant = |role| RoleGrant {
        role,
        site: Some(of.site),
        purpose: None,
        until: Timestamp::MAX,
    };
    Member {
        id: MemberId::from_uuid(Uuid::max()),
        organisation: of.organisation,
        email: String::new(),
        name: "token".to_owned(),
        grants: vec![grant(Role::Agent), grant(Role::Developer)],
    }
}

/// A token of a site.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AtToken {
    site: String,
    token: Uuid,
}

/// A token to be made.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewToken {
    /// What it is for, with 1 to 200 characters.
    #[schema(value_type = String)]
    name: String,
    /// Its last day (UTC), at most 366 days ahead.
    until: String,
}

/// A token that was just made.
#[derive(Serialize, ToSchema)]
pub(crate) struct MadeToken {
    id: String,
    /// Sent as `Authorization: Bearer …`. Shown this once.
    token: String,
}

/// A token, without what makes it one.
#[derive(Serialize, ToSchema)]
pub(crate) struct TokenView {
    id: String,
    name: String,
    created_at: String,
    /// The instant from which it no longer counts (RFC 3339).
    until: String,
}

/// The tokens of a site, the newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct TokenList {
    tokens: Vec<TokenView>,
}

/// Lists the tokens of a site, those that no longer count included.
#[utoipa::path(get, path = "/api/sites/{site}/tokens", params(ThisSite), responses(
    (status = 200, body = TokenList),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_tokens(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ManageSites>,
    Path(at): Path<ThisSite>,
) -> Result<axum::Json<TokenList>, ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let site = sites::find_to_manage(&mut tx, &at.site).await?.id;
    let tokens = tokens::list(&mut tx, site).await?;
    let tokens = tokens.into_iter().map(TokenView::from).collect();
    Ok(axum::Json(TokenList { tokens }))
}

/// Makes a token of a site.
#[utoipa::path(post, path = "/api/sites/{site}/tokens", params(ThisSite), request_body = NewToken, responses(
    (status = 201, body = MadeToken),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn create_token(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ManageSites>,
    Path(at): Path<ThisSite>,
    Json(asked): Json<NewToken>,
) -> Result<(StatusCode, axum::Json<MadeToken>), ApiError> {
    let name: Name = asked
        .name
        .parse()
        .map_err(|error: NotAName| unreadable(error))?;
    let until = end_of(&asked.until, now)?;
    let (id, token) = (TokenId::from_uuid(random::timed_id(now)), linking::token());
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let site = sites::find_to_manage(&mut tx, &at.site).await?.id;
    if !tokens::make(&mut tx, (id, linking::hash(&token)), site, (&name, until)).await? {
        let most = limits::TOKENS;
        return Err(ApiError::TooLarge(format!("the site has {most} tokens")));
    }
    let last = until.saturating_sub(SignedDuration::from_secs(1));
    let last = last.unwrap_or(until).to_zoned(TimeZone::UTC).date();
    let act = Act::of(Event::TokenMade, Subject::Site(site))
        .with(format!("{id} until {last}"))
        .because(Some(name.as_str()), random::bytes());
    tx.audit(&app.audit, act).await?;
    tx.commit().await?;
    let id = id.to_string();
    Ok((StatusCode::CREATED, axum::Json(MadeToken { id, token })))
}

/// Revokes a token: what comes with it is refused from then on.
#[utoipa::path(delete, path = "/api/sites/{site}/tokens/{token}", params(AtToken), responses(
    (status = 204, description = "Revoked"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn revoke_token(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ManageSites>,
    Path(at): Path<AtToken>,
) -> Result<StatusCode, ApiError> {
    let id = TokenId::from_uuid(at.token);
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let site = sites::find_to_manage(&mut tx, &at.site).await?.id;
    tokens::revoke(&mut tx, site, id).await?;
    let act = Act::of(Event::TokenRevoked, Subject::Site(site)).with(id);
    tx.audit(&app.audit, act).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<tokens::Token> for TokenView {
    fn from(token: tokens::Token) -> Self {
        Self {
            id: token.id.to_string(),
            name: token.name,
            created_at: token.created_at.to_string(),
            until: token.until.to_string(),
        }
    }
}
