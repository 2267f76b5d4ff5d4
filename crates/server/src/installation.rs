//! An installation: a data directory under one lock, its Postgres, its key ring.

use crate::{app::App, clock, config::Config, random, restoring};
use anyhow::Context;
use revoir_postgres::{DataLock, Options, Server};
use revoir_store::{OwnerTx, Pool, audit, partitions, recordings, schema};
use revoir_vault::{
    GrantKey, KeyRing, ProofSecrets, PseudonymKeys, audit::SigningKey, tombstones::Tombstones,
};
use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// What is open, in the order in which it is closed.
pub(crate) struct Installation {
    pub(crate) app: App,
    database: Database,
}

/// The database of an installation, prepared.
pub(crate) struct Database {
    url: String,
    private: Option<Private>,
    _lock: DataLock,
}

/// A Postgres of our own, shared with the task that revives it.
type Private = Arc<Mutex<Option<Server>>>;

/// How often it is looked after.
const WATCH: Duration = Duration::from_secs(1);

impl Installation {
    /// Opens the installation that `config` names, migrating its database.
    pub(crate) async fn open(config: Config) -> anyhow::Result<Self> {
        let lock = DataLock::take(&config.data_dir())?;
        let database = Database::whole(&config, lock).await?;
        let app = database.app(config).await?;
        Ok(Self { app, database })
    }

    /// Closes it in order: connections, then Postgres, then the lock.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        self.app.db.close().await;
        self.database.close().await
    }
}

/// An empty ring beside a database that holds recordings is a volume that was not mounted.
async fn check_keys(db: &Pool, ring: &KeyRing, keys: &Path) -> anyhow::Result<()> {
    let mut tx = OwnerTx::begin(db).await?;
    if ring.buckets().is_empty() && recordings::any(&mut tx, clock::now()).await? {
        let keys = keys.display().to_string();
        return Err(std::io::Error::other(format!(
            "the key ring {keys} is empty, but the database holds recordings: is the right directory mounted?"
        ))
        .into());
    }
    Ok(())
}

impl Database {
    /// Takes the lock, starts the private Postgres unless an address is given, and migrates.
    pub(crate) async fn open(config: &Config) -> anyhow::Result<Self> {
        let lock = DataLock::take(&config.data_dir())?;
        let database = Self::whole(config, lock).await?;
        schema::prepare(&database.url)
            .await
            .context("preparing the database")?;
        Ok(database)
    }

    /// The database as it is once a restore that did not end is undone.
    pub(crate) async fn whole(config: &Config, lock: DataLock) -> anyhow::Result<Self> {
        let database = Self::found(config, lock).await?;
        if let Err(error) = restoring::recover(&database.url).await {
            database.close().await?;
            return Err(error);
        }
        Ok(database)
    }

    /// What serves from this database, which is migrated.
    pub(crate) async fn app(&self, config: Config) -> anyhow::Result<App> {
        schema::prepare(&self.url)
            .await
            .context("preparing the database")?;
        let db = Pool::connect(&self.url, config.database.connections).await?;
        partitions::ensure_hour(&db, clock::now()).await?;
        audit::ensure_month(&db, clock::now()).await?;
        let keys = config.keys_dir();
        let ring = KeyRing::open(&keys)
            .with_context(|| format!("opening the key ring {}", keys.display()))?;
        check_keys(&db, &ring, &keys).await?;
        let grants = GrantKey::open(&keys, &mut random::rng())?;
        let audit = SigningKey::open(&keys, &mut random::rng())?;
        let tombstones = Tombstones::open(config.tombstones_dir())?;
        let people = (PseudonymKeys::open(&keys)?, ProofSecrets::open(&keys)?);
        App::new(db, (ring, tombstones), (grants, audit), people, config)
    }

    /// Starts the private Postgres unless an address is given. What is in it stays as it is.
    pub(crate) async fn found(config: &Config, lock: DataLock) -> anyhow::Result<Self> {
        if !config.database.url.is_empty() {
            let url = config.database.url.clone();
            return Ok(Self {
                url,
                private: None,
                _lock: lock,
            });
        }
        let server = tokio::task::block_in_place(|| start(config, &lock))?;
        let (superuser, url) = (
            server.url("postgres", "postgres"),
            server.url("revoir", "revoir"),
        );
        let private = Arc::new(Mutex::new(Some(server)));
        schema::found(&superuser).await?;
        tokio::spawn(look_after(private.clone()));
        Ok(Self {
            url,
            private: Some(private),
            _lock: lock,
        })
    }

    /// Its address.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) async fn close(self) -> anyhow::Result<()> {
        let server = self.private.and_then(|private| held(&private).take());
        if let Some(server) = server {
            tokio::task::spawn_blocking(move || server.stop()).await??;
        }
        Ok(())
    }
}

/// Starts the private Postgres.
pub(crate) fn start(config: &Config, lock: &DataLock) -> Result<Server, revoir_postgres::Error> {
    let explicit = Some(config.postgres.bin.as_path()).filter(|bin| !bin.as_os_str().is_empty());
    let binaries = revoir_postgres::find_for(lock, explicit, Path::new("var/pg/bin"))?;
    Server::start(&binaries, lock, &Options::default())
}

/// Starts the private Postgres again when its main process was killed.
async fn look_after(private: Private) {
    loop {
        tokio::time::sleep(WATCH).await;
        let private = private.clone();
        let revived =
            tokio::task::spawn_blocking(move || held(&private).as_mut().map(Server::revive)).await;
        match revived {
            Ok(Some(Ok(true))) => {
                tracing::warn!("the private Postgres was gone and is started again");
            }
            Ok(Some(Err(error))) => tracing::error!(%error, "the private Postgres is gone"),
            Ok(None) | Err(_) => return,
            Ok(Some(Ok(false))) => {}
        }
    }
}

fn held(private: &Private) -> MutexGuard<'_, Option<Server>> {
    private.lock().unwrap_or_else(PoisonError::into_inner)
}
