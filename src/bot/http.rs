//! The bot's HTTP side: health for whoever runs it, and the webhook for Telegram.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use tokio::sync::{mpsc, oneshot};

use super::intake::Delivery;
use super::run::Readiness;
use crate::config::Secret;

/// Telegram's updates are a few kilobytes; nothing of this size is one.
const DELIVERY_BYTES_MAX: usize = 1024 * 1024;
/// Telegram waits about a minute; by then it should have its answer.
const KEEP_TIMEOUT: Duration = Duration::from_secs(20);
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";

/// Where the webhook's deliveries go.
#[derive(Clone, Debug)]
pub struct Hook {
    pub secret: Secret<String>,
    pub deliveries: mpsc::Sender<Delivery>,
}

/// `/healthz`: the process runs. `/readyz`: it reaches its database and takes updates.
pub fn health(readiness: Arc<Readiness>) -> Router {
    let ready = move || {
        let is_ready = readiness.is_ready();
        async move {
            match is_ready {
                true => (StatusCode::OK, "ready\n"),
                false => (StatusCode::SERVICE_UNAVAILABLE, "not ready\n"),
            }
        }
    };
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(ready))
}

/// The webhook below this path.
pub fn webhook(path: &str, hook: Hook) -> Router {
    Router::new().route(path, post(deliver)).layer(DefaultBodyLimit::max(DELIVERY_BYTES_MAX)).with_state(hook)
}

async fn deliver(State(hook): State<Hook>, headers: HeaderMap, raw: String) -> StatusCode {
    let given = headers.get(SECRET_HEADER).map(|value| value.as_bytes()).unwrap_or_default();
    if !same(given, hook.secret.expose().as_bytes()) {
        return StatusCode::UNAUTHORIZED;
    }
    let (kept, keeping) = oneshot::channel();
    // A full queue or a database that is away: Telegram comes again.
    if hook.deliveries.try_send(Delivery { raw, kept }).is_err() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    match tokio::time::timeout(KEEP_TIMEOUT, keeping).await {
        Ok(Ok(())) => StatusCode::OK,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Takes the same time wherever the first difference is.
fn same(given: &[u8], expected: &[u8]) -> bool {
    given.len() == expected.len() && given.iter().zip(expected).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_compared_whole() {
        assert!(same(b"s3cret", b"s3cret"));
        for wrong in ["", "s3cre", "s3creT", "s3cret "] {
            assert!(!same(wrong.as_bytes(), b"s3cret"), "{wrong}");
        }
    }
}
