//! Breaks the disk at one chosen step.

use super::platter::Platter;
use std::{
    io,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

/// What happens at the chosen step.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) enum Fault {
    #[default]
    Nothing,
    /// The process dies before it: nothing is done from then on.
    Kill,
    /// The process dies within it: half of a write is done, and nothing from then on.
    Tear,
    /// It fails once.
    Fail(io::ErrorKind),
}

/// Counts the steps of a disk, and strikes at one of them.
#[derive(Default)]
pub(crate) struct Fuse {
    burnt: AtomicUsize,
    at: usize,
    fault: Fault,
    platter: Arc<Mutex<Platter>>,
}

impl Fuse {
    pub(crate) fn new(fault: Fault, at: usize) -> Self {
        Self {
            at,
            fault,
            ..Self::default()
        }
    }

    /// Where what was synced can be seen, also after the disk is dropped.
    pub(crate) fn platter(&self) -> Arc<Mutex<Platter>> {
        Arc::clone(&self.platter)
    }

    pub(crate) fn synced(&self, path: &Path) {
        self.platter.lock().unwrap().sync(path);
    }

    pub(crate) fn burnt(&self) -> usize {
        self.burnt.load(Ordering::SeqCst)
    }

    pub(crate) fn burn(&self) -> io::Result<()> {
        let step = self.burnt.fetch_add(1, Ordering::SeqCst) + 1;
        match self.fault {
            Fault::Kill if step >= self.at => Err(io::ErrorKind::Other.into()),
            Fault::Tear if step > self.at => Err(io::ErrorKind::Other.into()),
            Fault::Fail(kind) if step == self.at => Err(kind.into()),
            _ => Ok(()),
        }
    }

    pub(crate) fn tear<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        match self.fault {
            Fault::Tear if self.burnt() + 1 == self.at => &bytes[..bytes.len() / 2],
            _ => bytes,
        }
    }
}
