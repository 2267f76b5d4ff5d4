//! IBANs: a country, two check digits, an account number of the country's length; modulo 97 is 1.

use crate::bytes::{byte, ends, separator, Separator};

/// The least digits of an IBAN: keeps words that follow a country's code from being one.
const DIGITS: u32 = 10;

/// How long an IBAN of each country is: the length, then the countries.
const LENGTHS: [(usize, &[u8]); 18] = [
    (15, b"NO"),
    (16, b"BE"),
    (18, b"DKFOFIGLNLSDFK"),
    (19, b"MKSI"),
    (20, b"ATBAEEKZLTLUXKMN"),
    (21, b"HRLVLICH"),
    (22, b"BHBGCRGEDEIEMERSGBVA"),
    (23, b"TLGIIQILAEOMSO"),
    (24, b"ADCZMDPKROSASKESSETNVG"),
    (25, b"PTSTLY"),
    (26, b"ISTR"),
    (27, b"FRGRITMRMCSMBIDJ"),
    (28, b"ALAZBYCYDOSVGTHULBPLNI"),
    (29, b"BREGPSQAUA"),
    (30, b"JOKWMUYE"),
    (31, b"MTSC"),
    (32, b"LC"),
    (33, b"RU"),
];

/// The end of the IBAN that starts at `start`.
pub(crate) fn iban(text: &[u8], start: usize) -> Option<usize> {
    let country = [byte(text, start), byte(text, start + 1)].map(|byte| byte.to_ascii_uppercase());
    let countries = |(_, all): &&(usize, &[u8])| all.chunks(2).any(|one| one == country);
    let (length, _) = LENGTHS.iter().find(countries)?;
    let (mut at, mut rest, mut digits, mut head) = (start, 0, 0, [0; 4]);
    for place in 0..*length {
        if place > 3 {
            at = after_separator(text, at);
        }
        let found = byte(text, at);
        if place < 4 {
            *head.get_mut(place)? = found;
        } else {
            rest = modulo(rest, found)?;
        }
        digits += u32::from(found.is_ascii_digit());
        at += 1;
    }
    let checked = head.iter().skip(2).all(u8::is_ascii_digit);
    let rest = head
        .iter()
        .try_fold(rest, |rest, byte| modulo(rest, *byte))?;
    if checked && rest == 1 && digits >= DIGITS && ends(text, at) {
        Some(at)
    } else {
        None
    }
}

fn after_separator(text: &[u8], at: usize) -> usize {
    match separator(text, at) {
        Some((Separator::Space | Separator::Dash, length)) => at + length,
        _ => at,
    }
}

fn modulo(rest: u32, byte: u8) -> Option<u32> {
    match byte.to_ascii_uppercase() {
        digit @ b'0'..=b'9' => Some((rest * 10 + u32::from(digit - b'0')) % 97),
        letter @ b'A'..=b'Z' => Some((rest * 100 + u32::from(letter - b'A') + 10) % 97),
        _ => None,
    }
}
