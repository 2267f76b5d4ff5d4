//! The audit log on a real Postgres: append-only, one chain, verified after a superuser was at it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod filters;
mod log;
#[path = "../support/mod.rs"]
mod support;

use jiff::{SignedDuration, Timestamp};
use log::{Log, SITE, now, ours, scope};
use revoir_domain::audit::{Act, Event, Subject};
use revoir_store::{OwnerTx, TenantTx, audit, partitions};
use revoir_vault::audit::Wrong;

fn read() -> Act {
    Act::of(Event::LogRead, Subject::Organisation)
}

#[tokio::test]
async fn what_a_superuser_does_to_the_log_is_found_with_its_place() {
    for (change, number, wrong) in [
        ("update audit_entries set event = 'audit.exported' where number = 3", 3, Wrong::Changed),
        ("update audit_entries set at = at - interval '1 hour' where number = 3", 3, Wrong::Changed),
        ("delete from audit_entries where number = 3", 3, Wrong::Removed),
        (
            "insert into audit_entries (organisation_id, number, segment, at, actor, event, hash, signature)
             select organisation_id, 6, segment, at, actor, event, hash, signature from audit_entries where number = 5",
            6,
            Wrong::Changed,
        ),
        (
            "update audit_entries set number = 99 where number = 3;
             update audit_entries set number = 3 where number = 4;
             update audit_entries set number = 4 where number = 99",
            3,
            Wrong::Changed,
        ),
        (
            "insert into audit_starts select e.organisation_id, e.number, e.at, e.actor, e.event, e.site_id, e.purpose,
                 e.recording_id, e.member_id, e.detail, e.words_hash, e.hash, sha512(''), b.hash
             from audit_entries e join audit_entries b on b.number = e.number - 1 where e.number = 2;
             delete from audit_entries where number <= 2",
            0,
            Wrong::Start,
        ),
        (
            "insert into audit_starts select e.organisation_id, e.number, e.at, e.actor, e.event, e.site_id, e.purpose,
                 e.recording_id, e.member_id, e.detail, e.words_hash, e.hash, e.signature, b.hash
             from audit_entries e join audit_entries b on b.number = e.number - 1 where e.number = 2;
             delete from audit_entries where number <= 2",
            2,
            Wrong::PrunedEarly,
        ),
    ] {
        let log = Log::of("audit_superuser").await;
        log.write_many(5, now()).await;
        assert_eq!(log.verify().await.unwrap().head.number, 5);

        log.as_superuser(change).await;

        let fault = log.verify().await.unwrap_err();
        assert_eq!((fault.number.unwrap_or(0), fault.wrong), (number, wrong), "{change}");
        log.pool.close().await;
    }
}

#[tokio::test]
async fn neither_the_app_nor_the_owner_changes_an_entry() {
    let log = Log::of("audit_append").await;
    log.write_many(2, now()).await;

    for statement in [
        "update audit_entries set event = 'audit.exported'",
        "delete from audit_entries",
        "delete from audit_entries_202611",
        "truncate audit_entries",
        "truncate audit_entries_202611",
        "set role revoir_app; set revoir.organisation = '00000000-0000-7000-8000-000000000001';
         update audit_entries set event = 'audit.exported'",
        "set role revoir_app; set revoir.organisation = '00000000-0000-7000-8000-000000000001';
         delete from audit_entries",
        "set role revoir_app; set revoir.organisation = '00000000-0000-7000-8000-000000000001';
         insert into audit_starts (organisation_id, number, at, actor, event, hash, signature, previous)
         select organisation_id, number, at, actor, event, hash, signature, hash from audit_entries limit 1",
    ] {
        assert!(log.as_owner(statement).await.is_err(), "{statement}");
    }

    assert_eq!(log.verify().await.unwrap().head.number, 2);
}

#[tokio::test]
async fn two_transactions_at_once_make_one_chain() {
    let log = Log::of("audit_at_once").await;

    let ours = log.write_many(20, now());
    let theirs = log.write_many(20, now());
    tokio::join!(ours, theirs);

    assert_eq!(log.verify().await.unwrap().head.number, 40);
}

#[tokio::test]
async fn what_is_over_a_year_old_is_dropped_and_the_rest_verifies() {
    let log = Log::of("audit_pruned").await;
    let old: Timestamp = "2025-10-31T23:59:59Z".parse().unwrap();
    let young: Timestamp = "2025-11-01T00:00:00Z".parse().unwrap();
    for month in [old, young] {
        audit::ensure_month(&log.pool, month).await.unwrap();
    }
    log.write(read().because(Some("old"), [1; 32]), old).await;
    log.write_many(2, old).await;
    log.write(read().because(Some("young"), [2; 32]), young)
        .await;
    log.write_many(2, now()).await;

    let dropped = audit::prune(&log.pool, now()).await.unwrap();
    let again = audit::prune(&log.pool, now()).await.unwrap();
    log.write_many(1, now()).await;

    assert_eq!((dropped, again), (1, 0));
    let verified = log.verify().await.unwrap();
    assert_eq!((verified.first, verified.head.number), (4, 7));
    let links = audit::page(&mut log.tx(now()).await, 0, 99).await.unwrap();
    let words = links.into_iter().filter_map(|link| link.beside);
    assert_eq!(words.map(|words| words.text).collect::<Vec<_>>(), ["young"]);
}

#[tokio::test]
async fn months_of_one_entry_go_one_after_the_other() {
    let log = Log::of("audit_months").await;
    for month in ["2025-08-01", "2025-09-01", "2025-10-01"] {
        let at = format!("{month}T00:00:00Z").parse().unwrap();
        audit::ensure_month(&log.pool, at).await.unwrap();
        log.write_many(1, at).await;
    }
    log.write_many(1, now()).await;

    for (month, first) in [("2026-09-01", 2), ("2026-10-01", 3), ("2026-11-01", 4)] {
        let at = format!("{month}T00:00:00Z").parse().unwrap();
        assert_eq!(audit::prune(&log.pool, at).await.unwrap(), 1);
        assert_eq!(log.verify().await.unwrap().first, first);
    }
}

#[tokio::test]
async fn a_log_of_which_everything_was_pruned_goes_on_where_it_was() {
    let log = Log::of("audit_emptied").await;
    log.write_many(3, now()).await;
    let later = now() + SignedDuration::from_hours(24 * 800);
    audit::prune(&log.pool, later).await.unwrap();
    assert_eq!(log.verify_at(later).await.unwrap().head.number, 3);

    audit::ensure_month(&log.pool, later).await.unwrap();
    log.write_many(1, later).await;

    let verified = log.verify_at(later).await.unwrap();
    assert_eq!((verified.first, verified.head.number), (4, 4));
}

#[tokio::test]
async fn a_clock_set_back_breaks_no_chain_and_lets_no_month_go_early() {
    let log = Log::of("audit_clock").await;
    let back: Timestamp = "2025-01-01T00:00:00Z".parse().unwrap();
    log.write_many(1, now()).await;

    log.write_many(1, back).await;
    audit::prune(&log.pool, now()).await.unwrap();

    assert_eq!(log.verify().await.unwrap().head.number, 2);
    let links = audit::page(&mut log.tx(now()).await, 1, 2).await.unwrap();
    assert_eq!(links.first().unwrap().entry.at, back);
}

#[tokio::test]
async fn words_are_kept_harmless_and_go_while_the_entry_stays() {
    let log = Log::of("audit_words").await;
    log.write(
        read().because(Some("a\r\nb \u{1b}[2J \u{202e}c"), [7; 32]),
        now(),
    )
    .await;
    let mut tx = log.tx(now()).await;
    let kept = audit::page(&mut tx, 0, 9).await.unwrap();
    drop(tx);
    log.verify().await.unwrap();

    let mut tx = TenantTx::begin(&log.pool, scope(), now()).await.unwrap();
    audit::erase_words(&mut tx, 1).await.unwrap();
    let twice = audit::erase_words(&mut tx, 1).await;
    tx.commit().await.unwrap();

    let text = kept.into_iter().find_map(|link| link.beside);
    assert_eq!(text.unwrap().text, "a  b \u{fffd}[2J \u{fffd}c");
    assert!(twice.is_err());
    log.verify().await.unwrap();
    let found = audit::list(&mut log.tx(now()).await, &audit::Wanted::default()).await;
    assert_eq!(found.unwrap().first().unwrap().link.beside, None);
}

#[tokio::test]
async fn what_is_read_again_within_ten_minutes_is_told_once() {
    let log = Log::of("audit_once").await;
    for minutes in [0, 9, 11] {
        let mut tx = log.tx(now() + SignedDuration::from_mins(minutes)).await;
        tx.audit_reading(&log.key, read()).await.unwrap();
        tx.commit().await.unwrap();
    }

    assert_eq!(log.verify().await.unwrap().head.number, 2);
}

#[tokio::test]
async fn what_is_counted_is_told_when_its_day_is_over_and_not_before() {
    let log = Log::of("audit_tallies").await;
    let at = (
        ours(),
        SITE.parse().unwrap(),
        revoir_domain::purpose::Purpose::Ux,
    );
    let mut tx = log.tx(now()).await;
    for _ in 0..3 {
        audit::tally(&mut tx, Event::RecordingsWithdrawn, at, now())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();

    for at in [now(), now() + SignedDuration::from_hours(24)] {
        let mut tx = OwnerTx::begin(&log.pool).await.unwrap();
        audit::log_tallies(&mut tx, &log.key, at).await.unwrap();
        tx.commit().await.unwrap();
    }

    log.verify().await.unwrap();
    let found = audit::list(&mut log.tx(now()).await, &audit::Wanted::default()).await;
    let found = found.unwrap();
    let details = found.iter().map(|found| found.link.entry.detail.clone());
    let details: Vec<String> = details.flatten().map(String::from).collect();
    assert_eq!(details, ["2026-11-22 3"]);
}

#[tokio::test]
async fn what_expires_is_counted_for_its_site_purpose_and_day() {
    let log = Log::of("audit_expired").await;
    let bucket = "ux-until-20261122T000000Z";
    log.as_owner(&format!(
        "insert into recordings (id, organisation_id, site_id, purpose, policy_version, state, opened_hour,
             expires_at, device, browser, slot_bucket, slot_number, bucket)
         select gen_random_uuid(), id, '{SITE}', 'ux', 1, 'settled', '2026-11-01T00:00:00Z',
             '2026-11-22T00:00:00Z', 'desktop', 'other', '{bucket}', n, '{bucket}'
         from organisations, generate_series(1, 4) n"
    ))
    .await
    .unwrap();

    for _ in 0..2 {
        let bucket = bucket.parse().unwrap();
        partitions::drop_bucket(&log.pool, bucket, now())
            .await
            .unwrap();
    }
    let tomorrow = now() + SignedDuration::from_hours(24);
    let mut tx = OwnerTx::begin(&log.pool).await.unwrap();
    audit::log_tallies(&mut tx, &log.key, tomorrow)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let links = audit::page(&mut log.tx(now()).await, 0, 9).await.unwrap();
    assert_eq!(links.len(), 1);
    let entry = &links.first().unwrap().entry;
    assert_eq!(entry.event, Event::RecordingsExpired);
    assert_eq!(entry.site.unwrap().to_string(), SITE);
    assert_eq!(
        entry.detail.clone().map(String::from).as_deref(),
        Some("2026-11-22 4")
    );
}
