//! Holding: settled recordings that an open ticket, or their visitor's restriction, keeps longer than their time, in
//! the bucket `held`; and what expires by itself, before its bucket ends or in one that does not.

use crate::{Error, OwnerTx, Result, jobs, recordings};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    bucket::Bucket,
    grant::Slot,
    ids::{JobId, RecordingId, SiteId},
    purpose::Purpose,
};

/// A settled recording that an open ticket names, or that is restricted, locked.
#[derive(Clone, Debug)]
pub struct Named {
    /// Which.
    pub id: RecordingId,
    /// Its site.
    pub site: SiteId,
    /// What it is for.
    pub purpose: Purpose,
    /// The policy version that says how long it may be held.
    pub policy_version: u32,
    /// Where its data key lies.
    pub slot: Slot,
    /// When it expires without either.
    pub ordinary_until: Timestamp,
    /// Whether an open ticket names it.
    pub has_ticket: bool,
    /// Until when it is restricted.
    pub restricted_until: Option<Timestamp>,
}

/// The settled recordings that an open ticket names, whose policy holds them for one, or that are restricted, and that
/// are not held yet.
pub async fn due(tx: &mut OwnerTx, now: Timestamp) -> Result<Vec<RecordingId>> {
    let rows = sqlx::query_scalar!(
        "select distinct r.id from tickets t
         join recordings r on r.site_id = t.site_id and r.purpose = 'support' and r.pseudonym = any(t.pseudonyms)
         join policies p on p.site_id = r.site_id and p.purpose = r.purpose and p.version = r.policy_version
         where not t.closed and r.state = 'settled' and r.expires_at > $1
           and (r.ordinary_until is null or r.expires_at = r.ordinary_until)
           and p.document -> 'until' ->> 'event' = 'ticket_closed'
           and not exists (select from jobs j where j.id = r.id)
         union
         select r.id from recordings r
         where r.state = 'settled' and r.expires_at > $1 and r.expires_at < r.restricted_until
           and not exists (select from jobs j where j.id = r.id)
         limit 500",
        now.to_sqlx() as _
    )
    .fetch_all(tx.db())
    .await?;
    let ids = rows.into_iter().flatten();
    Ok(ids.map(RecordingId::from_uuid).collect())
}

/// Locks a settled recording for holding. None: it has expired, nothing holds it, or it is in other hands.
pub async fn lock(tx: &mut OwnerTx, id: RecordingId, now: Timestamp) -> Result<Option<Named>> {
    let row = sqlx::query!(
        r#"select site_id, purpose, policy_version, slot_bucket, slot_number,
               coalesce(ordinary_until, expires_at) as "ordinary_until!: Ts", restricted_until as "restricted_until: Ts",
               exists (select from tickets t where t.site_id = r.site_id and not t.closed
                       and r.pseudonym = any(t.pseudonyms)) as "has_ticket!"
           from recordings r where id = $1 and state = 'settled' and expires_at > $2
           for update skip locked"#,
        id.uuid(),
        now.to_sqlx() as _
    )
    .fetch_optional(tx.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Named {
        id,
        site: SiteId::from_uuid(row.site_id),
        purpose: row
            .purpose
            .parse()
            .map_err(|_| Error::Corrupt("a purpose"))?,
        policy_version: u32::try_from(row.policy_version)
            .map_err(|_| Error::Corrupt("a policy version"))?,
        slot: recordings::slot(&row.slot_bucket, row.slot_number)?,
        ordinary_until: row.ordinary_until.to_jiff(),
        has_ticket: row.has_ticket,
        restricted_until: row.restricted_until.map(Ts::to_jiff),
    }))
}

/// Has a recording expire at `until`, if its ticket is not closed before.
pub async fn extend(
    tx: &mut OwnerTx,
    named: &Named,
    until: Timestamp,
    now: Timestamp,
) -> Result<()> {
    let done = sqlx::query!(
        "update recordings set expires_at = $2, ordinary_until = $3 where id = $1 and expires_at > $4",
        named.id.uuid(),
        until.to_sqlx() as _,
        named.ordinary_until.to_sqlx() as _,
        now.to_sqlx() as _
    );
    still_there(done.execute(tx.db()).await?.rows_affected())
}

/// Moves a recording into the bucket of a slot that holds its key, has it expire at `until`, and leaves the job that
/// zeroes the old slot.
pub async fn hold(
    tx: &mut OwnerTx,
    named: &Named,
    (slot, until): (Slot, Timestamp),
    (job, now): (JobId, Timestamp),
) -> Result<()> {
    let (id, held) = (named.id.uuid(), slot.bucket.to_string());
    let old = named.slot.bucket.to_string();
    sqlx::query!(
        "update frames set bucket = $3 where recording_id = $1 and bucket = $2",
        id,
        old,
        held
    )
    .execute(tx.db())
    .await?;
    sqlx::query!(
        "update outlines set bucket = $3 where recording_id = $1 and bucket = $2",
        id,
        old,
        held
    )
    .execute(tx.db())
    .await?;
    let done = sqlx::query!(
        "update recordings set bucket = $2, slot_bucket = $2, slot_number = $3, expires_at = $4, ordinary_until = $5
         where id = $1 and expires_at > $6",
        id,
        held,
        recordings::number(slot.number)?,
        until.to_sqlx() as _,
        named.ordinary_until.to_sqlx() as _,
        now.to_sqlx() as _
    );
    still_there(done.execute(tx.db()).await?.rows_affected())?;
    jobs::enqueue(tx, job, &jobs::Job::destroy_slot(named.slot, named.id), now).await
}

/// What has expired meanwhile is not kept after all.
fn still_there(rows: u64) -> Result<()> {
    (rows == 1).then_some(()).ok_or(Error::Gone)
}

/// Gives the recordings back their ordinary expiry that no open ticket names any more, and whose restriction is over.
pub async fn release(tx: &mut OwnerTx, now: Timestamp) -> Result<()> {
    let over = sqlx::query!(
        "update recordings r set expires_at = unrestricted_expiry(r), restricted_until = null
         where restricted_until <= $1",
        now.to_sqlx() as _
    );
    over.execute(tx.db()).await?;
    sqlx::query!(
        "update recordings r set expires_at = ordinary_until
         where ordinary_until is not null and expires_at > ordinary_until and restricted_until is null
           and not exists (select from tickets t where t.site_id = r.site_id and not t.closed
                           and r.pseudonym = any(t.pseudonyms))"
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Some of the recordings that have expired, but for those whose bucket goes as a whole.
pub async fn expired(tx: &mut OwnerTx, now: Timestamp) -> Result<Vec<RecordingId>> {
    let rows = sqlx::query!(
        r#"select id, bucket as "bucket!" from recordings where bucket is not null and expires_at <= $1
           order by expires_at limit 1000"#,
        now.to_sqlx() as _
    )
    .fetch_all(tx.db())
    .await?;
    let by_itself = |name: &str| {
        let bucket: Option<Bucket> = name.parse().ok();
        bucket.is_some_and(|bucket| bucket.ends().is_none_or(|end| end > now))
    };
    let rows = rows.into_iter().filter(|row| by_itself(&row.bucket));
    Ok(rows.map(|row| RecordingId::from_uuid(row.id)).collect())
}

/// Removes a recording that has expired, counts that for the audit log, and leaves the job that zeroes its slot.
pub async fn expire(
    tx: &mut OwnerTx,
    id: RecordingId,
    (job, now): (JobId, Timestamp),
) -> Result<()> {
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let counted = sqlx::query!(
        "insert into audit_tallies (organisation_id, site_id, purpose, event, day, count)
         select organisation_id, site_id, purpose, 'recording.expired', $2, 1 from recordings
         where id = $1 and not trial
         on conflict (day, site_id, purpose, event) do update set count = audit_tallies.count + 1",
        id.uuid(),
        today.to_sqlx() as _
    );
    let over = sqlx::query_scalar!(
        "select id from recordings where id = $1 and expires_at <= $2 for update",
        id.uuid(),
        now.to_sqlx() as _
    );
    if over.fetch_optional(tx.db()).await?.is_some() {
        counted.execute(tx.db()).await?;
        recordings::remove(tx.db(), id, job, now).await?;
    }
    Ok(())
}
