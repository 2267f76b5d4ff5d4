//! Proofs of consent whose hour is over move to a batch, chained and signed, in the order of their random ids.

use crate::app::App;
use jiff::{SignedDuration, Timestamp};
use revoir_domain::limits;
use revoir_store::{OwnerTx, proofs};
use revoir_vault::audit::ProofBatch;

/// So long after its end nothing more is written into an hour.
const LATE: SignedDuration = SignedDuration::from_mins(2);

/// Batches every hour that is over.
pub(super) async fn batch(app: &App) -> anyhow::Result<()> {
    let hour = app.now().checked_sub(LATE)?.as_second().div_euclid(3_600) * 3_600;
    let mut tx = OwnerTx::begin(&app.db).await?;
    let due = proofs::due(&mut tx, Timestamp::from_second(hour)?).await?;
    tx.commit().await?;
    for due in due {
        let mut tx = OwnerTx::begin(&app.db).await?;
        let lines = proofs::take(&mut tx, &due).await?;
        if !lines.is_empty() {
            let document: String = lines.into_iter().map(|line| line + "\n").collect();
            let head = proofs::head(&mut tx, due.site).await?;
            let batch = ProofBatch::sign(&app.audit, due.site, head, (due.hour, document));
            proofs::append(&mut tx, &due, &batch).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Before this hour a proof is past its time: six months after the end of a consent that was never withdrawn.
pub(super) fn oldest(now: Timestamp) -> Timestamp {
    let life = limits::CONSENT_LIFE + limits::PROOF_LIFE;
    let life = SignedDuration::try_from(life).unwrap_or(SignedDuration::MAX);
    now.saturating_sub(life).unwrap_or(Timestamp::MIN)
}
