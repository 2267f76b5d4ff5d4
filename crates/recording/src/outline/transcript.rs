//! The transcript: what the visitor did, line by line, from the events alone. It holds no text of the page.

use super::what::What;
use serde::Serialize;
use std::collections::HashMap;

/// Lines of one transcript; a longer visit is cut.
const MOST: usize = 5_000;
/// From how long on doing nothing is told.
const WAIT_MS: u64 = 5_000;
/// Within how long the same act on the same thing is one line.
const AGAIN_MS: u64 = 2_000;
/// Within how long scrolling is one line.
const SCROLL_MS: u64 = 4_000;
/// For how long a page that opens may scroll by itself.
const SETTLING_MS: u64 = 250;
/// A click on a label is followed at once by one on its control.
const ECHO_MS: u64 = 30;

/// One thing that was done, and when (milliseconds from the beginning).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Line {
    /// When it began.
    pub at_ms: u64,
    /// What it was.
    #[serde(flatten)]
    pub act: Act,
}

/// What was done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Act {
    /// A page was opened.
    Opened {
        /// Which, from 1.
        page: u32,
        /// Its declared route.
        #[serde(skip_serializing_if = "Option::is_none")]
        route: Option<String>,
    },
    /// Something was clicked or tapped.
    Clicked {
        /// What.
        what: What,
        /// How often in a row.
        count: u32,
    },
    /// Something was clicked for its menu.
    RightClicked {
        /// What.
        what: What,
        /// How often in a row.
        count: u32,
    },
    /// Something was typed.
    Typed {
        /// Into what.
        what: What,
    },
    /// Something was chosen, ticked or set.
    Chose {
        /// In what.
        what: What,
        /// How often in a row.
        count: u32,
    },
    /// A protected field was entered; what is typed there is not recorded.
    Entered {
        /// Which.
        what: What,
    },
    /// The page was scrolled.
    Scrolled,
    /// Nothing was done for a while.
    Waited {
        /// How long.
        for_ms: u64,
    },
    /// The window became another size.
    Resized {
        /// In CSS pixels.
        width: u32,
        /// In CSS pixels.
        height: u32,
    },
    /// The recording ends.
    Ended,
}

/// What was done, line by line.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Transcript {
    /// In order.
    pub lines: Vec<Line>,
    /// Whether it ends before the recording does.
    pub cut: bool,
}

/// Writes a transcript as events go by.
#[derive(Debug, Default)]
pub(super) struct Writer {
    transcript: Transcript,
    /// The node that the last line is about.
    about: Option<u64>,
    /// When the last line was last added to.
    touched_ms: u64,
    /// When anything was last done.
    active_ms: u64,
    /// The lines of this page that say which node was clicked: what was typed into it is told when one
    /// leaves it, and belongs there.
    clicks: HashMap<u64, usize>,
}

impl Writer {
    /// Notes that the visitor is there, if only by moving.
    pub(super) fn stir(&mut self, at_ms: u64) {
        let waited = at_ms.saturating_sub(self.active_ms);
        if waited >= WAIT_MS {
            let since = self.active_ms;
            self.push(since, Act::Waited { for_ms: waited }, None);
        }
        self.active_ms = self.active_ms.max(at_ms);
    }

    pub(super) fn open(&mut self, at_ms: u64, page: u32, route: Option<String>) {
        self.stir(at_ms);
        self.clicks.clear();
        self.push(at_ms, Act::Opened { page, route }, None);
    }

    pub(super) fn click(&mut self, at_ms: u64, (id, what): (u64, What)) {
        self.stir(at_ms);
        let recent = at_ms.saturating_sub(self.touched_ms);
        let same = self.about == Some(id);
        match self.last() {
            Some(Act::Clicked { count, .. }) if same && recent <= AGAIN_MS => *count += 1,
            // the click that entered a protected field has been told
            Some(Act::Entered { .. }) if same => {}
            // the label was clicked, its control was meant
            Some(Act::Clicked {
                what: meant,
                count: 1,
            }) if !same && recent <= ECHO_MS => {
                *meant = what;
                self.about = Some(id);
                self.note_click(id, self.transcript.lines.len() - 1);
            }
            _ => {
                self.note_click(id, self.transcript.lines.len());
                return self.push(at_ms, Act::Clicked { what, count: 1 }, Some(id));
            }
        }
        self.touched_ms = at_ms;
    }

    pub(super) fn right_click(&mut self, at_ms: u64, (id, what): (u64, What)) {
        self.stir(at_ms);
        let again = self.is_again(at_ms, id);
        match self.last() {
            Some(Act::RightClicked { count, .. }) if again => *count += 1,
            _ => return self.push(at_ms, Act::RightClicked { what, count: 1 }, Some(id)),
        }
        self.touched_ms = at_ms;
    }

    /// A value changed: typed or chosen, in place of the click that led there.
    pub(super) fn input(&mut self, at_ms: u64, (id, what): (u64, What)) {
        self.stir(at_ms);
        if let Some(act) = self.clicked(id) {
            *act = written(what);
            return;
        }
        let same = self.about == Some(id);
        let recent = at_ms.saturating_sub(self.touched_ms) <= AGAIN_MS;
        match self.last() {
            Some(Act::Typed { .. }) if same => {}
            // a slider changes with every step that it is moved
            Some(Act::Chose { .. }) if same && recent && what == What::Slider => {}
            Some(Act::Chose { count, .. }) if same && recent => *count += 1,
            _ => return self.push(at_ms, written(what), Some(id)),
        }
        self.touched_ms = at_ms;
    }

    /// A protected field was entered, by click or by key.
    pub(super) fn enter(&mut self, at_ms: u64, (id, what): (u64, What)) {
        self.stir(at_ms);
        if self.about != Some(id) {
            self.push(at_ms, Act::Entered { what }, Some(id));
        }
    }

    pub(super) fn scroll(&mut self, at_ms: u64) {
        self.stir(at_ms);
        let since = at_ms.saturating_sub(self.touched_ms);
        match self.last() {
            Some(Act::Scrolled) if since <= SCROLL_MS => self.touched_ms = at_ms,
            // a page that opens goes to its place by itself
            Some(Act::Opened { .. }) if since <= SETTLING_MS => {}
            _ => self.push(at_ms, Act::Scrolled, None),
        }
    }

    pub(super) fn resize(&mut self, at_ms: u64, width: u32, height: u32) {
        match self.last() {
            Some(act @ Act::Resized { .. }) => *act = Act::Resized { width, height },
            _ => self.push(at_ms, Act::Resized { width, height }, None),
        }
    }

    /// The whole, up to the end of the recording.
    pub(super) fn finish(mut self, length_ms: u64) -> Transcript {
        if !self.transcript.lines.is_empty() && !self.transcript.cut {
            self.stir(length_ms);
            self.push(length_ms, Act::Ended, None);
        }
        self.transcript
    }

    /// Remembers the line that says that this node was clicked; of a page with endless clicks, not all.
    fn note_click(&mut self, id: u64, line: usize) {
        if self.clicks.len() < MOST {
            self.clicks.insert(id, line);
        }
    }

    /// The line that says that this node was clicked, once.
    fn clicked(&mut self, id: u64) -> Option<&mut Act> {
        let line = self.clicks.remove(&id)?;
        self.transcript
            .lines
            .get_mut(line)
            .map(|line| &mut line.act)
    }

    fn is_again(&self, at_ms: u64, id: u64) -> bool {
        self.about == Some(id) && at_ms.saturating_sub(self.touched_ms) <= AGAIN_MS
    }

    fn last(&mut self) -> Option<&mut Act> {
        self.transcript.lines.last_mut().map(|line| &mut line.act)
    }

    fn push(&mut self, at_ms: u64, act: Act, about: Option<u64>) {
        if self.transcript.lines.len() >= MOST {
            self.transcript.cut = true;
            return;
        }
        self.transcript.lines.push(Line { at_ms, act });
        self.about = about;
        self.touched_ms = at_ms;
    }
}

fn written(what: What) -> Act {
    if what.is_chosen() {
        Act::Chose { what, count: 1 }
    } else {
        Act::Typed { what }
    }
}
