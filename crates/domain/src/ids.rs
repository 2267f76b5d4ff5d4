//! Ids as newtypes, minted here alone: `UUIDv7`, except what a visitor causes: `UUIDv4`, which tells no time.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::{Builder, Uuid};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The id that these bytes were minted as.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare UUID.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A publisher, or the provider itself: a tenant.
    OrganisationId
    /// One web property of a publisher.
    SiteId
    /// One published version of the policy of one purpose of one site.
    PolicyId
    /// Someone who signs in.
    MemberId
    /// A role held for sites and purposes until a date.
    RoleGrantId
    /// A sign-in.
    SessionId
    /// Work to do outside requests.
    JobId
    /// What is kept of one visit for one purpose.
    RecordingId
    /// A note on a moment of a recording.
    NoteId
    /// That a recording was erased.
    ErasureId
    /// A breach that somebody told of.
    IncidentId
    /// A search kept under a name.
    ViewId
    /// What lets a program tell of one site.
    TokenId
}

/// An id that tells when it was made, for what people cause.
#[must_use]
pub fn timed(now: Timestamp, random: [u8; 10]) -> Uuid {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// An id that tells nothing, for what a visitor causes.
#[must_use]
pub fn untimed(random: [u8; 16]) -> Uuid {
    Builder::from_random_bytes(random).into_uuid()
}
