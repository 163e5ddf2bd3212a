//! Whose processes and files the cluster's are.
//!
//! **Invariant:** ownership is only ever given away for a folder that this process has just made or that root owns.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, lchown};
use std::path::Path;
use std::process::Stdio;

use tokio::process::Command;

use super::{ClusterError, folder_error};

/// The Unix user that runs Postgres and owns its folders.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) uid: u32,
    gid: u32,
    /// For messages.
    pub(super) name: String,
    /// We are root and become this user for Postgres's programs.
    is_other: bool,
}

impl Account {
    /// Ourselves; as root the owner of the existing `cluster_folder`, else `postgres`, else `nobody`.
    pub(super) fn for_cluster(cluster_folder: &Path) -> Result<Self, ClusterError> {
        let own_uid = rustix::process::geteuid();
        if !own_uid.is_root() {
            let gid = rustix::process::getegid().as_raw();
            return Ok(Self { uid: own_uid.as_raw(), gid, name: own_uid.as_raw().to_string(), is_other: false });
        }
        if let Ok(owner) = fs::symlink_metadata(cluster_folder)
            && owner.uid() != 0
        {
            return Ok(Self { uid: owner.uid(), gid: owner.gid(), name: owner.uid().to_string(), is_other: true });
        }
        let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
        ["postgres", "nobody"].iter().find_map(|name| Self::listed(&users, name)).ok_or(ClusterError::NoUser)
    }

    /// Looks a name up in the text of `/etc/passwd`.
    fn listed(users: &str, name: &str) -> Option<Self> {
        users.lines().find_map(|line| {
            let mut fields = line.split(':');
            let is_it = fields.next() == Some(name);
            let (_password, uid, gid) = (fields.next()?, fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
            (is_it && uid != 0).then(|| Self { uid, gid, name: name.to_owned(), is_other: true })
        })
    }

    /// A program run as this user inside `folder`, with nothing of our environment: neither `PG…` settings nor secrets.
    pub(super) fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).env_clear().env("LC_ALL", "C").env("TZ", "UTC").env("PATH", "/usr/bin:/bin");
        // A ^C is for farthing; it stops the server in its own time.
        command.process_group(0);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if self.is_other {
            // Changing the user id as root also drops root's supplementary groups.
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Makes `path` a folder that only this user may enter, or makes sure that it is one.
    pub(super) fn private_folder(&self, path: &Path) -> Result<(), ClusterError> {
        match DirBuilder::new().mode(0o700).create(path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(folder_error(path)(error)),
            _ => {}
        }
        let inspect = || fs::symlink_metadata(path).map_err(folder_error(path));
        // Root's own: made just now, or by a start that was killed right here.
        if self.is_other && inspect()?.uid() == 0 {
            lchown(path, Some(self.uid), Some(self.gid)).map_err(folder_error(path))?;
        }
        let found = inspect()?;
        if found.is_dir() && found.uid() == self.uid && found.mode() & 0o077 == 0 {
            return Ok(());
        }
        Err(ClusterError::NotOurs { path: path.to_owned() })
    }
}

/// Makes a folder and those above it where they are missing.
pub(super) fn create_folder(path: &Path, mode: u32) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(mode).create(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_found_by_whole_names() {
        let users = "root:x:0:0::/:/bin/sh\npostgres2:x:7:7::/:\nbroken\npostgres:x:101:104:,,,:/var/lib:/bin/bash\n";
        let check = |name: &str, expected: Option<(u32, u32)>| {
            assert_eq!(Account::listed(users, name).map(|found| (found.uid, found.gid)), expected, "{name}");
        };
        check("postgres", Some((101, 104)));
        check("root", None);
        check("nobody", None);
        check("broken", None);
    }
}
