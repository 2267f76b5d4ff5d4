//! Links: each lets one member set a password, once. The token lies in the link only, its SHA-256 here.

use crate::{AppTx, Error, Result, tx::Named};
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::ToSqlx;
use revoir_domain::ids::{MemberId, OrganisationId};

/// Why someone was sent a link.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// To come in for the first time.
    Invitation,
    /// To come in again.
    Reset,
}

/// A link that still counts, and whom it is for.
#[derive(Clone, Debug)]
pub struct Link {
    /// Why it was sent.
    pub kind: Kind,
    /// For whom.
    pub member: MemberId,
    /// Of which tenant.
    pub organisation: OrganisationId,
    /// The instant from which it no longer counts.
    pub expires_at: Timestamp,
}

impl Kind {
    /// The name used in SQL and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }

    /// How long such a link counts.
    #[must_use]
    pub const fn life(self) -> SignedDuration {
        match self {
            Self::Invitation => SignedDuration::from_hours(7 * 24),
            Self::Reset => SignedDuration::from_hours(1),
        }
    }
}

/// Leaves a link for a member of the organisation that the transaction has entered: an invitation while
/// there is no password, else a reset. It replaces the member's older one.
pub async fn issue(
    tx: &mut AppTx,
    token_hash: [u8; 32],
    member: MemberId,
    now: Timestamp,
) -> Result<Kind> {
    let active = sqlx::query_scalar!(
        r#"select password_hash is not null as "active!" from members where id = $1"#,
        member.uuid()
    );
    let active = active.fetch_optional(tx.db()).await?;
    let kind = if active.ok_or(Error::NotFound("member"))? {
        Kind::Reset
    } else {
        Kind::Invitation
    };
    sqlx::query!(
        "insert into links (token_hash, organisation_id, member_id, kind, created_at, expires_at)
         select $1, organisation_id, id, $3, $4, $5 from members where id = $2
         on conflict (member_id) do update set token_hash = excluded.token_hash, kind = excluded.kind,
             created_at = excluded.created_at, expires_at = excluded.expires_at",
        &token_hash[..],
        member.uuid(),
        kind.name(),
        now.to_sqlx() as _,
        now.saturating_add(kind.life()).unwrap_or(now).to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    Ok(kind)
}

/// The link of this token, if it still counts; enters its organisation.
pub async fn find(tx: &mut AppTx, token_hash: [u8; 32], now: Timestamp) -> Result<Option<Link>> {
    tx.name(Named::Link(token_hash)).await?;
    let row = sqlx::query!(
        r#"select member_id, organisation_id, kind, expires_at as "expires_at: jiff_sqlx::Timestamp"
           from links where token_hash = $1 and expires_at > $2"#,
        &token_hash[..],
        now.to_sqlx() as _
    )
    .fetch_optional(tx.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let organisation = OrganisationId::from_uuid(row.organisation_id);
    tx.enter(organisation).await?;
    let kinds = [Kind::Invitation, Kind::Reset];
    let kind = kinds.into_iter().find(|kind| kind.name() == row.kind);
    Ok(Some(Link {
        kind: kind.ok_or(Error::Corrupt("a link"))?,
        member: MemberId::from_uuid(row.member_id),
        organisation,
        expires_at: row.expires_at.to_jiff(),
    }))
}

/// Uses a link that was found up; says whether nobody was faster.
pub async fn take(tx: &mut AppTx, token_hash: [u8; 32]) -> Result<bool> {
    let taken = sqlx::query!("delete from links where token_hash = $1", &token_hash[..]);
    Ok(taken.execute(tx.db()).await?.rows_affected() == 1)
}

/// Withdraws a member's link, if there is one.
pub async fn withdraw(tx: &mut AppTx, member: MemberId) -> Result<()> {
    sqlx::query!("delete from links where member_id = $1", member.uuid())
        .execute(tx.db())
        .await?;
    Ok(())
}
