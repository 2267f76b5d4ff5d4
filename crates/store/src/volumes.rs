//! Volumes: how much of a purpose of a site there is, was not kept and went, by day. Of no recording, and of no hour;
//! what was recorded under a draft that was tried counts in neither of the first two.

use crate::{Error, Result, TenantTx};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use jiff_sqlx::{Date as Day, Timestamp as Ts, ToSqlx};
use revoir_domain::{
    ids::{MemberId, SiteId},
    permission::{ReadPolicies, RoleGrant, Watch},
    purpose::Purpose,
};
use std::collections::BTreeSet;

/// The days that are told of, today included.
const DAYS: i64 = 30;

/// One day (UTC).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Volume {
    /// Which.
    pub day: Date,
    /// Recordings of that day that are still here.
    pub kept: u64,
    /// Opened to be judged, ended on that day, and not kept.
    pub discarded: u64,
    /// Whose time was over on that day.
    pub expired: u64,
}

/// The last thirty days of a purpose of a site within the scope, the oldest first.
pub async fn list(
    tx: &mut TenantTx<ReadPolicies>,
    (site, purpose): (SiteId, Purpose),
) -> Result<Vec<Volume>> {
    tx.covers(site, purpose)?;
    let now = tx.now();
    let today = now.to_zoned(TimeZone::UTC).date();
    let first = today.saturating_sub((DAYS - 1).days());
    let rows = sqlx::query!(
        r#"with kept as (
               select (opened_hour at time zone 'UTC')::date as day, count(*) as count from recordings
               where site_id = $1 and purpose = $2 and opened_hour >= $3::date at time zone 'UTC'
                 and expires_at > $5 and not trial and not (imported and state = 'open')
               group by 1),
           told as (
               select day, count from audit_tallies
               where site_id = $1 and purpose = $2 and event = 'recording.expired'
               union all
               select split_part(detail, ' ', 1)::date, split_part(detail, ' ', 2)::bigint from audit_entries
               where site_id = $1 and purpose = $2 and event = 'recording.expired'
                 and at >= $3::date at time zone 'UTC')
           select day::date as "day!: Day",
                  coalesce((select count from kept where kept.day = days.day::date), 0) as "kept!",
                  coalesce((select count from discards d where d.site_id = $1 and d.purpose = $2
                            and d.day = days.day::date), 0) as "discarded!",
                  coalesce((select sum(count) from told where told.day = days.day::date), 0)::bigint as "expired!"
           from generate_series($3::date, $4::date, interval '1 day') as days (day) order by 1"#,
        site.uuid(),
        purpose.name(),
        first.to_sqlx() as _,
        today.to_sqlx() as _,
        now.to_sqlx() as _
    )
    .fetch_all(tx.db())
    .await?;
    let volumes = rows.into_iter().map(|row| Volume {
        day: row.day.to_jiff(),
        kept: u64::try_from(row.kept).unwrap_or_default(),
        discarded: u64::try_from(row.discarded).unwrap_or_default(),
        expired: u64::try_from(row.expired).unwrap_or_default(),
    });
    Ok(volumes.collect())
}

/// When the time of some recording of a purpose of a site is over next.
pub async fn next_expiry(
    tx: &mut TenantTx<ReadPolicies>,
    (site, purpose): (SiteId, Purpose),
) -> Result<Option<Timestamp>> {
    tx.covers(site, purpose)?;
    let now = tx.now();
    let next = sqlx::query_scalar!(
        r#"select min(expires_at) as "next: Ts" from recordings
           where site_id = $1 and purpose = $2 and expires_at > $3 and state = 'settled' and not trial"#,
        site.uuid(),
        purpose.name(),
        now.to_sqlx() as _
    );
    Ok(next.fetch_one(tx.db()).await?.map(Ts::to_jiff))
}

/// How many members may watch a purpose of a site now, those who have not accepted their invitation left out.
pub async fn watchers(tx: &mut TenantTx<ReadPolicies>, at: (SiteId, Purpose)) -> Result<usize> {
    tx.covers(at.0, at.1)?;
    let now = tx.now();
    let rows = sqlx::query!(
        r#"select member_id, role, site_id, purpose, until as "until: Ts"
           from role_grants join members on members.id = member_id
           where password_hash is not null and until > $1"#,
        now.to_sqlx() as _
    );
    let mut watching = BTreeSet::new();
    for row in rows.fetch_all(tx.db()).await? {
        let grant = RoleGrant {
            role: row.role.parse().map_err(|_| Error::Corrupt("a role"))?,
            site: row.site_id.map(SiteId::from_uuid),
            purpose: row
                .purpose
                .map(|name| name.parse())
                .transpose()
                .map_err(|_| Error::Corrupt("a purpose"))?,
            until: row.until.to_jiff(),
        };
        if grant.gives::<Watch>(at, now) {
            watching.insert(MemberId::from_uuid(row.member_id));
        }
    }
    Ok(watching.len())
}
