//! A database for one test.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use revoir_store::schema;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// The address of a migrated database of its own, for `revoir_test`, which row-level security binds.
pub(crate) async fn test_url(test: &str) -> String {
    let superuser =
        std::env::var("TEST_DATABASE_URL").expect("TEST_DATABASE_URL is set: run cargo xtask test");
    let mut admin = PgConnection::connect(&superuser).await.unwrap();
    let name = format!("{test}_{}", std::process::id());
    for statement in [
        "do $$ begin create role revoir_test login createrole;
         exception when duplicate_object or unique_violation then null; end $$"
            .to_owned(),
        format!("drop database if exists {name}"),
        format!("create database {name} owner revoir_test"),
    ] {
        sqlx::raw_sql(AssertSqlSafe(statement))
            .execute(&mut admin)
            .await
            .unwrap();
    }
    let url = superuser.replacen("postgres@", "revoir_test@", 1);
    let (server, query) = url.split_once('?').unwrap_or((&url, ""));
    let server = server.rsplit_once('/').unwrap().0;
    let url = format!("{server}/{name}?{query}");
    schema::prepare(&url).await.unwrap();
    schema::prepare(&url).await.unwrap();
    url
}
