//! Row-level security, from the catalogue: a query without its tenant returns nothing, in every table.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use support::test_url;

const OURS: &str = "00000000-0000-7000-8000-000000000001";
const THEIRS: &str = "00000000-0000-7000-8000-000000000002";

/// A connection to a migrated database of its own, as the owner of its tables.
async fn test_db(test: &str) -> PgConnection {
    let mut db = PgConnection::connect(&test_url(test).await).await.unwrap();
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
             insert into notes values ('{organisation}', '{organisation}', '{organisation}', '{organisation}', '', now());
             insert into erasures values ('{organisation}', '{organisation}', '{organisation}', 'ux', '{organisation}', 'm',
                 null, null, now());
             insert into warnings values ('{organisation}', '{organisation}', now(), 4, null, 'data.href', 1);
             insert into remaskings values ('{organisation}', '{organisation}', 'ux', 1);
             insert into refused_proofs values ('{organisation}', '{organisation}', date_trunc('hour', now(), 'UTC'), 1);
             insert into stops values ('{organisation}', '{organisation}', 'ux', now(), 'x');
             insert into freezes values ('{organisation}', '{organisation}', 'ux', now(), 'x');
             insert into incidents values ('{organisation}', '{organisation}', '{organisation}', null, null, null, null, null,
                 now(), 'x');
             insert into discards values ('{organisation}', '{organisation}', 'ux', now(), 1);
             insert into firings values ('{organisation}', '{organisation}', 'ux', now(), 'rage_click', 1, 1);
             insert into policy_drafts values ('{organisation}', '{organisation}', 'ux', 1, '{{}}', 'm', now());
             insert into pseudonym_hosts values ('{organisation}', '{organisation}', 'a.example');
             insert into tokens values ('{organisation}', '{organisation}', '{organisation}', 't', sha256('{number}'), now(),
                 now() + interval '1 day');
             insert into tickets values ('{organisation}', '{organisation}', '7', array[sha256('')], now());
             insert into releases values ('{organisation}', '{organisation}', '1', now());
             insert into statements values ('{organisation}', '{organisation}', 'ux', now(), '{{}}', sha512(''));
             insert into learned_routes values ('{organisation}', '{organisation}', '/', now());
             create table audit_entries_{number} partition of audit_entries for values from ('200{number}-01-01') to ('200{number}-02-01');
             insert into audit_entries (organisation_id, number, segment, at, actor, event, hash, signature)
             values ('{organisation}', 1, '200{number}-01-01', date_trunc('second', now()), 'cli', 'audit.read', sha256(''), sha512(''));
             insert into audit_words values ('{organisation}', 1, sha256(''), 'w');
             insert into audit_starts (organisation_id, number, at, actor, event, hash, signature, previous)
             values ('{organisation}', 1, now(), 'cli', 'audit.read', sha256(''), sha512(''), sha256(''));
             insert into audit_tallies values ('{organisation}', '{organisation}', 'ux', 'recording.expired', now(), 1);
             insert into texts values ('{organisation}', '{organisation}', 1, '1', '{{}}', sha256('{{}}'), '[]', now(), false);
             insert into proofs values ('{organisation}', '{organisation}', '{organisation}', date_trunc('hour', now(), 'UTC'), '{{}}');
             insert into proof_batches values ('{organisation}', '{organisation}', 1, date_trunc('hour', now(), 'UTC'), '',
                 sha256(''), sha256(''), sha512(''));
             insert into processes values ('{organisation}', '{organisation}', '{organisation}', '1', 'text/plain', now(), 'x',
                 now(), 'm');
             insert into views values ('{organisation}', '{organisation}', '{organisation}', '{organisation}', 'ux', 'v', '',
                 now());"
        );
        sqlx::raw_sql(AssertSqlSafe(fill))
            .execute(&mut *db)
            .await
            .unwrap();
    }
}

/// Every table of ours but the migrations' own, the jobs and the files served to all, which belong to no tenant. Partitions are
/// reached through their parents.
async fn tenant_tables(db: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar(
        "select relname::text from pg_class
         where relnamespace = 'revoir'::regnamespace and relkind in ('r', 'p') and not relispartition
           and relname not in ('_sqlx_migrations', 'jobs', 'served_files') order by 1",
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
    let mut db = test_db("tenants").await;
    fill(&mut db).await;

    let tables = tenant_tables(&mut db).await;

    assert_eq!(tables.len(), 38, "{tables:?}");
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

/// What `revoir_app` sees of each table when it names one thing and no tenant.
async fn seen_by_name(db: &mut PgConnection, setting: &str, value: &str) -> Vec<(String, i64)> {
    let mut seen = Vec::new();
    for table in tenant_tables(db).await {
        let mut tx = db.begin().await.unwrap();
        sqlx::raw_sql("set local role revoir_app")
            .execute(&mut *tx)
            .await
            .unwrap();
        sqlx::query("select set_config($1, $2, true)")
            .bind(format!("revoir.{setting}"))
            .bind(value)
            .execute(&mut *tx)
            .await
            .unwrap();
        let count = format!("select count(*) from {table}");
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(count))
            .fetch_one(&mut *tx)
            .await
            .unwrap();
        if count > 0 {
            seen.push((table, count));
        }
    }
    seen
}

#[tokio::test]
async fn what_is_named_before_the_tenant_shows_one_row_and_an_operator_no_recording() {
    let mut db = test_db("names").await;
    fill(&mut db).await;
    let hash = "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"; // of "0"

    let seen = |table: &str, count| (table.to_owned(), count);
    assert_eq!(
        seen_by_name(&mut db, "link", hash).await,
        [seen("links", 1)]
    );
    assert_eq!(
        seen_by_name(&mut db, "token", hash).await,
        [seen("tokens", 1)]
    );
    assert_eq!(
        seen_by_name(&mut db, "session", hash).await,
        [seen("sessions", 1)]
    );
    assert_eq!(
        seen_by_name(&mut db, "receipt", hash).await,
        [seen("recordings", 1)]
    );
    assert_eq!(
        seen_by_name(&mut db, "email", "m0@x").await,
        [seen("members", 1)]
    );
    assert_eq!(
        seen_by_name(&mut db, "site_key", "site-0").await,
        [seen("sites", 1)]
    );
    assert_eq!(
        seen_by_name(&mut db, "installation", "operate").await,
        [
            seen("members", 2),
            seen("organisations", 2),
            seen("sites", 2)
        ]
    );
    assert!(seen_by_name(&mut db, "installation", "x").await.is_empty());
}

#[tokio::test]
async fn what_awaits_its_verdict_is_seen_by_its_visitor_alone() {
    let mut db = test_db("verdicts").await;
    fill(&mut db).await;
    let hash = "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"; // of "0"

    sqlx::raw_sql("update recordings set verdict_by = now()")
        .execute(&mut db)
        .await
        .unwrap();

    assert_eq!(seen_by_app(&mut db, "recordings", OURS).await, 0);
    assert_eq!(
        seen_by_name(&mut db, "receipt", hash).await,
        [("recordings".to_owned(), 1)]
    );
}

#[tokio::test]
async fn of_the_jobs_an_operator_sees_how_they_fare_and_others_nothing() {
    let mut db = test_db("jobs").await;
    sqlx::raw_sql("insert into jobs (id, kind, payload, run_at, failure) values (gen_random_uuid(), 'settle', '{}', now(), 'why')")
        .execute(&mut db)
        .await
        .unwrap();
    let granted: Vec<String> = sqlx::query_scalar(
        "select column_name::text from information_schema.column_privileges
         where table_schema = 'revoir' and table_name = 'jobs' and grantee = 'revoir_app'
           and privilege_type = 'SELECT' order by 1",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    let mut counts = Vec::new();
    for name in ["", "operate"] {
        let mut tx = db.begin().await.unwrap();
        let begin = format!("set local role revoir_app; set local revoir.installation = '{name}'");
        sqlx::raw_sql(AssertSqlSafe(begin))
            .execute(&mut *tx)
            .await
            .unwrap();
        let count: i64 = sqlx::query_scalar("select count(kind) from jobs")
            .fetch_one(&mut *tx)
            .await
            .unwrap();
        counts.push(count);
    }

    assert_eq!(granted, ["attempts", "done_at", "failed", "kind", "run_at"]);
    assert_eq!(counts, [0, 1]);
}
