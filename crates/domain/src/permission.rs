//! Permissions as values: a [`Scope`] is the proof that someone may do one thing, and where.

use crate::{
    ids::{MemberId, OrganisationId, SiteId},
    purpose::Purpose,
    role::Role,
};
use jiff::Timestamp;
use std::{collections::BTreeSet, marker::PhantomData};

/// One thing that a member may do.
pub trait Permission: Send + Sync + 'static {
    /// The name in errors and documents.
    const NAME: &'static str;
    /// The roles that hold it.
    const ROLES: &'static [Role];
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident: [$($role:ident),+]),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl Permission for $name {
            const NAME: &'static str = stringify!($name);
            const ROLES: &'static [Role] = &[$(Role::$role),+];
        }
    )+};
}

permissions! {
    /// To list and watch recordings.
    Watch: [Agent, Analyst, Developer],
    /// To take recordings out, where the policy allows it.
    Export: [Agent, Analyst, Developer],
    /// To delete one recording.
    Erase: [Agent, Analyst, Developer, Dpo],
    /// To see what was done with recordings, not the recordings.
    Review: [Dpo, Auditor],
}

/// A role held for sites and purposes until a date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoleGrant {
    /// The role.
    pub role: Role,
    /// The site; absent for all of the organisation.
    pub site: Option<SiteId>,
    /// The purpose; absent for all that the role allows.
    pub purpose: Option<Purpose>,
    /// The instant from which it no longer holds.
    pub until: Timestamp,
}

/// Someone who has signed in, with what was granted to them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Who.
    pub id: MemberId,
    /// Of which tenant.
    pub organisation: OrganisationId,
    /// How they sign in.
    pub email: String,
    /// How they are shown.
    pub name: String,
    /// What was granted, lapsed grants included.
    pub grants: Vec<RoleGrant>,
}

/// Nothing that was granted allows this.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("none of your roles allows this ({0})")]
pub struct Denied(pub &'static str);

/// A purpose of one site, or of every site of the organisation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Reach {
    /// The site; absent for all of the organisation.
    pub site: Option<SiteId>,
    /// The purpose.
    pub purpose: Purpose,
}

/// The proof that a member may do `P`, and where. [`Member::allow`] is its only maker.
#[derive(Debug)]
pub struct Scope<P> {
    member: MemberId,
    organisation: OrganisationId,
    reach: BTreeSet<Reach>,
    permission: PhantomData<P>,
}

impl Member {
    /// Sites and purposes for which this member holds a live grant of a role that may do `P`.
    pub fn allow<P: Permission>(&self, now: Timestamp) -> Result<Scope<P>, Denied> {
        let reach = self.reach(P::ROLES, now);
        if reach.is_empty() {
            return Err(Denied(P::NAME));
        }
        Ok(Scope {
            member: self.id,
            organisation: self.organisation,
            reach,
            permission: PhantomData,
        })
    }

    /// The roles held at `now`.
    #[must_use]
    pub fn roles(&self, now: Timestamp) -> BTreeSet<Role> {
        self.live(now).map(|grant| grant.role).collect()
    }

    fn live(&self, now: Timestamp) -> impl Iterator<Item = &RoleGrant> {
        self.grants.iter().filter(move |grant| now < grant.until)
    }

    fn reach(&self, roles: &[Role], now: Timestamp) -> BTreeSet<Reach> {
        let held = self.live(now).filter(|grant| roles.contains(&grant.role));
        held.flat_map(|grant| {
            let site = grant.site;
            purposes_of(grant).map(move |purpose| Reach { site, purpose })
        })
        .collect()
    }
}

fn purposes_of(grant: &RoleGrant) -> impl Iterator<Item = Purpose> {
    let (granted, bound) = (grant.purpose, grant.role.bound_to());
    Purpose::ALL.into_iter().filter(move |purpose| {
        granted.is_none_or(|only| only == *purpose) && bound.is_none_or(|only| only == *purpose)
    })
}

impl<P> Clone for Scope<P> {
    fn clone(&self) -> Self {
        Self {
            reach: self.reach.clone(),
            ..*self
        }
    }
}

impl<P> Scope<P> {
    /// Who it was made for.
    #[must_use]
    pub fn member(&self) -> MemberId {
        self.member
    }

    /// The tenant that it is bound to.
    #[must_use]
    pub fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    /// Where the permission holds: pairs of site and purpose, never a product of the two.
    pub fn reach(&self) -> impl Iterator<Item = Reach> {
        self.reach.iter().copied()
    }

    /// Whether the permission holds for this purpose of this site.
    #[must_use]
    pub fn covers(&self, site: SiteId, purpose: Purpose) -> bool {
        self.reach()
            .any(|at| at.purpose == purpose && at.site.is_none_or(|only| only == site))
    }
}

#[cfg(test)]
mod tests {
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
}
