//! What is logged of acts that several rooms share, and the log as it is taken out.

use crate::{app::App, http::problem::ApiError};
use axum::{
    body::{Body, Bytes},
    http::header,
    response::{IntoResponse, Response},
};
use futures::stream;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use revoir_domain::{
    audit::{Act, Actor, Event, Subject},
    ids::{MemberId, OrganisationId},
    permission::{ReadLog, RoleGrant, Scope},
};
use revoir_store::{AppTx, TenantTx, audit, audit::Acting, search::Recording};
use revoir_vault::audit::{End, Line, Start};

/// What happens to a recording.
pub(crate) fn of_recording(event: Event, of: &Recording) -> Act {
    Act::of(event, Subject::Recording(of.site, of.purpose, of.id))
}

/// What happens to a member.
pub(crate) fn of_member(event: Event, member: MemberId) -> Act {
    Act::of(event, Subject::Member(member))
}

/// That a role is granted.
pub(crate) fn granted(member: MemberId, grant: &RoleGrant) -> Act {
    of_member(Event::RoleGranted, member).with(in_words(grant))
}

/// That a role is taken, in the words in which it was granted.
pub(crate) fn revoked(member: MemberId, grant: &RoleGrant) -> Act {
    of_member(Event::RoleRevoked, member).with(in_words(grant))
}

/// Which role, for what, and its last day.
fn in_words(grant: &RoleGrant) -> String {
    let mut words = grant.role.to_string();
    if let Some(purpose) = grant.purpose {
        words.extend([" ", purpose.name()]);
    }
    if let Some(site) = grant.site {
        words.extend([" ", &site.to_string()]);
    }
    // `until` is the first instant at which it holds no more.
    let last = grant.until.saturating_sub(SignedDuration::from_nanos(1));
    let until = last.unwrap_or(grant.until).to_zoned(TimeZone::UTC).date();
    format!("{words} until {until}")
}

/// Logs what a member does to themselves, in a transaction that has entered their organisation.
pub(crate) async fn by_themselves(
    app: &App,
    tx: &mut AppTx,
    event: Event,
    (member, organisation): (MemberId, OrganisationId),
    now: Timestamp,
) -> Result<(), ApiError> {
    let acting = Acting {
        actor: Actor::Member(member),
        organisation,
        now,
    };
    Ok(audit::write(tx, acting, &app.audit, of_member(event, member)).await?)
}

/// Logs a wrong password once the answer is on its way, whose time so tells nothing of whether there is such a
/// member.
pub(crate) fn refused_soon(app: &App, member: MemberId, organisation: OrganisationId) {
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = refused(&app, member, organisation).await {
            tracing::error!(%error, "a refused sign-in was not logged");
        }
    });
}

async fn refused(
    app: &App,
    member: MemberId,
    organisation: OrganisationId,
) -> Result<(), revoir_store::Error> {
    let acting = Acting {
        actor: Actor::System,
        organisation,
        now: app.now(),
    };
    let mut tx = AppTx::begin(&app.db).await?;
    tx.enter(organisation).await?;
    let act = of_member(Event::SignInRefused, member);
    audit::write(&mut tx, acting, &app.audit, act).await?;
    tx.commit().await
}

/// A log on its way out: what was the head when it was asked for is its end.
struct Exporting {
    app: App,
    scope: Scope<ReadLog>,
    after: u64,
    head: Option<End>,
}

/// Takes a log out, line by line. That it was is its last entry.
pub(crate) async fn export(
    app: App,
    scope: Scope<ReadLog>,
    now: Timestamp,
) -> Result<Response, ApiError> {
    let (start, end) = ends(&app, scope.clone(), now).await?;
    let (after, _) = start.after();
    let first = line(&Line::Start(start))?;
    let exporting = Exporting {
        app,
        scope,
        after,
        head: Some(end),
    };
    let body = stream::unfold((Some(first), exporting), |(first, mut rest)| async move {
        match first {
            Some(first) => Some((Ok(first), (None, rest))),
            None => Some((rest.next().await.transpose()?, (None, rest))),
        }
    });
    let head = [
        (header::CONTENT_TYPE, "application/x-ndjson"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"revoir-audit.jsonl\"",
        ),
    ];
    Ok((head, Body::from_stream(body)).into_response())
}

async fn ends(app: &App, scope: Scope<ReadLog>, now: Timestamp) -> Result<(Start, End), ApiError> {
    let organisation = scope.organisation();
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let act = Act::of(Event::LogExported, Subject::Organisation);
    tx.audit(&app.audit, act).await?;
    let pruned = audit::pruned(&mut tx).await?;
    let head = audit::head(&mut tx).await?;
    tx.commit().await?;
    let start = Start {
        version: 1,
        organisation,
        public_key: app.audit.public(),
        pruned,
    };
    Ok((start, End::sign(&app.audit, organisation, head, now)))
}

impl Exporting {
    async fn next(&mut self) -> Result<Option<Bytes>, ApiError> {
        let Some(head) = &self.head else {
            return Ok(None);
        };
        let (app, scope) = (&self.app, self.scope.clone());
        let mut tx = TenantTx::begin(&app.db, scope, app.now()).await?;
        let links = audit::page(&mut tx, self.after, head.number).await?;
        drop(tx);
        if let Some(last) = links.last() {
            self.after = last.entry.number;
            let texts = links.into_iter().map(|link| line(&Line::Link(link)));
            let texts: Result<Vec<Bytes>, ApiError> = texts.collect();
            return Ok(Some(texts?.concat().into()));
        }
        let end = self.head.take().map(Line::End);
        end.as_ref().map(line).transpose()
    }
}

fn line(line: &Line) -> Result<Bytes, ApiError> {
    let mut text = serde_json::to_vec(line).map_err(ApiError::internal)?;
    text.push(b'\n');
    Ok(text.into())
}
