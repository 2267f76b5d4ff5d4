//! The closed list of what is logged. `docs/audit-events.toml` describes it for auditors.

use crate::{
    ids::{MemberId, RecordingId, SiteId},
    purpose::Purpose,
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What an event is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// The organisation.
    Organisation,
    /// One of its sites.
    Site(SiteId),
    /// One purpose of a site.
    Purpose(SiteId, Purpose),
    /// One recording; no event is about two, which would link them.
    Recording(SiteId, Purpose, RecordingId),
    /// One of its members.
    Member(MemberId),
}

impl Subject {
    /// What it is, in one word.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Site(_) => "site",
            Self::Purpose(..) => "purpose",
            Self::Recording(..) => "recording",
            Self::Member(_) => "member",
        }
    }
}

/// An event that is none of the list.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {0:?} is not in docs/audit-events.toml")]
pub struct UnknownEvent(String);

macro_rules! events {
    ($($(#[$doc:meta])* $event:ident = $name:literal about $subject:literal,)+) => {
        /// Something that is logged.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum Event {
            $($(#[$doc])* $event,)+
        }

        impl Event {
            /// Every event there is.
            pub const ALL: &[Self] = &[$(Self::$event),+];

            /// The name used in SQL, JSON and documents.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$event => $name,)+
                }
            }

            /// What it needs: the [`Subject::kind`] of what it is about.
            #[must_use]
            pub const fn needs(self) -> &'static str {
                match self {
                    $(Self::$event => $subject,)+
                }
            }
        }
    };
}

events! {
    /// Somebody signed in.
    SignedIn = "session.opened" about "member",
    /// A wrong password was given for a member.
    SignInRefused = "session.refused" about "member",
    /// Somebody signed out, or their sessions were ended.
    SessionsEnded = "session.ended" about "member",
    /// Somebody set or changed their own password.
    PasswordSet = "password.set" about "member",
    /// A member's link to set a password was made.
    LinkMade = "member.link_made" about "member",
    /// A member was added or invited.
    MemberAdded = "member.added" about "member",
    /// A member was removed.
    MemberRemoved = "member.removed" about "member",
    /// A role was granted; detail: role, purpose, site, last day.
    RoleGranted = "role.granted" about "member",
    /// A role was taken; detail: role, purpose, site, last day, as it was granted.
    RoleRevoked = "role.revoked" about "member",
    /// The organisation was founded.
    OrganisationFounded = "organisation.founded" about "organisation",
    /// The database was restored from a backup; detail: of when it is, and how many recordings were erased again.
    InstallationRestored = "installation.restored" about "organisation",
    /// A site was added.
    SiteAdded = "site.added" about "site",
    /// A site's name or origins were changed.
    SiteChanged = "site.changed" about "site",
    /// Patterns of a site's addresses were learned or forgotten; detail: how many.
    RoutesChanged = "site.routes_changed" about "site",
    /// The secret by which a site's identifiers are proven was made or replaced.
    ProofSecretMade = "site.proof_secret_made" about "site",
    /// A token of a site was made; detail: its id and last day.
    TokenMade = "token.made" about "site",
    /// A token of a site was revoked; detail: its id.
    TokenRevoked = "token.revoked" about "site",
    /// A ticket that names a customer was opened, or named one more; detail: the token that told.
    TicketOpened = "ticket.opened" about "purpose",
    /// A ticket was closed; detail: the token that told.
    TicketClosed = "ticket.closed" about "purpose",
    /// A release was told of; detail: the token that told.
    ReleaseTold = "release.told" about "site",
    /// The key of a purpose's pseudonyms was replaced; detail: the days of grace.
    PseudonymsRotated = "pseudonym.rotated" about "purpose",
    /// A policy was published; detail: its version.
    PolicyPublished = "policy.published" about "purpose",
    /// A draft began to be tried on the site's test origins; detail: its version.
    DraftTried = "policy.tried" about "purpose",
    /// The trial of a draft was ended.
    TrialEnded = "policy.trial_ended" about "purpose",
    /// Stored recordings are rewritten by the stricter masks of the policy in force; detail: how many.
    RecordingsRemasked = "recording.remasked" about "purpose",
    /// The collection of a purpose was stopped.
    PurposeStopped = "purpose.stopped" about "purpose",
    /// The collection of a purpose was resumed.
    PurposeResumed = "purpose.resumed" about "purpose",
    /// The recordings of a purpose were listed or searched.
    RecordingsListed = "recording.listed" about "purpose",
    /// Recordings were looked up by a customer's identifier, which is not told.
    RecordingsLookedUp = "recording.looked_up" about "purpose",
    /// A recording was opened.
    RecordingWatched = "recording.watched" about "recording",
    /// A recording was taken out.
    RecordingExported = "recording.exported" about "recording",
    /// A recording was brought in.
    RecordingImported = "recording.imported" about "recording",
    /// A recording was erased; detail: the kind of reason.
    RecordingErased = "recording.erased" about "recording",
    /// A note was added to a recording.
    NoteAdded = "note.added" about "recording",
    /// A note was removed from a recording.
    NoteRemoved = "note.removed" about "recording",
    /// Recordings of a purpose expired; detail: day and count.
    RecordingsExpired = "recording.expired" about "purpose",
    /// Visitors withdrew recordings of a purpose; detail: day and count.
    RecordingsWithdrawn = "recording.withdrawn" about "purpose",
    /// Visitors replayed or took out recordings of a purpose as JSON; detail: day and count.
    ReceiptsWatched = "receipt.watched" about "purpose",
    /// Visitors took out recordings of a purpose as archives; detail: day and count.
    ReceiptsExported = "receipt.exported" about "purpose",
    /// Visitors erased recordings of a purpose; detail: day and count.
    ReceiptsErased = "receipt.erased" about "purpose",
    /// Visitors restricted recordings of a purpose; detail: day and count.
    ReceiptsRestricted = "receipt.restricted" about "purpose",
    /// Visitors lifted restrictions of recordings of a purpose; detail: day and count.
    ReceiptsLifted = "receipt.lifted" about "purpose",
    /// Visitors added statements to recordings of a purpose, or removed them; detail: day and count.
    ReceiptsStated = "receipt.stated" about "purpose",
    /// Visitors withdrew, and recordings of a purpose are kept as its policy says; detail: day and count.
    ReceiptsWithdrawn = "receipt.withdrawn" about "purpose",
    /// A customer's recordings were looked for upon a request of theirs, which the words name.
    RequestSearched = "request.searched" about "purpose",
    /// Something was done with a recording upon a request; detail: what.
    RequestActed = "request.acted" about "recording",
    /// A letter that answers a request was written; detail: its kind and language.
    LetterWritten = "letter.written" about "purpose",
    /// A document of a site's register was taken; detail: which.
    RegisterRead = "register.read" about "site",
    /// What was in force at an instant was taken out; detail: the instant.
    EvidenceTaken = "evidence.taken" about "site",
    /// A live site was visited to see how it asks for consent; detail: how many things must not be.
    ConsentAudited = "consent.audited" about "site",
    /// The proofs of consent of a site were taken out.
    ProofsExported = "proof.exported" about "site",
    /// How visitors of a site are asked was filed; detail: the kind of file.
    ProcessFiled = "process.filed" about "site",
    /// The register of erasures of a purpose was read.
    ErasuresListed = "erasure.listed" about "purpose",
    /// What an incident may concern was looked for, and who has seen it.
    IncidentExamined = "incident.examined" about "site",
    /// An incident was told of, and its clock started; detail: its id.
    IncidentTold = "incident.told" about "site",
    /// Nobody watches recordings of a purpose until that is lifted.
    WatchingFrozen = "watching.frozen" about "purpose",
    /// Recordings of a purpose may be watched again.
    WatchingThawed = "watching.thawed" about "purpose",
    /// The log was read.
    LogRead = "audit.read" about "organisation",
    /// The log was taken out.
    LogExported = "audit.exported" about "organisation",
    /// The words beside an entry were erased; detail: its number.
    WordsErased = "audit.words_erased" about "organisation",
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Event {
    type Err = UnknownEvent;

    fn from_str(text: &str) -> Result<Self, UnknownEvent> {
        let found = Self::ALL.iter().find(|event| event.name() == text);
        found.copied().ok_or_else(|| UnknownEvent(text.to_owned()))
    }
}

impl TryFrom<String> for Event {
    type Error = UnknownEvent;

    fn try_from(text: String) -> Result<Self, UnknownEvent> {
        text.parse()
    }
}

impl From<Event> for String {
    fn from(event: Event) -> Self {
        event.name().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[derive(Deserialize)]
    struct Described {
        about: String,
        when: String,
    }

    #[test]
    fn docs_describe_exactly_the_events_that_there_are() {
        let text = include_str!("../../../../docs/audit-events.toml");
        let described: BTreeMap<String, Described> = toml::from_str(text).unwrap();

        let events: BTreeMap<&str, &str> = Event::ALL
            .iter()
            .map(|event| (event.name(), event.needs()))
            .collect();

        let about = described.iter().map(|(name, one)| (&**name, &*one.about));
        assert_eq!(about.collect::<BTreeMap<_, _>>(), events);
        assert!(described.values().all(|one| !one.when.is_empty()));
        assert_eq!(events.len(), Event::ALL.len());
    }
}
