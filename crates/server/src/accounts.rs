//! Accounts by the command line: the first of an installation, and recovery.

use crate::{
    app::App,
    auditing::{granted, of_member, revoked},
    command_line::{self, reach},
    founding,
    http::problem::ApiError,
    linking, passwords, random,
};
use jiff::{SignedDuration, Timestamp};
use revoir_domain::{
    audit::{Act, Event},
    email::Email,
    ids::{MemberId, OrganisationId, RoleGrantId},
    name::Name,
    permission::{ManageMembers, Member, RoleGrant},
    role::Role,
};
use revoir_store::{
    OwnerTx, TenantTx,
    members::{self, Listed},
    organisations, roles, sessions, sites,
};
use serde::{Deserialize, Serialize};

/// Someone to be added.
#[derive(Serialize, Deserialize)]
pub(crate) struct NewAccount {
    pub(crate) email: Email,
    pub(crate) name: Name,
    pub(crate) roles: Vec<Role>,
    pub(crate) organisation: Option<String>,
    pub(crate) days: u16,
    /// Why roles that conflict are held together.
    pub(crate) exception: Option<String>,
    /// Absent for who is invited by a link.
    pub(crate) password: Option<String>,
}

/// A role to be granted to someone, or to be taken from them.
#[derive(Serialize, Deserialize)]
pub(crate) struct NewGrant {
    pub(crate) email: Email,
    pub(crate) role: Role,
    pub(crate) site: Option<String>,
    pub(crate) days: u16,
    pub(crate) exception: Option<String>,
}

/// Someone who has an account.
#[derive(Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) organisation: String,
    pub(crate) state: String,
    pub(crate) last_seen_on: Option<String>,
    pub(crate) roles: Vec<AccountRole>,
}

/// A role of an account.
#[derive(Serialize, Deserialize)]
pub(crate) struct AccountRole {
    pub(crate) role: Role,
    pub(crate) site: Option<String>,
    pub(crate) until: Timestamp,
    pub(crate) lapsed: bool,
}

/// Adds someone; without a password, with a link to set one, which is given back.
pub(crate) async fn add(app: &App, account: NewAccount) -> Result<Option<String>, ApiError> {
    let now = app.now();
    let hash = chosen(app, &account).await?;
    let mut tx = OwnerTx::begin(&app.db).await?;
    let organisation =
        founding::organisation(app, &mut tx, account.organisation.as_deref(), now).await?;
    let mut tx = tx
        .within(command_line::allow(organisation, now)?, now)
        .await?;
    let member = Member {
        id: MemberId::from_uuid(random::timed_id(now)),
        organisation,
        email: account.email.to_string(),
        name: account.name.into(),
        grants: Vec::new(),
    };
    if !members::create(&mut tx, &member, hash.as_deref()).await? {
        return Err(ApiError::EmailTaken);
    }
    let mut acts = vec![of_member(Event::MemberAdded, member.id)];
    for role in account.roles {
        let grant = whole(role, now, account.days)?;
        let exception = account.exception.as_deref();
        acts.push(grant_to(&mut tx, member.id, (&grant, exception)).await?);
    }
    let unsent = match hash {
        Some(_) => None,
        None => Some(linking::leave(app, &mut tx, member.id, now).await?),
    };
    if unsent.is_some() {
        acts.push(of_member(Event::LinkMade, member.id));
    }
    tx.audit_all(&app.audit, acts).await?;
    tx.commit().await?;
    Ok(unsent.map(linking::Unsent::show))
}

async fn chosen(app: &App, account: &NewAccount) -> Result<Option<String>, ApiError> {
    let Some(password) = account.password.clone() else {
        return Ok(None);
    };
    let organisation = account.organisation.clone().unwrap_or_default();
    let about = vec![
        account.email.to_string(),
        account.name.as_str().to_owned(),
        organisation,
    ];
    Ok(Some(passwords::choose(app, password, about).await?))
}

fn whole(role: Role, now: Timestamp, days: u16) -> Result<RoleGrant, ApiError> {
    let until = now.checked_add(SignedDuration::from_hours(24 * i64::from(days)));
    Ok(RoleGrant {
        role,
        site: None,
        purpose: role.bound_to(),
        until: until.map_err(ApiError::internal)?,
    })
}

async fn grant_to(
    tx: &mut TenantTx<ManageMembers>,
    member: MemberId,
    (grant, exception): (&RoleGrant, Option<&str>),
) -> Result<Act, ApiError> {
    let id = RoleGrantId::from_uuid(random::timed_id(tx.now()));
    roles::grant(tx, id, member, (grant, exception)).await?;
    Ok(granted(member, grant).because(exception, random::bytes()))
}

/// Lists everyone, organisation by organisation.
pub(crate) async fn list(app: &App) -> Result<Vec<Account>, ApiError> {
    let mut tx = OwnerTx::begin(&app.db).await?;
    let organisations = organisations::all(&mut tx).await?;
    drop(tx);
    let mut accounts = Vec::new();
    for organisation in organisations {
        accounts.extend(list_of(app, organisation).await?);
    }
    Ok(accounts)
}

async fn list_of(app: &App, id: OrganisationId) -> Result<Vec<Account>, ApiError> {
    let now = app.now();
    let mut tx = TenantTx::begin(&app.db, command_line::allow(id, now)?, now).await?;
    let organisation = organisations::name(&mut tx).await?.unwrap_or_default();
    let members = members::list(&mut tx).await?.into_iter();
    Ok(members
        .map(|member| account(member, organisation.clone(), now))
        .collect())
}

fn account(member: Listed, organisation: String, now: Timestamp) -> Account {
    let roles = member.roles.into_iter().map(|held| AccountRole {
        role: held.role,
        site: held.site,
        until: held.until,
        lapsed: held.until <= now,
    });
    Account {
        email: member.email,
        name: member.name,
        organisation,
        state: if member.is_active {
            "active"
        } else {
            "invited"
        }
        .to_owned(),
        last_seen_on: member.last_seen_on.map(|day| day.to_string()),
        roles: roles.collect(),
    }
}

/// A link with which someone comes in, for the first time or again.
pub(crate) async fn link(app: &App, email: &Email) -> Result<String, ApiError> {
    let (member, mut tx) = reach(app, email.as_str()).await?;
    let now = tx.now();
    let unsent = linking::leave(app, &mut tx, member, now).await?;
    tx.audit(&app.audit, of_member(Event::LinkMade, member))
        .await?;
    tx.commit().await?;
    Ok(unsent.show())
}

/// Grants a role.
pub(crate) async fn grant(app: &App, asked: &NewGrant) -> Result<(), ApiError> {
    let (member, mut tx) = reach(app, asked.email.as_str()).await?;
    let mut grant = whole(asked.role, tx.now(), asked.days)?;
    if let Some(key) = &asked.site {
        grant.site = Some(sites::id_of(&mut tx, key).await?);
    }
    let act = grant_to(&mut tx, member, (&grant, asked.exception.as_deref())).await?;
    tx.audit(&app.audit, act).await?;
    Ok(tx.commit().await?)
}

/// Takes a role, wherever it is held.
pub(crate) async fn revoke(app: &App, email: &Email, role: Role) -> Result<(), ApiError> {
    let (member, mut tx) = reach(app, email.as_str()).await?;
    let grants = roles::of_role(&mut tx, member, role).await?;
    if grants.is_empty() {
        return Err(ApiError::NotFound("role"));
    }
    let mut acts = Vec::new();
    for grant in grants {
        let taken = roles::revoke(&mut tx, member, grant).await?;
        acts.push(revoked(member, &taken));
    }
    tx.audit_all(&app.audit, acts).await?;
    Ok(tx.commit().await?)
}

/// Ends every session of someone.
pub(crate) async fn sign_out(app: &App, email: &Email) -> Result<(), ApiError> {
    let (member, mut tx) = reach(app, email.as_str()).await?;
    sessions::end_all(&mut tx, member, None).await?;
    tx.audit(&app.audit, of_member(Event::SessionsEnded, member))
        .await?;
    Ok(tx.commit().await?)
}

/// Removes someone, with roles, sessions and link.
pub(crate) async fn remove(app: &App, email: &Email) -> Result<(), ApiError> {
    let (member, mut tx) = reach(app, email.as_str()).await?;
    members::remove(&mut tx, member).await?;
    tx.audit(&app.audit, of_member(Event::MemberRemoved, member))
        .await?;
    Ok(tx.commit().await?)
}
