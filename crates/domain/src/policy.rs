//! Policies: the measures, retention and routes of one purpose of one site; immutable once published.

use crate::{
    collection::Collection,
    limits,
    measure::{Identifiers, Masking, Retention},
    page::Pages,
    purpose::Purpose,
    route::RoutePattern,
    selector::Selector,
};
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
    /// Which masked content is shown after all.
    #[serde(default)]
    pub unmask: Vec<Unmask>,
    /// Whether marks in the page may show what is masked.
    #[serde(default)]
    pub publisher_marks: bool,
    /// Whether who may watch may also take recordings out.
    #[serde(default)]
    pub export: bool,
    /// Why each measure that is looser than the preset is so.
    #[serde(default, alias = "justifications")]
    pub reasons: Vec<Reason>,
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
        if !(1..=32).contains(&draft.text_version.chars().count()) {
            return Err(flaw("text_version", "must have 1 to 32 characters"));
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
    for (field, words) in written.into_iter().chain(reasons).chain(shown) {
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn draft() -> Value {
        let draft: Draft = toml::from_str(include_str!("../../../config/presets/ux.toml")).unwrap();
        serde_json::to_value(draft).unwrap()
    }

    fn with(field: &str, value: Value) -> Result<Policy, String> {
        let mut document = draft();
        document[field] = value;
        serde_json::from_value(document).map_err(|error| error.to_string())
    }

    #[test]
    fn what_was_published_before_reads_as_it_was_meant() {
        let before = json!({
            "purpose": "support", "masking": "M3", "identifiers": "I3", "retention_minutes": 240,
            "lifespan_minutes": 30, "text_version": "1", "routes": [],
            "collection": {"measure": "L2", "history": "on_device", "before_s": 60, "after_s": 90},
            "justifications": [{"measure": "retention", "why": "because"}],
        });
        let drawn = with("collection", json!({"measure": "L1", "rate": 0.5})).unwrap();

        let read: Policy = serde_json::from_value(before).unwrap();

        let l2 = read.collection.l2.clone().unwrap();
        assert_eq!((l2.before_s, l2.after_s, l2.triggers.len()), (60, 90, 0));
        assert_eq!(read.reasons[0].why, "because");
        assert_eq!(read.pages, Pages::default());
        assert_eq!(read.legal_basis, LegalBasis::Consent);
        assert_eq!(drawn.collection.l1.unwrap().rate.to_string(), "50 %");
        assert!(with("collection", json!({"measure": "L1"})).is_err());
    }

    #[test]
    fn what_is_written_reads_back() {
        let all = json!({
            "L1": {"rate": 0.1},
            "L2": {
                "history": {"provisional": {"why_not_on_device": "no storage", "delete_within_minutes": 30}},
                "before_s": 10, "after_s": 20,
                "triggers": [{"on": "javascript_error"}, {"on": "url", "pattern": "/help"},
                    {"on": "element", "selector": ".error"}, {"on": "custom", "name": "lost"}],
            },
            "L3": {"keep": [{"marker": "rage_click", "at_least": 2}], "delete_within_minutes": 15},
        });

        let policy = with("collection", all.clone()).unwrap();

        assert_eq!(serde_json::to_value(&policy).unwrap()["collection"], all);
    }

    #[test]
    fn what_cannot_be_names_its_field() {
        let trigger = |trigger: Value| json!({"L2": {"triggers": [trigger]}});
        let provisional = |why: &str, minutes: u32| {
            json!({"L2": {"history": {"provisional":
            {"why_not_on_device": why, "delete_within_minutes": minutes}}}})
        };
        for (field, value, expected) in [
            (
                "collection",
                json!({}),
                "collection: must name at least one",
            ),
            (
                "collection",
                json!({"L1": {"rate": 1.5}}),
                "rate 1.5: must lie between 0 and 1",
            ),
            (
                "collection",
                json!({"L1": {"rate": 0.1}, "rate": 0.2}),
                "collection: belongs under",
            ),
            ("collection", json!({"L4": {}}), "unknown field `L4`"),
            (
                "collection",
                json!({"L2": {"before_s": 301}}),
                "collection.L2.before_s: 301 must lie",
            ),
            (
                "collection",
                json!({"L2": {"after_s": 1801}}),
                "collection.L2.after_s: 1801 must lie",
            ),
            (
                "collection",
                trigger(json!({"on": "element", "selector": "div["})),
                "triggers[0]: selector does not parse",
            ),
            (
                "collection",
                trigger(json!({"on": "element", "selector": "a, BODY"})),
                "triggers[0]: selector is on every page",
            ),
            (
                "collection",
                trigger(json!({"on": "url", "pattern": "/*"})),
                "triggers[0]: pattern matches every page",
            ),
            (
                "collection",
                trigger(json!({"on": "custom", "name": "a b"})),
                "triggers[0]: name must have",
            ),
            (
                "collection",
                trigger(json!({"on": "whim"})),
                "unknown variant `whim`",
            ),
            (
                "collection",
                provisional(" ", 30),
                "why_not_on_device: must say in writing",
            ),
            (
                "collection",
                provisional("x", 61),
                "delete_within_minutes: 61 must lie between 1 and 60",
            ),
            (
                "collection",
                json!({"L3": {"keep": []}}),
                "collection.L3.keep: must name 1 to 50",
            ),
            (
                "collection",
                json!({"L3": {"keep": [{"marker": "rage_click", "at_least": 0}]}}),
                "keep[0].at_least: must be",
            ),
            (
                "collection",
                json!({"L3": {"keep": [{"marker": "dead_click"}, {"marker": "dead_click"}]}}),
                "keep[1].marker: is named twice",
            ),
            (
                "collection",
                json!({"L3": {"keep": [{"marker": "dead_click"}], "delete_within_minutes": 1441}}),
                "1441 must lie between 1 and 1440",
            ),
            ("retention_minutes", json!(0), "retention of 0 minutes"),
            (
                "retention_minutes",
                json!(5_270_400),
                "retention of 5270400 minutes",
            ),
            (
                "lifespan_minutes",
                json!(1_440),
                "lifespan_minutes: 1440 must lie between 1 and 60",
            ),
            ("text_version", json!(""), "text_version: must have 1 to 32"),
            ("block", json!(["a["]), "block: \"a[\" does not parse"),
            (
                "block",
                json!(vec![".a"; limits::BLOCKED + 1]),
                "block: 51 selectors, at most 50",
            ),
            (
                "pages",
                json!({"never_record": vec!["/a"; 101]}),
                "pages.never_record: 101 patterns, at most 100",
            ),
            (
                "necessity",
                json!({"what_for": "é".repeat(2_001)}),
                "necessity.what_for: must have at most",
            ),
            ("purpose", json!("marketing"), "unknown variant `marketing`"),
        ] {
            let refused = with(field, value.clone()).unwrap_err();
            assert!(refused.contains(expected), "{field} {value}: {refused}");
        }
    }

    #[test]
    fn a_customer_may_call_as_long_as_support_keeps() {
        let history =
            json!({"provisional": {"why_not_on_device": "x", "delete_within_minutes": 240}});
        let mut document = draft();
        document["purpose"] = json!("support");
        document["collection"] = json!({"L2": {"history": history}});
        document["retention_minutes"] = json!(240);
        assert!(serde_json::from_value::<Policy>(document.clone()).is_ok());

        document["retention_minutes"] = json!(180);

        assert!(serde_json::from_value::<Policy>(document).is_err());
    }
}
