//! Finding recordings: a list with its filters, and one by its id. What is past its time is not found.

use crate::{Error, Result, TenantTx, recordings::slot};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    grant::Slot,
    ids::{RecordingId, SiteId},
    limits,
    permission::Watch,
    purpose::Purpose,
};
use uuid::Uuid;

/// What the list may say of a recording.
#[derive(Clone, Debug)]
pub struct Recording {
    /// Its id.
    pub id: RecordingId,
    /// Its site.
    pub site: SiteId,
    /// What it is for.
    pub purpose: Purpose,
    /// The policy version in force when it was opened.
    pub policy_version: u32,
    /// The hour in which it was opened.
    pub opened_hour: Timestamp,
    /// Whether it may still grow.
    pub is_open: bool,
    /// How long it lasts, once settled.
    pub duration_band: Option<String>,
    /// Class of the visitor's device.
    pub device: String,
    /// Family of the visitor's browser.
    pub browser: String,
    /// The declared route of its first page.
    pub entry_route: Option<String>,
    /// From which instant on it is not readable.
    pub expires_at: Timestamp,
    /// Whether it was imported.
    pub imported: bool,
    /// Texts that had to be masked on arrival.
    pub masked_on_arrival: u64,
    /// Notes on its moments.
    pub notes: u64,
    /// Where its data key lies.
    pub slot: Slot,
    /// Its timeline, sealed; absent while it is open.
    pub timeline: Option<Vec<u8>>,
}

/// Where a page of a list ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cursor {
    /// The hour of the last recording shown.
    pub opened_hour: Timestamp,
    /// Its id.
    pub id: RecordingId,
}

/// Which recordings of a purpose of a site. What is empty or absent leaves none out.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Opened in this hour or later.
    pub from: Option<Timestamp>,
    /// Opened before this hour.
    pub until: Option<Timestamp>,
    /// Of these duration bands.
    pub durations: Vec<String>,
    /// On these classes of device.
    pub devices: Vec<String>,
    /// Beyond the page that ended here.
    pub after: Option<Cursor>,
}

/// Lists the recordings of one purpose of a site, newest hour first.
pub async fn list(
    tx: &mut TenantTx<Watch>,
    site: SiteId,
    purpose: Purpose,
    filter: &Filter,
    limit: u32,
) -> Result<Vec<Recording>> {
    let (now, sites, purposes) = (tx.now(), tx.sites(), tx.purposes());
    let after = filter.after.unwrap_or(Cursor {
        opened_hour: Timestamp::MAX,
        id: RecordingId::from_uuid(Uuid::nil()),
    });
    let rows = sqlx::query_as!(
        Row,
        r#"select r.id, site_id, purpose, policy_version, opened_hour as "opened_hour: Ts", state = 'open' as "is_open!",
               duration_band, device, browser, entry_route, expires_at as "expires_at: Ts", imported,
               masked_on_arrival, slot_bucket, slot_number, o.timeline as "timeline?",
               (select count(*) from notes n where n.recording_id = r.id) as "notes!"
           from recordings r left join outlines o on o.bucket = r.bucket and o.recording_id = r.id
           where site_id = $1 and purpose = $2 and expires_at > $3 and not (imported and state = 'open')
             and exists (select from unnest($4::uuid[], $5::text[]) as reach (site, purpose)
                         where coalesce(reach.site, r.site_id) = r.site_id and reach.purpose = r.purpose)
             and (opened_hour < $6 or (opened_hour = $6 and r.id > $7))
             and opened_hour >= coalesce($8, opened_hour) and opened_hour < coalesce($9, 'infinity'::timestamptz)
             and (cardinality($10::text[]) = 0 or duration_band = any($10))
             and (cardinality($11::text[]) = 0 or device = any($11))
           order by opened_hour desc, r.id limit $12"#,
        site.uuid(),
        purpose.name(),
        now.to_sqlx() as _,
        &sites as _,
        &purposes,
        after.opened_hour.min(now).to_sqlx() as _,
        after.id.uuid(),
        filter.from.map(ToSqlx::to_sqlx) as _,
        filter.until.map(ToSqlx::to_sqlx) as _,
        &filter.durations,
        &filter.devices,
        i64::from(limit.min(limits::PAGE))
    )
    .fetch_all(tx.db())
    .await?;
    rows.into_iter().map(Recording::try_from).collect()
}

/// Finds a recording of a site within the scope. One outside it is [`Error::NotFound`].
pub async fn find(tx: &mut TenantTx<Watch>, site: SiteId, id: RecordingId) -> Result<Recording> {
    let (now, sites, purposes) = (tx.now(), tx.sites(), tx.purposes());
    sqlx::query_as!(
        Row,
        r#"select r.id, site_id, purpose, policy_version, opened_hour as "opened_hour: Ts", state = 'open' as "is_open!",
               duration_band, device, browser, entry_route, expires_at as "expires_at: Ts", imported,
               masked_on_arrival, slot_bucket, slot_number, o.timeline as "timeline?",
               (select count(*) from notes n where n.recording_id = r.id) as "notes!"
           from recordings r left join outlines o on o.bucket = r.bucket and o.recording_id = r.id
           where site_id = $1 and r.id = $2 and expires_at > $3 and not (imported and state = 'open')
             and exists (select from unnest($4::uuid[], $5::text[]) as reach (site, purpose)
                         where coalesce(reach.site, r.site_id) = r.site_id and reach.purpose = r.purpose)"#,
        site.uuid(),
        id.uuid(),
        now.to_sqlx() as _,
        &sites as _,
        &purposes,
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("recording"))?
    .try_into()
}

struct Row {
    id: Uuid,
    site_id: Uuid,
    purpose: String,
    policy_version: i32,
    opened_hour: Ts,
    is_open: bool,
    duration_band: Option<String>,
    device: String,
    browser: String,
    entry_route: Option<String>,
    expires_at: Ts,
    imported: bool,
    masked_on_arrival: i64,
    slot_bucket: String,
    slot_number: i32,
    timeline: Option<Vec<u8>>,
    notes: i64,
}

impl TryFrom<Row> for Recording {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: RecordingId::from_uuid(row.id),
            site: SiteId::from_uuid(row.site_id),
            purpose: row
                .purpose
                .parse()
                .map_err(|_| Error::Corrupt("a purpose"))?,
            policy_version: u32::try_from(row.policy_version)
                .map_err(|_| Error::Corrupt("a policy version"))?,
            opened_hour: row.opened_hour.to_jiff(),
            is_open: row.is_open,
            duration_band: row.duration_band,
            device: row.device,
            browser: row.browser,
            entry_route: row.entry_route,
            expires_at: row.expires_at.to_jiff(),
            imported: row.imported,
            masked_on_arrival: u64::try_from(row.masked_on_arrival).unwrap_or_default(),
            notes: u64::try_from(row.notes).unwrap_or_default(),
            slot: slot(&row.slot_bucket, row.slot_number)?,
            timeline: row.timeline,
        })
    }
}
