//! Opening a recording: its key, its slot, its row and its grant.

use crate::{app::App, http::problem::ApiError, keys, random};
use jiff::Timestamp;
use revoir_domain::{
    audit::{Act, Actor, Event, Subject},
    bucket::Bucket,
    device::Device,
    grant::Claims,
    ids::{OrganisationId, SiteId},
    policy::Published,
};
use revoir_store::{
    AppTx,
    audit::{self, Acting},
    recordings::{self, Import, Opening},
};

/// What is known of a recording about to be opened.
pub(crate) struct Wanted<'a> {
    pub(crate) organisation: OrganisationId,
    pub(crate) site: SiteId,
    pub(crate) published: &'a Published,
    pub(crate) device: Device,
    pub(crate) receipt_hash: Option<[u8; 32]>,
    pub(crate) import: Option<&'a Import>,
    /// The hour that it is shown under.
    pub(crate) at: Timestamp,
    /// From when retention runs at the latest.
    pub(crate) ends: Timestamp,
}

/// Opens it. Its key is durable before its row is.
pub(crate) async fn open(app: &App, wanted: Wanted<'_>) -> Result<Claims, ApiError> {
    let now = app.now();
    let policy = &wanted.published.policy;
    let end = now
        .checked_add(policy.lifespan())
        .map_err(ApiError::internal)?;
    let last = Bucket::of_expiry(
        policy.purpose,
        wanted.ends,
        policy.retention_minutes.duration(),
    );
    let recording = random::recording_id();
    let bucket = Bucket::of_arrival(policy.purpose, now);
    let slot = keys::assign(app, bucket, recording).await?;
    let claims = Claims {
        recording,
        organisation: wanted.organisation,
        site: wanted.site,
        purpose: policy.purpose,
        policy_version: wanted.published.version,
        slot,
        end,
    };
    let opening = Opening {
        claims,
        at: wanted.at,
        opened_at: now,
        expires_at: last.ends().unwrap_or(end),
        device: wanted.device,
        receipt_hash: wanted.receipt_hash,
        import: wanted.import,
    };
    let mut tx = AppTx::begin(&app.db).await?;
    tx.enter(claims.organisation).await?;
    recordings::open(&mut tx, &opening).await?;
    if wanted.import.is_some() {
        log_import(app, &mut tx, &claims, now).await?;
    }
    tx.commit().await?;
    Ok(claims)
}

/// Imports come by the command line alone.
async fn log_import(
    app: &App,
    tx: &mut AppTx,
    claims: &Claims,
    now: Timestamp,
) -> Result<(), ApiError> {
    let acting = Acting {
        actor: Actor::Cli,
        organisation: claims.organisation,
        now,
    };
    let subject = Subject::Recording(claims.site, claims.purpose, claims.recording);
    let act = Act::of(Event::RecordingImported, subject);
    Ok(audit::write(tx, acting, &app.audit, act).await?)
}
