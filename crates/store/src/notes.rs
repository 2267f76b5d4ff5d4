//! Notes on moments of recordings. Their text is sealed under the recording's key.

use crate::{Error, OwnerTx, Result, TenantTx, recordings::slot};
use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx};
use revoir_domain::{
    grant::Slot,
    ids::{MemberId, NoteId, RecordingId},
    limits,
    permission::Watch,
};

/// A note as stored.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// Its moment and text, sealed.
    pub bytes: Vec<u8>,
    /// Whose it is; absent where that member has left.
    pub author: Option<(MemberId, String)>,
    /// When it was written.
    pub created_at: Timestamp,
}

/// The notes on a recording that was found within the scope, in the order in which they were written.
pub async fn list(tx: &mut TenantTx<Watch>, recording: RecordingId) -> Result<Vec<Note>> {
    let rows = sqlx::query!(
        r#"select n.id, n.bytes, n.created_at as "created_at: Ts", m.id as "member?", m.name as "name?"
           from notes n left join members m on m.id = n.member_id
           where n.recording_id = $1 order by n.id"#,
        recording.uuid()
    )
    .fetch_all(tx.db())
    .await?;
    let notes = rows.into_iter().map(|row| Note {
        id: NoteId::from_uuid(row.id),
        bytes: row.bytes,
        author: row.member.map(MemberId::from_uuid).zip(row.name),
        created_at: row.created_at.to_jiff(),
    });
    Ok(notes.collect())
}

/// Adds a note to a recording that was found within the scope, unless it has as many as it may have.
///
/// From the insert on, its foreign key keeps the recording from being settled; if that was done since the
/// note was sealed, it is [`Error::Changed`].
pub async fn add(
    tx: &mut TenantTx<Watch>,
    recording: RecordingId,
    sealed_under: Slot,
    (id, sealed): (NoteId, &[u8]),
) -> Result<()> {
    let (now, member) = (tx.now(), tx.scope().member());
    let organisation = tx.scope().organisation();
    let most = i64::from(limits::NOTES);
    let added = sqlx::query!(
        "insert into notes (id, organisation_id, recording_id, member_id, bytes, created_at)
         select $1, $2, $3, $4, $5, $6
         where (select count(*) from notes where recording_id = $3) < $7",
        id.uuid(),
        organisation.uuid(),
        recording.uuid(),
        member.uuid(),
        sealed,
        now.to_sqlx() as _,
        most
    )
    .execute(tx.db())
    .await?;
    if added.rows_affected() == 0 {
        return Err(Error::Full);
    }
    let now_under = sqlx::query!(
        "select slot_bucket, slot_number from recordings where id = $1",
        recording.uuid()
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::Gone)?;
    if slot(&now_under.slot_bucket, now_under.slot_number)? == sealed_under {
        Ok(())
    } else {
        Err(Error::Changed)
    }
}

/// Deletes a note of one's own on a recording that was found within the scope.
pub async fn delete(tx: &mut TenantTx<Watch>, recording: RecordingId, id: NoteId) -> Result<()> {
    let member = tx.scope().member();
    let done = sqlx::query!(
        "delete from notes where id = $1 and recording_id = $2 and member_id = $3",
        id.uuid(),
        recording.uuid(),
        member.uuid()
    )
    .execute(tx.db())
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::NotFound("note"))
    }
}

/// The sealed notes on a recording that is locked for settling.
pub async fn to_reseal(tx: &mut OwnerTx, recording: RecordingId) -> Result<Vec<(NoteId, Vec<u8>)>> {
    let rows = sqlx::query!(
        "select id, bytes from notes where recording_id = $1",
        recording.uuid()
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (NoteId::from_uuid(row.id), row.bytes))
        .collect())
}

/// Puts a note under the key that its recording has from now on.
pub async fn reseal(tx: &mut OwnerTx, id: NoteId, sealed: &[u8]) -> Result<()> {
    sqlx::query!(
        "update notes set bytes = $2 where id = $1",
        id.uuid(),
        sealed
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Drops a note that opens under no key.
pub async fn drop_damaged(tx: &mut OwnerTx, id: NoteId) -> Result<()> {
    sqlx::query!("delete from notes where id = $1", id.uuid())
        .execute(tx.db())
        .await?;
    Ok(())
}
