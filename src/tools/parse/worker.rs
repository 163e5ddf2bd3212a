//! Reading a statement in a child process, because a file from outside may need endless time, memory or stack, and
//! only a process can be stopped or die without taking the rest along.
//!
//! The child is this same program, called as `farthing parse-worker`: its `main` must go to [`serve`] before it does
//! anything else (no settings, no logs, no runtime), so that a start takes a few milliseconds. Between the two:
//! - to the child: one line of JSON, [`Request`], then as many bytes of the file as it says;
//! - back: one line of JSON, `{"Ok": ParsedFile}` or `{"Err": ReadError}`.
//!
//! A child serves one file after the other and ends when its input ends, as it does when the parent dies. A password
//! travels inside the request, never on a command line; the child gets no environment and its stderr goes nowhere,
//! because a panic's message may quote the file.
//!
//! **Invariant:** a child that did anything but answer is never used again, and nothing about a file is logged.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::{ReadError, ReadOptions};
use crate::domain::ParsedFile;
use crate::text;
use crate::texts::{Language, Texts};

/// The hidden subcommand that `main` answers with [`serve`].
pub const SUBCOMMAND: &str = "parse-worker";
/// Largest file: a CSV of a million rows has about 100 MB.
pub const MAX_FILE_BYTES: usize = 256 << 20;
/// Time for any file, start of the child included: a statement takes well under a second, pictures of pages up to a
/// minute.
const BASE_TIMEOUT: Duration = Duration::from_secs(60);
/// Slowest pace that a large file may be read at, on top of [`BASE_TIMEOUT`].
const BYTES_PER_SECOND: usize = 1 << 20;
/// A child is replaced after this many files, so that nothing builds up in it.
const READS_PER_WORKER: u32 = 16;
/// A child that read a larger file is replaced at once: its memory would not go back to the system.
const LARGE_FILE_BYTES: usize = 8 << 20;
/// Files that may wait for a free child; each holds its bytes in memory meanwhile.
const MAX_WAITING: usize = 64;
/// Longest answer: a row takes about 250 bytes, so this is several million rows.
const MAX_ANSWER_BYTES: u64 = 1 << 30;
/// Longest request line: a file name and a password.
const MAX_REQUEST_BYTES: u64 = 64 << 10;
/// Address space of a child: a million CSV rows need under half of it.
const MEMORY_BYTES: u64 = 2 << 30;
/// Processor time of a child over its whole life: ends one whose parent was killed while it was reading, and is more
/// than the timeouts of the parent allow for [`READS_PER_WORKER`] files.
const PROCESSOR_SECONDS: u64 = 900;
/// Size of the pieces in which an answer is written and read: what a pipe holds.
const PIPE_BYTES: usize = 64 << 10;

/// Why there is no reading; the words are for the user.
#[derive(Debug)]
pub enum WorkerError {
    Read(ReadError),
    TimedOut,
    Crashed,
    TooLarge,
    Busy,
    Start(io::Error),
}

impl WorkerError {
    /// What the user is told.
    pub fn words(&self, texts: &Texts) -> String {
        match self {
            Self::Read(reason) => reason.words(texts),
            Self::TimedOut => text!(texts, "read-timed-out"),
            Self::Crashed => text!(texts, "read-crashed"),
            Self::TooLarge => text!(texts, "read-larger", megabytes = (MAX_FILE_BYTES >> 20).to_string()),
            Self::Busy => text!(texts, "read-busy"),
            Self::Start(error) => text!(texts, "read-not-started", error = error.to_string()),
        }
    }
}

/// For logs and the command line.
impl std::fmt::Display for WorkerError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.words(Language::default().texts()))
    }
}

impl std::error::Error for WorkerError {}

impl From<ReadError> for WorkerError {
    fn from(reason: ReadError) -> Self {
        Self::Read(reason)
    }
}

/// The line ahead of a file's bytes.
#[derive(Serialize, Deserialize)]
struct Request {
    options: ReadOptions,
    file_bytes: usize,
}

/// Children that read files, at most one for each core. Dropping it ends them.
#[derive(Debug)]
pub struct WorkerPool {
    command: PathBuf,
    arguments: Vec<String>,
    base_timeout: Duration,
    idle: Mutex<Vec<Worker>>,
    /// One permit for each child that may be at work.
    working: Semaphore,
    /// One permit for each file that is being read or waits.
    admitted: Semaphore,
}

impl WorkerPool {
    /// `command` is the farthing program itself ([`std::env::current_exe`]). Starts nothing yet.
    pub fn new(command: PathBuf) -> Self {
        Self::with_command(command, &[SUBCOMMAND], BASE_TIMEOUT)
    }

    fn with_command(command: PathBuf, arguments: &[&str], base_timeout: Duration) -> Self {
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            command,
            arguments: arguments.iter().map(|&argument| argument.to_owned()).collect(),
            base_timeout,
            idle: Mutex::new(Vec::new()),
            working: Semaphore::new(workers),
            admitted: Semaphore::new(workers + MAX_WAITING),
        }
    }

    /// Reads one file in a child. Dropping the future kills the child that was at it.
    ///
    /// # Errors
    /// [`WorkerError::Read`] is the reader's answer; the others say that there is none.
    pub async fn read(&self, bytes: Vec<u8>, options: ReadOptions) -> Result<ParsedFile, WorkerError> {
        if bytes.len() > MAX_FILE_BYTES {
            return Err(WorkerError::TooLarge);
        }
        let _admitted = self.admitted.try_acquire().map_err(|_| WorkerError::Busy)?;
        // Fails only on a closed semaphore, and this one is never closed.
        let _working = self.working.acquire().await.map_err(|_| WorkerError::Busy)?;
        let mut worker = self.take_idle().map_or_else(|| Worker::start(&self.command, &self.arguments), Ok)?;
        let limit = limit_of(self.base_timeout, bytes.len());
        let answer = timeout(limit, worker.exchange(&bytes, options)).await.map_err(|_| WorkerError::TimedOut)?;
        let answer = answer.map_err(|_| WorkerError::Crashed)?;
        let size = bytes.len();
        drop(bytes);
        let answer = decode(answer).await?;
        if worker.reads < READS_PER_WORKER && size <= LARGE_FILE_BYTES {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
        }
        answer.map_err(WorkerError::Read)
    }

    /// A child from before that still runs.
    fn take_idle(&self) -> Option<Worker> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        std::iter::from_fn(|| idle.pop()).find_map(|mut worker| worker.is_running().then_some(worker))
    }
}

/// Off the runtime's threads: a large answer takes seconds.
async fn decode(answer: Vec<u8>) -> Result<Result<ParsedFile, ReadError>, WorkerError> {
    let decoded = tokio::task::spawn_blocking(move || serde_json::from_slice(&answer)).await;
    decoded.map_err(|_| WorkerError::Crashed)?.map_err(|_| WorkerError::Crashed)
}

/// One child; killed when it is dropped.
#[derive(Debug)]
struct Worker {
    child: Child,
    input: ChildStdin,
    output: tokio::io::BufReader<ChildStdout>,
    reads: u32,
}

impl Worker {
    fn start(command: &Path, arguments: &[String]) -> Result<Self, WorkerError> {
        let mut command = Command::new(command);
        // A group of its own: a ^C is for the parent, which may want to finish the file first.
        command.args(arguments).env_clear().process_group(0).kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(WorkerError::Start)?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (input, output) = pipes.ok_or_else(|| WorkerError::Start(io::ErrorKind::BrokenPipe.into()))?;
        Ok(Self { child, input, output: tokio::io::BufReader::new(output), reads: 0 })
    }

    fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Sends a file and receives the line that answers it.
    async fn exchange(&mut self, bytes: &[u8], options: ReadOptions) -> io::Result<Vec<u8>> {
        self.reads += 1;
        let mut request = serde_json::to_vec(&Request { options, file_bytes: bytes.len() })?;
        request.push(b'\n');
        self.input.write_all(&request).await?;
        self.input.write_all(bytes).await?;
        self.input.flush().await?;
        let mut answer = Vec::new();
        (&mut self.output).take(MAX_ANSWER_BYTES).read_until(b'\n', &mut answer).await?;
        if answer.last() == Some(&b'\n') { Ok(answer) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

/// A child for one file, started ahead of it: its start takes as long as everything else, so the two run side by side.
/// Dropping it ends it.
#[derive(Debug)]
pub struct Ahead {
    child: std::process::Child,
    pipes: (std::process::ChildStdin, std::process::ChildStdout),
}

impl Ahead {
    /// `command` is the farthing program itself ([`std::env::current_exe`]).
    ///
    /// # Errors
    /// Where the system starts no process.
    pub fn start(command: &Path) -> io::Result<Self> {
        let mut command = std::process::Command::new(command);
        command.arg(SUBCOMMAND).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take()).ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Self { child, pipes })
    }

    /// Reads the file, waiting as long as [`WorkerPool::read`] would.
    ///
    /// # Errors
    /// As those of [`WorkerPool::read`].
    pub fn read(mut self, bytes: &[u8], options: ReadOptions) -> Result<ParsedFile, WorkerError> {
        if bytes.len() > MAX_FILE_BYTES {
            return Err(WorkerError::TooLarge);
        }
        let (input, output) = self.pipes;
        let (sender, receiver) = std::sync::mpsc::channel();
        let answer = std::thread::scope(|scope| {
            scope.spawn(move || {
                let mut answer = Vec::new();
                let read =
                    BufReader::with_capacity(PIPE_BYTES, output).take(MAX_ANSWER_BYTES).read_until(b'\n', &mut answer);
                // The receiver may have given up.
                drop(sender.send(read.map(|_| answer)));
            });
            scope.spawn(move || {
                let mut input = input;
                let mut request = serde_json::to_vec(&Request { options, file_bytes: bytes.len() })?;
                request.push(b'\n');
                input.write_all(&request)?;
                // A child that ended early has its answer, or none, on the other pipe.
                input.write_all(bytes)
            });
            let answer = receiver.recv_timeout(limit_of(BASE_TIMEOUT, bytes.len()));
            // Ended before the scope waits for the threads that its pipes hold.
            drop(self.child.kill());
            answer
        });
        // The system keeps the child's status until this process ends, which is soon.
        match answer {
            Err(_) => Err(WorkerError::TimedOut),
            Ok(Ok(answer)) if answer.last() == Some(&b'\n') => {
                let read: Result<_, ReadError> = serde_json::from_slice(&answer).map_err(|_| WorkerError::Crashed)?;
                Ok(read?)
            }
            Ok(_) => Err(WorkerError::Crashed),
        }
    }
}

/// How long a file of this size may take.
fn limit_of(base: Duration, bytes: usize) -> Duration {
    base + Duration::from_secs((bytes / BYTES_PER_SECOND) as u64)
}

/// The child's whole life: limits itself, then answers requests on stdin until it ends.
pub fn serve() -> ExitCode {
    let served = limit_this_process().and_then(|()| {
        let output = BufWriter::with_capacity(PIPE_BYTES, io::stdout().lock());
        serve_on(io::stdin().lock(), output, super::read)
    });
    // Nobody reads a message from here; the parent sees an ended output.
    if served.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn limit_this_process() -> io::Result<()> {
    let limit = |resource, value| setrlimit(resource, Rlimit { current: Some(value), maximum: Some(value) });
    // A dump would put the file's content on disk.
    limit(Resource::Core, 0)?;
    limit(Resource::Cpu, PROCESSOR_SECONDS)?;
    // macOS knows no limit of address space.
    if cfg!(target_os = "linux") {
        limit(Resource::As, MEMORY_BYTES)?;
    }
    Ok(())
}

fn serve_on(
    mut input: impl BufRead,
    mut output: impl Write,
    read: impl Fn(&[u8], &ReadOptions) -> Result<ParsedFile, ReadError>,
) -> io::Result<()> {
    for _ in 0..READS_PER_WORKER {
        let mut line = Vec::new();
        if (&mut input).take(MAX_REQUEST_BYTES).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let request: Request = serde_json::from_slice(&line)?;
        if request.file_bytes > MAX_FILE_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut bytes = vec![0; request.file_bytes];
        input.read_exact(&mut bytes)?;
        serde_json::to_writer(&mut output, &read(&bytes, &request.options))?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
