//! Finding recordings: a list with its filters, and one by its id. What is past its time is not found.

use crate::{Error, Result, TenantTx, recordings::slot};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    grant::Slot,
    ids::{RecordingId, SiteId},
    limits,
    permission::Watch,
    pseudonym::Pseudonym,
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
    /// Whether it was made under a draft that was tried.
    pub trial: bool,
    /// Whether the publisher's backend has proven whose visit it is; absent where nobody said.
    pub verified: Option<bool>,
    /// Texts that had to be masked on arrival.
    pub masked_on_arrival: u64,
    /// Notes on its moments.
    pub notes: u64,
    /// Where its data key lies.
    pub slot: Slot,
    /// The kinds of friction in it; absent while it is open, and in what was settled before there were any.
    pub markers: Option<Vec<String>>,
    /// The triggers that fired in it, as its policy names them.
    pub triggers: Option<Vec<String>>,
    /// Why it is kept.
    pub kept_for: Option<Vec<String>>,
    /// Its timeline, sealed; absent while it is open, and while it is restricted.
    pub timeline: Option<Vec<u8>>,
    /// Until when nobody watches it, where its visitor wants that.
    pub restricted_until: Option<Timestamp>,
    /// When it expires if nobody restricts it.
    pub unrestricted_until: Timestamp,
    /// What its visitor says of it, sealed; absent in lists.
    pub statement: Option<Vec<u8>>,
    /// When it is decided at the latest whether it is kept, if it is not yet.
    pub verdict_by: Option<Timestamp>,
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
    /// That begin on this declared route.
    pub route: Option<String>,
    /// In which some of these kinds of friction were found.
    pub markers: Vec<String>,
    /// In which this trigger fired.
    pub trigger: Option<String>,
    /// Kept for some of these reasons.
    pub kept_for: Vec<String>,
    /// Opened from the hour of this release on, and before that of the next.
    pub release: Option<String>,
    /// Under one of these pseudonyms; absent leaves none out, no pseudonym leaves all out.
    pub pseudonyms: Option<Vec<Pseudonym>>,
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
    let pseudonyms = filter.pseudonyms.as_ref();
    let pseudonyms = pseudonyms.map(|all| all.iter().map(|one| one.0.to_vec()).collect::<Vec<_>>());
    let rows = sqlx::query_as!(
        Row,
        r#"select r.id, site_id, purpose, policy_version, opened_hour as "opened_hour: Ts", state = 'open' as "is_open!",
               duration_band, device, browser, entry_route, expires_at as "expires_at: Ts", imported, trial,
               verified, masked_on_arrival, slot_bucket, slot_number, markers, triggers, kept_for,
               o.timeline as "timeline?", restricted_until as "restricted_until: Ts", null::bytea as statement,
               unrestricted_expiry(r) as "unrestricted_until!: Ts", verdict_by as "verdict_by: Ts",
               (select count(*) from notes n where n.recording_id = r.id) as "notes!"
           from recordings r left join outlines o on o.bucket = r.bucket and o.recording_id = r.id
           where site_id = $1 and purpose = $2 and expires_at > $3 and not (imported and state = 'open')
             and verdict_by is null
             and exists (select from unnest($4::uuid[], $5::text[]) as reach (site, purpose)
                         where coalesce(reach.site, r.site_id) = r.site_id and reach.purpose = r.purpose)
             and (opened_hour < $6 or (opened_hour = $6 and r.id > $7))
             and opened_hour >= coalesce($8, opened_hour) and opened_hour < coalesce($9, 'infinity'::timestamptz)
             and (cardinality($10::text[]) = 0 or duration_band = any($10))
             and (cardinality($11::text[]) = 0 or device = any($11))
             and ($13::bytea[] is null or pseudonym = any($13))
             and ($14::text is null or entry_route = $14)
             and (cardinality($15::text[]) = 0 or markers && $15)
             and ($16::text is null or $16 = any(triggers))
             and (cardinality($17::text[]) = 0 or kept_for && $17)
             and ($18::text is null or exists (
                 select from (select version, date_trunc('hour', at, 'UTC') as hour,
                                  lead(date_trunc('hour', at, 'UTC')) over (order by at) as next_hour
                              from releases where site_id = $1) l
                 where l.version = $18 and l.hour <= opened_hour and (l.next_hour is null or opened_hour < l.next_hour)))
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
        i64::from(limit.min(limits::PAGE)),
        pseudonyms.as_deref(),
        filter.route.as_deref(),
        &filter.markers,
        filter.trigger.as_deref(),
        &filter.kept_for,
        filter.release.as_deref()
    )
    .fetch_all(tx.db())
    .await?;
    rows.into_iter().map(Recording::try_from).collect()
}

/// What the recordings of a purpose of a site can be filtered by besides what is the same for all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms {
    /// The declared routes of their first pages.
    pub routes: Vec<String>,
    /// The triggers that fired in them.
    pub triggers: Vec<String>,
    /// Why they are kept.
    pub kept_for: Vec<String>,
    /// The site's releases, newest first, but those that the next one followed within their hour.
    pub releases: Vec<String>,
}

/// What the readable recordings of a purpose of a site can be filtered by, each text once, of the newest ten thousand.
pub async fn terms(tx: &mut TenantTx<Watch>, (site, purpose): (SiteId, Purpose)) -> Result<Terms> {
    if !tx.scope().covers(site, purpose) {
        return Err(Error::NotFound("site"));
    }
    let now = tx.now();
    let terms = sqlx::query_as!(
        Terms,
        r#"with newest as materialized (
               select entry_route, triggers, kept_for from recordings
               where site_id = $1 and purpose = $2 and expires_at > $3 and state = 'settled'
               order by opened_hour desc, id limit 10000),
           told as (
               select version, at, date_trunc('hour', at, 'UTC') as hour,
                   lead(date_trunc('hour', at, 'UTC')) over (order by at) as next_hour
               from releases where site_id = $1)
           select array(select distinct entry_route from newest where entry_route is not null order by 1) as "routes!",
                  array(select distinct unnest(triggers) from newest order by 1) as "triggers!",
                  array(select distinct unnest(kept_for) from newest order by 1) as "kept_for!",
                  array(select version from told where next_hour is null or hour < next_hour
                        group by version order by max(at) desc) as "releases!""#,
        site.uuid(),
        purpose.name(),
        now.to_sqlx() as _
    );
    Ok(terms.fetch_one(tx.db()).await?)
}

/// Finds a recording of a site within the scope. One outside it is [`Error::NotFound`].
pub async fn find(tx: &mut TenantTx<Watch>, site: SiteId, id: RecordingId) -> Result<Recording> {
    let (now, sites, purposes) = (tx.now(), tx.sites(), tx.purposes());
    let receipt = tx.scope().receipt();
    sqlx::query_as!(
        Row,
        r#"select r.id, site_id, purpose, policy_version, opened_hour as "opened_hour: Ts", state = 'open' as "is_open!",
               duration_band, device, browser, entry_route, expires_at as "expires_at: Ts", imported, trial,
               verified, masked_on_arrival, slot_bucket, slot_number, markers, triggers, kept_for,
               o.timeline as "timeline?", restricted_until as "restricted_until: Ts", statement as statement,
               unrestricted_expiry(r) as "unrestricted_until!: Ts", verdict_by as "verdict_by: Ts",
               (select count(*) from notes n where n.recording_id = r.id) as "notes!"
           from recordings r left join outlines o on o.bucket = r.bucket and o.recording_id = r.id
           where site_id = $1 and r.id = $2 and expires_at > $3 and not (imported and state = 'open')
             and case when $6::bytea is null then verdict_by is null else receipt_hash = $6 end
             and exists (select from unnest($4::uuid[], $5::text[]) as reach (site, purpose)
                         where coalesce(reach.site, r.site_id) = r.site_id and reach.purpose = r.purpose)"#,
        site.uuid(),
        id.uuid(),
        now.to_sqlx() as _,
        &sites as _,
        &purposes,
        receipt.as_ref().map(|hash| &hash[..])
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
    trial: bool,
    verified: Option<bool>,
    masked_on_arrival: i64,
    slot_bucket: String,
    slot_number: i32,
    markers: Option<Vec<String>>,
    triggers: Option<Vec<String>>,
    kept_for: Option<Vec<String>>,
    timeline: Option<Vec<u8>>,
    restricted_until: Option<Ts>,
    unrestricted_until: Ts,
    statement: Option<Vec<u8>>,
    verdict_by: Option<Ts>,
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
            trial: row.trial,
            verified: row.verified,
            masked_on_arrival: u64::try_from(row.masked_on_arrival).unwrap_or_default(),
            notes: u64::try_from(row.notes).unwrap_or_default(),
            slot: slot(&row.slot_bucket, row.slot_number)?,
            markers: row.markers,
            triggers: row.triggers,
            kept_for: row.kept_for,
            timeline: row.timeline,
            restricted_until: row.restricted_until.map(Ts::to_jiff),
            unrestricted_until: row.unrestricted_until.to_jiff(),
            statement: row.statement,
            verdict_by: row.verdict_by.map(Ts::to_jiff),
        })
    }
}
