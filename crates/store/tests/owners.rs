//! Two who change an organisation's members at once: each sees what the other has done.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use jiff::Timestamp;
use revoir_domain::{
    ids::{MemberId, OrganisationId, RoleGrantId, untimed},
    permission::{ManageMembers, Member, RoleGrant},
    role::Role,
};
use revoir_store::{Error, OwnerTx, Pool, TenantTx, members, organisations, roles};
use std::time::Duration;
use support::test_url;

fn now() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

fn organisation() -> OrganisationId {
    OrganisationId::from_uuid(untimed([9; 16]))
}

fn grant(role: Role) -> RoleGrant {
    RoleGrant {
        role,
        site: None,
        purpose: role.bound_to(),
        until: "2026-12-31T00:00:00Z".parse().unwrap(),
    }
}

fn member(n: u8) -> Member {
    Member {
        id: MemberId::from_uuid(untimed([n; 16])),
        organisation: organisation(),
        email: format!("m{n}@x.example"),
        name: "M".to_owned(),
        grants: vec![grant(Role::Owner)],
    }
}

async fn begin(pool: &Pool) -> TenantTx<ManageMembers> {
    let scope = member(1).allow(now()).unwrap();
    TenantTx::begin(pool, scope, now()).await.unwrap()
}

/// An organisation with two owners.
async fn found(test: &str) -> Pool {
    let pool = Pool::connect(&test_url(test).await, 4).await.unwrap();
    let mut tx = OwnerTx::begin(&pool).await.unwrap();
    organisations::create(&mut tx, organisation(), "O", now())
        .await
        .unwrap();
    let mut tx = tx
        .within(member(1).allow(now()).unwrap(), now())
        .await
        .unwrap();
    for n in [1, 2] {
        let owner = member(n);
        assert!(
            members::create(&mut tx, &owner, Some("hash"))
                .await
                .unwrap()
        );
        let id = RoleGrantId::from_uuid(untimed([n; 16]));
        roles::grant(&mut tx, id, owner.id, (&grant(Role::Owner), None))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    pool
}

#[tokio::test]
async fn two_owners_who_remove_each_other_at_once_do_not_both_succeed() {
    let pool = found("owners").await;
    let (mut one, mut two) = (begin(&pool).await, begin(&pool).await);

    members::remove(&mut one, member(2).id).await.unwrap();
    let other = tokio::spawn(async move { members::remove(&mut two, member(1).id).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    one.commit().await.unwrap();

    assert!(matches!(other.await.unwrap(), Err(Error::LastOwner)));
}

#[tokio::test]
async fn an_owner_who_is_removed_and_one_who_loses_the_role_at_once_do_not_both() {
    let pool = found("revoked").await;
    let (mut one, mut two) = (begin(&pool).await, begin(&pool).await);

    let id = RoleGrantId::from_uuid(untimed([2; 16]));
    roles::revoke(&mut one, member(2).id, id).await.unwrap();
    let other = tokio::spawn(async move { members::remove(&mut two, member(1).id).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    one.commit().await.unwrap();

    assert!(matches!(other.await.unwrap(), Err(Error::LastOwner)));
}

#[tokio::test]
async fn two_roles_that_conflict_are_not_both_granted_at_once() {
    let pool = found("conflicting").await;
    let (mut one, mut two) = (begin(&pool).await, begin(&pool).await);
    let id = |n| RoleGrantId::from_uuid(untimed([n; 16]));

    let agent = grant(Role::Agent);
    roles::grant(&mut one, id(3), member(2).id, (&agent, None))
        .await
        .unwrap();
    let other = tokio::spawn(async move {
        let analyst = grant(Role::Analyst);
        roles::grant(&mut two, id(4), member(2).id, (&analyst, None)).await
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    one.commit().await.unwrap();

    assert!(matches!(other.await.unwrap(), Err(Error::RolesConflict)));
}
