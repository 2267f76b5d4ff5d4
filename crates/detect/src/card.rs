//! Payment cards: 13 to 19 digits, alone or in groups, of a known issuer, with Luhn's check digit.

use crate::bytes::{digit, ends, separator, Separator};

/// The end of the card number that starts at `start`: the longest one that checks.
pub(crate) fn card(text: &[u8], start: usize) -> Option<usize> {
    let mut digits = Digits::default();
    let mut between: Option<Separator> = None;
    let (mut at, mut group, mut first, mut longest) = (start, 0, true, None);
    loop {
        if let Some(found) = digit(text, at) {
            if !digits.push(found) {
                return longest;
            }
            at += 1;
            group += 1;
            if ends(text, at) && digits.are_a_card() {
                longest = Some(at);
            }
            continue;
        }
        let (kind, length) = match separator(text, at) {
            Some(found) => found,
            None => return longest,
        };
        let short = group < if first { 4 } else { 2 };
        if short
            || between.map_or(false, |before| before != kind)
            || digit(text, at + length).is_none()
        {
            return longest;
        }
        between = Some(kind);
        at += length;
        group = 0;
        first = false;
    }
}

#[derive(Default)]
struct Digits {
    all: [u8; 19],
    count: usize,
}

impl Digits {
    fn push(&mut self, digit: u8) -> bool {
        match self.all.get_mut(self.count) {
            Some(place) => *place = digit,
            None => return false,
        }
        self.count += 1;
        true
    }

    fn are_a_card(&self) -> bool {
        let digits = self.all.get(..self.count).unwrap_or(&[]);
        let one = digits.first();
        digits.len() >= 13
            && digits.iter().any(|digit| Some(digit) != one)
            && issued(digits)
            && luhn(digits)
    }
}

fn issued(digits: &[u8]) -> bool {
    let prefix = digits
        .iter()
        .take(4)
        .fold(0, |sum, digit| sum * 10 + u16::from(*digit));
    matches!(
        (prefix, digits.len()),
        (4000..=4999, 13 | 16 | 19)
            | (2221..=2720 | 5100..=5599, 16)
            | (3400..=3499 | 3700..=3799, 15)
            | (3000..=3059 | 3095..=3099 | 3600..=3699 | 3800..=3999, 14 | 16)
            | (3528..=3589 | 6011 | 6200..=6299 | 6440..=6599, 16..=19)
            | (5000..=5099 | 5600..=5899 | 6300..=6399 | 6700..=6799, 13..=19)
    )
}

fn luhn(digits: &[u8]) -> bool {
    let doubled = |digit: u8| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum = digits
        .iter()
        .rev()
        .enumerate()
        .fold(0, |sum: u32, (place, digit)| {
            sum + u32::from(if place % 2 == 1 {
                doubled(*digit)
            } else {
                *digit
            })
        });
    sum % 10 == 0
}
