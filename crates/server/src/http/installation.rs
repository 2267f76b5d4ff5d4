//! The installation at a glance, for whoever operates it.

use super::{
    problem::{ApiError, Problem},
    session::Allowed,
};
use crate::{app::App, demo};
use axum::{Json, extract::State};
use jiff::Timestamp;
use revoir_domain::permission::Operate;
use revoir_store::{InstallationTx, installation, installation::Jobs};
use serde::Serialize;
use utoipa::ToSchema;

/// Below this, the disk is low: a twentieth of it, but at most 2 GB.
const DISK_SHARE: u64 = 20;
const DISK_BYTES: u64 = 2_000_000_000;
/// The sweep is late after so many of its intervals, and never before two minutes.
const SWEEPS: i64 = 8;
const SWEEP_SECONDS: i64 = 120;

/// How the installation fares.
#[derive(Serialize, ToSchema)]
pub(crate) struct InstallationView {
    version: String,
    public_url: String,
    started_at: String,
    /// Whether mail is set up.
    mail: bool,
    database: DatabaseView,
    keys: KeysView,
    /// Of the data directory; absent where it cannot be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    disk: Option<DiskView>,
    jobs: JobsView,
    /// When what has ended and expired was last looked for; absent where it never was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    last_sweep_at: Option<String>,
    /// `not_https`, `no_mail`, `disk_low`, `jobs_failing`, `sweep_late`, `keys_not_writable`, `demo_accounts`.
    warnings: Vec<String>,
}

/// The database.
#[derive(Serialize, ToSchema)]
pub(crate) struct DatabaseView {
    /// `private` where this server runs it, else `external`.
    kind: String,
    version: String,
    bytes: i64,
}

/// The key ring.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeysView {
    writable: bool,
    buckets: usize,
}

/// A disk.
#[derive(Clone, Copy, Serialize, ToSchema)]
pub(crate) struct DiskView {
    free_bytes: u64,
    total_bytes: u64,
}

/// Work outside requests.
#[derive(Serialize, ToSchema)]
pub(crate) struct JobsView {
    waiting: i64,
    /// Those whose last attempt failed.
    failed: i64,
    /// For how long the one that waits longest has been due.
    overdue_seconds: i64,
}

/// Says how the installation fares.
#[utoipa::path(get, path = "/api/installation", responses(
    (status = 200, body = InstallationView),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show_installation(
    State(app): State<App>,
    Allowed(scope, now): Allowed<Operate>,
) -> Result<Json<InstallationView>, ApiError> {
    let mut tx = InstallationTx::begin(&app.db, scope, now).await?;
    let (version, bytes) = installation::database(&mut tx).await?;
    let jobs = installation::jobs(&mut tx).await?;
    let emails = demo::ACCOUNTS.map(|(email, ..)| email.to_owned());
    let has_demo = installation::knows_any(&mut tx, &emails).await?;
    drop(tx);
    let (keys, disk) = files(&app).await?;
    let found = Found {
        jobs: &jobs,
        keys: &keys,
        disk,
        has_demo,
        now,
    };
    Ok(Json(InstallationView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        public_url: app.config.url(),
        started_at: app.started_at.to_string(),
        mail: app.mailer.is_some(),
        warnings: warnings(&app, &found),
        database: DatabaseView {
            kind: kind(&app).to_owned(),
            version,
            bytes,
        },
        keys,
        disk,
        last_sweep_at: jobs.last_sweep_at.map(|at| at.to_string()),
        jobs: JobsView {
            waiting: jobs.waiting,
            failed: jobs.failed,
            overdue_seconds: jobs.overdue_seconds,
        },
    }))
}

fn kind(app: &App) -> &'static str {
    if app.config.database.url.is_empty() {
        "private"
    } else {
        "external"
    }
}

/// What the disk says of keys and of itself.
async fn files(app: &App) -> Result<(KeysView, Option<DiskView>), ApiError> {
    let (ring, data) = (app.ring.clone(), app.config.data_dir());
    let asked = tokio::task::spawn_blocking(move || {
        let disk = rustix::fs::statvfs(&data).ok().map(|disk| DiskView {
            free_bytes: disk.f_bavail.saturating_mul(disk.f_frsize),
            total_bytes: disk.f_blocks.saturating_mul(disk.f_frsize),
        });
        let keys = KeysView {
            writable: !ring.is_poisoned(),
            buckets: ring.buckets().len(),
        };
        (keys, disk)
    });
    asked.await.map_err(ApiError::internal)
}

/// What warnings are made from.
struct Found<'a> {
    jobs: &'a Jobs,
    keys: &'a KeysView,
    disk: Option<DiskView>,
    has_demo: bool,
    now: Timestamp,
}

fn warnings(app: &App, found: &Found<'_>) -> Vec<String> {
    let is_local = app.config.is_loopback();
    let low = |disk: DiskView| disk.free_bytes < DISK_BYTES.min(disk.total_bytes / DISK_SHARE);
    let codes = [
        ("not_https", !is_local && !app.config.is_https()),
        ("no_mail", app.mailer.is_none()),
        ("disk_low", found.disk.is_some_and(low)),
        ("jobs_failing", found.jobs.failed > 0),
        ("sweep_late", is_late(app, found)),
        ("keys_not_writable", !found.keys.writable),
        ("demo_accounts", found.has_demo && !is_local),
    ];
    let raised = codes.into_iter().filter(|(_, raised)| *raised);
    raised.map(|(code, _)| code.to_owned()).collect()
}

fn is_late(app: &App, found: &Found<'_>) -> bool {
    let since = found.jobs.last_sweep_at.unwrap_or(app.started_at);
    let interval = i64::from(app.config.jobs.sweep_seconds);
    found.now.duration_since(since).as_secs() > (SWEEPS * interval).max(SWEEP_SECONDS)
}
