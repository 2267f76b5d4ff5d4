//! Verifying an export, line by line, with nothing but the public key.

use super::{
    bind, chain,
    key::{Signature, entry_text},
    line::{End, Line, Link, Start},
};
use jiff::{SignedDuration, Timestamp};
use revoir_domain::{audit::Digest, ids::OrganisationId};
use std::fmt;

/// For how long an entry is kept at least.
const KEPT: SignedDuration = SignedDuration::from_hours(365 * 24);

/// The first place at which a log is not what was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The line of the file, from 1.
    pub line: u64,
    /// The number of the entry that is wrong or missing, where it is one.
    pub number: Option<u64>,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What can be wrong with a log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wrong {
    /// The line is none of an export.
    Unreadable,
    /// The start is of another form, key or organisation, or was not signed.
    Start,
    /// The entry does not say what was hashed after the one before.
    Changed,
    /// The words beside the entry are not those that it was bound to.
    WordsChanged,
    /// The entry was not signed with the installation's key.
    Unsigned,
    /// The entry is missing.
    Removed,
    /// The entry, or one like it, came before.
    Inserted,
    /// The entry comes later.
    Reordered,
    /// The entry was pruned before it was 12 months old.
    PrunedEarly,
    /// The head is not that of the last entry, or was not signed.
    Head,
    /// The file ends before the head.
    CutOff,
    /// A head that was kept elsewhere is not in this log.
    KeptHead,
    /// What a head that was kept elsewhere is of has been pruned: nothing can be said of it.
    KeptPruned,
}

/// A log that is what was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// By which key it was signed.
    pub public_key: Digest,
    /// The number of its first entry.
    pub first: u64,
    /// Its head.
    pub head: End,
}

/// Reads an export and knows at each line whether all before is as it was written.
#[derive(Debug, Default)]
pub struct Verifier {
    pinned: Option<Digest>,
    kept: Option<End>,
    line: u64,
    start: Option<Start>,
    last: (u64, Digest),
    gap: Option<Fault>,
    end: Option<End>,
}

impl Verifier {
    /// Believes this key alone; without one, the key that the export names.
    #[must_use]
    pub fn pinned(self, key: Option<Digest>) -> Self {
        Self {
            pinned: key,
            ..self
        }
    }

    /// Expects the head of an earlier export in this one.
    #[must_use]
    pub fn kept(self, head: Option<End>) -> Self {
        Self { kept: head, ..self }
    }

    /// Takes the next line.
    pub fn take(&mut self, text: &str) -> Result<(), Fault> {
        self.line += 1;
        let read = serde_json::from_str(text).map_err(|_| self.fault(None, Wrong::Unreadable))?;
        if self.gap.is_some() {
            return self.look_for_missing(&read);
        }
        match (read, &self.start, &self.end) {
            (Line::Start(start), None, _) => self.begin(start),
            (Line::Link(link), Some(_), None) => self.follow(&link),
            (Line::End(end), Some(_), None) => self.close(end),
            _ => Err(self.fault(None, Wrong::Unreadable)),
        }
    }

    /// Ends: nothing more comes.
    pub fn finish(self) -> Result<Verified, Fault> {
        if let Some(gap) = self.gap {
            return Err(gap);
        }
        let cut = Fault {
            line: self.line + 1,
            number: Some(self.last.0 + 1),
            wrong: Wrong::CutOff,
        };
        match (self.start, self.end) {
            (Some(start), Some(head)) => Ok(Verified {
                organisation: start.organisation,
                public_key: start.public_key,
                first: start.after().0 + 1,
                head,
            }),
            _ => Err(cut),
        }
    }

    fn begin(&mut self, start: Start) -> Result<(), Fault> {
        let foreign = self.pinned.is_some_and(|key| key != start.public_key);
        if start.version != 1 || foreign || !start.is_true() {
            return Err(self.fault(None, Wrong::Start));
        }
        self.last = start.after();
        let kept = self.kept.as_ref();
        if kept.is_some_and(|kept| !kept.is_of(start.public_key, start.organisation)) {
            return Err(self.fault(None, Wrong::KeptHead));
        }
        if kept.is_some_and(|kept| kept.number < self.last.0) {
            return Err(self.fault(None, Wrong::KeptPruned));
        }
        self.start = Some(start);
        self.compare_kept()
    }

    fn follow(&mut self, link: &Link) -> Result<(), Fault> {
        let (number, expected) = (link.entry.number, self.last.0 + 1);
        if number > expected {
            // removed, unless a later line has it
            self.gap = Some(self.fault(Some(expected), Wrong::Removed));
            return Ok(());
        }
        let wrong = self.wrong_with(link, expected);
        if let Some(wrong) = wrong {
            return Err(self.fault(Some(number), wrong));
        }
        self.last = (number, link.hash);
        self.compare_kept()
    }

    fn wrong_with(&self, link: &Link, expected: u64) -> Option<Wrong> {
        let start = self.start.as_ref()?;
        let entry = &link.entry;
        if entry.number < expected {
            Some(Wrong::Inserted)
        } else if entry.organisation != start.organisation || chain(self.last.1, entry) != link.hash
        {
            Some(Wrong::Changed)
        } else if !signed(&link.signature, start.public_key, link.hash) {
            Some(Wrong::Unsigned)
        } else {
            let bound = link
                .beside
                .as_ref()
                .map(|words| bind(words.salt, &words.text));
            (bound.is_some() && bound != entry.words).then_some(Wrong::WordsChanged)
        }
    }

    fn close(&mut self, end: End) -> Result<(), Fault> {
        let is_signed = self
            .start
            .as_ref()
            .is_some_and(|start| end.is_of(start.public_key, start.organisation));
        if !is_signed || (end.number, end.hash) != self.last {
            return Err(self.fault(Some(end.number), Wrong::Head));
        }
        if self
            .kept
            .as_ref()
            .is_some_and(|kept| kept.number > end.number)
        {
            return Err(self.fault(Some(end.number + 1), Wrong::KeptHead));
        }
        if let Some(number) = self.pruned_early(end.at) {
            return Err(self.fault(Some(number), Wrong::PrunedEarly));
        }
        self.end = Some(end);
        Ok(())
    }

    /// The number of the last entry that was pruned, if it was too young for that.
    fn pruned_early(&self, end: Timestamp) -> Option<u64> {
        let pruned = &self.start.as_ref()?.pruned.as_ref()?.link.entry;
        (end.duration_since(pruned.at) < KEPT).then_some(pruned.number)
    }

    /// The entry that has the number of the kept head must have its hash.
    fn compare_kept(&self) -> Result<(), Fault> {
        let (number, hash) = self.last;
        let other = |kept: &End| kept.number == number && kept.hash != hash;
        if self.kept.as_ref().is_some_and(other) {
            return Err(self.fault(Some(number), Wrong::KeptHead));
        }
        Ok(())
    }

    fn look_for_missing(&self, later: &Line) -> Result<(), Fault> {
        let Some(gap) = &self.gap else { return Ok(()) };
        match later {
            Line::Link(link) if Some(link.entry.number) == gap.number => Err(Fault {
                wrong: Wrong::Reordered,
                ..gap.clone()
            }),
            _ => Ok(()),
        }
    }

    fn fault(&self, number: Option<u64>, wrong: Wrong) -> Fault {
        let line = self.line;
        Fault {
            line,
            number,
            wrong,
        }
    }
}

fn signed(signature: &Signature, key: Digest, hash: Digest) -> bool {
    signature.is_of(key, &entry_text(hash))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wrong = match self.wrong {
            Wrong::Unreadable => "is no line of an exported log",
            Wrong::Start => "the start is of another form or key, or was not signed",
            Wrong::Changed => "is not what was written: changed, or put in",
            Wrong::WordsChanged => "the words beside it were changed",
            Wrong::Unsigned => "was not signed with this key: put in, or the chain was made anew",
            Wrong::Removed => "is missing: removed",
            Wrong::Inserted => "its number came before: put in, or moved",
            Wrong::Reordered => "is not in its place: moved",
            Wrong::PrunedEarly => "it and those before are missing, and were under 12 months old",
            Wrong::Head => "the head is not of the last entry, or was not signed",
            Wrong::CutOff => "the file ends before the head: cut off",
            Wrong::KeptHead => "the head that was kept is not in this log: cut off, or made anew",
            Wrong::KeptPruned => {
                "the head that was kept is of before the log's beginning, so that nothing shows that this is its log: \
                 give a younger one"
            }
        };
        match self.number {
            Some(number) => write!(f, "line {}, entry {number}: {wrong}", self.line),
            None => write!(f, "line {}: {wrong}", self.line),
        }
    }
}

impl std::error::Error for Fault {}
