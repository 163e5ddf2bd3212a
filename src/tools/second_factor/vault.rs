//! The key that seals what must not stand in the database in the clear: PIN hashes and secrets of authenticator apps.
//!
//! **Invariant:** the key comes from `FARTHING_MASTER_KEY` or from a file that only farthing's user reads; it never enters the
//! database, a log or a message.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use aes_gcm::aead::{Aead as _, Generate as _, Key, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use uuid::Uuid;

use crate::config::Secret;
use crate::domain::BookId;

/// The key's file in the data folder.
const FILE_NAME: &str = "master.key";
/// Bytes of the nonce in front of what is sealed; fixed by AES-GCM.
const NONCE_BYTES: usize = 12;
/// Bytes of every key here.
const KEY_BYTES: usize = 32;

/// Where the master key comes from. It is read, or made, when it is first needed.
pub struct Vault {
    source: Source,
    key: OnceLock<Secret<[u8; KEY_BYTES]>>,
}

enum Source {
    /// `FARTHING_MASTER_KEY`.
    Given(Secret<String>),
    /// The data folder.
    File(PathBuf),
    /// Of this process alone.
    Fresh,
}

/// Why nothing can be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("the key file {path} cannot be used")]
    File { path: PathBuf, source: io::Error },
    #[error("the key file {path} is empty")]
    Empty { path: PathBuf },
    #[error("what is sealed does not open: it was sealed under another master key")]
    OtherKey,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(…)")
    }
}

impl Vault {
    /// A key that was given, or else the one in the data folder.
    pub fn new(given: Option<Secret<String>>, data_dir: &Path) -> Self {
        let source = given.map_or_else(|| Source::File(data_dir.join(FILE_NAME)), Source::Given);
        Self { source, key: OnceLock::new() }
    }

    /// A key that ends with this process.
    pub fn fresh() -> Self {
        Self { source: Source::Fresh, key: OnceLock::new() }
    }

    /// Seals it for a book: in another it does not open.
    pub fn close(&self, book: BookId, clear: &[u8]) -> Result<Vec<u8>, VaultError> {
        let nonce = Nonce::generate();
        let payload = Payload { msg: clear, aad: book.0.as_bytes() };
        let sealed = self.cipher()?.encrypt(&nonce, payload).map_err(|_| VaultError::OtherKey)?;
        Ok(nonce.iter().copied().chain(sealed).collect())
    }

    /// # Errors
    /// When it was sealed under another key or for another book.
    pub fn open(&self, book: BookId, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(VaultError::OtherKey)?;
        let payload = Payload { msg: sealed, aad: book.0.as_bytes() };
        self.cipher()?.decrypt(&Nonce::from(*nonce), payload).map_err(|_| VaultError::OtherKey)
    }

    /// A hash that nobody computes without the key, for texts with enough chance in them.
    pub fn keyed_hash(&self, book: BookId, text: &str) -> Result<Vec<u8>, VaultError> {
        let key = self.derived("recovery code")?;
        Ok(hmac(&key, &[book.0.as_bytes(), text.as_bytes()]).to_vec())
    }

    fn cipher(&self) -> Result<Aes256Gcm, VaultError> {
        Ok(Aes256Gcm::new(&Key::<Aes256Gcm>::from(self.derived("seal")?)))
    }

    /// One key for each use, so that none tells anything about another.
    fn derived(&self, purpose: &str) -> Result<[u8; KEY_BYTES], VaultError> {
        let master = match self.key.get() {
            Some(key) => key,
            None => {
                let read = self.read()?;
                self.key.get_or_init(|| read)
            }
        };
        Ok(hmac(master.expose(), &[b"farthing ", purpose.as_bytes()]))
    }

    fn read(&self) -> Result<Secret<[u8; KEY_BYTES]>, VaultError> {
        let text = match &self.source {
            Source::Given(text) => text.clone(),
            Source::File(path) => file_key(path)?,
            Source::Fresh => Secret::new(made_up()),
        };
        Ok(Secret::new(hmac(b"farthing master key", &[text.expose().as_bytes()])))
    }
}

/// The key in the file; made where there is none. Two processes that start at once end with the same.
fn file_key(path: &Path) -> Result<Secret<String>, VaultError> {
    let wrong = |source| VaultError::File { path: path.to_owned(), source };
    let mut text = match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            make_file(path).map_err(wrong)?;
            fs::read_to_string(path).map_err(wrong)?
        }
        read => read.map_err(wrong)?,
    };
    text.truncate(text.trim_end().len());
    if text.is_empty() {
        return Err(VaultError::Empty { path: path.to_owned() });
    }
    Ok(Secret::new(text))
}

fn make_file(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // Whole before it has its name: nobody reads half a key.
    let unfinished = path.with_extension(Uuid::new_v4().simple().to_string());
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished)?;
    let written = writeln!(file, "{}", made_up()).and_then(|()| file.sync_all());
    let named = written.and_then(|()| match fs::hard_link(&unfinished, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    });
    fs::remove_file(&unfinished)?;
    named
}

fn made_up() -> String {
    <[u8; KEY_BYTES]>::generate().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; KEY_BYTES] {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; KEY_BYTES] };
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn opens_under_the_same_key_for_the_same_book_alone() {
        let given = |text: &str| Vault::new(Some(Secret::new(text.to_owned())), Path::new("/nowhere"));
        let (one, other) = (BookId::new(), BookId::new());
        let sealed = given("a").close(one, b"secret").unwrap();
        assert!(!sealed.windows(6).any(|bytes| bytes == b"secret"));
        assert_eq!(given("a").open(one, &sealed).unwrap(), b"secret");
        assert!(given("b").open(one, &sealed).is_err());
        assert!(given("a").open(other, &sealed).is_err());
        assert!(given("a").open(one, &[1; 5]).is_err());
        let hash = |key: &str, book, text| given(key).keyed_hash(book, text).unwrap();
        assert_eq!(hash("a", one, "x"), hash("a", one, "x"));
        assert!(
            [hash("b", one, "x"), hash("a", other, "x"), hash("a", one, "y")].iter().all(|h| *h != hash("a", one, "x"))
        );
    }

    #[test]
    fn the_file_is_made_once_and_is_farthings_alone() {
        let folder = tempfile::tempdir().unwrap();
        let book = BookId::new();
        let sealed = Vault::new(None, folder.path()).close(book, b"secret").unwrap();
        assert_eq!(Vault::new(None, folder.path()).open(book, &sealed).unwrap(), b"secret");
        let mode = fs::metadata(folder.path().join(FILE_NAME)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
        fs::write(folder.path().join(FILE_NAME), "\n").unwrap();
        assert!(matches!(Vault::new(None, folder.path()).open(book, &sealed), Err(VaultError::Empty { .. })));
    }
}
