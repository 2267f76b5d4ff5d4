//! French social security numbers: sex, year, month, department (2A and 2B for Corsica), commune,
//! order, key. The groups may be set apart; the key is 97 less the rest modulo 97.

use crate::bytes::{byte, digit, ends, separator};

/// The end of the number that starts at `start`.
pub(crate) fn nir(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    let sex = number(text, &mut at, 1)?;
    group(text, &mut at);
    let year = number(text, &mut at, 2)?;
    group(text, &mut at);
    let month = number(text, &mut at, 2)?;
    group(text, &mut at);
    let department = department(text, &mut at)?;
    group(text, &mut at);
    let commune = number(text, &mut at, 3)?;
    group(text, &mut at);
    let order = number(text, &mut at, 3)?;
    group(text, &mut at);
    let key = number(text, &mut at, 2)?;

    let known = matches!(
        (sex, month),
        (1 | 2 | 3 | 4 | 7 | 8, 1..=12 | 20..=42 | 50..=99)
    );
    let parts = [
        (year, 100),
        (month, 100),
        (department, 100),
        (commune, 1_000),
        (order, 1_000),
    ];
    let whole = parts
        .iter()
        .fold(sex, |sum, (part, size)| sum * size + part);
    if known && department > 0 && order > 0 && key == 97 - whole % 97 && ends(text, at) {
        Some(at)
    } else {
        None
    }
}

fn group(text: &[u8], at: &mut usize) {
    if let Some((_, length)) = separator(text, *at) {
        *at += length;
    }
}

fn number(text: &[u8], at: &mut usize, length: usize) -> Option<u64> {
    let mut sum = 0;
    for _ in 0..length {
        sum = sum * 10 + u64::from(digit(text, *at)?);
        *at += 1;
    }
    Some(sum)
}

/// For the key, 2A counts as 19 and 2B as 18.
fn department(text: &[u8], at: &mut usize) -> Option<u64> {
    let corsica = match (byte(text, *at), byte(text, *at + 1)) {
        (b'2', b'A' | b'a') => 19,
        (b'2', b'B' | b'b') => 18,
        _ => return number(text, at, 2),
    };
    *at += 2;
    Some(corsica)
}
