//! How far a long command has come, for whoever watches a terminal.

use std::io::{IsTerminal, Write};

/// Tells it, on one line of standard error, where that is a terminal.
#[derive(Clone, Copy)]
pub(super) struct Progress {
    what: &'static str,
    of: Option<u64>,
}

const MEGABYTE: u64 = 1_000_000;

impl Progress {
    pub(super) fn begin(what: &'static str, of: Option<u64>) -> Self {
        Self { what, of }
    }

    /// What is to be called with the bytes that are done.
    pub(super) fn told(self) -> impl FnMut(u64) + Send {
        let (shown, mut last) = (std::io::stderr().is_terminal(), 0);
        move |done| {
            let megabytes = done / MEGABYTE;
            let is_end = self.of == Some(done);
            if shown && (megabytes != last || is_end) {
                last = megabytes;
                let of = self.of.map(|of| format!(" of {}", of / MEGABYTE));
                let end = if is_end { "\n" } else { "" };
                let text = format!(
                    "\r{megabytes}{} MB {}{end}",
                    of.unwrap_or_default(),
                    self.what
                );
                // nobody need see it
                drop(std::io::stderr().write_all(text.as_bytes()));
            }
        }
    }
}
