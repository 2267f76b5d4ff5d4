//! What a visitor, or who answers one, does with a recording that was found within the scope.

use crate::{
    AppTx, Error, OwnerTx, Pool, Result, TenantTx, jobs, recordings::number, search,
    search::Recording, tx::Named,
};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use revoir_domain::{
    grant::Slot,
    ids::{JobId, OrganisationId, RecordingId, SiteId},
    permission::{Scope, Watch},
    purpose::Purpose,
};

/// The readable recording that a receipt names, whatever its organisation, and the transaction that reaches it alone.
pub async fn by_receipt(
    pool: &Pool,
    receipt_hash: [u8; 32],
    now: Timestamp,
) -> Result<(TenantTx<Watch>, Recording)> {
    let mut tx = AppTx::begin(pool).await?;
    tx.name(Named::Receipt(receipt_hash)).await?;
    let row = sqlx::query!(
        "select id, organisation_id, site_id, purpose from recordings where receipt_hash = $1",
        &receipt_hash[..]
    );
    let row = row.fetch_optional(tx.db()).await?;
    let row = row.ok_or(Error::NotFound("recording"))?;
    let purpose: Purpose = row
        .purpose
        .parse()
        .map_err(|_| Error::Corrupt("a purpose"))?;
    let site = SiteId::from_uuid(row.site_id);
    let organisation = OrganisationId::from_uuid(row.organisation_id);
    let scope = Scope::of_receipt(receipt_hash, organisation, (site, purpose));
    let mut tx = TenantTx::of(tx, scope, now).await?;
    let found = search::find(&mut tx, site, RecordingId::from_uuid(row.id)).await?;
    Ok((tx, found))
}

/// Restricts a recording until an instant, or as long as it is restricted already, and leaves the job that holds it.
pub async fn restrict(
    tx: &mut AppTx,
    recording: RecordingId,
    until: Timestamp,
    (job, now): (JobId, Timestamp),
) -> Result<()> {
    let done = sqlx::query!(
        "update recordings set restricted_until = coalesce(restricted_until, $2) where id = $1",
        recording.uuid(),
        until.to_sqlx() as _
    );
    still_there(done.execute(tx.db()).await?.rows_affected())?;
    jobs::insert(tx.db(), job, &jobs::Job::Heed, now).await
}

/// Lifts the restriction of a recording, which has its ordinary expiry from then on.
pub async fn lift(tx: &mut AppTx, recording: RecordingId) -> Result<()> {
    let done = sqlx::query!(
        "update recordings r set expires_at = unrestricted_expiry(r), restricted_until = null
         where id = $1 and restricted_until is not null",
        recording.uuid()
    );
    done.execute(tx.db()).await?;
    Ok(())
}

/// Has an open recording take nothing more and end.
pub async fn close(tx: &mut AppTx, recording: RecordingId, now: Timestamp) -> Result<()> {
    sqlx::query!(
        "update recordings set closes_at = least(closes_at, $2) where id = $1 and state = 'open'",
        recording.uuid(),
        now.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Puts what its visitor says of a recording in the place of what was said before, unless its key has changed since
/// that was sealed: then it is [`Error::Changed`].
pub async fn state(
    tx: &mut AppTx,
    (recording, sealed_under): (RecordingId, Slot),
    sealed: Option<&[u8]>,
) -> Result<()> {
    let done = sqlx::query!(
        "update recordings set statement = $4 where id = $1 and slot_bucket = $2 and slot_number = $3",
        recording.uuid(),
        sealed_under.bucket.to_string(),
        number(sealed_under.number)?,
        sealed
    );
    let done = done.execute(tx.db()).await?.rows_affected();
    (done == 1).then_some(()).ok_or(Error::Changed)
}

/// The sealed statement of a recording that is locked to be rewritten.
pub async fn to_reseal(tx: &mut OwnerTx, recording: RecordingId) -> Result<Option<Vec<u8>>> {
    let sealed = sqlx::query_scalar!(
        "select statement from recordings where id = $1",
        recording.uuid()
    );
    Ok(sealed.fetch_optional(tx.db()).await?.flatten())
}

/// Puts a statement under the key that its recording has from now on; none drops one that opens under no key.
pub async fn reseal(tx: &mut OwnerTx, recording: RecordingId, sealed: Option<&[u8]>) -> Result<()> {
    sqlx::query!(
        "update recordings set statement = $2 where id = $1",
        recording.uuid(),
        sealed
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

fn still_there(rows: u64) -> Result<()> {
    (rows == 1)
        .then_some(())
        .ok_or(Error::NotFound("recording"))
}
