//! What the list of recordings may say of why one is kept, and what was found in it.

use crate::{collection::Collection, trigger::Friction, verdict::Found};
use std::{collections::BTreeMap, fmt, str::FromStr};

/// A reason for which a recording is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// L1 has drawn its visit.
    Drawn,
    /// A trigger of L2 fired.
    Trigger,
    /// A criterion of L3 is met.
    Criterion(Friction),
    /// Somebody brought it in.
    Imported,
}

/// A text that names no reason.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnknownReason;

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Drawn => f.write_str("drawn"),
            Self::Trigger => f.write_str("trigger"),
            Self::Criterion(marker) => write!(f, "criterion:{}", marker.name()),
            Self::Imported => f.write_str("imported"),
        }
    }
}

impl FromStr for Kept {
    type Err = UnknownReason;

    fn from_str(text: &str) -> Result<Self, UnknownReason> {
        let criteria = Friction::ALL.into_iter().map(Self::Criterion);
        let mut all = [Self::Drawn, Self::Trigger, Self::Imported]
            .into_iter()
            .chain(criteria);
        all.find(|kept| kept.to_string() == text)
            .ok_or(UnknownReason)
    }
}

impl Collection {
    /// For which reasons a recording of it is kept in which this was found: one for each of its measures, of L3 one
    /// for each criterion that is met.
    #[must_use]
    pub fn reasons(&self, found: &Found) -> Vec<Kept> {
        let drawn = self.l1.map(|_| Kept::Drawn);
        let fired = self.l2.as_ref().map(|_| Kept::Trigger);
        let met = self.l3.iter().flat_map(|l3| l3.met(found));
        let mut criteria: Vec<_> = met.collect();
        criteria.sort_unstable();
        criteria.dedup();
        let criteria = criteria.into_iter().map(Kept::Criterion);
        drawn.into_iter().chain(fired).chain(criteria).collect()
    }

    /// The triggers that fired, as the policy names them.
    #[must_use]
    pub fn fired(&self, found: &Found) -> Vec<String> {
        let triggers = self.l2.as_ref().map(|l2| &l2.triggers[..]);
        let named = |place: usize| Some(triggers?.get(place)?.to_string());
        found.triggers().filter_map(named).collect()
    }

    /// The triggers that a verdict looks for, as the policy names them, and whether each fired.
    #[must_use]
    pub fn looked_for(&self, found: &Found) -> BTreeMap<String, bool> {
        let triggers = self.held().map(|l2| &l2.triggers[..]).unwrap_or_default();
        let mut looked_for = BTreeMap::new();
        for (place, trigger) in triggers.iter().enumerate() {
            let fired = found.triggers().any(|fired| fired == place);
            *looked_for.entry(trigger.to_string()).or_default() |= fired;
        }
        looked_for
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn collection(value: Value) -> Collection {
        serde_json::from_value(value).unwrap()
    }

    fn said(collection: &Collection, found: &Found) -> Vec<String> {
        let reasons = collection.reasons(found).into_iter();
        reasons.map(|kept| kept.to_string()).collect()
    }

    #[test]
    fn each_measure_gives_its_reason_and_l3_its_criteria_that_are_met() {
        let keep = json!([{ "marker": "long_wait" }, { "marker": "rage_click", "at_least": 2 },
            { "marker": "long_wait", "at_least": 2 }]);
        let all = collection(
            json!({ "L1": { "rate": 0.1 }, "L2": {}, "L3": { "keep": keep, "delete_within_minutes": 7 } }),
        );
        let mut found = Found::default();
        found.friction(Friction::LongWait);
        found.friction(Friction::LongWait);
        found.friction(Friction::RageClick);

        assert_eq!(
            said(&all, &found),
            ["drawn", "trigger", "criterion:long_wait"]
        );
        assert_eq!(said(&collection(json!({ "L2": {} })), &found), ["trigger"]);
    }

    #[test]
    fn triggers_are_called_as_the_policy_writes_them() {
        let l2 = collection(
            json!({ "L2": { "triggers": [{ "on": "url", "pattern": "/help/*" },
            { "on": "element", "selector": ".a, .b" }, { "on": "custom", "name": "lost" }, { "on": "dead_click" }] } }),
        );
        let mut found = Found::default();
        for place in [3, 9, 2, 1, 0] {
            found.trigger(place);
        }

        assert_eq!(
            l2.fired(&found),
            ["url:/help/*", "element:.a, .b", "custom:lost", "dead_click"]
        );
    }

    #[test]
    fn a_reason_reads_as_it_is_written() {
        for text in ["drawn", "trigger", "imported", "criterion:back_and_forth"] {
            assert_eq!(text.parse::<Kept>().unwrap().to_string(), text);
        }
        for text in ["", "Drawn", "criterion", "criterion:", "criterion:joy"] {
            assert_eq!(text.parse::<Kept>(), Err(UnknownReason), "{text}");
        }
    }

    #[test]
    fn friction_has_one_name_in_sql_and_json() {
        for kind in Friction::ALL {
            assert_eq!(json!(kind), kind.name());
        }
    }

    #[test]
    fn each_trigger_that_a_verdict_looks_for_is_named_once_with_whether_it_fired() {
        let held = json!({ "why_not_on_device": "a kiosk", "delete_within_minutes": 10 });
        let triggers = json!([{ "on": "rage_click" }, { "on": "custom", "name": "lost" }, { "on": "rage_click" }]);
        let l2 = |history: Value| {
            collection(json!({ "L2": { "history": history, "triggers": triggers } }))
        };
        let mut found = Found::default();
        found.trigger(2);

        let looked_for = l2(json!({ "provisional": held })).looked_for(&found);

        assert_eq!(
            looked_for,
            BTreeMap::from([
                ("custom:lost".to_owned(), false),
                ("rage_click".to_owned(), true)
            ])
        );
        assert!(l2(json!("on_device")).looked_for(&found).is_empty());
    }
}
