//! Organisations, as whoever operates the installation sees them: how many, how large, never what is in them.

use super::{
    extract::Json,
    members::{self, Invited, invited},
    problem::{ApiError, Problem, unreadable},
    session::Allowed,
};
use crate::{
    app::App,
    auditing::{granted, of_member},
    linking, random,
};
use axum::{extract::State, http::StatusCode};
use jiff::SignedDuration;
use revoir_domain::{
    audit::{Act, Event, Subject},
    ids::{OrganisationId, RoleGrantId},
    limits,
    name::Name,
    permission::{Operate, RoleGrant},
    role::Role,
};
use revoir_store::{InstallationTx, installation, roles};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Every organisation, by name.
#[derive(Serialize, ToSchema)]
pub(crate) struct Organisations {
    organisations: Vec<OrganisationView>,
}

/// An organisation, and how large it is.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrganisationView {
    id: String,
    name: String,
    created_at: String,
    members: i64,
    sites: i64,
}

/// An organisation to be founded, and its first owner.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewOrganisation {
    name: String,
    owner: NewOwner,
}

/// The first owner of an organisation.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewOwner {
    email: String,
    name: String,
}

/// Lists every organisation.
#[utoipa::path(get, path = "/api/organisations", responses(
    (status = 200, body = Organisations),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_organisations(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Operate>,
) -> Result<axum::Json<Organisations>, ApiError> {
    let mut tx = InstallationTx::begin(&app.db, scope, now).await?;
    let found = installation::organisations(&mut tx).await?;
    let organisations = found.into_iter().map(|found| OrganisationView {
        id: found.id.to_string(),
        name: found.name,
        created_at: found.created_at.to_string(),
        members: found.members,
        sites: found.sites,
    });
    Ok(axum::Json(Organisations {
        organisations: organisations.collect(),
    }))
}

/// Founds an organisation and invites its first owner.
#[utoipa::path(post, path = "/api/organisations", request_body = NewOrganisation, responses(
    (status = 201, body = Invited),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn found_organisation(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Operate>,
    Json(asked): Json<NewOrganisation>,
) -> Result<(StatusCode, axum::Json<Invited>), ApiError> {
    let name: Name = asked.name.parse().map_err(unreadable)?;
    let id = OrganisationId::from_uuid(random::timed_id(now));
    let tx = InstallationTx::begin(&app.db, scope, now).await?;
    let mut tx = installation::found(tx, id, name.as_str()).await?;
    let owner = members::add(&mut tx, &asked.owner.email, &asked.owner.name).await?;
    let year = SignedDuration::from_hours(24 * i64::from(limits::ROLE_DAYS));
    let grant = RoleGrant {
        role: Role::Owner,
        site: None,
        purpose: None,
        until: now.checked_add(year).map_err(ApiError::internal)?,
    };
    let grant_id = RoleGrantId::from_uuid(random::timed_id(now));
    roles::grant(&mut tx, grant_id, owner, (&grant, None)).await?;
    let unsent = linking::leave(&app, &mut tx, owner, now).await?;
    let acts = [
        Act::of(Event::OrganisationFounded, Subject::Organisation),
        of_member(Event::MemberAdded, owner),
        granted(owner, &grant),
        of_member(Event::LinkMade, owner),
    ];
    tx.audit_all(&app.audit, acts).await?;
    tx.commit().await?;
    Ok(invited(id.to_string(), unsent.send(&app).await))
}
