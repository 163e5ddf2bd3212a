//! Delivery of updates to a bot's own address.
//!
//! **Invariant:** updates of one chat are delivered one after another; one that is refused is tried again until it is a day
//! old, ever more seldom.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use serde_json::{Map, Value, json};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::Sandbox;
use super::answer::{Answer, ApiError, bad_request, done, yes};
use super::arguments::Arguments;
use super::clock;
use super::methods::Request;
use super::updates;

/// Deliveries side by side: Telegram's default and its limit.
const CONNECTIONS: i64 = 40;
const CONNECTIONS_MAX: i64 = 100;
/// How long a delivery may take.
const DELIVERY_TIMEOUT: Duration = Duration::from_secs(30);
/// The wait after a first failure; it doubles up to the longest.
const RETRY_FIRST: Duration = Duration::from_millis(200);
const RETRY_LONGEST: Duration = Duration::from_secs(30);
const SECRET_LENGTH_MAX: usize = 256;
/// Bytes of a delivery's answer that are read for a method in it.
const REPLY_BYTES_MAX: usize = 1024 * 1024;
const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// Where a bot wants its updates.
#[derive(Debug)]
pub(super) struct Webhook {
    url: Url,
    secret: Option<String>,
    /// A chat always has the same lane, and a lane delivers one update at a time.
    lanes: Vec<Lane>,
    /// Seconds since 1970, and what went wrong.
    last_error: Option<(i64, String)>,
    /// Dropping them ends the deliveries.
    _workers: JoinSet<()>,
}

#[derive(Debug, Default)]
struct Lane {
    ids: VecDeque<i64>,
    wake: Arc<Notify>,
}

impl Webhook {
    /// Takes an update into the lane of its chat.
    pub(super) fn push(&mut self, id: i64, chat: i64) {
        let lanes = i64::try_from(self.lanes.len()).unwrap_or(1).max(1);
        let lane = usize::try_from(chat.rem_euclid(lanes)).unwrap_or(0);
        if let Some(lane) = self.lanes.get_mut(lane) {
            lane.ids.push_back(id);
            lane.wake.notify_one();
        }
    }
}

/// `setWebhook`; an empty address takes the webhook away.
pub(super) fn set(request: &mut Request<'_>) -> Answer {
    let arguments = request.arguments;
    let Some(address) = arguments.text("url") else { return delete(request) };
    let url: Url = address.parse().map_err(|_| bad_request("invalid webhook URL specified"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(bad_request("bad webhook: An HTTPS URL must be provided for webhook"));
    }
    let secret = arguments.text("secret_token").map(std::borrow::Cow::into_owned);
    if secret.as_ref().is_some_and(|secret| secret.len() > SECRET_LENGTH_MAX) {
        return Err(bad_request("secret token is too long"));
    }
    let allowed_in_secret = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    if secret.as_ref().is_some_and(|secret| !secret.bytes().all(allowed_in_secret)) {
        return Err(bad_request("secret token contains unallowed characters"));
    }
    let allowed = updates::allowed(arguments)?;
    let connections = arguments.integer("max_connections").unwrap_or(CONNECTIONS).clamp(1, CONNECTIONS_MAX);
    let lanes: Vec<Lane> = (0..connections).map(|_| Lane::default()).collect();
    let mut workers = JoinSet::new();
    for (lane, wake) in lanes.iter().map(|lane| Arc::clone(&lane.wake)).enumerate() {
        workers.spawn(run_lane(request.sandbox.clone(), request.bot, lane, wake));
    }
    let mut webhook = Webhook { url, secret, lanes, last_error: None, _workers: workers };
    let queue = &mut request.bot()?.queue;
    if arguments.flag("drop_pending_updates") {
        queue.clear();
    }
    if let Some(allowed) = allowed {
        queue.allowed = allowed;
    }
    for (id, waiting) in queue.all() {
        webhook.push(id, waiting.chat);
    }
    queue.webhook = Some(webhook);
    // A poll that waits finds out that there is a webhook now.
    queue.wake.notify_waiters();
    yes()
}

/// `deleteWebhook`; what was not delivered waits to be polled.
pub(super) fn delete(request: &mut Request<'_>) -> Answer {
    let drop_pending = request.arguments.flag("drop_pending_updates");
    let queue = &mut request.bot()?.queue;
    queue.webhook = None;
    if drop_pending {
        queue.clear();
    }
    yes()
}

/// `getWebhookInfo`.
pub(super) fn info(request: &mut Request<'_>) -> Answer {
    let queue = &request.bot()?.queue;
    let mut info = json!({"url": "", "has_custom_certificate": false, "pending_update_count": queue.len()});
    let Value::Object(fields) = &mut info else { return done(&info) };
    if let Some(webhook) = &queue.webhook {
        fields.insert("url".to_owned(), webhook.url.as_str().into());
        fields.insert("max_connections".to_owned(), webhook.lanes.len().into());
        if let Some((date, message)) = &webhook.last_error {
            fields.insert("last_error_date".to_owned(), (*date).into());
            fields.insert("last_error_message".to_owned(), message.as_str().into());
        }
    }
    if let Some(allowed) = &queue.allowed {
        let mut allowed: Vec<&String> = allowed.iter().collect();
        allowed.sort();
        fields.insert("allowed_updates".to_owned(), json!(allowed));
    }
    done(&info)
}

/// What is to be delivered next, and where to.
struct Delivery {
    id: i64,
    json: Arc<str>,
    url: Url,
    secret: Option<String>,
}

/// Delivers the updates of one lane, one after another, until the webhook goes.
async fn run_lane(sandbox: Sandbox, bot: i64, lane: usize, wake: Arc<Notify>) {
    let mut wait = RETRY_FIRST;
    loop {
        let Some(delivery) = next(&sandbox, bot, lane) else {
            wake.notified().await;
            continue;
        };
        match deliver(&sandbox, &delivery).await {
            Ok(reply) => {
                wait = RETRY_FIRST;
                finish(&sandbox, bot, lane, delivery.id);
                if let Some((method, values)) = reply {
                    // A refusal reaches nobody, as in Telegram.
                    let _ = sandbox.answer(bot, &method, Arguments::from_object(values)).await;
                }
            }
            Err(error) => {
                note(&sandbox, bot, error);
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(RETRY_LONGEST);
            }
        }
    }
}

fn next(sandbox: &Sandbox, bot: i64, lane: usize) -> Option<Delivery> {
    let mut state = sandbox.lock();
    let queue = &mut state.bots.get_mut(&bot)?.queue;
    loop {
        let webhook = queue.webhook.as_ref()?;
        let id = *webhook.lanes.get(lane)?.ids.front()?;
        if let Some(waiting) = queue.get(id) {
            let (url, secret) = (webhook.url.clone(), webhook.secret.clone());
            return Some(Delivery { id, json: Arc::clone(&waiting.json), url, secret });
        }
        // Updates that grew too old are gone from the queue.
        queue.webhook.as_mut()?.lanes.get_mut(lane)?.ids.pop_front();
    }
}

fn finish(sandbox: &Sandbox, bot: i64, lane: usize, id: i64) {
    let mut state = sandbox.lock();
    let Some(bot) = state.bots.get_mut(&bot) else { return };
    bot.queue.remove(id);
    let lane = bot.queue.webhook.as_mut().and_then(|webhook| webhook.lanes.get_mut(lane));
    if let Some(lane) = lane.filter(|lane| lane.ids.front() == Some(&id)) {
        lane.ids.pop_front();
    }
}

fn note(sandbox: &Sandbox, bot: i64, error: String) {
    let mut state = sandbox.lock();
    if let Some(webhook) = state.bots.get_mut(&bot).and_then(|bot| bot.queue.webhook.as_mut()) {
        webhook.last_error = Some((clock::now_ms() / 1000, error));
    }
}

/// Sends one update; the bot may name a method to call in its answer.
async fn deliver(sandbox: &Sandbox, delivery: &Delivery) -> Result<Option<(String, Map<String, Value>)>, String> {
    let client = sandbox.client().map_err(|error| error.description)?;
    let mut request = client
        .post(delivery.url.clone())
        .timeout(DELIVERY_TIMEOUT)
        .header("Content-Type", "application/json")
        .body(delivery.json.to_string());
    if let Some(secret) = &delivery.secret {
        request = request.header(SECRET_HEADER, secret);
    }
    let response = request.send().await.map_err(|error| match error.is_timeout() {
        true => "Read timeout expired".to_owned(),
        false => "Connection refused".to_owned(),
    })?;
    if !response.status().is_success() {
        let status = response.status();
        return Err(format!("Wrong response from the webhook: {status}"));
    }
    let too_long = response.content_length().is_some_and(|bytes| bytes > REPLY_BYTES_MAX as u64);
    let body = if too_long { Default::default() } else { response.bytes().await.unwrap_or_default() };
    let Ok(Value::Object(mut fields)) = serde_json::from_slice(&body) else { return Ok(None) };
    Ok(match fields.remove("method") {
        Some(Value::String(method)) => Some((method, fields)),
        _ => None,
    })
}

/// The client of all deliveries.
pub(super) fn client() -> Result<reqwest::Client, ApiError> {
    // One provider for the whole process; a second call finds it installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(|error| ApiError::new(500, format!("Internal Server Error: {error}")))
}
