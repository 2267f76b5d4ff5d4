//! Proofs of consent: one for each decision of a visitor, of nobody; and the way to take them out.

use super::{
    extract::Path,
    origin::check_origin,
    problem::{ApiError, Problem, unreadable},
    public::policies_of,
    recordings::{AtSite, reachable},
    session::Allowed,
    visitors::{Sent, admit},
};
use crate::{app::App, random};
use axum::{
    body::Body,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use revoir_domain::{
    audit::{Act, Digest, Event, Subject},
    ids::SiteId,
    limits,
    permission::{Denied, Permission, Review, Scope},
    policy::Published,
    proof::{Decision, Mechanism, Proof},
    purpose::Purpose,
};
use revoir_store::{AppTx, TenantTx, policies, proofs, sites::Site, texts};
use revoir_vault::audit::ProofExport;
use serde::Deserialize;
use std::collections::BTreeMap;

/// So many hours are read at once.
const HOURS: u8 = 4;

/// What a browser says of a decision.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decided {
    site: String,
    purposes: BTreeMap<String, bool>,
    text_version: String,
    mechanism: String,
    act: Decision,
}

/// Keeps the proof of a decision, under an id of its own and the hour. Nothing else of its visitor is kept.
pub(crate) async fn create_proof(sent: Sent) -> Result<StatusCode, ApiError> {
    let most = limits::GRANT_REQUEST_BYTES;
    let (app, headers, asked): (_, _, Decided) = admit(sent, |app| &app.openings, most).await?;
    let now = app.now();
    let (site, mut tx) = app.site(&asked.site).await?;
    check_origin(&headers, &site)?;
    let mechanism: Mechanism = asked.mechanism.parse().map_err(unreadable)?;
    let on_page = policies_of(&app, &mut tx, &site, &headers).await?;
    let purposes = known(&on_page, &asked)?;
    let Some(purposes) = to_prove(&mut tx, &site, (&on_page, &asked), purposes).await? else {
        return Ok(StatusCode::NO_CONTENT);
    };
    let id = random::untimed_id();
    let proof = Proof {
        id,
        hour: hour_of(now),
        purposes,
        texts: texts_of(&mut tx, &site, &asked).await?,
        text_version: asked.text_version,
        mechanism,
        act: asked.act,
    };
    let document = serde_json::to_string(&proof).map_err(ApiError::internal)?;
    if let Err(seconds) = app.site_proofs.admit(site.id, now) {
        // one that would have counted: it comes again, or is known to be missing
        proofs::refuse(&mut tx, &site, proof.hour).await?;
        tx.commit().await?;
        metrics::counter!("revoir_proofs_refused_total").increment(1);
        return Err(ApiError::TooManyRequests(seconds));
    }
    proofs::keep(&mut tx, &site, (id, proof.hour), &document).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn hour_of(now: Timestamp) -> Timestamp {
    let hour = now.as_second().div_euclid(3_600) * 3_600;
    Timestamp::from_second(hour).unwrap_or(now)
}

/// The purposes decided upon, each of which is in force on the page or tried there.
fn known(on_page: &[Published], asked: &Decided) -> Result<BTreeMap<Purpose, bool>, ApiError> {
    let has = |purpose| on_page.iter().any(|it| it.policy.purpose == purpose);
    let read = asked.purposes.iter().map(|(name, agreed)| {
        let purpose = name.parse().ok().filter(|purpose| has(*purpose))?;
        Some((purpose, *agreed))
    });
    let purposes: Option<BTreeMap<Purpose, bool>> = read.collect();
    let purposes = purposes.ok_or(ApiError::ProofRefused("it names an unknown purpose"))?;
    let says_something = match asked.act {
        Decision::Given => purposes.values().any(|agreed| *agreed),
        Decision::Withdrawn => !purposes.is_empty(),
    };
    if says_something {
        Ok(purposes)
    } else {
        Err(ApiError::ProofRefused("it names no purpose"))
    }
}

/// What of a decision is proven. Not what a draft alone has, its purpose or its texts: that is in force for nobody.
async fn to_prove(
    tx: &mut AppTx,
    site: &Site,
    (on_page, asked): (&[Published], &Decided),
    mut purposes: BTreeMap<Purpose, bool>,
) -> Result<Option<BTreeMap<Purpose, bool>>, ApiError> {
    if !on_page.iter().any(|it| it.trial) {
        return Ok(Some(purposes));
    }
    let version = &asked.text_version;
    let is_drafts = on_page
        .iter()
        .any(|it| it.trial && it.policy.text_version == *version);
    if is_drafts && texts::hash_of(tx, site.id, version).await?.is_none() {
        return Ok(None);
    }
    let in_force = policies::in_force(tx, site.id).await?;
    purposes.retain(|purpose, _| in_force.iter().any(|it| it.policy.purpose == *purpose));
    let proves = asked.act == Decision::Withdrawn || purposes.values().any(|agreed| *agreed);
    Ok((proves && !purposes.is_empty()).then_some(purposes))
}

/// The hash of the texts decided upon: to agree is possible to those that count, to withdraw whatever was agreed to.
async fn texts_of(tx: &mut AppTx, site: &Site, asked: &Decided) -> Result<Digest, ApiError> {
    let unknown = ApiError::ProofRefused("it names a version of the texts that does not count");
    let version = &asked.text_version;
    if asked.act == Decision::Given && !texts::accepted(tx, site.id).await?.contains(version) {
        return Err(unknown);
    }
    let hash = texts::hash_of(tx, site.id, version).await?;
    hash.ok_or(unknown)
}

/// Takes out the proofs of a site, chained and signed: `revoir proofs verify` verifies them offline.
#[utoipa::path(get, path = "/api/sites/{site}/proofs/export", params(AtSite), responses(
    (status = 200, description = "JSON for `revoir proofs verify`", content_type = "application/json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export_proofs(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Review>,
    Path(at): Path<AtSite>,
) -> Result<Response, ApiError> {
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    // a decision is about every purpose of the site
    let covers = |purpose| scope.covers(site.id, purpose);
    if !Purpose::ALL.into_iter().all(covers) {
        return Err(Denied(Review::NAME).into());
    }
    let tx = TenantTx::begin(&app.db, scope, now).await?;
    let name = format!("attachment; filename=\"revoir-proofs-{}.json\"", site.key);
    let export = export(&app, tx, &site, now).await?;
    Ok(([(header::CONTENT_DISPOSITION, name)], export).into_response())
}

/// Takes out the proofs of a site, some hours at a time, and logs that before the first.
pub(crate) async fn export(
    app: &App,
    mut tx: TenantTx<Review>,
    site: &Site,
    now: Timestamp,
) -> Result<Response, ApiError> {
    let ends = proofs::ends(&mut tx, site.id).await?;
    let (first, last) = (ends.first().copied(), ends.last().copied());
    let act = Act::of(Event::ProofsExported, Subject::Site(site.id));
    let scope = tx.scope().clone();
    tx.audit(&app.audit, act).await?;
    tx.commit().await?;
    let of = (site.id, site.key.as_str());
    let [head, tail] = ProofExport::around(&app.audit, site.organisation, of, (now, [first, last]));
    let exporting = Exporting {
        app: app.clone(),
        scope,
        site: site.id,
        next: first.map_or(1, |(number, _)| number),
        last: last.map_or(0, |(number, _)| number),
        begun: false,
    };
    let batches = stream::try_unfold(exporting, |mut exporting| async move {
        let page = exporting.page().await?;
        Ok::<_, ApiError>(page.map(|page| (page, exporting)))
    });
    let piece = |text| stream::once(async { Ok::<String, ApiError>(text) });
    let whole = piece(head).chain(batches).chain(piece(tail));
    let body = Body::from_stream(whole.map_err(std::io::Error::other));
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// What is still to be taken out.
struct Exporting {
    app: App,
    scope: Scope<Review>,
    site: SiteId,
    next: u32,
    last: u32,
    begun: bool,
}

impl Exporting {
    /// The next batches, as JSON. One that was forgotten meanwhile breaks the answer off: what was signed has it.
    async fn page(&mut self) -> Result<Option<String>, ApiError> {
        if self.next > self.last {
            return Ok(None);
        }
        let now = self.app.now();
        let mut tx = TenantTx::begin(&self.app.db, self.scope.clone(), now).await?;
        let batches = proofs::page(&mut tx, self.site, self.next, HOURS).await?;
        if batches
            .first()
            .is_none_or(|batch| batch.number != self.next)
        {
            return Err(ApiError::internal(
                "a batch was forgotten during the export",
            ));
        }
        let mut text = String::new();
        for batch in batches.iter().filter(|batch| batch.number <= self.last) {
            if std::mem::replace(&mut self.begun, true) {
                text.push(',');
            }
            text += &serde_json::to_string(batch).map_err(ApiError::internal)?;
            self.next = batch.number.saturating_add(1);
        }
        Ok(Some(text))
    }
}
