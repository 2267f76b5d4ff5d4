//! What is too short to be told alone, and is told by what stands ahead of it: a card, an IBAN or a word.

use crate::bytes::{byte, digit, ends, named, rest, run, shape};

/// How far after a card or an IBAN its details may stand.
pub(crate) const DETAILS: usize = 40;

/// The end of the card's check number that starts at `start`: three digits after a card, three or four after a word.
pub(crate) fn cvv(text: &[u8], start: usize, card: bool) -> Option<usize> {
    const WORDS: [&[u8]; 4] = [b"cvv", b"cvc", b"csc", b"cryptogramme"];
    let length = run(text, start, 5, |byte| byte.is_ascii_digit());
    let end = start + length;
    let decimals = b".,".contains(&byte(text, end)) && digit(text, end + 1).is_some();
    let whole = !decimals && ends(text, end);
    if whole && ((card && length == 3) || (matches!(length, 3 | 4) && named(text, start, &WORDS))) {
        Some(end)
    } else {
        None
    }
}

/// The end of the month and year that start at `start`, after a card or a word.
pub(crate) fn expiry(text: &[u8], start: usize, card: bool) -> Option<usize> {
    const SHAPES: [&[u8]; 5] = [b"99/99", b"99/2099", b"99 / 99", b"99 / 2099", b"99-99"];
    let (held, end) = SHAPES.iter().find_map(|form| shape(text, start, form))?;
    let pair = |at| byte(&held, at) * 10 + byte(&held, at + 1);
    let likely = matches!(pair(0), 1..=12) && matches!(pair(2), 20..=49);
    if likely && (card || named(text, start, &[b"exp"])) {
        Some(end)
    } else {
        None
    }
}

/// The end of the bank's code that starts at `start`, after an IBAN or a word.
pub(crate) fn bic(text: &[u8], start: usize, iban: bool) -> Option<usize> {
    let length = run(text, start, 12, |byte| {
        byte.is_ascii_digit() || byte.is_ascii_uppercase()
    });
    let code = rest(text, start).get(..length)?;
    let letters = code.iter().take(6).all(u8::is_ascii_uppercase);
    if letters
        && matches!(length, 8 | 11)
        && ends(text, start + length)
        && is_country(byte(code, 4), byte(code, 5))
        && (iban || named(text, start, &[b"bic", b"swift"]))
    {
        Some(start + length)
    } else {
        None
    }
}

/// The second letters of the countries of ISO 3166 and of Kosovo (XK), for each first letter.
const COUNTRIES: [&[u8]; 26] = [
    b"DEFGILMOQRSTUWXZ",
    b"ABDEFGHIJLMNOQRSTVWYZ",
    b"ACDFGHIKLMNORUVWXYZ",
    b"EJKMOZ",
    b"CEGHRST",
    b"IJKMOR",
    b"ABDEFGHILMNPQRSTUWY",
    b"KMNRTU",
    b"DELMNOQRST",
    b"EMOP",
    b"EGHIMNPRWYZ",
    b"ABCIKRSTUVY",
    b"ACDEFGHKLMNOPQRSTUVWXYZ",
    b"ACEFGILOPRUZ",
    b"M",
    b"AEFGHKLMNRSTWY",
    b"A",
    b"EOSUW",
    b"ABCDEGHIJKLMNORSTVXYZ",
    b"CDFGHJKLMNORTVWZ",
    b"AGMSYZ",
    b"ACEGINU",
    b"FS",
    b"K",
    b"ET",
    b"AMW",
];

fn is_country(first: u8, second: u8) -> bool {
    let seconds = COUNTRIES.get(usize::from(first.wrapping_sub(b'A')));
    seconds.map_or(false, |seconds| seconds.contains(&second))
}
