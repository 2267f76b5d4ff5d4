//! Accounts by the command line: the first of an installation, and recovery.

use crate::{app::App, founding, http::problem::ApiError, passwords, random};
use jiff::SignedDuration;
use revoir_domain::{
    ids::{MemberId, RoleGrantId},
    permission::{Member, RoleGrant},
    role::Role,
};
use revoir_store::{OwnerTx, members};
use serde::{Deserialize, Serialize};

/// Someone to be added.
#[derive(Serialize, Deserialize)]
pub(crate) struct NewAccount {
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) roles: Vec<Role>,
    pub(crate) organisation: Option<String>,
    pub(crate) days: u16,
    pub(crate) password: String,
}

/// Adds someone.
pub(crate) async fn add(app: &App, account: NewAccount) -> Result<(), ApiError> {
    let now = app.now();
    let password = account.password;
    let hash = app
        .compute(move || passwords::hash(&password))
        .await?
        .map_err(ApiError::internal)?;
    let until = now.checked_add(SignedDuration::from_hours(24 * i64::from(account.days)));
    let until = until.map_err(ApiError::internal)?;
    let mut tx = OwnerTx::begin(&app.db).await?;
    let organisation =
        founding::organisation(&mut tx, account.organisation.as_deref(), now).await?;
    let grants = account.roles.iter().map(|role| RoleGrant {
        role: *role,
        site: None,
        purpose: role.bound_to(),
        until,
    });
    let member = Member {
        id: MemberId::from_uuid(random::timed_id(now)),
        organisation,
        email: account.email.trim().to_lowercase(),
        name: account.name,
        grants: grants.collect(),
    };
    if !members::create(&mut tx, &member, &hash, now).await? {
        return Err(ApiError::EmailTaken);
    }
    for grant in &member.grants {
        let id = RoleGrantId::from_uuid(random::timed_id(now));
        members::grant(&mut tx, id, (member.id, organisation), grant).await?;
    }
    tx.commit().await?;
    Ok(())
}
