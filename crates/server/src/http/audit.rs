//! The audit log: read by filters, taken out whole, and the words beside an entry erased.

use super::{
    extract::{Path, Query},
    filter::{day_of, end_of, start_of},
    problem::{ApiError, Problem, unreadable},
    session::Allowed,
};
use crate::{app::App, auditing};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use revoir_domain::{
    audit::{Act, Actor, Event, NotAnActor, Subject, UnknownEvent, Words},
    ids::MemberId,
    limits,
    permission::{EraseWords, ReadLog},
    purpose::UnknownPurpose,
};
use revoir_store::{
    TenantTx,
    audit::{self, Found},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Which entries. What is absent leaves none out.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// The first day (UTC), such as `2026-11-21`.
    from: Option<String>,
    /// The last day (UTC).
    to: Option<String>,
    /// Events of `docs/audit-events.toml`, separated by commas.
    event: Option<String>,
    /// Who did it: the id of a member, `cli` or `system`.
    actor: Option<String>,
    /// The id of a member, who did it or to whom it was done.
    member: Option<Uuid>,
    /// The key of a site.
    site: Option<String>,
    /// `support`, `ux` or `errors`.
    purpose: Option<String>,
    /// Where the page before ended.
    cursor: Option<u64>,
}

/// An entry, by its number.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AtEntry {
    number: u64,
}

/// One entry. Names are as they are now; absent where someone has left.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditEntry {
    /// Counted from 1, without a gap.
    number: u64,
    /// To the second (RFC 3339).
    at: String,
    /// The id of a member, `cli` or `system`.
    actor: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    actor_name: Option<String>,
    /// Of `docs/audit-events.toml`.
    event: String,
    /// The key of its site; of a role that is granted or taken, that of the site for which it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    site: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    purpose: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    recording: Option<String>,
    /// To whom it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    member: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    member_name: Option<String>,
    /// A role, a version, a count: what the event says beside.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    detail: Option<String>,
    /// The reason, in someone's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    words: Option<String>,
    /// Whether there were words that have been erased.
    words_erased: bool,
}

/// Some entries, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditPage {
    entries: Vec<AuditEntry>,
    /// For the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<u64>,
    /// The members there are, whose entries may be asked for.
    people: Vec<Person>,
}

/// A member.
#[derive(Serialize, ToSchema)]
pub(crate) struct Person {
    id: String,
    name: String,
}

/// Lists the entries of the audit log. That is logged too.
#[utoipa::path(get, path = "/api/audit", params(Wanted), responses(
    (status = 200, body = AuditPage),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_entries(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ReadLog>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<AuditPage>, ApiError> {
    let wanted = wanted.read()?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let act = Act::of(Event::LogRead, Subject::Organisation);
    tx.audit_reading(&app.audit, act).await?;
    let found = audit::list(&mut tx, &wanted).await?;
    let people = audit::people(&mut tx).await?;
    tx.commit().await?;
    let full = u32::try_from(found.len()).is_ok_and(|count| count == limits::PAGE);
    let next = found.last().filter(|_| full);
    let next = next.map(|last| last.link.entry.number);
    let entries = found.into_iter().map(AuditEntry::from).collect();
    let people = people.into_iter().map(Person::from).collect();
    Ok(Json(AuditPage {
        entries,
        next,
        people,
    }))
}

/// Takes the whole log out, as JSON lines that `revoir audit verify` verifies offline: where it starts and the
/// public key, each entry with hash and signature, and its signed head.
#[utoipa::path(get, path = "/api/audit/export", responses(
    (status = 200, body = String, content_type = "application/x-ndjson"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export_log(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ReadLog>,
) -> Result<Response, ApiError> {
    auditing::export(app, scope, now).await
}

/// Erases the words beside an entry for good. The entry stays, and the log verifies.
#[utoipa::path(delete, path = "/api/audit/{number}/words", params(AtEntry), responses(
    (status = 204, description = "Erased"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn erase_words(
    State(app): State<App>,
    Allowed(scope, now): Allowed<EraseWords>,
    Path(at): Path<AtEntry>,
) -> Result<StatusCode, ApiError> {
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    audit::erase_words(&mut tx, at.number).await?;
    let act = Act::of(Event::WordsErased, Subject::Organisation);
    tx.audit(&app.audit, act.with(at.number)).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

impl Wanted {
    fn read(self) -> Result<audit::Wanted, ApiError> {
        let day = |name, text: Option<String>| text.map(|text| day_of(name, &text)).transpose();
        let (from, to) = (day("from", self.from)?, day("to", self.to)?);
        let events = self.event.iter().flat_map(|events| events.split(','));
        let events: Result<_, UnknownEvent> = events.map(str::parse).collect();
        let actor = self.actor.as_deref().map(str::parse).transpose();
        let purpose = self.purpose.as_deref().map(str::parse).transpose();
        Ok(audit::Wanted {
            from: from.map(start_of).transpose()?,
            until: to.map(end_of).transpose()?,
            events: events.map_err(unreadable)?,
            actor: actor.map_err(|error: NotAnActor| unreadable(error))?,
            member: self.member.map(MemberId::from_uuid),
            site: self.site,
            purpose: purpose.map_err(|error: UnknownPurpose| unreadable(error))?,
            before: self.cursor,
        })
    }
}

/// A name without what disturbs whoever reads it.
fn harmless(name: &str) -> Option<String> {
    Words::of(name).map(|name| name.as_str().to_owned())
}

impl From<audit::Person> for Person {
    fn from(person: audit::Person) -> Self {
        Self {
            id: person.id.to_string(),
            name: harmless(&person.name).unwrap_or_default(),
        }
    }
}

impl From<Found> for AuditEntry {
    fn from(found: Found) -> Self {
        let (entry, words) = (found.link.entry, found.link.beside);
        Self {
            number: entry.number,
            at: entry.at.to_string(),
            actor: entry.actor.to_string(),
            actor_name: match entry.actor {
                Actor::Member(_) => found.actor_name.as_deref().and_then(harmless),
                Actor::Cli | Actor::System | Actor::Token => None,
            },
            event: entry.event.to_string(),
            site: found.site,
            purpose: entry.purpose.map(|purpose| purpose.to_string()),
            recording: entry.recording.map(|recording| recording.to_string()),
            member: entry.member.map(|member| member.to_string()),
            member_name: found.member_name.as_deref().and_then(harmless),
            detail: entry.detail.map(String::from),
            words_erased: entry.words.is_some() && words.is_none(),
            words: words.map(|words| words.text),
        }
    }
}
