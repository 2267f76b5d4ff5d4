//! IBANs: a country, two check digits, an account number of the country's length; modulo 97 is 1.

use crate::bytes::{byte, end, first, is, is_digit, says, separator, End, Separator, LETTER, WORD};
use crate::find::Spot;

/// The least digits of an IBAN: keeps words that follow a country's code from being one.
const DIGITS: u32 = 10;

/// How long an IBAN of each country is: `a` for 15 and so on, then the countries.
const LENGTHS: &[u8] = b"aNO bBE dDKFOFIGLNLSDFK eMKSI fATBAEEKZLTLUXKMN gHRLVLICH hBHBGCRGEDEIEMERSGBVA iTLGIIQILAEOMSO \
jADCZMDPKROSASKESSETNVG kPTSTLY lISTR mFRGRITMRMCSMBIDJ nALAZBYCYDOSVGTHULBPLNI oBREGPSQAUA pJOKWMUYE qMTSC rLC sRU";

/// The end of the IBAN that starts at the spot.
pub(crate) fn iban(spot: &Spot<'_>) -> Option<End> {
    let (text, start) = (spot.text, spot.at);
    let letters = is(byte(text, start + 1), LETTER);
    if !letters || !is_digit(text, start + 2) || !is_digit(text, start + 3) {
        return None;
    }
    let country = [byte(text, start) & 0xDF, byte(text, start + 1) & 0xDF];
    let has = |all: &[u8]| (1..all.len()).step_by(2).any(|at| says(all, at, &country));
    let length = usize::from(byte(first(LENGTHS, &has)?, 0) - b'a') + 15;
    let (mut at, mut modulo, mut digits) = (start + 4, 0, 0);
    // The account, and then the first four.
    for place in (4..length).chain(0..4) {
        let mut head = start + place;
        let next = if place < 4 { &mut head } else { &mut at };
        if place > 3 {
            *next = after_separator(text, *next);
        }
        let found = byte(text, *next);
        *next += 1;
        let value = match found {
            b'0'..=b'9' => u32::from(found - b'0'),
            _ if is(found, WORD) => u32::from(found & 0xDF) - 55,
            _ => return None,
        };
        digits += u32::from(value < 10);
        modulo = (modulo * if value < 10 { 10 } else { 100 } + value) % 97;
    }
    if modulo == 1 && digits >= DIGITS {
        end(text, at)
    } else {
        None
    }
}

fn after_separator(text: &[u8], at: usize) -> usize {
    match separator(text, at) {
        (Separator::Space | Separator::Dash, after) => after,
        _ => at,
    }
}
