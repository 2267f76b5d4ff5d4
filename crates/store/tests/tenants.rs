//! Row-level security, from the catalogue: a query without its tenant returns nothing, in every table.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

use revoir_store::schema;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

const OURS: &str = "00000000-0000-7000-8000-000000000001";
const THEIRS: &str = "00000000-0000-7000-8000-000000000002";

/// A migrated database of its own, as `revoir_test`, which row-level security binds.
async fn test_db() -> PgConnection {
    let superuser =
        std::env::var("TEST_DATABASE_URL").expect("TEST_DATABASE_URL is set: run cargo xtask test");
    let mut admin = PgConnection::connect(&superuser).await.unwrap();
    let name = format!("tenants_{}", std::process::id());
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
    let mut db = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql("set role revoir_owner; set search_path to revoir")
        .execute(&mut db)
        .await
        .unwrap();
    db
}

/// One row of everything for each of two organisations.
async fn fill(db: &mut PgConnection) {
    for (number, organisation) in [OURS, THEIRS].into_iter().enumerate() {
        let fill = format!(
            "insert into organisations values ('{organisation}', 'o', now());
             insert into sites values ('{organisation}', '{organisation}', 'site-{number}', 's', '{{}}', now());
             insert into policies values ('{organisation}', '{organisation}', '{organisation}', 'ux', 1, '{{}}', now());
             insert into members values ('{organisation}', '{organisation}', 'm{number}@x', 'm', '', now(), null);
             insert into role_grants values ('{organisation}', '{organisation}', '{organisation}', 'dpo', null, null, now(), null);
             insert into sessions values (sha256('{number}'), '{organisation}', '{organisation}', now(), now(), '{organisation}', 'desktop', 'other');
             insert into links values (sha256('{number}'), '{organisation}', '{organisation}', 'reset', now(), now() + interval '1 hour');
             insert into sightings values ('{organisation}', '{organisation}', 'https://a.example', true, date_trunc('minute', now(), 'UTC'));
             insert into recordings (id, organisation_id, site_id, purpose, policy_version, opened_hour, expires_at,
                 device, browser, receipt_hash, slot_bucket, slot_number, closes_at)
             values ('{organisation}', '{organisation}', '{organisation}', 'ux', 1, date_trunc('hour', now(), 'UTC'),
                 now(), 'desktop', 'other', sha256('{number}'), 'b', 1, now());
             create table chunks_{number} partition of chunks for values from ('200{number}-01-01') to ('200{number}-02-01');
             insert into chunks values ('{organisation}', '{organisation}', 0, '200{number}-01-01', sha256(''), '');
             create table frames_{number} partition of frames for values in ('{number}');
             insert into frames values ('{organisation}', '{organisation}', '{number}', 0, '');
             create table outlines_{number} partition of outlines for values in ('{number}');
             insert into outlines values ('{organisation}', '{organisation}', '{number}', '', '');
             insert into notes values ('{organisation}', '{organisation}', '{organisation}', '{organisation}', 0, '', now());
             insert into erasures values ('{organisation}', '{organisation}', '{organisation}', 'ux', '{organisation}', 'm',
                 null, null, now());
             insert into views values ('{organisation}', '{organisation}', '{organisation}', '{organisation}', 'ux', 'v', '',
                 now());"
        );
        sqlx::raw_sql(AssertSqlSafe(fill))
            .execute(&mut *db)
            .await
            .unwrap();
    }
}

/// Every table of ours but the migrations' own and the jobs, which belong to no tenant. Partitions are
/// reached through their parents.
async fn tenant_tables(db: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar(
        "select relname::text from pg_class
         where relnamespace = 'revoir'::regnamespace and relkind in ('r', 'p') and not relispartition
           and relname not in ('_sqlx_migrations', 'jobs') order by 1",
    )
    .fetch_all(db)
    .await
    .unwrap()
}

async fn seen_by_app(db: &mut PgConnection, table: &str, organisation: &str) -> i64 {
    let mut tx = db.begin().await.unwrap();
    sqlx::raw_sql("set local role revoir_app")
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query("select set_config('revoir.organisation', $1, true)")
        .bind(organisation)
        .execute(&mut *tx)
        .await
        .unwrap();
    let count = format!("select count(*) from {table}");
    sqlx::query_scalar(AssertSqlSafe(count))
        .fetch_one(&mut *tx)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_query_without_its_tenant_returns_nothing_in_any_table() {
    let mut db = test_db().await;
    fill(&mut db).await;

    let tables = tenant_tables(&mut db).await;

    assert_eq!(tables.len(), 15, "{tables:?}");
    for table in tables {
        assert_eq!(
            seen_by_app(&mut db, &table, "").await,
            0,
            "{table} without a tenant"
        );
        assert_eq!(
            seen_by_app(&mut db, &table, OURS).await,
            1,
            "{table} with its tenant"
        );
        assert_eq!(
            seen_by_app(&mut db, &table, "00000000-0000-7000-8000-000000000009").await,
            0,
            "{table} with another"
        );
    }

    // by its parent only: the app has no right to a partition itself
    let direct: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relispartition and relkind = 'r'
           and has_table_privilege('revoir_app', oid, 'select')",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    assert!(direct.is_empty(), "{direct:?}");

    let unfenced: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relnamespace = 'revoir'::regnamespace and relkind in ('r', 'p')
           and not relispartition and relname not in ('_sqlx_migrations', 'jobs') and not relrowsecurity",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    assert!(unfenced.is_empty(), "{unfenced:?}");

    let strong: Vec<String> = sqlx::query_scalar(
        "select rolname::text from pg_roles where rolname in ('revoir_app', 'revoir_owner', 'revoir_test')
           and (rolsuper or rolbypassrls)",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    assert!(strong.is_empty(), "{strong:?}");

    let owned: i64 =
        sqlx::query_scalar("select count(*) from pg_class where relowner = 'revoir_app'::regrole")
            .fetch_one(&mut db)
            .await
            .unwrap();
    assert_eq!(owned, 0);
}
