//! The register of erasures: who erased which recording, when and why.

use super::{
    extract::{Path, Query},
    problem::{ApiError, Problem, unreadable},
    recordings::AtSite,
    session::Allowed,
    views::watched,
};
use crate::app::App;
use axum::{Json, extract::State};
use revoir_domain::{
    audit::{Act, Event, Subject},
    ids::ErasureId,
    limits,
    permission::Review,
};
use revoir_store::{
    TenantTx,
    erasures::{self, Remembered},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which erasures.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// `support`, `ux` or `errors`.
    purpose: String,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// That a recording was erased.
#[derive(Serialize, ToSchema)]
pub(crate) struct Erasure {
    /// Its id.
    recording: String,
    purpose: String,
    /// The name of who did it, as it was then; `cli` for the command line, `visitor` for a receipt.
    by: String,
    /// `visitor_asked`, `collected_by_mistake`, `no_longer_needed` or `other`; absent where none was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    words: Option<String>,
    erased_at: String,
    /// The signed certificate, to the byte: what it says, and until when a copy may live. Absent until a second look has
    /// found nothing left, and where it was erased before there were certificates.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    certificate: Option<String>,
}

/// Some erasures, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct ErasurePage {
    erasures: Vec<Erasure>,
    /// For the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
}

/// Lists the erasures of one purpose of a site.
#[utoipa::path(get, path = "/api/sites/{site}/erasures", params(AtSite, Wanted), responses(
    (status = 200, body = ErasurePage),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_erasures(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Review>,
    Path(at): Path<AtSite>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<ErasurePage>, ApiError> {
    let after = wanted.cursor.map(|cursor| cursor.parse::<ErasureId>());
    let after = after
        .transpose()
        .map_err(|_| unreadable("cursor is none that a page gave"))?;
    let (site, purpose) = watched(&app, &scope, &at.site, &wanted.purpose).await?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let found = erasures::list(&mut tx, site, purpose, after).await?;
    let act = Act::of(Event::ErasuresListed, Subject::Purpose(site, purpose));
    tx.audit_reading(&app.audit, act).await?;
    tx.commit().await?;
    let full = u32::try_from(found.len()).is_ok_and(|count| count == limits::PAGE);
    let next = found
        .last()
        .filter(|_| full)
        .map(|last| last.id.to_string());
    let view = |erased: Remembered| Erasure {
        recording: erased.recording.to_string(),
        purpose: purpose.to_string(),
        by: erased.by_name,
        reason: erased.reason,
        words: erased.words,
        erased_at: erased.at.to_string(),
        certificate: erased.certificate,
    };
    Ok(Json(ErasurePage {
        erasures: found.into_iter().map(view).collect(),
        next,
    }))
}
