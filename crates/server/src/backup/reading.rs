//! Reading a backup: nothing of it is used before its hash is right.

use super::{BLOCK, END, HEAD, LONGEST, Manifest, Part, end_line};
use revoir_vault::audit::sha256;
use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

/// A backup whose manifest is right.
pub(crate) struct Backup {
    path: PathBuf,
    file: File,
    pub(crate) manifest: Manifest,
}

/// Why a file is no backup that can be used, and where.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unusable {
    #[error("{path}: {error}", path = .0.display(), error = .1)]
    Unread(PathBuf, io::Error),
    #[error("{path}: {place} {fault}", path = .0.display(), place = .1, fault = .2)]
    Damaged(PathBuf, String, &'static str),
}

/// A place in the file, and what is wrong with it.
type Fault = (String, &'static str);

impl Backup {
    /// Opens a file, and checks what it begins with and its manifest.
    pub(crate) fn open(path: &Path) -> Result<Self, Unusable> {
        let unread = |error| Unusable::Unread(path.to_owned(), error);
        let mut file = File::open(path).map_err(unread)?;
        let found = manifest(&mut file).map_err(unread)?;
        let manifest =
            found.map_err(|(place, fault)| Unusable::Damaged(path.to_owned(), place, fault))?;
        Ok(Self {
            path: path.to_owned(),
            file,
            manifest,
        })
    }

    /// How many bytes its parts have.
    pub(crate) fn bytes(&self) -> u64 {
        self.manifest.parts.iter().map(|part| part.bytes).sum()
    }

    /// Hands every block to `take` in order, each after its hash was found right.
    pub(crate) fn blocks(
        &mut self,
        take: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<(), Unusable> {
        let unread = |error| Unusable::Unread(self.path.clone(), error);
        let head = u64::try_from(HEAD.len()).unwrap_or_default();
        self.file.seek(SeekFrom::Start(head)).map_err(unread)?;
        for part in &self.manifest.parts {
            let fault = one(&mut self.file, part, take).map_err(unread)?;
            if let Some((place, fault)) = fault {
                return Err(Unusable::Damaged(self.path.clone(), place, fault));
            }
        }
        Ok(())
    }
}

fn one(
    file: &mut File,
    part: &Part,
    take: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<Option<Fault>> {
    let (mut at, most) = (0, u64::try_from(BLOCK).unwrap_or(u64::MAX));
    for hash in &part.blocks {
        let length = most.min(part.bytes - at);
        let mut block = Vec::new();
        file.by_ref().take(length).read_to_end(&mut block)?;
        let end = at + length;
        if sha256(&block) != *hash {
            let place = format!("part {}, bytes {at} to {end}:", part.name);
            return Ok(Some((place, "is not what was written")));
        }
        take(&block)?;
        at = end;
    }
    Ok(None)
}

fn manifest(file: &mut File) -> io::Result<Result<Manifest, Fault>> {
    let fault = |place: &str, fault| Ok(Err((place.to_owned(), fault)));
    let length = file.metadata()?.len();
    let (mut head, mut end) = (vec![0; HEAD.len()], vec![0; END]);
    let shortest = head.len() + end.len();
    if usize::try_from(length).is_ok_and(|length| length < shortest) {
        return fault("its end:", "is cut off");
    }
    file.read_exact(&mut head)?;
    if head != HEAD.as_bytes() {
        return fault("its first line:", "is not that of a backup");
    }
    let behind = length - u64::try_from(END).unwrap_or_default();
    file.seek(SeekFrom::Start(behind))?;
    file.read_exact(&mut end)?;
    let end = String::from_utf8_lossy(&end).into_owned();
    let said = end
        .split(' ')
        .nth(1)
        .and_then(|said| said.parse::<u64>().ok());
    let Some(said) = said.filter(|said| *said <= LONGEST.min(behind)) else {
        return fault("its last line:", "is cut off or damaged");
    };
    file.seek(SeekFrom::Start(behind - said))?;
    let mut text = Vec::new();
    file.by_ref().take(said).read_to_end(&mut text)?;
    let text = String::from_utf8_lossy(&text).into_owned();
    if end_line(&text) != end {
        return fault("its manifest:", "is not what was written");
    }
    let Some(manifest) = read(&text, behind - said) else {
        return fault("its manifest:", "does not describe this file");
    };
    Ok(Ok(manifest))
}

/// The manifest, if its parts fill the file up to where it begins.
fn read(text: &str, begins: u64) -> Option<Manifest> {
    let manifest: Manifest = serde_json::from_str(text).ok()?;
    let block = u64::try_from(BLOCK).ok()?;
    let mut end = u64::try_from(HEAD.len()).ok()?;
    for part in &manifest.parts {
        let blocks = u64::try_from(part.blocks.len()).ok()?;
        if part.bytes.div_ceil(block) != blocks {
            return None;
        }
        end = end.checked_add(part.bytes)?;
    }
    (manifest.version == 1 && end == begins).then_some(manifest)
}
