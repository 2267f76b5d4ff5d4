//! JSON's grammar: whether bytes are a value, and where it ends. Iterative, so that depth costs no stack.

use revoir_domain::limits;

/// Why a value is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    Grammar,
    Depth,
}

/// Reads JSON from left to right and refuses what is not.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    open: Vec<u8>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            open: Vec::new(),
        }
    }

    /// The next byte that is no white space, or 0 at the end.
    pub(crate) fn peek(&mut self) -> u8 {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(byte) => return *byte,
                None => return 0,
            }
        }
    }

    /// Where the next byte is.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Goes past `byte` if it is next.
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte && self.at < self.bytes.len();
        self.at += usize::from(found);
        found
    }

    /// Opens an array or object.
    pub(crate) fn open(&mut self, bracket: u8) -> Result<(), Fault> {
        if !self.eat(bracket) {
            return Err(Fault::Grammar);
        }
        self.open.push(bracket);
        if self.open.len() > limits::DEPTH {
            Err(Fault::Depth)
        } else {
            Ok(())
        }
    }

    /// Closes the innermost array or object, if it ends here.
    pub(crate) fn close(&mut self) -> bool {
        let bracket = if self.open.last() == Some(&b'{') {
            b'}'
        } else {
            b']'
        };
        let closed = !self.open.is_empty() && self.eat(bracket);
        if closed {
            self.open.pop();
        }
        closed
    }

    /// A key and its colon: what stands between its quotes.
    pub(crate) fn key(&mut self) -> Result<&'a [u8], Fault> {
        if !self.eat(b'"') {
            return Err(Fault::Grammar);
        }
        let start = self.at;
        self.string()?;
        let key = self.bytes.get(start..self.at - 1).unwrap_or(&[]);
        if self.eat(b':') {
            Ok(key)
        } else {
            Err(Fault::Grammar)
        }
    }

    /// Goes past one value, whatever it is, and returns its bytes.
    pub(crate) fn value(&mut self) -> Result<&'a [u8], Fault> {
        self.peek();
        let (start, depth) = (self.at, self.open.len());
        loop {
            self.begin()?;
            loop {
                if self.open.len() == depth {
                    return Ok(self.bytes.get(start..self.at).unwrap_or(&[]));
                }
                if self.eat(b',') {
                    if self.open.last() == Some(&b'{') {
                        self.key()?;
                    }
                    break;
                }
                if !self.close() {
                    return Err(Fault::Grammar);
                }
            }
        }
    }

    /// Goes past a scalar, an empty array or object, or what comes before the first value inside.
    fn begin(&mut self) -> Result<(), Fault> {
        loop {
            match self.peek() {
                b'"' => {
                    self.at += 1;
                    return self.string();
                }
                b'{' => {
                    self.open(b'{')?;
                    if self.close() {
                        return Ok(());
                    }
                    self.key()?;
                }
                b'[' => {
                    self.open(b'[')?;
                    if self.close() {
                        return Ok(());
                    }
                }
                b't' => return self.word(b"true"),
                b'f' => return self.word(b"false"),
                b'n' => return self.word(b"null"),
                _ => return self.number(),
            }
        }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Fault> {
        let found = self
            .bytes
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(word));
        self.at += word.len();
        if found { Ok(()) } else { Err(Fault::Grammar) }
    }

    fn number(&mut self) -> Result<(), Fault> {
        self.at += usize::from(self.now() == b'-');
        if self.now() == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.now() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.now(), b'e' | b'E') {
            self.at += 1;
            self.at += usize::from(matches!(self.now(), b'+' | b'-'));
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while self.now().is_ascii_digit() {
            self.at += 1;
        }
        if self.at > start {
            Ok(())
        } else {
            Err(Fault::Grammar)
        }
    }

    /// The rest of a string, after its first quote.
    fn string(&mut self) -> Result<(), Fault> {
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or(&[]);
            let length = memchr::memchr2(b'"', b'\\', rest).ok_or(Fault::Grammar)?;
            let plain = rest.get(..length).unwrap_or(&[]);
            if plain
                .iter()
                .fold(0, |any, byte| any | u8::from(*byte < 0x20))
                > 0
            {
                return Err(Fault::Grammar);
            }
            self.at += length + 1;
            if rest.get(length) == Some(&b'"') {
                return Ok(());
            }
            self.escape()?;
        }
    }

    fn escape(&mut self) -> Result<(), Fault> {
        let hexadecimal = match self.now() {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 0,
            b'u' => 4,
            _ => return Err(Fault::Grammar),
        };
        let digits = self
            .bytes
            .get(self.at + 1..self.at + 1 + hexadecimal)
            .ok_or(Fault::Grammar)?;
        self.at += 1 + hexadecimal;
        if digits.iter().all(u8::is_ascii_hexdigit) {
            Ok(())
        } else {
            Err(Fault::Grammar)
        }
    }

    fn now(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }
}

/// How many bytes stand for themselves in a JSON string, from the start of `bytes` on.
pub(crate) fn plain(bytes: &[u8]) -> usize {
    until(bytes, |byte| {
        any_of(byte, [b'"', b'\\']) | u8::from(byte < 0x20)
    })
}

/// How many bytes come before the first that `stops` (is not 0). In blocks and without branches,
/// which compilers turn into vector code.
#[inline]
pub(crate) fn until(bytes: &[u8], stops: impl Fn(u8) -> u8) -> usize {
    let (blocks, _) = bytes.as_chunks::<16>();
    let clear = |block: &&[u8; 16]| block.iter().fold(0, |any, byte| any | stops(*byte)) == 0;
    let start = blocks.iter().take_while(clear).count() * 16;
    let rest = bytes.get(start..).unwrap_or(&[]);
    start
        + rest
            .iter()
            .position(|byte| stops(*byte) > 0)
            .unwrap_or(rest.len())
}

/// 1 if `byte` is one of `all`, else 0.
#[inline]
pub(crate) fn any_of<const N: usize>(byte: u8, all: [u8; N]) -> u8 {
    all.iter().fold(0, |any, one| any | u8::from(byte == *one))
}
