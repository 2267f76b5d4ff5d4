//! Numbers, short enough to hide no other.

/// The most digits before the point, and what stands for a number that has more.
const WHOLE: usize = 7;
const LARGEST: &str = "9999999";
/// The most digits after the point, and of an exponent.
const FRACTION: usize = 10;
const EXPONENT: usize = 2;

/// A number as written, in its parts.
pub(super) struct Number<'a> {
    sign: &'a str,
    whole: &'a str,
    fraction: &'a str,
    exponent: &'a str,
    /// How long it is, without its unit.
    pub(super) length: usize,
}

impl<'a> Number<'a> {
    /// The number at the start of `css`, if one starts there.
    pub(super) fn read(css: &'a str) -> Option<Self> {
        let unsigned = css.strip_prefix(['+', '-']).unwrap_or(css);
        let sign = before(css, unsigned);
        let after_whole = skip_digits(unsigned);
        let point = after_whole.strip_prefix('.').map_or("", skip_digits);
        let has_fraction = after_whole.starts_with('.') && point.len() + 1 < after_whole.len();
        let after_fraction = if has_fraction { point } else { after_whole };
        if after_fraction.len() == unsigned.len() {
            return None;
        }
        let after = skip_exponent(after_fraction);
        Some(Self {
            sign,
            whole: before(unsigned, after_whole),
            fraction: before(after_whole, after_fraction),
            exponent: before(after_fraction, after),
            length: css.len() - after.len(),
        })
    }

    /// Writes it, within bounds.
    pub(super) fn write(&self, out: &mut String) {
        let fits = self.whole.len() <= WHOLE;
        out.push_str(self.sign);
        out.push_str(if fits { self.whole } else { LARGEST });
        out.push_str(self.fraction.get(..=FRACTION).unwrap_or(self.fraction));
        let digits = self.exponent.trim_start_matches(['e', 'E', '+', '-']);
        if digits.len() <= EXPONENT {
            out.push_str(self.exponent);
        }
    }
}

/// What stands in `whole` before its end `rest`.
fn before<'a>(whole: &'a str, rest: &str) -> &'a str {
    whole.get(..whole.len() - rest.len()).unwrap_or("")
}

fn skip_digits(css: &str) -> &str {
    css.trim_start_matches(|c: char| c.is_ascii_digit())
}

fn skip_exponent(css: &str) -> &str {
    let after = |css: &'_ str| -> usize {
        let Some(signed) = css.strip_prefix(['e', 'E']) else {
            return css.len();
        };
        let unsigned = signed.strip_prefix(['+', '-']).unwrap_or(signed);
        let rest = skip_digits(unsigned);
        if rest.len() < unsigned.len() {
            rest.len()
        } else {
            css.len()
        }
    };
    css.get(css.len() - after(css)..).unwrap_or("")
}
