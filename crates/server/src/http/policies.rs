//! Policies of a site: those in force, what became of them over time, and the framework they are judged by.

use super::{
    extract::Path,
    problem::{ApiError, Problem},
    recordings::{AtSite, reachable},
    session::{Allowed, SignedIn},
    views::watched,
};
use crate::app::App;
use axum::{Json, extract::State};
use jiff::Timestamp;
use revoir_domain::{
    change::{Change, changes},
    conformance::{Deviation, Warning},
    framework::Framework,
    ids::SiteId,
    permission::{Denied, Permission, ReadPolicies, Scope},
    policy::{Draft, Policy},
    publication::Justification,
    purpose::Purpose,
};
use revoir_store::{
    TenantTx,
    policies::{self, Version},
    stops, texts, trials,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A purpose of a site.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AtPurpose {
    pub(super) site: String,
    /// `support`, `ux` or `errors`.
    pub(super) purpose: String,
}

/// The policies in force, at most one for each purpose.
#[derive(Serialize, ToSchema)]
pub(crate) struct Policies {
    policies: Vec<PolicyInForce>,
    /// The version of the site's texts, whichever purpose named it; absent before the first policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    text_version: Option<String>,
}

/// The version of a purpose's policy that is in force.
#[derive(Serialize, ToSchema)]
pub(crate) struct PolicyInForce {
    #[serde(flatten)]
    version: PolicyVersion,
    /// Judged by today's framework.
    conformance: Conformance,
    /// Absent while it is collected.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    stopped: Option<StopView>,
    /// The draft that is tried on the site's test origins; absent where none is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    trial: Option<TrialView>,
}

/// That nothing is collected for the moment.
#[derive(Serialize, ToSchema)]
#[schema(as = Stop)]
pub(crate) struct StopView {
    at: String,
    /// The name of who did it, as it was then; `cli` for the command line.
    by: String,
}

/// That a draft is tried.
#[derive(Serialize, ToSchema)]
#[schema(as = Trial)]
pub(crate) struct TrialView {
    /// The version that its recordings carry.
    version: u32,
    /// When it ends by itself.
    until: String,
    /// How many recordings of it there are; volumes and statements leave them out.
    recordings: u64,
}

impl From<trials::Trial> for TrialView {
    fn from(trial: trials::Trial) -> Self {
        Self {
            version: trial.version,
            until: trial.until.to_string(),
            recordings: trial.recordings,
        }
    }
}

/// How a policy is judged by the framework.
#[derive(Serialize, ToSchema)]
pub(crate) struct Conformance {
    /// The framework's id.
    framework: String,
    /// Where it is looser than asked.
    deviations: Vec<Deviation>,
    /// What conforms and has a consequence.
    warnings: Vec<Warning>,
}

/// A published version.
#[derive(Serialize, ToSchema)]
pub(crate) struct PolicyVersion {
    version: u32,
    policy: Draft,
    published_at: String,
    /// Absent in what was published before that was remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    publication: Option<PublicationView>,
}

/// Who published a version, why, and how it was judged then.
#[derive(Serialize, ToSchema)]
#[schema(as = Publication)]
pub(crate) struct PublicationView {
    /// The name of who did it, as it was then; `cli` for the command line.
    by: String,
    why: String,
    /// The id of the framework it was judged by.
    framework: String,
    deviations: Vec<Deviation>,
    justifications: Vec<Justification>,
}

/// The versions of a purpose's policy, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct PolicyHistory {
    versions: Vec<PastVersion>,
}

/// A version, and what it changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct PastVersion {
    #[serde(flatten)]
    version: PolicyVersion,
    /// From the version before.
    changes: Vec<Change>,
}

/// Shows the framework that policies are judged by.
#[utoipa::path(get, path = "/api/framework", responses(
    (status = 200, body = Framework),
    (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show_framework(State(app): State<App>, _: SignedIn) -> Json<Framework> {
    Json(app.framework.clone())
}

/// Shows the policies in force of a site, and how they are judged.
#[utoipa::path(get, path = "/api/sites/{site}/policies", params(AtSite), responses(
    (status = 200, body = Policies),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_policies(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ReadPolicies>,
    Path(at): Path<AtSite>,
) -> Result<Json<Policies>, ApiError> {
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    let covered = |purpose| scope.covers(site.id, purpose);
    if !Purpose::ALL.into_iter().any(covered) {
        return Err(Denied(ReadPolicies::NAME).into());
    }
    Ok(Json(in_force(&app, scope, site.id, now).await?))
}

/// The policies in force of a site, and how they are judged.
pub(crate) async fn in_force(
    app: &App,
    scope: Scope<ReadPolicies>,
    site: SiteId,
    now: Timestamp,
) -> Result<Policies, ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let found = policies::latest(&mut tx, site).await?;
    let stops = stops::of(&mut tx, site).await?;
    let trials = trials::of(&mut tx, site).await?;
    let in_force = found.into_iter().map(|it| {
        let purpose = it.published.policy.purpose;
        let stop = stops.iter().find(|stop| stop.purpose == purpose);
        let trial = trials.iter().find(|trial| trial.purpose == purpose);
        PolicyInForce {
            conformance: judge(&it.published.policy, &app.framework),
            version: it.into(),
            stopped: stop.map(|stop| StopView {
                at: stop.at.to_string(),
                by: stop.by.clone(),
            }),
            trial: trial.copied().map(TrialView::from),
        }
    });
    let told = texts::latest(&mut tx, site).await?;
    Ok(Policies {
        policies: in_force.collect(),
        text_version: told.map(|it| it.text_version),
    })
}

/// Lists the versions of a purpose's policy, with what each changed.
#[utoipa::path(get, path = "/api/sites/{site}/policies/{purpose}/versions", params(AtPurpose), responses(
    (status = 200, body = PolicyHistory),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_policy_versions(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ReadPolicies>,
    Path(at): Path<AtPurpose>,
) -> Result<Json<PolicyHistory>, ApiError> {
    let at = watched(&app, &scope, &at.site, &at.purpose).await?;
    Ok(Json(history(&app, scope, at, now).await?))
}

/// The versions of a purpose's policy, with what each changed.
pub(crate) async fn history(
    app: &App,
    scope: Scope<ReadPolicies>,
    (site, purpose): (SiteId, Purpose),
    now: Timestamp,
) -> Result<PolicyHistory, ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let mut found = policies::history(&mut tx, site).await?;
    found.retain(|it| it.published.policy.purpose == purpose);
    let olders = found.iter().skip(1).map(Some).chain([None]);
    let changed: Vec<Vec<Change>> = found
        .iter()
        .zip(olders)
        .map(|(it, older)| {
            let older = older.map(|older| &older.published.policy);
            changes(older, &it.published.policy)
        })
        .collect();
    let versions = found.into_iter().zip(changed);
    let versions = versions.map(|(it, changes)| PastVersion {
        version: it.into(),
        changes,
    });
    Ok(PolicyHistory {
        versions: versions.collect(),
    })
}

/// How a policy is judged by the framework.
pub(super) fn judge(policy: &Policy, framework: &Framework) -> Conformance {
    Conformance {
        framework: framework.id.clone(),
        deviations: policy.conformance(framework),
        warnings: policy.warnings(framework),
    }
}

impl From<Version> for PolicyVersion {
    fn from(version: Version) -> Self {
        Self {
            version: version.published.version,
            policy: version.published.policy.into(),
            published_at: version.published_at.to_string(),
            publication: version.judgement.map(|it| PublicationView {
                by: it.by,
                why: it.why,
                framework: it.framework,
                deviations: it.deviations,
                justifications: it.justifications,
            }),
        }
    }
}
