//! For machines: is it alive, can it serve, what does it count.

use super::{problem::ApiError, session::is_local};
use crate::app::App;
use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;

/// The process is alive.
pub(crate) async fn show_health() -> &'static str {
    "ok\n"
}

/// The database answers, and keys can be written.
pub(crate) async fn show_readiness(State(app): State<App>) -> Result<&'static str, ApiError> {
    if app.db.answers().await && !app.ring.is_poisoned() {
        Ok("ready\n")
    } else {
        Err(ApiError::Unavailable)
    }
}

/// Counters, in Prometheus' text form. On loopback only, until tokens exist.
pub(crate) async fn show_metrics(State(app): State<App>, headers: HeaderMap) -> Response {
    if !is_local(&app, &headers) {
        return ApiError::NotFound("page").into_response();
    }
    let kind = [(
        header::CONTENT_TYPE,
        "text/plain; version=0.0.4; charset=utf-8",
    )];
    let counted = counters().map(PrometheusHandle::render).unwrap_or_default();
    (kind, counted).into_response()
}

/// Installs the counters of this process, once.
pub(crate) fn counters() -> Option<&'static PrometheusHandle> {
    static COUNTERS: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    COUNTERS
        .get_or_init(|| PrometheusBuilder::new().install_recorder().ok())
        .as_ref()
}
