//! Recognises in text what is never collected (S1): cards, bank accounts, numbers that states give, secrets; and
//! what reaches a person. By checksum or a strict shape. Builds without the standard library and with Rust 1.63.

#![no_std]

mod bytes;
mod card;
mod contact;
mod find;
mod iban;
mod national;
mod near;
mod secret;
mod shape;
#[cfg(feature = "fast")]
mod signs;

/// What was recognised; its number is what the browser's build tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The number of a payment card.
    Card = 0,
    /// The check number on a payment card.
    Cvv = 1,
    /// The month and year in which a payment card expires.
    Expiry = 2,
    /// An international bank account number.
    Iban = 3,
    /// A bank's code.
    Bic = 4,
    /// A French social security number with its key.
    Nir = 5,
    /// An American social security number.
    Ssn = 6,
    /// A British national insurance number.
    Nino = 7,
    /// A Spanish identity number, of citizens or others.
    Dni = 8,
    /// An Italian tax code.
    CodiceFiscale = 9,
    /// A Belgian national register number.
    Belgian = 10,
    /// A Dutch citizen service number.
    Bsn = 11,
    /// A German tax identification number.
    SteuerId = 12,
    /// A Portuguese tax number.
    Nif = 13,
    /// A signed JSON token.
    Jwt = 14,
    /// A bearer token.
    Bearer = 15,
    /// A vendor's secret key.
    Key = 16,
    /// A private key in PEM.
    PrivateKey = 17,
    /// An e-mail address.
    Email = 18,
    /// A telephone number.
    Phone = 19,
    /// An address of the internet protocol.
    Ip = 20,
}

impl Kind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; 21] = [
        Self::Card,
        Self::Cvv,
        Self::Expiry,
        Self::Iban,
        Self::Bic,
        Self::Nir,
        Self::Ssn,
        Self::Nino,
        Self::Dni,
        Self::CodiceFiscale,
        Self::Belgian,
        Self::Bsn,
        Self::SteuerId,
        Self::Nif,
        Self::Jwt,
        Self::Bearer,
        Self::Key,
        Self::PrivateKey,
        Self::Email,
        Self::Phone,
        Self::Ip,
    ];

    /// Its name in vectors and counts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Cvv => "cvv",
            Self::Expiry => "expiry",
            Self::Iban => "iban",
            Self::Bic => "bic",
            Self::Nir => "nir",
            Self::Ssn => "ssn",
            Self::Nino => "nino",
            Self::Dni => "dni",
            Self::CodiceFiscale => "codice-fiscale",
            Self::Belgian => "belgian",
            Self::Bsn => "bsn",
            Self::SteuerId => "steuer-id",
            Self::Nif => "nif",
            Self::Jwt => "jwt",
            Self::Bearer => "bearer",
            Self::Key => "key",
            Self::PrivateKey => "private-key",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Ip => "ip",
        }
    }

    /// Whether S1 names it: all but what reaches a person, which is masked as any text is.
    #[must_use]
    pub const fn is_blocked(self) -> bool {
        !matches!(self, Self::Email | Self::Phone | Self::Ip)
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

/// Reports what is recognised in `text`, in order and without overlap.
pub fn scan(text: &str, found: &mut dyn FnMut(Span)) {
    scan_bytes(text.as_bytes(), found);
}

/// The same for bytes that are known to be UTF-8.
pub fn scan_bytes(text: &[u8], found: &mut dyn FnMut(Span)) {
    #[cfg(feature = "fast")]
    signs::find(text, found);
    #[cfg(not(feature = "fast"))]
    scan_all(text, found);
}

/// The same, slowly: it reads every byte, which browsers do and the fast way is held against.
#[doc(hidden)]
pub fn scan_all(text: &[u8], found: &mut dyn FnMut(Span)) {
    find::Finder::new(text).find(0, text.len(), found);
}

/// Gives the parts of a span in a text that was put together from pieces of these lengths: the number of the piece, and
/// the place in it.
pub fn pieces(span: Span, lengths: &[usize], part: &mut dyn FnMut(usize, Span)) {
    let mut ahead = 0;
    for (piece, length) in lengths.iter().enumerate() {
        let start = span.start.max(ahead);
        let end = span.end.min(ahead + length);
        if start < end {
            part(
                piece,
                Span {
                    start: start - ahead,
                    end: end - ahead,
                    kind: span.kind,
                },
            );
        }
        ahead += length;
    }
}
