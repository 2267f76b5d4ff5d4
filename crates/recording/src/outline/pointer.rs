//! Thrashing: a pointer that turns round again and again.

use revoir_domain::friction::Thresholds;

/// A turn that is smaller is none.
const TURN_PX: i64 = 50;

/// Where the pointer went, and where it turned.
#[derive(Debug, Default)]
pub(super) struct Pointer {
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
    pub(super) fn see(
        &mut self,
        thresholds: &Thresholds,
        at_ms: u64,
        (x, y): (i64, i64),
    ) -> Option<u64> {
        let [across, down] = &mut self.axes;
        let turned = across.turns(x) | down.turns(y);
        if !turned {
            return None;
        }
        let within = u64::from(thresholds.thrash_within_ms);
        self.turns
            .retain(|turn| at_ms.saturating_sub(*turn) <= within);
        self.turns.push(at_ms);
        if self.turns.len() < usize::try_from(thresholds.thrash_turns).unwrap_or(usize::MAX) {
            return None;
        }
        let began = self.turns.first().copied();
        self.turns.clear();
        began
    }
}
