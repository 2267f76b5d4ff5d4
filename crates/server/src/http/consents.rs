//! Proofs of consent: one for each decision of a visitor, of nobody; and the way to take them out.

use super::{
    extract::Path,
    origin::check_origin,
    problem::{ApiError, Problem, unreadable},
    public::policies_of,
    recordings::{AtSite, reachable},
    session::Allowed,
    visitors::read,
};
use crate::{app::App, random};
use axum::{
    Json,
    body::Body,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use revoir_domain::{
    audit::{Act, Digest, Event, Subject},
    limits,
    permission::{Denied, Permission, Review},
    policy::Published,
    proof::{Decision, Mechanism, Proof},
    purpose::Purpose,
};
use revoir_store::{AppTx, TenantTx, policies, proofs, sites::Site, texts};
use revoir_vault::audit::ProofExport;
use serde::Deserialize;
use std::{collections::BTreeMap, net::SocketAddr};

/// What a browser says of a decision.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decided {
    site: String,
    purposes: BTreeMap<String, bool>,
    text_version: String,
    mechanism: String,
    act: Decision,
}

/// Keeps the proof of a decision, under an id of its own and the hour. Nothing else of its visitor is kept.
pub(crate) async fn create_proof(
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
    let asked: Decided = serde_json::from_slice(&body).map_err(unreadable)?;
    let (site, mut tx) = app.site(&asked.site).await?;
    check_origin(&headers, &site)?;
    let mechanism: Mechanism = asked.mechanism.parse().map_err(unreadable)?;
    let on_page = policies_of(&app, &mut tx, &site, &headers).await?;
    let purposes = known(&on_page, &asked)?;
    let Some(purposes) = to_prove(&mut tx, &site, (&on_page, &asked), purposes).await? else {
        return Ok(StatusCode::NO_CONTENT);
    };
    let id = random::untimed_id();
    let proof = Proof {
        id,
        hour: hour_of(now),
        purposes,
        texts: texts_of(&mut tx, &site, &asked).await?,
        text_version: asked.text_version,
        mechanism,
        act: asked.act,
    };
    let document = serde_json::to_string(&proof).map_err(ApiError::internal)?;
    proofs::keep(&mut tx, &site, (id, proof.hour), &document).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn hour_of(now: Timestamp) -> Timestamp {
    let hour = now.as_second().div_euclid(3_600) * 3_600;
    Timestamp::from_second(hour).unwrap_or(now)
}

/// The purposes decided upon, each of which is in force on the page or tried there.
fn known(on_page: &[Published], asked: &Decided) -> Result<BTreeMap<Purpose, bool>, ApiError> {
    let has = |purpose| on_page.iter().any(|it| it.policy.purpose == purpose);
    let read = asked.purposes.iter().map(|(name, agreed)| {
        let purpose = name.parse().ok().filter(|purpose| has(*purpose))?;
        Some((purpose, *agreed))
    });
    let purposes: Option<BTreeMap<Purpose, bool>> = read.collect();
    let purposes = purposes.ok_or(ApiError::ProofRefused("it names an unknown purpose"))?;
    let says_something = match asked.act {
        Decision::Given => purposes.values().any(|agreed| *agreed),
        Decision::Withdrawn => !purposes.is_empty(),
    };
    if says_something {
        Ok(purposes)
    } else {
        Err(ApiError::ProofRefused("it names no purpose"))
    }
}

/// What of a decision is proven. Not what a draft alone has, its purpose or its texts: that is in force for nobody.
async fn to_prove(
    tx: &mut AppTx,
    site: &Site,
    (on_page, asked): (&[Published], &Decided),
    mut purposes: BTreeMap<Purpose, bool>,
) -> Result<Option<BTreeMap<Purpose, bool>>, ApiError> {
    if !on_page.iter().any(|it| it.trial) {
        return Ok(Some(purposes));
    }
    let version = &asked.text_version;
    let is_drafts = on_page
        .iter()
        .any(|it| it.trial && it.policy.text_version == *version);
    if is_drafts && texts::hash_of(tx, site.id, version).await?.is_none() {
        return Ok(None);
    }
    let in_force = policies::in_force(tx, site.id).await?;
    purposes.retain(|purpose, _| in_force.iter().any(|it| it.policy.purpose == *purpose));
    let proves = asked.act == Decision::Withdrawn || purposes.values().any(|agreed| *agreed);
    Ok((proves && !purposes.is_empty()).then_some(purposes))
}

/// The hash of the texts decided upon: to agree is possible to those that count, to withdraw whatever was agreed to.
async fn texts_of(tx: &mut AppTx, site: &Site, asked: &Decided) -> Result<Digest, ApiError> {
    let unknown = ApiError::ProofRefused("it names a version of the texts that does not count");
    let version = &asked.text_version;
    if asked.act == Decision::Given && !texts::accepted(tx, site.id).await?.contains(version) {
        return Err(unknown);
    }
    let hash = texts::hash_of(tx, site.id, version).await?;
    hash.ok_or(unknown)
}

/// Takes out the proofs of a site, chained and signed: `revoir proofs verify` verifies them offline.
#[utoipa::path(get, path = "/api/sites/{site}/proofs/export", params(AtSite), responses(
    (status = 200, description = "JSON for `revoir proofs verify`", content_type = "application/json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export_proofs(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Review>,
    Path(at): Path<AtSite>,
) -> Result<Response, ApiError> {
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    // a decision is about every purpose of the site
    let covers = |purpose| scope.covers(site.id, purpose);
    if !Purpose::ALL.into_iter().all(covers) {
        return Err(Denied(Review::NAME).into());
    }
    let tx = TenantTx::begin(&app.db, scope, now).await?;
    let export = export(&app, tx, &site, now).await?;
    let name = format!("attachment; filename=\"revoir-proofs-{}.json\"", site.key);
    Ok(([(header::CONTENT_DISPOSITION, name)], Json(export)).into_response())
}

/// Takes out the proofs of a site, and logs that.
pub(crate) async fn export(
    app: &App,
    mut tx: TenantTx<Review>,
    site: &Site,
    now: Timestamp,
) -> Result<ProofExport, ApiError> {
    let batches = proofs::list(&mut tx, site.id).await?;
    let act = Act::of(Event::ProofsExported, Subject::Site(site.id));
    tx.audit(&app.audit, act).await?;
    tx.commit().await?;
    let of = (site.id, site.key.as_str());
    Ok(ProofExport::sign(
        &app.audit,
        site.organisation,
        of,
        (now, batches),
    ))
}
