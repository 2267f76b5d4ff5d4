//! The secret by which a publisher's backend proves who its visitors are.

use super::{
    extract::Path,
    problem::{ApiError, Problem},
    session::Allowed,
    sites::ThisSite,
};
use crate::{app::App, random};
use axum::{Json, extract::State, http::StatusCode};
use jiff::Timestamp;
use revoir_domain::{
    audit::{Act, Event, Subject},
    permission::{ManageSites, Scope},
};
use revoir_store::{TenantTx, sites};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A secret that was just made.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct ProofSecret {
    /// 64 hex digits, which are the key of the HMAC as they are written. Shown this once.
    pub(crate) secret: String,
}

/// Makes the secret by which a site's identifiers are proven, in place of the one before.
#[utoipa::path(post, path = "/api/sites/{site}/proof-secret", params(ThisSite), responses(
    (status = 201, body = ProofSecret),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn create_proof_secret(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ManageSites>,
    Path(at): Path<ThisSite>,
) -> Result<(StatusCode, Json<ProofSecret>), ApiError> {
    let made = replace(&app, scope, &at.site, now).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Makes it, once its entry in the audit log is written.
pub(crate) async fn replace(
    app: &App,
    scope: Scope<ManageSites>,
    key: &str,
    now: Timestamp,
) -> Result<ProofSecret, ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let site = sites::find_to_manage(&mut tx, key).await?.id;
    let act = Act::of(Event::ProofSecretMade, Subject::Site(site));
    tx.audit(&app.audit, act).await?;
    tx.commit().await?;
    let proofs = app.proofs.clone();
    let made = app.compute(move || proofs.replace(site, &mut random::rng()));
    let secret = made.await??.to_string();
    Ok(ProofSecret { secret })
}
