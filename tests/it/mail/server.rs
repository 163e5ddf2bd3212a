//! A real SMTP server in a process of its own: Debian's aiosmtpd.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use farthing::config::{Encryption, MailServer};
use serde::Deserialize;

/// Longer than a line takes from one process to another on a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);
/// Debian's packages are seen by Debian's Python, which need not be the first.
const PYTHONS: [&str; 2] = ["/usr/bin/python3", "python3"];

/// The server, until it is dropped.
pub(crate) struct MailProcess {
    process: Child,
    lines: Receiver<String>,
    pub(crate) port: u16,
}

/// A mail as the server took it.
#[derive(Debug, Deserialize)]
pub(crate) struct Taken {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) subject: String,
    pub(crate) id: String,
    pub(crate) auto: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) body: String,
}

impl MailProcess {
    /// A server on a free port, or `None` where a developer's machine has no aiosmtpd; in CI it must be there.
    pub(crate) fn start_or_skip() -> Option<Self> {
        Self::start(0)
    }

    /// As above, on this port; 0 is any.
    pub(crate) fn start(port: u16) -> Option<Self> {
        Self::start_as("plain", port)
    }

    /// As above, one that wants encryption and a login: `starttls`, or `tls` from the first byte.
    #[expect(clippy::print_stderr, reason = "says why a test did nothing")]
    pub(crate) fn start_as(mode: &str, port: u16) -> Option<Self> {
        let has_it = |python: &&&str| {
            let mut command = Command::new(python);
            command.args(["-c", "import aiosmtpd"]).stderr(Stdio::null());
            command.status().is_ok_and(|status| status.success())
        };
        let Some(python) = PYTHONS.iter().find(has_it) else {
            assert!(std::env::var_os("CI").is_none(), "no aiosmtpd: install Debian's package `python3-aiosmtpd`");
            eprintln!("skipped: there is no SMTP server on this machine (Debian's package `python3-aiosmtpd`)");
            return None;
        };
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/mail/server.py");
        let mut command = Command::new(python);
        command.args([script, &port.to_string(), mode]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("Python runs");
        let output = process.stdout.take().expect("its output");
        let (send, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        let port = lines.recv_timeout(PATIENCE).expect("the server says its port").parse().expect("a port");
        Some(Self { process, lines, port })
    }

    /// How farthing reaches it.
    pub(crate) fn settings(&self) -> MailServer {
        settings(self.port)
    }

    /// The next mail that it took.
    pub(crate) fn took(&self) -> Taken {
        let line = self.lines.recv_timeout(PATIENCE).expect("a mail arrived");
        serde_json::from_str(&line).expect("a mail as JSON")
    }

    /// Nothing more arrived.
    pub(crate) fn took_nothing(&self) {
        let line = self.lines.recv_timeout(Duration::from_millis(200));
        assert!(line.is_err(), "{line:?}");
    }
}

impl Drop for MailProcess {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub(crate) fn settings(port: u16) -> MailServer {
    MailServer {
        host: "127.0.0.1".to_owned(),
        port,
        encryption: Encryption::Never,
        login: None,
        authority: None,
        sender: "farthing@money.example".parse().expect("an address"),
    }
}
