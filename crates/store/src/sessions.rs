//! Sessions: who has signed in. The token lies in the cookie only, its SHA-256 here.

use crate::{AppTx, OwnerTx, Result, tx::Named};
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::ToSqlx;
use revoir_domain::ids::{MemberId, OrganisationId};

/// How long a session lives without being used.
pub const IDLE: SignedDuration = SignedDuration::from_hours(8);
/// How long a session lives at most.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Opens a session for a member of the organisation that the transaction has entered.
pub async fn open(
    tx: &mut AppTx,
    token_hash: [u8; 32],
    (member, organisation): (MemberId, OrganisationId),
    now: Timestamp,
) -> Result<()> {
    sqlx::query!(
        "insert into sessions (token_hash, organisation_id, member_id, created_at, last_seen_at)
         values ($1, $2, $3, $4, $4)",
        &token_hash[..],
        organisation.uuid(),
        member.uuid(),
        now.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Whose live session this is; enters the organisation and marks the session as used.
pub async fn resume(
    tx: &mut AppTx,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<MemberId>> {
    tx.name(Named::Session(token_hash)).await?;
    let row = sqlx::query!(
        "select member_id, organisation_id from sessions
         where token_hash = $1 and last_seen_at > $2 and created_at > $3",
        &token_hash[..],
        now.saturating_sub(IDLE).unwrap_or(now).to_sqlx() as _,
        now.saturating_sub(LONGEST).unwrap_or(now).to_sqlx() as _
    )
    .fetch_optional(tx.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    tx.enter(OrganisationId::from_uuid(row.organisation_id))
        .await?;
    // once a minute is enough, and spares a write per request
    sqlx::query!(
        "update sessions set last_seen_at = $2 where token_hash = $1 and last_seen_at < $3",
        &token_hash[..],
        now.to_sqlx() as _,
        now.saturating_sub(SignedDuration::from_mins(1))
            .unwrap_or(now)
            .to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(Some(MemberId::from_uuid(row.member_id)))
}

/// Ends a session.
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
        now.saturating_sub(IDLE).unwrap_or(now).to_sqlx() as _,
        now.saturating_sub(LONGEST).unwrap_or(now).to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
