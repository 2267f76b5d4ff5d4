//! Opening a recording: its key, its slot, its row and its grant.

use crate::{
    app::App,
    http::problem::ApiError,
    keys,
    pseudonyms::{self, Named},
    random,
};
use jiff::Timestamp;
use revoir_domain::{
    audit::{Act, Actor, Event, Subject},
    bucket::Bucket,
    device::Device,
    grant::Claims,
    ids::{OrganisationId, SiteId},
    policy::{Policy, Published},
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
    /// Whose visit it is, if its policy lets the publisher say (I2, I3).
    pub(crate) named: Option<&'a Named>,
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
    let identity = match wanted.named {
        Some(named) => Some(pseudonyms::identity(app, (wanted.site, policy.purpose), named).await?),
        None => None,
    };
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
        verdict_by: verdict_by(policy, &wanted, end)?,
        device: wanted.device,
        receipt_hash: wanted.receipt_hash,
        identity,
        import: wanted.import,
        trial: wanted.published.trial,
    };
    let mut tx = AppTx::begin(&app.db).await?;
    tx.enter(claims.organisation).await?;
    recordings::open(&mut tx, &opening).await?;
    if let Some(host) = wanted.named.and_then(|named| named.host.as_deref()) {
        revoir_store::pseudonyms::remember_host(&mut tx, (wanted.organisation, wanted.site), host)
            .await?;
    }
    if wanted.import.is_some() {
        log_import(app, &mut tx, &claims, now).await?;
    }
    tx.commit().await?;
    Ok(claims)
}

/// An import is somebody's own choice, and awaits none.
fn verdict_by(
    policy: &Policy,
    wanted: &Wanted<'_>,
    end: Timestamp,
) -> Result<Option<Timestamp>, ApiError> {
    let within = policy.collection.verdict_within();
    let within = within.filter(|_| wanted.import.is_none());
    let by = within.map(|within| end.checked_add(within));
    by.transpose().map_err(ApiError::internal)
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
