//! The routes of a site: what its policies declare, and what it has learned.

use crate::{
    app::App,
    command_line,
    http::problem::{ApiError, unreadable},
};
use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::get,
};
use revoir_domain::{
    audit::{Act, Event, Subject},
    ids::SiteId,
    limits,
    permission::ManageSites,
    purpose::Purpose,
    route::RoutePattern,
};
use revoir_store::{TenantTx, policies, routes};
use serde::{Deserialize, Serialize};

/// The routes of a site.
#[derive(Serialize, Deserialize)]
pub(crate) struct SiteRoutes {
    pub(crate) declared: Vec<Declared>,
    pub(crate) learned: Vec<RoutePattern>,
}

/// A route that policies declare.
#[derive(Serialize, Deserialize)]
pub(crate) struct Declared {
    pub(crate) pattern: RoutePattern,
    pub(crate) purposes: Vec<Purpose>,
}

pub(super) fn router() -> Router<App> {
    let routes = get(show_routes).post(learn_routes).delete(forget_route);
    Router::new().route("/{site}", routes)
}

async fn reach(app: &App, key: &str) -> Result<(SiteId, TenantTx<ManageSites>), ApiError> {
    let (site, tx) = app.site(key).await?;
    drop(tx);
    let now = app.now();
    let scope = command_line::allow(site.organisation, now)?;
    Ok((site.id, TenantTx::begin(&app.db, scope, now).await?))
}

async fn show_routes(
    State(app): State<App>,
    Path(key): Path<String>,
) -> Result<Json<SiteRoutes>, ApiError> {
    let (site, mut tx) = reach(&app, &key).await?;
    let mut declared: Vec<Declared> = Vec::new();
    for published in policies::in_force(&mut tx, site).await? {
        let purpose = published.policy.purpose;
        for pattern in &published.policy.routes {
            match declared.iter_mut().find(|known| known.pattern == *pattern) {
                Some(known) => known.purposes.push(purpose),
                None => declared.push(Declared {
                    pattern: pattern.clone(),
                    purposes: vec![purpose],
                }),
            }
        }
    }
    let learned = routes::learned(&mut tx, site).await?;
    Ok(Json(SiteRoutes { declared, learned }))
}

async fn learn_routes(
    State(app): State<App>,
    Path(key): Path<String>,
    Json(patterns): Json<Vec<RoutePattern>>,
) -> Result<StatusCode, ApiError> {
    let (site, mut tx) = reach(&app, &key).await?;
    routes::learn(&mut tx, site, &patterns).await?;
    let count = routes::learned(&mut tx, site).await?.len();
    if count > limits::LEARNED_ROUTES {
        let most = limits::LEARNED_ROUTES;
        return Err(unreadable(format!(
            "the site would have {count} learned routes, at most {most}"
        )));
    }
    let act = Act::of(Event::RoutesChanged, Subject::Site(site));
    tx.audit(&app.audit, act.with(format!("learned {}", patterns.len())))
        .await?;
    tx.commit().await?;
    app.forget_learned(site);
    Ok(StatusCode::NO_CONTENT)
}

async fn forget_route(
    State(app): State<App>,
    Path(key): Path<String>,
    Json(pattern): Json<RoutePattern>,
) -> Result<StatusCode, ApiError> {
    let (site, mut tx) = reach(&app, &key).await?;
    if !routes::forget(&mut tx, site, &pattern).await? {
        return Err(ApiError::NotFound("learned route"));
    }
    let act = Act::of(Event::RoutesChanged, Subject::Site(site));
    tx.audit(&app.audit, act.with("forgot 1")).await?;
    tx.commit().await?;
    app.forget_learned(site);
    Ok(StatusCode::NO_CONTENT)
}
