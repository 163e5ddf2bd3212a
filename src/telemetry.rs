//! Logs and [`metrics`]. Logs are structured lines on stderr, so that stdout stays the program's own.
//!
//! **Invariant:** a log line never holds a memo, a description, a merchant, an amount, a question, a file name, a
//! password, a key or a raw Telegram id. Name the thing by its own id, and a person by [`user_hash`].

pub mod metrics;

use std::fmt::Write as _;
use std::panic::PanicHookInfo;
use std::sync::OnceLock;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{Config, LogFormat};
use crate::domain::TelegramUserId;

/// Bytes of a user's hash that are shown: enough to tell apart everybody in one log, too few to be looked up.
const USER_HASH_BYTES: usize = 6;

/// How much is logged where `RUST_LOG` does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verbosity {
    /// A process that stays: what it does is worth reading.
    Service,
    /// A command that prints its answer and ends: only what goes wrong.
    Command,
}

impl Verbosity {
    fn default_filter(self) -> &'static str {
        match self {
            Self::Service => "info,sqlx=warn",
            Self::Command => "warn",
        }
    }
}

/// Sends every `tracing` and `log` event of this process to stderr from now on. A second call changes nothing.
pub fn start(config: &Config, verbosity: Verbosity) {
    let filter = config.log_filter.as_deref().unwrap_or_else(|| verbosity.default_filter());
    // `Config` has checked the filter, so nothing of it is dropped here.
    let builder = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::builder().parse_lossy(filter))
        .with_writer(std::io::stderr);
    let started = match config.log_format {
        LogFormat::Pretty => builder.finish().try_init(),
        LogFormat::Json => builder.json().finish().try_init(),
    };
    // The only error is that a subscriber is there already (tests): it stays.
    drop(started);
    started_at();
    if verbosity == Verbosity::Service {
        metrics::start();
        std::panic::set_hook(Box::new(log_panic));
    }
}

/// Says where, not why: the words of a panic may hold the text that it stumbled over.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let at = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(at, "a panic");
}

/// When this process began to work.
pub fn started_at() -> DateTime<Utc> {
    static STARTED: OnceLock<DateTime<Utc>> = OnceLock::new();
    *STARTED.get_or_init(Utc::now)
}

/// A person's name in logs: the same within one process, of no use outside it, because the salt is made at its start.
pub fn user_hash(user: TelegramUserId) -> String {
    static SALT: OnceLock<uuid::Uuid> = OnceLock::new();
    salted_hash(SALT.get_or_init(uuid::Uuid::now_v7).as_bytes(), user)
}

fn salted_hash(salt: &[u8], user: TelegramUserId) -> String {
    let digest = Sha256::new().chain_update(salt).chain_update(user.0.to_be_bytes()).finalize();
    digest.iter().take(USER_HASH_BYTES).fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_hash_is_stable_and_shows_nothing() {
        let user = TelegramUserId(7001);
        assert_eq!(user_hash(user), user_hash(user));
        assert_eq!(user_hash(user).len(), 2 * USER_HASH_BYTES);
        assert_ne!(user_hash(user), user_hash(TelegramUserId(7002)));
        assert_ne!(salted_hash(b"one process", user), salted_hash(b"another", user));
    }

    #[test]
    fn the_default_filters_are_valid() {
        for verbosity in [Verbosity::Service, Verbosity::Command] {
            assert!(EnvFilter::try_new(verbosity.default_filter()).is_ok(), "{verbosity:?}");
        }
    }
}
