//! The hosts of a site for which pseudonyms were derived (I3).

use crate::{AppTx, Result};
use revoir_domain::{
    ids::{OrganisationId, SiteId},
    limits,
};

/// Remembers a host of a site, in the organisation that the transaction has entered.
pub async fn remember_host(
    tx: &mut AppTx,
    (organisation, site): (OrganisationId, SiteId),
    host: &str,
) -> Result<()> {
    sqlx::query!(
        "insert into pseudonym_hosts (organisation_id, site_id, host)
         select $1, $2, $3 where (select count(*) from pseudonym_hosts where site_id = $2) < $4
         on conflict do nothing",
        organisation.uuid(),
        site.uuid(),
        host,
        i64::from(limits::PSEUDONYM_HOSTS)
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The hosts that were remembered of a site.
pub async fn hosts(tx: &mut AppTx, site: SiteId) -> Result<Vec<String>> {
    let hosts = sqlx::query_scalar!(
        "select host from pseudonym_hosts where site_id = $1",
        site.uuid()
    );
    Ok(hosts.fetch_all(tx.db()).await?)
}
