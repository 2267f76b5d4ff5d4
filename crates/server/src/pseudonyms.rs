//! What a publisher says of its visitor, and what an agent types to find a customer, as what is stored of it.
//! Neither is told on: no error repeats it.

use crate::{app::App, http::problem::ApiError, random};
use axum::http::{HeaderMap, header};
use jiff::Timestamp;
use revoir_domain::{
    ids::SiteId,
    measure::Identifiers,
    origin::Origin,
    policy::Policy,
    pseudonym::{Identifier, Identity, Pseudonym},
    purpose::Purpose,
};
use revoir_store::{AppTx, pseudonyms, sites::Site};
use revoir_vault::Person;
use serde_json::Value;

/// A visitor, as the publisher names them.
pub(crate) struct Named {
    identifier: Identifier,
    /// Whether the publisher's backend has proven that.
    verified: bool,
    /// The host of the page, where the pseudonym is derived for it (I3).
    pub(crate) host: Option<String>,
}

/// Reads `pseudonym_input` of a grant request, if the policy allows one.
pub(crate) async fn read(
    app: &App,
    (site, policy): (&Site, &Policy),
    said: Option<&Value>,
    headers: &HeaderMap,
) -> Result<Option<Named>, ApiError> {
    let Some(said) = said else { return Ok(None) };
    let host = match policy.identifiers {
        Identifiers::I1 => return Err(ApiError::IdentifierNotAllowed),
        Identifiers::I2 => None,
        Identifiers::I3 => Some(host_of(headers)?),
    };
    let text = |name| match said.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(not_valid("pseudonym_input must hold texts")),
    };
    let id = text("id")?.ok_or_else(|| not_valid("pseudonym_input must have an id"))?;
    let identifier = id.parse()?;
    let verified = match text("proof")? {
        None => false,
        Some(proof) => verify(app, site.id, &identifier, proof).await?,
    };
    Ok(Some(Named {
        identifier,
        verified,
        host,
    }))
}

/// A browser names its page's origin; a program that names none has no host to derive a key for.
fn host_of(headers: &HeaderMap) -> Result<String, ApiError> {
    let origin = headers.get(header::ORIGIN);
    let origin = origin.and_then(|origin| origin.to_str().ok()?.parse::<Origin>().ok());
    let origin = origin.ok_or_else(|| {
        not_valid("under I3 an identifier counts for a host, and the request names no origin")
    })?;
    Ok(origin.host().to_owned())
}

fn not_valid(why: &str) -> ApiError {
    ApiError::IdentifierNotValid(why.to_owned())
}

/// What is wrong is refused rather than kept as unverified: whoever proves, proves always.
async fn verify(
    app: &App,
    site: SiteId,
    identifier: &Identifier,
    proof: &str,
) -> Result<bool, ApiError> {
    let (proofs, identifier, proof) = (app.proofs.clone(), identifier.clone(), proof.to_owned());
    let verified = app.compute(move || proofs.verify(site, &identifier, &proof));
    if verified.await?? {
        Ok(true)
    } else {
        Err(ApiError::ProofNotValid)
    }
}

/// By what a recording that is about to be opened can be found again.
pub(crate) async fn identity(
    app: &App,
    of: (SiteId, Purpose),
    named: &Named,
) -> Result<Identity, ApiError> {
    let (keys, identifier, host) = (
        app.pseudonyms.clone(),
        named.identifier.clone(),
        named.host.clone(),
    );
    let pseudonym = app.compute(move || {
        let person = Person {
            identifier: &identifier,
            host: host.as_deref(),
        };
        keys.in_force(of, person, &mut random::rng())
    });
    Ok(Identity {
        pseudonym: pseudonym.await??,
        verified: named.verified,
    })
}

/// Refuses a receipt under which somebody else's recording was opened.
pub(crate) async fn check_same(
    app: &App,
    of: (SiteId, Purpose),
    named: Option<&Named>,
    stored: Option<Pseudonym>,
) -> Result<(), ApiError> {
    let same = match (named, stored) {
        (None, None) => true,
        (Some(named), Some(stored)) => {
            let (keys, now) = (app.pseudonyms.clone(), app.now());
            let (identifier, host) = (named.identifier.clone(), named.host.clone());
            let known = app.compute(move || keys.known(of, &identifier, &[host.as_deref()], now));
            known.await??.contains(&stored)
        }
        _ => false,
    };
    if same {
        Ok(())
    } else {
        Err(revoir_store::Error::ReceiptUsed.into())
    }
}

/// All pseudonyms under which recordings of a customer may lie: for the site and for each of its hosts, those
/// of earlier policies and origins included, under the key in force and those whose grace is not over.
pub(crate) async fn known(
    app: &App,
    tx: &mut AppTx,
    (site, purpose): (&Site, Purpose),
    identifier: Identifier,
    now: Timestamp,
) -> Result<Vec<Pseudonym>, ApiError> {
    let mut hosts = pseudonyms::hosts(tx, site.id).await?;
    let declared = site
        .origins
        .iter()
        .filter_map(|it| it.parse::<Origin>().ok());
    hosts.extend(declared.map(|origin| origin.host().to_owned()));
    hosts.sort_unstable();
    hosts.dedup();
    let (keys, of) = (app.pseudonyms.clone(), (site.id, purpose));
    let known = app.compute(move || {
        let hosts: Vec<Option<&str>> = std::iter::once(None)
            .chain(hosts.iter().map(|host| Some(host.as_str())))
            .collect();
        keys.known(of, &identifier, &hosts, now)
    });
    Ok(known.await??)
}
