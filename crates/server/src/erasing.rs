//! Erasing one recording: a tombstone, rows and bytes in one transaction, its key before the answer, and a certificate
//! once a second look has found nothing left. The job that the transaction leaves zeroes the key if this process dies in
//! between, and the sweep looks again.

mod certificate;

pub(crate) use certificate::Certificate;

use crate::{app::App, http::problem::ApiError, jobs::certify, random};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use revoir_domain::{
    audit::{Act, Event, Subject},
    erasure::{Erasure, Means, Reason},
    ids::{ErasureId, RecordingId, SiteId},
    permission::{Erase, Scope},
};
use revoir_store::{
    AppTx, TenantTx,
    erasures::{self, Dated},
    recordings,
};
use revoir_vault::tombstones::{Tombstone, Tombstones};

/// Erases a recording of a site within the scope, remembers who did it and why, and returns its certificate.
pub(crate) async fn erase(
    app: &App,
    scope: Scope<Erase>,
    (site, recording): (SiteId, RecordingId),
    why: &Erasure,
) -> Result<String, ApiError> {
    let now = app.now();
    let (job, id) = (
        random::job_id(now),
        ErasureId::from_uuid(random::timed_id(now)),
    );
    let means = if scope.member().uuid().is_nil() {
        Means::CommandLine
    } else {
        Means::Member
    };
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let erased = recordings::erase(&mut tx, site, recording, job).await?;
    let dated = dated(app, now);
    erasures::remember(&mut tx, id, (&erased, dated), why).await?;
    let subject = Subject::Recording(site, erased.purpose, recording);
    let reason = why.reason().map_or("no_reason_given", Reason::name);
    let act = Act::of(Event::RecordingErased, subject).with(reason);
    let act = act.because(why.words(), random::bytes());
    tx.audit(&app.audit, act).await?;
    bury(app, recording, means, dated).await?;
    tx.commit().await?;
    certify::finish(app, (id, erased.recording)).await
}

/// Erases the recording that a visitor's receipt names, and returns its certificate; also where that was done some days
/// ago at most, since who has lost the answer asks again. None: there was none.
///
/// Nothing of it tells the hour, which would bring together what one visitor erases at once.
pub(crate) async fn erase_by_receipt(
    app: &App,
    receipt_hash: [u8; 32],
    event: Event,
) -> Result<Option<String>, ApiError> {
    let now = app.now();
    let mut tx = AppTx::begin(&app.db).await?;
    let job = (random::job_id(now), now);
    let erased = recordings::erase_by_receipt(&mut tx, receipt_hash, event, job).await?;
    let Some(erased) = erased else {
        drop(tx);
        let mut tx = AppTx::begin(&app.db).await?;
        let again = erasures::by_receipt(&mut tx, receipt_hash, now).await?;
        drop(tx);
        return match again {
            Some(erased) => certify::finish(app, erased).await.map(Some),
            None => Ok(None),
        };
    };
    let midnight = day_of(now).to_zoned(TimeZone::UTC);
    let dated = dated(app, midnight.map_err(ApiError::internal)?.timestamp());
    let id = ErasureId::from_uuid(random::timed_id(dated.at));
    erasures::remember_visitors(&mut tx, id, (&erased, dated), receipt_hash).await?;
    bury(app, erased.recording, Means::Visitor, dated).await?;
    tx.commit().await?;
    certify::finish(app, (id, erased.recording)).await.map(Some)
}

/// The day of an instant, in UTC.
pub(crate) fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// Backups that were taken until then are kept for so many days.
fn dated(app: &App, at: Timestamp) -> Dated {
    let kept = i64::from(app.config.backup.kept_days).days();
    Dated {
        at,
        last_copy_dies_on: day_of(at).saturating_add(kept),
    }
}

async fn bury(
    app: &App,
    recording: RecordingId,
    means: Means,
    dated: Dated,
) -> Result<(), ApiError> {
    let stones: std::sync::Arc<Tombstones> = app.tombstones.clone();
    let stone = Tombstone {
        of: Tombstone::name(recording),
        means,
        erased_on: day_of(dated.at),
        last_copy_dies_on: dated.last_copy_dies_on,
    };
    let set = tokio::task::spawn_blocking(move || stones.set(&stone)).await;
    Ok(set.map_err(ApiError::internal)??)
}
