//! Members: who signs in.

use crate::{AppTx, Error, Result, TenantTx, roles, tx::Named};
use jiff::{Timestamp, civil::Date};
use jiff_sqlx::ToSqlx;
use revoir_domain::{
    ids::{MemberId, OrganisationId, RoleGrantId, SiteId},
    permission::{ManageMembers, Member, RoleGrant},
    purpose::Purpose,
    role::Role,
};
use std::collections::HashMap;

/// What signing in needs to know of someone.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Who.
    pub member: MemberId,
    /// Of which tenant.
    pub organisation: OrganisationId,
    /// The argon2id hash of the password, in PHC form; absent for who has not accepted an invitation yet.
    pub password_hash: Option<String>,
}

/// A member in the list of an organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Who.
    pub id: MemberId,
    /// How they sign in.
    pub email: String,
    /// How they are shown.
    pub name: String,
    /// Whether they have a password; else they are invited.
    pub is_active: bool,
    /// The day on which they were last here.
    pub last_seen_on: Option<Date>,
    /// What was granted, lapsed grants included.
    pub roles: Vec<Held>,
}

/// A role that someone holds, or held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// Its id.
    pub id: RoleGrantId,
    /// The role.
    pub role: Role,
    /// The key of its site; absent for all of the organisation.
    pub site: Option<String>,
    /// Its purpose; absent for all that the role allows.
    pub purpose: Option<Purpose>,
    /// The instant from which it no longer holds.
    pub until: Timestamp,
    /// Why it is held beside a role that conflicts with it.
    pub exception: Option<String>,
}

/// Finds someone by e-mail, whatever the organisation.
pub async fn credentials(tx: &mut AppTx, email: &str) -> Result<Option<Credentials>> {
    tx.name(Named::Email(email)).await?;
    let row = sqlx::query!(
        "select id, organisation_id, password_hash from members where email = $1",
        email
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.map(|row| Credentials {
        member: MemberId::from_uuid(row.id),
        organisation: OrganisationId::from_uuid(row.organisation_id),
        password_hash: row.password_hash,
    }))
}

/// A member of the organisation that the transaction has entered, with every grant.
pub async fn find(tx: &mut AppTx, id: MemberId) -> Result<Member> {
    let row = sqlx::query!(
        "select organisation_id, email, name from members where id = $1",
        id.uuid()
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("member"))?;
    let grants = sqlx::query!(
        r#"select role, site_id, purpose, until as "until: jiff_sqlx::Timestamp" from role_grants
           where member_id = $1 order by id"#,
        id.uuid()
    )
    .fetch_all(tx.db())
    .await?;
    let grants = grants.into_iter().map(|grant| {
        Ok(RoleGrant {
            role: role(&grant.role)?,
            site: grant.site_id.map(SiteId::from_uuid),
            purpose: purpose(grant.purpose.as_deref())?,
            until: grant.until.to_jiff(),
        })
    });
    Ok(Member {
        id,
        organisation: OrganisationId::from_uuid(row.organisation_id),
        email: row.email,
        name: row.name,
        grants: grants.collect::<Result<_>>()?,
    })
}

fn role(name: &str) -> Result<Role> {
    name.parse().map_err(|_| Error::Corrupt("a role"))
}

fn purpose(name: Option<&str>) -> Result<Option<Purpose>> {
    name.map(|name| name.parse().map_err(|_| Error::Corrupt("a purpose")))
        .transpose()
}

/// Lists the members of the organisation, with every role, by name.
pub async fn list(tx: &mut TenantTx<ManageMembers>) -> Result<Vec<Listed>> {
    let mut roles = held(tx).await?;
    let rows = sqlx::query!(
        r#"select id, email, name, password_hash is not null as "is_active!",
               last_seen_on as "last_seen_on: jiff_sqlx::Date"
           from members order by name, email"#
    )
    .fetch_all(tx.db())
    .await?;
    let members = rows.into_iter().map(|row| Listed {
        id: MemberId::from_uuid(row.id),
        email: row.email,
        name: row.name,
        is_active: row.is_active,
        last_seen_on: row.last_seen_on.map(jiff_sqlx::Date::to_jiff),
        roles: roles.remove(&row.id).unwrap_or_default(),
    });
    Ok(members.collect())
}

async fn held(tx: &mut TenantTx<ManageMembers>) -> Result<HashMap<uuid::Uuid, Vec<Held>>> {
    let rows = sqlx::query!(
        r#"select role_grants.id, member_id, role, sites.key as "site?", purpose,
               until as "until: jiff_sqlx::Timestamp", exception
           from role_grants left join sites on sites.id = site_id order by role_grants.id"#
    )
    .fetch_all(tx.db())
    .await?;
    let mut roles: HashMap<_, Vec<Held>> = HashMap::new();
    for row in rows {
        roles.entry(row.member_id).or_default().push(Held {
            id: RoleGrantId::from_uuid(row.id),
            role: role(&row.role)?,
            site: row.site,
            purpose: purpose(row.purpose.as_deref())?,
            until: row.until.to_jiff(),
            exception: row.exception,
        });
    }
    Ok(roles)
}

/// Creates a member, unless the e-mail is taken; says whether it did. Without a password they are invited.
pub async fn create(
    tx: &mut TenantTx<ManageMembers>,
    member: &Member,
    password_hash: Option<&str>,
) -> Result<bool> {
    let (organisation, now) = (tx.scope().organisation(), tx.now());
    let done = sqlx::query!(
        "insert into members (id, organisation_id, email, name, password_hash, created_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (email) do nothing",
        member.id.uuid(),
        organisation.uuid(),
        member.email,
        member.name,
        password_hash,
        now.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets a member's password.
pub async fn set_password(tx: &mut AppTx, member: MemberId, hash: &str) -> Result<()> {
    sqlx::query!(
        "update members set password_hash = $2 where id = $1",
        member.uuid(),
        hash
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The argon2id hash of a member's password, if they have one.
pub async fn password_hash(tx: &mut AppTx, member: MemberId) -> Result<Option<String>> {
    let hash = sqlx::query_scalar!(
        "select password_hash from members where id = $1",
        member.uuid()
    );
    Ok(hash.fetch_optional(tx.db()).await?.flatten())
}

/// Removes a member, with roles, sessions and link, unless no owner would be left.
pub async fn remove(tx: &mut TenantTx<ManageMembers>, id: MemberId) -> Result<()> {
    roles::lock(tx).await?;
    let had_owner = roles::has_owner(tx).await?;
    let removed = sqlx::query!("delete from members where id = $1", id.uuid());
    if removed.execute(tx.db()).await?.rows_affected() == 0 {
        return Err(Error::NotFound("member"));
    }
    if had_owner && !roles::has_owner(tx).await? {
        return Err(Error::LastOwner);
    }
    Ok(())
}
