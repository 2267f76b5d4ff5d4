//! A place in JSON that is known to be well-formed, and how to move on from there.

use crate::grammar::until;
use crate::strings;

/// Reads from left to right; total even where the JSON is not what was expected.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or(&[])
    }

    /// The next byte that is no white space, or 0 at the end.
    pub(crate) fn peek(&mut self) -> u8 {
        loop {
            match self.rest().first() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(byte) => return *byte,
                None => return 0,
            }
        }
    }

    /// Goes past `byte` if it is next.
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        self.at += usize::from(found);
        found
    }

    /// Inside an object, the next key as written, past its colon; none past the object's end.
    pub(crate) fn member(&mut self) -> Option<&'a str> {
        if self.eat(b'}') {
            return None;
        }
        self.eat(b',');
        let key = self.string()?;
        self.eat(b':').then_some(key)
    }

    /// What stands between the quotes of the string that is next, as written.
    pub(crate) fn string(&mut self) -> Option<&'a str> {
        if !self.eat(b'"') {
            return None;
        }
        let start = self.at;
        loop {
            self.at += quoted(self.rest());
            match self.rest().first() {
                Some(b'"') => break,
                Some(_) => self.at += 2,
                None => return None,
            }
        }
        self.at += 1;
        self.text.get(start..self.at - 1)
    }

    /// The number or word that is next, as written.
    pub(crate) fn scalar(&mut self) -> &'a str {
        self.peek();
        let rest = self.text.get(self.at..).unwrap_or("");
        let ends = |byte: &u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t' | b'"' | b'{' | b'[' | b':');
        let length = rest.bytes().position(|byte| ends(&byte)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or("")
    }

    /// What stands from the next byte that is no white space up to `end`.
    pub(crate) fn whole(&mut self, end: usize) -> &'a str {
        self.peek();
        self.text.get(self.at..end).unwrap_or("")
    }

    /// Goes past the value that is next, whatever it is.
    pub(crate) fn skip(&mut self) {
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

    fn skip_nested(&mut self) {
        let mut depth = 0_usize;
        loop {
            self.at += until(self.rest(), |byte| (byte == b'"') | ((byte | 0x20) == b'{') | ((byte | 0x20) == b'}'));
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

/// How many bytes come before a quote or backslash. Most strings are short, few are very long.
fn quoted(bytes: &[u8]) -> usize {
    let (near, far) = bytes.split_at_checked(24).unwrap_or((bytes, &[]));
    let found = near.iter().position(|byte| matches!(byte, b'"' | b'\\'));
    found.unwrap_or_else(|| near.len() + memchr::memchr2(b'"', b'\\', far).unwrap_or(far.len()))
}

/// Whether the key `raw`, as written, says `name`.
pub(crate) fn says(raw: &str, name: &str) -> bool {
    raw == name || (raw.contains('\\') && strings::decoded(raw) == name)
}
