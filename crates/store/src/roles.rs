//! Roles: what is granted to members, and what no change of them may lead to.

use crate::{AppTx, Error, Result, TenantTx, members};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use revoir_domain::{
    ids::{MemberId, RoleGrantId, SiteId},
    permission::{ManageMembers, ReadPolicies, RoleGrant},
    purpose::Purpose,
    role::Role,
};

/// Grants a role to a member. Beside a live one that conflicts with it only for a written reason.
pub async fn grant(
    tx: &mut TenantTx<ManageMembers>,
    id: RoleGrantId,
    member: MemberId,
    (grant, exception): (&RoleGrant, Option<&str>),
) -> Result<()> {
    lock(tx).await?;
    let (organisation, now) = (tx.scope().organisation(), tx.now());
    let held = members::find(tx, member).await?.grants;
    let mut live = held.iter().filter(|held| now < held.until);
    if exception.is_none() && live.any(|held| held.conflicts_with(grant)) {
        return Err(Error::RolesConflict);
    }
    sqlx::query!(
        "insert into role_grants (id, organisation_id, member_id, role, site_id, purpose, until, exception)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.uuid(),
        organisation.uuid(),
        member.uuid(),
        grant.role.name(),
        grant.site.map(SiteId::uuid),
        grant.purpose.map(Purpose::name),
        grant.until.to_sqlx() as _,
        exception
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Takes one grant from a member, unless no owner would be left. Gives what was taken.
pub async fn revoke(
    tx: &mut TenantTx<ManageMembers>,
    member: MemberId,
    id: RoleGrantId,
) -> Result<RoleGrant> {
    lock(tx).await?;
    let had_owner = has_owner(tx).await?;
    let taken = sqlx::query!(
        r#"delete from role_grants where id = $1 and member_id = $2
           returning role, site_id, purpose, until as "until: jiff_sqlx::Timestamp""#,
        id.uuid(),
        member.uuid()
    );
    let taken = taken.fetch_optional(tx.db()).await?;
    let taken = taken.ok_or(Error::NotFound("role"))?;
    if had_owner && !has_owner(tx).await? {
        return Err(Error::LastOwner);
    }
    let purpose = taken.purpose.map(|purpose| purpose.parse()).transpose();
    Ok(RoleGrant {
        role: taken.role.parse().map_err(|_| Error::Corrupt("a role"))?,
        site: taken.site_id.map(SiteId::from_uuid),
        purpose: purpose.map_err(|_| Error::Corrupt("a purpose"))?,
        until: taken.until.to_jiff(),
    })
}

/// The grants of a role that a member holds, lapsed ones included.
pub async fn of_role(
    tx: &mut TenantTx<ManageMembers>,
    member: MemberId,
    role: Role,
) -> Result<Vec<RoleGrantId>> {
    let ids = sqlx::query_scalar!(
        "select id from role_grants where member_id = $1 and role = $2 order by id",
        member.uuid(),
        role.name()
    );
    let ids = ids.fetch_all(tx.db()).await?;
    Ok(ids.into_iter().map(RoleGrantId::from_uuid).collect())
}

/// A role that someone holds on a site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    /// Who.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// For which purpose; absent for all that the role allows.
    pub purpose: Option<Purpose>,
    /// The instant from which it no longer holds.
    pub until: Timestamp,
}

/// Who holds which role on a site now, by name.
pub async fn holders(tx: &mut TenantTx<ReadPolicies>, site: SiteId) -> Result<Vec<Holder>> {
    let now = tx.now();
    let rows = sqlx::query!(
        r#"select members.id, name, role, purpose, until as "until: jiff_sqlx::Timestamp"
           from role_grants join members on members.id = member_id
           where until > $1 and coalesce(site_id, $2) = $2
           order by name, members.id, role"#,
        now.to_sqlx() as _,
        site.uuid()
    )
    .fetch_all(tx.db())
    .await?;
    let holders = rows.into_iter().map(|row| {
        let purpose = row.purpose.map(|purpose| purpose.parse()).transpose();
        Ok(Holder {
            member: MemberId::from_uuid(row.id),
            name: row.name,
            role: row.role.parse().map_err(|_| Error::Corrupt("a role"))?,
            purpose: purpose.map_err(|_| Error::Corrupt("a purpose"))?,
            until: row.until.to_jiff(),
        })
    });
    holders.collect()
}

/// Lets no other change of the organisation's members through until this transaction ends: two owners
/// who remove each other at once must not both succeed.
pub(crate) async fn lock(tx: &mut AppTx) -> Result<()> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended(tenant()::text, 0)) is null as locked"
    )
    .fetch_one(tx.db())
    .await?;
    Ok(())
}

/// Whether someone owns the whole organisation and has a password, or an invitation that still counts.
pub(crate) async fn has_owner(tx: &mut TenantTx<ManageMembers>) -> Result<bool> {
    let now = tx.now();
    Ok(sqlx::query_scalar!(
        r#"select exists (
               select from role_grants join members on members.id = member_id
               where role = 'owner' and site_id is null and purpose is null and until > $1
                 and (password_hash is not null
                      or exists (select from links where links.member_id = members.id and expires_at > $1))
           ) as "has_owner!""#,
        now.to_sqlx() as _
    )
    .fetch_one(tx.db())
    .await?)
}
