//! Rows that move while others write to them: no word is lost, and a recording's notes stay with it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use revoir_store::{OwnerTx, Pool, scattering};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use support::test_url;

const FILL: &str = "
    insert into organisations values ('00000000-0000-7000-8000-000000000001', 'o', now());
    insert into sites select id, id, 'site', 's', '{}', now() from organisations;
    insert into recordings (id, organisation_id, site_id, purpose, policy_version, state, opened_hour, expires_at,
        device, browser, slot_bucket, slot_number, bucket)
    select gen_random_uuid(), id, id, 'ux', 1, 'settled', date_trunc('hour', now(), 'UTC'), now(), 'desktop', 'other',
        'b', n, 'b' from organisations, generate_series(1, 20) n;
    insert into notes select gen_random_uuid(), organisation_id, id, null, '', now() from recordings";

/// A connection as the owner of the tables, in its own database.
async fn owner(url: &str) -> PgConnection {
    let mut db = PgConnection::connect(url).await.unwrap();
    run(&mut db, "set role revoir_owner; set search_path to revoir").await;
    db
}

/// How many rows it has written.
async fn run(db: &mut PgConnection, sql: &str) -> u64 {
    let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(db).await;
    done.unwrap().rows_affected()
}

/// Moves all rows, as often as asked.
async fn scatter(pool: Pool, url: String, times: u32) {
    let mut db = owner(&url).await;
    for _ in 0..times {
        run(&mut db, "update recordings set scattered = false").await;
        loop {
            let mut tx = OwnerTx::begin(&pool).await.unwrap();
            if !scattering::is_due(&mut tx).await.unwrap() {
                break;
            }
            match scattering::scatter(&mut tx).await {
                Ok(()) => tx.commit().await.unwrap(),
                Err(error) => assert!(error.is_passing(), "{error}"),
            }
        }
    }
}

#[tokio::test]
async fn whoever_writes_to_a_row_that_moves_finds_it() {
    let url = test_url("scattering").await;
    let pool = Pool::connect(&url, 2).await.unwrap();
    let mut db = owner(&url).await;
    run(&mut db, FILL).await;
    let places = "select string_agg(id::text, ' ' order by ctid) from recordings";
    let before: String = sqlx::query_scalar(places).fetch_one(&mut db).await.unwrap();

    let moving = tokio::spawn(scatter(pool, url, 200));
    let mut slot = 0;
    while !moving.is_finished() {
        slot = slot % 20 + 1;
        let write = format!(
            "update recordings set masked_on_arrival = masked_on_arrival + 1 where slot_number = {slot}"
        );
        assert_eq!(run(&mut db, &write).await, 1, "slot {slot}");
    }
    moving.await.unwrap();

    let after: String = sqlx::query_scalar(places).fetch_one(&mut db).await.unwrap();
    assert_ne!(before, after);
    let notes = "select count(*) from notes n join recordings r on r.id = n.recording_id";
    let count: i64 = sqlx::query_scalar(notes).fetch_one(&mut db).await.unwrap();
    assert_eq!(count, 20);
    run(&mut db, "delete from recordings").await;
    let left: i64 = sqlx::query_scalar("select count(*) from notes")
        .fetch_one(&mut db)
        .await
        .unwrap();
    assert_eq!(left, 0);
}
