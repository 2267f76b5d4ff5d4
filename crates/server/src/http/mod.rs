//! HTTP: who is asked for what. Every endpoint is named here, or in the one file of its room.

pub(crate) mod assets;
mod audit;
pub(crate) mod consents;
mod cookies;
pub(crate) mod drafts;
mod erasures;
pub(crate) mod extract;
mod filter;
mod incidents;
mod installation;
mod letters;
pub(crate) mod listening;
pub(crate) mod lookups;
pub(crate) mod machines;
mod members;
mod notes;
pub(crate) mod openapi;
mod organisations;
pub(crate) mod origin;
mod passwords;
pub(crate) mod policies;
pub(crate) mod problem;
mod processes;
pub(crate) mod proofs;
mod public;
mod receipts;
mod recordings;
mod register;
pub(crate) mod remasking;
mod replaying;
pub(crate) mod requests;
mod roles;
mod session;
mod sessions;
mod sign_in;
mod sites;
mod statements;
pub(crate) mod stops;
mod texts;
mod tickets;
mod tokens;
mod transparency;
pub(crate) mod trials;
mod views;
mod visitors;
mod volumes;
mod warnings;

use crate::app::App;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::Response,
    routing::{get, post},
};
use problem::ApiError;
use revoir_domain::limits;
use utoipa_axum::router::OpenApiRouter;

/// Everything that is served.
pub(crate) fn router(app: App) -> Router {
    let (api, _) = api().split_for_parts();
    let api = api.layer(middleware::from_fn_with_state(
        app.clone(),
        session::same_origin,
    ));
    Router::new()
        .merge(api.layer(DefaultBodyLimit::max(limits::API_REQUEST_BYTES)))
        .route("/api/openapi.json", get(openapi::serve))
        .merge(visitors())
        .route("/t/{key}", get(transparency::show_transparency))
        .merge(machines())
        .merge(assets::pages())
        .fallback(|| async { ApiError::NotFound("page") })
        .method_not_allowed_fallback(|| async { ApiError::MethodNotAllowed })
        .layer(middleware::from_fn(headers))
        .with_state(app)
}

/// For people; described by `OpenAPI`.
pub(crate) fn api() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(openapi::base())
        .routes(utoipa_axum::routes!(
            session::show_session,
            sign_in::create_session,
            session::delete_session
        ))
        .merge(accounts())
        .merge(management())
        .merge(requests())
        .merge(policies())
        .routes(utoipa_axum::routes!(recordings::list_recordings))
        .routes(utoipa_axum::routes!(filter::list_filters))
        .routes(utoipa_axum::routes!(lookups::create_lookup))
        .routes(utoipa_axum::routes!(tickets::create_ticket))
        .routes(utoipa_axum::routes!(tickets::create_release))
        .routes(utoipa_axum::routes!(
            recordings::show_recording,
            recordings::erase_recording
        ))
        .routes(utoipa_axum::routes!(replaying::show_timeline))
        .routes(utoipa_axum::routes!(replaying::show_transcript))
        .routes(utoipa_axum::routes!(replaying::show_events))
        .routes(utoipa_axum::routes!(replaying::export_recording))
        .routes(utoipa_axum::routes!(notes::list_notes, notes::create_note))
        .routes(utoipa_axum::routes!(notes::delete_note))
        .routes(utoipa_axum::routes!(views::list_views, views::create_view))
        .routes(utoipa_axum::routes!(views::delete_view))
        .routes(utoipa_axum::routes!(erasures::list_erasures))
        .routes(utoipa_axum::routes!(incidents::list_concerned))
        .routes(utoipa_axum::routes!(
            incidents::list_incidents,
            incidents::create_incident
        ))
        .routes(utoipa_axum::routes!(incidents::notices::show_notices))
        .routes(utoipa_axum::routes!(
            incidents::freeze_watching,
            incidents::thaw_watching
        ))
        .routes(utoipa_axum::routes!(audit::list_entries))
        .routes(utoipa_axum::routes!(audit::export_log))
        .routes(utoipa_axum::routes!(audit::erase_words))
        .routes(utoipa_axum::routes!(warnings::list_warnings))
}

/// Customers' requests, for who answers them.
fn requests() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(utoipa_axum::routes!(requests::search_request))
        .routes(utoipa_axum::routes!(requests::archive_request))
        .routes(utoipa_axum::routes!(requests::export_request))
        .routes(utoipa_axum::routes!(requests::erase_request))
        .routes(utoipa_axum::routes!(requests::restrict_request))
        .routes(utoipa_axum::routes!(requests::state_request))
        .merge(writing())
}

/// For what certificates go into.
fn writing() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(utoipa_axum::routes!(letters::write_letter))
        .layer(DefaultBodyLimit::max(limits::LETTER_REQUEST_BYTES))
}

/// One's own account.
fn accounts() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(utoipa_axum::routes!(passwords::update_password))
        .routes(utoipa_axum::routes!(passwords::create_password_reset))
        .routes(utoipa_axum::routes!(passwords::show_link))
        .routes(utoipa_axum::routes!(passwords::create_link_password))
        .routes(utoipa_axum::routes!(
            sessions::list_sessions,
            sessions::end_other_sessions
        ))
        .routes(utoipa_axum::routes!(sessions::end_session))
}

/// For owners and operators.
fn management() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(utoipa_axum::routes!(
            members::list_members,
            members::create_member
        ))
        .routes(utoipa_axum::routes!(members::remove_member))
        .routes(utoipa_axum::routes!(members::create_member_link))
        .routes(utoipa_axum::routes!(members::end_member_sessions))
        .routes(utoipa_axum::routes!(roles::create_role))
        .routes(utoipa_axum::routes!(roles::revoke_role))
        .routes(utoipa_axum::routes!(sites::list_sites, sites::add_site))
        .routes(utoipa_axum::routes!(sites::update_site))
        .routes(utoipa_axum::routes!(sites::list_sightings))
        .routes(utoipa_axum::routes!(proofs::create_proof_secret))
        .routes(utoipa_axum::routes!(
            tokens::list_tokens,
            tokens::create_token
        ))
        .routes(utoipa_axum::routes!(tokens::revoke_token))
        .routes(utoipa_axum::routes!(installation::show_installation))
        .routes(utoipa_axum::routes!(
            organisations::list_organisations,
            organisations::found_organisation
        ))
}

/// For DPOs and owners.
fn policies() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(utoipa_axum::routes!(policies::show_framework))
        .routes(utoipa_axum::routes!(policies::list_policies))
        .routes(utoipa_axum::routes!(
            policies::list_policy_versions,
            drafts::publish_draft
        ))
        .routes(utoipa_axum::routes!(remasking::remask_recordings))
        .routes(utoipa_axum::routes!(
            drafts::show_draft,
            drafts::write_draft,
            drafts::drop_draft
        ))
        .routes(utoipa_axum::routes!(
            stops::stop_purpose,
            stops::resume_purpose
        ))
        .routes(utoipa_axum::routes!(trials::begin_trial, trials::end_trial))
        .routes(utoipa_axum::routes!(register::show_register))
        .routes(utoipa_axum::routes!(statements::list_statements))
        .routes(utoipa_axum::routes!(texts::list_texts))
        .routes(utoipa_axum::routes!(consents::export_proofs))
        .routes(utoipa_axum::routes!(processes::list_processes))
        .routes(utoipa_axum::routes!(processes::show_process))
        .merge(filing())
        .routes(utoipa_axum::routes!(volumes::show_volumes))
}

/// For larger bodies than the others.
fn filing() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(utoipa_axum::routes!(processes::file_process))
        .layer(DefaultBodyLimit::max(limits::SCREENSHOT_BYTES))
}

/// For visitors' browsers: any origin may ask, the site's own are answered. No cookie.
fn visitors() -> Router<App> {
    Router::new()
        .route("/v1/sites/{key}/policy", get(public::show_policy))
        .route("/v1/sites/{key}/texts", get(texts::show_texts))
        .route("/v1/grants", post(visitors::create_grant))
        .route("/v1/proofs", post(consents::create_proof))
        .route("/v1/batches", post(visitors::create_batch))
        .route("/v1/withdrawals", post(visitors::create_withdrawal))
        .layer(middleware::from_fn(any_origin))
        .merge(receipts())
}

/// For a visitor's own page, `/r/`: of our origin alone.
fn receipts() -> Router<App> {
    Router::new()
        .route("/v1/receipts/recording", post(receipts::show_receipt))
        .route("/v1/receipts/events", post(receipts::show_receipt_events))
        .route("/v1/receipts/archive", post(receipts::show_receipt_archive))
        .route("/v1/receipts/erasure", post(receipts::erase_receipt))
        .route("/v1/receipts/restriction", post(receipts::restrict_receipt))
        .route("/v1/receipts/statement", post(receipts::state_receipt))
}

/// For machines.
fn machines() -> Router<App> {
    Router::new()
        .route("/healthz", get(machines::show_health))
        .route("/readyz", get(machines::show_readiness))
        .route("/metrics", get(machines::show_metrics))
}

async fn any_origin(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    response
}

/// What every answer carries unless its handler said otherwise.
async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in [
        (
            "content-security-policy",
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        response
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}
