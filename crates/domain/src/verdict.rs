//! The verdict: whether what has ended is kept (L2 with the history on the server, L3). Until it is given nobody
//! watches.

use crate::{
    collection::{Analysed, Collection, History, Triggered},
    trigger::{Friction, Trigger},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// What was found in a recording, all of it counted.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Found {
    friction: BTreeMap<Friction, u32>,
    triggers: BTreeSet<usize>,
}

impl Found {
    /// Counts a sign of friction.
    pub fn friction(&mut self, kind: Friction) {
        let count = self.friction.entry(kind).or_default();
        *count = count.saturating_add(1);
    }

    /// Counts the friction of another, and no more of its own.
    pub fn keep_friction_of(&mut self, other: &Self) {
        self.friction.clone_from(&other.friction);
    }

    /// Notes that a trigger fired, by its place in the policy's list.
    pub fn trigger(&mut self, place: usize) {
        self.triggers.insert(place);
    }

    /// The kinds of friction that there were.
    pub fn kinds(&self) -> impl Iterator<Item = Friction> {
        self.friction.keys().copied()
    }

    /// The triggers that fired, by their places.
    pub fn triggers(&self) -> impl Iterator<Item = usize> {
        self.triggers.iter().copied()
    }
}

impl Collection {
    /// Within which time after a recording's end its verdict is given. None: nothing waits for one.
    #[must_use]
    pub fn verdict_within(&self) -> Option<Duration> {
        let analysed = self.l3.as_ref();
        let analysed = analysed.map(|l3| u32::from(l3.delete_within_minutes));
        let held = self.held().and_then(Triggered::held_minutes);
        let minutes = analysed.into_iter().chain(held).min()?;
        Some(Duration::from_secs(u64::from(minutes) * 60))
    }

    /// The place of the trigger that a ticket fires.
    #[must_use]
    pub fn support_request(&self) -> Option<usize> {
        let mut triggers = self.l2.as_ref()?.triggers.iter();
        triggers.position(|trigger| *trigger == Trigger::SupportRequest)
    }

    /// Whether a recording in which this was found is kept: by each of its measures, for each limits what is collected.
    #[must_use]
    pub fn keeps(&self, found: &Found) -> bool {
        self.held().is_none_or(|l2| l2.fired(found))
            && self
                .l3
                .as_ref()
                .is_none_or(|l3| l3.met(found).next().is_some())
    }

    /// The triggers, where the server holds the history that they are looked for in.
    #[must_use]
    pub fn held(&self) -> Option<&Triggered> {
        let triggered = self.l2.as_ref();
        triggered.filter(|l2| l2.history != History::OnDevice)
    }
}

impl Triggered {
    fn held_minutes(&self) -> Option<u32> {
        match self.history {
            History::OnDevice => None,
            History::Provisional {
                delete_within_minutes,
                ..
            } => Some(delete_within_minutes),
        }
    }

    fn fired(&self, found: &Found) -> bool {
        let first = found.triggers.first();
        first.is_some_and(|place| *place < self.triggers.len())
    }
}

impl Analysed {
    /// The markers of the criteria that are met.
    pub(crate) fn met(&self, found: &Found) -> impl Iterator<Item = Friction> {
        let met = self.keep.iter().filter(|criterion| {
            let times = found.friction.get(&criterion.marker).copied();
            times.unwrap_or_default() >= u32::from(criterion.at_least)
        });
        met.map(|criterion| criterion.marker)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn collection(value: Value) -> Collection {
        serde_json::from_value(value).unwrap()
    }

    fn with(friction: &[(Friction, u32)], triggers: &[usize]) -> Found {
        let mut found = Found::default();
        for (kind, times) in friction {
            (0..*times).for_each(|_| found.friction(*kind));
        }
        for place in triggers {
            found.trigger(*place);
        }
        found
    }

    #[test]
    fn what_meets_any_one_criterion_often_enough_is_kept() {
        let l3 = collection(json!({ "L3": { "delete_within_minutes": 7, "keep": [
            { "marker": "rage_click", "at_least": 2 }, { "marker": "long_wait" }] } }));

        assert_eq!(l3.verdict_within(), Some(Duration::from_mins(7)));
        for (friction, kept) in [
            (&[][..], false),
            (&[(Friction::RageClick, 1)], false),
            (&[(Friction::DeadClick, 9)], false),
            (&[(Friction::RageClick, 2)], true),
            (&[(Friction::RageClick, 1), (Friction::LongWait, 1)], true),
        ] {
            assert_eq!(l3.keeps(&with(friction, &[])), kept, "{friction:?}");
        }
        assert!(!l3.keeps(&with(&[], &[0])), "it names no trigger");
    }

    #[test]
    fn a_history_on_the_server_is_kept_where_a_trigger_of_its_policy_fired() {
        let held = json!({ "why_not_on_device": "a kiosk", "delete_within_minutes": 10 });
        let l2 = collection(
            json!({ "L2": { "history": { "provisional": held }, "triggers": [
            { "on": "rage_click" }, { "on": "custom", "name": "help" }] } }),
        );

        assert_eq!(l2.verdict_within(), Some(Duration::from_mins(10)));
        assert!(!l2.keeps(&with(&[(Friction::RageClick, 3)], &[])));
        assert!(!l2.keeps(&with(&[], &[2, 49])), "no such trigger");
        assert!(l2.keeps(&with(&[], &[49, 1])));
    }

    #[test]
    fn measures_named_together_must_all_let_a_recording_be_kept() {
        let keep = json!({ "delete_within_minutes": 30, "keep": [{ "marker": "rage_click" }] });
        let held = json!({ "why_not_on_device": "a kiosk", "delete_within_minutes": 10 });
        let held =
            json!({ "history": { "provisional": held }, "triggers": [{ "on": "dead_click" }] });
        let found = |clicks, triggers: &[usize]| with(&[(Friction::RageClick, clicks)], triggers);

        let drawn = collection(json!({ "L1": { "rate": 0.1 }, "L3": keep }));
        assert_eq!(drawn.verdict_within(), Some(Duration::from_mins(30)));
        assert!(drawn.keeps(&found(1, &[])) && !drawn.keeps(&found(0, &[0])));
        let device = collection(json!({ "L2": {}, "L3": keep }));
        assert_eq!(device.held(), None);
        assert!(device.keeps(&found(1, &[])) && !device.keeps(&found(0, &[0])));
        let both = collection(json!({ "L2": held, "L3": keep }));
        assert_eq!(both.verdict_within(), Some(Duration::from_mins(10)));
        assert!(both.keeps(&found(1, &[0])));
        assert!(!both.keeps(&found(1, &[])) && !both.keeps(&found(0, &[0])));
    }

    #[test]
    fn what_was_drawn_or_chosen_on_the_device_waits_for_no_verdict() {
        for value in [json!({ "L1": { "rate": 0.1 } }), json!({ "L2": {} })] {
            let collection = collection(value);
            assert_eq!(collection.verdict_within(), None);
            assert!(collection.keeps(&Found::default()));
        }
    }
}
