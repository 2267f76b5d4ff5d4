//! Connections: each has taken `revoir_owner` and sees the schema `revoir` alone.

use crate::Result;
use sqlx::{
    PgConnection,
    postgres::{PgConnectOptions, PgPool, PgPoolOptions},
};
use std::{str::FromStr, time::Duration};

/// Connections to the database.
#[derive(Clone, Debug)]
pub struct Pool(pub(crate) PgPool);

impl Pool {
    /// Connects to a database that [`crate::schema::prepare`] has prepared.
    pub async fn connect(url: &str, connections: u32) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)?.application_name("revoir");
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(5))
            .after_connect(|connection, _| Box::pin(become_owner(connection)))
            .connect_with(options)
            .await?;
        Ok(Self(pool))
    }

    /// Whether the database answers.
    pub async fn answers(&self) -> bool {
        sqlx::query_scalar!("select 1 as one")
            .fetch_one(&self.0)
            .await
            .is_ok()
    }

    /// Closes every connection, waiting for what is under way.
    pub async fn close(&self) {
        self.0.close().await;
    }
}

async fn become_owner(connection: &mut PgConnection) -> std::result::Result<(), sqlx::Error> {
    sqlx::raw_sql("set role revoir_owner; set search_path to revoir; set timezone to 'UTC'; set lock_timeout to '5s'")
        .execute(connection)
        .await?;
    Ok(())
}
