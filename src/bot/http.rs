//! The bot's HTTP side: health and metrics for whoever runs it, and the webhook for Telegram.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use chrono::Utc;
use tokio::sync::{mpsc, oneshot};

use super::intake::Delivery;
use super::run::Readiness;
use crate::config::Secret;
use crate::domain::BotId;
use crate::store::Store;
use crate::telemetry;

/// Telegram's updates are a few kilobytes; nothing of this size is one.
const DELIVERY_BYTES_MAX: usize = 1024 * 1024;
/// Telegram waits about a minute; by then it should have its answer.
const KEEP_TIMEOUT: Duration = Duration::from_secs(20);
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";

/// A scrape or a probe waits for the database no longer; both usually give up after ten seconds themselves.
const DATABASE_TIMEOUT: Duration = Duration::from_secs(2);
const PROMETHEUS_TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Where the webhook's deliveries go.
#[derive(Clone, Debug)]
pub struct Hook {
    pub secret: Secret<String>,
    pub deliveries: mpsc::Sender<Delivery>,
}

/// What whoever runs the bot asks it.
#[derive(Clone, Debug)]
struct Watched {
    readiness: Arc<Readiness>,
    store: Store,
    bot_id: BotId,
}

/// `/healthz`: the process runs. `/readyz`: it takes updates and its database answers. `/metrics`: figures for Prometheus.
pub fn health(readiness: Arc<Readiness>, store: Store, bot_id: BotId) -> Router {
    // From here on, so that the first scrape holds what happened before it.
    telemetry::metrics::start();
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .with_state(Watched { readiness, store, bot_id })
}

async fn readyz(State(watched): State<Watched>) -> (StatusCode, &'static str) {
    let answers = tokio::time::timeout(DATABASE_TIMEOUT, watched.store.ping()).await;
    match (watched.readiness.is_ready(), answers) {
        (true, Ok(Ok(()))) => (StatusCode::OK, "ready\n"),
        (_, Ok(Ok(()))) => (StatusCode::SERVICE_UNAVAILABLE, "not ready: no updates are taken yet\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "not ready: the database does not answer\n"),
    }
}

async fn metrics(State(watched): State<Watched>) -> Result<impl IntoResponse, StatusCode> {
    let kept = telemetry::metrics::start().ok_or(StatusCode::NOT_FOUND)?;
    let now = Utc::now();
    let queues = tokio::time::timeout(DATABASE_TIMEOUT, watched.store.queues(watched.bot_id)).await;
    telemetry::metrics::note_queues(queues.ok().and_then(Result::ok).as_ref(), now);
    if let Ok(Ok(waiting)) = tokio::time::timeout(DATABASE_TIMEOUT, watched.store.work_waiting(now)).await {
        telemetry::metrics::note_work(waiting);
    }
    telemetry::metrics::note_memory();
    Ok(([(CONTENT_TYPE, PROMETHEUS_TEXT)], kept.render()))
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
