//! Proofs of consent: a document each until their hour is over, then a batch per hour, chained and signed.

use crate::{AppTx, Error, OwnerTx, Result, TenantTx, sites::Site};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    audit::Digest,
    ids::{OrganisationId, SiteId},
    permission::{ReadPolicies, Review},
};
use revoir_vault::audit::{ProofBatch, Signature};
use uuid::Uuid;

/// A site and an hour that is over, with decisions that lie in no batch.
#[derive(Clone, Copy, Debug)]
pub struct Due {
    /// Of which tenant.
    pub organisation: OrganisationId,
    /// Of which site.
    pub site: SiteId,
    /// Which hour.
    pub hour: Timestamp,
}

/// Keeps a decision of an hour.
pub async fn keep(
    tx: &mut AppTx,
    site: &Site,
    (id, hour): (Uuid, Timestamp),
    document: &str,
) -> Result<()> {
    sqlx::query!(
        "insert into proofs (id, organisation_id, site_id, hour, document) values ($1, $2, $3, $4, $5)",
        id,
        site.organisation.uuid(),
        site.id.uuid(),
        hour.to_sqlx() as _,
        document
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The hours before this one whose decisions lie in no batch, oldest first.
pub async fn due(tx: &mut OwnerTx, hour: Timestamp) -> Result<Vec<Due>> {
    let rows = sqlx::query!(
        r#"select distinct organisation_id, site_id, hour as "hour: Ts" from proofs
           where hour < $1 order by site_id, 3"#,
        hour.to_sqlx() as _
    )
    .fetch_all(tx.db())
    .await?;
    let due = rows.into_iter().map(|row| Due {
        organisation: OrganisationId::from_uuid(row.organisation_id),
        site: SiteId::from_uuid(row.site_id),
        hour: row.hour.to_jiff(),
    });
    Ok(due.collect())
}

/// Takes the decisions of an hour out of the rows of their own, in the order of their ids; nobody else may meanwhile.
pub async fn take(tx: &mut OwnerTx, due: &Due) -> Result<Vec<String>> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended($1::uuid::text, 19)) is null as locked",
        due.site.uuid()
    )
    .fetch_one(tx.db())
    .await?;
    let mut rows = sqlx::query!(
        "delete from proofs where site_id = $1 and hour = $2 returning id, document",
        due.site.uuid(),
        due.hour.to_sqlx() as _
    )
    .fetch_all(tx.db())
    .await?;
    rows.sort_by_key(|row| row.id);
    Ok(rows.into_iter().map(|row| row.document).collect())
}

/// The number and hash of a site's last batch.
pub async fn head(tx: &mut OwnerTx, site: SiteId) -> Result<(u32, Digest)> {
    let row = sqlx::query!(
        "select number, hash from proof_batches where site_id = $1 order by number desc limit 1",
        site.uuid()
    )
    .fetch_optional(tx.db())
    .await?;
    row.map_or(Ok((0, Digest::NONE)), |row| {
        Ok((number(row.number)?, digest(&row.hash)?))
    })
}

/// Appends a batch.
pub async fn append(tx: &mut OwnerTx, due: &Due, batch: &ProofBatch) -> Result<()> {
    let number = i32::try_from(batch.number).map_err(|_| Error::Corrupt("a batch of proofs"))?;
    sqlx::query!(
        "insert into proof_batches (organisation_id, site_id, number, hour, document, previous, hash, signature)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        due.organisation.uuid(),
        due.site.uuid(),
        number,
        batch.hour.to_sqlx() as _,
        batch.document,
        &batch.previous.0[..],
        &batch.hash.0[..],
        batch.signature.as_bytes()
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Counts a proof that was refused since the site has filed too many in an hour.
pub async fn refuse(tx: &mut AppTx, site: &Site, hour: Timestamp) -> Result<()> {
    sqlx::query!(
        "insert into refused_proofs (organisation_id, site_id, hour, count) values ($1, $2, $3, 1)
         on conflict (site_id, hour) do update set count = refused_proofs.count + 1",
        site.organisation.uuid(),
        site.id.uuid(),
        hour.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The number and hash of the first and the last batch of a site that there are.
pub async fn ends(tx: &mut TenantTx<Review>, site: SiteId) -> Result<Vec<(u32, Digest)>> {
    let rows = sqlx::query!(
        "select number, hash from proof_batches where site_id = $1 and document <> ''
         and number in ((select min(number) from proof_batches where site_id = $1 and document <> ''),
                        (select max(number) from proof_batches where site_id = $1 and document <> '')) order by number",
        site.uuid()
    )
    .fetch_all(tx.db())
    .await?;
    let ends = rows
        .iter()
        .map(|row| Ok((number(row.number)?, digest(&row.hash)?)));
    ends.collect()
}

/// Some batches of a site from this number on, in their order: few, since an hour has many proofs.
pub async fn page(
    tx: &mut TenantTx<Review>,
    site: SiteId,
    from: u32,
    most: u8,
) -> Result<Vec<ProofBatch>> {
    let from = i32::try_from(from).map_err(|_| Error::Corrupt("a batch of proofs"))?;
    let rows = sqlx::query!(
        r#"select number, hour as "hour: Ts", document, previous, hash, signature from proof_batches
           where site_id = $1 and document <> '' and number >= $2 order by number limit $3"#,
        site.uuid(),
        from,
        i64::from(most)
    )
    .fetch_all(tx.db())
    .await?;
    let batches = rows.into_iter().map(|row| {
        Ok(ProofBatch {
            number: number(row.number)?,
            hour: row.hour.to_jiff(),
            document: row.document,
            previous: digest(&row.previous)?,
            hash: digest(&row.hash)?,
            signature: Signature::from_bytes(row.signature),
        })
    });
    batches.collect()
}

/// How many proofs of a site there are, in how many batches, and how many were refused.
pub async fn count(tx: &mut TenantTx<ReadPolicies>, site: SiteId) -> Result<(u64, u64, u64)> {
    let row = sqlx::query!(
        r#"select coalesce(sum(length(document) - length(replace(document, e'\n', ''))), 0)::bigint
                   + (select count(*) from proofs where site_id = $1) as "proofs!",
               count(*) as "batches!",
               (select coalesce(sum(count), 0)::bigint from refused_proofs where site_id = $1) as "refused!"
           from proof_batches where site_id = $1 and document <> ''"#,
        site.uuid()
    )
    .fetch_one(tx.db())
    .await?;
    let number = |count: i64| u64::try_from(count).unwrap_or_default();
    Ok((number(row.proofs), number(row.batches), number(row.refused)))
}

/// Forgets the batches before an hour, but for each site's last: the next one follows it; and how many were refused.
pub async fn prune(tx: &mut OwnerTx, before: Timestamp) -> Result<()> {
    sqlx::query!(
        "delete from refused_proofs where hour < $1",
        before.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    sqlx::query!(
        "update proof_batches set document = '' where hour < $1 and document <> ''
         and number = (select max(number) from proof_batches last where last.site_id = proof_batches.site_id)",
        before.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    sqlx::query!(
        "delete from proof_batches where hour < $1
         and number < (select max(number) from proof_batches last where last.site_id = proof_batches.site_id)",
        before.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

fn number(number: i32) -> Result<u32> {
    u32::try_from(number).map_err(|_| Error::Corrupt("a batch of proofs"))
}

fn digest(bytes: &[u8]) -> Result<Digest> {
    let bytes = bytes.try_into().map_err(|_| Error::Corrupt("a hash"))?;
    Ok(Digest(bytes))
}
