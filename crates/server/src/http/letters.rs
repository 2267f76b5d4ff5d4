//! Letters that answer requests: each is true, or refused.

use super::{
    extract::{Json, Path},
    problem::{ApiError, Problem},
    recordings::{AtSite, reachable},
    requests::{OfCustomer, reference},
    session::Allowed,
};
use crate::{
    app::App,
    erasing::{Certificate, day_of},
    random,
    register::Language,
    texts::letters::{self, Facts, Kind},
};
use axum::extract::State;
use jiff::civil::Date;
use revoir_domain::{
    audit::{Act, Event, Subject},
    limits,
    measure::Identifiers,
    permission::{Answer, Denied, Permission},
    policy::Policy,
    purpose::Purpose,
};
use revoir_store::{TenantTx, organisations, policies, requests::Total, sites::Site};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which letter.
#[derive(Deserialize, ToSchema)]
pub(crate) struct LetterAsked {
    #[serde(flatten)]
    of: OfCustomer,
    kind: Kind,
    language: Language,
    /// For `erasure`: the certificates of what was erased, to the byte.
    #[serde(default)]
    certificates: Vec<String>,
}

/// A letter, ready but for what stands in brackets.
#[derive(Serialize, ToSchema)]
pub(crate) struct Letter {
    text: String,
}

/// Writes a letter. For `article_11`, which answers where nobody can be found (I1), no identifier is asked.
#[utoipa::path(post, path = "/api/sites/{site}/requests/letter", params(AtSite), request_body = LetterAsked, responses(
    (status = 200, body = Letter),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn write_letter(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Answer>,
    Path(at): Path<AtSite>,
    Json(asked): Json<LetterAsked>,
) -> Result<axum::Json<Letter>, ApiError> {
    let purpose = asked.of.purpose()?;
    let reference = reference(&asked.of.reference)?;
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    if !scope.covers(site.id, purpose) {
        return Err(Denied(Answer::NAME).into());
    }
    let mut tx = TenantTx::begin(&app.db, scope.clone(), now).await?;
    let in_force = policies::in_force(&mut tx, site.id).await?.into_iter();
    let mut policies = in_force.map(|published| published.policy);
    let policy = policies.find(|policy| policy.purpose == purpose);
    let policy = policy.ok_or(ApiError::PurposeNotFound)?;
    let publisher = organisations::name(&mut tx).await?;
    let publisher = publisher.ok_or(ApiError::NotFound("organisation"))?;
    let erased = asked.erased(&app, &site, purpose)?;
    drop(tx);
    let total = if asked.kind == Kind::Article11 {
        None
    } else {
        let allowed = (scope.clone(), now);
        let answering = asked.of.begin(&app, allowed, &at.site).await?;
        Some(answering.total(&app).await?)
    };
    check_true(asked.kind, &policy, total.as_ref(), erased)?;
    let letter = format!("{} {}", asked.kind.name(), asked.language.tag());
    let act = Act::of(Event::LetterWritten, Subject::Purpose(site.id, purpose)).with(letter);
    let act = act.because(Some(reference.as_str()), random::bytes());
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    tx.audit(&app.audit, act).await?;
    tx.commit().await?;
    let facts = Facts {
        publisher: &publisher,
        site: &site.name,
        reference: reference.as_str(),
        rights_page: &format!("{}/r/", app.config.url()),
        today: day_of(now),
        policy: &policy,
        total,
        erased,
    };
    let text = letters::write(asked.kind, asked.language, &facts);
    Ok(axum::Json(Letter { text }))
}

/// Refuses what a letter would say wrongly.
fn check_true(
    kind: Kind,
    policy: &Policy,
    total: Option<&Total>,
    erased: Option<(usize, Date)>,
) -> Result<(), ApiError> {
    let some = |count: fn(&Total) -> u64| total.is_some_and(|total| count(total) > 0);
    let there = some(|total| total.kept + total.awaiting);
    let (holds, why) = match kind {
        Kind::Access => (there, "nothing of this customer was found"),
        Kind::Erasure => (erased.is_some(), "erasure needs the certificates"),
        Kind::Restriction => (some(|total| total.restricted), "nothing is restricted"),
        Kind::Rectification => (some(|total| total.stated), "no statement stands anywhere"),
        Kind::NothingFound => (!there, "there are recordings of this customer"),
        Kind::Article11 => (
            policy.identifiers == Identifiers::I1,
            "the policy keeps a pseudonym (I2, I3): look for the customer",
        ),
    };
    let wrong = || ApiError::RequestNotValid("kind", why.to_owned());
    holds.then_some(()).ok_or_else(wrong)
}

impl LetterAsked {
    /// How many were erased, and the day on which the last copy dies, as this installation has signed.
    fn erased(
        &self,
        app: &App,
        site: &Site,
        purpose: Purpose,
    ) -> Result<Option<(usize, Date)>, ApiError> {
        let wrong = |why: String| ApiError::RequestNotValid("certificates", why);
        if self.certificates.len() > limits::CERTIFICATES {
            return Err(wrong(format!("at most {}", limits::CERTIFICATES)));
        }
        let mut seen = std::collections::BTreeMap::new();
        for (text, number) in self.certificates.iter().zip(1..) {
            let number: usize = number;
            let read = Certificate::verify(text, Some(app.audit.public()));
            let (read, _) = read.map_err(|error| wrong(format!("number {number} {error}")))?;
            if (&*read.site, read.purpose) != (&*site.key, purpose) {
                let other = format!("number {number} is of another site or purpose");
                return Err(wrong(other));
            }
            seen.insert(read.recording, read.last_copy_dies_on);
        }
        Ok(seen.values().max().map(|dies| (seen.len(), *dies)))
    }
}
