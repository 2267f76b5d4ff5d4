//! Secrets: signed tokens, bearer tokens, vendors' keys, private keys.

use crate::bytes::{
    byte, end, first, is, run, says, End, Set, DASH, DIGIT, DOT, EQUALS, LARGE, PLUS, SLASH,
    SMALL_HEX, SPACE, WORD,
};
use crate::find::Spot;

/// How much of a secret is looked at to tell it, and how many digits and capitals that holds at least: words
/// with dashes have none.
const LOOK: usize = 40;
const MIXED: usize = 6;
/// The least bytes of a key with its prefix.
const SHORTEST: usize = 20;

/// What is made of `Set`, the least and the most of it, and the prefixes that say so, with spaces between.
type Keys = (Set, usize, usize, &'static [u8]);

const ANY: usize = usize::MAX;
const KEYS: [Keys; 8] = [
    (LARGE | DIGIT, 16, 16, b"AKIA ASIA"),
    (WORD | DASH, 35, ANY, b"AIza"),
    (WORD | DASH, 28, ANY, b"GOCSPX-"),
    (SMALL_HEX | DIGIT, 32, 32, b"SK shpat_"),
    (WORD, 34, ANY, b"ghp_ gho_ ghu_ ghs_ ghr_ npm_ hf_"),
    (WORD, 16, ANY, b"sk_live_ sk_test_ rk_live_ rk_test_ whsec_"),
    (WORD | DASH | DOT, 40, ANY, b"SG."),
    (
        WORD | DASH,
        20,
        ANY,
        b"sk- github_pat_ glpat- xoxb- xoxp- xoxa- xoxs- xapp- ya29.",
    ),
];

/// The end of the vendor's key that starts at the spot.
pub(crate) fn key(spot: &Spot<'_>) -> Option<End> {
    let (text, start) = (spot.text, spot.at);
    // Most words are shorter than all keys.
    if run(text, start, SHORTEST, WORD | DASH | DOT) < start + SHORTEST {
        return None;
    }
    KEYS.iter().find_map(|(set, least, most, prefixes)| {
        let prefix = first(prefixes, &|prefix| says(text, start, prefix))?;
        body(text, start + prefix.len(), *set, *least, *most)
    })
}

/// The end of the token that follows the word at the spot.
pub(crate) fn bearer(spot: &Spot<'_>) -> Option<End> {
    let (text, start) = (spot.text, spot.at);
    if says(text, start, b"Bearer ") {
        body(
            text,
            start + BEARER,
            WORD | DASH | DOT | PLUS | SLASH,
            16,
            ANY,
        )
    } else {
        None
    }
}

/// The length of the word ahead of a bearer token.
pub(crate) const BEARER: usize = 7;

/// The end of a secret that goes on at `from`.
fn body(text: &[u8], from: usize, set: Set, least: usize, most: usize) -> Option<End> {
    let look = run(text, from, LOOK, set);
    let mixed = (from..look).filter(|at| is(byte(text, *at), LARGE | DIGIT));
    if look - from < least || mixed.count() < MIXED {
        return None;
    }
    let mut at = run(text, look, ANY, set);
    while byte(text, at - 1) == b'.' {
        at -= 1;
    }
    if at - from > most {
        return None;
    }
    // Padding ahead of a word is none: what that word is must not say whether this is a secret.
    end(text, run(text, at, 2, EQUALS)).or_else(|| end(text, at))
}

/// The end of the signed token that starts at the spot: a JSON object, encoded, a dot, and what follows.
pub(crate) fn signed(spot: &Spot<'_>) -> Option<End> {
    let (text, start) = (spot.text, spot.at);
    let part = |at| run(text, at, ANY, WORD | DASH);
    // Ahead of the start stands nothing of a part, so that each is read once.
    if is(spot.before(), DASH) || !says(text, start, b"eyJ") {
        return None;
    }
    let header = part(start);
    let mut at = part(header + 1);
    if header < start + 12 || byte(text, header) != b'.' || at < header + 11 {
        return None;
    }
    while byte(text, at) == b'.' && part(at + 1) > at + 1 {
        at = part(at + 1);
    }
    End::new(at)
}

/// What the words of a private key's first and last line are made of.
const LABEL: Set = LARGE | SPACE;

/// The end of the private key that starts at the spot with its first line; without a last one, of the text.
pub(crate) fn private_key(spot: &Spot<'_>) -> Option<End> {
    let (text, start) = (spot.text, spot.at);
    if !says(text, start, b"-----BEGIN ") {
        return None;
    }
    let label = run(text, start + 11, LOOK, LABEL);
    if !(start..label).any(|at| says(text, at, b"PRIVATE KEY")) {
        return None;
    }
    let last = (label..text.len()).find(|at| says(text, *at, b"-----END "));
    End::new(last.map_or(text.len(), |last| {
        let label = run(text, last + 9, LOOK, LABEL);
        run(text, label, 5, DASH)
    }))
}
