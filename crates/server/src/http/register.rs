//! The register of a site: record of processing, conformance report, impact assessment, as JSON or as a page.

use super::{
    extract::{Path, Query},
    problem::{ApiError, Problem, unreadable},
    recordings::reachable,
    session::Allowed,
};
use crate::{
    app::App,
    register::{Facts, Kind, Language, Page, RegisterDocument},
};
use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use jiff::tz::TimeZone;
use revoir_domain::{
    audit::{Act, Event, Subject},
    permission::{Denied, Permission, ReadPolicies},
};
use revoir_store::TenantTx;
use serde::Deserialize;
use utoipa::IntoParams;

/// A document of a site's register.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AtDocument {
    site: String,
    /// `record`, `conformance` or `dpia`.
    document: String,
}

/// In which form.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Form {
    /// `json`, or `html` for a page that stands alone.
    format: Option<String>,
    /// `en` or `fr`.
    lang: Option<String>,
}

/// Makes a document of the register from the policies in force. That it was taken is logged.
#[utoipa::path(get, path = "/api/sites/{site}/register/{document}", params(AtDocument, Form), responses(
    (status = 200, content((RegisterDocument = "application/json"), (String = "text/html"))),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show_register(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ReadPolicies>,
    Path(at): Path<AtDocument>,
    Query(form): Query<Form>,
) -> Result<Response, ApiError> {
    let kinds = Kind::ALL.into_iter();
    let kind = kinds.clone().find(|kind| kind.name() == at.document);
    let kind = kind.ok_or(ApiError::NotFound("document"))?;
    let (as_page, language) = form.read()?;
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let subject = Subject::Site(site.id);
    let facts = Facts::read(&app, &mut tx, site).await?;
    if facts.covered.is_empty() {
        return Err(Denied(ReadPolicies::NAME).into());
    }
    let act = Act::of(Event::RegisterRead, subject).with(kind.name());
    tx.audit_reading(&app.audit, act).await?;
    tx.commit().await?;
    let document = RegisterDocument::of(kind, language, &facts);
    let day = now.to_zoned(TimeZone::UTC).date();
    let (kind, key, tag) = (kind.name(), &facts.site.key, language.tag());
    let ending = if as_page { "html" } else { "json" };
    let name = format!("inline; filename=\"revoir-{kind}-{key}-{tag}-{day}.{ending}\"");
    let named = [(header::CONTENT_DISPOSITION, name)];
    if !as_page {
        return Ok((named, Json(document)).into_response());
    }
    let page = Page::of(&document, language);
    let head = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, page.policy),
    ];
    Ok((named, head, page.html).into_response())
}

impl Form {
    /// Whether as a page, and in which language.
    fn read(&self) -> Result<(bool, Language), ApiError> {
        let as_page = match self.format.as_deref() {
            None | Some("json") => false,
            Some("html") => true,
            Some(_) => return Err(unreadable("format must be json or html")),
        };
        let asked = self.lang.as_deref().unwrap_or(Language::default().tag());
        let mut languages = Language::ALL.into_iter();
        let language = languages.find(|language| language.tag() == asked);
        let language = language.ok_or_else(|| unreadable("lang must be en or fr"))?;
        Ok((as_page, language))
    }
}
