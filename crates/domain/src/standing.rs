//! Standings: how each measure that a framework asks of a policy is met, not only where it is looser.

use crate::{
    collection::Limit,
    conformance::{Deviation, Judged, names},
    framework::Framework,
    policy::Policy,
};
use serde::Serialize;
use utoipa::ToSchema;

/// How a measure is met.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Met {
    /// As asked.
    Kept,
    /// Beyond the least that is accepted.
    Stricter,
    /// Looser than asked.
    Deviating,
}

/// One thing that is asked, and what the policy says of it. `asked` and `chosen` are measures and numbers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// On what it is judged.
    pub measure: Judged,
    /// How it is met.
    pub met: Met,
    /// Where the framework speaks of it.
    pub paragraph: String,
    /// What would conform.
    pub asked: String,
    /// What the policy says.
    pub chosen: String,
}

impl From<Deviation> for Standing {
    fn from(deviation: Deviation) -> Self {
        Self {
            measure: deviation.measure,
            met: Met::Deviating,
            paragraph: deviation.paragraph,
            asked: deviation.asked,
            chosen: deviation.chosen,
        }
    }
}

impl Policy {
    /// How it meets what the framework asks of its purpose, in the order of [`Judged`].
    #[must_use]
    pub fn standings(&self, framework: &Framework) -> Vec<Standing> {
        let mut standings = [
            self.stands_on_collection(framework),
            self.stands_on_masking(framework),
            self.stands_on_identifiers(framework),
            self.stands_on_retention(framework),
        ]
        .to_vec();
        for deviation in self.conformance(framework) {
            let looser = Standing::from(deviation);
            match standings.iter_mut().find(|it| it.measure == looser.measure) {
                Some(standing) => *standing = looser,
                None => standings.push(looser),
            }
        }
        standings
    }

    fn stands_on_collection(&self, framework: &Framework) -> Standing {
        let (row, most) = (framework.row(self.purpose), framework.sampling.at_most);
        let rarer = self.collection.l1.is_some_and(|l1| l1.rate < most);
        let drawn = rarer && row.collection.contains(&Limit::L1);
        Standing {
            measure: Judged::Collection,
            met: if drawn { Met::Stricter } else { Met::Kept },
            paragraph: framework.paragraphs.collection.clone(),
            asked: row.collection_asked(most),
            chosen: self.collection_chosen(),
        }
    }

    fn stands_on_masking(&self, framework: &Framework) -> Standing {
        let asked = &framework.row(self.purpose).masking;
        let is_least = asked
            .iter()
            .min()
            .is_none_or(|least| self.masking <= *least);
        Standing {
            measure: Judged::Masking,
            met: if is_least { Met::Kept } else { Met::Stricter },
            paragraph: framework.paragraphs.masking.clone(),
            asked: names(asked),
            chosen: format!("{:?}", self.masking),
        }
    }

    fn stands_on_identifiers(&self, framework: &Framework) -> Standing {
        let asked = &framework.row(self.purpose).identifiers;
        let least = asked.iter().map(|it| it.strictness()).min();
        let is_least = least.is_none_or(|least| self.identifiers.strictness() <= least);
        Standing {
            measure: Judged::Identifiers,
            met: if is_least { Met::Kept } else { Met::Stricter },
            paragraph: framework.paragraphs.identifiers.clone(),
            asked: names(asked),
            chosen: format!("{:?}", self.identifiers),
        }
    }

    fn stands_on_retention(&self, framework: &Framework) -> Standing {
        let most = framework.row(self.purpose).retention_at_most_minutes;
        let shorter = self.retention_minutes < most;
        Standing {
            measure: Judged::Retention,
            met: if shorter { Met::Stricter } else { Met::Kept },
            paragraph: framework.paragraphs.retention.clone(),
            asked: format!("≤ {most}"),
            chosen: self.retention_minutes.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn met(preset: &str, changes: &[(&str, Value)]) -> Vec<(Judged, Met)> {
        let policy: Policy = toml::from_str(preset).unwrap();
        let mut document = serde_json::to_value(policy).unwrap();
        for (field, value) in changes {
            document[field] = value.clone();
        }
        let policy: Policy = serde_json::from_value(document).unwrap();
        let standings = policy.standings(&Framework::embedded().unwrap());
        standings.iter().map(|it| (it.measure, it.met)).collect()
    }

    const UX: &str = include_str!("../../../config/presets/ux.toml");
    const SUPPORT: &str = include_str!("../../../config/presets/support.toml");

    #[test]
    fn what_goes_beyond_the_least_that_is_accepted_is_stricter() {
        assert_eq!(
            met(UX, &[]),
            [
                (Judged::Collection, Met::Stricter),
                (Judged::Masking, Met::Stricter),
                (Judged::Identifiers, Met::Kept),
                (Judged::Retention, Met::Stricter),
            ]
        );
        let least = [
            ("masking", json!("M1")),
            ("identifiers", json!("I2")),
            ("retention_minutes", json!(1_440)),
        ];
        assert!(met(SUPPORT, &least).iter().all(|it| it.1 == Met::Kept));
        let known = met(SUPPORT, &[("identifiers", json!("I1"))]);
        assert_eq!(known[2], (Judged::Identifiers, Met::Stricter));
    }

    #[test]
    fn each_deviation_stands_in_the_place_of_its_measure_or_after_them() {
        let loose = [
            ("nature", json!("health")),
            ("publisher_marks", json!(true)),
            ("identifiers", json!("I2")),
        ];

        let standings = met(UX, &loose);

        assert_eq!(standings[2], (Judged::Identifiers, Met::Deviating));
        assert_eq!(standings[4], (Judged::PublisherMarks, Met::Deviating));
        assert_eq!(standings.len(), 5);
    }
}
