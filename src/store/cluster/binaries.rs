//! Where Postgres's server programs are. Distributions keep them off the `PATH`, one folder for each version.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::ClusterError;

/// The oldest Postgres that the migrations are tested on.
pub(super) const MINIMUM_MAJOR: u32 = 15;

/// One installed Postgres server.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Binaries {
    folder: PathBuf,
    major: u32,
}

impl Binaries {
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// The programs that fit the data in `cluster_folder`; for a new cluster those on the `PATH`, else the newest.
pub(super) fn find(cluster_folder: &Path) -> Result<Binaries, ClusterError> {
    let data_major = fs::read_to_string(cluster_folder.join("data/PG_VERSION")).ok();
    let data_major = data_major.and_then(|text| text.trim().parse::<u32>().ok());
    let mut found = Vec::new();
    for folder in candidates() {
        match server_major(&folder) {
            Some(major) if data_major.map_or(major >= MINIMUM_MAJOR, |wanted| wanted == major) => {
                return Ok(Binaries { folder, major });
            }
            Some(major) => found.push(major.to_string()),
            None => {}
        }
    }
    match data_major {
        Some(data_major) if !found.is_empty() => {
            found.dedup();
            let folder = cluster_folder.to_owned();
            Err(ClusterError::OtherVersion { folder, data_major, found: found.join(", ") })
        }
        _ => Err(ClusterError::NoBinaries),
    }
}

/// Folders that may hold the programs, the preferred first.
fn candidates() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // A link on the PATH leads to the folder that has the programs beside it.
    let on_path = std::env::split_paths(&path)
        .filter_map(|folder| fs::canonicalize(folder.join("pg_ctl")).ok()?.parent().map(Path::to_owned));
    on_path
        .chain(versioned("/usr/lib/postgresql", ""))
        .chain(versioned("/usr", "pgsql-"))
        .chain(versioned("/opt/homebrew/opt", "postgresql"))
        .chain(versioned("/usr/local/opt", "postgresql"))
        .filter(|folder| ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file()))
        .collect()
}

/// `parent/prefix*/bin`, the newest first.
fn versioned(parent: &str, prefix: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let mut folders: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let version = name.strip_prefix(prefix)?.trim_start_matches('@');
            // Homebrew's folder without a number links to its current version.
            Some((version.parse().unwrap_or(0), entry.path().join("bin")))
        })
        .collect();
    folders.sort_by(|a, b| b.cmp(a));
    folders.into_iter().map(|(_, folder)| folder).collect()
}

/// Asks the server program itself, because a folder's name proves nothing.
fn server_major(folder: &Path) -> Option<u32> {
    let output = Command::new(folder.join("postgres"))
        .arg("--version")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    parse_major(&String::from_utf8_lossy(&output.stdout))
}

/// From `postgres (PostgreSQL) 15.18 (Debian …)`; betas read `17beta1`.
fn parse_major(version: &str) -> Option<u32> {
    let number = version.split_whitespace().nth(2)?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        let check = |text: &str, expected: Option<u32>| assert_eq!(parse_major(text), expected, "{text}");
        check("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", Some(15));
        check("postgres (PostgreSQL) 17beta1\n", Some(17));
        check("postgres (PostgreSQL) 18.0\n", Some(18));
        check("postgres", None);
        check("", None);
    }

    #[test]
    fn data_of_another_version_is_refused_in_one_line() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        fs::write(folder.path().join("data/PG_VERSION"), "9\n").unwrap();
        let message = find(folder.path()).unwrap_err().to_string();
        assert!(message.contains("made by Postgres 9, and this machine has only "), "{message}");
        assert!(!message.contains('\n'), "{message}");
    }

    #[test]
    fn versions_sort_as_numbers() {
        let parent = tempfile::tempdir().unwrap();
        for name in ["postgresql", "postgresql@9", "postgresql@17", "other@18"] {
            fs::create_dir(parent.path().join(name)).unwrap();
        }
        let found = versioned(parent.path().to_str().unwrap(), "postgresql");
        let names: Vec<_> = found.iter().map(|path| path.parent().unwrap().file_name().unwrap()).collect();
        assert_eq!(names, ["postgresql@17", "postgresql@9", "postgresql"]);
    }
}
