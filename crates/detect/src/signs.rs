//! Passes quickly over text in which nothing can be found. Most text is such, so this is what costs.
//!
//! Whatever is found has a sign, which is one of ten short patterns. All are looked for at once, a byte at a
//! time ("shift-or"): a bit of the state is 0 where the bytes so far are the beginning of a pattern.

use crate::find::Finder;
use crate::Span;

/// How many bytes are looked at in one go, for the signs that end in them.
const BLOCK: usize = 64;
/// How far after the start of something its sign begins at most; that of an e-mail address is further.
const SIGN: usize = 16;
const ADDRESS: usize = 64;
/// How far after a word something stands that it names.
const NAMED: usize = 24;

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

/// A bit for each pattern, and that of the last.
const ALL: u64 = (1 << PATTERNS) - 1;
const LAST: u64 = 1 << (PATTERNS - 1);

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
static PLACES: [u64; 256] = {
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
        let [one, two] = signs(window);
        reader.read(one, start, found);
        reader.read(two, start + BLOCK, found);
        start += 2 * BLOCK;
    }
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        reader.read(last_signs(rest), start, found);
        start += BLOCK;
    }
}

/// Two blocks, and what a sign that begins in them may reach to.
const WINDOW: usize = 2 * BLOCK + LENGTH - 1;
type Window = [u8; WINDOW];

/// The signs in each of two blocks, a bit for each pattern: both at once, as neither waits for the other.
fn signs(window: &Window) -> [u64; 2] {
    let next = window.iter().skip(BLOCK);
    // As after a blank: in the middle of a word that makes more signs, never fewer.
    let blank = !0 << PATTERNS | place(b' ');
    let (mut one, mut two, mut in_one, mut in_two) = (blank, blank, !0, !0);
    for (a, b) in window.iter().zip(next) {
        one = one << PATTERNS | place(*a);
        two = two << PATTERNS | place(*b);
        in_one &= one;
        in_two &= two;
    }
    [in_one, in_two].map(|signs: u64| !signs >> (PATTERNS * (LENGTH - 1)) & ALL)
}

/// The signs that begin in the first block of what is left of a text.
fn last_signs(rest: &[u8]) -> u64 {
    let after = [0; LENGTH - 1];
    let bytes = rest.iter().chain(&after).take(BLOCK + LENGTH - 1);
    let mut signs = !0;
    bytes.fold(!0 << PATTERNS | place(b' '), |state, byte| {
        let state = state << PATTERNS | place(*byte);
        signs &= state;
        state
    });
    !signs >> (PATTERNS * (LENGTH - 1)) & ALL
}

fn place(byte: u8) -> u64 {
    PLACES.get(usize::from(byte)).copied().unwrap_or(0)
}

/// A text of which the parts are read that have signs.
struct Reader<'a> {
    finder: Finder<'a>,
    text: &'a [u8],
    /// Up to where it was read.
    read: usize,
}

impl Reader<'_> {
    /// Reads what the signs in the block at `start` may be of, and what may belong to what was found before.
    fn read(&mut self, signs: u64, start: usize, found: &mut dyn FnMut(Span)) {
        let before = if signs & LAST > 0 { ADDRESS } else { SIGN };
        if signs > 0 {
            let end = start + BLOCK + NAMED;
            self.read_to(start.saturating_sub(before), end, found);
        }
        while self.finder.details() > self.read && self.read < self.text.len() {
            self.read_to(self.read, self.finder.details(), found);
        }
    }

    fn read_to(&mut self, start: usize, end: usize, found: &mut dyn FnMut(Span)) {
        let end = end.min(self.text.len());
        self.finder.find(start.max(self.read), end, found);
        self.read = self.read.max(end);
    }
}
