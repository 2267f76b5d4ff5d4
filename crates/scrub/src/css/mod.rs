//! CSS, token by token: what is plainly CSS stays, what somebody invented becomes a name, and words, addresses
//! and comments go. Total, linear, and twice is once.

mod lex;
mod number;

use std::borrow::Cow;

use revoir_domain::mask;

use crate::names::{self, Names, is_name};
use crate::words::{self, list};
use number::Number;

/// Writes to `out` what is kept of a style sheet, a rule, declarations, or a value.
pub(crate) fn scrub(css: &str, names: &Names, out: &mut String) {
    let start = out.len();
    let mut sheet = Sheet {
        css,
        at: 0,
        names,
        out,
        gap: false,
    };
    while let Some(byte) = sheet.byte(0) {
        sheet.token(byte);
    }
    // A player makes no text of an empty sheet, and later mutations may speak of it.
    let is_blank = |text: &str| text.chars().all(is_space);
    if is_blank(out.get(start..).unwrap_or_default()) && !is_blank(css) {
        out.push_str("/**/");
    }
}

/// The property `name` by the name that it may have, if it may have one.
pub(crate) fn property<'n>(name: &'n str, names: &Names) -> Option<Cow<'n, str>> {
    match name.strip_prefix("--") {
        Some(invented) => Some(Cow::Owned(names.custom_property(invented))),
        None if words::has(name, list::PROPERTY) => Some(Cow::Borrowed(name)),
        None => None,
    }
}

/// White space between the names of an attribute and between the words of a string.
pub(crate) fn is_space(c: char) -> bool {
    u8::try_from(c).is_ok_and(lex::is_space)
}

const ADDRESSES: [&str; 5] = ["url", "url-prefix", "domain", "src", "expression"];
/// What rrweb puts between the parts of a sheet that stood in several text nodes.
const SPLIT: &str = "/* rr_split */";
/// What never becomes one with what stands beside it.
const APART: [u8; 14] = *b" \t\n\r\x0C{})[];:,>";

struct Sheet<'a> {
    css: &'a str,
    at: usize,
    names: &'a Names,
    out: &'a mut String,
    /// Something was left out since the last token.
    gap: bool,
}

impl<'a> Sheet<'a> {
    fn token(&mut self, byte: u8) {
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0C => self.spaces(),
            b'/' if self.byte(1) == Some(b'*') => self.comment(),
            b'"' | b'\'' => self.string(),
            b'#' => self.hash(),
            b'@' => self.rule(),
            b'<' => self.less(),
            _ if lex::starts_identifier(self.css.as_bytes(), self.at) => self.identifier(),
            b'0'..=b'9' | b'+' | b'-' | b'.' => self.number(),
            b'{' | b'}' | b'(' | b')' | b'[' | b']' | b':' | b';' | b',' | b'>' | b'~' | b'*'
            | b'&' | b'|' | b'!' | b'/' | b'%' | b'=' | b'^' | b'$' | b'?' => self.keep(1),
            _ => self.leave_out(self.at + 1),
        }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.css.as_bytes().get(self.at + ahead).copied()
    }

    /// What stands from the next byte up to `end`, which is gone past.
    fn take(&mut self, end: usize) -> &'a str {
        let taken = self.css.get(self.at..end).unwrap_or("");
        self.at = end;
        taken
    }

    /// Makes room for a token that begins with `first`: what stood apart stays apart.
    fn make_room(&mut self, first: u8) {
        if !std::mem::take(&mut self.gap) {
            return;
        }
        let last = self.out.as_bytes().last();
        if last.is_some_and(|last| !APART.contains(last)) && !APART.contains(&first) {
            self.out.push(' ');
        }
    }

    fn write(&mut self, token: &str) {
        self.make_room(token.as_bytes().first().copied().unwrap_or(b' '));
        self.out.push_str(token);
    }

    fn keep(&mut self, length: usize) {
        let token = self.take(self.at + length);
        self.write(token);
    }

    fn leave_out(&mut self, end: usize) {
        self.at = end;
        self.gap = true;
    }

    fn spaces(&mut self) {
        let end = lex::spaces(self.css.as_bytes(), self.at);
        self.keep(end - self.at);
    }

    fn comment(&mut self) {
        let end = lex::comment(self.css.as_bytes(), self.at);
        let is_split = self.take(end) == SPLIT;
        self.write(if is_split { SPLIT } else { "/**/" });
    }

    fn string(&mut self) {
        let start = self.at + 1;
        let end = lex::string(self.css.as_bytes(), self.at);
        let quote = self.take(start);
        let said = lex::decoded(self.take(end));
        self.at += usize::from(
            self.css
                .get(end..)
                .is_some_and(|rest| rest.starts_with(quote)),
        );
        self.write(quote);
        if mask::is_masked(&said) || said.split(is_space).all(may_be_said) {
            let lines = |c| {
                if matches!(c, '\n' | '\r' | '\x0C') {
                    ' '
                } else {
                    c
                }
            };
            self.out.extend(said.chars().map(lines));
        } else {
            mask::write(&said.replace(is_space, " "), self.out);
        }
        self.out.push_str(quote);
    }

    fn hash(&mut self) {
        let end = lex::name(self.css, self.at + 1);
        if end == self.at + 1 {
            return self.leave_out(end);
        }
        self.keep(1);
        let name = lex::decoded(self.take(end));
        let is_colour = matches!(name.len(), 3 | 4 | 6 | 8)
            && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let kept = if is_colour {
            name
        } else {
            self.names.name(&name).into_owned().into()
        };
        self.out.push_str(&kept);
    }

    fn rule(&mut self) {
        let css = self.css.as_bytes();
        if !lex::starts_identifier(css, self.at + 1) {
            return self.leave_out(self.at + 1);
        }
        let end = lex::name(self.css, self.at + 1);
        let name = lex::decoded(self.css.get(self.at + 1..end).unwrap_or(""));
        if !words::has(&name, list::AT_RULE) {
            return self.leave_out(lex::rule(css, end));
        }
        self.at = end;
        self.write("@");
        self.out.push_str(&name);
    }

    /// A `<` begins no tag where white space or `=` follows it.
    fn less(&mut self) {
        self.keep(1);
        if !self
            .byte(0)
            .is_some_and(|next| next == b'=' || lex::is_space(next))
        {
            self.out.push(' ');
        }
    }

    fn number(&mut self) {
        let rest = self.css.get(self.at..).unwrap_or("");
        let Some(number) = Number::read(rest) else {
            return self.keep(1);
        };
        self.make_room(b'0');
        self.at += number.length;
        number.write(self.out);
        let css = self.css.as_bytes();
        if self.byte(0) == Some(b'%') {
            self.keep(1);
        } else if lex::starts_identifier(css, self.at) {
            let unit = lex::decoded(self.take(lex::name(self.css, self.at)));
            if words::has(&unit, list::UNIT) {
                self.out.push_str(&unit);
            } else {
                self.gap = true;
            }
        }
    }

    fn identifier(&mut self) {
        let word = lex::decoded(self.take(lex::name(self.css, self.at)));
        let is_word = |address: &&str| word.eq_ignore_ascii_case(address);
        if self.byte(0) == Some(b'(') && ADDRESSES.iter().any(is_word) {
            return self.address(&word);
        }
        self.make_room(b'a');
        let kept = if self.out.ends_with('.') {
            self.names.name(&word)
        } else if let Some(invented) = word.strip_prefix("--") {
            Cow::Owned(self.names.custom_property(invented))
        } else if names::is_element(&word) || words::has(&word, list::IDENTIFIER) {
            Cow::Borrowed(&*word)
        } else {
            self.names.name(&word)
        };
        self.out.push_str(&kept);
    }

    fn address(&mut self, function: &str) {
        let own = self.css.get(self.at..).and_then(|rest| {
            let (name, _) = rest.strip_prefix("(#")?.split_once(')')?;
            is_name(name).then_some(name)
        });
        self.write("url(");
        match own.filter(|_| function.eq_ignore_ascii_case("url")) {
            Some(name) => {
                self.out.push('#');
                self.out.push_str(name);
                self.at += name.len() + 3;
            }
            None => self.at = lex::address(self.css.as_bytes(), self.at),
        }
        self.out.push(')');
    }
}

/// Whether a word may stand in a string.
fn may_be_said(word: &str) -> bool {
    word.bytes().all(|byte| byte == b'.') || is_name(word) || words::has(word, list::WORD)
}

#[cfg(test)]
mod tests;
