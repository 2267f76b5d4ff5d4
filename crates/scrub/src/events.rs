//! Reading a batch: bytes that are a JSON array of rrweb events, within the limits.

use std::ops::Range;

use revoir_domain::limits;

use crate::grammar::{Fault, Reader};
use crate::strings;

/// The latest time that an event may have, in milliseconds.
const LATEST: f64 = 1e14;

/// A batch of rrweb events as it came in: well-formed, bounded, and not yet scrubbed.
#[derive(Debug)]
pub struct Events {
    pub(crate) bytes: Vec<u8>,
    pub(crate) heads: Vec<Head>,
}

/// What is read of every event, and where the rest is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Head {
    pub(crate) kind: u32,
    pub(crate) ms: u64,
    pub(crate) data: Range<usize>,
    pub(crate) whole: Range<usize>,
}

/// Why bytes are not a batch of events. Says where, never what stands there.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreadable {
    /// Not UTF-8.
    #[error("not UTF-8 from byte {0} on")]
    Encoding(usize),
    /// Not a JSON array.
    #[error("not a JSON array")]
    Array,
    /// Something follows the array.
    #[error("something follows the array, at byte {0}")]
    Rest(usize),
    /// More events than a batch may hold.
    #[error("more than {max} events", max = limits::EVENTS)]
    Count,
    /// Not JSON.
    #[error("event {0}: not JSON")]
    Grammar(usize),
    /// Nested too deeply.
    #[error("event {0}: nested deeper than {max}", max = limits::DEPTH)]
    Depth(usize),
    /// Not an object.
    #[error("event {0}: not an object")]
    Object(usize),
    /// A key that must be there once stands there twice.
    #[error("event {0}: repeated key")]
    Repeated(usize),
    /// No integer `type`.
    #[error("event {0}: no integer type")]
    Type(usize),
    /// No `timestamp` within bounds.
    #[error("event {0}: no timestamp from 0 to 1e14")]
    Timestamp(usize),
    /// No object `data`.
    #[error("event {0}: no object data")]
    Data(usize),
}

impl Events {
    /// Reads a batch and refuses what is not one.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        let heads = split(&bytes, limits::EVENTS)?;
        Ok(Self { bytes, heads })
    }

    /// Reads what is stored already, however many events it holds, to scrub it again.
    pub fn stored(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        let heads = split(&bytes, usize::MAX)?;
        Ok(Self { bytes, heads })
    }

    /// How many events there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.heads.len()
    }
}

/// The events of an array.
pub(crate) fn split(bytes: &[u8], most: usize) -> Result<Vec<Head>, Unreadable> {
    simdutf8::compat::from_utf8(bytes)
        .map_err(|error| Unreadable::Encoding(error.valid_up_to()))?;
    let mut reader = Reader::new(bytes);
    reader.open(b'[').map_err(|_| Unreadable::Array)?;
    let mut heads = Vec::new();
    while !reader.close() {
        if heads.len() >= most {
            return Err(Unreadable::Count);
        }
        if !heads.is_empty() && !reader.eat(b',') {
            return Err(Unreadable::Grammar(heads.len()));
        }
        heads.push(head(&mut reader, heads.len())?);
    }
    reader.peek();
    if reader.at() < bytes.len() {
        Err(Unreadable::Rest(reader.at()))
    } else {
        Ok(heads)
    }
}

#[derive(Default)]
struct Found<'a> {
    kind: Option<&'a [u8]>,
    timestamp: Option<&'a [u8]>,
    data: Option<&'a [u8]>,
    data_at: usize,
}

fn head(reader: &mut Reader<'_>, index: usize) -> Result<Head, Unreadable> {
    let fault = |fault| match fault {
        Fault::Grammar => Unreadable::Grammar(index),
        Fault::Depth => Unreadable::Depth(index),
    };
    let first = reader.peek();
    let start = reader.at();
    if first != b'{' {
        return Err(reader
            .value()
            .map_or_else(fault, |_| Unreadable::Object(index)));
    }
    reader.open(b'{').map_err(fault)?;
    let mut found = Found::default();
    let mut first = true;
    while !reader.close() {
        if !first && !reader.eat(b',') {
            return Err(Unreadable::Grammar(index));
        }
        first = false;
        let key = reader.key().map_err(fault)?;
        reader.peek();
        let at = reader.at();
        let value = reader.value().map_err(fault)?;
        if !found.take(key, value, at) {
            return Err(Unreadable::Repeated(index));
        }
    }
    found.head(index, start..reader.at())
}

impl<'a> Found<'a> {
    fn take(&mut self, key: &[u8], value: &'a [u8], at: usize) -> bool {
        let decoded;
        let key = if key.contains(&b'\\') {
            decoded = strings::decoded(str::from_utf8(key).unwrap_or_default());
            decoded.as_bytes()
        } else {
            key
        };
        let place = match key {
            b"type" => &mut self.kind,
            b"timestamp" => &mut self.timestamp,
            b"data" => {
                self.data_at = at;
                &mut self.data
            }
            _ => return true,
        };
        place.replace(value).is_none()
    }

    fn head(&self, index: usize, whole: Range<usize>) -> Result<Head, Unreadable> {
        let kind = self
            .kind
            .and_then(small_integer)
            .ok_or(Unreadable::Type(index))?;
        let ms = self
            .timestamp
            .and_then(milliseconds)
            .ok_or(Unreadable::Timestamp(index))?;
        let is_object = self.data.is_some_and(|data| data.starts_with(b"{"));
        if kind > 1 && !is_object {
            return Err(Unreadable::Data(index));
        }
        let length = self.data.map_or(0, <[u8]>::len);
        Ok(Head {
            kind,
            ms,
            data: self.data_at..self.data_at + length,
            whole,
        })
    }
}

/// A natural number as JSON writes it, `2.0` included.
pub(crate) fn small_integer(literal: &[u8]) -> Option<u32> {
    let literal = str::from_utf8(literal).ok()?;
    literal
        .parse()
        .ok()
        .or_else(|| whole(finite(literal)?)?.try_into().ok())
}

fn milliseconds(literal: &[u8]) -> Option<u64> {
    let literal = str::from_utf8(literal).ok()?;
    let time = finite(literal)?;
    let in_bounds = (0.0..=LATEST).contains(&time);
    in_bounds
        .then(|| literal.parse().ok().or_else(|| whole(time.floor())))
        .flatten()
}

fn finite(literal: &str) -> Option<f64> {
    let starts_as_one = literal.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    literal
        .parse::<f64>()
        .ok()
        .filter(|number| starts_as_one && number.is_finite())
}

/// The natural number that `number` is.
fn whole(number: f64) -> Option<u64> {
    number
        .abs()
        .to_string()
        .parse()
        .ok()
        .filter(|_| number >= 0.0)
}
