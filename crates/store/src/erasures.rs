//! Erasures: that a recording was erased, by whom, when and why, and the certificate that nothing is left of it.

use crate::{AppTx, Error, OwnerTx, Result, TenantTx, recordings::slot, tx::Named};
use jiff::{SignedDuration, Timestamp, civil::Date};
use jiff_sqlx::{Date as Day, Timestamp as Ts, ToSqlx};
use revoir_domain::{
    erasure::{Erasure, Means, Reason},
    grant::Slot,
    ids::{ErasureId, MemberId, OrganisationId, RecordingId, SiteId},
    limits,
    permission::{Erase, Review},
    purpose::Purpose,
};
use sqlx::PgConnection;

/// How long it is remembered that a recording was erased.
pub const KEPT: SignedDuration = SignedDuration::from_hours(366 * 24);

/// For how long from its day on a visitor's erasure may be asked for again, and is answered by its certificate.
pub const REPEATED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// An erasure that is remembered.
#[derive(Clone, Debug)]
pub struct Remembered {
    /// Its id.
    pub id: ErasureId,
    /// What was erased.
    pub recording: RecordingId,
    /// The name of who did it, as it was then; `cli` for the command line, `visitor` for a receipt.
    pub by_name: String,
    /// Why.
    pub reason: Option<String>,
    /// Why, in their own words.
    pub words: Option<String>,
    /// When.
    pub at: Timestamp,
    /// The certificate that nothing is left of it, once that was seen.
    pub certificate: Option<String>,
}

/// What was erased, and what must be empty once it is.
#[derive(Clone, Copy, Debug)]
pub struct Erased {
    /// Which recording.
    pub recording: RecordingId,
    /// Its tenant.
    pub organisation: OrganisationId,
    /// Its site.
    pub site: SiteId,
    /// What it was for.
    pub purpose: Purpose,
    /// Where its key lay.
    pub slot: Slot,
}

/// When something was erased, and on which day the last copy of it dies.
#[derive(Clone, Copy, Debug)]
pub struct Dated {
    /// When.
    pub at: Timestamp,
    /// Until when a copy may live.
    pub last_copy_dies_on: Date,
}

/// Remembers an erasure by somebody, in the transaction that erases.
pub async fn remember(
    tx: &mut TenantTx<Erase>,
    id: ErasureId,
    (erased, dated): (&Erased, Dated),
    why: &Erasure,
) -> Result<()> {
    let by = By {
        member: Some(tx.scope().member()),
        otherwise: "cli",
        receipt_hash: None,
    };
    insert(tx.db(), id, (erased, dated), by, why).await
}

/// Remembers a visitor's erasure, in the transaction that erases, and for [`REPEATED`] the receipt that asked for it.
pub async fn remember_visitors(
    tx: &mut AppTx,
    id: ErasureId,
    of: (&Erased, Dated),
    receipt_hash: [u8; 32],
) -> Result<()> {
    let by = By {
        member: None,
        otherwise: Means::Visitor.name(),
        receipt_hash: Some(receipt_hash),
    };
    insert(tx.db(), id, of, by, &Erasure::by_visitor()).await
}

/// The erasure that a receipt asked for already, and of what.
pub async fn by_receipt(
    tx: &mut AppTx,
    receipt_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<(ErasureId, RecordingId)>> {
    tx.name(Named::Receipt(receipt_hash)).await?;
    let row = sqlx::query!(
        "select id, recording_id from erasures where receipt_hash = $1 and erased_at > $2",
        &receipt_hash[..],
        before(now, REPEATED)?.to_sqlx() as _
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.map(|row| {
        let recording = RecordingId::from_uuid(row.recording_id);
        (ErasureId::from_uuid(row.id), recording)
    }))
}

/// By whom, and by which receipt.
struct By<'a> {
    member: Option<MemberId>,
    /// What is said where it was no member.
    otherwise: &'a str,
    receipt_hash: Option<[u8; 32]>,
}

/// Remembers an erasure again that a restored backup did not know.
pub async fn remember_restored(
    tx: &mut OwnerTx,
    id: ErasureId,
    (erased, dated): (&Erased, Dated),
    means: Means,
) -> Result<()> {
    let why = match means {
        Means::Visitor => Erasure::by_visitor(),
        Means::Member | Means::CommandLine => Erasure::default(),
    };
    let by = By {
        member: None,
        otherwise: means.name(),
        receipt_hash: None,
    };
    insert(tx.db(), id, (erased, dated), by, &why).await
}

async fn insert(
    db: &mut PgConnection,
    id: ErasureId,
    (erased, dated): (&Erased, Dated),
    by: By<'_>,
    why: &Erasure,
) -> Result<()> {
    sqlx::query!(
        "insert into erasures (id, organisation_id, site_id, purpose, recording_id, by_name, reason, words, erased_at,
             last_copy_dies_on, slot_bucket, slot_number, receipt_hash)
         values ($1, $2, $3, $4, $5, coalesce((select name from members where id = $6), $7), $8, $9, $10, $11, $12, $13, $14)",
        id.uuid(),
        erased.organisation.uuid(),
        erased.site.uuid(),
        erased.purpose.name(),
        erased.recording.uuid(),
        by.member.map(MemberId::uuid),
        by.otherwise,
        why.reason().map(Reason::name),
        why.words(),
        dated.at.to_sqlx() as _,
        dated.last_copy_dies_on.to_sqlx() as _,
        erased.slot.bucket.to_string(),
        crate::recordings::number(erased.slot.number)?,
        by.receipt_hash.as_ref().map(|hash| &hash[..]),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// An erasure of which nobody has seen yet that nothing is left.
#[derive(Clone, Debug)]
pub struct Uncertified {
    /// Which.
    pub id: ErasureId,
    /// What was erased.
    pub erased: Erased,
    /// The public key of its site.
    pub site_key: String,
    /// When.
    pub dated: Dated,
    /// Why.
    pub reason: Option<String>,
}

/// Some erasures that are not certified yet, or the one that is asked for.
pub async fn uncertified(tx: &mut OwnerTx, only: Option<ErasureId>) -> Result<Vec<Uncertified>> {
    let rows = sqlx::query!(
        r#"select e.id, e.recording_id, e.organisation_id, e.site_id, s.key, e.purpose, e.reason, e.erased_at as "erased_at: Ts",
               e.last_copy_dies_on as "dies!: Day", e.slot_bucket as "slot_bucket!", e.slot_number as "slot_number!"
           from erasures e join sites s on s.id = e.site_id
           where e.slot_bucket is not null and ($1::uuid is null or e.id = $1) order by e.id limit 500"#,
        only.map(ErasureId::uuid)
    )
    .fetch_all(tx.db())
    .await?;
    let read = rows.into_iter().map(|row| {
        let purpose = row.purpose.parse();
        Ok(Uncertified {
            id: ErasureId::from_uuid(row.id),
            erased: Erased {
                recording: RecordingId::from_uuid(row.recording_id),
                organisation: OrganisationId::from_uuid(row.organisation_id),
                site: SiteId::from_uuid(row.site_id),
                purpose: purpose.map_err(|_| Error::Corrupt("a purpose"))?,
                slot: slot(&row.slot_bucket, row.slot_number)?,
            },
            site_key: row.key,
            dated: Dated {
                at: row.erased_at.to_jiff(),
                last_copy_dies_on: row.dies.to_jiff(),
            },
            reason: row.reason,
        })
    });
    read.collect()
}

/// The tables in which something of a recording is still found.
pub async fn remains(tx: &mut OwnerTx, recording: RecordingId) -> Result<Vec<String>> {
    let found = sqlx::query_scalar!(
        r#"select place as "place!" from (
               select 'recordings' as place from recordings where id = $1
               union select 'chunks'   from chunks   where recording_id = $1
               union select 'frames'   from frames   where recording_id = $1
               union select 'outlines' from outlines where recording_id = $1
               union select 'notes'    from notes    where recording_id = $1) as found order by place"#,
        recording.uuid()
    );
    Ok(found.fetch_all(tx.db()).await?)
}

/// Lays the certificate beside an erasure, and forgets where the key lay.
pub async fn certify(tx: &mut OwnerTx, id: ErasureId, certificate: &str) -> Result<()> {
    sqlx::query!(
        "update erasures set certificate = $2, slot_bucket = null, slot_number = null where id = $1",
        id.uuid(),
        certificate
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The certificate of a recording that was erased.
pub async fn certificate(tx: &mut OwnerTx, recording: RecordingId) -> Result<Option<String>> {
    let found = sqlx::query_scalar!(
        r#"select certificate as "certificate!" from erasures
           where recording_id = $1 and certificate is not null order by id desc limit 1"#,
        recording.uuid()
    );
    Ok(found.fetch_optional(tx.db()).await?)
}

/// The erasures of one purpose of a site, newest first, beyond the one that a page ended with.
pub async fn list(
    tx: &mut TenantTx<Review>,
    site: SiteId,
    purpose: Purpose,
    after: Option<ErasureId>,
) -> Result<Vec<Remembered>> {
    let (sites, purposes) = (tx.sites(), tx.purposes());
    let rows = sqlx::query!(
        r#"select id, recording_id, by_name, reason, words, certificate, erased_at as "erased_at: Ts"
           from erasures e
           where site_id = $1 and purpose = $2
             and exists (select from unnest($3::uuid[], $4::text[]) as reach (site, purpose)
                         where coalesce(reach.site, e.site_id) = e.site_id and reach.purpose = e.purpose)
             and ($5::uuid is null or id < $5)
           order by id desc limit $6"#,
        site.uuid(),
        purpose.name(),
        &sites as _,
        &purposes,
        after.map(ErasureId::uuid),
        i64::from(limits::PAGE)
    )
    .fetch_all(tx.db())
    .await?;
    let erasures = rows.into_iter().map(|row| Remembered {
        id: ErasureId::from_uuid(row.id),
        recording: RecordingId::from_uuid(row.recording_id),
        by_name: row.by_name,
        reason: row.reason,
        words: row.words,
        at: row.erased_at.to_jiff(),
        certificate: row.certificate,
    });
    Ok(erasures.collect())
}

/// Forgets the erasures that have been remembered long enough, and the receipts that asked for them sooner.
pub async fn prune(tx: &mut OwnerTx, now: Timestamp) -> Result<()> {
    sqlx::query!(
        "delete from erasures where erased_at <= $1",
        before(now, KEPT)?.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    sqlx::query!(
        "update erasures set receipt_hash = null where receipt_hash is not null and erased_at <= $1",
        before(now, REPEATED)?.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

fn before(now: Timestamp, span: SignedDuration) -> Result<Timestamp> {
    let before = now.checked_sub(span);
    before.map_err(|_| Error::Corrupt("a time"))
}
