//! Attributes, and the property objects that stand among them.

use super::{Pass, Place};
use crate::attributes::{self, Class};
use crate::place::Spot;
use crate::shapes::PRIORITIES;
use crate::strings::decoded;
use crate::{css, form};

impl Pass<'_> {
    pub(super) fn attributes(&mut self, place: Place<'_>) -> bool {
        if !self.cursor.eat(b'{') {
            return false;
        }
        self.out.push('{');
        while let Some(key) = self.cursor.member() {
            let unescaped = key.contains('\\').then(|| decoded(key));
            let name = unescaped.as_deref().unwrap_or(key);
            let Some((at, class)) = attributes::find(name) else {
                self.cursor.skip();
                continue;
            };
            let spot = if place.tag.is_some() {
                Spot::NodeAttribute(at)
            } else {
                Spot::Attribute(at)
            };
            let mark = self.mark();
            self.write_key(name);
            self.attempt(mark, |pass| {
                pass.null() || pass.attribute((class, name), place, spot)
            });
        }
        self.out.push('}');
        true
    }

    fn attribute(&mut self, (class, name): (Class, &str), place: Place<'_>, spot: Spot) -> bool {
        match class {
            Class::Names => self.names(spot),
            Class::Text => self.text(spot),
            Class::Value => self.form_value(spot),
            Class::Css if name == "style" && self.cursor.peek() == b'{' => self.properties(spot),
            Class::Css => self.css(spot),
            Class::Path => self.path(spot),
            Class::Reference => self.reference(name, place.tag, spot),
            Class::Plain => self.boolean() || self.css(spot),
            Class::Number => self.number(),
            Class::Length => self.number() || self.checked(form::is_length),
            Class::Words(words) => self.word(words),
        }
    }

    /// `{property: value}`, as style mutations have it.
    fn properties(&mut self, spot: Spot) -> bool {
        self.cursor.eat(b'{');
        self.out.push('{');
        while let Some(key) = self.cursor.member() {
            let name = decoded(key);
            let mark = self.mark();
            let Some(name) = css::property(&name, &self.names) else {
                self.cursor.skip();
                continue;
            };
            self.write_key(&name);
            self.attempt(mark, |pass| {
                pass.literal("false") || pass.css(spot) || pass.important(spot)
            });
        }
        self.out.push('}');
        true
    }

    /// `[value, priority]`.
    fn important(&mut self, spot: Spot) -> bool {
        if !self.cursor.eat(b'[') {
            return false;
        }
        self.out.push('[');
        let both = self.css(spot) && self.cursor.eat(b',') && {
            self.out.push(',');
            self.word(PRIORITIES)
        };
        self.out.push(']');
        both && self.cursor.eat(b']')
    }
}
