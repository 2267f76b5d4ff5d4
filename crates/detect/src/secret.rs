//! Secrets: signed tokens, bearer tokens, vendors' keys, private keys.

use crate::bytes::{byte, ends, rest, run};
use crate::Kind;

/// How much of a secret is looked at to tell it, and how many digits and capitals that holds at least: words
/// with dashes have none.
const LOOK: usize = 40;
const MIXED: usize = 6;

/// What a secret is made of after its prefix.
#[derive(Clone, Copy)]
enum Made {
    Letters,
    Capitals,
    Hex,
    Words,
    Dotted,
    Token,
}

/// A prefix, of what the rest is made, its least length, and its most, or 0.
type Key = (&'static [u8], Made, usize, usize);

const KEYS: [Key; 28] = [
    (b"AKIA", Made::Capitals, 16, 16),
    (b"ASIA", Made::Capitals, 16, 16),
    (b"AIza", Made::Words, 35, 35),
    (b"GOCSPX-", Made::Words, 28, 28),
    (b"ya29.", Made::Words, 20, 0),
    (b"ghp_", Made::Letters, 36, 0),
    (b"gho_", Made::Letters, 36, 0),
    (b"ghu_", Made::Letters, 36, 0),
    (b"ghs_", Made::Letters, 36, 0),
    (b"ghr_", Made::Letters, 36, 0),
    (b"github_pat_", Made::Words, 36, 0),
    (b"glpat-", Made::Words, 20, 0),
    (b"sk_live_", Made::Letters, 16, 0),
    (b"sk_test_", Made::Letters, 16, 0),
    (b"rk_live_", Made::Letters, 16, 0),
    (b"rk_test_", Made::Letters, 16, 0),
    (b"whsec_", Made::Letters, 24, 0),
    (b"xoxb-", Made::Words, 20, 0),
    (b"xoxp-", Made::Words, 20, 0),
    (b"xoxa-", Made::Words, 20, 0),
    (b"xoxs-", Made::Words, 20, 0),
    (b"xapp-", Made::Words, 20, 0),
    (b"SG.", Made::Dotted, 40, 0),
    (b"SK", Made::Hex, 32, 32),
    (b"sk-", Made::Words, 20, 0),
    (b"npm_", Made::Letters, 36, 0),
    (b"hf_", Made::Letters, 34, 0),
    (b"shpat_", Made::Hex, 32, 32),
];

/// The start, end and kind of the secret that is told by the letters at `start`. `first` is whether nothing that
/// a token is made of stands ahead.
pub(crate) fn secret(text: &[u8], start: usize, first: bool) -> Option<(usize, usize, Kind)> {
    let here = rest(text, start);
    if here.starts_with(b"eyJ") {
        return signed(text, start, first).map(|end| (start, end, Kind::Jwt));
    }
    if here.starts_with(b"Bearer ") || here.starts_with(b"bearer ") {
        let from = start + b"bearer ".len();
        return body(text, from, Made::Token, (16, 0)).map(|end| (from, end, Kind::Bearer));
    }
    KEYS.iter()
        .filter(|(prefix, ..)| here.starts_with(prefix))
        .find_map(|(prefix, made, least, most)| {
            body(text, start + prefix.len(), *made, (*least, *most))
        })
        .map(|end| (start, end, Kind::Key))
}

/// The end of a key's body that starts at `from`.
fn body(text: &[u8], from: usize, made: Made, (least, most): (usize, usize)) -> Option<usize> {
    let look = run(text, from, LOOK, |byte| is_in(made, byte));
    let bytes = rest(text, from).iter().take(look);
    let mixed = bytes.filter(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if look < least || mixed.count() < MIXED {
        return None;
    }
    let whole = match most {
        0 => run(text, from, text.len(), |byte| is_in(made, byte)),
        most => run(text, from, most + 1, |byte| is_in(made, byte)),
    };
    let bytes = rest(text, from).iter().take(whole);
    let end = from + whole - bytes.rev().take_while(|byte| **byte == b'.').count();
    if (most > 0 && whole > most) || !ends(text, end) {
        return None;
    }
    Some(end + run(text, end, 2, |byte| byte == b'='))
}

fn is_in(made: Made, byte: u8) -> bool {
    match made {
        Made::Letters => byte.is_ascii_alphanumeric(),
        Made::Capitals => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
        Made::Hex => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        Made::Words => byte.is_ascii_alphanumeric() || b"-_".contains(&byte),
        Made::Dotted => is_in(Made::Words, byte) || byte == b'.',
        Made::Token => is_in(Made::Dotted, byte) || b"~+/".contains(&byte),
    }
}

/// The end of the signed token that starts at `start`: a JSON object, encoded, a dot, and what follows.
fn signed(text: &[u8], start: usize, first: bool) -> Option<usize> {
    let part = |at| run(text, at, text.len(), |byte| is_in(Made::Words, byte));
    let header = if first { part(start) } else { 0 };
    let claims = start + header + 1;
    if header < 12 || byte(text, claims - 1) != b'.' || part(claims) < 10 {
        return None;
    }
    let mut end = claims + part(claims);
    while byte(text, end) == b'.' && part(end + 1) > 0 {
        end += 1 + part(end + 1);
    }
    Some(end)
}

/// The end of the private key that starts at `start` with its first line; without a last one, of the text.
pub(crate) fn private_key(text: &[u8], start: usize) -> Option<usize> {
    const BEGIN: &[u8] = b"-----BEGIN ";
    const END: &[u8] = b"-----END ";
    if !rest(text, start).starts_with(BEGIN) {
        return None;
    }
    let label = |at| {
        run(text, at, LOOK, |byte| {
            byte.is_ascii_uppercase() || byte == b' '
        })
    };
    let from = start + BEGIN.len();
    let named = rest(text, from).get(..label(from))?;
    if !named.windows(11).any(|words| words == b"PRIVATE KEY") {
        return None;
    }
    let last = rest(text, from)
        .windows(END.len())
        .position(|line| line == END);
    Some(last.map_or(text.len(), |last| {
        let at = from + last + END.len();
        let at = at + label(at);
        at + run(text, at, 5, |byte| byte == b'-')
    }))
}
