//! Strings: decoded, changed as their class asks, and written. Those that nothing changes are copied.

use std::borrow::Cow;
use std::ops::Range;

use revoir_detect::Span;
use revoir_domain::{mask, route};

use super::Pass;
use crate::names::{Names, is_name};
use crate::place::Spot;
use crate::strings::{decode, write};
use crate::{attributes, css, form};

/// From how many written bytes on a sheet is remembered, and how many are.
const REMEMBERED_BYTES: usize = 4_096;
const REMEMBERED: usize = 32;
/// How often what a detector changed in a sheet is read anew.
const AGAIN: usize = 4;

/// A style sheet that was met, and where what became of it was written.
pub(super) struct Sheet<'a> {
    raw: &'a str,
    pub(super) written: Range<usize>,
    changed: bool,
    blocked: bool,
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

    /// Writes a string that `rule` may replace by another.
    pub(super) fn replaced(
        &mut self,
        spot: Spot,
        rule: impl for<'t> FnOnce(&'t str, &Names) -> Cow<'t, str>,
    ) -> bool {
        let Some(read) = self.read() else {
            return false;
        };
        let new = rule(&read.text, &self.names);
        if *new == *read.text {
            self.copy(&read);
        } else {
            self.changed(spot);
            write(&new, &mut self.out);
        }
        self.text = read.text;
        true
    }

    pub(super) fn text(&mut self, spot: Spot) -> bool {
        self.replaced(spot, |text, _| {
            if mask::is_masked(text) {
                text.into()
            } else {
                mask::text(text).into()
            }
        })
    }

    /// A text node as rrweb usually writes it, of which half of all pages are made.
    pub(super) fn usual_text(&mut self) -> bool {
        let Some((text, id)) = self.cursor.usual_text() else {
            return false;
        };
        self.out.push_str("{\"type\":3,\"textContent\":\"");
        if mask::is_masked(text) {
            self.out.push_str(text);
        } else {
            self.changed(Spot::TextContent);
            mask::write(text, &mut self.out);
        }
        self.out.push_str("\",\"id\":");
        self.out.push_str(id);
        self.out.push('}');
        true
    }

    pub(super) fn form_value(&mut self, spot: Spot) -> bool {
        self.replaced(spot, |text, _| {
            let clear = !mask::is_masked(text);
            if clear { mask::VALUE } else { text }.into()
        })
    }

    /// Names with white space between.
    pub(super) fn names(&mut self, spot: Spot) -> bool {
        self.replaced(spot, |text, names| {
            if text
                .split(css::is_space)
                .all(|name| name.is_empty() || is_name(name))
            {
                return text.into();
            }
            let pieces = text.split_inclusive(css::is_space);
            let renamed = pieces.map(|piece| {
                let name = piece.trim_end_matches(css::is_space);
                let space = piece.strip_prefix(name).unwrap_or("");
                let name = if name.is_empty() {
                    "".into()
                } else {
                    names.name(name)
                };
                format!("{name}{space}")
            });
            renamed.collect::<String>().into()
        })
    }

    /// An address, of which what it names on the page is kept; whole only where the tag is known.
    pub(super) fn reference(&mut self, name: &str, tag: Option<&str>, spot: Spot) -> bool {
        let (refers, is_link) = match tag {
            Some(tag) => (attributes::refers(tag, name), attributes::is_link(tag)),
            None => (true, false),
        };
        let mut kept = refers;
        let written = self.replaced(spot, |text, names| match text.strip_prefix('#') {
            Some(target) if is_name(target) => text.into(),
            Some(target) if tag.is_some() && !target.is_empty() => {
                format!("#{}", names.name(target)).into()
            }
            _ => {
                kept &= is_link;
                "#".into()
            }
        });
        kept && written
    }

    pub(super) fn word(&mut self, words: &[&str]) -> bool {
        self.checked(|text| words.contains(&text))
    }

    pub(super) fn property(&mut self, spot: Spot) -> bool {
        let mut known = true;
        let written = self.replaced(spot, |text, names| {
            css::property(text, names).unwrap_or_else(|| {
                known = false;
                "".into()
            })
        });
        known && written
    }

    /// A string that is kept as it is, or not at all.
    pub(super) fn checked(&mut self, may_say: impl Fn(&str) -> bool) -> bool {
        let Some(mut read) = self.read() else {
            return false;
        };
        let kept = may_say(&read.text) && !block(&mut read.text).any;
        if kept {
            self.copy(&read);
        }
        self.text = read.text;
        kept
    }

    /// The path of a shape, but for S1.
    pub(super) fn path(&mut self, spot: Spot) -> bool {
        let (mut is_path, mut blocked) = (true, false);
        let written = self.replaced(spot, |text, _| {
            is_path = form::is_path(text);
            let mut scrubbed = String::from(text);
            blocked = block(&mut scrubbed).is_blocked;
            scrubbed.into()
        });
        self.blocked += usize::from(blocked && is_path);
        is_path && written
    }

    pub(super) fn route(&mut self) -> bool {
        let Some(read) = self.read() else {
            return false;
        };
        let mut reduced = route::reduce(&read.text, self.routes);
        let found = block(&mut reduced);
        self.blocked += usize::from(found.is_blocked);
        if found.any {
            reduced = route::reduce(&read.text, &[]);
        }
        if reduced != read.text {
            self.changed(Spot::Route);
        }
        write(&reduced, &mut self.out);
        self.route = Some(reduced);
        self.text = read.text;
        true
    }

    /// A style sheet, a rule, declarations, or a value.
    pub(super) fn css(&mut self, spot: Spot) -> bool {
        if self.cursor.peek() == b'"' && self.repeated(spot) {
            return true;
        }
        let start = self.out.len();
        let Some(read) = self.read() else {
            return false;
        };
        let mut scrubbed = std::mem::take(&mut self.sheet);
        let blocked = scrub_css(&read.text, &self.names, &mut scrubbed);
        self.blocked += usize::from(blocked);
        let changed = scrubbed != read.text;
        if changed {
            self.changed(spot);
            write(&scrubbed, &mut self.out);
        } else {
            self.copy(&read);
        }
        if self.out.len() - start >= REMEMBERED_BYTES && self.sheets.len() < REMEMBERED {
            self.sheets.push(Sheet {
                raw: read.raw,
                written: start..self.out.len(),
                changed,
                blocked,
            });
        }
        self.sheet = scrubbed;
        self.text = read.text;
        true
    }

    /// Writes again what became of the same sheet before: pages repeat theirs in every snapshot.
    fn repeated(&mut self, spot: Spot) -> bool {
        let Some(sheet) = self
            .sheets
            .iter()
            .find(|sheet| self.cursor.eat_string(sheet.raw))
        else {
            return false;
        };
        self.out.extend_from_within(sheet.written.clone());
        self.blocked += usize::from(sheet.blocked);
        if sheet.changed {
            self.changed(spot);
        }
        true
    }
}

/// Writes to `out` what is kept of `css`; whether a detector found something in it. What is masked in place may
/// read as something else, so it is read again; what does not come to rest is left out.
fn scrub_css(css: &str, names: &Names, out: &mut String) -> bool {
    out.clear();
    css::scrub(css, names, out);
    let mut blocked = false;
    for _ in 0..AGAIN {
        let found = block(out);
        blocked |= found.is_blocked;
        if !found.any {
            return blocked;
        }
        let masked = std::mem::take(out);
        css::scrub(&masked, names, out);
    }
    out.clear();
    blocked
}

/// What the detectors found.
struct Found {
    /// Whether there was anything, so that the text has changed.
    any: bool,
    /// Whether S1 names any of it.
    is_blocked: bool,
}

/// Masks in place what the detectors find.
fn block(text: &mut String) -> Found {
    let mut spans: Vec<Span> = Vec::new();
    revoir_detect::scan(text, &mut |span| spans.push(span));
    for span in spans.iter().rev() {
        let masked = text.get(span.start..span.end).map(mask::starred);
        if let Some(masked) = masked {
            text.replace_range(span.start..span.end, &masked);
        }
    }
    Found {
        any: !spans.is_empty(),
        is_blocked: spans.iter().any(|span| span.kind.is_blocked()),
    }
}
