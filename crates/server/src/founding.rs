//! Founding: organisations, sites and their first policies.

use crate::{app::App, command_line, config::Config, http::problem::ApiError, random};
use jiff::{Timestamp, tz::TimeZone};
use revoir_domain::{
    audit::{Act, Actor, Event, Subject},
    ids::{OrganisationId, PolicyId, SiteId},
    permission::{EditPolicies, ManageSites},
    policy::Policy,
    publication::{Justified, Publication, Publisher},
    purpose::Purpose,
};
use revoir_store::{
    OwnerTx, TenantTx,
    audit::{self, Acting},
    organisations, policies,
    sites::{self, Site},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The strictest that the appendix names, one for each purpose.
pub(crate) const PRESETS: [&str; 3] = [
    include_str!("../../../config/presets/support.toml"),
    include_str!("../../../config/presets/ux.toml"),
    include_str!("../../../config/presets/errors.toml"),
];

/// What is said of the deviations of a site's first policies, by purpose.
pub(crate) type Said = BTreeMap<Purpose, Vec<Justified>>;

/// A site to be added.
#[derive(Serialize, Deserialize)]
pub(crate) struct NewSite {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) origins: Vec<String>,
    pub(crate) organisation: Option<String>,
}

/// What a publisher puts into each page of a site.
pub(crate) fn snippet(config: &Config, key: &str) -> String {
    let url = config.url();
    format!("<script async src=\"{url}/sdk/revoir.js\" data-site=\"{key}\"></script>")
}

/// Adds a site under the presets.
pub(crate) async fn add_site(app: &App, site: NewSite) -> Result<(), ApiError> {
    let now = app.now();
    let mut tx = OwnerTx::begin(&app.db).await?;
    let organisation = organisation(app, &mut tx, site.organisation.as_deref(), now).await?;
    let tx = tx
        .within(command_line::allow(organisation, now)?, now)
        .await?;
    let site = Site {
        id: SiteId::from_uuid(random::timed_id(now)),
        organisation,
        key: site.key,
        name: site.name,
        origins: site.origins,
        test_origins: Vec::new(),
    };
    let first = ("under the presets", &PRESETS[..], &Said::new());
    Ok(create_site(app, tx, &site, first).await?.commit().await?)
}

/// Creates a site and publishes its first policies, unless its key is taken: why, which, and what is said of
/// their deviations.
pub(crate) async fn create_site(
    app: &App,
    mut tx: TenantTx<ManageSites>,
    site: &Site,
    (why, texts, said): (&str, &[&str], &Said),
) -> Result<TenantTx<EditPolicies>, ApiError> {
    if !sites::create(&mut tx, site).await? {
        return Err(ApiError::SiteKeyTaken);
    }
    let scope = tx.scope().founding();
    let mut tx = tx.turn(scope).await?;
    let name = policies::author(&mut tx).await?;
    let by = Publisher {
        name: &name,
        may_deviate: true,
        today: tx.now().to_zoned(TimeZone::UTC).date(),
    };
    let mut acts = vec![Act::of(Event::SiteAdded, Subject::Site(site.id))];
    for text in texts {
        let policy: Policy = toml::from_str(text).map_err(ApiError::internal)?;
        let said = said.get(&policy.purpose).map_or(&[][..], Vec::as_slice);
        let publication = Publication::of(policy, &app.framework, &by, (why, said))?;
        let id = PolicyId::from_uuid(random::timed_id(tx.now()));
        let subject = Subject::Purpose(site.id, publication.policy().purpose);
        let version = policies::publish(&mut tx, site.id, id, &publication).await?;
        acts.push(Act::of(Event::PolicyPublished, subject).with(version));
    }
    let now = tx.now();
    crate::texts::keep(&mut tx, site, None, now).await?;
    tx.audit_all(&app.audit, acts).await?;
    Ok(tx)
}

/// The organisation of this name, made where there is none; without a name the only one there is.
pub(crate) async fn organisation(
    app: &App,
    tx: &mut OwnerTx,
    name: Option<&str>,
    now: Timestamp,
) -> Result<OrganisationId, ApiError> {
    let found = match name {
        Some(name) => organisations::find_by_name(tx, name).await?,
        None => organisations::first(tx).await?,
    };
    if let Some(found) = found {
        return Ok(found);
    }
    let id = OrganisationId::from_uuid(random::timed_id(now));
    organisations::create(tx, id, name.unwrap_or("Organisation"), now).await?;
    let acting = Acting {
        actor: Actor::Cli,
        organisation: id,
        now,
    };
    let act = Act::of(Event::OrganisationFounded, Subject::Organisation);
    audit::write_as_owner(tx, acting, &app.audit, act).await?;
    Ok(id)
}
