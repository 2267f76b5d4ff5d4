//! Trials: drafts that run on the test origins of their site for a while, under versions of their own.

use crate::{Error, Result, TenantTx, policies::json};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    ids::{PolicyId, SiteId},
    permission::{EditPolicies, Permission},
    policy::Policy,
    purpose::Purpose,
};

/// A draft that is tried.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Trial {
    /// Of which purpose.
    pub purpose: Purpose,
    /// The number that its recordings carry.
    pub version: u32,
    /// When it ends by itself.
    pub until: Timestamp,
    /// How many recordings of it are there now; nothing else counts them.
    pub recordings: u64,
}

/// Begins a trial of a draft; the one before it is over, and so is this one when the next version is published.
pub async fn begin(
    tx: &mut TenantTx<EditPolicies>,
    (site, id): (SiteId, PolicyId),
    policy: &Policy,
    until: Timestamp,
) -> Result<u32> {
    end(tx, (site, policy.purpose)).await?;
    let (organisation, now) = (tx.scope().organisation(), tx.now());
    let version = sqlx::query_scalar!(
        "insert into policies (id, organisation_id, site_id, purpose, version, document, published_at, trial_until)
         select $1, $2, $3, $4, coalesce(max(version), 0) + 1, $5, $6, $7
         from policies where site_id = $3 and purpose = $4
         returning version",
        id.uuid(),
        organisation.uuid(),
        site.uuid(),
        policy.purpose.name(),
        json(policy)?,
        now.to_sqlx() as _,
        until.to_sqlx() as _
    );
    number(version.fetch_one(tx.db()).await?)
}

/// Ends the trial of a purpose of a site within the scope; says whether there was one. It is over since it began, so that
/// no clock that is set back revives it.
pub async fn end(
    tx: &mut TenantTx<EditPolicies>,
    (site, purpose): (SiteId, Purpose),
) -> Result<bool> {
    if !tx.scope().covers(site, purpose) {
        return Err(Error::NotFound("site"));
    }
    let now = tx.now();
    let done = sqlx::query!(
        "update policies set trial_until = least(published_at, $3) where site_id = $1 and purpose = $2 and trial_until > $3",
        site.uuid(),
        purpose.name(),
        now.to_sqlx() as _
    );
    Ok(done.execute(tx.db()).await?.rows_affected() > 0)
}

/// The trials of a site that are not over. Their recordings are counted among those of the last two days: none lasts longer.
pub async fn of<P: Permission>(tx: &mut TenantTx<P>, site: SiteId) -> Result<Vec<Trial>> {
    let now = tx.now();
    let rows = sqlx::query!(
        r#"select purpose as "purpose!", version as "version!", trial_until as "until!: Ts",
               (select count(*) from recordings r where r.site_id = $1 and r.purpose = p.purpose
                    and r.opened_hour > $2::timestamptz - interval '2 days'
                    and r.policy_version = p.version and r.trial and r.expires_at > $2) as "recordings!"
           from (select distinct on (purpose) purpose, version, trial_until from policies
                 where site_id = $1 order by purpose, version desc) p
           where trial_until > $2 order by purpose"#,
        site.uuid(),
        now.to_sqlx() as _
    );
    let rows = rows.fetch_all(tx.db()).await?.into_iter();
    let trials = rows.map(|row| {
        Ok(Trial {
            purpose: row
                .purpose
                .parse()
                .map_err(|_| Error::Corrupt("a purpose"))?,
            version: number(row.version)?,
            until: row.until.to_jiff(),
            recordings: u64::try_from(row.recordings).map_err(|_| Error::Corrupt("a count"))?,
        })
    });
    trials.collect()
}

fn number(version: i32) -> Result<u32> {
    u32::try_from(version).map_err(|_| Error::Corrupt("a policy version"))
}
