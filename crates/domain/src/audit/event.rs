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
    /// A role was granted; detail: role, purpose, site, last instant.
    RoleGranted = "role.granted" about "member",
    /// A role was taken; detail: role.
    RoleRevoked = "role.revoked" about "member",
    /// The organisation was founded.
    OrganisationFounded = "organisation.founded" about "organisation",
    /// A site was added.
    SiteAdded = "site.added" about "site",
    /// A site's name or origins were changed.
    SiteChanged = "site.changed" about "site",
    /// Patterns of a site's addresses were learned or forgotten; detail: how many.
    RoutesChanged = "site.routes_changed" about "site",
    /// A policy was published; detail: its version.
    PolicyPublished = "policy.published" about "purpose",
    /// The recordings of a purpose were listed or searched.
    RecordingsListed = "recording.listed" about "purpose",
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
    /// The register of erasures of a purpose was read.
    ErasuresListed = "erasure.listed" about "purpose",
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
