//! Drafts of policies: writing one, seeing what it would change, and publishing it.

use super::{
    extract::{Json, Path},
    policies::{AtPurpose, Conformance, TrialView, judge},
    problem::{ApiError, Problem},
    session::{Allowed, May},
    views::watched,
};
use crate::{app::App, drafting, random, texts};
use axum::{extract::State, http::StatusCode};
use jiff::{Timestamp, tz::TimeZone};
use revoir_domain::{
    audit::{Act, Event, Subject},
    change::{Change, changes},
    ids::{PolicyId, SiteId},
    material::{Material, asks_again, material},
    permission::{Deviate, EditPolicies, Permission, ReadPolicies, Scope},
    policy::{Draft, Policy, PolicyError},
    publication::{Justified, Publication, Publisher, Refused as Unfit},
    purpose::Purpose,
};
use revoir_store::{
    TenantTx,
    drafts::{self, Drafted},
    policies, sites, texts as visitor_texts, trials,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// The draft of a purpose's policy, or that there is none.
#[derive(Serialize, ToSchema)]
pub(crate) struct DraftView {
    /// What to name when writing; 0 where nothing was ever written.
    revision: u32,
    /// Absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    draft: Option<Drafting>,
    /// What is tried on the site's test origins: this draft, or as it was when the trial began. Absent where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    trial: Option<TrialView>,
}

/// A draft, and what publishing it would mean.
#[derive(Serialize, ToSchema)]
pub(crate) struct Drafting {
    policy: Draft,
    /// The name of who wrote it last; `cli` for the command line.
    edited_by: String,
    edited_at: String,
    /// From the policy in force.
    changes: Vec<Change>,
    conformance: Conformance,
    /// In what it goes further than what visitors have agreed to. It names a version of the texts that the site never had,
    /// or that is an obstacle: visitors are asked again.
    material: Vec<Material>,
    /// What keeps it from being published, whoever publishes.
    obstacles: Vec<Obstacle>,
}

/// What keeps a draft from being published.
#[derive(Serialize, ToSchema)]
pub(crate) struct Obstacle {
    /// Such as `necessity.what_for`.
    field: String,
    /// In English.
    reason: String,
}

/// A draft as written.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct NewDraft {
    /// The one that was read; 0 where there was none.
    pub(crate) revision: u32,
    #[schema(value_type = Draft)]
    pub(crate) policy: Value,
}

/// The revision that was read.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct ReadDraft {
    pub(crate) revision: u32,
}

/// What is said on publishing.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct NewPublication {
    /// Of the draft that was read.
    pub(crate) revision: u32,
    /// Why now: 1 to 2000 characters.
    pub(crate) why: String,
    /// One for each deviation.
    #[serde(default)]
    pub(crate) justifications: Vec<Justified>,
}

/// What was published.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewVersion {
    pub(super) version: u32,
}

/// Shows the draft of a purpose's policy and what it would change.
#[utoipa::path(get, path = "/api/sites/{site}/policies/{purpose}/draft", params(AtPurpose), responses(
    (status = 200, body = DraftView),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show_draft(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ReadPolicies>,
    Path(at): Path<AtPurpose>,
) -> Result<axum::Json<DraftView>, ApiError> {
    let at = watched(&app, &scope, &at.site, &at.purpose).await?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    Ok(axum::Json(view(&app, &mut tx, at).await?))
}

/// Writes the draft of a purpose's policy.
#[utoipa::path(put, path = "/api/sites/{site}/policies/{purpose}/draft", params(AtPurpose), request_body = NewDraft,
    responses(
    (status = 200, body = DraftView),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn write_draft(
    State(app): State<App>,
    Allowed(scope, now): Allowed<EditPolicies>,
    Path(at): Path<AtPurpose>,
    Json(asked): Json<NewDraft>,
) -> Result<axum::Json<DraftView>, ApiError> {
    let at = watched(&app, &scope, &at.site, &at.purpose).await?;
    Ok(axum::Json(write(&app, scope, (at, now), asked).await?))
}

/// Writes a draft.
pub(crate) async fn write(
    app: &App,
    scope: Scope<EditPolicies>,
    (at, now): ((SiteId, Purpose), Timestamp),
    asked: NewDraft,
) -> Result<DraftView, ApiError> {
    let policy = drafting::read(asked.policy, at.1)?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    drafts::write(&mut tx, at, asked.revision, Some(&policy)).await?;
    let written = view(app, &mut tx, at).await?;
    tx.commit().await?;
    Ok(written)
}

/// Drops the draft of a purpose's policy.
#[utoipa::path(delete, path = "/api/sites/{site}/policies/{purpose}/draft", params(AtPurpose),
    request_body = ReadDraft, responses(
    (status = 204, description = "Dropped"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn drop_draft(
    State(app): State<App>,
    Allowed(scope, now): Allowed<EditPolicies>,
    Path(at): Path<AtPurpose>,
    Json(asked): Json<ReadDraft>,
) -> Result<StatusCode, ApiError> {
    let at = watched(&app, &scope, &at.site, &at.purpose).await?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    drafts::take(&mut tx, at, asked.revision).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Publishes the draft of a purpose's policy as its next version; recordings under the older one end.
#[utoipa::path(post, path = "/api/sites/{site}/policies/{purpose}/versions", params(AtPurpose),
    request_body = NewPublication, responses(
    (status = 201, body = NewVersion),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn publish_draft(
    State(app): State<App>,
    Allowed(scope, now): Allowed<EditPolicies>,
    May(deviate): May<Deviate>,
    Path(at): Path<AtPurpose>,
    Json(asked): Json<NewPublication>,
) -> Result<(StatusCode, axum::Json<NewVersion>), ApiError> {
    let at = watched(&app, &scope, &at.site, &at.purpose).await?;
    let published = publish(&app, (scope, deviate), (at, now), &asked).await?;
    Ok((StatusCode::CREATED, axum::Json(published)))
}

/// Publishes a draft.
pub(crate) async fn publish(
    app: &App,
    (scope, deviate): (Scope<EditPolicies>, Option<Scope<Deviate>>),
    ((site, purpose), now): ((SiteId, Purpose), Timestamp),
    asked: &NewPublication,
) -> Result<NewVersion, ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let policy = drafts::take(&mut tx, (site, purpose), asked.revision).await?;
    let name = policies::author(&mut tx).await?;
    let by = Publisher {
        name: &name,
        may_deviate: deviate.is_some_and(|scope| scope.covers(site, purpose)),
        today: now.to_zoned(TimeZone::UTC).date(),
    };
    let said = (asked.why.as_str(), asked.justifications.as_slice());
    let publication = Publication::of(policy, &app.framework, &by, said)?;
    visitor_texts::lock(&mut tx, site).await?;
    let in_force = texts::policies_of(policies::in_force(&mut tx, site).await?);
    if let Some(untold) = untold(&mut tx, site, (publication.policy(), &in_force)).await? {
        return Err(Unfit::Flaw(untold).into());
    }
    let id = PolicyId::from_uuid(random::timed_id(now));
    let version = policies::publish(&mut tx, site, id, &publication).await?;
    let told = sites::find(&mut tx, site).await?;
    let told = told.ok_or(ApiError::SiteNotFound)?;
    let text_version = &publication.policy().text_version;
    texts::keep(&mut tx, &told, Some(text_version), now).await?;
    let published = Act::of(Event::PolicyPublished, Subject::Purpose(site, purpose));
    tx.audit(&app.audit, published.with(version)).await?;
    tx.commit().await?;
    Ok(NewVersion { version })
}

/// The draft of a purpose, and what publishing it would mean.
pub(crate) async fn view<P: Permission>(
    app: &App,
    tx: &mut TenantTx<P>,
    (site, purpose): (SiteId, Purpose),
) -> Result<DraftView, ApiError> {
    let mut trials = trials::of(tx, site).await?.into_iter();
    let trial = trials.find(|trial| trial.purpose == purpose);
    let trial = trial.map(TrialView::from);
    let Some(found) = drafts::find(tx, site, purpose).await? else {
        return Ok(DraftView {
            revision: 0,
            draft: None,
            trial,
        });
    };
    let in_force = texts::policies_of(policies::in_force(tx, site).await?);
    let untold = match &found.policy {
        Some(policy) => untold(tx, site, (policy, &in_force)).await?,
        None => None,
    };
    Ok(DraftView {
        revision: found.revision,
        draft: preview(app, found, (&in_force, untold)),
        trial,
    })
}

/// What those who agreed to the texts that a policy names were not told, if anything.
async fn untold<P: Permission>(
    tx: &mut TenantTx<P>,
    site: SiteId,
    (policy, in_force): (&Policy, &[Policy]),
) -> Result<Option<PolicyError>, ApiError> {
    let told = visitor_texts::told(tx, site, &policy.text_version).await?;
    Ok(asks_again(policy, told.as_deref(), in_force).err())
}

fn preview(
    app: &App,
    found: Drafted,
    (in_force, untold): (&[Policy], Option<PolicyError>),
) -> Option<Drafting> {
    let policy = found.policy?;
    let mut others = in_force.iter();
    let before = others.find(|it| it.purpose == policy.purpose);
    let unsaid = policy.unsaid().into_iter();
    let unsaid = unsaid.map(|it| (it.field, it.reason));
    let not_available = policy.not_available().into_iter();
    let not_available = not_available.map(|it| (it.field.to_owned(), it.to_string()));
    let untold = untold.map(|it| (it.field, it.reason));
    let obstacles = unsaid.chain(not_available).chain(untold);
    Some(Drafting {
        edited_by: found.edited_by,
        edited_at: found.edited_at.to_string(),
        changes: changes(before, &policy),
        material: material(in_force, std::slice::from_ref(&policy)),
        conformance: judge(&policy, &app.framework),
        obstacles: obstacles
            .map(|(field, reason)| Obstacle { field, reason })
            .collect(),
        policy: policy.into(),
    })
}
