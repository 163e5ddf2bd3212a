//! The server process of one cluster: whether it runs, how it is made, started and stopped.
//!
//! What Postgres tells of itself stands in `postmaster.pid`, one value a line: process id, data folder, start time,
//! port, socket folder, address, shared memory, status (Postgres's `src/include/utils/pidfile.h`).
//!
//! **Invariant:** everything that changes something here is called under the control lock of [`super`].

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use sha2::{Digest, Sha256};
use tokio::time::{Instant, sleep, timeout};

use super::account::Account;
use super::{ClusterError, OWNER, POLL, PORT, binaries, folder_error};

/// Longest first start: `initdb` takes 1 s here; a slow disk that must sync gets plenty.
const INITDB_TIMEOUT: Duration = Duration::from_secs(120);
/// Longest start: about 0.1 s usually, but recovery after a crash replays up to a gigabyte of log first.
const START_TIMEOUT: Duration = Duration::from_secs(120);
/// Longest stop: it writes what is in memory, at most `shared_buffers`, to disk.
const STOP_TIMEOUT: Duration = Duration::from_secs(45);
/// Pause before the next try where processes of a killed server are still on their way out.
const ORPHAN_PAUSE: Duration = Duration::from_millis(100);
/// A log larger than this is set aside at the start, and the one set aside before is dropped.
const LOG_BYTES: u64 = 1 << 20;
/// Enough of the log's end to hold what a failed start says.
const LOG_TAIL_BYTES: u64 = 4 << 10;
/// Bytes of the hash in the socket folder's name: no two data folders of one machine will share them.
const FOLDER_HASH_BYTES: usize = 6;

/// Given on the command line at every start, so that a new version of farthing brings its own, and so that root never
/// writes into a folder of another user.
const SETTINGS: &[(&str, &str)] = &[
    ("listen_addresses", ""),
    ("unix_socket_permissions", "0700"),
    ("max_connections", "100"),
    ("shared_buffers", "128MB"),
    // What a commit confirmed survives a power cut.
    ("fsync", "on"),
    ("synchronous_commit", "on"),
    ("full_page_writes", "on"),
    ("timezone", "UTC"),
    // Compiling a query takes longer than any of ours runs.
    ("jit", "off"),
    // Statements and row values hold memos and amounts, which no log may have: farthing itself reports its errors.
    ("log_min_messages", "log"),
    ("log_min_error_statement", "panic"),
    ("log_min_duration_statement", "-1"),
    ("log_error_verbosity", "terse"),
    ("log_checkpoints", "off"),
    ("log_autovacuum_min_duration", "-1"),
];

/// What the server does, as far as its own file and the process table tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Stopped,
    Starting(Pid),
    Ready(Pid),
    Stopping(Pid),
}

/// The server of one cluster, running or not.
#[derive(Debug)]
pub(super) struct Postmaster {
    /// `<data folder>/postgres`: the cluster in `data`, and `log`.
    folder: PathBuf,
    socket_folder: PathBuf,
    account: Account,
}

impl Postmaster {
    pub(super) fn new(data_dir: &Path, account: Account) -> Result<Self, ClusterError> {
        let folder = data_dir.join("postgres");
        account.private_folder(&folder)?;
        let digest = Sha256::new()
            .chain_update(data_dir.as_os_str().as_encoded_bytes())
            .chain_update(account.uid.to_be_bytes())
            .finalize();
        let name = digest.iter().take(FOLDER_HASH_BYTES).fold(String::from("farthing-"), |mut name, byte| {
            // Writing to a String cannot fail.
            let _ = write!(name, "{byte:02x}");
            name
        });
        Ok(Self { folder, socket_folder: Path::new("/tmp").join(name), account })
    }

    pub(super) fn socket_folder(&self) -> &Path {
        &self.socket_folder
    }

    pub(super) fn has_socket(&self) -> bool {
        self.socket_folder.join(socket_name()).exists()
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    fn pid_file(&self) -> PathBuf {
        self.data().join("postmaster.pid")
    }

    pub(super) fn state(&self) -> State {
        let text = fs::read_to_string(self.pid_file()).unwrap_or_default();
        let mut lines = text.lines();
        let Some(pid) = lines.next().and_then(parse_pid).filter(|pid| is_server_of(*pid, &self.data())) else {
            return State::Stopped;
        };
        match lines.nth(6).map(str::trim) {
            Some("ready" | "standby") => State::Ready(pid),
            Some("stopping") => State::Stopping(pid),
            _ => State::Starting(pid),
        }
    }

    /// The running server may have been started under another name of the same data folder: its own word counts.
    pub(super) fn adopt_socket_folder(&mut self) -> Result<(), ClusterError> {
        // No file: it has just ended, which shows when we connect.
        let text = fs::read_to_string(self.pid_file()).unwrap_or_default();
        if let Some(folder) = text.lines().nth(4).map(PathBuf::from).filter(|folder| folder.is_absolute()) {
            self.socket_folder = folder;
        }
        if self.socket_folder.exists() { self.account.private_folder(&self.socket_folder) } else { Ok(()) }
    }

    /// Starts the server, after making the cluster where there is none, and waits until it takes connections.
    pub(super) async fn start(&self) -> Result<(), ClusterError> {
        let binaries = binaries::find(&self.folder)?;
        if !self.data().exists() {
            self.initdb(&binaries.program("initdb")).await?;
        }
        self.account.private_folder(&self.socket_folder)?;
        self.clear_leftovers()?;
        let pg_ctl = binaries.program("pg_ctl");
        let deadline = Instant::now() + START_TIMEOUT;
        loop {
            let log_bytes = fs::metadata(self.log()).map_or(0, |log| log.len());
            if self.try_start(&pg_ctl, deadline).await? {
                return Ok(());
            }
            let said = self.log_since(log_bytes);
            // The processes of a killed server notice its death and leave; Postgres refuses to start until then.
            let has_orphans = said.contains("still in use");
            if !has_orphans || Instant::now() >= deadline {
                return Err(ClusterError::Start { detail: last_error(&said), log: self.log() });
            }
            sleep(ORPHAN_PAUSE).await;
        }
    }

    /// One start; false when the server ended at once, or was not ready by the deadline.
    async fn try_start(&self, pg_ctl: &Path, deadline: Instant) -> Result<bool, ClusterError> {
        let mut command = self.account.command(pg_ctl, &self.folder);
        // Names relative to the folder: pg_ctl passes them through a shell. It gives the server a session of its own.
        command.args(["start", "--silent", "--wait", "--pgdata", "data", "--log", "log"]);
        command.arg("--timeout").arg(START_TIMEOUT.as_secs().to_string());
        command.arg("--options").arg(self.server_options());
        let mut pg_ctl_run = self.spawn(&mut command, pg_ctl)?;
        // pg_ctl looks every 100 ms and we every 10, so the file usually tells first.
        loop {
            if matches!(self.state(), State::Ready(_)) {
                return Ok(true);
            }
            let exit = pg_ctl_run.try_wait().map_err(program_error(pg_ctl))?;
            if let Some(exit) = exit {
                return Ok(exit.success());
            }
            if Instant::now() >= deadline {
                return Ok(false);
            }
            sleep(POLL).await;
        }
    }

    fn server_options(&self) -> String {
        let mut options = format!("-k {}", self.socket_folder.display());
        for (name, value) in SETTINGS.iter().chain(&[("port", PORT.to_string().as_str())]) {
            // Writing to a String cannot fail.
            let _ = write!(options, " -c {name}={value}");
        }
        options
    }

    /// Waits for a server that somebody else started; false when it ended instead.
    pub(super) async fn wait_until_ready(&self) -> Result<bool, ClusterError> {
        let deadline = Instant::now() + START_TIMEOUT;
        while Instant::now() < deadline {
            match self.state() {
                State::Ready(_) => return Ok(true),
                State::Stopped => return Ok(false),
                State::Starting(_) | State::Stopping(_) => sleep(POLL).await,
            }
        }
        Err(ClusterError::Start { detail: last_error(&self.log_since(0)), log: self.log() })
    }

    /// Ends every session and the server ("fast shutdown"); returns when it is gone.
    pub(super) async fn stop(&self) -> Result<(), ClusterError> {
        if let State::Starting(pid) | State::Ready(pid) = self.state() {
            // The only error is that it ended by itself.
            let _ = kill_process(pid, Signal::INT);
        }
        self.wait_until_stopped().await
    }

    pub(super) async fn wait_until_stopped(&self) -> Result<(), ClusterError> {
        let deadline = Instant::now() + STOP_TIMEOUT;
        while self.state() != State::Stopped {
            if Instant::now() >= deadline {
                return Err(ClusterError::Stop { log: self.log() });
            }
            sleep(POLL).await;
        }
        // Left where something is in it; the next start makes it anew.
        let _ = fs::remove_dir(&self.socket_folder);
        Ok(())
    }

    /// Makes the cluster under another name first, so that a killed `initdb` leaves nothing that looks like one.
    async fn initdb(&self, initdb: &Path) -> Result<(), ClusterError> {
        let unfinished = self.folder.join("data.new");
        let mut detail = String::new();
        // The second for systems whose C library knows no C.UTF-8; text is UTF-8 and sorts by bytes with both.
        for locale in ["C.UTF-8", "C"] {
            if unfinished.exists() {
                fs::remove_dir_all(&unfinished).map_err(folder_error(&unfinished))?;
            }
            let mut command = self.account.command(initdb, &self.folder);
            command.args(["--pgdata", "data.new", "--username", OWNER, "--encoding", "UTF8", "--locale", locale]);
            command.args(["--auth-local", "trust", "--auth-host", "reject", "--data-checksums", "--no-instructions"]);
            command.stderr(Stdio::piped()).kill_on_drop(true);
            let run = self.spawn(&mut command, initdb)?.wait_with_output();
            let output = match timeout(INITDB_TIMEOUT, run).await {
                Ok(output) => output.map_err(program_error(initdb))?,
                Err(_) => return Err(ClusterError::Initdb { detail: "it took too long".to_owned() }),
            };
            if output.status.success() {
                fs::rename(&unfinished, self.data()).map_err(folder_error(&unfinished))?;
                return File::open(&self.folder)
                    .and_then(|folder| folder.sync_all())
                    .map_err(folder_error(&self.folder));
            }
            detail = last_error(&String::from_utf8_lossy(&output.stderr));
        }
        Err(ClusterError::Initdb { detail })
    }

    fn spawn(
        &self,
        command: &mut tokio::process::Command,
        program: &Path,
    ) -> Result<tokio::process::Child, ClusterError> {
        command.spawn().map_err(|error| match error.kind() {
            // The program is there and for everyone, so it is the folder that its user may not enter.
            io::ErrorKind::PermissionDenied => {
                ClusterError::OutOfReach { user: self.account.name.clone(), folder: self.folder.clone() }
            }
            _ => program_error(program)(error),
        })
    }

    /// Removes what a killed server left and what would keep a new one from starting. Called only when none runs.
    fn clear_leftovers(&self) -> Result<(), ClusterError> {
        let remove = |path: &Path| match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(folder_error(path)(error)),
            _ => Ok(()),
        };
        // A number that now is another process's, or no number at all, would look to Postgres like a live server. A
        // dead one's stays: Postgres checks by it that no orphan is still at work on the data.
        let pid = fs::read_to_string(self.pid_file()).ok();
        if pid.is_some_and(|text| text.lines().next().and_then(parse_pid).is_none_or(is_alive)) {
            remove(&self.pid_file())?;
        }
        let socket = self.socket_folder.join(socket_name());
        remove(&socket)?;
        remove(&socket.with_added_extension("lock"))?;
        if fs::symlink_metadata(self.log()).is_ok_and(|log| log.len() > LOG_BYTES) {
            fs::rename(self.log(), self.folder.join("log.old")).map_err(folder_error(&self.log()))?;
        }
        Ok(())
    }

    /// What was logged after the first `start` bytes, or the end of it where that is long.
    fn log_since(&self, start: u64) -> String {
        let read = || -> io::Result<String> {
            let mut log = File::open(self.log())?;
            let end = log.seek(SeekFrom::End(0))?;
            log.seek(SeekFrom::Start(start.max(end.saturating_sub(LOG_TAIL_BYTES))))?;
            let mut tail = Vec::new();
            log.take(LOG_TAIL_BYTES).read_to_end(&mut tail)?;
            Ok(String::from_utf8_lossy(&tail).into_owned())
        };
        read().unwrap_or_default()
    }
}

fn program_error(program: &Path) -> impl FnOnce(io::Error) -> ClusterError {
    let program = program.to_owned();
    |source| ClusterError::Program { program, source }
}

fn socket_name() -> String {
    format!(".s.PGSQL.{PORT}")
}

/// The last line that names an error, without its time stamp; failing that the last line.
fn last_error(text: &str) -> String {
    let errors = ["FATAL:", "PANIC:", "error:"];
    let named = text.lines().rev().find_map(|line| {
        errors.iter().find_map(|word| line.split_once(word)).map(|(_, message)| message.trim().to_owned())
    });
    named.unwrap_or_else(|| text.lines().last().unwrap_or("it took too long, or left no message").trim().to_owned())
}

fn parse_pid(line: &str) -> Option<Pid> {
    // A negative number would mean a process group; a standalone server notes itself so.
    line.trim().parse::<i32>().ok().filter(|pid| *pid > 0).and_then(Pid::from_raw)
}

fn is_alive(pid: Pid) -> bool {
    rustix::process::test_kill_process(pid) != Err(rustix::io::Errno::SRCH)
}

/// Whether the process is the server of this very data folder: a process id alone proves nothing, numbers are reused.
fn is_server_of(pid: Pid, data: &Path) -> bool {
    let process = Path::new("/proc").join(pid.to_string());
    if !Path::new("/proc/self").exists() {
        return is_alive(pid) && command_of(pid).contains("postgres");
    }
    match fs::read_link(process.join("cwd")) {
        // The server works inside its data folder.
        Ok(folder) => folder == data,
        // Root of a container may not look; anyone may read the command line.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            fs::read(process.join("cmdline")).is_ok_and(|line| String::from_utf8_lossy(&line).contains("postgres"))
        }
        Err(_) => false,
    }
}

/// The command line of a process on a system without `/proc`.
fn command_of(pid: Pid) -> String {
    let output = std::process::Command::new("ps").args(["-o", "command=", "-p", &pid.to_string()]).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_of_a_failed_start_is_found() {
        let check = |text: &str, expected: &str| assert_eq!(last_error(text), expected, "{text}");
        check("2026-01-01 UTC [1] FATAL:  no room\n2026 [1] LOG:  shut down\n", "no room");
        check("initdb: error: invalid locale name \"x\"\n", "invalid locale name \"x\"");
        check("one\ntwo\n", "two");
        check("", "it took too long, or left no message");
    }

    #[test]
    fn only_a_positive_number_is_a_process() {
        let check = |line: &str, expected: Option<i32>| {
            assert_eq!(parse_pid(line).map(|pid| pid.as_raw_nonzero().get()), expected, "{line:?}");
        };
        check("123", Some(123));
        check(" 7 ", Some(7));
        check("-123", None);
        check("0", None);
        check("garbage", None);
        check("", None);
    }
}
