//! The lines of an exported log: where it starts, its entries, where it ended when it was taken out.

use super::{
    chain,
    key::{Signature, SigningKey, entry_text},
};
use jiff::Timestamp;
use revoir_domain::{
    audit::{Digest, Entry},
    ids::OrganisationId,
};
use serde::{Deserialize, Serialize};

/// One line of an export.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// The first.
    Start(Start),
    /// Each in between.
    Link(Link),
    /// The last.
    End(End),
}

/// Whose log it is, who signed it, and what it starts after.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// The form of the export: 1.
    pub version: u32,
    /// Whose log.
    pub organisation: OrganisationId,
    /// The half of the signing key that verifies.
    pub public_key: Digest,
    /// Absent where nothing was pruned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pruned: Option<Pruned>,
}

/// The last entry that was pruned: the rest follows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pruned {
    /// The entry, as it was.
    pub link: Link,
    /// The hash of the entry before it.
    pub previous: Digest,
}

impl Start {
    /// The number and the hash that the first entry follows.
    #[must_use]
    pub fn after(&self) -> (u64, Digest) {
        let pruned = self.pruned.as_ref().map(|pruned| &pruned.link);
        pruned.map_or((0, Digest::NONE), |link| (link.entry.number, link.hash))
    }

    /// Whether the entry that it starts after is one of this log, as it was written.
    #[must_use]
    pub(super) fn is_true(&self) -> bool {
        self.pruned.as_ref().is_none_or(|pruned| {
            let Link {
                entry,
                hash,
                signature,
                ..
            } = &pruned.link;
            entry.organisation == self.organisation
                && chain(pruned.previous, entry) == *hash
                && signature.is_of(self.public_key, &entry_text(*hash))
        })
    }
}

/// An entry with what binds it to the one before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What is said.
    pub entry: Entry,
    /// The hash over the hash before and the canonical bytes.
    pub hash: Digest,
    /// The signature of the hash.
    pub signature: Signature,
    /// The words beside it; absent where there are none, or none any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<Beside>,
}

/// Free text beside an entry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// 32 random bytes.
    pub salt: Digest,
    /// The text.
    pub text: String,
}

/// The head of a log at an instant. Kept elsewhere, it shows later that nothing was cut off or written anew.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The number of the last entry.
    pub number: u64,
    /// Its hash.
    pub hash: Digest,
    /// When it was the last.
    pub at: Timestamp,
    /// The signature of all this and the organisation.
    pub signature: Signature,
}

impl End {
    /// Signs the head of a log.
    #[must_use]
    pub fn sign(
        key: &SigningKey,
        organisation: OrganisationId,
        (number, hash): (u64, Digest),
        at: Timestamp,
    ) -> Self {
        let at = Timestamp::from_second(at.as_second()).unwrap_or(at);
        Self {
            number,
            hash,
            at,
            signature: key.sign_text(&text(organisation, number, hash, at)),
        }
    }

    /// Whether `public` signed it for this organisation.
    #[must_use]
    pub fn is_of(&self, public: Digest, organisation: OrganisationId) -> bool {
        let text = text(organisation, self.number, self.hash, self.at);
        self.signature.is_of(public, &text)
    }
}

fn text(organisation: OrganisationId, number: u64, hash: Digest, at: Timestamp) -> String {
    format!(
        "revoir-audit-head-1\norganisation {organisation}\nnumber {number}\nhash {hash}\nat {at}\n"
    )
}
