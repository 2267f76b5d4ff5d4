//! Who the command line is: whoever may write in the data directory has the keys, and so every right.

use crate::{app::App, http::problem::ApiError};
use jiff::Timestamp;
use revoir_domain::{
    ids::{MemberId, OrganisationId},
    permission::{Denied, ManageMembers, Member, Permission, RoleGrant, Scope},
    role::Role,
};
use revoir_store::{AppTx, TenantTx, members};
use uuid::Uuid;

/// The command line's right to do `P` in an organisation.
pub(crate) fn allow<P: Permission>(
    organisation: OrganisationId,
    now: Timestamp,
) -> Result<Scope<P>, Denied> {
    let grant = |role| RoleGrant {
        role,
        site: None,
        purpose: None,
        until: Timestamp::MAX,
    };
    let member = Member {
        id: MemberId::from_uuid(Uuid::nil()),
        organisation,
        email: String::new(),
        name: "cli".to_owned(),
        grants: Role::ALL.map(grant).to_vec(),
    };
    member.allow(now)
}

/// Whoever has this e-mail, and a transaction that may manage their organisation's members.
pub(crate) async fn reach(
    app: &App,
    email: &str,
) -> Result<(MemberId, TenantTx<ManageMembers>), ApiError> {
    let now = app.now();
    let mut tx = AppTx::begin(&app.db).await?;
    let known = members::credentials(&mut tx, email).await?;
    let known = known.ok_or(ApiError::NotFound("member"))?;
    drop(tx);
    let scope = allow(known.organisation, now)?;
    Ok((known.member, TenantTx::begin(&app.db, scope, now).await?))
}
