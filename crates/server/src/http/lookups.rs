//! Finding recordings by a customer's identifier. It comes in a body: addresses are logged on their way.

use super::{
    extract::{Json, Path},
    filter::purpose_of,
    problem::{ApiError, Problem},
    recordings::{AtSite, RecordingPage, page, reachable, read_cursor},
    session::Allowed,
};
use crate::{app::App, pseudonyms};
use axum::extract::State;
use revoir_domain::{
    audit::{Act, Event, Subject},
    limits,
    measure::Identifiers,
    permission::{Denied, Permission, Watch},
    pseudonym::{Identifier, NotAnIdentifier},
    purpose::Purpose,
};
use revoir_store::{
    AppTx, TenantTx, policies,
    search::{self, Filter},
    sites::Site,
};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Whose recordings.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Lookup {
    /// `support`, `ux` or `errors`: one whose policy in force says I2 or I3.
    purpose: String,
    /// As the site's pages give it, with 1 to 256 characters. It is neither stored nor logged.
    // any value: what reads a text would repeat what is none
    #[schema(value_type = String)]
    identifier: Value,
    /// Where the page before ended.
    #[schema(nullable = false)]
    cursor: Option<String>,
    /// At most 100.
    #[schema(nullable = false)]
    limit: Option<u32>,
}

/// Lists the recordings of one customer.
#[utoipa::path(post, path = "/api/sites/{site}/lookups", params(AtSite), request_body = Lookup, responses(
    (status = 200, body = RecordingPage),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn create_lookup(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Watch>,
    Path(at): Path<AtSite>,
    Json(asked): Json<Lookup>,
) -> Result<axum::Json<RecordingPage>, ApiError> {
    let purpose = purpose_of(&asked.purpose)?;
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    if !scope.covers(site.id, purpose) {
        return Err(Denied(Watch::NAME).into());
    }
    let identifier: Identifier = asked.identifier.as_str().ok_or(NotAnIdentifier)?.parse()?;
    let limit = asked.limit.unwrap_or(50).clamp(1, limits::PAGE);
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    check_allowed(&mut tx, &site, purpose).await?;
    let known = pseudonyms::known(&app, &mut tx, (&site, purpose), identifier, now).await?;
    let filter = Filter {
        pseudonyms: Some(known),
        after: asked.cursor.as_deref().map(read_cursor).transpose()?,
        ..Filter::default()
    };
    let found = search::list(&mut tx, site.id, purpose, &filter, limit).await?;
    let subject = Subject::Purpose(site.id, purpose);
    let act = Act::of(Event::RecordingsLookedUp, subject);
    tx.audit(&app.audit, act).await?;
    tx.commit().await?;
    Ok(axum::Json(page(&app, found, limit).await?))
}

/// Under I1 nobody is found, whatever an earlier policy has left.
pub(crate) async fn check_allowed(
    tx: &mut AppTx,
    site: &Site,
    purpose: Purpose,
) -> Result<(), ApiError> {
    let mut policies = policies::in_force(tx, site.id).await?.into_iter();
    let found = policies.find(|published| published.policy.purpose == purpose);
    match found.ok_or(ApiError::PurposeNotFound)?.policy.identifiers {
        Identifiers::I1 => Err(ApiError::IdentifierNotAllowed),
        Identifiers::I2 | Identifiers::I3 => Ok(()),
    }
}
