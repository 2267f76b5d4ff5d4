use super::*;
use crate::ids::untimed;

fn site(n: u8) -> SiteId {
    SiteId::from_uuid(untimed([n; 16]))
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn member(grants: Vec<RoleGrant>) -> Member {
    Member {
        id: MemberId::from_uuid(untimed([1; 16])),
        organisation: OrganisationId::from_uuid(untimed([2; 16])),
        email: String::new(),
        name: String::new(),
        grants,
    }
}

fn grant(role: Role, site: Option<SiteId>, purpose: Option<Purpose>) -> RoleGrant {
    RoleGrant {
        role,
        site,
        purpose,
        until: at(100),
    }
}

#[test]
fn an_agent_watches_support_and_nothing_else_whatever_was_granted() {
    let agent = member(vec![
        grant(Role::Agent, None, None),
        grant(Role::Agent, None, Some(Purpose::Ux)),
    ]);

    let scope = agent.allow::<Watch>(at(0)).unwrap();

    assert_eq!(
        scope.reach().collect::<Vec<_>>(),
        [Reach {
            site: None,
            purpose: Purpose::Support
        }]
    );
}

#[test]
fn a_grant_gives_what_a_scope_made_of_it_covers() {
    let places = [3, 4].map(|n| Purpose::ALL.map(|purpose| (site(n), purpose)));
    for role in Role::ALL {
        let grant = grant(role, Some(site(3)), None);
        let scope = member(vec![grant.clone()]).allow::<Watch>(at(0)).ok();
        for place in places.into_iter().flatten() {
            let covered = scope.as_ref().is_some_and(|it| it.covers(place.0, place.1));
            assert_eq!(grant.gives::<Watch>(place, at(0)), covered);
            assert!(!grant.gives::<Watch>(place, at(100)), "it lapsed");
        }
    }
}

#[test]
fn whoever_answers_a_customer_reaches_one_purpose_of_one_site_and_no_other() {
    let dpo = member(vec![grant(Role::Dpo, Some(site(1)), None)]);
    let scope = dpo.allow::<Answer>(at(0)).unwrap();
    let customer: Arc<[Pseudonym]> = Arc::from([Pseudonym([7; 32])]);

    let erase = scope.to_erase((site(1), Purpose::Ux), &customer).unwrap();

    assert_eq!(erase.reach().count(), 1);
    assert!(erase.covers(site(1), Purpose::Ux));
    assert_eq!(erase.clone().customer(), Some(&*customer));
    assert!(scope.to_watch((site(2), Purpose::Ux), &customer).is_err());
}

#[test]
fn two_roles_on_two_sites_do_not_multiply() {
    let both = member(vec![
        grant(Role::Agent, Some(site(1)), None),
        grant(Role::Analyst, Some(site(2)), None),
    ]);

    let scope = both.allow::<Watch>(at(0)).unwrap();

    assert!(scope.covers(site(1), Purpose::Support));
    assert!(scope.covers(site(2), Purpose::Ux));
    assert!(!scope.covers(site(1), Purpose::Ux));
    assert!(!scope.covers(site(2), Purpose::Support));
}

#[test]
fn a_role_lapses_at_its_second() {
    let agent = member(vec![grant(Role::Agent, None, None)]);

    assert!(agent.allow::<Watch>(at(99)).is_ok());
    assert_eq!(agent.allow::<Watch>(at(100)).unwrap_err(), Denied("Watch"));
}

#[test]
fn who_owns_one_site_or_one_purpose_manages_nothing_of_the_organisation() {
    let part = member(vec![
        grant(Role::Owner, Some(site(1)), None),
        grant(Role::Owner, None, Some(Purpose::Ux)),
        grant(Role::Operator, Some(site(1)), None),
    ]);
    let whole = member(vec![grant(Role::Owner, None, None)]);

    assert!(part.allow::<ManageMembers>(at(0)).is_err());
    assert!(part.allow::<ManageSites>(at(0)).is_err());
    assert!(part.allow::<Operate>(at(0)).is_err());
    assert!(whole.allow::<ManageMembers>(at(0)).is_ok());
    assert!(whole.allow::<Operate>(at(0)).is_err());
}

#[test]
fn support_conflicts_with_ux_and_errors_on_one_site_alone() {
    let agent = |at| grant(Role::Agent, at, None);
    let analyst = |at| grant(Role::Analyst, at, None);
    let developer = |at| grant(Role::Developer, at, None);

    assert!(agent(None).conflicts_with(&analyst(Some(site(1)))));
    assert!(developer(Some(site(1))).conflicts_with(&agent(Some(site(1)))));
    assert!(!agent(Some(site(1))).conflicts_with(&analyst(Some(site(2)))));
    assert!(!analyst(None).conflicts_with(&developer(None)));
    assert!(!agent(None).conflicts_with(&grant(Role::Owner, None, None)));
    assert!(!agent(None).conflicts_with(&agent(None)));
}

#[test]
fn nobody_watches_by_owning_auditing_or_operating() {
    for role in [
        Role::Owner,
        Role::Dpo,
        Role::Approver,
        Role::Auditor,
        Role::Operator,
    ] {
        assert!(
            member(vec![grant(role, None, None)])
                .allow::<Watch>(at(0))
                .is_err()
        );
    }
}
