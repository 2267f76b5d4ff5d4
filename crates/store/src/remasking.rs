//! Remasking, seen from the database: which settled recordings a newer policy may mask more strictly, and the one
//! transaction that rewrites one.

use crate::{
    Error, OwnerTx, Result, TenantTx, jobs,
    recordings::{self, number},
    settling::Ended,
};
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    grant::Slot,
    ids::{JobId, OrganisationId, RecordingId, SiteId},
    measure::Retention,
    permission::EditPolicies,
    purpose::Purpose,
};

/// Where the numbers of frames begin that lie aside: no recording has so many.
const ASIDE: i32 = 1_000_000;

/// A settled recording that is locked to be rewritten.
#[derive(Clone, Copy, Debug)]
pub struct Settled {
    /// Which.
    pub id: RecordingId,
    /// Its tenant.
    pub organisation: OrganisationId,
    /// Its site.
    pub site: SiteId,
    /// What it is for.
    pub purpose: Purpose,
    /// The version that it was opened under.
    pub policy_version: u32,
    /// Where its data key lies until now.
    pub slot: Slot,
    /// When it expires.
    pub expires_at: Timestamp,
    /// Of what a ticket holds: when it would expire without.
    pub ordinary_until: Option<Timestamp>,
    /// For how long it is kept since it was rewritten last; absent where it never was.
    pub retention: Option<Retention>,
}

/// Has what is stored of a purpose within the scope rewritten by this version, also what is settled later, and returns
/// how many recordings that are.
pub async fn begin(
    tx: &mut TenantTx<EditPolicies>,
    (site, purpose): (SiteId, Purpose),
    version: u32,
) -> Result<i64> {
    if !tx.scope().covers(site, purpose) {
        return Err(Error::NotFound("site"));
    }
    let (organisation, now) = (tx.scope().organisation(), tx.now());
    sqlx::query!(
        "insert into remaskings (organisation_id, site_id, purpose, version) values ($1, $2, $3, $4)
         on conflict (site_id, purpose) do update set version = excluded.version",
        organisation.uuid(),
        site.uuid(),
        purpose.name(),
        number(version)?
    )
    .execute(tx.db())
    .await?;
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from recordings where site_id = $1 and purpose = $2 and expires_at > $3
             and policy_version < $4 and coalesce(remasked_version, 0) < $4"#,
        site.uuid(),
        purpose.name(),
        now.to_sqlx() as _,
        number(version)?
    );
    Ok(count.fetch_one(tx.db()).await?)
}

/// Some of the settled recordings that are to be rewritten and wait for no job, with the version that does it.
pub async fn due(tx: &mut OwnerTx, now: Timestamp) -> Result<Vec<(RecordingId, u32)>> {
    let rows = sqlx::query!(
        "select r.id, m.version from remaskings m
         join recordings r on r.site_id = m.site_id and r.purpose = m.purpose
         where r.state = 'settled' and r.expires_at > $1 and r.policy_version < m.version
           and r.restricted_until is null and coalesce(r.remasked_version, 0) < m.version
           and not exists (select from jobs j where j.id = r.id)
         order by r.id limit 500",
        now.to_sqlx() as _
    );
    let rows = rows.fetch_all(tx.db()).await?.into_iter();
    let due = rows.map(|row| {
        let version = u32::try_from(row.version);
        let version = version.map_err(|_| Error::Corrupt("a policy version"))?;
        Ok((RecordingId::from_uuid(row.id), version))
    });
    due.collect()
}

/// Locks a settled recording. None: gone meanwhile, rewritten already, or in other hands; then the sweep finds it again.
pub async fn lock(
    tx: &mut OwnerTx,
    id: RecordingId,
    (version, now): (u32, Timestamp),
) -> Result<Option<Settled>> {
    let row = sqlx::query!(
        r#"select organisation_id, site_id, purpose, policy_version, slot_bucket, slot_number,
               expires_at as "expires_at: Ts", ordinary_until as "ordinary_until: Ts", retention_minutes
           from recordings where id = $1 and state = 'settled' and expires_at > $2 and restricted_until is null
             and coalesce(remasked_version, 0) < $3 for update skip locked"#,
        id.uuid(),
        now.to_sqlx() as _,
        number(version)?
    )
    .fetch_optional(tx.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Settled {
        id,
        organisation: OrganisationId::from_uuid(row.organisation_id),
        site: SiteId::from_uuid(row.site_id),
        purpose: row
            .purpose
            .parse()
            .map_err(|_| Error::Corrupt("a purpose"))?,
        policy_version: u32::try_from(row.policy_version)
            .map_err(|_| Error::Corrupt("a policy version"))?,
        slot: recordings::slot(&row.slot_bucket, row.slot_number)?,
        expires_at: row.expires_at.to_jiff(),
        ordinary_until: row.ordinary_until.map(Ts::to_jiff),
        retention: row.retention_minutes.map(retention).transpose()?,
    }))
}

fn retention(minutes: i32) -> Result<Retention> {
    let minutes = u32::try_from(minutes).ok();
    let retention = minutes.and_then(|minutes| Retention::try_from(minutes).ok());
    retention.ok_or(Error::Corrupt("a retention"))
}

impl Settled {
    /// The same as settling saw it, if it has been kept for so long since.
    #[must_use]
    pub fn as_ended(&self, kept: SignedDuration) -> Ended {
        Ended {
            id: self.id,
            organisation: self.organisation,
            site: self.site,
            purpose: self.purpose,
            policy_version: self.policy_version,
            ended_at: self
                .expires_at
                .saturating_sub(kept)
                .unwrap_or(self.expires_at),
            slot: self.slot,
            imported: false,
            awaits_verdict: false,
            trial: false,
            requested_at: None,
        }
    }
}

/// Lays the frames of a recording aside, so that others can stand in their place, and returns how many there are.
/// Its outline is dropped, and its sealed timeline returned.
pub async fn set_aside(tx: &mut OwnerTx, of: &Settled) -> Result<(u32, Option<Vec<u8>>)> {
    let (id, bucket) = (of.id.uuid(), of.slot.bucket.to_string());
    let frames = sqlx::query!(
        "update frames set ordinal = ordinal + $3 where bucket = $1 and recording_id = $2",
        bucket,
        id,
        ASIDE
    );
    let frames = frames.execute(tx.db()).await?.rows_affected();
    let timeline = sqlx::query_scalar!(
        "delete from outlines where bucket = $1 and recording_id = $2 returning timeline",
        bucket,
        id
    );
    let timeline = timeline.fetch_optional(tx.db()).await?;
    let frames = u32::try_from(frames).map_err(|_| Error::Corrupt("a count of frames"))?;
    Ok((frames, timeline))
}

/// The sealed bytes of a frame that lies aside.
pub async fn read(tx: &mut OwnerTx, of: &Settled, ordinal: u32) -> Result<Vec<u8>> {
    let bytes = sqlx::query_scalar!(
        "select bytes from frames where bucket = $1 and recording_id = $2 and ordinal = $3",
        of.slot.bucket.to_string(),
        of.id.uuid(),
        number(ordinal)? + ASIDE
    );
    let bytes = bytes.fetch_optional(tx.db()).await?;
    bytes.ok_or(Error::NotFound("frame"))
}

/// Marks the recording rewritten under its new slot, drops what lay aside, and leaves the job that zeroes the old
/// slot.
pub async fn keep(
    tx: &mut OwnerTx,
    of: &Settled,
    (slot, entry_route): (Slot, Option<&str>),
    (version, retention, sooner): (u32, Retention, SignedDuration),
    (job, now): (JobId, Timestamp),
) -> Result<()> {
    let earlier = |at: Timestamp| at.saturating_sub(sooner).unwrap_or(at);
    let ends = slot.bucket.ends();
    let ends = ends.unwrap_or_else(|| earlier(of.expires_at));
    let ordinary = of.ordinary_until.map(earlier);
    sqlx::query!(
        "update recordings set bucket = $2, expires_at = $3, slot_bucket = $2, slot_number = $4, entry_route = $5,
             remasked_version = $6, retention_minutes = $7, ordinary_until = $8
         where id = $1",
        of.id.uuid(),
        slot.bucket.to_string(),
        ends.to_sqlx() as _,
        number(slot.number)?,
        entry_route,
        number(version)?,
        number(retention.into())?,
        ordinary.map(ToSqlx::to_sqlx) as _
    )
    .execute(tx.db())
    .await?;
    sqlx::query!(
        "delete from frames where bucket = $1 and recording_id = $2 and ordinal >= $3",
        of.slot.bucket.to_string(),
        of.id.uuid(),
        ASIDE
    )
    .execute(tx.db())
    .await?;
    jobs::enqueue(tx, job, &jobs::Job::destroy_slot(of.slot, of.id), now).await
}

/// Has a recording expire now, since its time is over by the stricter retention: the sweep removes it.
pub async fn expire(tx: &mut OwnerTx, of: &Settled, now: Timestamp) -> Result<()> {
    sqlx::query!(
        "update recordings set expires_at = $2,
             ordinary_until = case when ordinary_until is not null then least(ordinary_until, $2) end
         where id = $1",
        of.id.uuid(),
        now.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
