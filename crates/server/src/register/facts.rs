//! Facts that documents are made from: what is in force at an instant, and who holds which role.

use super::words::Words;
use crate::{app::App, http::problem::ApiError};
use jiff::Timestamp;
use revoir_domain::{
    framework::Framework,
    permission::{ReadPolicies, Scope},
    purpose::Purpose,
};
use revoir_store::{
    TenantTx, organisations,
    policies::{self, Version},
    roles::{self, Holder},
    sites::Site,
    stops::{self, Stop},
};

/// What is known of a site.
pub(crate) struct Facts {
    pub(crate) organisation: String,
    pub(crate) site: Site,
    /// In force, at most one for each purpose, in the order of [`Purpose::ALL`].
    pub(crate) versions: Vec<Version>,
    /// The purposes that may be told of.
    pub(crate) covered: Vec<Purpose>,
    /// The purposes of which nothing is collected for the moment.
    pub(crate) stops: Vec<Stop>,
    /// Whoever holds a role on this site.
    pub(crate) holders: Vec<Holder>,
    pub(crate) framework: Framework,
    pub(crate) now: Timestamp,
}

impl Facts {
    /// Reads them within the scope of the transaction.
    pub(crate) async fn read(
        app: &App,
        tx: &mut TenantTx<ReadPolicies>,
        site: Site,
    ) -> Result<Self, ApiError> {
        let organisation = organisations::name(tx).await?;
        Ok(Self {
            organisation: organisation.ok_or(ApiError::NotFound("organisation"))?,
            versions: policies::latest(tx, site.id).await?,
            stops: stops::of(tx, site.id).await?,
            covered: covered(tx.scope(), &site),
            holders: roles::holders(tx, site.id).await?,
            framework: app.framework.clone(),
            now: tx.now(),
            site,
        })
    }

    /// Says since when collecting is stopped for a purpose, where it is.
    pub(super) fn stopped(&self, words: &Words, purpose: Purpose) -> Option<String> {
        let stop = self.stops.iter().find(|it| it.purpose == purpose)?;
        Some(words.fill("stopped", &[("day", &words.day_of(stop.at))]))
    }

    /// Whether some purposes of the site are left out.
    pub(crate) fn is_partial(&self) -> bool {
        self.covered.len() < Purpose::ALL.len()
    }

    /// The purposes that may be told of, and have no policy.
    pub(crate) fn unset(&self) -> impl Iterator<Item = Purpose> {
        let is_set = |purpose: Purpose| {
            let mut set = self.versions.iter().map(|it| it.published.policy.purpose);
            set.any(|it| it == purpose)
        };
        let covered = self.covered.iter().copied();
        covered.filter(move |purpose| !is_set(*purpose))
    }
}

fn covered(scope: &Scope<ReadPolicies>, site: &Site) -> Vec<Purpose> {
    let covers = |purpose: &Purpose| scope.covers(site.id, *purpose);
    Purpose::ALL.into_iter().filter(covers).collect()
}
