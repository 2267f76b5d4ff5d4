//! What every part of a running server shares.

use crate::{
    clock, config::Config, failures::Failures, http::problem::ApiError, limiter::Limiter,
    mail::Mailer, sighting::Sightings,
};
use jiff::{SignedDuration, Timestamp};
use revoir_domain::{
    framework::Framework,
    ids::{OrganisationId, SiteId},
    policy::{Policy, Published},
    purpose::Purpose,
    route::RoutePattern,
};
use revoir_store::{AppTx, OwnerTx, Pool, policies, routes, sites, sites::Site};
use revoir_vault::{
    GrantKey, KeyRing, ProofSecrets, PseudonymKeys, TagKey, audit::SigningKey,
    tombstones::Tombstones,
};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};
use tokio::sync::{Notify, Semaphore};

/// For how long the learned routes of a site are not read again.
const ROUTES_FRESH: SignedDuration = SignedDuration::from_secs(30);

/// A handle to what is shared; cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) db: Pool,
    pub(crate) ring: Arc<KeyRing>,
    pub(crate) pseudonyms: Arc<PseudonymKeys>,
    pub(crate) proofs: Arc<ProofSecrets>,
    pub(crate) grants: GrantKey,
    /// What was erased, beside every copy of the database.
    pub(crate) tombstones: Arc<Tombstones>,
    /// Signs the entries of the audit log.
    pub(crate) audit: SigningKey,
    pub(crate) config: Config,
    /// What policies are judged by.
    pub(crate) framework: Framework,
    pub(crate) openings: Limiter,
    /// What visitors ask about recordings of theirs.
    pub(crate) receipts: Limiter,
    /// Proofs of consent, by site.
    pub(crate) site_proofs: Limiter,
    pub(crate) sign_ins: Limiter,
    /// Sign-ins of one client, whoever it claims to be.
    pub(crate) clients: Limiter,
    /// Wrong passwords, by e-mail or by the browser that is known to its member.
    pub(crate) failures: Failures,
    /// Links asked for, by e-mail.
    pub(crate) resets: Failures,
    /// Marks the browsers in which somebody has signed in.
    pub(crate) known: TagKey,
    /// Draws the names of each recording.
    pub(crate) names: TagKey,
    /// Absent where no mail is set up.
    pub(crate) mailer: Option<Mailer>,
    /// Mails on their way to people who asked for a link.
    pub(crate) mails: Arc<Semaphore>,
    pub(crate) sightings: Sightings,
    /// Since when this process serves.
    pub(crate) started_at: Timestamp,
    /// Bodies of batches that may be on their way in.
    pub(crate) arriving: Semaphore,
    /// Batches that may be waiting or in work.
    pub(crate) batches: Semaphore,
    /// One for each core: what computes takes one.
    pub(crate) cores: Semaphore,
    /// Outlines of open recordings that may be in work.
    pub(crate) outlines: Semaphore,
    /// Password hashes at once: each takes 19 MiB.
    pub(crate) hashes: Semaphore,
    /// Wakes the worker when there is a job.
    pub(crate) jobs: Notify,
    policies: RwLock<HashMap<(SiteId, Purpose, u32), Arc<Policy>>>,
    routes: RwLock<HashMap<SiteId, Learned>>,
}

/// The learned routes of a site, and when they were read.
type Learned = (Timestamp, Arc<[RoutePattern]>);

impl App {
    pub(crate) fn new(
        db: Pool,
        (ring, tombstones): (KeyRing, Tombstones),
        (grants, audit): (GrantKey, SigningKey),
        (pseudonyms, proofs): (PseudonymKeys, ProofSecrets),
        config: Config,
    ) -> anyhow::Result<Self> {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let mailer = Mailer::of(&config.mail).map_err(anyhow::Error::msg)?;
        Ok(Self(Arc::new(Shared {
            db,
            ring: Arc::new(ring),
            tombstones: Arc::new(tombstones),
            pseudonyms: Arc::new(pseudonyms),
            proofs: Arc::new(proofs),
            known: grants.derive("revoir known browsers"),
            names: grants.derive("revoir names"),
            grants,
            audit,
            failures: Failures::at_most(10),
            resets: Failures::at_most(3),
            mailer,
            mails: Arc::new(Semaphore::new(16)),
            sightings: Sightings::default(),
            started_at: clock::now(),
            openings: Limiter::per_minute(config.limits.openings_per_minute),
            receipts: Limiter::per_minute(config.limits.receipts_per_minute),
            site_proofs: Limiter::per_hour(config.limits.proofs_per_hour),
            sign_ins: Limiter::per_minute(config.limits.sign_ins_per_minute),
            clients: Limiter::per_minute(config.limits.sign_ins_per_minute.saturating_mul(10)),
            arriving: Semaphore::new(config.limits.bodies_at_once),
            batches: Semaphore::new(config.limits.batches_at_once),
            cores: Semaphore::new(cores),
            outlines: Semaphore::new(2),
            hashes: Semaphore::new(2),
            jobs: Notify::new(),
            framework: Framework::embedded()?,
            policies: RwLock::default(),
            routes: RwLock::default(),
            config,
        })))
    }

    /// The time.
    #[expect(
        clippy::unused_self,
        reason = "whoever asks for the time holds the app"
    )]
    pub(crate) fn now(&self) -> Timestamp {
        clock::now()
    }

    /// The site with this key, and the transaction that found it, which has entered its organisation.
    pub(crate) async fn site(&self, key: &str) -> Result<(Site, AppTx), ApiError> {
        if !sites::is_key(key) {
            return Err(ApiError::SiteNotFound);
        }
        let mut tx = AppTx::begin(&self.db).await?;
        let site = sites::find_by_key(&mut tx, key)
            .await?
            .ok_or(ApiError::SiteNotFound)?;
        tx.enter(site.organisation).await?;
        Ok((site, tx))
    }

    /// The site that a grant names.
    pub(crate) async fn site_by_id(
        &self,
        organisation: OrganisationId,
        id: SiteId,
    ) -> Result<Site, ApiError> {
        let mut tx = AppTx::begin(&self.db).await?;
        tx.enter(organisation).await?;
        sites::find(&mut tx, id)
            .await?
            .ok_or(ApiError::SiteNotFound)
    }

    /// A published version of a policy. Kept in memory: it never changes.
    pub(crate) async fn policy(
        &self,
        site: SiteId,
        purpose: Purpose,
        version: u32,
    ) -> Result<Arc<Policy>, ApiError> {
        let at = (site, purpose, version);
        let known = self
            .policies
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&at)
            .cloned();
        if let Some(policy) = known {
            return Ok(policy);
        }
        let mut tx = OwnerTx::begin(&self.db).await?;
        let Published { policy, .. } = policies::find(&mut tx, site, purpose, version).await?;
        let policy = Arc::new(policy);
        let mut kept = self
            .policies
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= 10_000 {
            kept.clear();
        }
        kept.insert(at, policy.clone());
        Ok(policy)
    }

    /// The routes that a site has learned, as they were at most half a minute ago.
    pub(crate) async fn learned_routes(
        &self,
        site: SiteId,
    ) -> Result<Arc<[RoutePattern]>, ApiError> {
        let now = self.now();
        let known = {
            let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
            routes.get(&site).cloned()
        };
        if let Some((read, routes)) = known
            && now.duration_since(read) < ROUTES_FRESH
        {
            return Ok(routes);
        }
        let mut tx = OwnerTx::begin(&self.db).await?;
        let routes: Arc<[RoutePattern]> = routes::learned_of(&mut tx, site).await?.into();
        let mut kept = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= 10_000 {
            kept.clear();
        }
        kept.insert(site, (now, routes.clone()));
        Ok(routes)
    }

    /// Reads the learned routes of a site anew when they are next asked for.
    pub(crate) fn forget_learned(&self, site: SiteId) {
        let mut kept = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        kept.remove(&site);
    }

    /// Runs what computes or blocks on files, on a thread of its own, one for each core at a time.
    pub(crate) async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        let core = self.cores.acquire().await.map_err(ApiError::internal)?;
        let done = tokio::task::spawn_blocking(work)
            .await
            .map_err(ApiError::internal)?;
        drop(core);
        Ok(done)
    }
}

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
