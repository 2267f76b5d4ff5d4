//! Permissions as values: a [`Scope`] is the proof that someone may do one thing, and where.

use crate::{
    ids::{MemberId, OrganisationId, SiteId},
    pseudonym::Pseudonym,
    purpose::Purpose,
    role::Role,
};
use jiff::Timestamp;
use std::{collections::BTreeSet, marker::PhantomData, sync::Arc};
use uuid::Uuid;

/// One thing that a member may do.
pub trait Permission: Send + Sync + 'static {
    /// The name in errors and documents.
    const NAME: &'static str;
    /// The roles that hold it.
    const ROLES: &'static [Role];
    /// Whether it is of the organisation as a whole: a role held for one site or one purpose gives none.
    const WHOLE: bool = false;
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident $((whole: $whole:literal))?: [$($role:ident),+]),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl Permission for $name {
            const NAME: &'static str = stringify!($name);
            const ROLES: &'static [Role] = &[$(Role::$role),+];
            $(const WHOLE: bool = $whole;)?
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
    /// To answer customers who ask for what the law gives them, on the recordings of each.
    Answer: [Agent, Dpo],
    /// To see what was done with recordings, not the recordings.
    Review: [Dpo, Auditor],
    /// To answer an incident: to freeze what nobody is to watch, and to start its clock.
    Respond: [Dpo],
    /// To read the audit log and take it out.
    ReadLog (whole: true): [Dpo, Auditor],
    /// To erase the words beside an entry of the audit log.
    EraseWords (whole: true): [Dpo],
    /// To see where a site's pages sent what they should have masked: never what.
    Warn: [Owner, Dpo, Developer, Auditor],
    /// To read a site's policies, their history and what is being written.
    ReadPolicies: [Owner, Dpo, Auditor],
    /// To write drafts of policies, and to publish what conforms.
    EditPolicies: [Owner, Dpo],
    /// To publish what is looser than the framework asks, with a justification.
    Deviate: [Dpo],
    /// To invite members, to grant and take their roles.
    ManageMembers (whole: true): [Owner],
    /// To add sites and change them.
    ManageSites (whole: true): [Owner],
    /// To tell of tickets, which keep a customer's recordings for `support`.
    TellTickets: [Agent],
    /// To tell of releases, with which recordings may expire.
    TellReleases: [Owner, Developer],
    /// To look after the installation and its organisations.
    Operate (whole: true): [Operator],
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

/// The proof that a member may do `P`, and where. [`Member::allow`] is its only maker, but for
/// [`Scope::of_receipt`] and [`Scope::to_watch`].
#[derive(Debug)]
pub struct Scope<P> {
    member: MemberId,
    organisation: OrganisationId,
    reach: BTreeSet<Reach>,
    receipt: Option<[u8; 32]>,
    customer: Option<Arc<[Pseudonym]>>,
    permission: PhantomData<P>,
}

impl Member {
    /// Sites and purposes for which this member holds a live grant of a role that may do `P`.
    pub fn allow<P: Permission>(&self, now: Timestamp) -> Result<Scope<P>, Denied> {
        let reach = self.reach::<P>(now);
        if reach.is_empty() {
            return Err(Denied(P::NAME));
        }
        Ok(Scope {
            member: self.id,
            organisation: self.organisation,
            reach,
            receipt: None,
            customer: None,
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

    fn reach<P: Permission>(&self, now: Timestamp) -> BTreeSet<Reach> {
        let gives =
            |grant: &&RoleGrant| P::ROLES.contains(&grant.role) && (!P::WHOLE || grant.is_whole());
        self.live(now)
            .filter(gives)
            .flat_map(|grant| {
                let site = grant.site;
                purposes_of(grant).map(move |purpose| Reach { site, purpose })
            })
            .collect()
    }
}

impl RoleGrant {
    /// Whether it is limited neither to a site nor to a purpose.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.site.is_none() && self.purpose.is_none()
    }

    /// Whether it lets its holder do `P` at `now` for this purpose of this site.
    #[must_use]
    pub fn gives<P: Permission>(&self, (site, purpose): (SiteId, Purpose), now: Timestamp) -> bool {
        now < self.until
            && P::ROLES.contains(&self.role)
            && (!P::WHOLE || self.is_whole())
            && self.site.is_none_or(|only| only == site)
            && purposes_of(self).any(|one| one == purpose)
    }

    /// Whether both together would let one person watch `support`, where someone is known, and the
    /// visits of `ux` or `errors`, where nobody should be, of one site.
    #[must_use]
    pub fn conflicts_with(&self, other: &Self) -> bool {
        let one_site = match (self.site, other.site) {
            (Some(one), Some(another)) => one == another,
            _ => true,
        };
        one_site && (joins(self, other) || joins(other, self))
    }
}

fn joins(known: &RoleGrant, unknown: &RoleGrant) -> bool {
    let watches = |grant: &RoleGrant, of: fn(Purpose) -> bool| {
        Watch::ROLES.contains(&grant.role) && purposes_of(grant).any(of)
    };
    watches(known, |purpose| purpose == Purpose::Support)
        && watches(unknown, |purpose| purpose != Purpose::Support)
}

fn purposes_of(grant: &RoleGrant) -> impl Iterator<Item = Purpose> {
    let (granted, bound) = (grant.purpose, grant.role.bound_to());
    Purpose::ALL.into_iter().filter(move |purpose| {
        granted.is_none_or(|only| only == *purpose) && bound.is_none_or(|only| only == *purpose)
    })
}

impl Scope<Operate> {
    /// Whoever founds an organisation brings in its first member.
    #[must_use]
    pub fn founding(&self, organisation: OrganisationId) -> Scope<ManageMembers> {
        Scope {
            member: self.member,
            organisation,
            reach: self.reach.clone(),
            receipt: None,
            customer: None,
            permission: PhantomData,
        }
    }
}

impl Scope<ManageSites> {
    /// Whoever adds a site publishes its first policies.
    #[must_use]
    pub fn founding(&self) -> Scope<EditPolicies> {
        Scope {
            member: self.member,
            organisation: self.organisation,
            reach: self.reach.clone(),
            receipt: None,
            customer: None,
            permission: PhantomData,
        }
    }
}

impl Scope<Watch> {
    /// Whoever has the receipt of a recording reaches that one, and nothing else.
    #[must_use]
    pub fn of_receipt(
        hash: [u8; 32],
        organisation: OrganisationId,
        (site, purpose): (SiteId, Purpose),
    ) -> Self {
        let site = Some(site);
        Self {
            member: MemberId::from_uuid(Uuid::nil()),
            organisation,
            reach: BTreeSet::from([Reach { site, purpose }]),
            receipt: Some(hash),
            customer: None,
            permission: PhantomData,
        }
    }
}

impl Scope<Answer> {
    /// Whoever answers a customer reads that customer's recordings of one purpose, and no others.
    pub fn to_watch(
        &self,
        at: (SiteId, Purpose),
        customer: &Arc<[Pseudonym]>,
    ) -> Result<Scope<Watch>, Denied> {
        self.about(at, customer)
    }

    /// The same, to erase them.
    pub fn to_erase(
        &self,
        at: (SiteId, Purpose),
        customer: &Arc<[Pseudonym]>,
    ) -> Result<Scope<Erase>, Denied> {
        self.about(at, customer)
    }

    fn about<P>(
        &self,
        (site, purpose): (SiteId, Purpose),
        customer: &Arc<[Pseudonym]>,
    ) -> Result<Scope<P>, Denied> {
        if !self.covers(site, purpose) {
            return Err(Denied(Answer::NAME));
        }
        let site = Some(site);
        Ok(Scope {
            member: self.member,
            organisation: self.organisation,
            reach: BTreeSet::from([Reach { site, purpose }]),
            receipt: None,
            customer: Some(Arc::clone(customer)),
            permission: PhantomData,
        })
    }
}

impl<P> Clone for Scope<P> {
    fn clone(&self) -> Self {
        Self {
            reach: self.reach.clone(),
            customer: self.customer.clone(),
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

    /// The hash of the receipt that it is bound to.
    #[must_use]
    pub fn receipt(&self) -> Option<[u8; 32]> {
        self.receipt
    }

    /// What is kept of the customer whose recordings it is bound to.
    #[must_use]
    pub fn customer(&self) -> Option<&[Pseudonym]> {
        self.customer.as_deref()
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
mod tests;
