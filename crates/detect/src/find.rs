//! Where in a text the detectors are tried, and in which order.

use crate::bytes::byte;
use crate::card::card;
use crate::contact::{eight, email, four, french, international};
use crate::iban::iban;
use crate::national::{by_digit, by_letter};
use crate::near::{bic, cvv, expiry, DETAILS};
use crate::nir::nir;
use crate::secret::{private_key, secret};
use crate::{Kind, Span};

/// A text on the way from its start to its end.
pub(crate) struct Finder<'a> {
    text: &'a [u8],
    /// Where what was found last ends: what stands before it may not say that something is none.
    from: usize,
    /// Where the last card and the last IBAN end.
    card: Option<usize>,
    iban: Option<usize>,
}

impl<'a> Finder<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self {
            text,
            from: 0,
            card: None,
            iban: None,
        }
    }

    /// Reports what starts in `start..until`. Gives the end of the last, if one was found.
    pub(crate) fn find(
        &mut self,
        start: usize,
        until: usize,
        found: &mut dyn FnMut(Span),
    ) -> Option<usize> {
        let mut at = start.max(self.from);
        let mut last = None;
        while at < until {
            let span = match self.try_at(at) {
                Some(span) => span,
                None => {
                    at += 1;
                    continue;
                }
            };
            match span.kind {
                Kind::Card => self.card = Some(span.end),
                Kind::Iban => self.iban = Some(span.end),
                _ => {}
            }
            self.from = span.end;
            at = span.end;
            last = Some(at);
            found(span);
        }
        last
    }

    fn try_at(&self, at: usize) -> Option<Span> {
        let here = byte(self.text, at);
        let before = self.before(at);
        let free = !before.is_ascii_alphanumeric();
        let (end, kind) = match here {
            b'-' => (private_key(self.text, at)?, Kind::PrivateKey),
            b'+' if free => (international(self.text, at)?, Kind::Phone),
            _ if !free => return None,
            b'0'..=b'9' => self.number(at, before).or_else(|| self.address(at))?,
            b'A'..=b'Z' | b'a'..=b'z' => return self.word(at, before),
            _ => return None,
        };
        Some(Span {
            start: at,
            end,
            kind,
        })
    }

    /// The byte before `at`, or a blank where nothing stands that counts.
    fn before(&self, at: usize) -> u8 {
        if at > self.from {
            byte(self.text, at - 1)
        } else {
            b' '
        }
    }

    /// What begins with a digit that is not among the decimals of a number.
    fn number(&self, at: usize, before: u8) -> Option<(usize, Kind)> {
        if b".,".contains(&before) {
            return None;
        }
        let text = self.text;
        let near = self.card.map_or(false, |end| at - end <= DETAILS);
        let kind = |kind| move |end| (end, kind);
        nir(text, at)
            .map(kind(Kind::Nir))
            .or_else(|| card(text, at).map(kind(Kind::Card)))
            .or_else(|| by_digit(text, at).map(|(kind, end)| (end, kind)))
            .or_else(|| french(text, at).map(kind(Kind::Phone)))
            .or_else(|| four(text, at, text.get(self.from..at)?).map(kind(Kind::Ip)))
            .or_else(|| expiry(text, at, near).map(kind(Kind::Expiry)))
            .or_else(|| cvv(text, at, near).map(kind(Kind::Cvv)))
            .or_else(|| self.groups(at, before))
    }

    /// What begins with a letter.
    fn word(&self, at: usize, before: u8) -> Option<Span> {
        let text = self.text;
        let near = self.iban.map_or(false, |end| at - end <= DETAILS);
        if let Some((start, end, kind)) = secret(text, at, !b"-_".contains(&before)) {
            return Some(Span { start, end, kind });
        }
        let kind = |kind| move |end| (end, kind);
        let (end, kind) = iban(text, at)
            .map(kind(Kind::Iban))
            .or_else(|| by_letter(text, at).map(|(kind, end)| (end, kind)))
            .or_else(|| bic(text, at, near).map(kind(Kind::Bic)))
            .or_else(|| self.groups(at, before))
            .or_else(|| self.address(at))?;
        Some(Span {
            start: at,
            end,
            kind,
        })
    }

    fn groups(&self, at: usize, before: u8) -> Option<(usize, Kind)> {
        if b":.".contains(&before) {
            return None;
        }
        eight(self.text, at).map(|end| (end, Kind::Ip))
    }

    fn address(&self, at: usize) -> Option<(usize, Kind)> {
        email(self.text, at).map(|end| (end, Kind::Email))
    }
}
