//! Policies: the measures, retention and routes of one purpose of one site; immutable once published.

use crate::{
    collection::Collection,
    friction::Thresholds,
    limits,
    measure::{Identifiers, Masking, Retention, Until},
    page::Pages,
    pointer::Pointer,
    purpose::Purpose,
    route::RoutePattern,
    selector::Selector,
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is written down to become a policy. [`Policy`] is made from nothing else.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Policy)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// What is recorded for.
    pub purpose: Purpose,
    /// Why it is necessary to record.
    #[serde(default)]
    pub necessity: Necessity,
    /// On which ground what was collected is processed (§29).
    #[serde(default)]
    pub legal_basis: LegalBasis,
    /// What the site is about; absent where nobody has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub nature: Option<Nature>,
    /// Which sessions.
    pub collection: Collection,
    /// What becomes of masked content.
    pub masking: Masking,
    /// Which identifiers.
    pub identifiers: Identifiers,
    /// How long a recording is kept after its end.
    pub retention_minutes: Retention,
    /// The event until which it is kept longer, or with which it expires sooner; absent where time alone counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub until: Option<Until>,
    /// How long one recording may be, in minutes.
    pub lifespan_minutes: u16,
    /// The version of the texts that a visitor agreed to.
    pub text_version: String,
    /// Why the first level of information does not tell of session replay (§25); absent where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub off_first_level: Option<String>,
    /// Why recordings are kept when their visitor withdraws; absent where they are erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub keep_after_withdrawal: Option<String>,
    /// The declared routes: what may be kept of a page's address.
    pub routes: Vec<RoutePattern>,
    /// Which pages are recorded.
    #[serde(default)]
    pub pages: Pages,
    /// Which elements are never recorded.
    #[serde(default)]
    pub block: Vec<Selector>,
    /// Which masked content is shown after all.
    #[serde(default)]
    pub unmask: Vec<Unmask>,
    /// Whether marks in the page may show what is masked.
    #[serde(default)]
    pub publisher_marks: bool,
    /// From when on something is friction.
    #[serde(default)]
    pub friction: Thresholds,
    /// What is kept of the pointer's way.
    #[serde(default)]
    pub pointer: Pointer,
    /// Whether who may watch may also take recordings out.
    #[serde(default)]
    pub export: bool,
    /// Why each measure that is looser than the preset is so.
    #[serde(default, alias = "justifications")]
    pub reasons: Vec<Reason>,
}

impl Draft {
    /// What a DPO alone decides, by field, with the reason given.
    #[must_use]
    pub fn sole_decisions(&self) -> Vec<(&'static str, &String)> {
        let decisions = [
            ("off_first_level", &self.off_first_level),
            ("keep_after_withdrawal", &self.keep_after_withdrawal),
        ];
        let made = decisions.into_iter();
        made.filter_map(|(field, why)| Some((field, why.as_ref()?)))
            .collect()
    }
}

/// Why it is necessary to record (§14, §17).
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Necessity {
    /// What the recordings are for.
    pub what_for: String,
    /// Why less intrusive means, such as audience measurement or error logs, do not suffice.
    pub less_intrusive: String,
}

/// A ground of article 6 of the GDPR.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LegalBasis {
    /// The same choice as for reading and writing on the terminal.
    #[default]
    Consent,
    /// A contract with the visitor.
    Contract,
    /// A duty by law.
    LegalObligation,
    /// Somebody's life.
    VitalInterests,
    /// A task in the public interest.
    PublicTask,
    /// An interest of the publisher or of a third party.
    LegitimateInterests,
}

/// What a site is about. Where it is sensitive, looser measures count as deviations (§3; ours).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// None of the others.
    Ordinary,
    /// Health.
    Health,
    /// Money.
    Finance,
    /// Children.
    Minors,
    /// Public administration.
    PublicService,
}

/// A rule by which masked content is shown after all.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Unmask {
    /// Under which elements.
    pub selector: Selector,
    /// Whether it shows more than the static texts that were learned or approved.
    #[serde(default)]
    pub dynamic: bool,
    /// Why.
    pub why: String,
}

/// Why one measure is looser than the preset.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PolicyReason)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The measure, or `retention`.
    pub measure: String,
    /// The reason, in words.
    pub why: String,
}

/// A draft that holds together, and so can be judged.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(try_from = "Draft", into = "Draft")]
pub struct Policy(Draft);

/// What cannot be, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct PolicyError {
    /// The field, such as `collection.L2.before_s`.
    pub field: String,
    /// Why not.
    pub reason: String,
}

pub(crate) fn flaw(field: &str, reason: &str) -> PolicyError {
    PolicyError {
        field: field.to_owned(),
        reason: reason.to_owned(),
    }
}

impl TryFrom<Draft> for Policy {
    type Error = PolicyError;

    fn try_from(draft: Draft) -> Result<Self, PolicyError> {
        let longest = longest_lifespan(draft.identifiers);
        if !(1..=longest).contains(&draft.lifespan_minutes) {
            let reason = format!(
                "{} must lie between 1 and {longest}",
                draft.lifespan_minutes
            );
            return Err(flaw("lifespan_minutes", &reason));
        }
        let kept = u32::from(draft.retention_minutes);
        draft.collection.check(draft.purpose, kept)?;
        draft.friction.check()?;
        if let Some(until) = draft.until {
            until.check(draft.purpose, draft.retention_minutes)?;
        }
        let version = &draft.text_version;
        if !(1..=32).contains(&version.chars().count()) || version.contains(char::is_control) {
            let reason = "must have 1 to 32 characters, none of them a control";
            return Err(flaw("text_version", reason));
        }
        check_lists(&draft)?;
        check_words(&draft)?;
        Ok(Self(draft))
    }
}

fn check_lists(draft: &Draft) -> Result<(), PolicyError> {
    let (pages, patterns) = (&draft.pages, limits::PAGE_PATTERNS);
    for (field, what, count, most) in [
        ("routes", "patterns", draft.routes.len(), 500),
        (
            "pages.record_only",
            "patterns",
            pages.record_only.len(),
            patterns,
        ),
        (
            "pages.never_record",
            "patterns",
            pages.never_record.len(),
            patterns,
        ),
        ("block", "selectors", draft.block.len(), limits::BLOCKED),
        ("unmask", "rules", draft.unmask.len(), limits::RULES),
        ("reasons", "reasons", draft.reasons.len(), limits::RULES),
    ] {
        if count > most {
            return Err(flaw(field, &format!("{count} {what}, at most {most}")));
        }
    }
    let selectors = draft.block.iter().map(|selector| ("block", selector));
    let shown = draft.unmask.iter().map(|rule| ("unmask", &rule.selector));
    for (field, selector) in selectors.chain(shown) {
        if !selector.parses() {
            let reason = format!("{:?} does not parse as a CSS selector", selector.as_str());
            return Err(flaw(field, &reason));
        }
    }
    Ok(())
}

fn check_words(draft: &Draft) -> Result<(), PolicyError> {
    let necessity = &draft.necessity;
    let written = [
        ("necessity.what_for", &necessity.what_for),
        ("necessity.less_intrusive", &necessity.less_intrusive),
    ];
    let reasons = draft.reasons.iter().flat_map(|reason| {
        [
            ("reasons.measure", &reason.measure),
            ("reasons.why", &reason.why),
        ]
    });
    let shown = draft.unmask.iter().map(|rule| ("unmask.why", &rule.why));
    let whys = draft.sole_decisions();
    if let Some((field, _)) = whys.iter().find(|(_, why)| why.trim().is_empty()) {
        return Err(flaw(field, "say why"));
    }
    let all = written.into_iter().chain(reasons).chain(shown).chain(whys);
    for (field, words) in all {
        if words.chars().count() > limits::WRITTEN_CHARS || words.contains('\0') {
            let reason = format!("must have at most {} characters", limits::WRITTEN_CHARS);
            return Err(flaw(field, &reason));
        }
    }
    Ok(())
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

    /// How much longer than its time a ticket may keep a recording.
    #[must_use]
    pub fn held_longer(&self) -> Option<SignedDuration> {
        let Some(Until::TicketClosed { longest_minutes }) = self.until else {
            return None;
        };
        let longest = SignedDuration::from_mins(i64::from(longest_minutes));
        Some(longest - self.retention_minutes.duration())
    }

    /// What must be said before it is published and is not (§14, §17).
    #[must_use]
    pub fn unsaid(&self) -> Vec<PolicyError> {
        let mut unsaid = Vec::new();
        if self.necessity.what_for.trim().is_empty() {
            unsaid.push(flaw("necessity.what_for", "say what it is for (§14)"));
        }
        if self.necessity.less_intrusive.trim().is_empty() {
            let reason = "say why less intrusive means do not suffice (§17)";
            unsaid.push(flaw("necessity.less_intrusive", reason));
        }
        if self.nature.is_none() {
            unsaid.push(flaw("nature", "say what the site is about (§3)"));
        }
        unsaid
    }
}

/// A policy in force, with its number.
#[derive(Clone, PartialEq, Debug)]
pub struct Published {
    /// Counts from 1 per site and purpose.
    pub version: u32,
    /// What it says.
    pub policy: Policy,
    /// Whether it is a draft that is tried.
    pub trial: bool,
}
