//! Whether CSS is a sequence of the tokens that may come out, and nothing else.

use super::words::{has, is_custom_property, is_name, is_public};
use revoir_domain::mask;

const ADDRESSES: [&str; 5] = ["url", "url-prefix", "domain", "src", "expression"];

pub(crate) fn is_clean(css: &str) -> bool {
    let mut rest = css;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let Some(length) = token(rest, first, before) else {
            return false;
        };
        before = rest[..length].chars().next_back().unwrap();
        rest = &rest[length..];
    }
    true
}

/// The length of the token at the start of `css`, if it may stand there.
fn token(css: &str, first: char, before: char) -> Option<usize> {
    if css.starts_with("/*") {
        let known = ["/**/", "/* rr_split */"];
        return known
            .iter()
            .find(|comment| css.starts_with(**comment))
            .map(|comment| comment.len());
    }
    match first {
        '"' | '\'' => string(css, first),
        '#' => {
            let name = run(&css[1..]);
            let colour = [3, 4, 6, 8].contains(&name.len())
                && name.bytes().all(|byte| byte.is_ascii_hexdigit());
            (colour || is_name(name)).then_some(1 + name.len())
        }
        '@' => {
            let name = run(&css[1..]);
            has("at_rules", name).then_some(1 + name.len())
        }
        '<' => css[1..]
            .starts_with([' ', '\t', '\n', '\r', '\x0C', '='])
            .then_some(1),
        _ if starts_number(css) => number(css),
        _ if starts_identifier(css) => identifier(css, before),
        _ => " \t\n\r\x0C{}()[]:;,>+~*&|!/%=.-^$?"
            .contains(first)
            .then_some(1),
    }
}

fn string(css: &str, quote: char) -> Option<usize> {
    let said = &css[1..=css[1..].find(quote)?];
    let may_stand =
        |word: &str| word.chars().all(|c| c == '.') || is_name(word) || has("words", word);
    let clean = mask::is_masked(said) || said.split([' ', '\t']).all(may_stand);
    (clean && !said.contains(['\n', '\r', '\x0C', '\\'])).then_some(said.len() + 2)
}

/// The letters, digits, `-` and `_` at the start of `css`.
fn run(css: &str) -> &str {
    let end = css.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    &css[..end.unwrap_or(css.len())]
}

fn starts_identifier(css: &str) -> bool {
    let after = css.strip_prefix('-').unwrap_or(css);
    css.starts_with("--") || after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

fn identifier(css: &str, before: char) -> Option<usize> {
    let word = run(css);
    let after = &css[word.len()..];
    if let Some(inside) = after.strip_prefix('(')
        && ADDRESSES
            .iter()
            .any(|address| word.eq_ignore_ascii_case(address))
    {
        let (target, _) = inside.split_once(')')?;
        let own = target.is_empty() || target.strip_prefix('#').is_some_and(is_name);
        return (word == "url" && own).then_some(word.len() + target.len() + 2);
    }
    let custom = is_custom_property(word) || word.strip_prefix("x-").is_some_and(is_name);
    let may_stand = is_name(word) || (before != '.' && (custom || is_public(word)));
    may_stand.then_some(word.len())
}

fn starts_number(css: &str) -> bool {
    let unsigned = css.strip_prefix(['+', '-']).unwrap_or(css);
    let digits = unsigned.strip_prefix('.').unwrap_or(unsigned);
    digits.starts_with(|c: char| c.is_ascii_digit())
}

fn digits(css: &str) -> usize {
    css.bytes().take_while(u8::is_ascii_digit).count()
}

fn number(css: &str) -> Option<usize> {
    let mut at = usize::from(css.starts_with(['+', '-']));
    let whole = digits(&css[at..]);
    at += whole;
    let fraction = css[at..].strip_prefix('.').map_or(0, digits);
    at += if fraction > 0 { fraction + 1 } else { 0 };
    if let Some(signed) = css[at..].strip_prefix(['e', 'E']) {
        let sign = usize::from(signed.starts_with(['+', '-']));
        let exponent = digits(&signed[sign..]);
        if exponent > 2 {
            return None;
        }
        at += if exponent > 0 { 1 + sign + exponent } else { 0 };
    }
    let unit = if css[at..].starts_with('%') {
        "%"
    } else if starts_identifier(&css[at..]) {
        run(&css[at..])
    } else {
        ""
    };
    (whole <= 7 && fraction <= 10 && (unit.is_empty() || has("units", unit)))
        .then_some(at + unit.len())
}
