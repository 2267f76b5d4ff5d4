use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use crate::machine::{self, Need};
use crate::place::{Place, must, prepare};
use crate::{Outcome, npm, stamp};

/// Measures over the corpus, with the server built for release.
pub(crate) fn run(place: &Place, name: &str) -> Outcome {
    machine::prepare(Need::Tests)?;
    npm::build(place, "sdk-js")?;
    npm::build(place, "web-player")?;
    prepare(&mut place.cargo(&["build", "--release", "--package", "revoir-server"]))?;
    let directory = env::temp_dir().join(format!("revoir-bench-{}", process::id()));
    let done = unpack(place, &directory).and_then(|files| {
        let mut command = place.command(place.revoir("release"), "");
        must(command.args(["bench", name]).args(files))
    });
    let removed = fs::remove_dir_all(&directory);
    done?;
    removed.map_err(|error| format!("{}: {error}", directory.display()))?;
    Ok(true)
}

/// Unpacks the corpus into `directory` and gives its files.
fn unpack(place: &Place, directory: &Path) -> Result<Vec<PathBuf>, String> {
    fs::create_dir_all(directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    let packed = stamp::files(&place.path("tests/corpus"))?;
    let packed = packed
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "zst"));
    let mut command = Command::new("zstd");
    command
        .args(["-d", "-q", "-f", "--output-dir-flat"])
        .arg(directory)
        .args(packed);
    prepare(&mut command)?;
    stamp::files(directory)
}
