//! The recordings of a customer who asks for what the law gives them. The scope is bound to that customer.

use crate::{Error, Result, TenantTx};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    ids::{RecordingId, SiteId},
    permission::Watch,
    purpose::Purpose,
};

/// What there is of a customer, in figures.
#[derive(Clone, Copy, Debug)]
pub struct Total {
    /// Recordings that may be watched, restricted ones included.
    pub kept: u64,
    /// Recordings of which it is not decided whether they are kept.
    pub awaiting: u64,
    /// Of those that are kept, how many are restricted.
    pub restricted: u64,
    /// Until when, at the longest.
    pub restricted_until: Option<Timestamp>,
    /// Of those that are kept, how many have a statement beside them.
    pub stated: u64,
    /// The hour of the oldest that is kept.
    pub first: Option<Timestamp>,
    /// The hour of the newest that is kept.
    pub last: Option<Timestamp>,
}

/// Counts the readable recordings of the customer.
pub async fn total(tx: &mut TenantTx<Watch>) -> Result<Total> {
    let (now, purposes) = (tx.now(), bound(tx)?);
    let row = sqlx::query!(
        r#"select count(*) filter (where verdict_by is null) as "kept!",
               count(*) filter (where verdict_by is not null) as "awaiting!",
               count(*) filter (where verdict_by is null and restricted_until is not null) as "restricted!",
               max(restricted_until) filter (where verdict_by is null) as "restricted_until: Ts",
               count(*) filter (where verdict_by is null and statement is not null) as "stated!",
               min(opened_hour) filter (where verdict_by is null) as "first: Ts",
               max(opened_hour) filter (where verdict_by is null) as "last: Ts"
           from recordings where expires_at > $1 and purpose = any($2) and site_id = any($3)"#,
        now.to_sqlx() as _,
        &purposes,
        &tx.sites().into_iter().flatten().collect::<Vec<_>>()
    );
    let row = row.fetch_one(tx.db()).await?;
    Ok(Total {
        kept: u64::try_from(row.kept).unwrap_or_default(),
        awaiting: u64::try_from(row.awaiting).unwrap_or_default(),
        restricted: u64::try_from(row.restricted).unwrap_or_default(),
        restricted_until: row.restricted_until.map(Ts::to_jiff),
        stated: u64::try_from(row.stated).unwrap_or_default(),
        first: row.first.map(Ts::to_jiff),
        last: row.last.map(Ts::to_jiff),
    })
}

/// The readable recordings of the customer, those that await their verdict included; only those that are restricted, or
/// are not, where that is said.
pub async fn ids(
    tx: &mut TenantTx<Watch>,
    restricted: Option<bool>,
    limit: u32,
) -> Result<Vec<RecordingId>> {
    let (now, purposes) = (tx.now(), bound(tx)?);
    let ids = sqlx::query_scalar!(
        "select id from recordings
         where expires_at > $1 and purpose = any($2) and site_id = any($3)
           and ($5::boolean is null or $5 = (restricted_until is not null))
         order by id limit $4",
        now.to_sqlx() as _,
        &purposes,
        &tx.sites().into_iter().flatten().collect::<Vec<_>>(),
        i64::from(limit),
        restricted
    );
    let ids = ids.fetch_all(tx.db()).await?.into_iter();
    Ok(ids.map(RecordingId::from_uuid).collect())
}

/// Whether nobody watches or takes out recordings of a purpose for the moment.
pub async fn is_frozen(
    tx: &mut TenantTx<Watch>,
    (site, purpose): (SiteId, Purpose),
) -> Result<bool> {
    let frozen = sqlx::query_scalar!(
        r#"select exists (select from freezes where site_id = $1 and purpose = $2) as "frozen!""#,
        site.uuid(),
        purpose.name()
    );
    Ok(frozen.fetch_one(tx.db()).await?)
}

/// The purposes that the scope reaches, if it is bound to a customer.
fn bound(tx: &TenantTx<Watch>) -> Result<Vec<String>> {
    let customer = tx.scope().customer();
    customer.ok_or(Error::NotFound("customer"))?;
    Ok(tx.purposes())
}
