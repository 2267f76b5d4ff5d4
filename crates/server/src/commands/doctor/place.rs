//! The directories: the data directory and the key ring.

use super::Finding;
use crate::config::Config;
use revoir_domain::bucket::Bucket;
use rustix::fs::{Access, access, statvfs};
use std::{
    fs::{self, Metadata},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

/// File systems that end with the machine or the container, and those that lie elsewhere.
const PASSING: [&str; 3] = ["tmpfs", "ramfs", "overlay"];
const REMOTE: [&str; 8] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "9p",
    "ceph",
    "fuse.sshfs",
    "glusterfs",
];
/// Free space, in MiB, below which there is little or next to none.
const LITTLE: u64 = 2_048;
const LEAST: u64 = 128;

/// Looks at both.
pub(super) fn look(config: &Config) -> Vec<Finding> {
    let (data, keys) = (config.data_dir(), config.keys_dir());
    let mut findings = directory("data", "the data directory", &data, (0o002, "write"));
    findings.extend(disk(&data));
    findings.extend(directory("keys", "the key ring", &keys, (0o077, "in")));
    findings.extend(exposed_key(&keys));
    findings.push(apart(config, &data, &keys));
    findings
}

/// Whether a directory is there and belongs to our user: what is made in it is then made as its own.
pub(super) fn is_ours(path: &Path) -> bool {
    let user = rustix::process::geteuid().as_raw();
    fs::metadata(path).is_ok_and(|found| found.is_dir() && found.uid() == user)
}

/// How many buckets of keys there are.
pub(super) fn buckets(keys: &Path) -> usize {
    names(keys)
        .iter()
        .filter(|path| bucket(path).is_some())
        .count()
}

fn bucket(path: &Path) -> Option<Bucket> {
    path.file_name()?.to_str()?.parse().ok()
}

fn names(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten();
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect()
}

/// Is it there, ours, closed to others in what `closed` says, writable, and on a disk that stays?
fn directory(check: &'static str, what: &str, path: &Path, closed: (u32, &str)) -> Vec<Finding> {
    let Ok(found) = fs::metadata(path) else {
        return vec![missing(check, what, path)];
    };
    let named = format!("{what} {}", path.display());
    if let Some((fault, advice)) = unfit(path, &found, closed) {
        return vec![Finding::problem(check, format!("{named}{fault}"), &advice)];
    }
    let writable = Finding::ok(check, format!("{named} can be written"));
    let lies = file_system(check, what, path);
    std::iter::once(writable).chain(lies).collect()
}

/// What keeps it from being used, and what to do about that.
fn unfit(path: &Path, found: &Metadata, (closed, lets): (u32, &str)) -> Option<(String, String)> {
    let user = rustix::process::geteuid().as_raw();
    let (owner, mode) = (found.uid(), found.mode() & 0o777);
    let said = if !found.is_dir() {
        (
            " is not a directory".to_owned(),
            "name another place".to_owned(),
        )
    } else if owner != user {
        (
            format!(" belongs to user {owner}, this is user {user}"),
            "run the server and its commands as the user that owns it".to_owned(),
        )
    } else if mode & closed != 0 {
        (
            format!(": mode {mode:o} lets others {lets}"),
            format!("chmod 700 {}", path.display()),
        )
    } else if access(path, Access::WRITE_OK | Access::EXEC_OK).is_err() {
        (
            " cannot be written".to_owned(),
            "make it writable by this user".to_owned(),
        )
    } else {
        return None;
    };
    Some(said)
}

fn missing(check: &'static str, what: &str, path: &Path) -> Finding {
    let shown = path.display();
    let above = path
        .ancestors()
        .skip(1)
        .find(|above| above.as_os_str().is_empty() || above.exists());
    let above = above
        .filter(|above| !above.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    if access(above, Access::WRITE_OK | Access::EXEC_OK).is_ok() && above.is_dir() {
        return Finding::ok(check, format!("{what} {shown} is not there yet"))
            .noting("the first start makes it");
    }
    Finding::problem(
        check,
        format!(
            "{what} {shown} is not there, and {} cannot be written",
            above.display()
        ),
        "make it, and give it to the server's user",
    )
}

/// What kind of file system it lies on, where that matters. Linux alone says.
fn file_system(check: &'static str, what: &str, path: &Path) -> Option<Finding> {
    let path = path.canonicalize().ok()?;
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    let kind = kind_of(&path, &mounts)?;
    if PASSING.contains(&kind) {
        let fault = format!("{what} lies on {kind}: it ends with this machine or container");
        return Some(Finding::warning(check, fault, "give it a disk or a volume"));
    }
    if REMOTE.contains(&kind) {
        let fault = format!("{what} lies on {kind}: locks and syncs over a network may not hold");
        return Some(Finding::warning(check, fault, "give it a local disk"));
    }
    None
}

/// Reads `36 35 98:0 / /mnt rw,noatime master:1 - ext3 /dev/root rw`: the last mount of the longest path.
fn kind_of<'a>(path: &Path, mounts: &'a str) -> Option<&'a str> {
    let mounts = mounts.lines().filter_map(|line| {
        let (mount, kind) = line.split_once(" - ")?;
        Some((mount.split(' ').nth(4)?, kind.split(' ').next()?))
    });
    mounts
        .filter(|(mount, _)| path.starts_with(mount))
        .max_by_key(|(mount, _)| mount.len())
        .map(|(_, kind)| kind)
}

fn disk(path: &Path) -> Option<Finding> {
    let found = statvfs(path).ok()?;
    let free = found.f_bavail.saturating_mul(found.f_frsize) >> 20;
    let said = format!("{free} MiB are free in {}", path.display());
    Some(match free {
        ..LEAST => Finding::problem("disk", said, "free some: nothing more can be stored"),
        LEAST..LITTLE => {
            Finding::warning("disk", said, "free some, or keep recordings for less long")
        }
        LITTLE.. => Finding::ok("disk", said),
    })
}

/// The first file of the ring that others may read.
fn exposed_key(keys: &Path) -> Option<Finding> {
    let top = names(keys);
    let inside = top.iter().filter(|path| bucket(path).is_some());
    let inside: Vec<PathBuf> = inside.flat_map(|bucket| names(bucket)).collect();
    let open = top
        .iter()
        .chain(&inside)
        .find(|path| fs::metadata(path).is_ok_and(|found| found.mode() & 0o077 != 0))?;
    let fault = format!("{} in the key ring lets others in", open.display());
    let advice = format!("chmod -R go= {}", keys.display());
    Some(Finding::problem("keys", fault, &advice))
}

fn apart(config: &Config, data: &Path, keys: &Path) -> Finding {
    let said = format!("keys lie in {}", keys.display());
    if !config.database.url.is_empty() {
        return Finding::ok("backup", said)
            .noting("never in the same backup as the database, copies for at most seven days");
    }
    if keys.starts_with(data) {
        return Finding::ok("backup", format!("{said}, beside the database")).noting(
            "leave them out of the database's backup, or give them a place of their own (keys.dir)",
        );
    }
    Finding::ok("backup", format!("{said}, apart from the database"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_system_of_a_path_is_that_of_the_longest_mount_above_it() {
        let mounts = "21 1 254:0 / / rw - ext4 /dev/vda rw\n\
            22 21 0:20 / /tmp rw,nosuid shared:2 - tmpfs tmpfs rw\n\
            23 21 0:21 / /tmp/data rw - nfs4 host:/x rw\n";

        assert_eq!(kind_of(Path::new("/var/lib"), mounts), Some("ext4"));
        assert_eq!(kind_of(Path::new("/tmp/x"), mounts), Some("tmpfs"));
        assert_eq!(kind_of(Path::new("/tmp/data/x"), mounts), Some("nfs4"));
        assert_eq!(kind_of(Path::new("/tmpfile"), mounts), Some("ext4"));
    }
}
