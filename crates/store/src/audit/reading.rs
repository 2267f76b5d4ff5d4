//! Reading: by filters for people, and from the first entry to the last for whoever verifies.

use crate::{Error, Result, TenantTx};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    audit::{Actor, Detail, Digest, Entry, Event},
    ids::{MemberId, OrganisationId, RecordingId, SiteId},
    limits,
    permission::{EraseWords, ReadLog},
    purpose::Purpose,
};
use revoir_vault::audit::{Beside, Link, Pruned, Signature};
use uuid::Uuid;

/// Which entries. What is absent leaves none out.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of this instant or later.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
    /// Of one of these events; of any where there are none.
    pub events: Vec<Event>,
    /// By this actor.
    pub actor: Option<Actor>,
    /// By this member, or about them.
    pub member: Option<MemberId>,
    /// Of the site with this key.
    pub site: Option<String>,
    /// For this purpose.
    pub purpose: Option<Purpose>,
    /// Before this number.
    pub before: Option<u64>,
}

/// An entry, with names as they are now.
#[derive(Clone, Debug)]
pub struct Found {
    /// The entry.
    pub link: Link,
    /// Who did it, if they are a member still.
    pub actor_name: Option<String>,
    /// Whom it was done to, if they are a member still.
    pub member_name: Option<String>,
    /// The key of its site; of a role that is granted or taken, that of the site for which it is.
    pub site: Option<String>,
}

/// A member whose acts may be asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Who.
    pub id: MemberId,
    /// How they are shown.
    pub name: String,
}

struct Row {
    organisation_id: Uuid,
    number: i64,
    at: Ts,
    actor: String,
    event: String,
    site_id: Option<Uuid>,
    purpose: Option<String>,
    recording_id: Option<Uuid>,
    member_id: Option<Uuid>,
    detail: Option<String>,
    words_hash: Option<Vec<u8>>,
    hash: Vec<u8>,
    signature: Vec<u8>,
    salt: Option<Vec<u8>>,
    words: Option<String>,
    actor_name: Option<String>,
    member_name: Option<String>,
    site: Option<String>,
}

/// Lists entries, newest first.
pub async fn list(tx: &mut TenantTx<ReadLog>, wanted: &Wanted) -> Result<Vec<Found>> {
    let events = wanted.events.iter().map(ToString::to_string);
    let rows = sqlx::query_as!(
        Row,
        r#"select e.organisation_id, e.number, at as "at: Ts", actor, event, site_id, purpose, recording_id, member_id,
               detail, words_hash, hash, signature, w.salt as "salt?", w.words as "words?",
               who.name as "actor_name?", whom.name as "member_name?", s.key as "site?"
           from audit_entries e
               left join audit_words w on w.organisation_id = e.organisation_id and w.number = e.number
               left join members who on who.id::text = e.actor
               left join members whom on whom.id = e.member_id
               left join sites s on s.id = coalesce(e.site_id, case when event in ('role.granted', 'role.revoked') then
                   substring(detail from '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}')::uuid end)
           where e.organisation_id = $1
             and at >= coalesce($2, '-infinity'::timestamptz) and at < coalesce($3, 'infinity'::timestamptz)
             and (cardinality($4::text[]) = 0 or event = any($4)) and ($10::text is null or actor = $10)
             and ($5::uuid is null or member_id = $5 or actor = $5::text)
             and ($6::text is null or s.key = $6) and ($7::text is null or purpose = $7)
             and ($8::bigint is null or e.number < $8)
           order by e.number desc limit $9"#,
        tx.scope().organisation().uuid(),
        wanted.from.map(ToSqlx::to_sqlx) as _,
        wanted.until.map(ToSqlx::to_sqlx) as _,
        &events.collect::<Vec<_>>(),
        wanted.member.map(MemberId::uuid),
        wanted.site,
        wanted.purpose.map(Purpose::name),
        wanted.before.map(|number| i64::try_from(number).unwrap_or(i64::MAX)),
        i64::from(limits::PAGE),
        wanted.actor.map(|actor| actor.to_string())
    )
    .fetch_all(tx.db())
    .await?;
    rows.into_iter().map(Found::try_from).collect()
}

/// The members of the organisation, whose acts may be asked for.
pub async fn people(tx: &mut TenantTx<ReadLog>) -> Result<Vec<Person>> {
    let rows = sqlx::query!(
        "select id, name from members where organisation_id = $1 order by name, id",
        tx.scope().organisation().uuid()
    )
    .fetch_all(tx.db())
    .await?;
    let people = rows.into_iter().map(|row| Person {
        id: MemberId::from_uuid(row.id),
        name: row.name,
    });
    Ok(people.collect())
}

/// The entries that follow one, in order, at most [`limits::AUDIT_LINES`].
pub async fn page(tx: &mut TenantTx<ReadLog>, after: u64, to: u64) -> Result<Vec<Link>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select e.organisation_id, e.number, at as "at: Ts", actor, event, site_id, purpose, recording_id, member_id,
               detail, words_hash, hash, signature, w.salt as "salt?", w.words as "words?",
               null::text as actor_name, null::text as member_name, null::text as site
           from audit_entries e
               left join audit_words w on w.organisation_id = e.organisation_id and w.number = e.number
           where e.organisation_id = $1 and e.number > $2 and e.number <= $3
           order by e.number, e.segment limit $4"#,
        tx.scope().organisation().uuid(),
        stored(after)?,
        stored(to)?,
        i64::from(limits::AUDIT_LINES)
    )
    .fetch_all(tx.db())
    .await?;
    let links = rows.into_iter().map(|row| Ok(Found::try_from(row)?.link));
    links.collect()
}

/// The last entry that was pruned, and the hash before it; none where the log starts with its first.
pub async fn pruned(tx: &mut TenantTx<ReadLog>) -> Result<Option<Pruned>> {
    let organisation = tx.scope().organisation().uuid();
    let row = sqlx::query_as!(
        Row,
        r#"select organisation_id, number, at as "at: Ts", actor, event, site_id, purpose, recording_id, member_id,
               detail, words_hash, hash, signature, null::bytea as salt, null::text as words,
               null::text as actor_name, null::text as member_name, null::text as site
           from audit_starts where organisation_id = $1"#,
        organisation
    );
    let Some(row) = row.fetch_optional(tx.db()).await? else {
        return Ok(None);
    };
    let previous = sqlx::query_scalar!(
        "select previous from audit_starts where organisation_id = $1",
        organisation
    );
    let previous = digest(&previous.fetch_one(tx.db()).await?)?;
    let link = Found::try_from(row)?.link;
    Ok(Some(Pruned { link, previous }))
}

/// The number and the hash of the last entry.
pub async fn head(tx: &mut TenantTx<ReadLog>) -> Result<(u64, Digest)> {
    let row = sqlx::query!(
        "select number, hash from audit_entries where organisation_id = $1 order by number desc limit 1",
        tx.scope().organisation().uuid()
    )
    .fetch_optional(tx.db())
    .await?;
    if let Some(row) = row {
        return Ok((number(row.number)?, digest(&row.hash)?));
    }
    let last = pruned(tx).await?.map(|pruned| pruned.link);
    Ok(last.map_or((0, Digest::NONE), |last| (last.entry.number, last.hash)))
}

/// Erases the words beside an entry, for good. The entry stays, and verifies.
pub async fn erase_words(tx: &mut TenantTx<EraseWords>, number: u64) -> Result<()> {
    let erased = sqlx::query!(
        "delete from audit_words where organisation_id = $1 and number = $2",
        tx.scope().organisation().uuid(),
        stored(number)?
    );
    if erased.execute(tx.db()).await?.rows_affected() == 0 {
        return Err(Error::NotFound("words"));
    }
    Ok(())
}

pub(super) fn digest(bytes: &[u8]) -> Result<Digest> {
    let bytes = bytes.try_into().map_err(|_| Error::Corrupt("a hash"))?;
    Ok(Digest(bytes))
}

fn number(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|_| Error::Corrupt("an entry's number"))
}

fn stored(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|_| Error::NotFound("entry"))
}

impl TryFrom<Row> for Found {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let entry = Entry {
            organisation: OrganisationId::from_uuid(row.organisation_id),
            number: number(row.number)?,
            at: row.at.to_jiff(),
            actor: row.actor.parse().map_err(|_| Error::Corrupt("an actor"))?,
            event: row.event.parse().map_err(|_| Error::Corrupt("an event"))?,
            site: row.site_id.map(SiteId::from_uuid),
            purpose: purpose(row.purpose.as_deref())?,
            recording: row.recording_id.map(RecordingId::from_uuid),
            member: row.member_id.map(MemberId::from_uuid),
            detail: row.detail.map(Detail::from),
            words: row.words_hash.as_deref().map(digest).transpose()?,
        };
        let salt = row.salt.as_deref().map(digest).transpose()?;
        let beside = salt.zip(row.words);
        Ok(Self {
            link: Link {
                entry,
                hash: digest(&row.hash)?,
                signature: Signature::from_bytes(row.signature),
                beside: beside.map(|(salt, text)| Beside { salt, text }),
            },
            actor_name: row.actor_name,
            member_name: row.member_name,
            site: row.site,
        })
    }
}

fn purpose(name: Option<&str>) -> Result<Option<Purpose>> {
    let purpose = name.map(str::parse).transpose();
    purpose.map_err(|_| Error::Corrupt("a purpose"))
}
