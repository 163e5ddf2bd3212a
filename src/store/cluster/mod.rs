//! The private cluster: a Postgres of farthing's own in the data folder, for those who run none.
//!
//! Any number of farthing processes share it. Each holds a shared lock on one file while it is attached; the last one
//! out, which is the one that can take that lock for itself, stops the server. A second lock lets one process at a
//! time start or stop it. Both are `flock` locks, so the kernel drops them however a process ends: after a crash, a
//! `kill -9` or a plain drop of [`Cluster`] the server runs on, the next process attaches to it, and its release
//! stops it. Postgres itself recovers from being killed.
//!
//! The server listens on nothing but a Unix socket, in a short folder below `/tmp` because a socket's path may have
//! no more than 107 bytes (103 on macOS). Local connections need no password: the folder has mode 0700 and is checked
//! to belong to the cluster's own user, who could read the data files as well.
//!
//! Postgres refuses to run as root, so as root its programs run as the owner of the existing cluster, else as
//! `postgres`, else as `nobody`.
//!
//! **Invariant:** nothing here touches a server that was not started for this data folder, and a half-made cluster is
//! never taken for a whole one.

mod account;
mod binaries;
mod postmaster;

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::OFlags;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{ConnectOptions, Connection};
use tokio::time::{Instant, timeout_at};

use self::account::Account;
use self::postmaster::{Postmaster, State};

/// The superuser that owns the database: for migrations, never for the application's queries.
const OWNER: &str = "farthing_owner";
const DATABASE: &str = "farthing";
/// Not a port: it only names the socket's file.
const PORT: u16 = 5432;
/// Longest wait for another process that starts or stops the server: longer than either may take.
const CONTROL_TIMEOUT: Duration = Duration::from_secs(180);
/// Longest wait for the first answer of a server that calls itself ready: 10 ms usually.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
/// Pause between two looks at a lock or at the server's state: short beside a start, which takes about 100 ms.
const POLL: Duration = Duration::from_millis(10);

/// Why the private cluster is not to be had: one line that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    #[error(
        "no Postgres {minimum} or newer is on this machine; install it (Debian, Ubuntu: apt-get install postgresql; \
         macOS: brew install postgresql@17) or name a server in DATABASE_URL",
        minimum = binaries::MINIMUM_MAJOR
    )]
    NoBinaries,
    #[error(
        "the database in {folder} was made by Postgres {data_major}, and this machine has only {found}; install \
         Postgres {data_major} beside it (the data stays as it is)"
    )]
    OtherVersion { folder: PathBuf, data_major: u32, found: String },
    #[error(
        "Postgres runs as the user {user}, who cannot reach {folder}; set FARTHING_DATA_DIR to a folder that everyone \
         may enter, such as /var/lib/farthing"
    )]
    OutOfReach { user: String, folder: PathBuf },
    #[error(
        "Postgres does not run as root, and there is neither a user postgres nor a user nobody; run as another user"
    )]
    NoUser,
    #[error(
        "{path} belongs to another user or is open to others; run farthing as its owner, or set FARTHING_DATA_DIR to \
         another folder"
    )]
    NotOurs { path: PathBuf },
    #[error("cannot use {path} in the data folder (FARTHING_DATA_DIR): {source}")]
    Folder { path: PathBuf, source: io::Error },
    #[error("another farthing has been starting or stopping the database in {folder} for too long; try again")]
    Busy { folder: PathBuf },
    #[error("cannot run {program}: {source}")]
    Program { program: PathBuf, source: io::Error },
    #[error("a new database could not be made: {detail}")]
    Initdb { detail: String },
    #[error("the database did not start: {detail} (its log is {log})")]
    Start { detail: String, log: PathBuf },
    #[error("the database did not stop in time; it goes on in the background and its data is safe (its log is {log})")]
    Stop { log: PathBuf },
    #[error(
        "the database runs, but its socket folder {folder} is not visible; end every farthing on this data \
         folder and try again"
    )]
    SocketGone { folder: PathBuf },
    #[error("the database runs, but cannot be used: {0}")]
    Connect(sqlx::Error),
    #[error("the database runs, but does not answer; end every farthing on this data folder and try again")]
    NoAnswer,
}

/// This process's share in the running private cluster. End it with [`Cluster::release`].
#[derive(Debug)]
pub struct Cluster {
    data_dir: PathBuf,
    postmaster: Postmaster,
    /// Holds the shared lock that counts this process as a user.
    users: File,
}

impl Cluster {
    /// Attaches to the cluster below `data_dir`; makes and starts it where need be. The database in it may be empty.
    ///
    /// # Errors
    /// [`ClusterError`] says what stands in the way and what to do; nothing half-made is left that a next call
    /// would trip over.
    pub async fn attach(data_dir: &Path) -> Result<Self, ClusterError> {
        let data_dir = make_data_dir(data_dir)?;
        let control = lock_control(&data_dir).await?;
        let users = open_lock(&data_dir.join("postgres-users.lock"))?;
        let is_only_user = users.try_lock().is_ok();
        let account = Account::for_cluster(&data_dir.join("postgres"))?;
        let mut postmaster = Postmaster::new(&data_dir, account)?;
        bring_up(&mut postmaster, is_only_user).await?;
        // From its own exclusive lock to a shared one; nobody can come between while we hold `control`.
        users.lock_shared().map_err(folder_error(&data_dir))?;
        drop(control);
        Ok(Self { data_dir, postmaster, users })
    }

    /// How to connect as the superuser that owns the database. Set another username to connect as another role.
    pub fn owner_options(&self) -> PgConnectOptions {
        owner_options(self.postmaster.socket_folder())
    }

    /// Leaves the cluster; stops the server if nobody else uses it. Close every connection before.
    ///
    /// # Errors
    /// [`ClusterError::Busy`] or [`ClusterError::Stop`]: the server then runs on, which harms nothing.
    pub async fn release(self) -> Result<(), ClusterError> {
        let _control = lock_control(&self.data_dir).await?;
        self.users.unlock().map_err(folder_error(&self.data_dir))?;
        match self.users.try_lock() {
            Ok(()) => self.postmaster.stop().await,
            Err(TryLockError::WouldBlock) => Ok(()),
            Err(TryLockError::Error(source)) => Err(folder_error(&self.data_dir)(source)),
        }
    }
}

/// From whatever state the server is in to one that answers and has our database.
async fn bring_up(postmaster: &mut Postmaster, is_only_user: bool) -> Result<(), ClusterError> {
    make_ready(postmaster, is_only_user).await?;
    let deadline = Instant::now() + ANSWER_TIMEOUT;
    loop {
        let created = timeout_at(deadline, create_database(postmaster.socket_folder())).await;
        match created {
            Ok(Ok(())) => return Ok(()),
            // A server that was killed a moment ago still looks alive until the kernel has taken it apart.
            Ok(Err(_)) if Instant::now() < deadline => {
                tokio::time::sleep(POLL).await;
                make_ready(postmaster, is_only_user).await?;
            }
            Ok(Err(error)) => return Err(ClusterError::Connect(error)),
            Err(_) => return Err(ClusterError::NoAnswer),
        }
    }
}

async fn make_ready(postmaster: &mut Postmaster, is_only_user: bool) -> Result<(), ClusterError> {
    // Left running by a process that was killed, or shared with others that still are attached.
    let is_running = match postmaster.state() {
        State::Stopped => false,
        State::Stopping(_) => postmaster.wait_until_stopped().await.map(|()| false)?,
        State::Starting(_) | State::Ready(_) => postmaster.wait_until_ready().await?,
    };
    if !is_running {
        return postmaster.start().await;
    }
    postmaster.adopt_socket_folder()?;
    if postmaster.has_socket() {
        return Ok(());
    }
    // Something swept /tmp. With others attached a restart would break what still works for them.
    if !is_only_user {
        return Err(ClusterError::SocketGone { folder: postmaster.socket_folder().to_owned() });
    }
    postmaster.stop().await?;
    postmaster.start().await
}

/// Makes our database once, and proves that the server answers.
async fn create_database(socket_folder: &Path) -> Result<(), sqlx::Error> {
    let mut connection = owner_options(socket_folder).database("postgres").connect().await?;
    let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(DATABASE)
        .fetch_one(&mut connection)
        .await?;
    if !exists {
        sqlx::query("CREATE DATABASE farthing").execute(&mut connection).await?;
    }
    connection.close().await
}

fn owner_options(socket_folder: &Path) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(socket_folder)
        .port(PORT)
        .username(OWNER)
        .database(DATABASE)
        // Bytes of a Unix socket never leave the machine.
        .ssl_mode(PgSslMode::Disable)
}

/// The data folder, made where need be, as an absolute path without symbolic links.
fn make_data_dir(data_dir: &Path) -> Result<PathBuf, ClusterError> {
    // Root's is passed through by the database's user; everyone else's is nobody's business.
    let mode = if rustix::process::geteuid().is_root() { 0o711 } else { 0o700 };
    account::create_folder(data_dir, mode).map_err(folder_error(data_dir))?;
    fs::canonicalize(data_dir).map_err(folder_error(data_dir))
}

/// Takes the lock under which one process at a time starts or stops the server.
async fn lock_control(data_dir: &Path) -> Result<File, ClusterError> {
    let file = open_lock(&data_dir.join("postgres-control.lock"))?;
    let deadline = Instant::now() + CONTROL_TIMEOUT;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(source)) => return Err(folder_error(data_dir)(source)),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => tokio::time::sleep(POLL).await,
            Err(TryLockError::WouldBlock) => return Err(ClusterError::Busy { folder: data_dir.to_owned() }),
        }
    }
}

/// A lock needs no right to write, so root and the folder's owner can share one whoever made it.
fn open_lock(path: &Path) -> Result<File, ClusterError> {
    let no_follow = OFlags::NOFOLLOW.bits().cast_signed();
    let open = || fs::OpenOptions::new().read(true).custom_flags(no_follow).open(path);
    match open() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let created = fs::OpenOptions::new().write(true).create_new(true).mode(0o644).open(path);
            match created {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
                _ => open(),
            }
        }
        other => other,
    }
    .map_err(folder_error(path))
}

fn folder_error(path: &Path) -> impl FnOnce(io::Error) -> ClusterError {
    let path = path.to_owned();
    |source| ClusterError::Folder { path, source }
}

#[cfg(test)]
mod tests;
