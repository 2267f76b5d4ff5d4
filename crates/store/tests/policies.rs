//! Versions of policies and their drafts, as the database keeps them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use jiff::Timestamp;
use revoir_domain::{
    ids::{MemberId, OrganisationId, SiteId, untimed},
    permission::{EditPolicies, Member, Permission, ReadPolicies, RoleGrant},
    policy::Policy,
    purpose::Purpose,
    role::Role,
};
use revoir_store::{Error, Pool, TenantTx, drafts, policies};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use support::test_url;

const SHOP: &str = "00000000-0000-7000-8000-000000000001";
const OLD: &str = r#"{"purpose": "ux", "masking": "M3", "identifiers": "I1", "retention_minutes": 43200,
    "lifespan_minutes": 30, "text_version": "1", "routes": [], "collection": {"measure": "L1", "rate": 0.01},
    "justifications": [{"measure": "L1", "why": "x"}]}"#;

fn now() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

fn site() -> SiteId {
    SHOP.parse().unwrap()
}

async fn begin<P: Permission>(pool: &Pool) -> TenantTx<P> {
    let dpo = RoleGrant {
        role: Role::Dpo,
        site: None,
        purpose: None,
        until: Timestamp::MAX,
    };
    let member = Member {
        id: MemberId::from_uuid(untimed([1; 16])),
        organisation: SHOP.parse::<OrganisationId>().unwrap(),
        email: String::new(),
        name: String::new(),
        grants: vec![dpo],
    };
    let scope = member.allow(now()).unwrap();
    TenantTx::begin(pool, scope, now()).await.unwrap()
}

/// A site whose policy was published before anybody was remembered.
async fn found(test: &str) -> (PgConnection, Pool) {
    let url = test_url(test).await;
    let mut db = PgConnection::connect(&url).await.unwrap();
    let fill = format!(
        "set role revoir_owner; set search_path to revoir;
         insert into organisations values ('{SHOP}', 'o', now());
         insert into sites values ('{SHOP}', '{SHOP}', 'shop', 's', '{{}}', now());
         insert into policies values ('{SHOP}', '{SHOP}', '{SHOP}', 'ux', 1, '{OLD}', now());"
    );
    sqlx::raw_sql(AssertSqlSafe(fill))
        .execute(&mut db)
        .await
        .unwrap();
    (db, Pool::connect(&url, 2).await.unwrap())
}

#[tokio::test]
async fn what_was_published_before_reads_and_has_nobody() {
    let (_, pool) = found("old_policies").await;
    let mut tx = begin::<ReadPolicies>(&pool).await;

    let history = policies::history(&mut tx, site()).await.unwrap();

    let [only] = history.as_slice() else {
        panic!("{history:?}")
    };
    assert!(only.judgement.is_none());
    let policy = &only.published.policy;
    assert_eq!(policy.collection.l1.unwrap().rate.to_string(), "1 %");
    assert_eq!(policy.reasons.first().unwrap().why, "x");
}

#[tokio::test]
async fn the_database_keeps_no_deviation_without_a_justification_and_no_half_of_a_publication() {
    let (mut db, _) = found("unjustified").await;
    for (columns, said) in [
        (
            "deviations = '[{}]', justifications = '[]'",
            "policies_check",
        ),
        ("deviations = null, justifications = null", "policies_check"),
        ("why = ''", "policies_why_check"),
    ] {
        let update = format!(
            "update policies set published_by = 'a', why = 'b', framework = 'c', deviations = '[]',
                 justifications = '[]';
             update policies set {columns}"
        );
        let refused = sqlx::raw_sql(AssertSqlSafe(update)).execute(&mut db).await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains(said), "{columns}: {refused}");
    }
}

#[tokio::test]
async fn a_draft_is_taken_once_and_its_revision_goes_on() {
    let (_, pool) = found("taken").await;
    let policy: Policy = serde_json::from_str(OLD).unwrap();
    let at = (site(), Purpose::Ux);
    let mut tx = begin::<EditPolicies>(&pool).await;
    assert!(drafts::find(&mut tx, at.0, at.1).await.unwrap().is_none());
    assert!(matches!(
        drafts::take(&mut tx, at, 3).await,
        Err(Error::NotFound("draft"))
    ));

    let written = drafts::write(&mut tx, at, 0, Some(&policy)).await.unwrap();
    let taken = drafts::take(&mut tx, at, written).await.unwrap();
    let again = drafts::take(&mut tx, at, written).await;

    assert_eq!(taken, policy);
    assert!(matches!(again, Err(Error::DraftChanged(2, by)) if by == "cli"));
    assert_eq!(
        drafts::write(&mut tx, at, 2, Some(&policy)).await.unwrap(),
        3
    );
}
