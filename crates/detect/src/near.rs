//! What is too short to be told alone, and is told by what stands ahead of it: a card, an IBAN or a word.

use crate::bytes::{byte, end, first, is_digit, named, run, End, DIGIT, LARGE};
use crate::find::Spot;
use crate::shape::shape;

/// How far after a card or an IBAN its details may stand.
pub(crate) const DETAILS: usize = 40;

/// The end of the card's check number that starts at the spot: three digits after a card, three or four after a word.
pub(crate) fn cvv(spot: &Spot<'_>) -> Option<End> {
    let (text, start) = (spot.text, spot.at);
    let at = run(text, start, 5, DIGIT);
    let decimals = matches!(byte(text, at), b'.' | b',') && is_digit(text, at + 1);
    let told = match at - start {
        3 => spot.card || named(spot, b"cvv cvc csc cryptogramme"),
        4 => named(spot, b"cvv cvc csc cryptogramme"),
        _ => false,
    };
    if told && !decimals {
        end(text, at)
    } else {
        None
    }
}

/// The end of the month and year that start at the spot, after a card or a word.
pub(crate) fn expiry(spot: &Spot<'_>) -> Option<End> {
    const SHAPES: [&[u8]; 5] = [b"99/99", b"99/2099", b"99 / 99", b"99 / 2099", b"99-99"];
    let (held, end) = SHAPES.iter().find_map(|form| shape(spot, form))?;
    let pair = |at| byte(&held, at) * 10 + byte(&held, at + 1);
    let likely = matches!(pair(0), 1..=12) && matches!(pair(2), 20..=49);
    (likely && (spot.card || named(spot, b"exp"))).then_some(end)
}

/// The countries of ISO 3166 and Kosovo: for each first letter the second ones.
const COUNTRIES: &[u8] = b"ADEFGILMOQRSTUWXZ BABDEFGHIJLMNOQRSTVWYZ CACDFGHIKLMNORUVWXYZ DEJKMOZ ECEGHRST FIJKMOR \
GABDEFGHILMNPQRSTUWY HKMNRTU IDELMNOQRST JEMOP KEGHIMNPRWYZ LABCIKRSTUVY MACDEFGHKLMNOPQRSTUVWXYZ NACEFGILOPRUZ OM \
PAEFGHKLMNRSTWY QA REOSUW SABCDEGHIJKLMNORSTVXYZ TCDFGHJKLMNORTVWZ UAGMSYZ VACEGINU WFS XK YET ZAMW";

/// The end of the bank's code that starts at the spot, after an IBAN or a word.
pub(crate) fn bic(spot: &Spot<'_>) -> Option<End> {
    let (text, start) = (spot.text, spot.at);
    let at = run(text, start, 12, LARGE | DIGIT);
    let letters = run(text, start, 6, LARGE);
    if letters < start + 6 || !matches!(at - start, 8 | 11) {
        return None;
    }
    let (one, two) = (byte(text, start + 4), byte(text, start + 5));
    let has = |all: &[u8]| byte(all, 0) == one && (1..all.len()).any(|at| byte(all, at) == two);
    let told = spot.iban || named(spot, b"bic swift");
    if told && first(COUNTRIES, &has).is_some() {
        end(text, at)
    } else {
        None
    }
}
