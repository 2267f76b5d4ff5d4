//! What names, numbers and structural values must look like.

/// The longest structural value, in bytes.
const STRUCTURAL_BYTES: usize = 4_096;
/// The longest number that is copied as written.
const NUMBER_BYTES: usize = 40;
/// The most digits of a name.
const NAME_DIGITS: usize = 8;
/// The largest number, 2^53.
const LARGEST: f64 = 9_007_199_254_740_992.0;

/// Whether `name` may name an element or document type.
pub(crate) fn is_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-'))
        && few_digits(name)
}

/// Whether `name` is no hiding place for a number.
pub(crate) fn few_digits(name: &str) -> bool {
    name.bytes().filter(u8::is_ascii_digit).count() <= NAME_DIGITS
}

/// What an element is called in the output.
pub(crate) fn tag_name(name: &str) -> &str {
    let local = name.rsplit(':').next().unwrap_or(name);
    match is_name(name) {
        true if local.eq_ignore_ascii_case("script") => "noscript",
        true => name,
        false => "div",
    }
}

/// Whether a structural attribute may say `text`.
pub(crate) fn is_structural(text: &str) -> bool {
    let control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    text.len() <= STRUCTURAL_BYTES && (is_graphic(text) || !text.chars().any(control))
}

/// Whether `text` is printable ASCII: nearly every structural value is.
fn is_graphic(text: &str) -> bool {
    text.bytes()
        .fold(0, |any, byte| any | u8::from(!(0x20..0x7F).contains(&byte)))
        == 0
}

/// Whether `text` is a length in pixels.
pub(crate) fn is_length(text: &str) -> bool {
    let number = text.strip_suffix("px").unwrap_or("");
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.len() <= 32 && digits(whole) && digits(fraction)
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
