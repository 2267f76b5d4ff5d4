//! What a visitor, or who answers one, does with a recording: restrict it, lift that, state something about it.

use crate::{app::App, erasing, http::problem::ApiError, random, reading::key_of};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use revoir_domain::{audit::Event, ids::RecordingId, limits};
use revoir_recording::statement;
use revoir_store::{AppTx, Error, audit, rights, search::Recording};

/// Ends the recording that a receipt names, and erases it, unless its policy says why it is kept: true, if it is.
pub(crate) async fn withdraw(app: &App, receipt_hash: [u8; 32]) -> Result<bool, ApiError> {
    let now = app.now();
    let (mut tx, found) = match rights::by_receipt(&app.db, receipt_hash, now).await {
        Err(Error::NotFound(_)) => return Ok(false),
        found => found?,
    };
    let policy = app.policy(found.site, found.purpose, found.policy_version);
    if policy.await?.keep_after_withdrawal.is_none() {
        drop(tx);
        erasing::erase_by_receipt(app, receipt_hash, Event::RecordingsWithdrawn).await?;
        return Ok(false);
    }
    rights::close(&mut tx, found.id, now).await?;
    let of = (tx.scope().organisation(), found.site, found.purpose);
    audit::tally(&mut tx, Event::ReceiptsWithdrawn, of, now).await?;
    tx.commit().await?;
    app.jobs.notify_one();
    Ok(true)
}

/// Restricts a recording, or lifts that.
pub(crate) async fn restrict(
    tx: &mut AppTx,
    recording: RecordingId,
    restricted: bool,
    now: Timestamp,
) -> Result<(), ApiError> {
    if restricted {
        let job = (random::job_id(now), now);
        Ok(rights::restrict(tx, recording, longest(now)?, job).await?)
    } else {
        Ok(rights::lift(tx, recording).await?)
    }
}

/// The first instant of a month, at most so many months from now: a day would link what one visitor restricts.
fn longest(now: Timestamp) -> Result<Timestamp, ApiError> {
    let month = now.to_zoned(TimeZone::UTC).date().first_of_month();
    let end = month
        .checked_add(limits::RESTRICTION_MONTHS.months())
        .map_err(ApiError::internal)?;
    let end = end.to_zoned(TimeZone::UTC).map_err(ApiError::internal)?;
    Ok(end.timestamp())
}

/// Puts a statement beside a recording, or removes it where the text is empty.
pub(crate) async fn state(
    app: &App,
    tx: &mut AppTx,
    found: &Recording,
    text: &str,
) -> Result<(), ApiError> {
    let unseen = |c: char| c.is_control() && c != '\n';
    let text: String = text.trim().chars().filter(|c| !unseen(*c)).collect();
    if text.chars().count() > limits::STATEMENT_CHARS {
        return Err(ApiError::TooLarge(format!(
            "the statement has more than {} characters",
            limits::STATEMENT_CHARS
        )));
    }
    let key = key_of(app, found).await?;
    let sealed = statement::seal(found.id, &key, random::bytes(), &text);
    let sealed = (!text.is_empty()).then_some(sealed.as_slice());
    Ok(rights::state(tx, (found.id, found.slot), sealed).await?)
}

/// What its visitor says of a recording.
pub(crate) async fn statement(app: &App, found: &Recording) -> Result<Option<String>, ApiError> {
    let Some(sealed) = &found.statement else {
        return Ok(None);
    };
    let key = key_of(app, found).await?;
    // what was settled in between lies under another key
    let opened = statement::open(found.id, &key, sealed);
    opened.map(Some).map_err(|_| ApiError::RecordingChanged)
}
