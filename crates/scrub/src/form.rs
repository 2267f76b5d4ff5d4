//! What names of elements, numbers, lengths and paths must look like.

use std::borrow::Cow;

use crate::css::is_space;
use crate::names::{self, Names};
use crate::words::{self, list};

/// The longest number that is copied as written.
const NUMBER_BYTES: usize = 40;
/// The largest number, 2^53.
const LARGEST: f64 = 9_007_199_254_740_992.0;
/// The longest path.
const PATH_BYTES: usize = 65_536;
/// The most digits of a number of a path or length before its point.
const DIGITS: usize = 7;

/// What an element is called in the output.
pub(crate) fn tag_name<'t>(tag: &'t str, names: &Names) -> Cow<'t, str> {
    let local = tag.rsplit(':').next().unwrap_or(tag);
    if local.eq_ignore_ascii_case("script") {
        Cow::Borrowed("noscript")
    } else if words::has(tag, list::ELEMENT) || names::is_element(tag) {
        Cow::Borrowed(tag)
    } else {
        Cow::Owned(names.element(tag))
    }
}

/// Whether `text` is the path of a shape; a star may stand for what was masked.
pub(crate) fn is_path(text: &str) -> bool {
    let fits = |part: &str| {
        let whole = part.split('.').next().unwrap_or(part);
        whole.len() <= DIGITS
    };
    let in_number = |c: char| c.is_ascii_digit() || c == '.';
    let may_stand =
        |c: char| in_number(c) || is_space(c) || "MmLlHhVvCcSsQqTtAaZzEe,+-*".contains(c);
    text.len() <= PATH_BYTES
        && text.chars().all(may_stand)
        && text.split(|c| !in_number(c)).all(fits)
}

/// Whether `text` is a length in pixels.
pub(crate) fn is_length(text: &str) -> bool {
    let number = text.strip_suffix("px").unwrap_or("");
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.len() <= 32 && whole.len() <= DIGITS && digits(whole) && digits(fraction)
}

/// Writes the JSON number `literal` if it is one within bounds.
pub(crate) fn write_number(literal: &str, out: &mut String) -> bool {
    if !literal.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return false;
    }
    if literal.len() <= 15 && !literal.contains(['e', 'E']) {
        out.push_str(literal);
        return true;
    }
    match literal.parse::<f64>() {
        Ok(number) if number.abs() <= LARGEST => {
            let rewritten = (literal.len() > NUMBER_BYTES).then(|| format!("{number:e}"));
            out.push_str(rewritten.as_deref().unwrap_or(literal));
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_bounded() {
        let of = |points: usize| format!("M{}", "0 ".repeat(points));

        assert!(is_path(&of(32_767)));
        assert!(!is_path(&of(32_768)));
    }
}
