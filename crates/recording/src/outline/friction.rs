//! Friction, found in one pass over what the visitor did and what the page made of it. What each kind means is written
//! down in `docs/markers.md`; the same events always give the same markers.

use super::what::What;
use revoir_domain::trigger::Friction;
use serde::{Deserialize, Serialize};

/// Markers of one recording.
const MOST: usize = 500;

/// So many clicks on one place within this time are rage.
const RAGE_CLICKS: usize = 3;
const RAGE_MS: u64 = 1_000;
/// A click that has changed nothing for so long lets one wait; after the longer time it is dead.
const WAIT_MS: u64 = 3_000;
const DEAD_MS: u64 = 20_000;
/// A page that is left within this time, for the one before it, was none that was looked for.
const BACK_MS: u64 = 5_000;
/// So many turns of the pointer, each after so many pixels, within this time are thrashing.
const TURNS: usize = 8;
const TURN_PX: i64 = 50;
const THRASH_MS: u64 = 2_000;

/// A point on a recording's timeline that tells of friction.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Marker {
    /// When, in milliseconds from the first event.
    pub at_ms: u64,
    /// What of.
    pub kind: Friction,
}

/// A click that is waited for to change something.
#[derive(Debug)]
struct Click {
    at_ms: u64,
    on: u64,
}

/// Watches what is done and what changes.
#[derive(Debug, Default)]
pub(super) struct Watcher {
    markers: Vec<Marker>,
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
        self.clicks
            .retain(|click| click.on == on && at_ms.saturating_sub(click.at_ms) <= RAGE_MS);
        self.raging &= !self.clicks.is_empty();
        self.clicks.push(Click { at_ms, on });
        if self.clicks.len() > RAGE_CLICKS {
            self.clicks.remove(0);
        }
        if self.clicks.len() < RAGE_CLICKS || self.raging {
            return;
        }
        self.raging = true;
        let began = self.clicks.first().map_or(at_ms, |click| click.at_ms);
        self.mark(began, Friction::RageClick);
    }

    /// The visitor did something else before anything changed, or is gone.
    fn act(&mut self, at_ms: u64) {
        if let Some(click) = self.waiting.take()
            && at_ms.saturating_sub(click.at_ms) >= WAIT_MS
        {
            self.mark(click.at_ms, Friction::DeadClick);
        }
    }

    /// Time passed.
    pub(super) fn pass(&mut self, at_ms: u64) {
        let is_dead = |click: &mut Click| at_ms.saturating_sub(click.at_ms) >= DEAD_MS;
        if let Some(click) = self.waiting.take_if(is_dead) {
            self.mark(click.at_ms, Friction::DeadClick);
        }
    }

    /// Something on the page changed.
    pub(super) fn change(&mut self, at_ms: u64) {
        self.pass(at_ms);
        if let Some(click) = self.waiting.take()
            && at_ms.saturating_sub(click.at_ms) >= WAIT_MS
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
        if is_back && began.is_some_and(|began| at_ms.saturating_sub(began) <= BACK_MS) {
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
        if let Some(began) = self.pointer.see(at_ms, x, y) {
            self.mark(began, Friction::Thrashing);
        }
    }

    fn mark(&mut self, at_ms: u64, kind: Friction) {
        if self.markers.len() < MOST {
            self.markers.push(Marker { at_ms, kind });
        }
    }

    /// All markers, in order, when nothing follows.
    pub(super) fn finish(mut self, end_ms: u64) -> Vec<Marker> {
        self.act(end_ms);
        self.leave();
        self.markers.sort_by_key(|marker| marker.at_ms);
        self.markers
    }
}

/// Where the pointer went, and where it turned.
#[derive(Debug, Default)]
struct Pointer {
    axes: [Axis; 2],
    turns: Vec<u64>,
}

/// One direction of it: the way it goes, and the furthest that it has come.
#[derive(Debug, Default)]
struct Axis {
    furthest: Option<i64>,
    way: i64,
}

impl Axis {
    /// Whether the pointer turned round.
    fn turns(&mut self, at: i64) -> bool {
        let furthest = *self.furthest.get_or_insert(at);
        let moved = at.saturating_sub(furthest);
        if moved.signum() == self.way || (self.way == 0 && moved.abs() >= TURN_PX) {
            self.way = moved.signum();
            self.furthest = Some(at);
            return false;
        }
        let turned = self.way != 0 && moved.abs() >= TURN_PX;
        if turned {
            self.way = moved.signum();
            self.furthest = Some(at);
        }
        turned
    }
}

impl Pointer {
    /// When thrashing began, once there are turns enough; then it begins anew.
    fn see(&mut self, at_ms: u64, x: i64, y: i64) -> Option<u64> {
        let [across, down] = &mut self.axes;
        let turned = across.turns(x) | down.turns(y);
        if !turned {
            return None;
        }
        self.turns
            .retain(|turn| at_ms.saturating_sub(*turn) <= THRASH_MS);
        self.turns.push(at_ms);
        if self.turns.len() < TURNS {
            return None;
        }
        let began = self.turns.first().copied();
        self.turns.clear();
        began
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUTTON: (u64, What) = (7, What::Button);

    fn found(act: impl FnOnce(&mut Watcher), end_ms: u64) -> Vec<(u64, Friction)> {
        let mut watcher = Watcher::default();
        act(&mut watcher);
        let markers = watcher.finish(end_ms);
        markers
            .into_iter()
            .map(|marker| (marker.at_ms, marker.kind))
            .collect()
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
}
