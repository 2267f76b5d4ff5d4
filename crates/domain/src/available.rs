//! What a policy may say that the server cannot carry out yet. Whoever makes one of these work removes its line:
//! nothing that is published may be silently not enforced.

use crate::{
    measure::Masking,
    policy::{Draft, Policy},
};

/// A measure that the server cannot carry out yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {measure} cannot be carried out yet, so it cannot be published")]
pub struct NotAvailable {
    /// Where it stands.
    pub field: &'static str,
    /// What.
    pub measure: &'static str,
    /// Whether what lacks is sealing.
    pub sealing: bool,
}

type Line = (&'static str, &'static str, fn(&Draft) -> bool);

/// Field, what it says, and whether a draft does.
const NOT_YET: [Line; 4] = [
    ("masking", "M1", |it| it.masking == Masking::M1),
    ("masking", "M2", |it| it.masking == Masking::M2),
    ("unmask", "showing what is masked", |it| {
        !it.unmask.is_empty()
    }),
    ("publisher_marks", "marks that show what is masked", |it| {
        it.publisher_marks
    }),
];

impl Policy {
    /// What of it the server cannot carry out yet.
    #[must_use]
    pub fn not_available(&self) -> Vec<NotAvailable> {
        let lines = NOT_YET.iter().filter(|(_, _, says)| says(self));
        let not_available = lines.map(|(field, measure, _)| NotAvailable {
            field,
            measure,
            sealing: *field == "masking",
        });
        not_available.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn measures(field: &str, value: Value) -> Vec<&'static str> {
        let text = include_str!("../../../config/presets/errors.toml");
        let preset: Policy = toml::from_str(text).unwrap();
        let mut document = serde_json::to_value(preset).unwrap();
        document[field] = value;
        let policy: Policy = serde_json::from_value(document).unwrap();
        let found = policy.not_available();
        found.into_iter().map(|it| it.measure).collect()
    }

    #[test]
    fn each_measure_that_does_not_run_yet_is_named() {
        let keep = json!({"keep": [{"marker": "rage_click"}]});
        let why = json!({"why_not_on_device": "x", "delete_within_minutes": 10});
        let rule = json!([{"selector": ".a", "why": "x"}]);
        for (field, value, expected) in [
            ("masking", json!("M3"), None),
            ("masking", json!("M2"), Some("M2")),
            ("masking", json!("M1"), Some("M1")),
            ("collection", json!({"L1": {"rate": 1}}), None),
            ("collection", json!({"L2": {"history": "on_device"}}), None),
            ("collection", json!({"L3": keep}), None),
            (
                "collection",
                json!({"L3": {"keep": [{"marker": "rage_click"}, {"marker": "failed_request"}]}}),
                None,
            ),
            (
                "collection",
                json!({"L2": {"history": {"provisional": why}}}),
                None,
            ),
            (
                "collection",
                json!({"L2": {"triggers": [{"on": "dead_click"}]}}),
                None,
            ),
            (
                "collection",
                json!({"L2": {"triggers": [{"on": "dead_click"}, {"on": "support_request"}]}}),
                None,
            ),
            (
                "collection",
                json!({"L1": {"rate": 0.1}, "L2": {}, "L3": keep}),
                None,
            ),
            ("unmask", rule, Some("showing what is masked")),
            (
                "publisher_marks",
                json!(true),
                Some("marks that show what is masked"),
            ),
        ] {
            assert_eq!(
                measures(field, value.clone()),
                Vec::from_iter(expected),
                "{field} {value}"
            );
        }
    }
}
