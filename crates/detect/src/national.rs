//! Numbers that states give to people: each by its shape and, where it has one, its check digit.

use crate::bytes::{byte, first, named, says, End};
use crate::find::Spot;
use crate::shape::{number, shape, Held};
use crate::Kind;

/// A kind, its shape, what its digits must fulfil, and words of which one must stand near.
pub(crate) type Number = (Kind, &'static [u8], fn(&Held) -> bool, &'static [u8]);

/// Numbers that begin with a digit. Some of telephones, which have no more than a shape, are among them.
pub(crate) const DIGITS: [Number; 9] = [
    (Kind::Nir, b"9?99?99?9*?999?999?99", nir, b""),
    (Kind::Ssn, b"999-99-9999", ssn, b""),
    (Kind::Dni, b"99?999?999?A", dni, b""),
    (Kind::Belgian, b"99?99?99?999?99", belgian, b""),
    (Kind::SteuerId, b"99?999?999?999", steuer_id, b""),
    (Kind::Bsn, b"9999?99?999", bsn, b"bsn burgerservice sofi"),
    (Kind::Nif, b"999?999?999", nif, b"nif contribuinte"),
    (Kind::Phone, b"09=99=99=99=99", telephone, b""),
    (Kind::Phone, b"0033?9=99=99=99=99", telephone, b""),
];

/// Numbers that begin with a letter.
pub(crate) const LETTERS: [Number; 3] = [
    (Kind::Nino, b"AA?99?99?99?A", nino, b""),
    (Kind::Dni, b"A=9999999=A", dni, b""),
    (
        Kind::CodiceFiscale,
        b"aaaaaa99a99a999a",
        codice_fiscale,
        b"",
    ),
];

/// The kind and end of the first of `numbers` that starts at the spot.
pub(crate) fn national(spot: &Spot<'_>, numbers: &[Number]) -> Option<(Kind, End)> {
    numbers.iter().find_map(|(kind, form, holds, words)| {
        let (held, end) = shape(spot, form)?;
        let found = holds(&held) && (words.is_empty() || named(spot, words));
        found.then_some((*kind, end))
    })
}

/// The sum of the first eight digits, each times its weight, which goes down from 9.
fn weighted(held: &Held) -> u32 {
    let weights = (2..10).rev();
    held.iter()
        .zip(weights)
        .map(|(digit, weight)| u32::from(*digit) * weight)
        .sum()
}

/// French: sex, year, month, department (2A and 2B for Corsica), commune, order, and 97 less the rest modulo 97.
fn nir(held: &Held) -> bool {
    let month = number(held, 3, 5);
    let known =
        matches!(byte(held, 0), 1..=4 | 7 | 8) && matches!(month, 1..=12 | 20..=42 | 50..=99);
    let department = match (byte(held, 5), byte(held, 6)) {
        (2, b'A') => 19,
        (2, b'B') => 18,
        (first, second @ 0..=9) => u32::from(first) * 10 + u32::from(second),
        _ => 0,
    };
    let order = number(held, 10, 13);
    let year = number(held, 0, 5) % 97;
    let place = (year * 100 + department) % 97;
    let whole = place * 1_000_000 + number(held, 7, 13);
    known && department > 0 && order > 0 && number(held, 13, 15) == 97 - whole % 97
}

/// American: three, two and four digits with dashes; no check digit, but numbers that are never given.
fn ssn(held: &Held) -> bool {
    let area = number(held, 0, 3);
    area > 0 && area != 666 && area < 900 && number(held, 3, 5) > 0 && number(held, 5, 9) > 0
}

/// Spanish, of citizens and (X, Y, Z) of others: the letter is the number modulo 23.
fn dni(held: &Held) -> bool {
    let one = byte(held, 0);
    let one = if one > 9 { one.wrapping_sub(b'X') } else { one };
    let whole = u32::from(one) * 10_000_000 + number(held, 1, 8);
    let mut letters = b"TRWAGMYFPDXBNJZSQVHLCKE".iter().zip(0..);
    one < 10 && letters.any(|(letter, rest)| whole % 23 == rest && byte(held, 8) == *letter)
}

/// Belgian: date of birth, order, and 97 less the rest modulo 97, with a 2 ahead for those born since 2000.
fn belgian(held: &Held) -> bool {
    let (month, day, check) = (number(held, 2, 4), number(held, 4, 6), number(held, 9, 11));
    let whole = number(held, 0, 9);
    let known = check == 97 - whole % 97 || check == 97 - (2_000_000_000 + whole) % 97;
    known && matches!(month, 1..=12 | 21..=32 | 41..=52) && matches!(day, 1..=31)
}

/// German: of the first ten digits one occurs twice or three times and no other again; ISO 7064's check digit.
fn steuer_id(held: &Held) -> bool {
    let (mut once, mut twice, mut thrice, mut more) = (0, 0_u32, 0, 0);
    let mut product = 10;
    for digit in held.iter().take(10) {
        let this = 1 << digit;
        more |= thrice & this;
        thrice |= twice & this;
        twice |= once & this;
        once |= this;
        let sum = (u32::from(*digit) + product) % 10;
        product = (if sum == 0 { 10 } else { sum }) * 2 % 11;
    }
    let one_repeated = twice.is_power_of_two() && more == 0;
    one_repeated && byte(held, 0) > 0 && (11 - product) % 10 == u32::from(byte(held, 10))
}

/// Dutch: nine digits whose weighted sum, the last counting less one, is a multiple of 11.
fn bsn(held: &Held) -> bool {
    let sum = weighted(held);
    sum > 0 && sum % 11 == u32::from(byte(held, 8))
}

/// Portuguese: nine digits of which the last is 11 less the weighted sum modulo 11, or 0.
fn nif(held: &Held) -> bool {
    let rest = weighted(held) % 11;
    let check = if rest < 2 { 0 } else { 11 - rest };
    !matches!(byte(held, 0), 0 | 4 | 7) && check == u32::from(byte(held, 8))
}

/// French, after the first 0 or the country.
fn telephone(held: &Held) -> bool {
    byte(held, 0) > 0
}

/// British: two letters, three pairs of digits, A to D; no check digit, but letters that are never given.
fn nino(held: &Held) -> bool {
    let never = |at| matches!(byte(held, at), b'D' | b'F' | b'I' | b'Q' | b'U' | b'V');
    let pair = |pair: &[u8]| says(held, 0, pair);
    !never(0)
        && !never(1)
        && byte(held, 1) != b'O'
        && first(b"BG GB NK KN TN NT ZZ", &pair).is_none()
        && byte(held, 8) < b'E'
}

/// Italian: six letters, year, month's letter, day (of women 40 more), place; the sum's letter.
fn codice_fiscale(held: &Held) -> bool {
    /// What a letter or digit in an odd place counts for, from A.
    const ODD: &[u8; 26] = b"BAFHJNPRTVCESULDGIMOQKWZYX";
    let value = |at| {
        let found = byte(held, at);
        if found > 9 {
            found - b'A'
        } else {
            found
        }
    };
    let odd = |at| byte(ODD, usize::from(value(at))) - b'A';
    let sum: u32 = (0..15)
        .map(|at| u32::from(if at % 2 == 0 { odd(at) } else { value(at) }))
        .sum();
    let month = byte(held, 8);
    let known = matches!(month, b'A'..=b'E' | b'H' | b'L' | b'M' | b'P' | b'R'..=b'T');
    known && matches!(number(held, 9, 11), 1..=31 | 41..=71) && sum % 26 == u32::from(value(15))
}
