//! For visitors' browsers: the policies that hold on their page. `docs/wire.md` is the contract.

use super::{
    extract::Path,
    origin::{is_allowed, is_test},
    problem::ApiError,
};
use crate::app::App;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use jiff::SignedDuration;
use revoir_domain::{
    collection::History,
    friction::Thresholds,
    limits,
    origin::Origin,
    policy::{Policy, Published},
    purpose::Purpose,
    route::RoutePattern,
};
use revoir_store::{AppTx, policies, routes, sightings, sites::Site, stops, texts};
use serde_json::{Value, json};

/// The policies in force of a site: the same bytes for everyone.
pub(crate) async fn show_policy(
    State(app): State<App>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (site, mut tx) = app.site(&key).await?;
    let Holding { policies, .. } = hold(&app, &mut tx, &site, &headers).await?;
    let learned = routes::learned(&mut tx, site.id).await?;
    let accepted = texts::accepted(&mut tx, site.id).await?;
    let own = policies.iter().filter(|published| published.trial);
    let mut own = own.map(|published| published.policy.text_version.clone());
    // a page that tries a draft may show the draft's texts, or those in force
    let text_version = own.find(|version| !accepted.contains(version));
    let text_version = text_version.or_else(|| accepted.into_iter().next());
    if let Err(error) = note(&app, tx, &site, &headers).await {
        tracing::warn!(%error, "a sighting was not noted");
    }
    let purposes: Vec<Value> = policies
        .iter()
        .map(|published| public(published, &learned))
        .collect();
    let body = json!({ "site": site.key, "text_version": text_version, "purposes": purposes });
    let mut answer = ([(header::CACHE_CONTROL, "public, max-age=60")], Json(body)).into_response();
    if !site.test_origins.is_empty() {
        let vary = HeaderValue::from_static("origin, sec-fetch-site");
        answer.headers_mut().append(header::VARY, vary);
    }
    Ok(answer)
}

/// What holds for whose page asks: what is in force or, on a test origin, tried, but for what is stopped.
pub(super) async fn hold(
    app: &App,
    tx: &mut AppTx,
    site: &Site,
    headers: &HeaderMap,
) -> Result<Holding, ApiError> {
    let mut policies = policies_of(app, tx, site, headers).await?;
    let stops = stops::of(tx, site.id).await?.into_iter();
    let stopped: Vec<Purpose> = stops.map(|stop| stop.purpose).collect();
    policies.retain(|published| !stopped.contains(&published.policy.purpose));
    Ok(Holding { policies, stopped })
}

/// What is in force for whose page asks or, on a test origin, tried.
pub(super) async fn policies_of(
    app: &App,
    tx: &mut AppTx,
    site: &Site,
    headers: &HeaderMap,
) -> Result<Vec<Published>, ApiError> {
    let is_test = asking(app, headers).is_some_and(|origin| is_test(origin.as_str(), site));
    Ok(if is_test {
        policies::in_force_or_tried(tx, site.id, app.now()).await?
    } else {
        policies::in_force(tx, site.id).await?
    })
}

/// What holds on a page.
pub(super) struct Holding {
    policies: Vec<Published>,
    stopped: Vec<Purpose>,
}

impl Holding {
    /// The policy of a purpose, if this version of it is the one that holds.
    pub(super) fn pick(self, purpose: &str, version: u32) -> Result<Published, ApiError> {
        let purpose: Purpose = purpose.parse().map_err(|_| ApiError::PurposeNotFound)?;
        if self.stopped.contains(&purpose) {
            return Err(ApiError::PurposeStopped);
        }
        let mut policies = self.policies.into_iter();
        let found = policies.find(|published| published.policy.purpose == purpose);
        let published = found.ok_or(ApiError::PurposeNotFound)?;
        if published.version == version {
            Ok(published)
        } else {
            Err(ApiError::PolicyChanged(published.version))
        }
    }
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
        "collection": collection(policy),
        "masking": policy.masking,
        "identifiers": policy.identifiers,
        "routes": routes,
        "pages": policy.pages,
        "block": policy.block,
        "lifespan_ms": policy.lifespan().as_secs() * 1_000,
        "retention_ms": receipt_life(policy).as_millis(),
        "max_bytes": limits::RECORDING_BYTES,
    })
}

/// How long a recording may be there, from the hour on in which it was opened: so long its receipt is of use.
fn receipt_life(policy: &Policy) -> SignedDuration {
    let lifespan = SignedDuration::from_mins(i64::from(policy.lifespan_minutes) + 60);
    lifespan + policy.retention_minutes.duration() + policy.held_longer().unwrap_or_default()
}

/// The one measure that a browser carries out: triggers, else the draw. The others are the server's. What was written
/// down as to why is nobody else's.
fn collection(policy: &Policy) -> Value {
    let collection = &policy.collection;
    let mut public = match (&collection.l2, &collection.l1) {
        (None, Some(sampling)) => json!({ "measure": "L1", "rate": sampling.rate }),
        (Some(triggered), _) => json!({
            "measure": "L2",
            "history": if triggered.history == History::OnDevice { "on_device" } else { "provisional" },
            "before_s": triggered.before_s,
            "after_s": triggered.after_s,
            "triggers": triggered.triggers,
        }),
        (None, None) => json!({ "measure": "L3" }),
    };
    let Some(fields) = public.as_object_mut() else {
        return public;
    };
    if collection.asks_for_requests() {
        fields.insert("requests".to_owned(), json!(true));
    }
    if collection.l2.is_some() && policy.friction != Thresholds::default() {
        fields.insert("friction".to_owned(), json!(policy.friction));
    }
    public
}
