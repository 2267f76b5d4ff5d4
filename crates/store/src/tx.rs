//! Transactions that say on whose behalf they run.

use crate::{Error, Pool, Result};
use jiff::Timestamp;
use revoir_domain::{
    ids::{OrganisationId, SiteId},
    permission::{Export, ManageMembers, Operate, Permission, Scope, Watch},
    pseudonym::Pseudonym,
    purpose::Purpose,
};
use sqlx::{PgConnection, Postgres, Transaction};
use std::ops::{Deref, DerefMut};
use uuid::Uuid;

/// A transaction of `revoir_owner`: ingest, jobs and the command line.
#[derive(Debug)]
pub struct OwnerTx(Transaction<'static, Postgres>);

/// A transaction of `revoir_app` that belongs to no organisation until [`AppTx::enter`].
#[derive(Debug)]
pub struct AppTx(Transaction<'static, Postgres>);

/// A transaction of `revoir_app` within the organisation and the reach of a permission.
#[derive(Debug)]
pub struct TenantTx<P> {
    tx: AppTx,
    scope: Scope<P>,
    now: Timestamp,
    sites: Vec<Option<Uuid>>,
    purposes: Vec<String>,
}

/// A transaction of `revoir_app` that belongs to no organisation and sees what an operator may: which
/// organisations there are, and how the installation fares.
#[derive(Debug)]
pub struct InstallationTx {
    tx: AppTx,
    scope: Scope<Operate>,
    now: Timestamp,
}

/// What may be named to find a row before the organisation is known.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Named<'a> {
    SiteKey(&'a str),
    Email(&'a str),
    Session([u8; 32]),
    Receipt([u8; 32]),
    Link([u8; 32]),
    Token([u8; 32]),
    Customer(&'a [Pseudonym]),
}

impl OwnerTx {
    /// Opens it.
    pub async fn begin(pool: &Pool) -> Result<Self> {
        Ok(Self(pool.0.begin().await?))
    }

    /// Makes it durable.
    pub async fn commit(self) -> Result<()> {
        Ok(self.0.commit().await?)
    }
}

impl OwnerTx {
    /// From here on it is a transaction of `revoir_app`, within the scope.
    pub async fn within<P: Permission>(
        mut self,
        scope: Scope<P>,
        now: Timestamp,
    ) -> Result<TenantTx<P>> {
        sqlx::raw_sql("set local role revoir_app")
            .execute(&mut *self.0)
            .await?;
        TenantTx::of(AppTx(self.0), scope, now).await
    }
}

impl AppTx {
    /// Opens it.
    pub async fn begin(pool: &Pool) -> Result<Self> {
        let mut tx = pool.0.begin().await?;
        sqlx::raw_sql("set local role revoir_app")
            .execute(&mut *tx)
            .await?;
        Ok(Self(tx))
    }

    /// Makes it durable.
    pub async fn commit(self) -> Result<()> {
        Ok(self.0.commit().await?)
    }

    /// From here on it sees this organisation's rows.
    pub async fn enter(&mut self, organisation: OrganisationId) -> Result<()> {
        self.set("organisation", &organisation.to_string()).await
    }

    pub(crate) async fn name(&mut self, named: Named<'_>) -> Result<()> {
        match named {
            Named::SiteKey(key) => self.set("site_key", key).await,
            Named::Email(email) => self.set("email", email).await,
            Named::Session(hash) => self.set_hash("session", hash).await,
            Named::Receipt(hash) => self.set_hash("receipt", hash).await,
            Named::Link(hash) => self.set_hash("link", hash).await,
            Named::Token(hash) => self.set_hash("token", hash).await,
            Named::Customer(pseudonyms) => self.set("customer", &in_hex(pseudonyms)).await,
        }
    }

    async fn set_hash(&mut self, setting: &str, hash: [u8; 32]) -> Result<()> {
        sqlx::query!(
            "select set_config('revoir.' || $1, encode($2, 'hex'), true) as done",
            setting,
            &hash[..]
        )
        .fetch_one(&mut *self.0)
        .await?;
        Ok(())
    }

    async fn set(&mut self, setting: &str, value: &str) -> Result<()> {
        sqlx::query!(
            "select set_config('revoir.' || $1, $2, true) as done",
            setting,
            value
        )
        .fetch_one(&mut *self.0)
        .await?;
        Ok(())
    }
}

impl<P: Permission> TenantTx<P> {
    /// Opens it: the only way from a permission to the rows it reaches.
    pub async fn begin(pool: &Pool, scope: Scope<P>, now: Timestamp) -> Result<Self> {
        Self::of(AppTx::begin(pool).await?, scope, now).await
    }

    /// From here on it answers for another permission in the same organisation.
    pub async fn turn<Q: Permission>(self, scope: Scope<Q>) -> Result<TenantTx<Q>> {
        if scope.organisation() != self.scope.organisation() {
            return Err(Error::NotFound("organisation"));
        }
        TenantTx::of(self.tx, scope, self.now).await
    }

    pub(crate) async fn of(mut tx: AppTx, scope: Scope<P>, now: Timestamp) -> Result<Self> {
        tx.enter(scope.organisation()).await?;
        if let Some(receipt) = scope.receipt() {
            tx.name(Named::Receipt(receipt)).await?;
        }
        if let Some(customer) = scope.customer() {
            tx.name(Named::Customer(customer)).await?;
        }
        // of what is frozen, whoever watches or takes out finds nothing, but its visitor and who answers one
        let of_one = scope.receipt().is_some() || scope.customer().is_some();
        let watches = !of_one && [Watch::NAME, Export::NAME].contains(&P::NAME);
        tx.set("watching", if watches { "on" } else { "" }).await?;
        let (sites, purposes) = scope
            .reach()
            .map(|at| (at.site.map(SiteId::uuid), at.purpose.to_string()))
            .unzip();
        Ok(Self {
            tx,
            scope,
            now,
            sites,
            purposes,
        })
    }

    /// Makes it durable.
    pub async fn commit(self) -> Result<()> {
        self.tx.commit().await
    }

    /// The permission that it was opened with.
    #[must_use]
    pub fn scope(&self) -> &Scope<P> {
        &self.scope
    }

    /// The instant for which it answers.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// What the scope does not cover is not found.
    pub(crate) fn covers(&self, site: SiteId, purpose: Purpose) -> Result<()> {
        let covers = self.scope.covers(site, purpose);
        covers.then_some(()).ok_or(Error::NotFound("site"))
    }

    /// The sites of the scope, side by side with [`TenantTx::purposes`]; none stands for every site.
    pub(crate) fn sites(&self) -> Vec<Option<Uuid>> {
        self.sites.clone()
    }

    pub(crate) fn purposes(&self) -> Vec<String> {
        self.purposes.clone()
    }
}

impl InstallationTx {
    /// Opens it: the only way from the permission to operate to what it shows.
    pub async fn begin(pool: &Pool, scope: Scope<Operate>, now: Timestamp) -> Result<Self> {
        let mut tx = AppTx::begin(pool).await?;
        tx.set("installation", "operate").await?;
        Ok(Self { tx, scope, now })
    }

    /// From here on it sees this organisation alone, as who founds it.
    pub(crate) async fn founding(
        mut self,
        organisation: OrganisationId,
    ) -> Result<TenantTx<ManageMembers>> {
        self.tx.set("installation", "").await?;
        TenantTx::of(self.tx, self.scope.founding(organisation), self.now).await
    }

    /// The instant for which it answers.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    pub(crate) fn db(&mut self) -> &mut PgConnection {
        &mut self.tx.0
    }
}

impl<P> Deref for TenantTx<P> {
    type Target = AppTx;

    fn deref(&self) -> &AppTx {
        &self.tx
    }
}

impl<P> DerefMut for TenantTx<P> {
    fn deref_mut(&mut self) -> &mut AppTx {
        &mut self.tx
    }
}

impl AppTx {
    pub(crate) fn db(&mut self) -> &mut PgConnection {
        &mut self.0
    }
}

impl OwnerTx {
    pub(crate) fn db(&mut self) -> &mut PgConnection {
        &mut self.0
    }
}

/// All of them, as the rules of the tables compare them. Never empty, which would bind to nobody.
fn in_hex(pseudonyms: &[Pseudonym]) -> String {
    let mut text = "-".to_owned();
    for pseudonym in pseudonyms {
        text.push(',');
        text.extend(pseudonym.0.map(|byte| format!("{byte:02x}")));
    }
    text
}
