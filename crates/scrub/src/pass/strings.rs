//! Strings: decoded, changed as their class asks, and written. Those that nothing changes are copied.

use std::ops::Range;

use revoir_detect::Span;
use revoir_domain::{mask, route};

use super::{Counts, Pass};
use crate::css::Room;
use crate::strings::{decode, write, write_masked};
use crate::{css, form};

/// From how many written bytes on a sheet is remembered, and how many are.
const REMEMBERED_BYTES: usize = 4_096;
const REMEMBERED: usize = 32;

/// A style sheet that was met, and where what became of it was written.
pub(super) struct Sheet<'a> {
    raw: &'a str,
    pub(super) written: Range<usize>,
    counts: Counts,
}

/// A string that was read.
struct Read<'a> {
    raw: &'a str,
    text: String,
    escaped: bool,
}

impl<'a> Pass<'a> {
    /// Goes past the string that is next, and decodes it.
    fn read(&mut self) -> Option<Read<'a>> {
        let raw = self.cursor.string()?;
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        let escaped = raw.contains('\\');
        if escaped {
            decode(raw, &mut text);
        } else {
            text.push_str(raw);
        }
        Some(Read { raw, text, escaped })
    }

    /// Writes a string as it was read.
    fn copy(&mut self, read: &Read<'_>) {
        if read.escaped {
            write(&read.text, &mut self.out);
        } else {
            self.out.push('"');
            self.out.push_str(read.raw);
            self.out.push('"');
        }
    }

    pub(super) fn text(&mut self) -> bool {
        let Some(read) = self.read() else {
            return false;
        };
        if mask::is_masked(&read.text) {
            self.copy(&read);
        } else {
            self.counts.masked += 1;
            write_masked(&read.text, &mut self.out);
        }
        self.text = read.text;
        true
    }

    /// A text node as rrweb usually writes it, of which half of all pages are made.
    pub(super) fn usual_text(&mut self) -> bool {
        let Some((text, id)) = self.cursor.usual_text() else {
            return false;
        };
        self.counts.masked += usize::from(!mask::is_masked(text));
        self.out.push_str("{\"type\":3,\"textContent\":");
        write_masked(text, &mut self.out);
        self.out.push_str(",\"id\":");
        self.out.push_str(id);
        self.out.push('}');
        true
    }

    pub(super) fn form_value(&mut self) -> bool {
        self.name(|text| {
            if mask::is_masked(text) {
                text
            } else {
                mask::VALUE
            }
        })
    }

    /// A string that `rule` may replace by another.
    pub(super) fn name(&mut self, rule: impl Fn(&str) -> &str) -> bool {
        let Some(read) = self.read() else {
            return false;
        };
        let name = rule(&read.text);
        if name == read.text {
            self.copy(&read);
        } else {
            self.counts.masked += 1;
            write(name, &mut self.out);
        }
        self.text = read.text;
        true
    }

    pub(super) fn address(&mut self) -> bool {
        self.name(|_| "#")
    }

    pub(super) fn word(&mut self, words: &[&str]) -> bool {
        self.checked(|text| words.contains(&text))
    }

    pub(super) fn property(&mut self) -> bool {
        self.checked(css::is_property)
    }

    pub(super) fn structural(&mut self) -> bool {
        self.checked(form::is_structural)
    }

    /// A string that is kept as it is, but for S1, or not at all.
    pub(super) fn checked(&mut self, may_say: impl Fn(&str) -> bool) -> bool {
        let Some(mut read) = self.read() else {
            return false;
        };
        let kept = may_say(&read.text);
        if kept {
            if block(&mut read.text) {
                self.counts.blocked += 1;
                self.counts.masked += 1;
                write(&read.text, &mut self.out);
            } else {
                self.copy(&read);
            }
        }
        self.text = read.text;
        kept
    }

    pub(super) fn route(&mut self) -> bool {
        let Some(read) = self.read() else {
            return false;
        };
        let mut reduced = route::reduce(&read.text, self.routes);
        let blocked = block(&mut reduced);
        self.counts.blocked += usize::from(blocked);
        self.counts.masked += usize::from(reduced != read.text);
        write(&reduced, &mut self.out);
        self.route = Some(reduced);
        self.text = read.text;
        true
    }

    /// A style sheet, a rule or declarations.
    pub(super) fn css(&mut self) -> bool {
        if self.cursor.peek() == b'"' && self.repeated() {
            return true;
        }
        let (start, before) = (self.out.len(), self.counts);
        let Some(raw) = self.css_with(css::sheet) else {
            return false;
        };
        if self.out.len() - start >= REMEMBERED_BYTES && self.sheets.len() < REMEMBERED {
            self.sheets.push(Sheet {
                raw,
                written: start..self.out.len(),
                counts: self.counts.since(before),
            });
        }
        true
    }

    /// Writes again what became of the same sheet before: pages repeat theirs in every snapshot.
    fn repeated(&mut self) -> bool {
        let Some(sheet) = self
            .sheets
            .iter()
            .find(|sheet| self.cursor.eat_string(sheet.raw))
        else {
            return false;
        };
        self.out.extend_from_within(sheet.written.clone());
        self.counts.masked += sheet.counts.masked;
        self.counts.blocked += sheet.counts.blocked;
        true
    }

    /// The value of the property `name`.
    pub(super) fn css_value(&mut self, name: &str) -> bool {
        self.css_with(|text, room| css::value(name, text, room))
            .is_some()
    }

    /// Writes what `rule` makes of the string that is next, which is returned as it stands there.
    fn css_with(
        &mut self,
        rule: impl for<'r> Fn(&str, &'r mut Room) -> &'r mut String,
    ) -> Option<&'a str> {
        let read = self.read()?;
        let mut room = std::mem::take(&mut self.room);
        let scrubbed = rule(&read.text, &mut room);
        let blocked = block(scrubbed);
        if *scrubbed == read.text {
            self.copy(&read);
        } else {
            self.counts.masked += 1;
            self.counts.blocked += usize::from(blocked);
            write(scrubbed, &mut self.out);
        }
        self.room = room;
        self.text = read.text;
        Some(read.raw)
    }
}

/// Masks in place what the detectors find; whether they found something.
fn block(text: &mut String) -> bool {
    let mut spans: Vec<Span> = Vec::new();
    revoir_detect::scan(text, &mut |span| spans.push(span));
    for span in spans.iter().rev() {
        let masked = text.get(span.start..span.end).map(mask::text);
        if let Some(masked) = masked {
            text.replace_range(span.start..span.end, &masked);
        }
    }
    !spans.is_empty()
}
