//! Attributes, and the property objects that stand among them.

use super::{Pass, Place};
use crate::attributes::{Class, class};
use crate::cursor::says;
use crate::strings::decoded;
use crate::{css, form};

impl Pass<'_> {
    pub(super) fn attributes(&mut self, place: Place) -> bool {
        if !self.cursor.eat(b'{') {
            return false;
        }
        self.out.push('{');
        while let Some(key) = self.cursor.member() {
            let unescaped = key.contains('\\').then(|| decoded(key));
            let name = unescaped.as_deref().unwrap_or(key);
            let Some(class) = class(name) else {
                self.cursor.skip();
                continue;
            };
            let mark = self.mark();
            self.write_key(name);
            self.attempt(mark, |pass| {
                pass.null() || pass.attribute(class, name == "style", place)
            });
        }
        self.out.push('}');
        true
    }

    fn attribute(&mut self, class: Class, style: bool, place: Place) -> bool {
        match class {
            Class::Structural => self.boolean() || self.structural(),
            Class::Text => self.text(),
            Class::Value => self.form_value(),
            Class::Css if style && self.cursor.peek() == b'{' => self.properties(),
            Class::Css => self.css(),
            Class::Address => place.link && self.address(),
            Class::Number => self.number(),
            Class::Length => self.number() || self.checked(form::is_length),
            Class::Boolean => self.boolean(),
            Class::Words(words) => self.word(words),
        }
    }

    /// `{property: value}`, as style mutations have it.
    fn properties(&mut self) -> bool {
        self.cursor.eat(b'{');
        self.out.push('{');
        while let Some(key) = self.cursor.member() {
            let name = decoded(key);
            if !css::is_property(&name) {
                self.cursor.skip();
                continue;
            }
            let mark = self.mark();
            self.write_key(&name);
            self.attempt(mark, |pass| {
                pass.literal("false") || pass.css_value(&name) || pass.important(&name)
            });
        }
        self.out.push('}');
        true
    }

    /// `[value, priority]`.
    fn important(&mut self, name: &str) -> bool {
        if !self.cursor.eat(b'[') {
            return false;
        }
        self.out.push('[');
        let both = self.css_value(name) && self.cursor.eat(b',') && {
            self.out.push(',');
            self.word(PRIORITIES)
        };
        self.out.push(']');
        both && self.cursor.eat(b']')
    }

    /// `{property, value, priority}`, as scripts set it.
    pub(super) fn declaration(&mut self) -> bool {
        let name = self
            .ahead("property")
            .map(|raw| decoded(raw.trim_matches('"')))
            .unwrap_or_default();
        if !css::is_property(&name) || !self.cursor.eat(b'{') {
            return false;
        }
        self.out.push('{');
        let mut seen = [false; 3];
        while let Some(key) = self.cursor.member() {
            let known = ["property", "value", "priority"]
                .iter()
                .zip(&mut seen)
                .zip(0..3);
            let Some(((field, seen), index)) = known
                .into_iter()
                .find(|((field, seen), _)| says(key, field) && !**seen)
            else {
                self.cursor.skip();
                continue;
            };
            *seen = true;
            let mark = self.mark();
            self.write_key(field);
            self.attempt(mark, |pass| match index {
                0 => pass.property(),
                1 => pass.null() || pass.css_value(&name),
                _ => pass.word(PRIORITIES),
            });
        }
        self.out.push('}');
        true
    }
}

const PRIORITIES: &[&str] = &["", "important"];
