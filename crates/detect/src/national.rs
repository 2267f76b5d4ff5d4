//! Numbers that states give to people: each by its shape and, where it has one, its check digit.

use crate::bytes::{byte, named, shape, Held};
use crate::Kind;

/// Numbers that begin with a digit, in the order in which they are tried.
const DIGITS: [(Kind, &[u8]); 6] = [
    (Kind::Ssn, b"999-99-9999"),
    (Kind::Dni, b"99?999?999?A"),
    (Kind::Belgian, b"99?99?99?999?99"),
    (Kind::SteuerId, b"99?999?999?999"),
    (Kind::Bsn, b"9999?99?999"),
    (Kind::Nif, b"999?999?999"),
];

/// Numbers that begin with a letter.
const LETTERS: [(Kind, &[u8]); 3] = [
    (Kind::Nino, b"AA?99?99?99?A"),
    (Kind::Dni, b"A?9999999?A"),
    (Kind::CodiceFiscale, b"aaaaaa99a99a999a"),
];

/// The kind and end of the number that starts at `start`, where a digit stands.
pub(crate) fn by_digit(text: &[u8], start: usize) -> Option<(Kind, usize)> {
    first(text, start, &DIGITS)
}

/// The same where a letter stands.
pub(crate) fn by_letter(text: &[u8], start: usize) -> Option<(Kind, usize)> {
    first(text, start, &LETTERS)
}

fn first(text: &[u8], start: usize, known: &[(Kind, &[u8])]) -> Option<(Kind, usize)> {
    known.iter().find_map(|(kind, form)| {
        let (held, end) = shape(text, start, form)?;
        if holds(*kind, &held, text, start) {
            Some((*kind, end))
        } else {
            None
        }
    })
}

fn holds(kind: Kind, held: &Held, text: &[u8], start: usize) -> bool {
    match kind {
        Kind::Ssn => ssn(held),
        Kind::Dni => dni(held),
        Kind::Belgian => belgian(held),
        Kind::SteuerId => steuer_id(held),
        Kind::Bsn => bsn(held) && named(text, start, &[b"bsn", b"burgerservice", b"sofi"]),
        Kind::Nif => nif(held) && named(text, start, &[b"nif", b"contribuinte"]),
        Kind::Nino => nino(held),
        _ => codice_fiscale(held),
    }
}

/// The number that `length` digits from `from` on make.
fn number(held: &Held, from: usize, length: usize) -> u64 {
    let digits = held.iter().skip(from).take(length);
    digits.fold(0, |sum, digit| sum * 10 + u64::from(*digit))
}

/// The sum of the first digits, each times its weight, which goes down from 9.
fn weighted(held: &Held, count: u32) -> u32 {
    let weights = (0..count).map(|place| 9 - place);
    held.iter()
        .zip(weights)
        .map(|(digit, weight)| u32::from(*digit) * weight)
        .sum()
}

/// American: three, two and four digits with dashes; no check digit, but numbers that are never given.
fn ssn(held: &Held) -> bool {
    let area = number(held, 0, 3);
    area > 0 && area != 666 && area < 900 && number(held, 3, 2) > 0 && number(held, 5, 4) > 0
}

/// Spanish, of citizens and (X, Y, Z) of others: the letter is the number modulo 23.
fn dni(held: &Held) -> bool {
    const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let first = match byte(held, 0) {
        letter @ b'X'..=b'Z' => u64::from(letter - b'X'),
        digit @ 0..=9 => u64::from(digit),
        _ => return false,
    };
    let whole = first * 10_000_000 + number(held, 1, 7);
    LETTERS
        .iter()
        .zip(0..)
        .any(|(letter, rest)| whole % 23 == rest && byte(held, 8) == *letter)
}

/// Belgian: date of birth, order, and 97 less the rest modulo 97, with a 2 ahead for those born since 2000.
fn belgian(held: &Held) -> bool {
    let (month, day, check) = (number(held, 2, 2), number(held, 4, 2), number(held, 9, 2));
    let whole = number(held, 0, 9);
    let since_2000 = 2_000_000_000 + whole;
    matches!(month, 1..=12 | 21..=32 | 41..=52)
        && matches!(day, 1..=31)
        && (check == 97 - whole % 97 || check == 97 - since_2000 % 97)
}

/// German: of the first ten digits one occurs twice or three times and no other again; ISO 7064's check digit.
fn steuer_id(held: &Held) -> bool {
    let mut times = [0_u8; 10];
    let mut product = 10;
    for digit in held.iter().take(10) {
        if let Some(time) = times.get_mut(usize::from(*digit)) {
            *time += 1;
        }
        let sum = (u32::from(*digit) + product) % 10;
        product = (if sum == 0 { 10 } else { sum }) * 2 % 11;
    }
    let repeated = |time: &&u8| matches!(time, 2 | 3);
    byte(held, 0) > 0
        && times.iter().filter(repeated).count() == 1
        && times.iter().all(|time| *time < 4)
        && (11 - product) % 10 == u32::from(byte(held, 10))
}

/// Dutch: nine digits whose weighted sum, the last counting less one, is a multiple of 11.
fn bsn(held: &Held) -> bool {
    let sum = weighted(held, 8);
    sum > 0 && sum % 11 == u32::from(byte(held, 8))
}

/// Portuguese: nine digits of which the last is 11 less the weighted sum modulo 11, or 0.
fn nif(held: &Held) -> bool {
    let check = match weighted(held, 8) % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    };
    !matches!(byte(held, 0), 0 | 4 | 7) && check == u32::from(byte(held, 8))
}

/// British: two letters, three pairs of digits, A to D; no check digit, but letters that are never given.
fn nino(held: &Held) -> bool {
    let (first, second) = (byte(held, 0), byte(held, 1));
    let never = |letter: &u8| b"DFIQUV".contains(letter);
    let pairs = [b"BG", b"GB", b"NK", b"KN", b"TN", b"NT", b"ZZ"];
    !never(&first)
        && !never(&second)
        && second != b'O'
        && !pairs.contains(&&[first, second])
        && matches!(byte(held, 8), b'A'..=b'D')
}

/// Italian: six letters, year, month's letter, day (of women 40 more), place; the sum's letter.
fn codice_fiscale(held: &Held) -> bool {
    /// What a letter or digit in an odd place counts for.
    const ODD: &[u8; 26] = &[
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24,
        23,
    ];
    let sum = held
        .iter()
        .take(15)
        .zip(0..)
        .fold(0, |sum, (found, place)| {
            let value = if *found < 10 { *found } else { *found - b'A' };
            let odd = ODD.get(usize::from(value)).copied().unwrap_or(0);
            sum + u32::from(if place % 2 == 0 { odd } else { value })
        });
    b"ABCDEHLMPRST".contains(&byte(held, 8))
        && matches!(number(held, 9, 2), 1..=31 | 41..=71)
        && sum % 26 == u32::from(byte(held, 15) - b'A')
}
