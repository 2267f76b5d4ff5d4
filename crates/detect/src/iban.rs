//! IBANs: a country, two check digits, an account number of the country's length; modulo 97 is 1.

use crate::bytes::{byte, ends, separator, Separator};

/// The least digits of an IBAN: keeps words that follow a country's code from being one.
const DIGITS: u32 = 10;

/// The end of the IBAN that starts at `start`.
pub(crate) fn iban(text: &[u8], start: usize) -> Option<usize> {
    if start
        .checked_sub(1)
        .map_or(false, |before| byte(text, before).is_ascii_alphanumeric())
    {
        return None;
    }
    let length = length([upper(text, start), upper(text, start + 1)])?;
    let (mut at, mut rest, mut digits, mut head) = (start, 0, 0, [0; 4]);
    for place in 0..length {
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
    let rest = head
        .iter()
        .try_fold(rest, |rest, byte| modulo(rest, *byte))?;
    if rest == 1 && digits >= DIGITS && ends(text, at) {
        Some(at)
    } else {
        None
    }
}

fn upper(text: &[u8], at: usize) -> u8 {
    byte(text, at).to_ascii_uppercase()
}

fn after_separator(text: &[u8], at: usize) -> usize {
    match separator(text, at) {
        Some((Separator::Space | Separator::Dash, length)) => at + length,
        _ => at,
    }
}

fn modulo(rest: u32, byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some((rest * 10 + u32::from(byte - b'0')) % 97),
        b'A'..=b'Z' => Some((rest * 100 + u32::from(byte - b'A') + 10) % 97),
        b'a'..=b'z' => modulo(rest, byte.to_ascii_uppercase()),
        _ => None,
    }
}

fn length(country: [u8; 2]) -> Option<usize> {
    Some(match &country {
        b"NO" => 15,
        b"BE" => 16,
        b"DK" | b"FO" | b"FI" | b"GL" | b"NL" | b"SD" | b"FK" => 18,
        b"MK" | b"SI" => 19,
        b"AT" | b"BA" | b"EE" | b"KZ" | b"LT" | b"LU" | b"XK" | b"MN" => 20,
        b"HR" | b"LV" | b"LI" | b"CH" => 21,
        b"BH" | b"BG" | b"CR" | b"GE" | b"DE" | b"IE" | b"ME" | b"RS" | b"GB" | b"VA" => 22,
        b"TL" | b"GI" | b"IQ" | b"IL" | b"AE" | b"OM" | b"SO" => 23,
        b"AD" | b"CZ" | b"MD" | b"PK" | b"RO" | b"SA" | b"SK" | b"ES" | b"SE" | b"TN" | b"VG" => 24,
        b"PT" | b"ST" | b"LY" => 25,
        b"IS" | b"TR" => 26,
        b"FR" | b"GR" | b"IT" | b"MR" | b"MC" | b"SM" | b"BI" | b"DJ" => 27,
        b"AL" | b"AZ" | b"BY" | b"CY" | b"DO" | b"SV" | b"GT" | b"HU" | b"LB" | b"PL" | b"NI" => 28,
        b"BR" | b"EG" | b"PS" | b"QA" | b"UA" => 29,
        b"JO" | b"KW" | b"MU" | b"YE" => 30,
        b"MT" | b"SC" => 31,
        b"LC" => 32,
        b"RU" => 33,
        _ => return None,
    })
}
