//! Members: who they are, inviting them, helping them in again, and removing them.

use super::{
    extract::{Json, Path},
    problem::{ApiError, Problem, unreadable},
    roles::{NewRole, RoleView, grant_role},
    session::Allowed,
};
use crate::{
    app::App,
    auditing::of_member,
    linking::{self, Sent},
    random,
};
use axum::{extract::State, http::StatusCode};
use revoir_domain::{
    audit::Event,
    email::Email,
    ids::MemberId,
    limits,
    name::Name,
    permission::{ManageMembers, Member, Operate},
    role::Role,
};
use revoir_store::{
    TenantTx,
    members::{self, Listed},
    sessions,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A member of one's organisation.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AtMember {
    member: Uuid,
}

/// Everyone in the organisation.
#[derive(Serialize, ToSchema)]
pub(crate) struct Members {
    members: Vec<MemberView>,
    /// Whether links are mailed; else they are shown to whoever makes one.
    mail: bool,
}

/// Someone in the organisation.
#[derive(Serialize, ToSchema)]
pub(crate) struct MemberView {
    id: String,
    email: String,
    name: String,
    /// `invited` until a password is set, then `active`.
    state: String,
    /// The day (UTC) on which they were last here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    last_seen_on: Option<String>,
    /// Lapsed ones included.
    roles: Vec<RoleView>,
}

/// Someone to be invited.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewMember {
    email: String,
    name: String,
    roles: Vec<NewRole>,
}

/// Someone who was invited, and what became of the link.
#[derive(Serialize, ToSchema)]
pub(crate) struct Invited {
    pub(super) id: String,
    pub(super) mailed: bool,
    /// Where it was not mailed: to be handed over in person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) link: Option<String>,
}

/// What became of a link.
#[derive(Serialize, ToSchema)]
pub(crate) struct LinkSent {
    mailed: bool,
    /// Where it was not mailed: to be handed over in person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    link: Option<String>,
}

/// Lists the members of one's organisation.
#[utoipa::path(get, path = "/api/members", responses(
    (status = 200, body = Members),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_members(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ManageMembers>,
) -> Result<axum::Json<Members>, ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let found = members::list(&mut tx).await?;
    Ok(axum::Json(Members {
        members: found.into_iter().map(MemberView::from).collect(),
        mail: app.mailer.is_some(),
    }))
}

/// Invites someone.
#[utoipa::path(post, path = "/api/members", request_body = NewMember, responses(
    (status = 201, body = Invited),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn create_member(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ManageMembers>,
    operator: Result<Allowed<Operate>, ApiError>,
    Json(asked): Json<NewMember>,
) -> Result<(StatusCode, axum::Json<Invited>), ApiError> {
    if asked.roles.len() > limits::ROLES_AT_ONCE {
        return Err(ApiError::UnreadableRequest("too many roles".to_owned()));
    }
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let id = add(&mut tx, &asked.email, &asked.name).await?;
    let mut acts = vec![of_member(Event::MemberAdded, id)];
    for role in &asked.roles {
        acts.push(grant_role(&mut tx, id, role, operator.is_ok()).await?.1);
    }
    let unsent = linking::leave(&app, &mut tx, id, now).await?;
    acts.push(of_member(Event::LinkMade, id));
    tx.audit_all(&app.audit, acts).await?;
    tx.commit().await?;
    Ok(invited(id.to_string(), unsent.send(&app).await))
}

/// Someone without a password and without roles.
pub(super) async fn add(
    tx: &mut TenantTx<ManageMembers>,
    email: &str,
    name: &str,
) -> Result<MemberId, ApiError> {
    let email: Email = email.parse().map_err(unreadable)?;
    let name: Name = name.parse().map_err(unreadable)?;
    let member = Member {
        id: MemberId::from_uuid(random::timed_id(tx.now())),
        organisation: tx.scope().organisation(),
        email: email.into(),
        name: name.into(),
        grants: Vec::new(),
    };
    if members::create(tx, &member, None).await? {
        Ok(member.id)
    } else {
        Err(ApiError::EmailTaken)
    }
}

pub(super) fn invited(id: String, sent: Sent) -> (StatusCode, axum::Json<Invited>) {
    let invited = Invited {
        id,
        mailed: sent.mailed,
        link: sent.link,
    };
    (StatusCode::CREATED, axum::Json(invited))
}

/// Removes a member: their roles, sessions and link end at once.
#[utoipa::path(delete, path = "/api/members/{member}", params(AtMember), responses(
    (status = 204, description = "Removed"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn remove_member(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ManageMembers>,
    Path(at): Path<AtMember>,
) -> Result<StatusCode, ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let id = MemberId::from_uuid(at.member);
    members::remove(&mut tx, id).await?;
    tx.audit(&app.audit, of_member(Event::MemberRemoved, id))
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a link for a member: an invitation, or once they have a password a reset.
#[utoipa::path(post, path = "/api/members/{member}/link", params(AtMember), responses(
    (status = 201, body = LinkSent),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn create_member_link(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ManageMembers>,
    operator: Result<Allowed<Operate>, ApiError>,
    Path(at): Path<AtMember>,
) -> Result<(StatusCode, axum::Json<LinkSent>), ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let member = members::find(&mut tx, MemberId::from_uuid(at.member)).await?;
    // a link is as good as the account: an owner must not come to operate the installation by it
    if operator.is_err() && member.roles(now).contains(&Role::Operator) {
        return Err(ApiError::RoleNotGrantable);
    }
    let unsent = linking::leave(&app, &mut tx, member.id, now).await?;
    tx.audit(&app.audit, of_member(Event::LinkMade, member.id))
        .await?;
    tx.commit().await?;
    let Sent { mailed, link } = unsent.send(&app).await;
    Ok((StatusCode::CREATED, axum::Json(LinkSent { mailed, link })))
}

/// Ends every session of a member.
#[utoipa::path(delete, path = "/api/members/{member}/sessions", params(AtMember), responses(
    (status = 204, description = "Ended"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn end_member_sessions(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ManageMembers>,
    Path(at): Path<AtMember>,
) -> Result<StatusCode, ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let member = members::find(&mut tx, MemberId::from_uuid(at.member)).await?;
    sessions::end_all(&mut tx, member.id, None).await?;
    tx.audit(&app.audit, of_member(Event::SessionsEnded, member.id))
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<Listed> for MemberView {
    fn from(listed: Listed) -> Self {
        let state = if listed.is_active {
            "active"
        } else {
            "invited"
        };
        Self {
            id: listed.id.to_string(),
            email: listed.email,
            name: listed.name,
            state: state.to_owned(),
            last_seen_on: listed.last_seen_on.map(|day| day.to_string()),
            roles: listed.roles.into_iter().map(RoleView::from).collect(),
        }
    }
}
