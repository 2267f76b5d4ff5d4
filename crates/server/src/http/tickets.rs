//! What a publisher's other systems tell: tickets, by which a customer's recordings for `support` are kept, and
//! releases, with which recordings may expire.

use super::{
    extract::{Json, Path},
    lookups::check_allowed,
    problem::{ApiError, Problem, unreadable},
    recordings::{AtSite, reachable},
    tokens::Teller,
};
use crate::{app::App, pseudonyms, random};
use axum::{extract::State, http::StatusCode};
use jiff::{SignedDuration, Timestamp};
use revoir_domain::{
    audit::{Event, Subject},
    limits,
    name::{Name, NotAName},
    permission::{Denied, Permission, TellReleases, TellTickets},
    pseudonym::{Identifier, NotAnIdentifier},
    purpose::Purpose,
};
use revoir_store::{
    AppTx, TenantTx, jobs,
    jobs::Job,
    tickets::{self, Told},
};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What becomes of a ticket.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TicketState {
    Open,
    Closed,
}

/// A ticket of the publisher's.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Ticket {
    /// What it is called there, with 1 to 200 characters. Forgotten when it is closed, or 30 days old.
    #[serde(rename = "ticket")]
    reference: String,
    state: TicketState,
    /// Whose it is, as the site's pages give it, with 1 to 256 characters. It is neither stored nor logged; an open
    /// ticket that names nobody keeps nothing.
    // any value: what reads a text would repeat what is none
    #[schema(value_type = String, nullable = false, required = false)]
    customer: Option<Value>,
}

/// A release of the site.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Release {
    /// What it is called, with 1 to 200 characters.
    version: String,
    /// When it was (RFC 3339), not in the future; now, where that is not said.
    #[schema(nullable = false)]
    at: Option<String>,
}

/// Tells that a ticket is open or closed.
#[utoipa::path(post, path = "/api/sites/{site}/tickets", params(AtSite), request_body = Ticket, responses(
    (status = 204, description = "Heard; whether there is anything to keep is not said"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn create_ticket(
    State(app): State<App>,
    teller: Teller<TellTickets>,
    Path(at): Path<AtSite>,
    Json(asked): Json<Ticket>,
) -> Result<StatusCode, ApiError> {
    let site = reachable(&app, &at.site, teller.scope.organisation()).await?;
    if !teller.scope.covers(site.id, Purpose::Support) {
        return Err(Denied(TellTickets::NAME).into());
    }
    let reference = name(&asked.reference, "ticket")?;
    let mut tx = TenantTx::begin(&app.db, teller.scope.clone(), teller.now).await?;
    let (told, event) = match (asked.state, &asked.customer) {
        (TicketState::Open, None | Some(Value::Null)) => return Ok(StatusCode::NO_CONTENT),
        (TicketState::Open, Some(customer)) => {
            let identifier: Identifier = customer.as_str().ok_or(NotAnIdentifier)?.parse()?;
            check_allowed(&mut tx, &site, Purpose::Support).await?;
            let of = (&site, Purpose::Support);
            let customer = pseudonyms::known(&app, &mut tx, of, identifier, teller.now).await?;
            if customer.is_empty() {
                // no recording of the site was ever of somebody
                return Ok(StatusCode::NO_CONTENT);
            }
            let told = tickets::open(&mut tx, site.id, &reference, &customer).await?;
            (told, Event::TicketOpened)
        }
        (TicketState::Closed, _) => {
            let told = tickets::close(&mut tx, site.id, &reference).await?;
            (told, Event::TicketClosed)
        }
    };
    if told == Told::News {
        let subject = Subject::Purpose(site.id, Purpose::Support);
        let act = teller.act(event, subject);
        let act = act.because(Some(reference.as_str()), random::bytes());
        tx.audit(&app.audit, act).await?;
    }
    heard(&mut tx, told, teller.now).await?;
    tx.commit().await?;
    app.jobs.notify_one();
    Ok(StatusCode::NO_CONTENT)
}

/// Tells of a release.
#[utoipa::path(post, path = "/api/sites/{site}/releases", params(AtSite), request_body = Release, responses(
    (status = 204, description = "Heard"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn create_release(
    State(app): State<App>,
    teller: Teller<TellReleases>,
    Path(at): Path<AtSite>,
    Json(asked): Json<Release>,
) -> Result<StatusCode, ApiError> {
    let site = reachable(&app, &at.site, teller.scope.organisation()).await?;
    if !teller.scope.covers(site.id, Purpose::Errors) {
        return Err(Denied(TellReleases::NAME).into());
    }
    let version = name(&asked.version, "version")?;
    let when = instant(asked.at.as_deref(), teller.now)?;
    let mut tx = TenantTx::begin(&app.db, teller.scope.clone(), teller.now).await?;
    let told = tickets::release(&mut tx, site.id, &version, when).await?;
    if told == Told::News {
        let act = teller.act(Event::ReleaseTold, Subject::Site(site.id));
        let act = act.because(Some(version.as_str()), random::bytes());
        tx.audit(&app.audit, act).await?;
    }
    heard(&mut tx, told, teller.now).await?;
    tx.commit().await?;
    app.jobs.notify_one();
    Ok(StatusCode::NO_CONTENT)
}

/// What is news is heeded at once, not only by the next sweep.
async fn heard(tx: &mut AppTx, told: Told, now: Timestamp) -> Result<(), ApiError> {
    match told {
        Told::News => Ok(jobs::enqueue_as_app(tx, random::job_id(now), &Job::Heed, now).await?),
        Told::Known => Ok(()),
        Told::Full => {
            let most = limits::TICKETS;
            Err(ApiError::TooLarge(format!("{most} tickets are open")))
        }
    }
}

fn name(text: &str, what: &str) -> Result<Name, ApiError> {
    text.parse()
        .map_err(|error: NotAName| unreadable(format!("{what}: {error}")))
}

/// When a release was. A clock that is a little ahead tells of now.
fn instant(said: Option<&str>, now: Timestamp) -> Result<Timestamp, ApiError> {
    let Some(said) = said else { return Ok(now) };
    let at: Timestamp = said.parse().map_err(|_| unreadable("at is no instant"))?;
    let skew = SignedDuration::try_from(limits::CLOCK_SKEW).map_err(ApiError::internal)?;
    if at.duration_since(now) > skew {
        return Err(unreadable("at is in the future"));
    }
    Ok(at.min(now))
}
