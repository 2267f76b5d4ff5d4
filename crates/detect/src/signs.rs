//! Passes quickly over text in which nothing can be found. Most text is such, so this is what costs.
//!
//! Whatever is found has a sign, which is one of ten short patterns. All are looked for at once, a byte at a
//! time ("shift-or"): a bit of the state is 0 where the bytes so far are the beginning of a pattern.

use crate::bytes::{byte, is};
use crate::contact::LOCAL;
use crate::find::Finder;
use crate::Span;

/// How many bytes are looked at in one go, for the signs that end in them.
const BLOCK: usize = 64;
/// How far after the start of something its sign begins at most, unless an e-mail address leads up to it.
const SIGN: usize = 8;
const ADDRESS: usize = 64;
/// How far after a sign something may start: it may be a blank ahead, or a word that names what follows.
const AFTER: usize = 2;
const NAMED: usize = 25;

/// How many patterns there are, and how long each is.
const PATTERNS: usize = 10;
const LENGTH: usize = 6;

/// The patterns, place by place, as `fits` reads them.
const SIGNS: [[&[u8]; LENGTH]; PATTERNS] = [
    // numbers in digits
    [b"B", b"D", b"D", b"N", b"N", b"N"],
    // IBANs, most numbers that begin with letters, ya29.
    [b"L", b"L", b"D", b"D", b"", b""],
    // telephone numbers, X1234567L
    [b"+C", b"D", b"N()", b"N()", b"N()", b"N()"],
    // network addresses
    [b"D", b".", b"D", b".D", b".D", b".D"],
    [b"B", b"23", b"H", b"H", b"H", b":"],
    // BICs
    [b"C", b"C", b"C", b"C", b"C", b"C"],
    // cvv, cvc, csc, sk-; cryptogramme, exp
    [b"cs", b"vsk", b"vc-", b"", b"", b""],
    [b"pe", b"tx", b"op", b"", b"", b""],
    // glpat-, xox?-, xapp-
    [b"lx", b"poa", b"axp", b"tbpas", b"-", b""],
    // e-mail addresses, all other secrets
    [b"@_S", b"", b"", b"", b"", b""],
];

/// A bit for each pattern, and those of the words.
const ALL: u64 = (1 << PATTERNS) - 1;
const WORDS: u64 = 0b11 << 6;

/// Whether a byte may stand in a place. A capital says what: a digit, a hexadecimal one, a letter, a capital, a blank
/// or mark, what a number has after its first digits, what is seldom and in many secrets. The rest stands for itself,
/// in any case; and nothing for everything.
const fn fits(place: &[u8], byte: u8) -> bool {
    let mut left = place;
    while let [one, rest @ ..] = left {
        let fits = match *one {
            b'D' => byte.is_ascii_digit(),
            b'H' => byte.is_ascii_hexdigit(),
            b'L' => byte.is_ascii_alphabetic(),
            b'C' => byte.is_ascii_uppercase(),
            b'N' => byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'.' | 0x80..),
            b'B' => !byte.is_ascii_alphanumeric(),
            // AKIA, ASIA, AIza, GOCSPX, SG., SK, eyJ, Bearer and BEGIN have one of these.
            b'S' => matches!(byte, b'B' | b'G'..=b'K'),
            other => other == byte.to_ascii_lowercase(),
        };
        if fits {
            return true;
        }
        left = rest;
    }
    place.is_empty()
}

/// For each byte, a bit for each place of each pattern: 0 where the byte may stand. The first places of all patterns
/// are the lowest bits, so that a shift by their number leads each into its next place.
const PLACES: [u64; 256] = {
    let mut places = [0; 256];
    let mut byte = 0_u8;
    loop {
        let mut bit = 0;
        while bit < PATTERNS * LENGTH {
            if !fits(SIGNS[bit % PATTERNS][bit / PATTERNS], byte) {
                places[byte as usize] |= 1 << bit;
            }
            bit += 1;
        }
        if byte == 255 {
            break places;
        }
        byte += 1;
    }
};

/// Reports what is found in `text`, reading only what is near a sign.
pub(crate) fn find(text: &[u8], found: &mut dyn FnMut(Span)) {
    let mut reader = Reader {
        finder: Finder::new(text),
        text,
        read: 0,
    };
    let mut start = 0;
    while let Some(Ok(window)) = text.get(start..start + WINDOW).map(<&Window>::try_from) {
        let (one, two) = have_signs(window);
        if one {
            reader.read_block(start, found);
        }
        if two {
            reader.read_block(start + BLOCK, found);
        }
        start += 2 * BLOCK;
    }
    while start < text.len() {
        reader.read_block(start, found);
        start += BLOCK;
    }
}

/// Two blocks, and what a sign that begins in them may reach to.
const WINDOW: usize = 2 * BLOCK + LENGTH - 1;
type Window = [u8; WINDOW];

/// Whether signs begin in each of two blocks: both are read at once, as neither waits for the other.
fn have_signs(window: &Window) -> (bool, bool) {
    let next = window.iter().skip(BLOCK);
    let (mut one, mut two, mut in_one, mut in_two) = (BLANK, BLANK, !0, !0);
    for (a, b) in window.iter().zip(next) {
        one = step(one, *a);
        two = step(two, *b);
        in_one &= one;
        in_two &= two;
    }
    (complete(in_one) > 0, complete(in_two) > 0)
}

/// As after a blank: in the middle of a word that makes more signs, never fewer.
const BLANK: u64 = !0 << PATTERNS | PLACES[b' ' as usize];

fn step(state: u64, byte: u8) -> u64 {
    state << PATTERNS | PLACES.get(usize::from(byte)).copied().unwrap_or(0)
}

/// The patterns that end here.
fn complete(state: u64) -> u64 {
    !state >> (PATTERNS * (LENGTH - 1)) & ALL
}

/// A text of which the parts are read that are near signs.
struct Reader<'a> {
    finder: Finder<'a>,
    text: &'a [u8],
    /// Up to where it was read.
    read: usize,
}

impl Reader<'_> {
    /// Reads what is near the signs that begin in the block at `start`.
    fn read_block(&mut self, start: usize, found: &mut dyn FnMut(Span)) {
        let mut state = BLANK;
        let end = self.text.len().min(start + BLOCK);
        for at in start..end + LENGTH - 1 {
            state = step(state, byte(self.text, at));
            let signs = complete(state);
            if signs > 0 {
                let after = if signs & WORDS > 0 { NAMED } else { AFTER };
                self.read_near((at + 1).saturating_sub(LENGTH), after, found);
            }
        }
    }

    /// Reads from where something with this sign may start, and on where details of what was found may stand.
    fn read_near(&mut self, sign: usize, after: usize, found: &mut dyn FnMut(Span)) {
        let ahead = self.text.get(..sign).unwrap_or(&[]);
        let address = ahead.iter().rev().take(ADDRESS);
        let address = address.take_while(|byte| is(**byte, LOCAL)).count();
        let mut start = sign - address.max(SIGN.min(sign));
        let mut end = sign + after;
        while self.read < end.min(self.text.len()) {
            let until = end.min(self.text.len());
            self.finder.find(start.max(self.read), until, found);
            self.read = until;
            start = until;
            end = self.finder.details();
        }
    }
}
