//! The pass itself: follows the shapes through an event's bytes and writes what is kept.

mod attributes;
mod strings;

use std::fmt::Write as _;

use revoir_domain::{collection::TRIGGERS, route::RoutePattern};

use crate::cursor::{Cursor, says};
use crate::events::small_integer;
use crate::form;
use crate::names::Names;
use crate::place::{Origin, Spot};
use crate::scrubbed::Rules;
use crate::shapes::{self, Field, Kind, Need, Shape};
use crate::strings::decoded;

/// Where in a tree a value stands.
#[derive(Clone, Copy, Default)]
struct Place<'a> {
    /// The tag name, as written, of the element that it belongs to; none outside nodes.
    tag: Option<&'a str>,
    /// A child of a `style` element.
    in_style: bool,
}

/// How much was written and counted at some point, to go back to.
#[derive(Clone, Copy)]
struct Mark {
    length: usize,
    masked: usize,
    blocked: usize,
}

/// One pass over one batch.
pub(crate) struct Pass<'a> {
    cursor: Cursor<'a>,
    /// How many bytes may still be looked at ahead of their turn.
    ahead: usize,
    routes: &'a [RoutePattern],
    names: Names,
    text: String,
    sheet: String,
    sheets: Vec<strings::Sheet<'a>>,
    origin: Origin,
    /// Where each string stood that came out different.
    pub(crate) masked: Vec<(Origin, Spot)>,
    /// In how many strings a detector found something.
    pub(crate) blocked: usize,
    pub(crate) out: String,
    /// The route of the last page that was met.
    pub(crate) route: Option<String>,
}

impl<'a> Pass<'a> {
    pub(crate) fn new(rules: &'a Rules, capacity: usize) -> Self {
        Self {
            cursor: Cursor::new("", 0),
            ahead: 0,
            routes: &rules.routes,
            names: Names::new(rules.name_key),
            text: String::new(),
            sheet: String::new(),
            sheets: Vec::new(),
            origin: Origin::default(),
            masked: Vec::new(),
            blocked: 0,
            out: String::with_capacity(capacity),
            route: None,
        }
    }

    /// Writes the data of an event of `kind` that starts at `at`; false, and nothing, if it is dropped.
    pub(crate) fn data(&mut self, kind: u32, json: &'a str, at: usize, length: usize) -> bool {
        self.cursor = Cursor::new(json, at);
        self.ahead = 1_000 + length * 4;
        let source = if kind == 3 {
            self.ahead("source")
                .and_then(|raw| small_integer(raw.as_bytes()))
        } else {
            None
        };
        let small = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
        self.origin = Origin {
            kind: small(kind),
            source: source.map(small),
        };
        let mark = self.mark();
        let start = self.cursor;
        let kept = shapes::data(kind, source).iter().any(|shape| {
            self.cursor = start;
            self.rewind(mark);
            self.object(shape, Place::default())
        });
        if !kept {
            self.rewind(mark);
        }
        kept
    }

    fn mark(&self) -> Mark {
        Mark {
            length: self.out.len(),
            masked: self.masked.len(),
            blocked: self.blocked,
        }
    }

    fn rewind(&mut self, mark: Mark) {
        self.out.truncate(mark.length);
        self.masked.truncate(mark.masked);
        self.blocked = mark.blocked;
        self.sheets.retain(|sheet| sheet.written.end <= mark.length);
    }

    /// Counts a string that came out different.
    fn changed(&mut self, spot: Spot) {
        self.masked.push((self.origin, spot));
    }

    /// The value, as written, of a key of the object that is next.
    fn ahead(&mut self, name: &str) -> Option<&'a str> {
        let mut cursor = self.cursor;
        let start = cursor.at();
        cursor.eat(b'{');
        let mut found = None;
        while let Some(key) = cursor.member() {
            let mut value = cursor;
            cursor.skip();
            if says(key, name) {
                found = Some(value.whole(cursor.at()));
                break;
            }
            if cursor.at() - start > self.ahead {
                break;
            }
        }
        self.ahead = self.ahead.saturating_sub(cursor.at() - start);
        found
    }

    /// Tries to write the value that is next; past it either way. If it is not kept, nothing is written.
    fn attempt(&mut self, mark: Mark, write: impl FnOnce(&mut Self) -> bool) -> bool {
        let start = self.cursor;
        let kept = write(self);
        if !kept {
            self.rewind(mark);
            self.cursor = start;
            self.cursor.skip();
        }
        kept
    }

    fn comma(&mut self) {
        if !matches!(self.out.as_bytes().last(), Some(b'{' | b'[')) {
            self.out.push(',');
        }
    }

    fn write_key(&mut self, name: &str) {
        self.comma();
        self.out.push('"');
        self.out.push_str(name);
        self.out.push_str("\":");
    }

    fn object(&mut self, shape: Shape, place: Place<'_>) -> bool {
        if !self.cursor.eat(b'{') {
            return false;
        }
        self.out.push('{');
        let (mut seen, mut kept, mut next) = (0_u32, 0_u32, 0);
        while let Some(key) = self.cursor.member() {
            let Some((index, field)) =
                find(shape, key, next).filter(|(index, _)| seen & (1 << index) == 0)
            else {
                self.cursor.skip();
                continue;
            };
            seen |= 1 << index;
            next = index + 1;
            let mark = self.mark();
            self.write_key(field.name);
            kept |= u32::from(self.attempt(mark, |pass| pass.value(field.kind, place))) << index;
        }
        self.complete(shape, kept) && {
            self.out.push('}');
            true
        }
    }

    /// Writes what stands in for keys that were not kept; false if one is required.
    fn complete(&mut self, shape: Shape, kept: u32) -> bool {
        let missing = shape
            .iter()
            .enumerate()
            .filter(|(index, _)| kept & (1 << index) == 0);
        for (_, Field { name, need, .. }) in missing {
            match need {
                Need::Optional => {}
                Need::Required => return false,
                Need::Default(json) => {
                    self.write_key(name);
                    self.out.push_str(json);
                }
            }
        }
        true
    }

    /// An array of what `item` keeps.
    fn array(&mut self, mut item: impl FnMut(&mut Self) -> bool) -> bool {
        if !self.cursor.eat(b'[') {
            return false;
        }
        self.out.push('[');
        loop {
            match self.cursor.peek() {
                b']' | 0 => break,
                b',' => _ = self.cursor.eat(b','),
                _ => {
                    let mark = self.mark();
                    self.comma();
                    self.attempt(mark, &mut item);
                }
            }
        }
        self.out.push(']');
        self.cursor.eat(b']')
    }

    fn value(&mut self, kind: Kind, place: Place<'_>) -> bool {
        match kind {
            Kind::Number => self.number(),
            Kind::NullableNumber => self.null() || self.number(),
            Kind::Boolean => self.boolean(),
            Kind::StyleMark => place.in_style && self.boolean(),
            Kind::Trigger => self.trigger(),
            Kind::Numbers => self.numbers(),
            Kind::Index => self.number() || self.numbers(),
            Kind::Words(words) => self.word(words),
            Kind::NullableText => self.null() || self.text(Spot::Text),
            Kind::NodeText if place.in_style => self.css(Spot::StyleContent),
            Kind::Text | Kind::NodeText => self.text(Spot::TextContent),
            Kind::Value => self.form_value(Spot::Input),
            Kind::Css(spot) => self.css(spot),
            Kind::NullableCss => self.null() || self.css(Spot::SetValue),
            Kind::Route => self.route(),
            Kind::TagName => self.replaced(Spot::TagName, form::tag_name),
            Kind::DocumentName => self.replaced(Spot::DocumentName, |_, _| "html".into()),
            Kind::Emptied(spot) => self.replaced(spot, |_, _| "".into()),
            Kind::Property(spot) => self.property(spot),
            Kind::Object(shape) => self.object(shape, place),
            Kind::Objects(shape) => self.array(|pass| pass.object(shape, place)),
            Kind::Attributes => self.attributes(place),
            Kind::Node => self.node(false),
            Kind::Children => {
                let style = place
                    .tag
                    .is_some_and(|tag| tag.eq_ignore_ascii_case("style"));
                self.array(|pass| pass.node(style))
            }
        }
    }

    fn node(&mut self, in_style: bool) -> bool {
        if self.cursor.peek() != b'{' {
            return false;
        }
        if !in_style && self.usual_text() {
            return true;
        }
        let (kind, tag) = self
            .cursor
            .usual_node()
            .unwrap_or_else(|| self.node_ahead());
        let unescaped = tag.contains('\\').then(|| decoded(tag));
        let tag = unescaped.as_deref().unwrap_or(tag);
        let Some(shape) = shapes::node(kind) else {
            return self.stand_in();
        };
        self.object(
            shape,
            Place {
                tag: Some(tag),
                in_style,
            },
        )
    }

    /// The type and tag name of the node that is next, wherever its keys are.
    fn node_ahead(&mut self) -> (u32, &'a str) {
        let kind = self
            .ahead("type")
            .and_then(|raw| small_integer(raw.as_bytes()));
        let tag = if kind == Some(2) {
            self.ahead("tagName")
        } else {
            None
        };
        let unquoted = tag.and_then(|tag| tag.strip_prefix('"')?.strip_suffix('"'));
        (kind.unwrap_or(u32::MAX), unquoted.unwrap_or(""))
    }

    /// An empty comment in place of a node of no known type, so that its id stays.
    fn stand_in(&mut self) -> bool {
        let id = self.ahead("id");
        self.cursor.skip();
        self.out.push_str("{\"type\":5,\"textContent\":\"\"");
        if let Some(id) = id {
            let mark = self.mark();
            self.write_key("id");
            if !form::write_number(id, &mut self.out) {
                self.rewind(mark);
            }
        }
        self.out.push('}');
        true
    }

    fn number(&mut self) -> bool {
        let mut ahead = self.cursor;
        let written = form::write_number(ahead.scalar(), &mut self.out);
        if written {
            self.cursor = ahead;
        }
        written
    }

    /// The place of a trigger in the list of its policy.
    fn trigger(&mut self) -> bool {
        let mut ahead = self.cursor;
        let place = small_integer(ahead.scalar().as_bytes());
        let Some(place) = place.and_then(|place| usize::try_from(place).ok()) else {
            return false;
        };
        if place >= TRIGGERS {
            return false;
        }
        self.cursor = ahead;
        _ = write!(self.out, "{place}");
        true
    }

    fn numbers(&mut self) -> bool {
        let mut all = true;
        self.array(|pass| {
            all &= pass.number();
            all
        }) && all
    }

    fn boolean(&mut self) -> bool {
        self.literal("true") || self.literal("false")
    }

    fn null(&mut self) -> bool {
        self.literal("null")
    }

    fn literal(&mut self, literal: &str) -> bool {
        let mut ahead = self.cursor;
        let found = ahead.scalar() == literal;
        if found {
            self.cursor = ahead;
            self.out.push_str(literal);
        }
        found
    }
}

/// The field that the key, as written, names; most likely the one at `next`.
fn find<'s>(shape: &'s [Field], key: &str, next: usize) -> Option<(usize, &'s Field)> {
    if let Some(field) = shape.get(next).filter(|field| field.name == key) {
        return Some((next, field));
    }
    let named = |name: &str| {
        shape
            .iter()
            .enumerate()
            .find(|(_, field)| field.name == name)
    };
    named(key).or_else(|| key.contains('\\').then(|| named(&decoded(key))).flatten())
}
