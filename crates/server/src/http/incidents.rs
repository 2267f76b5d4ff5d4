//! Incidents: what a breach may concern and who has seen it, its clock, its notices, and the freezing of watching.

pub(crate) mod notices;

use super::{
    extract::{Json, Path, Query},
    notes::words,
    policies::AtPurpose,
    problem::{ApiError, Problem, unreadable},
    recordings::{AtSite, reachable},
    session::Allowed,
    stops::Why,
    views::watched,
};
use crate::{app::App, random};
use axum::{extract::State, http::StatusCode};
use jiff::Timestamp;
use revoir_domain::{
    audit::{Act, Event, Subject},
    ids::{IncidentId, SiteId},
    limits,
    permission::{Denied, Permission, Respond, Review, Scope},
    purpose::Purpose,
};
use revoir_store::{
    TenantTx, freezes,
    incidents::{self, Concern, Concerned, DEADLINE, Incident, Seen},
    sites::Site,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What an incident concerns; what is left out narrows nothing.
#[derive(Deserialize, Serialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
pub(crate) struct ConcernView {
    /// `support`, `ux` or `errors`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    purpose: Option<String>,
    /// The declared route of the first page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    route: Option<String>,
    /// A selector or another text of the policy that a recording was made under.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    rule: Option<String>,
    /// Opened in this hour or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    from: Option<String>,
    /// Opened before this instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    until: Option<String>,
}

/// What is concerned, newest first, at most 500 of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConcernedList {
    /// How many recordings there are in all.
    count: i64,
    /// How many people watched any of them or took it out, those that are not listed included.
    people: i64,
    /// Recordings of these purposes that were erased before their time, since the day of `from`.
    erased: i64,
    /// Those whose time was over since then. Which of both were concerned, nobody knows any more.
    expired: i64,
    recordings: Vec<ConcernedView>,
}

/// A recording that is concerned.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConcernedView {
    recording: String,
    purpose: String,
    opened_hour: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    entry_route: Option<String>,
    policy_version: u32,
    /// Who watched it or took it out, oldest first.
    seen: Vec<SeenView>,
}

/// That somebody watched a recording or took it out.
#[derive(Serialize, ToSchema)]
pub(crate) struct SeenView {
    /// The name that a member has now, else an id, `cli` or `token`.
    by: String,
    /// `recording.watched` or `recording.exported`.
    event: String,
    at: String,
}

/// A breach, and when the authority must have been told of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct IncidentView {
    id: String,
    concerns: ConcernView,
    learned_at: String,
    /// 72 hours later.
    deadline: String,
    told_by: String,
}

/// That nobody watches recordings of a purpose.
#[derive(Serialize, ToSchema)]
pub(crate) struct FreezeView {
    purpose: String,
    frozen_at: String,
    by: String,
}

/// The incidents of a site, newest first, and what is frozen.
#[derive(Serialize, ToSchema)]
pub(crate) struct IncidentList {
    incidents: Vec<IncidentView>,
    freezes: Vec<FreezeView>,
}

/// A breach that is told of.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewIncident {
    concerns: ConcernView,
    /// When the publisher learned of it: not in the future.
    learned_at: String,
}

/// What was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct IncidentMade {
    id: String,
    deadline: String,
}

/// Lists what an incident would concern, and who has seen it.
#[utoipa::path(get, path = "/api/sites/{site}/concerned", params(AtSite, ConcernView), responses(
    (status = 200, body = ConcernedList),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_concerned(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Review>,
    Path(at): Path<AtSite>,
    Query(asked): Query<ConcernView>,
) -> Result<axum::Json<ConcernedList>, ApiError> {
    let concern = read(asked)?;
    let site = within(&app, &scope, &at.site).await?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let found = incidents::concerned(&mut tx, site.id, &concern).await?;
    let gone = incidents::gone(&mut tx, site.id, &concern).await?;
    let seen = incidents::seen(&mut tx, &found.recordings).await?;
    let act = Act::of(Event::IncidentExamined, Subject::Site(site.id));
    tx.audit_reading(&app.audit, act).await?;
    tx.commit().await?;
    let recordings = found.recordings.into_iter();
    let recordings = recordings.map(|one| view(one, &seen));
    Ok(axum::Json(ConcernedList {
        count: found.count,
        people: found.people,
        erased: gone.erased,
        expired: gone.expired,
        recordings: recordings.collect(),
    }))
}

/// Lists the incidents of a site, with their clocks, and what is frozen.
#[utoipa::path(get, path = "/api/sites/{site}/incidents", params(AtSite), responses(
    (status = 200, body = IncidentList),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_incidents(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Review>,
    Path(at): Path<AtSite>,
) -> Result<axum::Json<IncidentList>, ApiError> {
    let site = within(&app, &scope, &at.site).await?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let found = incidents::list(&mut tx, site.id).await?;
    let freezes = freezes::of(&mut tx, site.id).await?;
    let freezes = freezes.into_iter().map(|freeze| FreezeView {
        purpose: freeze.purpose.to_string(),
        frozen_at: freeze.at.to_string(),
        by: freeze.by,
    });
    Ok(axum::Json(IncidentList {
        incidents: found.into_iter().map(incident_view).collect(),
        freezes: freezes.collect(),
    }))
}

/// Tells of an incident: its 72 hours run from when the publisher learned of it.
#[utoipa::path(post, path = "/api/sites/{site}/incidents", params(AtSite), request_body = NewIncident, responses(
    (status = 201, body = IncidentMade),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn create_incident(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Respond>,
    Path(at): Path<AtSite>,
    Json(asked): Json<NewIncident>,
) -> Result<(StatusCode, axum::Json<IncidentMade>), ApiError> {
    let concern = read(asked.concerns)?;
    let learned_at = instant("learned_at", &asked.learned_at)?;
    if learned_at > now {
        return Err(unreadable("learned_at must not lie in the future"));
    }
    let site = within(&app, &scope, &at.site).await?;
    let id = IncidentId::from_uuid(random::timed_id(now));
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    incidents::tell(&mut tx, id, (site.id, &concern), learned_at).await?;
    let act = Act::of(Event::IncidentTold, Subject::Site(site.id)).with(id);
    tx.audit(&app.audit, act).await?;
    tx.commit().await?;
    let made = IncidentMade {
        id: id.to_string(),
        deadline: deadline(learned_at).to_string(),
    };
    Ok((StatusCode::CREATED, axum::Json(made)))
}

/// Freezes a purpose: from now on nobody lists, watches or takes out its recordings.
#[utoipa::path(put, path = "/api/sites/{site}/freezes/{purpose}", params(AtPurpose), request_body = Why, responses(
    (status = 204, description = "Frozen, now or before"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn freeze_watching(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Respond>,
    Path(at): Path<AtPurpose>,
    Json(asked): Json<Why>,
) -> Result<StatusCode, ApiError> {
    let at = watched(&app, &scope, &at.site, &at.purpose).await?;
    turn(&app, scope, (at, now), (Event::WatchingFrozen, &asked)).await
}

/// Lets the recordings of a purpose be watched again.
#[utoipa::path(delete, path = "/api/sites/{site}/freezes/{purpose}", params(AtPurpose), request_body = Why, responses(
    (status = 204, description = "Not frozen, now or before"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn thaw_watching(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Respond>,
    Path(at): Path<AtPurpose>,
    Json(asked): Json<Why>,
) -> Result<StatusCode, ApiError> {
    let at = watched(&app, &scope, &at.site, &at.purpose).await?;
    turn(&app, scope, (at, now), (Event::WatchingThawed, &asked)).await
}

/// What changes nothing is not logged.
async fn turn(
    app: &App,
    scope: Scope<Respond>,
    ((site, purpose), now): ((SiteId, Purpose), Timestamp),
    (event, asked): (Event, &Why),
) -> Result<StatusCode, ApiError> {
    let why = words("why", &asked.why, limits::REASON_CHARS)?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let at = (site, purpose);
    let changed = if event == Event::WatchingFrozen {
        freezes::freeze(&mut tx, at).await?
    } else {
        freezes::thaw(&mut tx, at).await?
    };
    if changed {
        let act = Act::of(event, Subject::Purpose(site, purpose));
        tx.audit(&app.audit, act.because(Some(&why), random::bytes()))
            .await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A site of the organisation for which the scope covers something.
async fn within<P: Permission>(app: &App, scope: &Scope<P>, key: &str) -> Result<Site, ApiError> {
    let site = reachable(app, key, scope.organisation()).await?;
    let covered = |purpose| scope.covers(site.id, purpose);
    if !Purpose::ALL.into_iter().any(covered) {
        return Err(Denied(P::NAME).into());
    }
    Ok(site)
}

fn read(asked: ConcernView) -> Result<Concern, ApiError> {
    let text = |name: &'static str, given: Option<String>| {
        given.map(|given| words(name, &given, 500)).transpose()
    };
    let moment = |name: &'static str, given: Option<String>| {
        given.map(|given| instant(name, &given)).transpose()
    };
    let purpose = asked.purpose.map(|purpose| purpose.parse::<Purpose>());
    Ok(Concern {
        purpose: purpose
            .transpose()
            .map_err(|_| unreadable("purpose must be support, ux or errors"))?,
        route: text("route", asked.route)?,
        rule: text("rule", asked.rule)?,
        from: moment("from", asked.from)?,
        until: moment("until", asked.until)?,
    })
}

fn instant(name: &str, text: &str) -> Result<Timestamp, ApiError> {
    text.parse().map_err(|_| {
        unreadable(format!(
            "{name} must be an instant such as 2026-11-21T10:00:00Z"
        ))
    })
}

fn deadline(learned_at: Timestamp) -> Timestamp {
    learned_at.saturating_add(DEADLINE).unwrap_or(learned_at)
}

fn incident_view(incident: Incident) -> IncidentView {
    let concern = incident.concern;
    IncidentView {
        id: incident.id.to_string(),
        concerns: ConcernView {
            purpose: concern.purpose.map(|purpose| purpose.to_string()),
            route: concern.route,
            rule: concern.rule,
            from: concern.from.map(|from| from.to_string()),
            until: concern.until.map(|until| until.to_string()),
        },
        learned_at: incident.learned_at.to_string(),
        deadline: deadline(incident.learned_at).to_string(),
        told_by: incident.told_by,
    }
}

fn view(one: Concerned, seen: &[Seen]) -> ConcernedView {
    let of_it = seen.iter().filter(|it| it.recording == one.id);
    let seen = of_it.map(|it| SeenView {
        by: it.name.clone().unwrap_or_else(|| it.actor.clone()),
        event: it.event.clone(),
        at: it.at.to_string(),
    });
    ConcernedView {
        recording: one.id.to_string(),
        purpose: one.purpose.to_string(),
        opened_hour: one.opened_hour.to_string(),
        entry_route: one.entry_route,
        policy_version: one.policy_version,
        seen: seen.collect(),
    }
}
