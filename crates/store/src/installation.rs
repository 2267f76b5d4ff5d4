//! The installation, as its operators see it: organisations by size, jobs by state, the database.

use crate::{Error, InstallationTx, Result, TenantTx, jobs};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use revoir_domain::{ids::OrganisationId, permission::ManageMembers};

/// An organisation, and how large it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// How people call it.
    pub name: String,
    /// When it was founded.
    pub created_at: Timestamp,
    /// How many members it has, invited ones included.
    pub members: i64,
    /// How many sites it has.
    pub sites: i64,
}

/// How the jobs fare.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Jobs {
    /// How many wait or are in work, the sweep not counted.
    pub waiting: i64,
    /// Of how many the last attempt failed.
    pub failed: i64,
    /// For how long the one that waits longest has been due, in seconds.
    pub overdue_seconds: i64,
    /// When the sweep was last done; absent where it never was.
    pub last_sweep_at: Option<Timestamp>,
}

/// Lists every organisation, by name.
pub async fn organisations(tx: &mut InstallationTx) -> Result<Vec<Organisation>> {
    let rows = sqlx::query!(
        r#"select id, name, created_at as "created_at: jiff_sqlx::Timestamp",
               (select count(*) from members where organisation_id = organisations.id) as "members!",
               (select count(*) from sites where organisation_id = organisations.id) as "sites!"
           from organisations order by name, id"#
    )
    .fetch_all(tx.db())
    .await?;
    let organisations = rows.into_iter().map(|row| Organisation {
        id: OrganisationId::from_uuid(row.id),
        name: row.name,
        created_at: row.created_at.to_jiff(),
        members: row.members,
        sites: row.sites,
    });
    Ok(organisations.collect())
}

/// Founds an organisation. The transaction that is given back sees it alone, to bring in its first member.
pub async fn found(
    mut tx: InstallationTx,
    id: OrganisationId,
    name: &str,
) -> Result<TenantTx<ManageMembers>> {
    let now = tx.now();
    sqlx::query!(
        "insert into organisations (id, name, created_at) values ($1, $2, $3)",
        id.uuid(),
        name,
        now.to_sqlx() as _
    )
    .execute(tx.db())
    .await?;
    tx.founding(id).await
}

/// Whether someone has one of these e-mails.
pub async fn knows_any(tx: &mut InstallationTx, emails: &[String]) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from members where email = any($1)) as "known!""#,
        emails
    )
    .fetch_one(tx.db())
    .await?)
}

/// Counts the jobs.
pub async fn jobs(tx: &mut InstallationTx) -> Result<Jobs> {
    let now = tx.now();
    let row = sqlx::query!(
        r#"select count(*) filter (where kind <> 'sweep') as "waiting!",
               count(*) filter (where failed) as "failed!",
               min(run_at) filter (where run_at <= $1 and attempts < $2) as "due: jiff_sqlx::Timestamp",
               max(done_at) filter (where kind = 'sweep') as "last_sweep_at: jiff_sqlx::Timestamp"
           from jobs"#,
        now.to_sqlx() as _,
        jobs::ATTEMPTS
    )
    .fetch_one(tx.db())
    .await?;
    let overdue = row
        .due
        .map(|due| now.duration_since(due.to_jiff()).as_secs());
    Ok(Jobs {
        waiting: row.waiting,
        failed: row.failed,
        overdue_seconds: overdue.unwrap_or(0),
        last_sweep_at: row.last_sweep_at.map(jiff_sqlx::Timestamp::to_jiff),
    })
}

/// The version of Postgres, and the size of the database in bytes.
pub async fn database(tx: &mut InstallationTx) -> Result<(String, i64)> {
    let row = sqlx::query!(
        r#"select current_setting('server_version') as "version!",
               pg_database_size(current_database()) as bytes"#
    )
    .fetch_one(tx.db())
    .await?;
    let bytes = row.bytes.ok_or(Error::Corrupt("its size"))?;
    Ok((row.version, bytes))
}
