use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::place::Place;

/// What no stamp covers: what a build makes.
const MADE: [&str; 4] = ["node_modules", "dist", ".git", "coverage"];

/// A note in the target directory that some work was done on the files as they are.
pub(crate) struct Stamp {
    note: PathBuf,
    hash: String,
}

impl Stamp {
    /// The stamp `name` over these files and directories of the clone.
    pub(crate) fn over(place: &Place, name: &str, inputs: &[String]) -> Result<Self, String> {
        let mut hasher = DefaultHasher::new();
        place.path("").hash(&mut hasher);
        for input in inputs {
            hash(&place.path(input), &mut hasher)?;
        }
        let note = place.target().join("xtask").join(name);
        Ok(Self {
            note,
            hash: format!("{:016x}", hasher.finish()),
        })
    }

    /// Whether the work was done, and nothing has changed since.
    pub(crate) fn holds(&self) -> bool {
        fs::read_to_string(&self.note).is_ok_and(|noted| noted == self.hash)
    }

    /// Notes that the work was done.
    pub(crate) fn set(&self) -> Result<(), String> {
        let directory = self.note.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(directory)
            .and_then(|()| fs::write(&self.note, &self.hash))
            .map_err(|error| format!("cannot write {}: {error}", self.note.display()))
    }
}

/// Hashes the names and bytes of a file, or of all files under a directory. A missing one counts
/// as missing.
fn hash(path: &Path, hasher: &mut DefaultHasher) -> Result<(), String> {
    for file in files(path)? {
        let bytes = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        file.hash(hasher);
        bytes.hash(hasher);
    }
    Ok(())
}

/// The file `path`, or all files under it that were not made by a build, in order.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>, String> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let Ok(entries) = fs::read_dir(path) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| format!("{}: {error}", path.display()))?;
        if !MADE.iter().any(|made| entry.file_name() == *made) {
            found.extend(files(&entry.path())?);
        }
    }
    found.sort();
    Ok(found)
}
