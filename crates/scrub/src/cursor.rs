//! A place in JSON that is known to be well-formed, and how to move on from there.

use crate::grammar::{any_of, until};
use crate::strings;

/// Reads from left to right; total even where the JSON is not what was expected.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// A place in `text`, at a byte.
    #[must_use]
    pub fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or(&[])
    }

    /// The next byte that is no white space, or 0 at the end.
    pub fn peek(&mut self) -> u8 {
        loop {
            match self.rest().first() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(byte) => return *byte,
                None => return 0,
            }
        }
    }

    /// Goes past `byte` if it is next.
    pub fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        self.at += usize::from(found);
        found
    }

    /// Inside an object, the next key as written, past its colon; none past the object's end.
    pub fn member(&mut self) -> Option<&'a str> {
        if self.eat(b'}') {
            return None;
        }
        self.eat(b',');
        let key = self.string()?;
        self.eat(b':').then_some(key)
    }

    /// What stands between the quotes of the string that is next, as written.
    pub fn string(&mut self) -> Option<&'a str> {
        if !self.eat(b'"') {
            return None;
        }
        let start = self.at;
        loop {
            self.at += memchr::memchr2(b'"', b'\\', self.rest())?;
            match self.rest().first() {
                Some(b'"') => break,
                _ => self.at += 2,
            }
        }
        self.at += 1;
        self.text.get(start..self.at - 1)
    }

    /// The number or word that is next, as written.
    pub fn scalar(&mut self) -> &'a str {
        self.peek();
        let rest = self.text.get(self.at..).unwrap_or("");
        let inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
        let length = rest.bytes().take_while(inside).count();
        self.at += length;
        rest.get(..length).unwrap_or("")
    }

    /// The type, and the tag name as written, of a node whose keys come in the order that rrweb has.
    pub(crate) fn usual_node(&self) -> Option<(u32, &'a str)> {
        let rest = self.text.get(self.at..)?.strip_prefix("{\"type\":")?;
        let kind = char::from(*rest.as_bytes().first()?).to_digit(10)?;
        let Some(named) = rest.get(1..)?.strip_prefix(",\"tagName\":\"") else {
            return (kind != 2 && rest.as_bytes().get(1) == Some(&b',')).then_some((kind, ""));
        };
        let length = named
            .bytes()
            .take(64)
            .position(|byte| matches!(byte, b'"' | b'\\'))?;
        (named.as_bytes().get(length) == Some(&b'"')).then_some((kind, named.get(..length)?))
    }

    /// Goes past a text node whose keys come in the order that rrweb has: its text, if it has no
    /// escapes, and its id.
    pub(crate) fn usual_text(&mut self) -> Option<(&'a str, &'a str)> {
        let rest = self
            .text
            .get(self.at..)?
            .strip_prefix("{\"type\":3,\"textContent\":\"")?;
        let (text, rest) = rest.split_at_checked(memchr::memchr2(b'"', b'\\', rest.as_bytes())?)?;
        let rest = rest.strip_prefix("\",\"id\":")?;
        let (id, rest) =
            rest.split_at_checked(rest.bytes().take_while(u8::is_ascii_digit).count())?;
        self.at = self.text.len() - rest.strip_prefix('}').filter(|_| id.len() <= 15)?.len();
        Some((text, id))
    }

    /// Goes past the string that is next if, as written, it is `raw`.
    pub(crate) fn eat_string(&mut self, raw: &str) -> bool {
        let rest = self
            .text
            .get(self.at..)
            .and_then(|rest| rest.strip_prefix('"')?.strip_prefix(raw));
        let same = rest.is_some_and(|rest| rest.starts_with('"'));
        self.at += if same { raw.len() + 2 } else { 0 };
        same
    }

    /// What stands from the next byte that is no white space up to `end`.
    pub(crate) fn whole(&mut self, end: usize) -> &'a str {
        self.peek();
        self.text.get(self.at..end).unwrap_or("")
    }

    /// Goes past the value that is next, whatever it is.
    pub fn skip(&mut self) {
        match self.peek() {
            b'"' => {
                self.string();
            }
            b'{' | b'[' => self.skip_nested(),
            _ => {
                self.scalar();
            }
        }
    }

    /// Goes past the value that is next, and returns it as written.
    pub fn value(&mut self) -> &'a str {
        self.peek();
        let start = self.at;
        self.skip();
        self.text.get(start..self.at).unwrap_or("")
    }

    fn skip_nested(&mut self) {
        let mut depth = 0_usize;
        loop {
            self.at += until(self.rest(), |byte| any_of(byte, *b"\"{[}]"));
            match self.rest().first() {
                None => return,
                Some(b'"') => {
                    self.string();
                    continue;
                }
                Some(b'{' | b'[') => depth += 1,
                Some(b'}' | b']') => depth = depth.saturating_sub(1),
                Some(_) => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }
}

/// Whether the key `raw`, as written, says `name`.
pub(crate) fn says(raw: &str, name: &str) -> bool {
    raw == name || (raw.contains('\\') && strings::decoded(raw) == name)
}
