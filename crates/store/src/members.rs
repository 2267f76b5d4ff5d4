//! Members, and the roles granted to them.

use crate::{AppTx, Error, OwnerTx, Result, tx::Named};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use revoir_domain::{
    ids::{MemberId, OrganisationId, RoleGrantId, SiteId},
    permission::{Member, RoleGrant},
    purpose::Purpose,
};

/// What signing in needs to know of someone.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Who.
    pub member: MemberId,
    /// Of which tenant.
    pub organisation: OrganisationId,
    /// The argon2id hash of the password, in PHC form.
    pub password_hash: String,
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
            role: grant.role.parse().map_err(|_| Error::Corrupt("a role"))?,
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

fn purpose(name: Option<&str>) -> Result<Option<Purpose>> {
    name.map(|name| name.parse().map_err(|_| Error::Corrupt("a purpose")))
        .transpose()
}

/// Creates a member, unless the e-mail is taken; says whether it did.
pub async fn create(
    tx: &mut OwnerTx,
    member: &Member,
    password_hash: &str,
    now: Timestamp,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into members (id, organisation_id, email, name, password_hash, created_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (email) do nothing",
        member.id.uuid(),
        member.organisation.uuid(),
        member.email,
        member.name,
        password_hash,
        now.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Grants a role to a member.
pub async fn grant(
    tx: &mut OwnerTx,
    id: RoleGrantId,
    (member, organisation): (MemberId, OrganisationId),
    grant: &RoleGrant,
) -> Result<()> {
    sqlx::query!(
        "insert into role_grants (id, organisation_id, member_id, role, site_id, purpose, until)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id.uuid(),
        organisation.uuid(),
        member.uuid(),
        grant.role.name(),
        grant.site.map(SiteId::uuid),
        grant.purpose.map(Purpose::name),
        grant.until.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
