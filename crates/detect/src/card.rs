//! Payment cards: 13 to 19 digits, alone or in groups, of a known issuer, with Luhn's check digit.

use crate::bytes::{byte, end, is_digit, run, separator, End, Separator, DIGIT};
use crate::find::Spot;

/// The first four digits, from and to, and a bit for each length.
const ISSUED: [(u16, u16, u32); 17] = [
    (4000, 4999, 1 << 13 | 1 << 16 | 1 << 19),
    (2221, 2720, 1 << 16),
    (5100, 5599, 1 << 16),
    (3400, 3499, 1 << 15),
    (3700, 3799, 1 << 15),
    (3000, 3059, 1 << 14 | 1 << 16),
    (3095, 3099, 1 << 14 | 1 << 16),
    (3600, 3699, 1 << 14 | 1 << 16),
    (3800, 3999, 1 << 14 | 1 << 16),
    (3528, 3589, FROM_16),
    (6011, 6011, FROM_16),
    (6200, 6299, FROM_16),
    (6440, 6599, FROM_16),
    (5000, 5099, FROM_13),
    (5600, 5899, FROM_13),
    (6300, 6399, FROM_13),
    (6700, 6799, FROM_13),
];
const FROM_16: u32 = 0b1111 << 16;
const FROM_13: u32 = 0b111_1111 << 13;

/// The end of the card number that starts at the spot: the longest one that checks.
pub(crate) fn card(spot: &Spot<'_>) -> Option<End> {
    let (text, start) = (spot.text, spot.at);
    let mut digits = Digits::default();
    let (mut at, mut between, mut longest) = (start, Separator::None, None);
    while digits.count < 20 {
        let after = run(text, at, 20 - digits.count, DIGIT);
        let short = if between == Separator::None { 4 } else { 2 };
        let group = after - at;
        for at in at..after {
            digits.push(byte(text, at) - b'0');
            if digits.are_a_card() {
                longest = end(text, at + 1).or(longest);
            }
        }
        let (kind, next) = separator(text, after);
        let other = between != Separator::None && between != kind;
        if group < short || other || next == after || !is_digit(text, next) {
            break;
        }
        between = kind;
        at = next;
    }
    longest
}

/// What is known of the digits read so far.
#[derive(Default)]
struct Digits {
    count: usize,
    prefix: u16,
    /// Luhn's sums: with every second digit doubled, the last as it is; and with the last one doubled.
    sum: u8,
    doubled: u8,
    /// How many digits are other than the one before them.
    others: u8,
    last: u8,
}

impl Digits {
    fn push(&mut self, digit: u8) {
        if self.count < 4 {
            self.prefix = self.prefix * 10 + u16::from(digit);
        }
        let twice = if digit > 4 { digit * 2 - 9 } else { digit * 2 };
        let sum = (self.doubled + digit) % 10;
        self.doubled = (self.sum + twice) % 10;
        self.sum = sum;
        self.others += u8::from(self.count > 0 && self.last != digit);
        self.last = digit;
        self.count += 1;
    }

    fn are_a_card(&self) -> bool {
        let issued = |(from, to, lengths): &(u16, u16, u32)| {
            (*from..=*to).contains(&self.prefix) && lengths >> self.count & 1 > 0
        };
        self.sum == 0 && self.others > 0 && ISSUED.iter().any(issued)
    }
}
