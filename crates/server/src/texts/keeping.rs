//! Keeping: what a text version said, from the moment at which it is in force.

use super::{Content, policies_of};
use crate::{app::App, http::problem::ApiError};
use jiff::Timestamp;
use revoir_domain::material::material;
use revoir_store::{
    AppTx, OwnerTx, organisations, policies, sites,
    sites::Site,
    texts::{self, Text},
};

/// Keeps the texts of a site if they say something else than before, in the transaction that made them do so.
/// Without a version named they go on under the one that they have.
pub(crate) async fn keep(
    tx: &mut AppTx,
    site: &Site,
    named: Option<&str>,
    now: Timestamp,
) -> Result<(), ApiError> {
    texts::lock(tx, site.id).await?;
    let policies = policies_of(policies::in_force(tx, site.id).await?);
    let Some(first) = policies.first() else {
        return Ok(());
    };
    let before = texts::latest(tx, site.id).await?;
    let going_on = before.as_ref().map(|it| it.text_version.as_str());
    let text_version = named.or(going_on).unwrap_or(&first.text_version).to_owned();
    let publisher = organisations::name(tx).await?;
    let publisher = publisher.ok_or(ApiError::NotFound("organisation"))?;
    let content = Content::of((&site.key, &publisher), &text_version, &policies);
    let content = serde_json::to_string(&content).map_err(ApiError::internal)?;
    let further = before.as_ref().map(|it| material(&it.policies, &policies));
    let is_material = further.is_some_and(|further| !further.is_empty());
    if before.as_ref().is_some_and(|it| it.content == content) && !is_material {
        return Ok(());
    }
    let text = Text {
        number: before.map_or(1, |it| it.number + 1),
        text_version,
        content,
        since: now,
        material: is_material,
        policies,
    };
    Ok(texts::keep(tx, site, &text).await?)
}

/// Keeps the texts of every site: what a new version of this program says otherwise counts from its start.
pub(crate) async fn keep_all(app: &App) -> anyhow::Result<()> {
    let now = app.now();
    let mut owner = OwnerTx::begin(&app.db).await?;
    let organisations = organisations::all(&mut owner).await?;
    drop(owner);
    for organisation in organisations {
        let mut tx = AppTx::begin(&app.db).await?;
        tx.enter(organisation).await?;
        for site in sites::list(&mut tx).await? {
            keep(&mut tx, &site, None, now).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}
