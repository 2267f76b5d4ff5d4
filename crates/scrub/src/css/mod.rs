//! CSS without what a person or a server put into it: strings, addresses, comments, imports,
//! attribute values, words of custom properties. Total, and twice is once.

mod custom;
mod selector;
mod skip;
mod words;

use crate::form::few_digits;
use crate::grammar::any_of;

/// Room to work in, kept between sheets.
#[derive(Default)]
pub(crate) struct Room {
    first: String,
    second: String,
}

/// Scrubs a style sheet, a rule or a list of declarations.
pub(crate) fn sheet<'r>(css: &str, room: &'r mut Room) -> &'r mut String {
    room.first.clear();
    Sheet {
        css,
        at: 0,
        out: &mut room.first,
    }
    .scrub();
    if rename_bindings(&room.first, &mut room.second) {
        std::mem::swap(&mut room.first, &mut room.second);
    }
    if custom::properties(&room.first, &mut room.second) {
        std::mem::swap(&mut room.first, &mut room.second);
    }
    &mut room.first
}

/// Scrubs the value of the property `name`.
pub(crate) fn value<'r>(name: &str, css: &str, room: &'r mut Room) -> &'r mut String {
    sheet(css, room);
    if name.starts_with("--") {
        room.second.clear();
        custom::value(&room.first, &mut room.second);
        std::mem::swap(&mut room.first, &mut room.second);
    }
    &mut room.first
}

/// Whether `name` may name a property.
pub(crate) fn is_property(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '-');
    let renamed = BINDINGS
        .iter()
        .any(|binding| name.eq_ignore_ascii_case(binding));
    starts
        && !renamed
        && few_digits(name)
        && name.len() <= 64
        && name.bytes().all(|byte| byte < 0x80 && skip::in_name(byte))
}

const ADDRESSES: [&str; 5] = ["url", "url-prefix", "domain", "src", "expression"];
const BINDINGS: [&str; 2] = ["behavior", "-moz-binding"];
/// What rrweb puts between the parts of a sheet that stood in several text nodes.
const SPLIT: &str = "/* rr_split */";

struct Sheet<'a> {
    css: &'a str,
    at: usize,
    out: &'a mut String,
}

impl Sheet<'_> {
    fn scrub(&mut self) {
        self.out.reserve(self.css.len());
        loop {
            self.copy(plain(self.css.as_bytes(), self.at) - self.at);
            match self.byte(0) {
                Some(b'/') => self.slash(),
                Some(b'(') => self.parenthesis(),
                Some(b'\\') => self.escape(),
                Some(b'=') => self.operator(),
                Some(b'@') => self.rule(),
                Some(b'<') => self.less(),
                Some(quote) => {
                    self.at = skip::string(self.css.as_bytes(), self.at);
                    self.out.push_str(if quote == b'"' { "\"\"" } else { "''" });
                }
                None => return,
            }
        }
    }

    fn rest(&self) -> &str {
        self.css.get(self.at..).unwrap_or("")
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.css.as_bytes().get(self.at + ahead).copied()
    }

    fn copy(&mut self, length: usize) {
        let end = self.at + length;
        self.out.push_str(self.css.get(self.at..end).unwrap_or(""));
        self.at = end;
    }

    fn slash(&mut self) {
        if self.byte(1) != Some(b'*') {
            return self.copy(1);
        }
        let split = self.rest().starts_with(SPLIT);
        self.out.push_str(if split { SPLIT } else { "/**/" });
        self.at = skip::comment(self.css.as_bytes(), self.at);
    }

    fn parenthesis(&mut self) {
        let name = skip::name_before(self.out.as_bytes());
        let function = self.out.get(name..).unwrap_or("");
        if !ADDRESSES
            .iter()
            .any(|address| function.eq_ignore_ascii_case(address))
        {
            return self.copy(1);
        }
        self.out.truncate(name);
        self.out.push_str("url()");
        self.at = skip::address(self.css.as_bytes(), self.at);
    }

    fn escape(&mut self) {
        let (decoded, length) = skip::escape(self.rest());
        self.at += length;
        match decoded {
            None => {}
            Some(c) if c.is_ascii_alphabetic() || matches!(c, '-' | '_') || !c.is_ascii() => {
                self.out.push(c);
            }
            Some('<') => self.out.push_str("\\3c "),
            Some(c) if c.is_ascii_digit() => self.out.extend(['\\', '3', c, ' ']),
            Some(c) if c.is_ascii_control() => self.out.push('\u{FFFD}'),
            Some(c) => self.out.extend(['\\', c]),
        }
    }

    fn operator(&mut self) {
        self.copy(1);
        let compares = match self.out.as_bytes() {
            [before @ .., b'<' | b'>', b'='] => !skip::escapes(before),
            _ => false,
        };
        if compares {
            return;
        }
        let css = self.css.as_bytes();
        self.at = skip::gap(css, self.at);
        if let Some((word, length)) = selector::word(self.out, self.rest()) {
            let word = self.at + word.start..self.at + word.end;
            self.out.push('"');
            self.out.push_str(self.css.get(word).unwrap_or(""));
            self.out.push('"');
            self.at += length;
        } else if !matches!(self.byte(0), Some(b'"' | b'\'')) {
            self.at = skip::operand(css, self.at);
            self.out.push_str("\"\"");
        }
    }

    fn rule(&mut self) {
        let name = skip::name_after(self.css.get(self.at + 1..).unwrap_or(""));
        if name.eq_ignore_ascii_case("import") || name.eq_ignore_ascii_case("charset") {
            self.at = skip::rule(self.css.as_bytes(), self.at);
            self.out.push(' ');
        } else {
            self.copy(1);
        }
    }

    fn less(&mut self) {
        self.copy(1);
        if self
            .byte(0)
            .is_some_and(|next| !skip::is_space(next) && next != b'=')
        {
            self.out.push(' ');
        }
    }
}

/// Up to where, from `at` on, nothing can begin that carries words or addresses.
fn plain(css: &[u8], at: usize) -> usize {
    let mut at = at;
    if at == 0 {
        match css.first() {
            Some(byte) if special(0, *byte) == 0 => at = 1,
            _ => return 0,
        }
    }
    loop {
        let rest = css.get(at - 1..).unwrap_or(&[]);
        match rest.first_chunk::<{ PLAIN + 1 }>() {
            Some(block) if pairs(block).fold(0, |any, (a, b)| any | special(*a, *b)) == 0 => {
                at += PLAIN;
            }
            _ => {
                let found = pairs(rest).position(|(a, b)| special(*a, *b) > 0);
                return found.map_or(css.len(), |found| at + found);
            }
        }
    }
}

/// How many bytes are looked at in one go for what is special.
const PLAIN: usize = 32;

fn pairs(bytes: &[u8]) -> impl Iterator<Item = (&u8, &u8)> {
    bytes.iter().zip(bytes.iter().skip(1))
}

/// 1 if `byte` after `before` may begin what carries words or addresses, else 0. A parenthesis does not after
/// a letter with which neither an address function nor an escaped form of its last letter ends.
#[inline]
fn special(before: u8, byte: u8) -> u8 {
    let letter = before | 0x20;
    let harmless = any_of(letter, *b"abd") | u8::from(letter.wrapping_sub(b'o') <= b'w' - b'o');
    any_of(byte, *b"\"'/\\=@<") | u8::from(byte == b'(') & (1 - harmless)
}

/// Puts `x-` before properties that bind behaviour; false where there are none.
fn rename_bindings(css: &str, out: &mut String) -> bool {
    let bytes = css.as_bytes();
    out.clear();
    let (mut copied, mut renamed) = (0, false);
    for from in (0..bytes.len()).step_by(BLOCK) {
        let rest = bytes.get(from..).unwrap_or(&[]);
        if rest.first_chunk().is_some_and(|block| !may_bind(block)) {
            continue;
        }
        for start in (from..from + BLOCK).filter_map(|inside| binding(bytes, inside)) {
            out.push_str(css.get(copied..start).unwrap_or(""));
            out.push_str("x-");
            copied = start;
            renamed = true;
        }
    }
    if renamed {
        out.push_str(css.get(copied..).unwrap_or(""));
    }
    renamed
}

/// How many bytes are looked at in one go for the `b` of a binding, and the two after them.
const BLOCK: usize = 64;
const WITH_NEXT: usize = BLOCK + 2;

/// Whether there is a `b` with the two letters after it that a binding has. In a form that compilers
/// turn into vector code.
fn may_bind(block: &[u8; WITH_NEXT]) -> bool {
    let is = |byte: u8, letter: u8| u8::from(byte | 0x20 == letter);
    let places = block
        .iter()
        .zip(block.iter().skip(1))
        .zip(block.iter().skip(2));
    let any = places.fold(0, |any, ((a, b), c)| {
        any | is(*a, b'b') & (is(*b, b'e') & is(*c, b'h') | is(*b, b'i') & is(*c, b'n'))
    });
    any > 0
}

/// Where the property starts that binds behaviour and has its `b` at `inside`.
fn binding(css: &[u8], inside: usize) -> Option<usize> {
    let lower = |at: usize| css.get(at).map_or(0, |byte| byte | 0x20);
    if lower(inside) != b'b' {
        return None;
    }
    let (name, ahead) = match (lower(inside + 1), lower(inside + 2)) {
        (b'e', b'h') => (BINDINGS[0], 0),
        (b'i', b'n') => (BINDINGS[1], 5),
        _ => return None,
    };
    let start = inside.checked_sub(ahead)?;
    let end = start + name.len();
    let named = css.get(start..end)?.eq_ignore_ascii_case(name.as_bytes());
    let before = start.checked_sub(1).and_then(|before| css.get(before));
    let is_whole = !before.is_some_and(|byte| skip::in_name(*byte));
    (named && is_whole && css.get(skip::spaces(css, end)) == Some(&b':')).then_some(start)
}

#[cfg(test)]
mod tests;
