//! Conformance: where a policy is looser than a framework asks. Stricter than asked always conforms.

use crate::{
    collection::{Collection, Limit},
    framework::{Framework, Row},
    measure::{Identifiers, Masking, Rate},
    policy::Policy,
    purpose::Purpose,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a policy is judged on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// Which sessions.
    Collection,
    /// What becomes of masked content.
    Masking,
    /// Which identifiers.
    Identifiers,
    /// How long.
    Retention,
    /// Marks in the page that show what is masked.
    PublisherMarks,
    /// Rules that show more than learned static texts.
    Unmask,
}

impl Judged {
    /// The field of the policy that it is about.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Collection => "collection",
            Self::Masking => "masking",
            Self::Identifiers => "identifiers",
            Self::Retention => "retention_minutes",
            Self::PublisherMarks => "publisher_marks",
            Self::Unmask => "unmask",
        }
    }
}

/// Where a policy is looser than asked. `asked` and `chosen` are measures and numbers, not sentences.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Deviation {
    /// On what.
    pub measure: Judged,
    /// Where the framework speaks of it.
    pub paragraph: String,
    /// What would conform.
    pub asked: String,
    /// What the policy says.
    pub chosen: String,
}

/// What conforms and has a consequence that whoever publishes should know.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PolicyWarning)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// `support` under I1: nobody finds a customer's recording by the customer's identifier.
    LookupByCustomerImpossible,
    /// L2 without a trigger, or L1 at a rate of nothing: nothing is collected.
    NothingIsCollected,
    /// The framework wants the retention justified in writing, and no reason is written.
    RetentionNotJustifiedInWriting,
}

impl Policy {
    /// Where it is looser than the framework asks, in the order of [`Judged`].
    #[must_use]
    pub fn conformance(&self, framework: &Framework) -> Vec<Deviation> {
        let row = framework.row(self.purpose);
        [
            self.judge_collection(framework, row),
            self.judge_masking(framework, row),
            self.judge_identifiers(framework, row),
            self.judge_retention(framework, row),
            self.judge_marks(framework),
            self.judge_unmasking(framework),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// What whoever publishes it should know.
    #[must_use]
    pub fn warnings(&self, framework: &Framework) -> Vec<Warning> {
        let in_writing = framework.row(self.purpose).retention_in_writing;
        let written = self
            .reasons
            .iter()
            .any(|it| it.measure == "retention" && !it.why.trim().is_empty());
        [
            (self.purpose == Purpose::Support && self.identifiers == Identifiers::I1)
                .then_some(Warning::LookupByCustomerImpossible),
            collects_nothing(&self.collection).then_some(Warning::NothingIsCollected),
            (in_writing && !written).then_some(Warning::RetentionNotJustifiedInWriting),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn judge_collection(&self, framework: &Framework, row: &Row) -> Option<Deviation> {
        let most = framework.sampling.at_most;
        let limits = |limit: Limit| match (limit, self.collection.l1) {
            (Limit::L1, Some(sampling)) => sampling.rate <= most,
            _ => true,
        };
        let mut chosen = self.collection.limits();
        if chosen.any(|limit| row.collection.contains(&limit) && limits(limit)) {
            return None;
        }
        Some(Deviation {
            measure: Judged::Collection,
            paragraph: framework.paragraphs.collection.clone(),
            asked: row.collection_asked(most),
            chosen: self.collection_chosen(),
        })
    }

    pub(crate) fn collection_chosen(&self) -> String {
        let chosen = self.collection.limits();
        let chosen = chosen.map(|limit| match (limit, self.collection.l1) {
            (Limit::L1, Some(sampling)) => format!("L1 {}", sampling.rate),
            (limit, _) => format!("{limit:?}"),
        });
        chosen.collect::<Vec<_>>().join(", ")
    }

    fn judge_masking(&self, framework: &Framework, row: &Row) -> Option<Deviation> {
        let sensitive = &framework.sensitive.masking;
        let conforms = |accepted: &[Masking]| accepted.iter().any(|it| self.masking >= *it);
        let (accepted, paragraph) = if !conforms(&row.masking) && !self.is_sensitive(framework) {
            (&row.masking, &framework.paragraphs.masking)
        } else if self.is_sensitive(framework) && !conforms(sensitive) {
            (sensitive, &framework.paragraphs.sensitive)
        } else {
            return None;
        };
        Some(Deviation {
            measure: Judged::Masking,
            paragraph: paragraph.clone(),
            asked: names(accepted),
            chosen: format!("{:?}", self.masking),
        })
    }

    fn judge_identifiers(&self, framework: &Framework, row: &Row) -> Option<Deviation> {
        let chosen = self.identifiers.strictness();
        let mut accepted = row.identifiers.iter();
        if accepted.any(|accepted| chosen >= accepted.strictness()) {
            return None;
        }
        Some(Deviation {
            measure: Judged::Identifiers,
            paragraph: framework.paragraphs.identifiers.clone(),
            asked: names(&row.identifiers),
            chosen: format!("{:?}", self.identifiers),
        })
    }

    fn judge_retention(&self, framework: &Framework, row: &Row) -> Option<Deviation> {
        let most = row.retention_at_most_minutes;
        (self.retention_minutes > most).then(|| Deviation {
            measure: Judged::Retention,
            paragraph: framework.paragraphs.retention.clone(),
            asked: format!("≤ {most}"),
            chosen: self.retention_minutes.to_string(),
        })
    }

    fn judge_marks(&self, framework: &Framework) -> Option<Deviation> {
        (self.publisher_marks && self.is_sensitive(framework)).then(|| Deviation {
            measure: Judged::PublisherMarks,
            paragraph: framework.paragraphs.sensitive.clone(),
            asked: "0".to_owned(),
            chosen: "1".to_owned(),
        })
    }

    fn judge_unmasking(&self, framework: &Framework) -> Option<Deviation> {
        let dynamic = self.unmask.iter().filter(|rule| rule.dynamic).count();
        (dynamic > 0 && self.is_sensitive(framework)).then(|| Deviation {
            measure: Judged::Unmask,
            paragraph: framework.paragraphs.sensitive.clone(),
            asked: "0".to_owned(),
            chosen: dynamic.to_string(),
        })
    }

    fn is_sensitive(&self, framework: &Framework) -> bool {
        let natures = &framework.sensitive.natures;
        self.nature.is_some_and(|nature| natures.contains(&nature))
    }
}

impl Row {
    pub(crate) fn collection_asked(&self, most: Rate) -> String {
        let asked = self.collection.iter().map(|limit| match limit {
            Limit::L1 => format!("L1 ≤ {most}"),
            limit => format!("{limit:?}"),
        });
        asked.collect::<Vec<_>>().join(", ")
    }
}

fn collects_nothing(collection: &Collection) -> bool {
    let draws = collection.l1.is_some_and(|l1| f64::from(l1.rate) > 0.0);
    let triggered = collection.l2.as_ref();
    let fires = triggered.is_some_and(|l2| !l2.triggers.is_empty());
    !draws && !fires && collection.l3.is_none()
}

pub(crate) fn names<M: std::fmt::Debug>(measures: &[M]) -> String {
    let names: Vec<String> = measures.iter().map(|it| format!("{it:?}")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn policy(purpose: &str, changes: &[(&str, Value)]) -> Policy {
        let text = match purpose {
            "support" => include_str!("../../../config/presets/support.toml"),
            _ => include_str!("../../../config/presets/ux.toml"),
        };
        let preset: Policy = toml::from_str(text).unwrap();
        let mut document = serde_json::to_value(preset).unwrap();
        for (field, value) in changes {
            document[field] = value.clone();
        }
        serde_json::from_value(document).unwrap()
    }

    fn judged(policy: &Policy) -> Vec<(Judged, String, String)> {
        let deviations = policy.conformance(&Framework::embedded().unwrap());
        let brief = |it: Deviation| (it.measure, it.asked, it.chosen);
        deviations.into_iter().map(brief).collect()
    }

    #[test]
    fn a_deviation_names_what_is_asked_what_is_chosen_and_where() {
        let loose = policy(
            "ux",
            &[
                ("collection", json!({"L1": {"rate": 0.26}, "L2": {}})),
                ("masking", json!("M1")),
                ("identifiers", json!("I2")),
                ("retention_minutes", json!(184 * 1_440)),
            ],
        );

        let deviations = loose.conformance(&Framework::embedded().unwrap());

        let lines = deviations.iter().map(|it| {
            let Deviation {
                measure,
                paragraph,
                asked,
                chosen,
            } = it;
            format!("{measure:?} §{paragraph}: {asked}; {chosen}")
        });
        assert_eq!(
            lines.collect::<Vec<_>>(),
            [
                "Collection §42, appendix 1: L1 ≤ 25 %, L3; L1 26 %, L2",
                "Masking §43, appendix 1: M2, M3; M1",
                "Identifiers §44, appendix 1: I1; I2",
                "Retention §47, appendix 1: ≤ 183 d; 184 d",
            ]
        );
    }

    #[test]
    fn on_a_sensitive_site_what_shows_more_deviates() {
        let rule = |dynamic| json!([{"selector": ".a", "dynamic": dynamic, "why": "x"}]);
        let shown = |nature: &str, dynamic: bool| {
            policy(
                "ux",
                &[
                    ("nature", json!(nature)),
                    ("masking", json!("M2")),
                    ("publisher_marks", json!(true)),
                    ("unmask", rule(dynamic)),
                ],
            )
        };
        let measures = |policy: &Policy| {
            judged(policy)
                .into_iter()
                .map(|it| it.0)
                .collect::<Vec<_>>()
        };

        assert_eq!(measures(&shown("ordinary", true)), []);
        for nature in ["health", "finance", "minors", "public_service"] {
            let all = [Judged::Masking, Judged::PublisherMarks, Judged::Unmask];
            assert_eq!(measures(&shown(nature, true)), all, "{nature}");
            assert_eq!(measures(&shown(nature, false)), all[..2], "{nature}");
        }
    }

    #[test]
    fn what_conforms_and_has_a_consequence_is_said() {
        let framework = Framework::embedded().unwrap();
        let never = json!({"L2": {}});
        let known = policy(
            "support",
            &[("identifiers", json!("I1")), ("collection", never)],
        );
        let written = json!([{"measure": "retention", "why": "calls come within hours"}]);
        let drawn_never = policy("ux", &[("collection", json!({"L1": {"rate": 0.0}}))]);
        let triggered = json!({"L2": {"triggers": [{"on": "rage_click"}]}});

        assert!(known.conformance(&framework).is_empty());
        assert_eq!(
            known.warnings(&framework),
            [
                Warning::LookupByCustomerImpossible,
                Warning::NothingIsCollected,
                Warning::RetentionNotJustifiedInWriting
            ]
        );
        assert_eq!(
            drawn_never.warnings(&framework),
            [Warning::NothingIsCollected]
        );
        let quiet = policy(
            "support",
            &[("reasons", written), ("collection", triggered)],
        );
        assert_eq!(quiet.warnings(&framework), []);
        assert_eq!(policy("ux", &[]).warnings(&framework), []);
    }
}
