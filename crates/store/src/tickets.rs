//! Tickets and releases, as a publisher's other systems tell of them, and what of them is for the next heeding.

use crate::{OwnerTx, Result, TenantTx};
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::ToSqlx;
use revoir_domain::{
    ids::SiteId,
    limits,
    name::Name,
    permission::{TellReleases, TellTickets},
    pseudonym::Pseudonym,
};

/// The longest retention, a recording's longest life, and a day.
const RELEASE_LIFE: SignedDuration = SignedDuration::from_hours(368 * 24);

/// What became of what was told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Told {
    /// It is news.
    News,
    /// It was known.
    Known,
    /// The site has as many open tickets as it may.
    Full,
}

/// Opens a ticket that names a customer, or has it name one more.
pub async fn open(
    tx: &mut TenantTx<TellTickets>,
    site: SiteId,
    reference: &Name,
    customer: &[Pseudonym],
) -> Result<Told> {
    let (now, organisation) = (tx.now(), tx.scope().organisation());
    let pseudonyms: Vec<Vec<u8>> = customer.iter().map(|one| one.0.to_vec()).collect();
    let others = sqlx::query_scalar!(
        r#"select count(*) as "count!" from tickets where site_id = $1 and reference <> $2"#,
        site.uuid(),
        reference.as_str()
    );
    if others.fetch_one(tx.db()).await? >= i64::from(limits::TICKETS) {
        return Ok(Told::Full);
    }
    let opened = sqlx::query!(
        "insert into tickets (organisation_id, site_id, reference, pseudonyms, asked_at) values ($1, $2, $3, $4, $5)
         on conflict (site_id, reference) do update set asked_at = excluded.asked_at, fired = false, closed = false,
             pseudonyms = (select array_agg(distinct one) from unnest(tickets.pseudonyms || excluded.pseudonyms) as one)
         where tickets.closed or not tickets.pseudonyms @> excluded.pseudonyms",
        organisation.uuid(),
        site.uuid(),
        reference.as_str(),
        &pseudonyms,
        now.to_sqlx() as _
    );
    Ok(told(opened.execute(tx.db()).await?.rows_affected()))
}

/// Closes a ticket; the next heeding takes it out.
pub async fn close(tx: &mut TenantTx<TellTickets>, site: SiteId, reference: &Name) -> Result<Told> {
    let closed = sqlx::query!(
        "update tickets set closed = true where site_id = $1 and reference = $2 and not closed",
        site.uuid(),
        reference.as_str()
    );
    Ok(told(closed.execute(tx.db()).await?.rows_affected()))
}

/// Notes a release of a site, unless it is the last one known, or older.
pub async fn release(
    tx: &mut TenantTx<TellReleases>,
    site: SiteId,
    version: &Name,
    at: Timestamp,
) -> Result<Told> {
    let organisation = tx.scope().organisation();
    let noted = sqlx::query!(
        "insert into releases (organisation_id, site_id, version, at)
         select $1, $2, $3, $4 where not exists (
             select from (select version, at from releases where site_id = $2 order by at desc limit 1) last
             where last.version = $3 or last.at >= $4)
         on conflict (site_id, at) do nothing",
        organisation.uuid(),
        site.uuid(),
        version.as_str(),
        at.to_sqlx() as _
    );
    Ok(told(noted.execute(tx.db()).await?.rows_affected()))
}

const fn told(rows: u64) -> Told {
    if rows == 0 { Told::Known } else { Told::News }
}

/// Has each new ticket ask for its customers' recordings that await a verdict.
pub async fn fire(tx: &mut OwnerTx) -> Result<()> {
    sqlx::query!(
        "with news as (update tickets set fired = true where not fired returning site_id, pseudonyms, asked_at)
         update recordings r set requested_at = n.asked_at from news n
         where r.site_id = n.site_id and r.purpose = 'support' and r.pseudonym = any(n.pseudonyms)
           and r.state = 'open' and r.verdict_by is not null and r.requested_at is null"
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Forgets the tickets that are closed, or have been open for as long as one counts, and the releases whose successor is
/// older than any recording, or that are too many for their site.
pub async fn prune(tx: &mut OwnerTx, now: Timestamp) -> Result<()> {
    let longest = SignedDuration::from_mins(i64::from(limits::TICKET_MINUTES));
    let oldest = now.saturating_sub(longest).unwrap_or(Timestamp::MIN);
    sqlx::query!(
        "delete from tickets where fired and (closed or asked_at <= $1)",
        oldest.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    let oldest = now.saturating_sub(RELEASE_LIFE).unwrap_or(Timestamp::MIN);
    sqlx::query!(
        "delete from releases r using (
             select site_id, at, lead(at) over after as next_at, row_number() over before as rank from releases
             window after as (partition by site_id order by at), before as (partition by site_id order by at desc)) l
         where l.site_id = r.site_id and l.at = r.at and (l.next_at <= $1 or l.rank > $2)",
        oldest.to_sqlx() as _,
        i64::from(limits::RELEASES)
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Has the settled recordings expire that were opened before the hour of their site's last release, where their policy
/// says so.
pub async fn expire_by_release(tx: &mut OwnerTx) -> Result<()> {
    sqlx::query!(
        "update recordings r set expires_at = l.at
         from (select distinct on (site_id) site_id, at from releases order by site_id, at desc) l, policies p
         where r.site_id = l.site_id and r.state = 'settled' and r.purpose in ('ux', 'errors')
           and r.opened_hour < date_trunc('hour', l.at, 'UTC') and r.expires_at > l.at and r.restricted_until is null
           and p.site_id = r.site_id and p.purpose = r.purpose and p.version = r.policy_version
           and p.document -> 'until' ->> 'event' = 'release'"
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
