//! Sessions: who has signed in. The token lies in the cookie only, its SHA-256 here.

use crate::{AppTx, Error, OwnerTx, Result, tx::Named};
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::ToSqlx;
use revoir_domain::{
    device::Device,
    ids::{MemberId, OrganisationId, SessionId},
};

/// How long a session lives without being used.
pub const IDLE: SignedDuration = SignedDuration::from_hours(8);
/// How long a session lives at most.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 7);

/// A sign-in, as its member sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// Its id, which is no secret.
    pub id: SessionId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// The class of the device that signed in.
    pub device: String,
    /// The family of its browser.
    pub browser: String,
}

/// Opens a session for a member of the organisation that the transaction has entered.
pub async fn open(
    tx: &mut AppTx,
    (id, token_hash): (SessionId, [u8; 32]),
    (member, organisation): (MemberId, OrganisationId),
    device: Device,
    now: Timestamp,
) -> Result<()> {
    sqlx::query!(
        "insert into sessions (id, token_hash, organisation_id, member_id, created_at, last_seen_at, device, browser)
         values ($1, $2, $3, $4, $5, $5, $6, $7)",
        id.uuid(),
        &token_hash[..],
        organisation.uuid(),
        member.uuid(),
        now.to_sqlx() as _,
        device.class,
        device.browser
    )
    .execute(tx.db())
    .await?;
    saw(tx, member, now).await
}

/// Whose live session this is; enters the organisation and marks the session as used.
pub async fn resume(
    tx: &mut AppTx,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<(MemberId, SessionId)>> {
    tx.name(Named::Session(token_hash)).await?;
    let row = sqlx::query!(
        "select id, member_id, organisation_id from sessions
         where token_hash = $1 and last_seen_at > $2 and created_at > $3",
        &token_hash[..],
        ago(now, IDLE).to_sqlx() as _,
        ago(now, LONGEST).to_sqlx() as _
    )
    .fetch_optional(tx.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let member = MemberId::from_uuid(row.member_id);
    tx.enter(OrganisationId::from_uuid(row.organisation_id))
        .await?;
    // once a minute is enough, and spares a write per request
    let used = sqlx::query!(
        "update sessions set last_seen_at = $2 where token_hash = $1 and last_seen_at < $3",
        &token_hash[..],
        now.to_sqlx() as _,
        ago(now, SignedDuration::from_mins(1)).to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    if used.rows_affected() == 1 {
        saw(tx, member, now).await?;
    }
    Ok(Some((member, SessionId::from_uuid(row.id))))
}

/// Notes the day on which a member was last here.
async fn saw(tx: &mut AppTx, member: MemberId, now: Timestamp) -> Result<()> {
    sqlx::query!(
        "update members set last_seen_on = ($2::timestamptz at time zone 'UTC')::date where id = $1
             and last_seen_on is distinct from ($2::timestamptz at time zone 'UTC')::date",
        member.uuid(),
        now.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

fn ago(now: Timestamp, span: SignedDuration) -> Timestamp {
    now.saturating_sub(span).unwrap_or(now)
}

/// Lists a member's live sessions, the last used first.
pub async fn list(tx: &mut AppTx, member: MemberId, now: Timestamp) -> Result<Vec<Session>> {
    let rows = sqlx::query!(
        r#"select id, device, browser, created_at as "created_at: jiff_sqlx::Timestamp",
               last_seen_at as "last_seen_at: jiff_sqlx::Timestamp"
           from sessions where member_id = $1 and last_seen_at > $2 and created_at > $3
           order by last_seen_at desc, id"#,
        member.uuid(),
        ago(now, IDLE).to_sqlx() as _,
        ago(now, LONGEST).to_sqlx() as _
    )
    .fetch_all(tx.db())
    .await?;
    let sessions = rows.into_iter().map(|row| Session {
        id: SessionId::from_uuid(row.id),
        created_at: row.created_at.to_jiff(),
        last_seen_at: row.last_seen_at.to_jiff(),
        device: row.device,
        browser: row.browser,
    });
    Ok(sessions.collect())
}

/// Ends one session of a member.
pub async fn end(tx: &mut AppTx, member: MemberId, id: SessionId) -> Result<()> {
    let ended = sqlx::query!(
        "delete from sessions where member_id = $1 and id = $2",
        member.uuid(),
        id.uuid()
    );
    match ended.execute(tx.db()).await?.rows_affected() {
        0 => Err(Error::NotFound("session")),
        _ => Ok(()),
    }
}

/// Ends every session of a member, but for one that may go on.
pub async fn end_all(tx: &mut AppTx, member: MemberId, but: Option<SessionId>) -> Result<()> {
    sqlx::query!(
        "delete from sessions where member_id = $1 and id is distinct from $2",
        member.uuid(),
        but.map(SessionId::uuid)
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Ends the session that the transaction has resumed.
pub async fn close(tx: &mut AppTx, token_hash: [u8; 32]) -> Result<()> {
    sqlx::query!(
        "delete from sessions where token_hash = $1",
        &token_hash[..]
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Removes the sessions that have ended.
pub async fn prune(tx: &mut OwnerTx, now: Timestamp) -> Result<()> {
    sqlx::query!(
        "delete from sessions where last_seen_at <= $1 or created_at <= $2",
        ago(now, IDLE).to_sqlx() as _,
        ago(now, LONGEST).to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
