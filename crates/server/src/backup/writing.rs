//! Writing a backup: out of sight, then by one rename.

use super::{BLOCK, DATABASE, HEAD, Manifest, Part, end_line};
use anyhow::Context;
use revoir_domain::audit::Digest;
use revoir_vault::audit::sha256;
use sha2::{Digest as _, Sha256};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// A backup that is being written. Where it is dropped unfinished nothing is left.
pub(super) struct Writing {
    file: File,
    hidden: PathBuf,
    target: PathBuf,
    is_done: bool,
}

impl Writing {
    pub(super) fn begin(target: &Path) -> io::Result<Self> {
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.partial", std::process::id()));
        let hidden = target.with_file_name(name);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&hidden)?;
        let mut writing = Self {
            file,
            hidden,
            target: target.to_owned(),
            is_done: false,
        };
        writing.file.write_all(HEAD.as_bytes())?;
        Ok(writing)
    }

    /// Writes the one part from a stream.
    pub(super) fn add(
        &mut self,
        from: &mut impl Read,
        progress: &mut dyn FnMut(u64),
    ) -> io::Result<Part> {
        let (mut whole, mut blocks, mut bytes) = (Sha256::new(), Vec::new(), 0);
        loop {
            let mut block = Vec::with_capacity(BLOCK);
            let most = u64::try_from(BLOCK).unwrap_or(u64::MAX);
            from.by_ref().take(most).read_to_end(&mut block)?;
            if block.is_empty() {
                break;
            }
            self.file.write_all(&block)?;
            whole.update(&block);
            blocks.push(sha256(&block));
            bytes += u64::try_from(block.len()).unwrap_or_default();
            progress(bytes);
        }
        Ok(Part {
            name: DATABASE.to_owned(),
            bytes,
            sha256: Digest(whole.finalize().into()),
            blocks,
        })
    }

    /// Writes the manifest, and gives the file its name once all of it is on the disk.
    pub(super) fn finish(mut self, manifest: &Manifest) -> anyhow::Result<()> {
        let manifest = format!("{}\n", serde_json::to_string(manifest)?);
        let end = end_line(&manifest);
        self.file.write_all(manifest.as_bytes())?;
        self.file.write_all(end.as_bytes())?;
        self.file.sync_all()?;
        fs::rename(&self.hidden, &self.target)
            .with_context(|| self.target.display().to_string())?;
        self.is_done = true;
        let above = self.target.parent().filter(|it| !it.as_os_str().is_empty());
        File::open(above.unwrap_or_else(|| Path::new(".")))?.sync_all()?;
        Ok(())
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if !self.is_done {
            drop(fs::remove_file(&self.hidden));
        }
    }
}
