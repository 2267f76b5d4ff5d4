//! Views: searches that someone keeps under a name.

use crate::{Error, Result, TenantTx};
use jiff_sqlx::ToSqlx;
use revoir_domain::{
    ids::{SiteId, ViewId},
    limits,
    permission::Watch,
    purpose::Purpose,
};

/// A search kept under a name.
#[derive(Clone, Debug)]
pub struct View {
    /// Its id.
    pub id: ViewId,
    /// How its owner calls it.
    pub name: String,
    /// The query of the list's address.
    pub query: String,
}

/// One's own views of a purpose of a site, by name.
pub async fn list(tx: &mut TenantTx<Watch>, site: SiteId, purpose: Purpose) -> Result<Vec<View>> {
    let member = tx.scope().member();
    let rows = sqlx::query!(
        "select id, name, query from views where member_id = $1 and site_id = $2 and purpose = $3 order by name, id",
        member.uuid(),
        site.uuid(),
        purpose.name()
    )
    .fetch_all(tx.db())
    .await?;
    let views = rows.into_iter().map(|row| View {
        id: ViewId::from_uuid(row.id),
        name: row.name,
        query: row.query,
    });
    Ok(views.collect())
}

/// Keeps a view, unless there are as many as there may be.
pub async fn add(
    tx: &mut TenantTx<Watch>,
    site: SiteId,
    purpose: Purpose,
    view: &View,
) -> Result<()> {
    let (now, member) = (tx.now(), tx.scope().member());
    let organisation = tx.scope().organisation();
    let added = sqlx::query!(
        "insert into views (id, organisation_id, member_id, site_id, purpose, name, query, created_at)
         select $1, $2, $3, $4, $5, $6, $7, $8
         where (select count(*) from views where member_id = $3 and site_id = $4 and purpose = $5) < $9",
        view.id.uuid(),
        organisation.uuid(),
        member.uuid(),
        site.uuid(),
        purpose.name(),
        view.name,
        view.query,
        now.to_sqlx() as _,
        i64::from(limits::VIEWS)
    )
    .execute(tx.db())
    .await?;
    if added.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Full)
    }
}

/// Deletes a view of one's own.
pub async fn delete(tx: &mut TenantTx<Watch>, site: SiteId, id: ViewId) -> Result<()> {
    let member = tx.scope().member();
    let done = sqlx::query!(
        "delete from views where id = $1 and member_id = $2 and site_id = $3",
        id.uuid(),
        member.uuid(),
        site.uuid()
    )
    .execute(tx.db())
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::NotFound("view"))
    }
}
