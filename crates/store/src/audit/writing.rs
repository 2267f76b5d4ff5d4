//! Writing: one act, one entry, one transaction.

use crate::{AppTx, Error, OwnerTx, Result, TenantTx};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use jiff_sqlx::{Date as Day, ToSqlx};
use revoir_domain::{
    audit::{Act, Actor, Detail, Digest, Entry},
    ids::{MemberId, OrganisationId, RecordingId, SiteId},
    permission::Permission,
    purpose::Purpose,
};
use revoir_vault::audit::{Beside, SigningKey, beside, chain};
use sqlx::PgConnection;

/// For how long the same reading by the same person is told by one entry.
pub const ONCE: SignedDuration = SignedDuration::from_mins(10);

/// Who acts, in which organisation, and when.
#[derive(Clone, Copy, Debug)]
pub struct Acting {
    /// Who.
    pub actor: Actor,
    /// In whose log it is told.
    pub organisation: OrganisationId,
    /// When.
    pub now: Timestamp,
}

/// The entry that the next one follows.
struct Last {
    number: i64,
    hash: Digest,
    segment: Date,
}

impl<P: Permission> TenantTx<P> {
    /// Logs an act of whoever this transaction answers. If it cannot be written, nothing of the transaction
    /// happens.
    pub async fn audit(&mut self, key: &SigningKey, act: Act) -> Result<()> {
        let acting = self.acting();
        write(self, acting, key, act).await
    }

    /// Logs several acts, in this order.
    pub async fn audit_all(
        &mut self,
        key: &SigningKey,
        acts: impl IntoIterator<Item = Act>,
    ) -> Result<()> {
        for act in acts {
            self.audit(key, act).await?;
        }
        Ok(())
    }

    /// Logs that something was read, unless the same was read by the same person a moment ago.
    pub async fn audit_reading(&mut self, key: &SigningKey, act: Act) -> Result<()> {
        let acting = self.acting();
        let entry = entry(&act, acting)?;
        if is_told(self.db(), &entry).await.map_err(unavailable)? {
            return Ok(());
        }
        write(self, acting, key, act).await
    }

    fn acting(&self) -> Acting {
        Acting {
            actor: Actor::of(self.scope().member()),
            organisation: self.scope().organisation(),
            now: self.now(),
        }
    }
}

/// Logs an act in a transaction that has entered the organisation.
pub async fn write(tx: &mut AppTx, acting: Acting, key: &SigningKey, act: Act) -> Result<()> {
    append(tx.db(), acting, key, &act)
        .await
        .map_err(unavailable)
}

/// Logs what the command line or the server itself does as the owner of the tables.
pub async fn write_as_owner(
    tx: &mut OwnerTx,
    acting: Acting,
    key: &SigningKey,
    act: Act,
) -> Result<()> {
    append(tx.db(), acting, key, &act)
        .await
        .map_err(unavailable)
}

fn unavailable(error: Error) -> Error {
    Error::Audit(Box::new(error))
}

fn entry(act: &Act, acting: Acting) -> Result<Entry> {
    let entry = Entry::of(act, acting.actor, acting.organisation, acting.now);
    entry.map_err(|_| Error::Corrupt("an act"))
}

async fn append(db: &mut PgConnection, acting: Acting, key: &SigningKey, act: &Act) -> Result<()> {
    let mut entry = entry(act, acting)?;
    let last = last(db, acting.organisation).await?;
    let number = last.number + 1;
    entry.number = u64::try_from(number).map_err(|_| Error::Corrupt("an entry's number"))?;
    let words = act.words().map(|(words, salt)| beside(*salt, words));
    entry.words = words.as_ref().map(|(bound, _)| *bound);
    let hash = chain(last.hash, &entry);
    let month = acting.now.to_zoned(TimeZone::UTC).date().first_of_month();
    insert(db, &entry, (number, month.max(last.segment)), (hash, key)).await?;
    match words {
        Some((_, words)) => lay_beside(db, &entry, number, words).await,
        None => Ok(()),
    }
}

/// The last entry; nobody else may follow it until this transaction ends.
async fn last(db: &mut PgConnection, organisation: OrganisationId) -> Result<Last> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('audit ' || $1::text, 0)) is null as locked",
        organisation.to_string()
    )
    .fetch_one(&mut *db)
    .await?;
    let row = sqlx::query!(
        r#"select number as "number!", hash as "hash!", segment as "segment!: Day" from (
               (select number, hash, segment from audit_entries where organisation_id = $1
                order by number desc limit 1)
               union all
               (select number, hash, '2000-01-01' from audit_starts where organisation_id = $1)
           ) as known order by number desc limit 1"#,
        organisation.uuid()
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else {
        return Ok(Last {
            number: 0,
            hash: Digest::NONE,
            segment: Date::MIN,
        });
    };
    Ok(Last {
        number: row.number,
        hash: super::reading::digest(&row.hash)?,
        segment: row.segment.to_jiff(),
    })
}

async fn insert(
    db: &mut PgConnection,
    entry: &Entry,
    (number, segment): (i64, Date),
    (hash, key): (Digest, &SigningKey),
) -> Result<()> {
    let signature = key.sign(hash);
    sqlx::query!(
        "insert into audit_entries (organisation_id, number, segment, at, actor, event, site_id, purpose,
             recording_id, member_id, detail, words_hash, hash, signature)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        entry.organisation.uuid(),
        number,
        segment.to_sqlx() as _,
        entry.at.to_sqlx() as _,
        entry.actor.to_string(),
        entry.event.name(),
        entry.site.map(SiteId::uuid),
        entry.purpose.map(Purpose::name),
        entry.recording.map(RecordingId::uuid),
        entry.member.map(MemberId::uuid),
        entry.detail.as_ref().map(Detail::as_str),
        entry.words.map(|hash| hash.0.to_vec()),
        &hash.0[..],
        signature.as_bytes()
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn lay_beside(
    db: &mut PgConnection,
    entry: &Entry,
    number: i64,
    words: Beside,
) -> Result<()> {
    sqlx::query!(
        "insert into audit_words (organisation_id, number, salt, words) values ($1, $2, $3, $4)",
        entry.organisation.uuid(),
        number,
        &words.salt.0[..],
        words.text
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn is_told(db: &mut PgConnection, entry: &Entry) -> Result<bool> {
    let since = entry.at.saturating_sub(ONCE).unwrap_or(entry.at);
    let told = sqlx::query_scalar!(
        r#"select exists (
               select from audit_entries
               where organisation_id = $1 and at > $2 and at <= $3 and actor = $4 and event = $5
                 and site_id is not distinct from $6 and purpose is not distinct from $7
                 and recording_id is not distinct from $8
           ) as "told!""#,
        entry.organisation.uuid(),
        since.to_sqlx() as _,
        entry.at.to_sqlx() as _,
        entry.actor.to_string(),
        entry.event.name(),
        entry.site.map(SiteId::uuid),
        entry.purpose.map(Purpose::name),
        entry.recording.map(RecordingId::uuid)
    );
    Ok(told.fetch_one(db).await?)
}
