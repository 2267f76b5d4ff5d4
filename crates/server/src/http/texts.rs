//! Texts of a site: for visitors' browsers, and for those who answer for them.

use super::{
    extract::Path,
    problem::{ApiError, Problem},
    recordings::{AtSite, reachable},
    session::Allowed,
};
use crate::{app::App, texts::Content};
use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use revoir_domain::{
    permission::{Denied, Permission, ReadPolicies},
    purpose::Purpose,
};
use revoir_store::{
    TenantTx, proofs,
    texts::{self, Text},
};
use revoir_vault::audit::sha256;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// What a banner shows: the same bytes for everyone.
pub(crate) async fn show_texts(
    State(app): State<App>,
    Path(key): Path<String>,
) -> Result<Response, ApiError> {
    let (site, mut tx) = app.site(&key).await?;
    let text = texts::latest(&mut tx, site.id).await?;
    let text = text.ok_or(ApiError::PurposeNotFound)?;
    let accepts = texts::accepted(&mut tx, site.id).await?;
    let mut body: Value = serde_json::from_str(&text.content).map_err(ApiError::internal)?;
    if let Some(texts) = body.get_mut("texts").and_then(Value::as_object_mut) {
        let told = texts.values_mut().filter_map(Value::as_object_mut);
        // what is for a privacy policy stands on the transparency page
        told.for_each(|told| drop(told.remove("privacy")));
    }
    if let Some(fields) = body.as_object_mut() {
        fields.insert("accepts".to_owned(), json!(accepts));
        let hash = sha256(text.content.as_bytes()).to_string();
        fields.insert("hash".to_owned(), json!(hash));
    }
    let caching = [(header::CACHE_CONTROL, "public, max-age=300")];
    Ok((caching, Json(body)).into_response())
}

/// The texts of a site, and what they said before.
#[derive(Serialize, ToSchema)]
pub(crate) struct SiteTexts {
    /// In force; absent where nothing is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    texts: Option<Content>,
    /// The versions whose consent still counts, the one in force first.
    accepts: Vec<String>,
    /// How many proofs of consent there are, in how many hours.
    proofs: ProofCount,
    /// Newest first.
    versions: Vec<PastText>,
}

/// How many proofs of consent there are.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProofCount {
    /// Decisions of visitors.
    count: u64,
    /// Hours that are over, each in a signed batch.
    batches: u64,
    /// How many were refused since the site had filed too many in an hour; one that came again is counted again.
    refused: u64,
}

/// What a site's texts said from an instant on.
#[derive(Serialize, ToSchema)]
pub(crate) struct PastText {
    text_version: String,
    since: String,
    /// SHA-256 of what they said, in hex.
    hash: String,
    /// Whether it went further than the one before.
    material: bool,
}

/// Shows the texts of a site in both languages, and the versions that there were.
#[utoipa::path(get, path = "/api/sites/{site}/texts", params(AtSite), responses(
    (status = 200, body = SiteTexts),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list_texts(
    State(app): State<App>,
    Allowed(scope, now): Allowed<ReadPolicies>,
    Path(at): Path<AtSite>,
) -> Result<Json<SiteTexts>, ApiError> {
    let site = reachable(&app, &at.site, scope.organisation()).await?;
    if !Purpose::ALL
        .into_iter()
        .any(|purpose| scope.covers(site.id, purpose))
    {
        return Err(Denied(ReadPolicies::NAME).into());
    }
    let mut tx = TenantTx::begin(&app.db, scope, now).await?;
    let found = texts::list(&mut tx, site.id).await?;
    let (count, batches, refused) = proofs::count(&mut tx, site.id).await?;
    let content = found
        .first()
        .map(|text| serde_json::from_str(&text.content));
    Ok(Json(SiteTexts {
        texts: content.transpose().map_err(ApiError::internal)?,
        accepts: texts::accepted(&mut tx, site.id).await?,
        proofs: ProofCount {
            count,
            batches,
            refused,
        },
        versions: found.into_iter().map(PastText::from).collect(),
    }))
}

impl From<Text> for PastText {
    fn from(text: Text) -> Self {
        Self {
            hash: sha256(text.content.as_bytes()).to_string(),
            since: text.since.to_string(),
            text_version: text.text_version,
            material: text.material,
        }
    }
}
