//! Volumes: how much of a purpose there is, was not kept and went, by day; who may see it; what goes next.

use super::{
    extract::{Path, Query},
    filter::{OfPurpose, purpose_of},
    problem::{ApiError, Problem},
    recordings::{AtSite, reachable},
    session::Allowed,
};
use crate::app::App;
use axum::{Json, extract::State};
use revoir_domain::{
    ids::SiteId,
    permission::{Denied, Permission, ReadPolicies},
    purpose::Purpose,
    trigger::Trigger,
};
use revoir_store::{TenantTx, firings, policies, volumes};
use serde::Serialize;
use utoipa::ToSchema;

/// The last thirty days of a purpose.
#[derive(Serialize, ToSchema)]
pub(crate) struct Volumes {
    /// Oldest first; the last is today.
    days: Vec<VolumeView>,
    /// When the time of some recording is over next (RFC 3339); absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next_expiry: Option<String>,
    /// Members who may watch its recordings now.
    watchers: usize,
    /// Triggers of the policy in force that fired in more than half of the last seven days' visits: of those that were
    /// judged here, since of the others nobody knows. Told from ten visits on.
    often: Vec<Often>,
}

/// A trigger that fires too often.
#[derive(Serialize, ToSchema)]
pub(crate) struct Often {
    trigger: Trigger,
    /// Visits in which it was looked for.
    visits: u64,
    /// Visits in which it fired.
    fired: u64,
}

/// One day.
#[derive(Serialize, ToSchema)]
#[schema(as = Volume)]
pub(crate) struct VolumeView {
    /// Of UTC.
    day: String,
    /// Recordings of that day that are still here.
    kept: u64,
    /// Opened to be judged, ended on that day, and not kept.
    discarded: u64,
    /// Whose time was over on that day.
    expired: u64,
}

/// Shows how much of a purpose there is and goes, by day.
#[utoipa::path(get, path = "/api/sites/{site}/volumes", params(AtSite, OfPurpose), responses(
    (status = 200, body = Volumes),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show_volumes(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ReadPolicies>,
    Path(at): Path<AtSite>,
    Query(of): Query<OfPurpose>,
) -> Result<Json<Volumes>, ApiError> {
    let purpose = purpose_of(&of.purpose)?;
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    if !scope.covers(site.id, purpose) {
        return Err(Denied(ReadPolicies::NAME).into());
    }
    let at = (site.id, purpose);
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let days = volumes::list(&mut tx, at).await?.into_iter();
    let next = volumes::next_expiry(&mut tx, at).await?;
    Ok(Json(Volumes {
        days: days.map(VolumeView::from).collect(),
        next_expiry: next.map(|at| at.to_string()),
        watchers: volumes::watchers(&mut tx, at).await?,
        often: often(&mut tx, at).await?,
    }))
}

async fn often(
    tx: &mut TenantTx<ReadPolicies>,
    (site, purpose): (SiteId, Purpose),
) -> Result<Vec<Often>, ApiError> {
    let firings = firings::often(tx, (site, purpose)).await?;
    let in_force = policies::in_force(tx, site).await?.into_iter();
    let policy = in_force.map(|published| published.policy);
    let held = policy
        .filter(|policy| policy.purpose == purpose)
        .filter_map(|policy| Some(policy.collection.held()?.triggers.clone()));
    let told = held.flatten().filter_map(|trigger| {
        let firing = firings.get(&trigger.to_string())?;
        Some(Often {
            trigger,
            visits: firing.visits,
            fired: firing.fired,
        })
    });
    Ok(told.collect())
}

impl From<volumes::Volume> for VolumeView {
    fn from(volume: volumes::Volume) -> Self {
        Self {
            day: volume.day.to_string(),
            kept: volume.kept,
            discarded: volume.discarded,
            expired: volume.expired,
        }
    }
}
