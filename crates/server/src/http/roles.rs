//! The roles of members: granting and taking them.

use super::{
    extract::{Json, Path},
    notes::Made,
    problem::{ApiError, Problem, unreadable},
    session::Allowed,
};
use crate::{
    app::App,
    auditing::{granted, revoked},
    random,
};
use axum::{extract::State, http::StatusCode};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use revoir_domain::{
    audit::Act,
    ids::{MemberId, RoleGrantId},
    limits,
    permission::{ManageMembers, Operate, RoleGrant},
    purpose::{Purpose, UnknownPurpose},
    role::{Role, UnknownRole},
};
use revoir_store::{TenantTx, members, members::Held, roles, sites};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A member of one's organisation.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct OfMember {
    member: Uuid,
}

/// A role of a member.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AtRole {
    member: Uuid,
    role: Uuid,
}

/// A role to be granted.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewRole {
    role: String,
    /// The key of its site; absent for all.
    site: Option<String>,
    /// `support`, `ux` or `errors`; absent for all that the role allows.
    purpose: Option<String>,
    /// Its last day (UTC), at most 366 days ahead.
    until: String,
    /// Why it is held beside a role that conflicts with it.
    exception: Option<String>,
}

/// A role that someone holds, or held.
#[derive(Serialize, ToSchema)]
pub(crate) struct RoleView {
    id: String,
    role: String,
    /// The key of its site; absent for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    site: Option<String>,
    /// `support`, `ux` or `errors`; absent for all that the role allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    purpose: Option<String>,
    /// The instant from which it no longer holds (RFC 3339).
    until: String,
    /// Why it is held beside a role that conflicts with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    exception: Option<String>,
}

/// Grants a role to a member. It binds from their next request on.
#[utoipa::path(post, path = "/api/members/{member}/roles", params(OfMember), request_body = NewRole, responses(
    (status = 201, body = Made),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn create_role(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ManageMembers>,
    operator: Result<Allowed<Operate>, ApiError>,
    Path(of): Path<OfMember>,
    Json(asked): Json<NewRole>,
) -> Result<(StatusCode, axum::Json<Made>), ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let member = members::find(&mut tx, MemberId::from_uuid(of.member)).await?;
    let (id, act) = grant_role(&mut tx, member.id, &asked, operator.is_ok()).await?;
    tx.audit(&app.audit, act).await?;
    tx.commit().await?;
    let granted = Made { id: id.to_string() };
    Ok((StatusCode::CREATED, axum::Json(granted)))
}

/// Takes a role from a member. It no longer holds at their next request.
#[utoipa::path(delete, path = "/api/members/{member}/roles/{role}", params(AtRole), responses(
    (status = 204, description = "Taken"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn revoke_role(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ManageMembers>,
    Path(at): Path<AtRole>,
) -> Result<StatusCode, ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let (member, id) = (
        MemberId::from_uuid(at.member),
        RoleGrantId::from_uuid(at.role),
    );
    let taken = roles::revoke(&mut tx, member, id).await?;
    tx.audit(&app.audit, revoked(member, &taken)).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Grants what was asked for, and gives what to log of it, if whoever asks may; `operates` says whether they operate the installation.
pub(super) async fn grant_role(
    tx: &mut TenantTx<ManageMembers>,
    member: MemberId,
    asked: &NewRole,
    operates: bool,
) -> Result<(RoleGrantId, Act), ApiError> {
    let grant = asked.read(tx).await?;
    let exception = asked.exception.as_deref().map(str::trim);
    let exception = exception.filter(|text| !text.is_empty());
    if exception
        .is_some_and(|text| text.chars().count() > limits::EXCEPTION_CHARS || text.contains('\0'))
    {
        let most = limits::EXCEPTION_CHARS;
        return Err(unreadable(format!(
            "exception has more than {most} characters"
        )));
    }
    if grant.role == Role::Operator && !operates {
        return Err(ApiError::RoleNotGrantable);
    }
    let id = RoleGrantId::from_uuid(random::timed_id(tx.now()));
    roles::grant(tx, id, member, (&grant, exception)).await?;
    let act = granted(member, &grant).because(exception, random::bytes());
    Ok((id, act))
}

impl NewRole {
    async fn read(&self, tx: &mut TenantTx<ManageMembers>) -> Result<RoleGrant, ApiError> {
        let role: Role = self
            .role
            .parse()
            .map_err(|error: UnknownRole| unreadable(error))?;
        let purpose = self
            .purpose
            .as_deref()
            .map(str::parse::<Purpose>)
            .transpose();
        let purpose = purpose.map_err(|error: UnknownPurpose| unreadable(error))?;
        let limited = self.site.is_some() || purpose.is_some();
        if limited && matches!(role, Role::Owner | Role::Operator) {
            return Err(unreadable(format!(
                "{role} is held for all: give no site and no purpose"
            )));
        }
        let site = match &self.site {
            Some(key) => Some(sites::id_of(tx, key).await?),
            None => None,
        };
        Ok(RoleGrant {
            role,
            site,
            purpose: purpose.or(role.bound_to()),
            until: end_of(&self.until, tx.now())?,
        })
    }
}

/// The end of a day that is neither over nor too far ahead.
pub(super) fn end_of(day: &str, now: Timestamp) -> Result<Timestamp, ApiError> {
    let day: Date = day
        .parse()
        .map_err(|_| unreadable("until is no date such as 2027-01-31"))?;
    let next = day.checked_add(1.day()).map_err(unreadable)?;
    let end = next.to_zoned(TimeZone::UTC).map_err(unreadable)?;
    let end = end.timestamp();
    let days = i64::from(limits::ROLE_DAYS) + 1;
    let ahead = end.duration_since(now).as_secs();
    if (1..=days * 86_400).contains(&ahead) {
        Ok(end)
    } else {
        let most = limits::ROLE_DAYS;
        Err(unreadable(format!(
            "until is over, or more than {most} days ahead"
        )))
    }
}

impl From<Held> for RoleView {
    fn from(held: Held) -> Self {
        Self {
            id: held.id.to_string(),
            role: held.role.to_string(),
            site: held.site,
            purpose: held.purpose.map(|purpose| purpose.to_string()),
            until: held.until.to_string(),
            exception: held.exception,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_holds_to_the_end_of_its_last_day() {
        let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        let end = |day| end_of(day, now).ok().map(|end| end.to_string());

        assert_eq!(end("2026-11-22").as_deref(), Some("2026-11-23T00:00:00Z"));
        assert_eq!(end("2027-11-23").as_deref(), Some("2027-11-24T00:00:00Z"));
        for day in ["2026-11-21", "2027-11-24", "9999-12-31", "soon", ""] {
            assert_eq!(end(day), None, "{day}");
        }
    }
}
