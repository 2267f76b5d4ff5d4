//! Friction, found in one pass over what the visitor did and what the page made of it. What each kind means is written
//! down in `docs/markers.md`; the same events always give the same markers.

use super::{
    marker::{Marker, Markers, Told},
    pointer::Pointer,
    what::What,
};
use revoir_domain::{friction::Thresholds, trigger::Friction, verdict::Found};

/// A click that is waited for to change something.
#[derive(Debug)]
struct Click {
    at_ms: u64,
    on: u64,
}

/// Watches what is done and what changes.
#[derive(Debug, Default)]
pub(super) struct Watcher {
    thresholds: Thresholds,
    markers: Markers,
    /// The last clicks, all on one place.
    clicks: Vec<Click>,
    raging: bool,
    waiting: Option<Click>,
    /// When a field of the page was last written in, unless a button was pressed since.
    written: Option<u64>,
    /// The pages that were shown last, and when they began.
    pages: [Option<(String, u64)>; 2],
    pointer: Pointer,
}

impl Watcher {
    pub(super) fn new(thresholds: Thresholds) -> Self {
        Self {
            thresholds,
            ..Self::default()
        }
    }

    /// The visitor clicked what is there.
    pub(super) fn click(&mut self, at_ms: u64, (on, what): (u64, What)) {
        self.rage(at_ms, on);
        self.pass(at_ms);
        // What else is clicked answers by itself, or is not meant to.
        if !matches!(what, What::Link | What::Button) {
            return self.act(at_ms);
        }
        self.written = None;
        if self.waiting.as_ref().is_some_and(|click| click.on != on) {
            self.act(at_ms);
        }
        self.waiting.get_or_insert(Click { at_ms, on });
    }

    fn rage(&mut self, at_ms: u64, on: u64) {
        let within = u64::from(self.thresholds.rage_within_ms);
        let row = usize::try_from(self.thresholds.rage_clicks).unwrap_or(usize::MAX);
        self.clicks
            .retain(|click| click.on == on && at_ms.saturating_sub(click.at_ms) <= within);
        self.raging &= !self.clicks.is_empty();
        self.clicks.push(Click { at_ms, on });
        if self.clicks.len() > row {
            self.clicks.remove(0);
        }
        if self.clicks.len() < row || self.raging {
            return;
        }
        self.raging = true;
        let began = self.clicks.first().map_or(at_ms, |click| click.at_ms);
        self.mark(began, Friction::RageClick);
    }

    /// The visitor did something else before anything changed, or is gone.
    fn act(&mut self, at_ms: u64) {
        if let Some(click) = self.waiting.take()
            && at_ms.saturating_sub(click.at_ms) >= u64::from(self.thresholds.long_wait_ms)
        {
            self.mark(click.at_ms, Friction::DeadClick);
        }
    }

    /// Time passed.
    pub(super) fn pass(&mut self, at_ms: u64) {
        let dead = u64::from(self.thresholds.dead_click_ms);
        let is_dead = |click: &mut Click| at_ms.saturating_sub(click.at_ms) >= dead;
        if let Some(click) = self.waiting.take_if(is_dead) {
            self.mark(click.at_ms, Friction::DeadClick);
        }
    }

    /// Something on the page changed.
    pub(super) fn change(&mut self, at_ms: u64) {
        self.pass(at_ms);
        if let Some(click) = self.waiting.take()
            && at_ms.saturating_sub(click.at_ms) >= u64::from(self.thresholds.long_wait_ms)
        {
            self.mark(click.at_ms, Friction::LongWait);
        }
    }

    /// The page scrolled: an answer where it does so soon, else the visitor's own doing.
    pub(super) fn scroll(&mut self, at_ms: u64) {
        self.act(at_ms);
    }

    /// The visitor wrote in a field.
    pub(super) fn write(&mut self, at_ms: u64, what: What) {
        self.act(at_ms);
        if matches!(what, What::Field | What::Password | What::List) {
            self.written = Some(at_ms);
        }
    }

    /// Another page began.
    pub(super) fn page(&mut self, at_ms: u64, href: &str) {
        self.change(at_ms);
        self.leave();
        let [before, last] = &mut self.pages;
        let is_back = before.as_ref().is_some_and(|(page, _)| page == href);
        let began = last.as_ref().map(|(_, began)| *began);
        *before = last.replace((href.to_owned(), at_ms));
        let within = u64::from(self.thresholds.back_within_ms);
        if is_back && began.is_some_and(|began| at_ms.saturating_sub(began) <= within) {
            self.mark(at_ms, Friction::BackAndForth);
        }
    }

    fn leave(&mut self) {
        if let Some(at_ms) = self.written.take() {
            self.mark(at_ms, Friction::AbandonedForm);
        }
    }

    /// The pointer was somewhere.
    pub(super) fn move_to(&mut self, at_ms: u64, x: i64, y: i64) {
        if let Some(began) = self.pointer.see(&self.thresholds, at_ms, (x, y)) {
            self.mark(began, Friction::Thrashing);
        }
    }

    /// The browser told of something by itself.
    pub(super) fn hear(&mut self, at_ms: u64, told: Told) {
        match told {
            Told::Trigger(trigger) => self.markers.trigger(at_ms, trigger),
            Told::Failure(kind) => self.mark(at_ms, kind),
        }
    }

    fn mark(&mut self, at_ms: u64, kind: Friction) {
        self.markers.friction(at_ms, kind);
    }

    /// All markers, in order, and what was found, when nothing follows.
    pub(super) fn finish(mut self, end_ms: u64) -> (Vec<Marker>, Found) {
        self.act(end_ms);
        self.leave();
        self.markers.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUTTON: (u64, What) = (7, What::Button);

    fn found(act: impl FnOnce(&mut Watcher), end_ms: u64) -> Vec<(u64, Friction)> {
        found_under(Thresholds::default(), act, end_ms)
    }

    fn found_under(
        thresholds: Thresholds,
        act: impl FnOnce(&mut Watcher),
        end_ms: u64,
    ) -> Vec<(u64, Friction)> {
        let mut watcher = Watcher::new(thresholds);
        act(&mut watcher);
        let (markers, _) = watcher.finish(end_ms);
        let friction = |marker: &Marker| match *marker {
            Marker::Friction { at_ms, kind } => Some((at_ms, kind)),
            Marker::Trigger { .. } => None,
        };
        markers.iter().filter_map(friction).collect()
    }

    #[test]
    fn three_clicks_on_one_place_within_a_second_are_rage_once() {
        let clicks = |times: &'static [u64]| {
            found(
                |watcher| {
                    for at_ms in times {
                        watcher.click(*at_ms, BUTTON);
                        watcher.change(at_ms + 10);
                    }
                },
                30_000,
            )
        };

        assert_eq!(
            clicks(&[100, 300, 500, 700, 900]),
            [(100, Friction::RageClick)]
        );
        assert_eq!(clicks(&[100, 300]), []);
        assert_eq!(clicks(&[100, 700, 1_300]), []);
    }

    #[test]
    fn clicks_on_different_places_are_no_rage() {
        let act = |watcher: &mut Watcher| {
            for (at_ms, on) in [(100, 7), (200, 8), (300, 7), (400, 8)] {
                watcher.click(at_ms, (on, What::Button));
                watcher.change(at_ms + 10);
            }
        };

        assert_eq!(found(act, 10_000), []);
    }

    #[test]
    fn a_click_that_changes_nothing_is_dead_and_a_late_change_is_a_wait() {
        let dead = found(|watcher| watcher.click(1_000, BUTTON), 5_000);
        let answered = found(
            |watcher| {
                watcher.click(1_000, BUTTON);
                watcher.change(3_999);
            },
            60_000,
        );
        let late = found(
            |watcher| {
                watcher.click(1_000, BUTTON);
                watcher.change(4_000);
            },
            60_000,
        );
        let too_late = found(
            |watcher| {
                watcher.click(1_000, BUTTON);
                watcher.change(21_000);
            },
            60_000,
        );

        assert_eq!(dead, [(1_000, Friction::DeadClick)]);
        assert_eq!(answered, []);
        assert_eq!(late, [(1_000, Friction::LongWait)]);
        assert_eq!(too_late, [(1_000, Friction::DeadClick)]);
    }

    #[test]
    fn a_click_just_before_the_end_or_on_a_text_is_not_judged() {
        assert_eq!(found(|watcher| watcher.click(1_000, BUTTON), 3_999), []);
        assert_eq!(
            found(|watcher| watcher.click(1_000, (7, What::Text)), 60_000),
            []
        );
    }

    #[test]
    fn a_form_that_is_begun_and_left_is_abandoned_unless_a_button_was_pressed() {
        let left = |presses: bool| {
            found(
                |watcher| {
                    watcher.page(0, "/a");
                    watcher.write(1_000, What::Field);
                    watcher.write(2_000, What::Field);
                    if presses {
                        watcher.click(2_500, BUTTON);
                    }
                    watcher.page(3_000, "/b");
                },
                60_000,
            )
        };

        assert_eq!(left(false), [(2_000, Friction::AbandonedForm)]);
        assert_eq!(left(true), []);
        assert_eq!(
            found(|watcher| watcher.write(1_000, What::Checkbox), 60_000),
            []
        );
    }

    #[test]
    fn coming_back_at_once_is_back_and_forth() {
        let visit = |pages: &'static [(u64, &'static str)]| {
            found(
                |watcher| {
                    for (at_ms, href) in pages {
                        watcher.page(*at_ms, href);
                    }
                },
                60_000,
            )
        };

        assert_eq!(
            visit(&[(0, "/a"), (1_000, "/b"), (6_000, "/a")]),
            [(6_000, Friction::BackAndForth)]
        );
        assert_eq!(visit(&[(0, "/a"), (1_000, "/b"), (6_001, "/a")]), []);
        assert_eq!(visit(&[(0, "/a"), (1_000, "/b"), (2_000, "/c")]), []);
    }

    #[test]
    fn a_pointer_that_goes_to_and_fro_thrashes_and_one_that_goes_on_does_not() {
        let moved = |xs: fn(i64) -> i64, step_ms: u64| {
            found(
                |watcher| {
                    for turn in 0..12_u32 {
                        let at_ms = u64::from(turn) * step_ms;
                        watcher.move_to(at_ms, xs(i64::from(turn)), 10);
                    }
                },
                60_000,
            )
        };

        let to_and_fro = |turn: i64| if turn % 2 == 0 { 0 } else { 200 };
        assert_eq!(moved(to_and_fro, 100), [(200, Friction::Thrashing)]);
        assert_eq!(moved(to_and_fro, 400), []);
        assert_eq!(moved(|turn| turn * 200, 100), []);
        assert_eq!(moved(|turn| (turn % 2) * 49, 100), []);
    }

    #[test]
    fn thresholds_are_those_that_are_given() {
        let pages = |watcher: &mut Watcher| {
            for (at_ms, href) in [(0, "/a"), (1_000, "/b"), (9_000, "/a")] {
                watcher.page(at_ms, href);
            }
        };
        let turns = |watcher: &mut Watcher| {
            for turn in 0..8_u32 {
                watcher.move_to(u64::from(turn) * 600, i64::from(turn % 2) * 200, 10);
            }
        };
        let patient = Thresholds {
            back_within_ms: 8_000,
            thrash_turns: 4,
            thrash_within_ms: 4_000,
            ..Thresholds::default()
        };

        assert_eq!(found(pages, 60_000), []);
        assert_eq!(
            found_under(patient, pages, 60_000),
            [(9_000, Friction::BackAndForth)]
        );
        assert_eq!(found(turns, 60_000), []);
        assert_eq!(
            found_under(patient, turns, 60_000),
            [(1_200, Friction::Thrashing)]
        );
    }

    fn show(watcher: &mut Watcher, act: &serde_json::Value) {
        let at_ms = act[1].as_u64().unwrap();
        let on = act[2].as_u64().unwrap_or_default();
        match act[0].as_str().unwrap() {
            "press" => watcher.click(at_ms, (on, What::Button)),
            "click" => watcher.click(at_ms, (on, What::Text)),
            "change" => watcher.change(at_ms),
            "act" => watcher.scroll(at_ms),
            "pass" => watcher.pass(at_ms),
            other => panic!("{other} is no act"),
        }
    }

    #[test]
    fn the_vectors_that_browsers_share_hold() {
        let text = include_str!("../../../../tests/vectors/friction.json");
        let vectors: serde_json::Value = serde_json::from_str(text).unwrap();
        for case in vectors["cases"].as_array().unwrap() {
            let acts = case["acts"].as_array().unwrap();
            let last = acts.last().unwrap()[1].as_u64().unwrap();
            let kinds = [Friction::RageClick, Friction::DeadClick];
            let thresholds = case
                .get("thresholds")
                .cloned()
                .unwrap_or(serde_json::json!({}));
            let thresholds = serde_json::from_value(thresholds).unwrap();
            let show_all = |it: &mut Watcher| acts.iter().for_each(|act| show(it, act));
            let found: Vec<_> = found_under(thresholds, show_all, last)
                .into_iter()
                .filter(|(_, kind)| kinds.contains(kind))
                .map(|(at_ms, kind)| serde_json::json!([kind, at_ms]))
                .collect();
            assert_eq!(serde_json::json!(found), case["found"], "{}", case["name"]);
        }
    }
}
