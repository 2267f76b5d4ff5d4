//! What is left of the files after a power cut, if nothing that was not synced has reached the disk.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs::{self, DirBuilder},
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::Path,
};

/// Contents and names as of their last sync, by inode.
#[derive(Default)]
pub(crate) struct Platter {
    files: BTreeMap<u64, Vec<u8>>,
    names: BTreeMap<u64, Vec<(OsString, u64, bool)>>,
}

impl Platter {
    pub(crate) fn sync(&mut self, path: &Path) {
        let found = fs::metadata(path).unwrap();
        if found.is_file() {
            self.files.insert(found.ino(), fs::read(path).unwrap());
            return;
        }
        let names = fs::read_dir(path).unwrap().map(|entry| {
            let entry = entry.unwrap();
            let found = entry.metadata().unwrap();
            (entry.file_name(), found.ino(), found.is_dir())
        });
        self.names.insert(found.ino(), names.collect());
    }

    /// Writes into `to` what is left of the directory `from`.
    pub(crate) fn restore(&self, from: &Path, to: &Path) {
        self.restore_dir(fs::metadata(from).unwrap().ino(), to);
    }

    fn restore_dir(&self, inode: u64, to: &Path) {
        for (name, inode, is_dir) in self.names.get(&inode).into_iter().flatten() {
            let to = to.join(name);
            if *is_dir {
                DirBuilder::new().mode(0o700).create(&to).unwrap();
                self.restore_dir(*inode, &to);
            } else {
                fs::write(&to, self.files.get(inode).map_or(&[][..], Vec::as_slice)).unwrap();
            }
        }
    }
}
