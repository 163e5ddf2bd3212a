//! The updates that wait for a bot, and how it polls for them.
//!
//! **Invariant:** an update goes out until the bot asks for a later one; at most [`UPDATES_MAX`] wait, for at most a day.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use tokio::sync::Notify;

use super::Sandbox;
use super::answer::{Answer, ApiError};
use super::arguments::Arguments;
use super::clock;
use super::webhook::Webhook;

/// Updates that wait for one bot; the oldest go first.
pub(super) const UPDATES_MAX: usize = 10_000;
/// How long Telegram keeps an update.
const UPDATE_AGE_MS_MAX: i64 = 24 * 60 * 60 * 1000;
/// Updates in one answer.
const LIMIT_MAX: i64 = 100;
/// Longest poll.
const TIMEOUT_S_MAX: i64 = 50;
/// Kinds that a bot gets only when it asks for them by name.
const KINDS_ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// An update that waits.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    /// The whole update as JSON.
    pub(super) json: Arc<str>,
    /// Orders deliveries: updates of one chat go one after another.
    pub(super) chat: i64,
    at_ms: i64,
}

/// The updates of one bot.
#[derive(Debug)]
pub(super) struct Queue {
    waiting: BTreeMap<i64, Waiting>,
    pub(super) next_id: i64,
    /// `None` is Telegram's default: all but a few kinds.
    pub(super) allowed: Option<HashSet<String>>,
    /// Counts polls, so that an older one sees that a newer one came.
    poll: u64,
    pub(super) wake: Arc<Notify>,
    pub(super) webhook: Option<Webhook>,
}

impl Queue {
    pub(super) fn new(first_id: i64) -> Self {
        Self {
            waiting: BTreeMap::new(),
            next_id: first_id,
            allowed: None,
            poll: 0,
            wake: Arc::new(Notify::new()),
            webhook: None,
        }
    }

    /// Adds an update of this kind, unless the bot does not want it; returns its number.
    pub(super) fn add(&mut self, kind: &str, chat: i64, content: &impl Serialize, now_ms: i64) -> Option<i64> {
        let wanted = match &self.allowed {
            None => !KINDS_ON_REQUEST.contains(&kind),
            Some(allowed) => allowed.contains(kind),
        };
        if !wanted {
            return None;
        }
        let content = serde_json::to_string(content).ok()?;
        let id = self.next_id;
        let json = format!("{{\"update_id\":{id},\"{kind}\":{content}}}");
        self.put(id, chat, json.into(), now_ms);
        Some(id)
    }

    /// Adds an update that has its number.
    pub(super) fn put(&mut self, id: i64, chat: i64, json: Arc<str>, now_ms: i64) {
        self.next_id = self.next_id.max(id + 1);
        self.waiting.insert(id, Waiting { json, chat, at_ms: now_ms });
        self.expire(now_ms);
        match &mut self.webhook {
            Some(webhook) => webhook.push(id, chat),
            None => self.wake.notify_waiters(),
        }
    }

    /// The bot had everything below this number before the server stopped.
    pub(super) fn restore(&mut self, below: i64) {
        self.acknowledge(below);
        self.next_id = self.next_id.max(below);
    }

    fn expire(&mut self, now_ms: i64) {
        while let Some(oldest) = self.waiting.first_entry() {
            if now_ms - oldest.get().at_ms <= UPDATE_AGE_MS_MAX && self.waiting.len() <= UPDATES_MAX {
                break;
            }
            self.waiting.pop_first();
        }
    }

    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn clear(&mut self) {
        self.waiting.clear();
    }

    pub(super) fn get(&self, id: i64) -> Option<&Waiting> {
        self.waiting.get(&id)
    }

    /// An update was delivered.
    pub(super) fn remove(&mut self, id: i64) {
        self.waiting.remove(&id);
    }

    /// Number and chat of everything that waits, oldest first.
    pub(super) fn all(&self) -> impl Iterator<Item = (i64, &Waiting)> {
        self.waiting.iter().map(|(id, waiting)| (*id, waiting))
    }

    /// The bot has everything below this number; a negative one counts from the end. Returns the first that still waits.
    fn acknowledge(&mut self, offset: i64) {
        let below = match offset < 0 {
            false => offset,
            true => {
                let from_end = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
                let first = self.waiting.keys().rev().nth(from_end.saturating_sub(1));
                first.or_else(|| self.waiting.keys().next()).copied().unwrap_or(self.next_id)
            }
        };
        while self.waiting.first_key_value().is_some_and(|(id, _)| *id < below) {
            self.waiting.pop_first();
        }
    }

    /// The oldest updates, as one JSON list.
    fn list(&self, limit: usize) -> Option<String> {
        let mut list = String::from("[");
        for waiting in self.waiting.values().take(limit) {
            if list.len() > 1 {
                list.push(',');
            }
            list.push_str(&waiting.json);
        }
        list.push(']');
        (!self.waiting.is_empty()).then_some(list)
    }
}

/// Which kinds a bot wants; `None` when it did not say. An empty list is the default.
pub(super) fn allowed(arguments: &Arguments) -> Result<Option<Option<HashSet<String>>>, ApiError> {
    let Some(kinds) = arguments.list("allowed_updates")? else { return Ok(None) };
    let kinds: HashSet<String> = kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    Ok(Some(Some(kinds).filter(|kinds| !kinds.is_empty())))
}

/// `getUpdates`: waits for updates, at most so long as the bot says.
pub(super) async fn get_updates(sandbox: &Sandbox, bot: i64, arguments: &Arguments) -> Answer {
    let limit = usize::try_from(arguments.integer("limit").unwrap_or(LIMIT_MAX).clamp(1, LIMIT_MAX)).unwrap_or(1);
    let timeout_s = arguments.integer("timeout").unwrap_or(0).clamp(0, TIMEOUT_S_MAX);
    let deadline = tokio::time::Instant::now() + Duration::from_secs(u64::try_from(timeout_s).unwrap_or(0));
    let allowed = allowed(arguments)?;
    let (wake, poll) = {
        let mut state = sandbox.lock();
        let queue = &mut state.bots.get_mut(&bot).ok_or_else(ApiError::unauthorized)?.queue;
        refuse_beside_webhook(queue)?;
        if let Some(allowed) = allowed {
            queue.allowed = allowed;
        }
        queue.acknowledge(arguments.integer("offset").unwrap_or(0));
        queue.expire(clock::now_ms());
        queue.poll += 1;
        // An older poll wakes up and finds that it is not the last one.
        queue.wake.notify_waiters();
        let first = queue.all().next().map_or(queue.next_id, |(id, _)| id);
        let answer = (Arc::clone(&queue.wake), queue.poll);
        state.record(|| super::journal::Record::Acknowledged { bot, below: first });
        answer
    };
    loop {
        let woken = wake.notified();
        {
            let state = sandbox.lock();
            let queue = &state.bots.get(&bot).ok_or_else(ApiError::unauthorized)?.queue;
            refuse_beside_webhook(queue)?;
            if queue.poll != poll {
                return Err(ApiError::new(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                ));
            }
            if let Some(list) = queue.list(limit) {
                return Ok(list);
            }
        }
        if tokio::time::timeout_at(deadline, woken).await.is_err() {
            return Ok("[]".to_owned());
        }
    }
}

fn refuse_beside_webhook(queue: &Queue) -> Result<(), ApiError> {
    match queue.webhook {
        Some(_) => Err(ApiError::new(
            409,
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        )),
        None => Ok(()),
    }
}
