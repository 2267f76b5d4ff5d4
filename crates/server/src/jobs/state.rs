//! Statements: once a day, what became of the recordings of each purpose, signed.

use crate::{app::App, evidence};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use revoir_domain::ids::{JobId, untimed};
use revoir_store::{
    OwnerTx,
    jobs::{self, Job},
    statements::{self, Counted, Held, Statement, Subject},
};
use revoir_vault::audit::Attestation;
use serde_json::{Value, json};

/// What an attestation of a statement is said to be of.
pub(crate) const KIND: &str = "statement";

/// Leaves the job for the day that is over, where a statement is missing.
pub(super) async fn enqueue_missing(app: &App) -> anyhow::Result<()> {
    let now = app.now();
    let day = now.to_zoned(TimeZone::UTC).date().yesterday()?;
    let mut tx = OwnerTx::begin(&app.db).await?;
    if !statements::missing(&mut tx, day).await?.is_empty() {
        jobs::enqueue(&mut tx, id_of(day), &Job::State { day }, now).await?;
    }
    Ok(tx.commit().await?)
}

/// One id for each day, by which the next sweep knows that the job waits.
fn id_of(day: Date) -> JobId {
    let mut bytes = *b"state 0000-00-00";
    for (to, from) in bytes.iter_mut().skip(6).zip(day.to_string().bytes()) {
        *to = from;
    }
    JobId::from_uuid(untimed(bytes))
}

/// Makes the statements of a day that are missing.
pub(super) async fn state(app: &App, day: Date) -> anyhow::Result<()> {
    evidence::keep_served(app).await?;
    let now = app.now();
    let mut tx = OwnerTx::begin(&app.db).await?;
    for subject in statements::missing(&mut tx, day).await? {
        let counted = statements::count(&mut tx, &subject, day, now).await?;
        let held = statements::held(&mut tx, &subject, now).await?;
        let said = say(&subject, (day, now), &counted, &held);
        let document = serde_json::to_string(&said)?;
        let signed = Attestation::sign(&app.audit, KIND, document.as_bytes());
        let statement = Statement {
            document,
            signature: signed.signature,
        };
        statements::keep(&mut tx, &subject, day, &statement).await?;
    }
    Ok(tx.commit().await?)
}

fn say(of: &Subject, (day, now): (Date, Timestamp), counted: &Counted, held: &Held) -> Value {
    let why = held
        .why
        .iter()
        .map(|(why, count)| json!({ "why": why, "count": count }));
    json!({
        "version": 1,
        "organisation": of.organisation,
        "site": of.key,
        "purpose": of.purpose,
        "day": day,
        "made_at": now,
        "due": counted.deleted + counted.overdue,
        "deleted": counted.deleted,
        "overdue": counted.overdue,
        "sweep_lag_s": counted.lag_s,
        "present": counted.present,
        "watched": counted.watched,
        "oldest_present": counted.oldest,
        "held": { "count": held.count, "why": why.collect::<Vec<_>>() },
    })
}
