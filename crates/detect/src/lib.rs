//! Recognises in text what is never collected (S1): payment cards, IBANs, French social security
//! numbers. By checksum, not by shape alone. Builds without the standard library and with Rust 1.63.

#![no_std]

mod bytes;
mod card;
mod find;
mod iban;
mod nir;

pub use find::scan;

/// What was recognised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The number of a payment card.
    Card,
    /// An international bank account number.
    Iban,
    /// A French social security number with its key.
    Nir,
}

impl Kind {
    /// Its name in vectors and counts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Iban => "iban",
            Self::Nir => "nir",
        }
    }
}

/// A place in a text, in bytes, on character boundaries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// What stands there.
    pub kind: Kind,
}
