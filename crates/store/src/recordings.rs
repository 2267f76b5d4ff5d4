//! Recordings: opening, listing, finding, erasing. What is past its time is not found.

use crate::{AppTx, Error, OwnerTx, Result, TenantTx, audit, erasures::Erased, jobs, tx::Named};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    audit::Event,
    bucket::hour_of,
    device::Device,
    grant::{Claims, Slot},
    ids::{JobId, OrganisationId, RecordingId, SiteId},
    permission::Erase,
    pseudonym::{Identity, Pseudonym},
    purpose::Purpose,
};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

/// A recording about to be opened.
#[derive(Clone, Debug)]
pub struct Opening<'a> {
    /// What its grant says.
    pub claims: Claims,
    /// The hour that it is shown under; stored rounded down.
    pub at: Timestamp,
    /// When it is opened. Of an import that is not the day of collection: silence counts from here.
    pub opened_at: Timestamp,
    /// From which instant on it must not be readable, if it is never settled.
    pub expires_at: Timestamp,
    /// When its verdict is given at the latest, where one decides: until then nobody sees it.
    pub verdict_by: Option<Timestamp>,
    /// The visitor's device, reduced.
    pub device: Device,
    /// SHA-256 of the receipt that the visitor's browser made.
    pub receipt_hash: Option<[u8; 32]>,
    /// Whose visit it is, as far as that is known (I2, I3).
    pub identity: Option<Identity>,
    /// Where it comes from, unless it was captured here.
    pub import: Option<&'a Import>,
    /// Whether its policy is a draft that is tried.
    pub trial: bool,
}

/// Where an imported recording comes from (MEASURES, Consent and rights).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Import {
    /// The purpose that it was collected for.
    pub collected_for: Purpose,
    /// The legal basis under which it was collected.
    pub basis: String,
    /// The day on which it was collected; retention runs from there.
    pub collected_on: jiff::civil::Date,
}

/// Opens a recording in the organisation that the transaction has entered.
pub async fn open(tx: &mut AppTx, opening: &Opening<'_>) -> Result<()> {
    let claims = &opening.claims;
    let import = opening.import;
    sqlx::query!(
        "insert into recordings (id, organisation_id, site_id, purpose, policy_version, opened_hour, expires_at,
             device, browser, receipt_hash, slot_bucket, slot_number, closes_at, last_batch_at, received_bytes,
             imported, collected_for, basis, collected_on, verdict_by, pseudonym, verified, trial)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15, $16, $17, $18, $19, $20, $21, $22)",
        claims.recording.uuid(),
        claims.organisation.uuid(),
        claims.site.uuid(),
        claims.purpose.name(),
        number(claims.policy_version)?,
        hour_of(opening.at).to_sqlx() as _,
        opening.expires_at.to_sqlx() as _,
        opening.device.class,
        opening.device.browser,
        opening.receipt_hash.as_ref().map(|hash| &hash[..]),
        claims.slot.bucket.to_string(),
        number(claims.slot.number)?,
        claims.end.to_sqlx() as _,
        opening.opened_at.to_sqlx() as _,
        import.is_some(),
        import.map(|import| import.collected_for.name()),
        import.map(|import| import.basis.as_str()),
        import.map(|import| import.collected_on.to_sqlx()) as _,
        opening.verdict_by.map(ToSqlx::to_sqlx) as _,
        opening.identity.as_ref().map(|identity| &identity.pseudonym.0[..]),
        opening.identity.map(|identity| identity.verified),
        opening.trial,
    )
    .execute(tx.db())
    .await
    .map_err(|error| match error {
        sqlx::Error::Database(db) if db.is_unique_violation() => Error::ReceiptUsed,
        error => error.into(),
    })?;
    Ok(())
}

/// What the grant of a recording says that was opened with this receipt and still takes batches, and its
/// pseudonym.
pub async fn reopen(
    tx: &mut AppTx,
    receipt_hash: [u8; 32],
    (site, purpose, policy_version): (SiteId, Purpose, u32),
) -> Result<Option<(Claims, Option<Pseudonym>)>> {
    tx.name(Named::Receipt(receipt_hash)).await?;
    let row = sqlx::query!(
        r#"select id, organisation_id, slot_bucket, slot_number, closes_at as "closes_at!: Ts", pseudonym from recordings
           where receipt_hash = $1 and site_id = $2 and purpose = $3 and policy_version = $4 and state = 'open'
             and waits_until is null"#,
        &receipt_hash[..],
        site.uuid(),
        purpose.name(),
        number(policy_version)?
    )
    .fetch_optional(tx.db())
    .await?;
    row.map(|row| {
        let claims = Claims {
            recording: RecordingId::from_uuid(row.id),
            organisation: OrganisationId::from_uuid(row.organisation_id),
            site,
            purpose,
            policy_version,
            slot: slot(&row.slot_bucket, row.slot_number)?,
            end: row.closes_at.to_jiff(),
        };
        Ok((claims, row.pseudonym.map(pseudonym).transpose()?))
    })
    .transpose()
}

/// Erases a recording of a site within the scope: rows now, its slot by the job that this leaves, so that the caller
/// can zero it at once.
pub async fn erase(
    tx: &mut TenantTx<Erase>,
    site: SiteId,
    id: RecordingId,
    job: JobId,
) -> Result<Erased> {
    let (now, sites, purposes) = (tx.now(), tx.sites(), tx.purposes());
    let reachable = sqlx::query_scalar!(
        "select purpose from recordings r
         where site_id = $1 and id = $2 and expires_at > $3
           and exists (select from unnest($4::uuid[], $5::text[]) as reach (site, purpose)
                       where coalesce(reach.site, r.site_id) = r.site_id and reach.purpose = r.purpose)",
        site.uuid(),
        id.uuid(),
        now.to_sqlx() as _,
        &sites as _,
        &purposes,
    );
    let purpose = reachable
        .fetch_optional(tx.db())
        .await?
        .ok_or(Error::NotFound("recording"))?;
    let purpose = purpose.parse().map_err(|_| Error::Corrupt("a purpose"))?;
    Ok(Erased {
        recording: id,
        organisation: tx.scope().organisation(),
        site,
        purpose,
        slot: remove(tx.db(), id, job, now).await?,
    })
}

/// Erases the recording that a visitor's receipt names, whatever its organisation, and counts that for the audit log.
/// None: there is none, or another has erased it meanwhile.
pub async fn erase_by_receipt(
    tx: &mut AppTx,
    receipt_hash: [u8; 32],
    event: Event,
    (job, now): (JobId, Timestamp),
) -> Result<Option<Erased>> {
    tx.name(Named::Receipt(receipt_hash)).await?;
    let row = sqlx::query!(
        "select id, organisation_id, site_id, purpose from recordings where receipt_hash = $1 and expires_at > $2",
        &receipt_hash[..],
        now.to_sqlx() as _
    )
    .fetch_optional(tx.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let organisation = OrganisationId::from_uuid(row.organisation_id);
    tx.enter(organisation).await?;
    let purpose: Purpose = row
        .purpose
        .parse()
        .map_err(|_| Error::Corrupt("a purpose"))?;
    let (recording, site) = (
        RecordingId::from_uuid(row.id),
        SiteId::from_uuid(row.site_id),
    );
    let slot = match remove(tx.db(), recording, job, now).await {
        Err(Error::NotFound(_)) => return Ok(None),
        removed => removed?,
    };
    let of = (organisation, site, purpose);
    audit::tally(tx, event, of, now).await?;
    Ok(Some(Erased {
        recording,
        organisation,
        site,
        purpose,
        slot,
    }))
}

/// The organisation and site of a recording that is readable at `now`.
pub async fn whereabouts(
    tx: &mut OwnerTx,
    id: RecordingId,
    now: Timestamp,
) -> Result<(OrganisationId, SiteId)> {
    let row = sqlx::query!(
        "select organisation_id, site_id from recordings where id = $1 and expires_at > $2",
        id.uuid(),
        now.to_sqlx() as _
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("recording"))?;
    Ok((
        OrganisationId::from_uuid(row.organisation_id),
        SiteId::from_uuid(row.site_id),
    ))
}

/// Whether a recording is readable at `now`.
pub async fn any(tx: &mut OwnerTx, now: Timestamp) -> Result<bool> {
    let any = sqlx::query_scalar!(
        r#"select exists (select from recordings where expires_at > $1) as "any!""#,
        now.to_sqlx() as _
    );
    Ok(any.fetch_one(tx.db()).await?)
}

/// How many imported recordings of a purpose of a site are readable at `now`.
pub async fn count_imported(
    tx: &mut OwnerTx,
    site: SiteId,
    purpose: Purpose,
    now: Timestamp,
) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from recordings
           where site_id = $1 and purpose = $2 and imported and state = 'settled' and expires_at > $3"#,
        site.uuid(),
        purpose.name(),
        now.to_sqlx() as _
    );
    Ok(count.fetch_one(tx.db()).await?)
}

/// The row first: its lock keeps a batch or the settling of this recording out, and the slot that the
/// row names once the lock is held is the one that holds the key.
pub(crate) async fn remove(
    db: &mut PgConnection,
    id: RecordingId,
    job: JobId,
    now: Timestamp,
) -> Result<Slot> {
    let row = sqlx::query!(
        "delete from recordings where id = $1 returning slot_bucket, slot_number",
        id.uuid()
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or(Error::NotFound("recording"))?;
    sqlx::query!("delete from chunks where recording_id = $1", id.uuid())
        .execute(&mut *db)
        .await?;
    sqlx::query!("delete from frames where recording_id = $1", id.uuid())
        .execute(&mut *db)
        .await?;
    sqlx::query!("delete from outlines where recording_id = $1", id.uuid())
        .execute(&mut *db)
        .await?;
    let slot = slot(&row.slot_bucket, row.slot_number)?;
    jobs::insert(db, job, &jobs::Job::destroy_slot(slot, id), now).await?;
    Ok(slot)
}

pub(crate) fn slot(bucket: &str, number: i32) -> Result<Slot> {
    let bucket = bucket.parse().map_err(|_| Error::Corrupt("a bucket"))?;
    let number = u32::try_from(number).map_err(|_| Error::Corrupt("a slot number"))?;
    Ok(Slot { bucket, number })
}

fn pseudonym(bytes: Vec<u8>) -> Result<Pseudonym> {
    let bytes = bytes.try_into();
    bytes
        .map(Pseudonym)
        .map_err(|_| Error::Corrupt("a pseudonym"))
}

pub(crate) fn number(value: u32) -> Result<i32> {
    i32::try_from(value).map_err(|_| Error::Corrupt("a number"))
}
