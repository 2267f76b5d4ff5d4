use std::fs::{self, DirBuilder, Metadata, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::Error;

/// Whom Postgres runs as. It refuses to run as root.
#[derive(Debug)]
pub(crate) enum DatabaseUser {
    /// The user of this process.
    Ourselves(u32),
    /// A user without privileges, where this process has them all.
    Other { name: String, uid: u32, gid: u32 },
}

/// Whether this process runs as root.
#[must_use]
pub fn is_root() -> bool {
    effective_uid() == Some(0)
}

fn effective_uid() -> Option<u32> {
    if let Ok(status) = fs::read_to_string("/proc/self/status") {
        let line = status.lines().find_map(|line| line.strip_prefix("Uid:"))?;
        return line.split_whitespace().nth(1)?.parse().ok();
    }
    let said = Command::new("id").arg("-u").output().ok()?;
    String::from_utf8_lossy(&said.stdout).trim().parse().ok()
}

impl DatabaseUser {
    /// Chooses the owner of `cluster` where there is one already; else, as root, `postgres` or
    /// `nobody`.
    pub(crate) fn choose(cluster: &Path) -> Result<Self, Error> {
        let owner = fs::metadata(cluster).ok();
        match (effective_uid().ok_or(Error::NoUser)?, owner) {
            (0, Some(owner)) if owner.uid() != 0 => Ok(Self::Other {
                name: owner.uid().to_string(),
                uid: owner.uid(),
                gid: owner.gid(),
            }),
            (0, _) => {
                let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
                let found = ["postgres", "nobody"]
                    .iter()
                    .find_map(|name| entry(&passwd, name));
                found.ok_or(Error::NoUser)
            }
            (uid, Some(owner)) if owner.uid() != uid => Err(Error::NotOurs {
                path: cluster.to_path_buf(),
                owner: owner.uid(),
            }),
            (uid, _) => Ok(Self::Ourselves(uid)),
        }
    }

    /// Makes `command` run as this user.
    pub(crate) fn run(&self, command: &mut Command) {
        if let Self::Other { uid, gid, .. } = self {
            command.uid(*uid).gid(*gid);
        }
    }

    /// Makes sure that this user can get to the data directory, which is opened to it alone.
    pub(crate) fn let_into(&self, data: &Path) -> Result<(), Error> {
        let Self::Other { name, gid, .. } = self else {
            return Ok(());
        };
        for directory in data.ancestors().skip(1) {
            let closed = fs::metadata(directory).is_ok_and(|above| !self.may_enter(&above));
            if closed {
                let directory = directory.to_path_buf();
                return Err(Error::Unreachable {
                    directory,
                    user: name.clone(),
                });
            }
        }
        let own = fs::metadata(data).map_err(Error::unwritable(data))?;
        if !self.may_enter(&own) {
            chown(data, None, Some(*gid)).map_err(Error::unwritable(data))?;
            let mode = Permissions::from_mode(own.mode() | 0o010);
            fs::set_permissions(data, mode).map_err(Error::unwritable(data))?;
        }
        Ok(())
    }

    /// Makes a directory that only this user can use, or checks the one that is there.
    pub(crate) fn private_directory(&self, path: &Path) -> Result<(), Error> {
        match DirBuilder::new().mode(0o700).create(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => made.map_err(Error::unwritable(path))?,
        }
        let found = fs::symlink_metadata(path).map_err(Error::unwritable(path))?;
        let trusted = found.uid() == self.uid() || (found.uid() == 0 && is_root());
        if !found.is_dir() || !trusted {
            return Err(Error::NotOurs {
                path: path.to_path_buf(),
                owner: found.uid(),
            });
        }
        if let Self::Other { uid, gid, .. } = self {
            chown(path, Some(*uid), Some(*gid)).map_err(Error::unwritable(path))?;
        }
        let mode = Permissions::from_mode(0o700);
        fs::set_permissions(path, mode).map_err(Error::unwritable(path))
    }

    fn uid(&self) -> u32 {
        match self {
            Self::Ourselves(uid) | Self::Other { uid, .. } => *uid,
        }
    }

    fn may_enter(&self, directory: &Metadata) -> bool {
        let Self::Other { uid, gid, .. } = self else {
            return true;
        };
        let needed = match directory {
            own if own.uid() == *uid => 0o100,
            group if group.gid() == *gid => 0o010,
            _ => 0o001,
        };
        directory.mode() & needed != 0
    }
}

/// Finds a user in the text of `/etc/passwd`.
fn entry(passwd: &str, name: &str) -> Option<DatabaseUser> {
    let fields = |line: &str| -> Option<DatabaseUser> {
        let mut fields = line.split(':');
        let (found, _password) = (fields.next()?, fields.next()?);
        let (uid, gid) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        (found == name).then(|| DatabaseUser::Other {
            name: found.to_owned(),
            uid,
            gid,
        })
    };
    passwd.lines().find_map(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_the_whole_name() {
        let passwd =
            "postgres2:x:1:2:::\npostgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash";

        let found = entry(passwd, "postgres");

        assert!(matches!(
            found,
            Some(DatabaseUser::Other {
                uid: 101,
                gid: 104,
                ..
            })
        ));
        assert!(entry(passwd, "nobody").is_none());
    }
}
