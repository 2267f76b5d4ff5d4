//! Policies: the measures, retention and routes of one purpose of one site; immutable once published.

use crate::{
    limits,
    measure::{Collection, Identifiers, Masking, Retention},
    page::{Pages, Selector},
    purpose::Purpose,
    route::RoutePattern,
};
use serde::{Deserialize, Serialize};

/// What is written down to become a policy. [`Policy`] is made from nothing else.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// What is recorded for.
    pub purpose: Purpose,
    /// Which sessions.
    pub collection: Collection,
    /// What becomes of masked content.
    pub masking: Masking,
    /// Which identifiers.
    pub identifiers: Identifiers,
    /// How long a recording is kept after its end.
    pub retention_minutes: Retention,
    /// How long one recording may be, in minutes.
    pub lifespan_minutes: u16,
    /// The version of the texts that a visitor agreed to.
    pub text_version: String,
    /// The declared routes: what may be kept of a page's address.
    pub routes: Vec<RoutePattern>,
    /// Which pages are recorded.
    #[serde(default)]
    pub pages: Pages,
    /// Which elements are never recorded.
    #[serde(default)]
    pub block: Vec<Selector>,
    /// Whether who may watch may also take recordings out.
    #[serde(default)]
    pub export: bool,
    /// Why each measure that is looser than the preset is so.
    #[serde(default)]
    pub justifications: Vec<Justification>,
}

/// Why one measure is looser than the preset.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Justification {
    /// The measure, or `retention`.
    pub measure: String,
    /// The reason, in words.
    pub why: String,
}

/// A draft that holds together, and so may be published.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(try_from = "Draft", into = "Draft")]
pub struct Policy(Draft);

/// Why a draft cannot be published.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// M1 or M2 without sealing.
    #[error("masking {0:?}: sealing is not available, so only M3 can be published")]
    SealingNotAvailable(Masking),
    /// Out of range.
    #[error("lifespan_minutes {0}: must lie between 1 and {1}")]
    Lifespan(u16, u16),
    /// Out of range.
    #[error("before_s {0}: must be at most 300")]
    Before(u16),
    /// Empty or too long.
    #[error("text_version {0:?}: must have 1 to 32 characters")]
    TextVersion(String),
    /// Too many.
    #[error("routes: {0} declared, at most 500")]
    Routes(usize),
    /// Too many.
    #[error("pages.{0}: {1} patterns, at most {max}", max = limits::PAGE_PATTERNS)]
    Pages(&'static str, usize),
    /// Too many.
    #[error("block: {0} selectors, at most {max}", max = limits::BLOCKED)]
    Block(usize),
}

impl TryFrom<Draft> for Policy {
    type Error = PolicyError;

    fn try_from(draft: Draft) -> Result<Self, Self::Error> {
        if draft.masking != Masking::M3 {
            return Err(PolicyError::SealingNotAvailable(draft.masking));
        }
        let longest = longest_lifespan(draft.identifiers);
        if !(1..=longest).contains(&draft.lifespan_minutes) {
            return Err(PolicyError::Lifespan(draft.lifespan_minutes, longest));
        }
        if let Collection::L2 { before_s, .. } = draft.collection
            && before_s > 300
        {
            return Err(PolicyError::Before(before_s));
        }
        if !(1..=32).contains(&draft.text_version.chars().count()) {
            return Err(PolicyError::TextVersion(draft.text_version));
        }
        if draft.routes.len() > 500 {
            return Err(PolicyError::Routes(draft.routes.len()));
        }
        draft.pages.check()?;
        if draft.block.len() > limits::BLOCKED {
            return Err(PolicyError::Block(draft.block.len()));
        }
        Ok(Self(draft))
    }
}

impl Pages {
    fn check(&self) -> Result<(), PolicyError> {
        let lists = [
            ("record_only", &self.record_only),
            ("never_record", &self.never_record),
        ];
        for (name, patterns) in lists {
            if patterns.len() > limits::PAGE_PATTERNS {
                return Err(PolicyError::Pages(name, patterns.len()));
            }
        }
        Ok(())
    }
}

/// In minutes. Under I1 the life of an identifier is bounded more tightly (§44).
fn longest_lifespan(identifiers: Identifiers) -> u16 {
    let longest = limits::RECORDING_LENGTH.as_secs() / 60;
    let minutes = if identifiers == Identifiers::I1 {
        longest.min(60)
    } else {
        longest
    };
    u16::try_from(minutes).unwrap_or(u16::MAX)
}

impl From<Policy> for Draft {
    fn from(policy: Policy) -> Self {
        policy.0
    }
}

impl std::ops::Deref for Policy {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        &self.0
    }
}

impl Policy {
    /// How long one recording may be.
    #[must_use]
    pub fn lifespan(&self) -> std::time::Duration {
        std::time::Duration::from_secs(u64::from(self.0.lifespan_minutes) * 60)
    }
}

/// A policy in force, with its number.
#[derive(Clone, PartialEq, Debug)]
pub struct Published {
    /// Counts from 1 per site and purpose.
    pub version: u32,
    /// What it says.
    pub policy: Policy,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        toml::from_str(include_str!("../../../config/presets/ux.toml")).unwrap()
    }

    #[test]
    fn presets_and_the_demos_policies_can_be_published() {
        let texts = [
            include_str!("../../../config/presets/support.toml"),
            include_str!("../../../config/presets/ux.toml"),
            include_str!("../../../config/presets/errors.toml"),
            include_str!("../../../config/demo/support.toml"),
            include_str!("../../../config/demo/ux.toml"),
            include_str!("../../../config/demo/errors.toml"),
        ];

        for text in texts {
            let policy: Policy = toml::from_str(text).unwrap();
            assert_eq!(policy.masking, Masking::M3);
        }
    }

    #[test]
    fn sealed_text_cannot_be_promised_before_sealing_exists() {
        let sealed = Draft {
            masking: Masking::M1,
            ..draft()
        };

        assert_eq!(
            Policy::try_from(sealed),
            Err(PolicyError::SealingNotAvailable(Masking::M1))
        );
    }

    #[test]
    fn what_was_published_before_records_every_page() {
        let document = serde_json::to_value(draft()).unwrap();
        let mut before = document.as_object().unwrap().clone();
        before.remove("pages");
        before.remove("block");

        let read: Policy = serde_json::from_value(before.into()).unwrap();

        assert_eq!(read, Policy::try_from(draft()).unwrap());
        assert_eq!(read.pages, Pages::default());
    }

    #[test]
    fn too_many_pages_or_selectors_are_named() {
        let pattern: crate::page::PagePattern = serde_json::from_str("\"/a/*\"").unwrap();
        let selector: Selector = serde_json::from_str("\".a\"").unwrap();
        let mut pages = draft();
        pages.pages.never_record = vec![pattern; limits::PAGE_PATTERNS + 1];
        let mut blocked = draft();
        blocked.block = vec![selector; limits::BLOCKED + 1];

        let refused = |draft: Draft| Policy::try_from(draft).unwrap_err().to_string();
        assert_eq!(
            refused(pages),
            "pages.never_record: 101 patterns, at most 100"
        );
        assert_eq!(refused(blocked), "block: 51 selectors, at most 50");
    }

    #[test]
    fn a_lifespan_of_a_day_is_refused() {
        let endless = Draft {
            lifespan_minutes: 1_440,
            ..draft()
        };

        assert_eq!(
            Policy::try_from(endless),
            Err(PolicyError::Lifespan(1_440, 60))
        );
    }
}
