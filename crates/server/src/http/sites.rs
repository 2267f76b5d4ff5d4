//! Sites: their keys, origins and snippets, and whose pages have asked for them.

use super::{
    extract::{Json, Path},
    problem::{ApiError, Problem, unreadable},
    session::Allowed,
};
use crate::{
    app::App,
    founding::{PRESETS, Said, create_site, snippet},
    random,
};
use axum::{extract::State, http::StatusCode};
use revoir_domain::{
    audit::{Act, Event, Subject},
    ids::SiteId,
    limits,
    name::Name,
    origin::{NotAnOrigin, Origin},
    permission::ManageSites,
};
use revoir_store::{
    TenantTx, sightings,
    sites::{self, Managed, Site, is_key},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A site, by its key.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ThisSite {
    pub(super) site: String,
}

/// The sites of the organisation.
#[derive(Serialize, ToSchema)]
pub(crate) struct Sites {
    sites: Vec<SiteView>,
}

/// A site.
#[derive(Serialize, ToSchema)]
pub(crate) struct SiteView {
    key: String,
    name: String,
    /// The origins whose pages may send; `loopback` stands for any loopback address.
    origins: Vec<String>,
    /// Those whose pages may send, and on which drafts are tried.
    test_origins: Vec<String>,
    /// What its pages carry.
    snippet: String,
    created_at: String,
    /// Those with a policy.
    purposes: Vec<InForce>,
}

/// The version of a purpose's policy that is in force.
#[derive(Serialize, ToSchema)]
pub(crate) struct InForce {
    purpose: String,
    version: i32,
}

/// A site to be added.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SiteDraft {
    key: String,
    name: String,
    origins: Vec<String>,
}

/// What to change of a site; what is absent stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SiteChange {
    name: Option<String>,
    origins: Option<Vec<String>>,
    test_origins: Option<Vec<String>>,
}

/// A site that was added.
#[derive(Serialize, ToSchema)]
pub(crate) struct SiteAdded {
    key: String,
}

/// Whose pages have asked, the last first.
#[derive(Serialize, ToSchema)]
pub(crate) struct Sightings {
    sightings: Vec<SightingView>,
}

/// That pages of an origin have asked.
#[derive(Serialize, ToSchema)]
pub(crate) struct SightingView {
    origin: String,
    /// Whether the origin was one of the site's when they last did.
    allowed: bool,
    /// To the minute (RFC 3339).
    seen_at: String,
}

/// Lists the sites of one's organisation.
#[utoipa::path(get, path = "/api/sites", responses(
    (status = 200, body = Sites),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_sites(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ManageSites>,
) -> Result<axum::Json<Sites>, ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let found = sites::manage(&mut tx).await?.into_iter();
    let sites = found.map(|managed| view(&app, managed)).collect();
    Ok(axum::Json(Sites { sites }))
}

/// Adds a site, under the presets.
#[utoipa::path(post, path = "/api/sites", request_body = SiteDraft, responses(
    (status = 201, body = SiteAdded),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn add_site(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ManageSites>,
    Json(asked): Json<SiteDraft>,
) -> Result<(StatusCode, axum::Json<SiteAdded>), ApiError> {
    if !is_key(&asked.key) {
        return Err(unreadable(
            "key must be lower-case letters, digits and dashes, at most 63",
        ));
    }
    let site = Site {
        id: SiteId::from_uuid(random::timed_id(now)),
        organisation: scope.organisation(),
        key: asked.key,
        name: name(&asked.name)?,
        origins: origins(asked.origins, (1, &[]))?,
        test_origins: Vec::new(),
    };
    let tx = TenantTx::begin(&app.db, scope, now).await?;
    let first = ("under the presets", &PRESETS[..], &Said::new());
    let tx = create_site(&app, tx, &site, first).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, axum::Json(SiteAdded { key: site.key })))
}

/// Changes a site's name, origins or test origins.
#[utoipa::path(patch, path = "/api/sites/{site}", params(ThisSite), request_body = SiteChange, responses(
    (status = 204, description = "Changed"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn update_site(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ManageSites>,
    Path(at): Path<ThisSite>,
    Json(asked): Json<SiteChange>,
) -> Result<StatusCode, ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let mut site = sites::find_to_manage(&mut tx, &at.site).await?;
    if let Some(asked) = asked.name {
        site.name = name(&asked)?;
    }
    if let Some(asked) = asked.origins {
        site.origins = origins(asked, (1, &site.origins))?;
    }
    if let Some(asked) = asked.test_origins {
        site.test_origins = origins(asked, (0, &site.test_origins))?;
    }
    sites::update(&mut tx, &site).await?;
    let act = Act::of(Event::SiteChanged, Subject::Site(site.id));
    tx.audit(&app.audit, act).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists which origins' pages have asked for a site in the last seven days.
#[utoipa::path(get, path = "/api/sites/{site}/sightings", params(ThisSite), responses(
    (status = 200, body = Sightings),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_sightings(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ManageSites>,
    Path(at): Path<ThisSite>,
) -> Result<axum::Json<Sightings>, ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let site = sites::find_to_manage(&mut tx, &at.site).await?;
    let found = sightings::list(&mut tx, site.id).await?;
    let sightings = found.into_iter().map(|seen| SightingView {
        origin: seen.origin,
        allowed: seen.allowed,
        seen_at: seen.seen_at.to_string(),
    });
    Ok(axum::Json(Sightings {
        sightings: sightings.collect(),
    }))
}

fn name(text: &str) -> Result<String, ApiError> {
    text.parse::<Name>().map(String::from).map_err(unreadable)
}

/// Origins as browsers write them, each once. What the site has already may stay as it is.
fn origins(
    asked: Vec<String>,
    (least, present): (usize, &[String]),
) -> Result<Vec<String>, ApiError> {
    let most = limits::ORIGINS;
    if !(least..=most).contains(&asked.len()) {
        return Err(unreadable(format!("origins must be {least} to {most}")));
    }
    let mut origins = Vec::with_capacity(asked.len());
    for text in asked {
        let known = present.contains(&text);
        let checked = text.parse::<Origin>();
        match checked {
            Err(error @ NotAnOrigin) if !known => {
                return Err(ApiError::OriginNotValid(text, error));
            }
            _ if origins.contains(&text) => {}
            _ => origins.push(text),
        }
    }
    Ok(origins)
}

fn view(app: &App, managed: Managed) -> SiteView {
    let in_force = |(purpose, version)| InForce { purpose, version };
    SiteView {
        snippet: snippet(&app.config, &managed.site.key),
        key: managed.site.key,
        name: managed.site.name,
        origins: managed.site.origins,
        test_origins: managed.site.test_origins,
        created_at: managed.created_at.to_string(),
        purposes: managed.purposes.into_iter().map(in_force).collect(),
    }
}
