//! Tombstones: which recordings were erased, outside of the database, its backups and the key ring, so that restoring an
//! older copy of those brings none of them back. A line names no recording: whoever has its id finds it, nobody else.

use crate::{Error, Result, directory, disk::Disk};
use jiff::civil::Date;
use revoir_domain::{audit::Digest, erasure::Means, ids::RecordingId};
use sha2::{Digest as _, Sha256};
use std::{
    collections::HashMap,
    fs::{self, File},
    io,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// That a recording was erased.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tombstone {
    /// The SHA-256 of its id.
    pub of: Digest,
    /// What it was erased with.
    pub means: Means,
    /// On which day, in UTC.
    pub erased_on: Date,
    /// The day on which the last copy of it dies.
    pub last_copy_dies_on: Date,
}

impl Tombstone {
    /// The name under which a recording's tombstone stands.
    #[must_use]
    pub fn name(recording: RecordingId) -> Digest {
        Digest(Sha256::digest(recording.to_string()).into())
    }

    fn line(&self) -> String {
        let Self {
            of,
            means,
            erased_on,
            last_copy_dies_on,
        } = self;
        format!("{of} {means} {erased_on} {last_copy_dies_on}\n")
    }

    /// Reads a line without its end. None: torn, or not one of ours.
    fn read(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let stone = Self {
            of: words.next()?.parse().ok()?,
            means: words.next()?.parse().ok()?,
            erased_on: words.next()?.parse().ok()?,
            last_copy_dies_on: words.next()?.parse().ok()?,
        };
        let is_whole = words.next().is_none() && stone.line().trim_end() == line;
        is_whole.then_some(stone)
    }
}

/// The tombstones of an installation: a directory with a file for each month, a line for each recording.
pub struct Tombstones {
    dir: PathBuf,
    disk: Disk,
    appending: Mutex<()>,
}

impl Tombstones {
    /// Opens the directory, which is made where it is missing and must be ours alone.
    pub fn open(dir: impl Into<PathBuf>) -> Result<Self> {
        Self::open_on(Disk::default(), dir.into())
    }

    pub(crate) fn open_on(disk: Disk, dir: PathBuf) -> Result<Self> {
        directory::secure(&disk, &dir)?;
        Ok(Self {
            dir,
            disk,
            appending: Mutex::default(),
        })
    }

    /// Sets one. It lasts when this returns; twice does no harm.
    pub fn set(&self, stone: &Tombstone) -> Result<()> {
        let _one_at_a_time = self
            .appending
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let path = self.dir.join(stone.erased_on.strftime("%Y-%m").to_string());
        let line = stone.line();
        match end_of(&path).map_err(Error::at(&path))? {
            None => {
                self.disk.create(&path, line.as_bytes())?;
                self.disk.sync_dir(&self.dir)
            }
            Some(End { length, is_torn }) => {
                // what an append that was cut off has left ends here, and is no line
                let line = if is_torn { format!("\n{line}") } else { line };
                self.disk.overwrite(&path, line.as_bytes(), length)?;
                // whoever made the file may have died before its name was on the disk
                self.disk.sync_dir(&self.dir)
            }
        }
    }

    /// All of them, by name.
    pub fn all(&self) -> Result<HashMap<Digest, Tombstone>> {
        let mut all = HashMap::new();
        for path in directory::list(&self.dir)? {
            all.extend(read(&path)?.into_iter().map(|stone| (stone.of, stone)));
        }
        Ok(all)
    }

    /// Removes the months of which no copy lives any more on this day.
    pub fn prune(&self, today: Date) -> Result<()> {
        let _one_at_a_time = self
            .appending
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for path in directory::list(&self.dir)? {
            let month = today.strftime("%Y-%m").to_string();
            let is_over = path.file_name().is_some_and(|name| *name < *month);
            let lives = |stone: &Tombstone| stone.last_copy_dies_on >= today;
            if is_over && !read(&path)?.iter().any(lives) {
                self.disk.remove_file(&path)?;
                self.disk.sync_dir(&self.dir)?;
            }
        }
        Ok(())
    }
}

/// The tombstones in a file, or in every file of a directory; what is no whole line is passed over.
pub fn read(path: &Path) -> Result<Vec<Tombstone>> {
    if path.is_dir() {
        let mut all = Vec::new();
        for file in directory::list(path)? {
            all.extend(read(&file)?);
        }
        return Ok(all);
    }
    let bytes = fs::read(path).map_err(Error::at(path))?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.split('\n').filter_map(Tombstone::read).collect())
}

/// Lays the tombstones of one directory beside those of another. How many it has then.
pub fn copy(from: &Path, to: &Path) -> Result<usize> {
    let copies = Tombstones::open(to)?;
    let known = copies.all()?;
    if from.try_exists().map_err(Error::at(from))? {
        for stone in read(from)? {
            if !known.contains_key(&stone.of) {
                copies.set(&stone)?;
            }
        }
    }
    Ok(copies.all()?.len())
}

struct End {
    length: u64,
    is_torn: bool,
}

/// Where a file ends; nothing where there is none.
fn end_of(path: &Path) -> io::Result<Option<End>> {
    let file = match File::open(path) {
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let length = file.metadata()?.len();
    let mut last = *b"\n";
    if let Some(at) = length.checked_sub(1) {
        file.read_exact_at(&mut last, at)?;
    }
    let is_torn = last != *b"\n";
    Ok(Some(End { length, is_torn }))
}
