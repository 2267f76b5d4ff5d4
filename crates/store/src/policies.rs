//! Policies: published versions, never changed.

use crate::{AppTx, Error, OwnerTx, Result, TenantTx};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    conformance::Deviation,
    ids::{PolicyId, SiteId},
    permission::{EditPolicies, Permission, ReadPolicies},
    policy::Published,
    publication::{Justification, Publication},
    purpose::Purpose,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// A published version, and what is remembered of its publishing.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its number, and what it says.
    pub published: Published,
    /// Since when it is published.
    pub published_at: Timestamp,
    /// Absent in what was published before that was remembered.
    pub judgement: Option<Judgement>,
}

/// Who published a version, why, and how it was judged.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The name of who did it, as it was then; `cli` for the command line.
    pub by: String,
    /// Why.
    pub why: String,
    /// The id of the framework.
    pub framework: String,
    /// Where it is looser than that asks.
    pub deviations: Vec<Deviation>,
    /// What is done instead.
    pub justifications: Vec<Justification>,
}

/// The policies in force of a site, at most one per purpose, in the order of [`Purpose::ALL`].
pub async fn in_force(tx: &mut AppTx, site: SiteId) -> Result<Vec<Published>> {
    newest(tx, site, None).await
}

/// Those of [`in_force`], or the draft that is tried there instead.
pub async fn in_force_or_tried(
    tx: &mut AppTx,
    site: SiteId,
    now: Timestamp,
) -> Result<Vec<Published>> {
    newest(tx, site, Some(now)).await
}

/// Drafts count where it is said when they are tried.
async fn newest(
    tx: &mut AppTx,
    site: SiteId,
    tried_at: Option<Timestamp>,
) -> Result<Vec<Published>> {
    let rows = sqlx::query!(
        r#"select distinct on (purpose) version, document, trial_until is not null as "trial!" from policies
           where site_id = $1 and (trial_until is null or trial_until > $2) order by purpose, version desc"#,
        site.uuid(),
        tried_at.map(ToSqlx::to_sqlx) as _
    )
    .fetch_all(tx.db())
    .await?;
    let mut policies: Vec<_> = rows
        .into_iter()
        .map(|row| read(row.version, row.document, row.trial))
        .collect::<Result<_>>()?;
    policies.sort_by_key(|published| published.policy.purpose);
    Ok(policies)
}

/// One version of a policy, in force or not.
pub async fn find(
    tx: &mut OwnerTx,
    site: SiteId,
    purpose: Purpose,
    version: u32,
) -> Result<Published> {
    let version = i32::try_from(version).map_err(|_| Error::NotFound("policy"))?;
    let row = sqlx::query!(
        r#"select version, document, trial_until is not null as "trial!" from policies
           where site_id = $1 and purpose = $2 and version = $3"#,
        site.uuid(),
        purpose.name(),
        version
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("policy"))?;
    read(row.version, row.document, row.trial)
}

/// The published versions of the purposes of a site within the scope, newest first.
pub async fn history(tx: &mut TenantTx<ReadPolicies>, site: SiteId) -> Result<Vec<Version>> {
    let (sites, purposes) = (tx.sites(), tx.purposes());
    let rows = sqlx::query!(
        r#"select version, document, published_at as "published_at: Ts", published_by, why, framework, deviations,
               justifications
           from policies p
           where site_id = $1 and trial_until is null
             and exists (select from unnest($2::uuid[], $3::text[]) as reach (site, purpose)
                         where coalesce(reach.site, p.site_id) = p.site_id and reach.purpose = p.purpose)
           order by purpose, version desc"#,
        site.uuid(),
        &sites as _,
        &purposes
    )
    .fetch_all(tx.db())
    .await?;
    let versions = rows.into_iter().map(|row| {
        let judgement = match (row.published_by, row.why, row.framework) {
            (Some(by), Some(why), Some(framework)) => Some(Judgement {
                by,
                why,
                framework,
                deviations: parse(row.deviations)?,
                justifications: parse(row.justifications)?,
            }),
            _ => None,
        };
        Ok(Version {
            published: read(row.version, row.document, false)?,
            published_at: row.published_at.to_jiff(),
            judgement,
        })
    });
    versions.collect()
}

/// The versions in force of the purposes of a site within the scope, in the order of [`Purpose::ALL`].
pub async fn latest(tx: &mut TenantTx<ReadPolicies>, site: SiteId) -> Result<Vec<Version>> {
    latest_at(tx, site, Timestamp::MAX).await
}

/// The versions that were in force at an instant.
pub async fn latest_at(
    tx: &mut TenantTx<ReadPolicies>,
    site: SiteId,
    at: Timestamp,
) -> Result<Vec<Version>> {
    let mut found = history(tx, site).await?;
    found.retain(|it| it.published_at <= at);
    found.sort_by_key(|it| (it.published.policy.purpose, u32::MAX - it.published.version));
    found.dedup_by_key(|it| it.published.policy.purpose);
    Ok(found)
}

/// The name under which whoever opened the transaction is remembered; `cli` for the command line.
pub async fn author<P: Permission>(tx: &mut TenantTx<P>) -> Result<String> {
    let member = tx.scope().member();
    let name = sqlx::query_scalar!(
        r#"select coalesce((select name from members where id = $1), 'cli') as "name!""#,
        member.uuid()
    );
    Ok(name.fetch_one(tx.db()).await?)
}

/// Publishes the next version of a purpose's policy and returns its number.
pub async fn publish(
    tx: &mut TenantTx<EditPolicies>,
    site: SiteId,
    id: PolicyId,
    publication: &Publication,
) -> Result<u32> {
    let (organisation, now) = (tx.scope().organisation(), tx.now());
    let version = sqlx::query_scalar!(
        "insert into policies (id, organisation_id, site_id, purpose, version, document, published_at, published_by,
             why, framework, deviations, justifications)
         select $1, $2, $3, $4, coalesce(max(version), 0) + 1, $5, $6, $7, $8, $9, $10, $11
         from policies where site_id = $3 and purpose = $4
         returning version",
        id.uuid(),
        organisation.uuid(),
        site.uuid(),
        publication.policy().purpose.name(),
        json(publication.policy())?,
        now.to_sqlx() as _,
        publication.by(),
        publication.why(),
        publication.framework(),
        json(publication.deviations())?,
        json(publication.justifications())?
    )
    .fetch_one(tx.db())
    .await?;
    u32::try_from(version).map_err(|_| Error::Corrupt("a policy version"))
}

fn read(version: i32, document: Value, trial: bool) -> Result<Published> {
    Ok(Published {
        version: u32::try_from(version).map_err(|_| Error::Corrupt("a policy version"))?,
        policy: parse(Some(document))?,
        trial,
    })
}

pub(crate) fn parse<T: DeserializeOwned>(value: Option<Value>) -> Result<T> {
    serde_json::from_value(value.unwrap_or_default()).map_err(|_| Error::Corrupt("a policy"))
}

pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> Result<Value> {
    serde_json::to_value(value).map_err(|_| Error::Corrupt("a policy"))
}
