//! Where a detector is worth trying. Most text holds no long number, so this is what costs.

use crate::bytes::byte;
use crate::card::card;
use crate::iban::iban;
use crate::nir::nir;
use crate::{Kind, Span};

/// The least bytes of a card or social security number; every one holds a byte at each stride.
const SHORTEST_NUMBER: usize = 13;
/// The least bytes of an IBAN.
const SHORTEST_IBAN: usize = 15;
/// How many bytes are looked at in one go; more than a card or social security number has.
const BLOCK: usize = 64;
/// A block and the bytes after it that an IBAN's start in it can reach to.
const WITH_NEXT: usize = BLOCK + 3;
/// A number of which at most this many digits lie in one block has more in the next one.
const HALF_A_NUMBER: u8 = 6;

/// Reports every card, IBAN and social security number in `text`, in order and without overlap.
pub fn scan(text: &str, found: &mut dyn FnMut(Span)) {
    let text = text.as_bytes();
    if text.len() < SHORTEST_NUMBER {
        return;
    }
    let mut start = 0;
    let mut numbers = next_run(text, 0);
    let mut account = next_account(text, 0);
    while numbers.0 < text.len() || account < text.len() {
        let span = if numbers.0 < account {
            first_number(text, numbers.0, numbers.1.min(account))
        } else {
            iban(text, account).map(|end| Span {
                start: account,
                end,
                kind: Kind::Iban,
            })
        };
        start = match span {
            Some(span) => span.end,
            None if numbers.0 < account => numbers.1.min(account),
            None => start.max(account + 1),
        };
        if numbers.1 <= start {
            numbers = next_run(text, start);
        }
        numbers.0 = numbers.0.max(start);
        if account < start {
            account = next_account(text, start);
        }
        if let Some(span) = span {
            found(span);
        }
    }
}

/// The first number that starts in `from..until`.
fn first_number(text: &[u8], from: usize, until: usize) -> Option<Span> {
    (from..until)
        .filter(|start| byte(text, *start).is_ascii_digit())
        .find_map(|start| {
            let social = nir(text, start).map(|end| Span {
                start,
                end,
                kind: Kind::Nir,
            });
            social.or_else(|| {
                card(text, start).map(|end| Span {
                    start,
                    end,
                    kind: Kind::Card,
                })
            })
        })
}

/// The next run, from `from` on, of bytes that such a number is made of, if it has enough digits;
/// else the end of the text.
fn next_run(text: &[u8], from: usize) -> (usize, usize) {
    let (mut block, mut from) = (from, from);
    while let Some(dense) = next_dense(text, block) {
        from = from.max(dense.saturating_sub(BLOCK));
        loop {
            let (middle, sampled) = next_sample(text, from, dense + 2 * BLOCK);
            from = sampled;
            let run = match middle {
                Some(middle) => run_around(text, from, middle),
                None => break,
            };
            let bytes = text.get(run.0..run.1).unwrap_or(&[]);
            if bytes.len() >= SHORTEST_NUMBER && digits(bytes) >= SHORTEST_NUMBER {
                return run;
            }
            from = run.1;
        }
        block = dense + BLOCK;
    }
    (text.len(), text.len())
}

/// The next block, from `from` on, with half a number's digits: a number, which is shorter than a
/// block, lies in two of them at most.
fn next_dense(text: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let mut blocks = rest.chunks_exact(BLOCK);
    let last = blocks.remainder();
    let dense = |block: &[u8]| match block.try_into() {
        Ok(block) => many_digits(block) && long_run(block),
        Err(_) => false,
    };
    let skipped = match blocks.position(dense) {
        Some(skipped) => skipped,
        None if digits(last) > usize::from(HALF_A_NUMBER) => rest.len() / BLOCK,
        None => return None,
    };
    Some(from + skipped * BLOCK)
}

/// Whether half a number's digits are in `block`, in a form that compilers turn into vector code.
fn many_digits(block: &[u8; BLOCK]) -> bool {
    let count = |sum, byte: &u8| sum + u8::from(is_digit(*byte));
    block.iter().fold(0, count) > HALF_A_NUMBER
}

/// Whether so many bytes that a number may hold stand side by side in `block` as half a number has. In a form
/// that compilers turn into vector code.
fn long_run(block: &[u8; BLOCK]) -> bool {
    let mut one = [0; BLOCK];
    for (flag, byte) in one.iter_mut().zip(block) {
        let space = u8::from(*byte == b' ') | u8::from(*byte >= 0x80);
        let mark = u8::from(*byte == b'-') | u8::from(*byte == b'.');
        let corsican = u8::from((*byte | 0x20).wrapping_sub(b'a') < 2);
        *flag = u8::from(is_digit(*byte)) | space | mark | corsican;
    }
    let two = both(&one, 1);
    let four = both(&two, 2);
    let seven = both(&four, 3);
    seven.iter().fold(0, |any, flag| any | flag) > 0
}

/// Which flags are set together with the one `apart` after them.
fn both(flags: &[u8; BLOCK], apart: usize) -> [u8; BLOCK] {
    let mut out = [0; BLOCK];
    let pairs = flags.iter().zip(flags.iter().skip(apart));
    for (flag, (a, b)) in out.iter_mut().zip(pairs) {
        *flag = a & b;
    }
    out
}

/// The first byte before `until` among every thirteenth one from `from` on that may stand inside a number,
/// and up to where none does.
fn next_sample(text: &[u8], from: usize, until: usize) -> (Option<usize>, usize) {
    let mut from = from;
    loop {
        let at = from + SHORTEST_NUMBER - 1;
        let found = match text.get(at) {
            Some(found) if at < until => *found,
            _ => return (None, from),
        };
        if in_number(found) && fits(text, at, found) {
            return (Some(at), from);
        }
        from = at + 1;
    }
}

/// The run around `middle`, from `from` on.
fn run_around(text: &[u8], from: usize, middle: usize) -> (usize, usize) {
    let ahead = text.get(from..middle).unwrap_or(&[]);
    let after = text.get(middle..).unwrap_or(&[]);
    let start = middle
        - ahead
            .iter()
            .rev()
            .take_while(|byte| in_number(**byte))
            .count();
    (
        start,
        middle + after.iter().take_while(|byte| in_number(**byte)).count(),
    )
}

fn digits(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| is_digit(**byte)).count()
}

/// Whether what stands around a byte of a number lets it be inside one.
fn fits(text: &[u8], at: usize, found: u8) -> bool {
    match found {
        b' ' | b'-' | b'.' => in_number(byte(text, at - 1)) && is_digit(byte(text, at + 1)),
        b'A' | b'B' | b'a' | b'b' => byte(text, at - 1) == b'2',
        _ => true,
    }
}

/// Whether a card or social security number may hold `byte`: also those of spaces that do not break.
fn in_number(byte: u8) -> bool {
    if byte.is_ascii() {
        IN_NUMBER >> byte & 1 > 0
    } else {
        matches!(byte, 0xC2 | 0xA0 | 0xE2 | 0x80 | 0xAF)
    }
}

/// A bit for each ASCII character that a number may hold: digits, separators, the letters of 2A and 2B.
const IN_NUMBER: u128 = 0x3FF << b'0'
    | 1 << b' '
    | 1 << b'-'
    | 1 << b'.'
    | 1 << b'A'
    | 1 << b'B'
    | 1 << b'a'
    | 1 << b'b';

/// The next place, from `from` on, where two letters stand before two digits; else the text's end.
fn next_account(text: &[u8], from: usize) -> usize {
    let mut from = from;
    while text.len() >= from + SHORTEST_IBAN {
        let rest = text.get(from..).unwrap_or(&[]);
        let block = rest.get(..WITH_NEXT).unwrap_or(rest);
        if block.try_into().map_or(true, any_account) {
            if let Some(inside) = block.windows(4).position(is_account) {
                return from + inside;
            }
        }
        from += block.len() - 3;
    }
    text.len()
}

/// As `block.windows(4).any(is_account)`, in a form that compilers turn into vector code.
fn any_account(block: &[u8; WITH_NEXT]) -> bool {
    let second = block.iter().skip(1);
    let third = block.iter().skip(2);
    let fourth = block.iter().skip(3);
    let places = block.iter().zip(second).zip(third).zip(fourth);
    let count = |any, (((a, b), c), d): (((&u8, &u8), &u8), &u8)| {
        any | u8::from(is_letter(*a) & is_letter(*b) & is_digit(*c) & is_digit(*d))
    };
    places.fold(0, count) > 0
}

fn is_account(window: &[u8]) -> bool {
    match window {
        [a, b, c, d] => is_letter(*a) && is_letter(*b) && c.is_ascii_digit() && d.is_ascii_digit(),
        _ => false,
    }
}

fn is_digit(byte: u8) -> bool {
    byte.wrapping_sub(b'0') < 10
}

fn is_letter(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') < 26
}
