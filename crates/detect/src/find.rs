//! Where in a text the detectors are tried, and in which order.

use crate::bytes::{byte, is, End, COMMA, DASH, DIGIT, DOT, LETTER, PLUS, SPACE, WORD};
use crate::card::card;
use crate::contact::{eight, email, four, international};
use crate::iban::iban;
use crate::national::{self, national, Number};
use crate::near::{bic, cvv, expiry, DETAILS};
use crate::secret::{bearer, key, private_key, signed, BEARER};
use crate::{Kind, Span};

/// A text on the way from its start to its end.
pub(crate) struct Finder<'a> {
    text: &'a [u8],
    /// Where what was found last ends: what stands before it may not say that something is none.
    from: usize,
    /// Up to where the details of the last card and of the last IBAN may stand.
    card: usize,
    iban: usize,
}

/// A place where something may start, and what is known of what stands ahead of it.
pub(crate) struct Spot<'a> {
    pub(crate) text: &'a [u8],
    pub(crate) at: usize,
    pub(crate) ahead: &'a [u8],
    /// Whether a card, or an IBAN, ends not far ahead.
    pub(crate) card: bool,
    pub(crate) iban: bool,
}

/// A kind, and what gives the end of it.
type Detector = (Kind, fn(&Spot<'_>) -> Option<End>);

/// What begins with a digit, in the order in which it is tried. All but the last is not among the decimals of a
/// number.
const DIGITS: [Detector; 6] = [
    (Kind::Card, card),
    (Kind::Ip, four),
    (Kind::Expiry, expiry),
    (Kind::Cvv, cvv),
    (Kind::Ip, eight),
    (Kind::Email, email),
];

/// What begins with a letter.
const LETTERS: [Detector; 7] = [
    (Kind::Jwt, signed),
    (Kind::Bearer, bearer),
    (Kind::Key, key),
    (Kind::Iban, iban),
    (Kind::Bic, bic),
    (Kind::Ip, eight),
    (Kind::Email, email),
];

/// What begins with neither.
const MARKS: [Detector; 2] = [
    (Kind::Phone, international),
    (Kind::PrivateKey, private_key),
];

impl Spot<'_> {
    /// The byte before, or 0 where nothing stands that counts.
    pub(crate) fn before(&self) -> u8 {
        self.ahead.last().copied().unwrap_or(0)
    }

    /// Whether a number may be as long as that of a card or a state: most are not.
    fn is_long(&self) -> bool {
        let mut next = (self.at + 1..self.at + 5).map(|at| byte(self.text, at));
        next.all(|byte| byte >= 0x80 || is(byte, DIGIT | SPACE | DASH | DOT))
    }

    fn find(&self) -> Option<(Kind, End)> {
        let here = byte(self.text, self.at);
        let (detectors, numbers): (&[Detector], &[Number]) = if is(here, DIGIT) {
            (&DIGITS, &national::DIGITS)
        } else if is(here, LETTER) {
            (&LETTERS, &national::LETTERS)
        } else {
            (&MARKS, &[])
        };
        let first = |(kind, detector): &Detector| Some((*kind, detector(self)?));
        if is(here, DIGIT) && is(self.before(), DOT | COMMA) {
            return detectors.last().and_then(first);
        }
        let (ahead, after) = detectors.split_at(1);
        let found = if is(here, DIGIT) && !self.is_long() {
            None
        } else {
            let found = ahead.iter().find_map(first);
            found.or_else(|| national(self, numbers))
        };
        found.or_else(|| after.iter().find_map(first))
    }
}

impl<'a> Finder<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self {
            text,
            from: 0,
            card: 0,
            iban: 0,
        }
    }

    /// Up to where the details of what was found may stand.
    #[cfg(feature = "fast")]
    pub(crate) fn details(&self) -> usize {
        self.card.max(self.iban)
    }

    /// Reports what starts in `start..until`.
    pub(crate) fn find(&mut self, start: usize, until: usize, found: &mut dyn FnMut(Span)) {
        let mut at = start.max(self.from);
        while at < until {
            let inside = at > self.from && is(byte(self.text, at - 1), WORD);
            let here = if inside { DASH } else { DASH | PLUS | WORD };
            let next = if is(byte(self.text, at), here) {
                self.try_at(at, found)
            } else {
                None
            };
            at = next.unwrap_or(at + 1);
        }
    }

    /// Reports what starts at `at`, if anything does, and gives its end.
    fn try_at(&mut self, at: usize, found: &mut dyn FnMut(Span)) -> Option<usize> {
        let spot = Spot {
            text: self.text,
            at,
            ahead: self.text.get(self.from..at)?,
            card: at < self.card,
            iban: at < self.iban,
        };
        let (kind, end) = spot.find()?;
        let (start, end) = match kind {
            Kind::Bearer => (at + BEARER, end.get()),
            _ => (at, end.get()),
        };
        match kind {
            Kind::Card => self.card = end + DETAILS,
            Kind::Iban => self.iban = end + DETAILS,
            _ => {}
        }
        self.from = end;
        found(Span { start, end, kind });
        Some(end)
    }
}
