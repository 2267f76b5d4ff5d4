//! Which stretches of a recording surround its triggers (L2), and its events without the rest.

use super::{Marker, Timeline};
use revoir_domain::collection::Triggered;
use revoir_scrub::{Unreadable, each_event};
use std::{borrow::Cow, ops::RangeInclusive};

/// The stretches of a recording that are kept, in stored times.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stretches(Option<Vec<RangeInclusive<u64>>>);

impl Stretches {
    /// All of it.
    #[must_use]
    pub fn whole() -> Self {
        Self(None)
    }

    /// The events of a stored array that lie within.
    pub fn cut<'a>(&self, array: &'a [u8]) -> Result<Cow<'a, [u8]>, Unreadable> {
        let Some(stretches) = &self.0 else {
            return Ok(Cow::Borrowed(array));
        };
        let mut kept = vec![b'['];
        for event in each_event(array)? {
            if !stretches.iter().any(|it| it.contains(&event.ms)) {
                continue;
            }
            if kept.len() > 1 {
                kept.push(b',');
            }
            kept.extend_from_slice(array.get(event.range).unwrap_or_default());
        }
        kept.push(b']');
        Ok(Cow::Owned(kept))
    }
}

impl Timeline {
    /// From the last place where a replay can start that lies `before` ahead of a trigger, or from the beginning, until
    /// `after` it; a further trigger extends that.
    #[must_use]
    pub fn around(&self, l2: &Triggered) -> Stretches {
        let (before, after) = (
            u64::from(l2.before_s) * 1_000,
            u64::from(l2.after_s) * 1_000,
        );
        let mut stretches: Vec<RangeInclusive<u64>> = Vec::new();
        for at_ms in self.fired(l2.triggers.len()) {
            let begins = self.replayable(at_ms.saturating_sub(before));
            let ends = at_ms.saturating_add(after);
            match stretches.last_mut() {
                Some(last) if begins <= *last.end() => *last = *last.start()..=ends,
                _ => stretches.push(begins..=ends),
            }
        }
        let stored = |it: RangeInclusive<u64>| {
            self.first_ms.saturating_add(*it.start())..=self.first_ms.saturating_add(*it.end())
        };
        Stretches(Some(stretches.into_iter().map(stored).collect()))
    }

    /// Marks that a trigger fired of which no event tells, at a stored time.
    pub fn fire(&mut self, stored_ms: u64, trigger: usize) {
        let at_ms = stored_ms.saturating_sub(self.first_ms).min(self.length_ms);
        let place = self.markers.partition_point(|it| it.at_ms() <= at_ms);
        self.markers
            .insert(place, Marker::Trigger { at_ms, trigger });
    }

    /// When one of so many triggers fired, in order.
    fn fired(&self, triggers: usize) -> impl Iterator<Item = u64> {
        self.markers.iter().filter_map(move |marker| match marker {
            Marker::Trigger { at_ms, trigger } if *trigger < triggers => Some(*at_ms),
            _ => None,
        })
    }

    fn replayable(&self, until_ms: u64) -> u64 {
        let snapshots = self.pieces.iter().filter_map(|piece| piece.snapshot_ms);
        let until = snapshots.filter(|ms| *ms <= until_ms);
        until.max().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ORIGIN: u64 = 1_000_000;

    fn stretches(snapshots: &[u64], fired: &[(u64, u64)]) -> Vec<RangeInclusive<u64>> {
        let piece = |(number, ms): (usize, &u64)| json!({ "number": number, "from_ms": ms, "to_ms": ms, "bytes": 1, "snapshot_ms": ms });
        let pieces: Vec<_> = snapshots.iter().enumerate().map(piece).collect();
        let marker = |(at_ms, trigger): &(u64, u64)| json!({ "at_ms": at_ms, "trigger": trigger });
        let markers: Vec<_> = fired.iter().map(marker).collect();
        let timeline = json!({ "first_ms": ORIGIN, "length_ms": 0, "pages": [], "activity": [], "pieces": pieces,
            "markers": markers });
        let timeline: Timeline = serde_json::from_value(timeline).unwrap();
        let l2 = json!({ "before_s": 10, "after_s": 20, "triggers": [{ "on": "rage_click" }] });
        let around = timeline.around(&serde_json::from_value(l2).unwrap());
        let relative = |it: RangeInclusive<u64>| it.start() - ORIGIN..=it.end() - ORIGIN;
        around.0.unwrap().into_iter().map(relative).collect()
    }

    #[test]
    fn a_trigger_keeps_from_the_last_picture_long_enough_before_it() {
        let pictures = [0, 30_000, 39_000, 41_000];

        assert_eq!(stretches(&pictures, &[(50_000, 0)]), [39_000..=70_000]);
        assert_eq!(stretches(&pictures, &[(49_000, 0)]), [39_000..=69_000]);
        assert_eq!(stretches(&pictures, &[(5_000, 0)]), [0..=25_000]);
        assert_eq!(stretches(&pictures, &[(50_000, 1)]), []);
    }

    #[test]
    fn a_further_trigger_extends_and_a_later_one_begins_anew() {
        let pictures = [0, 60_000, 120_000];

        let near = stretches(&pictures, &[(5_000, 0), (24_000, 0)]);
        let far = stretches(&pictures, &[(5_000, 0), (90_000, 0)]);

        assert_eq!(near, [0..=44_000]);
        assert_eq!(far, [0..=25_000, 60_000..=110_000]);
    }

    #[test]
    fn what_lies_outside_is_cut_and_the_rest_stays_as_it_was() {
        let array = br#"[{"type":3,"data":{},"timestamp":1},{"type":3,"data":{"a":1},"timestamp":5},{"type":3,"data":{},"timestamp":9}]"#;

        let cut = |stretches| Stretches(stretches).cut(array).unwrap().into_owned();

        let middle = br#"[{"type":3,"data":{"a":1},"timestamp":5}]"#;
        assert_eq!(cut(Some(vec![2..=5])), middle);
        assert_eq!(cut(Some(vec![])), b"[]");
        assert_eq!(cut(None), array);
    }
}
