//! What `revoir keys` asks: new keys of pseudonyms, and new secrets of proofs.

use crate::{
    app::App,
    command_line,
    http::{
        extract::Json,
        problem::{ApiError, unreadable},
        proofs::{self, ProofSecret},
    },
    random,
};
use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    routing::post,
};
use jiff::SignedDuration;
use revoir_domain::{
    audit::{Act, Event, Subject},
    limits,
    permission::ManageSites,
    purpose::Purpose,
};
use revoir_store::TenantTx;
use serde::{Deserialize, Serialize};

/// A rotation of the key of a purpose's pseudonyms.
#[derive(Serialize, Deserialize)]
pub(crate) struct Rotation {
    pub(crate) purpose: Purpose,
    pub(crate) grace_days: u16,
}

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/{site}/pseudonyms", post(rotate_pseudonyms))
        .route("/{site}/proof-secret", post(replace_proof_secret))
}

/// Once its entry in the audit log is written.
async fn rotate_pseudonyms(
    State(app): State<App>,
    Path(key): Path<String>,
    Json(asked): Json<Rotation>,
) -> Result<StatusCode, ApiError> {
    let days = asked.grace_days;
    if days > limits::GRACE_DAYS {
        let most = limits::GRACE_DAYS;
        return Err(unreadable(format!(
            "a grace of {days} days, at most {most}"
        )));
    }
    let ((site, _), now) = (app.site(&key).await?, app.now());
    let scope = command_line::allow(site.organisation, now)?;
    let mut tx = TenantTx::<ManageSites>::begin(&app.db, scope, now).await?;
    let of = (site.id, asked.purpose);
    let act = Act::of(Event::PseudonymsRotated, Subject::Purpose(of.0, of.1));
    tx.audit(&app.audit, act.with(format!("{days} days")))
        .await?;
    tx.commit().await?;
    let until = now
        .checked_add(SignedDuration::from_hours(24 * i64::from(days)))
        .map_err(ApiError::internal)?;
    let keys = app.pseudonyms.clone();
    let rotated = app.compute(move || keys.rotate(of, until, now, &mut random::rng()));
    rotated.await??;
    Ok(StatusCode::NO_CONTENT)
}

async fn replace_proof_secret(
    State(app): State<App>,
    Path(key): Path<String>,
) -> Result<axum::Json<ProofSecret>, ApiError> {
    let ((site, tx), now) = (app.site(&key).await?, app.now());
    drop(tx);
    let scope = command_line::allow(site.organisation, now)?;
    Ok(axum::Json(proofs::replace(&app, scope, &key, now).await?))
}
