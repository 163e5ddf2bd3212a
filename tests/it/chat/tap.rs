//! A wire between the bot's process and a server that can kill the process at a chosen moment.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};

/// When the process is killed, seen from the message that it sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// The message is on its way and never arrives.
    Before,
    /// The message arrives and takes effect; the process never learns of it.
    After,
}

/// Counts what the process sends and kills it at a given count.
#[derive(Clone, Debug)]
pub(super) struct Trigger {
    left: Arc<AtomicI64>,
    moment: Arc<Mutex<Moment>>,
    fired: Arc<AtomicBool>,
    process: Arc<Mutex<Option<u32>>>,
}

impl Trigger {
    pub(super) fn new() -> Self {
        Self {
            left: Arc::new(AtomicI64::new(i64::MAX)),
            moment: Arc::new(Mutex::new(Moment::Before)),
            fired: Arc::default(),
            process: Arc::default(),
        }
    }

    /// From now on the process is killed at its `count`th message (the first is 1).
    pub(super) fn arm(&self, process: u32, count: i64, moment: Moment) {
        *self.process.lock().unwrap() = Some(process);
        *self.moment.lock().unwrap() = moment;
        self.fired.store(false, Ordering::SeqCst);
        self.left.store(count, Ordering::SeqCst);
    }

    pub(super) fn disarm(&self) {
        self.left.store(i64::MAX, Ordering::SeqCst);
    }

    /// Whether the message has come at which it fires.
    pub(super) fn is_reached(&self) -> bool {
        self.left.load(Ordering::SeqCst) <= 0
    }

    pub(super) fn has_fired(&self) -> bool {
        self.fired.load(Ordering::SeqCst)
    }

    fn is_now(&self) -> Option<Moment> {
        (self.left.fetch_sub(1, Ordering::SeqCst) == 1).then(|| *self.moment.lock().unwrap())
    }

    fn kill(&self) {
        if let Some(process) = *self.process.lock().unwrap() {
            // SIGKILL from outside: nothing of the process runs any more.
            let killed = std::process::Command::new("kill").args(["-9", &process.to_string()]).status();
            assert!(killed.is_ok_and(|status| status.success()), "the process was there to kill");
        }
        self.fired.store(true, Ordering::SeqCst);
    }
}

/// Forwards a port to a server, one trigger for each request that begins.
pub(super) async fn tap_http(server: String, trigger: Trigger) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let Ok(server) = TcpStream::connect(&server).await else { continue };
            let is_request = |chunk: &[u8]| chunk.starts_with(b"POST ") || chunk.starts_with(b"GET ");
            tokio::spawn(forward(client, server, trigger.clone(), is_request));
        }
    });
    url
}

/// Forwards a Postgres socket in a folder of its own, one trigger for each message that is sent.
pub(super) fn tap_postgres(socket: &Path, folder: &Path, trigger: Trigger) {
    let listener = UnixListener::bind(folder.join(".s.PGSQL.5432")).expect("a socket");
    let socket: PathBuf = socket.to_owned();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let Ok(server) = UnixStream::connect(&socket).await else { continue };
            tokio::spawn(forward(client, server, trigger.clone(), |_: &[u8]| true));
        }
    });
}

async fn forward<C, S>(client: C, server: S, trigger: Trigger, counts: impl Fn(&[u8]) -> bool + Send + 'static)
where
    C: AsyncRead + AsyncWrite + Send + 'static,
    S: AsyncRead + AsyncWrite + Send + 'static,
{
    let (mut from_client, mut to_client) = tokio::io::split(client);
    let (mut from_server, mut to_server) = tokio::io::split(server);
    // Set between a request that must take effect unseen and its answer.
    let doomed = Arc::new(AtomicBool::new(false));
    let answer_kills = doomed.clone();
    let answers = trigger.clone();
    tokio::spawn(async move {
        let mut buffer = vec![0; 1 << 16];
        while let Ok(size @ 1..) = from_server.read(&mut buffer).await {
            // Not any more once it was disarmed: this may be the answer of a long poll.
            if answer_kills.swap(false, Ordering::SeqCst) && answers.is_reached() {
                answers.kill();
                return;
            }
            if to_client.write_all(&buffer[..size]).await.is_err() {
                return;
            }
        }
        let _ = to_client.shutdown().await;
    });
    let mut buffer = vec![0; 1 << 16];
    while let Ok(size @ 1..) = from_client.read(&mut buffer).await {
        if counts(&buffer[..size]) {
            match trigger.is_now() {
                Some(Moment::Before) => {
                    trigger.kill();
                    // As when the kernel closes a dead process' sockets.
                    let _ = to_server.shutdown().await;
                    return;
                }
                Some(Moment::After) => doomed.store(true, Ordering::SeqCst),
                None => {}
            }
        }
        if to_server.write_all(&buffer[..size]).await.is_err() {
            return;
        }
    }
    let _ = to_server.shutdown().await;
}
