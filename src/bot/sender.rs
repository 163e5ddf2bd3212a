//! Messages out: what waits in the outbox goes to Telegram within its limits, and is removed once Telegram took it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::drawing::drawn;
use super::intake::cause;
use super::outgoing::{Outgoing, stored};
use super::telegram::{CallError, Sent};
use super::{Bot, backoff};
use crate::domain::WorkerId;
use crate::store::StoreError;
use crate::store::outbox::{ClaimedMessage, Urgency};

/// Replies under way at once: enough to hide the network's time at any rate that Telegram allows.
const REPLIES_MAX: usize = 256;
/// Everything else under way at once: few, so that a reply never waits behind a broadcast.
const OTHERS_MAX: usize = 8;
/// How often the outbox is looked at without being told of a change: for other processes' messages and for retries.
const LOOK_INTERVAL: Duration = Duration::from_millis(300);
/// The wait before a new beginning when the outbox cannot be read.
const FAILED_LOOK_WAIT: Duration = Duration::from_secs(1);
/// Failures after which a message is given up: half an hour with the waits between them.
const ATTEMPTS_MAX: i16 = 12;
const RETRY_WAIT_MAX: Duration = Duration::from_secs(300);
/// Removals that are written in one commit.
const BATCH_MAX: usize = 200;
/// What is under way may still be answered after the stop was asked for.
const DRAIN_MAX: Duration = Duration::from_millis(1_500);

/// How a try to send ended.
enum Outcome {
    Sent,
    Again { after: Duration, failed: bool },
    GivenUp { reason: String, unreachable: bool },
}

/// Sends until told to stop.
pub async fn run(bot: Arc<Bot>, worker: WorkerId, stop: CancellationToken) {
    let (settle, settled) = mpsc::channel(REPLIES_MAX + OTHERS_MAX);
    let settler = tokio::spawn(settle_all(bot.clone(), settled));
    let mut replies = JoinSet::new();
    let mut others = JoinSet::new();
    while !stop.is_cancelled() {
        while replies.try_join_next().is_some() {}
        while others.try_join_next().is_some() {}
        for (tasks, most, urgency) in
            [(&mut replies, REPLIES_MAX, Urgency::Reply), (&mut others, OTHERS_MAX, Urgency::Other)]
        {
            let free = most.saturating_sub(tasks.len());
            match claim(&bot, worker, free, urgency).await {
                Ok(messages) => {
                    for message in messages {
                        tasks.spawn(deliver(bot.clone(), message, settle.clone(), stop.clone()));
                    }
                }
                Err(error) => {
                    // What was claimed and not seen is free once this worker's number is given up.
                    tracing::error!(error = %cause(&error), "the outbox cannot be read; beginning anew");
                    tokio::time::sleep(FAILED_LOOK_WAIT).await;
                    stop.cancel();
                }
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = bot.outbox_changed.notified() => {}
            () = tokio::time::sleep(LOOK_INTERVAL) => {}
        }
    }
    drop(settle);
    let drained = async {
        while replies.join_next().await.is_some() {}
        while others.join_next().await.is_some() {}
        // It ends when the last delivery has told it what happened.
        let _ = settler.await;
    };
    // What is cut off here was claimed by this worker and goes out again.
    let _ = tokio::time::timeout(DRAIN_MAX, drained).await;
}

async fn claim(bot: &Bot, worker: WorkerId, free: usize, urgency: Urgency) -> Result<Vec<ClaimedMessage>, StoreError> {
    match i64::try_from(free) {
        Ok(limit @ 1..) => bot.app.store.claim_messages(bot.telegram.bot_id, worker, urgency, limit, bot.now()).await,
        _ => Ok(Vec::new()),
    }
}

async fn deliver(
    bot: Arc<Bot>,
    mut message: ClaimedMessage,
    settle: mpsc::Sender<(i64, Outcome)>,
    stop: CancellationToken,
) {
    let at = bot.limits.reserve(message.chat_id, Instant::now());
    tokio::select! {
        // Not begun: it stays in the outbox.
        () = stop.cancelled() => return,
        () = tokio::time::sleep_until(at) => {}
    }
    let outcome = attempt(&bot, &mut message).await;
    // The receiver lives until every sender is gone.
    let _ = settle.send((message.message_id, outcome)).await;
}

async fn attempt(bot: &Bot, message: &mut ClaimedMessage) -> Outcome {
    let Some(outgoing) = stored(&message.message) else {
        return Outcome::GivenUp { reason: "not a message of this version".to_owned(), unreachable: false };
    };
    let started = Instant::now();
    let result = match &outgoing.drawing {
        Some(_) => send_drawn(bot, message, &outgoing).await,
        None => outgoing.send(&bot.telegram, message.chat_id, message.file.take()).await.map(Some),
    };
    metrics::histogram!("farthing_send_seconds").record(started.elapsed().as_secs_f64());
    let error = match result {
        Ok(_) => return Outcome::Sent,
        Err(error) => error,
    };
    match error {
        CallError::RetryAfter(after) => {
            bot.limits.silence(message.chat_id, Instant::now() + after);
            Outcome::Again { after, failed: false }
        }
        CallError::NoAnswer(reason) if message.attempts + 1 < ATTEMPTS_MAX => {
            tracing::warn!(reason, attempts = message.attempts + 1, "a message was not taken; it is sent again");
            Outcome::Again { after: backoff(message.attempts.unsigned_abs().into(), RETRY_WAIT_MAX), failed: true }
        }
        error => Outcome::GivenUp { reason: error.to_string(), unreachable: error.is_unreachable() },
    }
}

/// Sends a message with its picture; without, where that cannot be drawn or Telegram does not take it. `None` when nothing is
/// left to send.
async fn send_drawn(bot: &Bot, message: &ClaimedMessage, outgoing: &Outgoing) -> Result<Option<Sent>, CallError> {
    let (photo, picture) = drawn(outgoing).await;
    let refused = match picture {
        Some(_) => match photo.send(&bot.telegram, message.chat_id, picture).await {
            Err(error @ CallError::Refused { code: 400, .. }) if !error.is_unreachable() => error,
            other => return other.map(Some),
        },
        None if outgoing.html.is_empty() => return Ok(None),
        None => return photo.send(&bot.telegram, message.chat_id, None).await.map(Some),
    };
    if outgoing.html.is_empty() {
        return Err(refused);
    }
    tracing::warn!(error = %refused, "a picture was refused; its words go alone");
    let words = Outgoing { drawing: None, ..outgoing.clone() };
    words.send(&bot.telegram, message.chat_id, None).await.map(Some)
}

/// Writes down how tries ended: what was sent in batches, the rest one by one.
async fn settle_all(bot: Arc<Bot>, mut settled: mpsc::Receiver<(i64, Outcome)>) {
    let mut batch = Vec::new();
    while settled.recv_many(&mut batch, BATCH_MAX).await > 0 {
        let mut sent = Vec::new();
        for (message, outcome) in batch.drain(..) {
            if matches!(outcome, Outcome::Sent) {
                sent.push(message);
            } else if let Err(error) = settle(&bot, message, outcome).await {
                tracing::error!(error = %cause(&error), "a message's fate could not be written down");
            }
        }
        metrics::counter!("farthing_messages_sent_total").increment(sent.len() as u64);
        for failures in 0..ATTEMPTS_MAX {
            match bot.app.store.remove_sent(&sent).await {
                Ok(()) => break,
                // Until this succeeds, the messages would be sent again by whoever comes after this worker.
                Err(error) => {
                    tracing::error!(error = %cause(&error), "sent messages could not be removed");
                    tokio::time::sleep(backoff(failures.unsigned_abs().into(), LOOK_INTERVAL * 4)).await;
                }
            }
        }
        bot.outbox_changed.notify_one();
    }
}

async fn settle(bot: &Bot, message: i64, outcome: Outcome) -> Result<(), StoreError> {
    let store = &bot.app.store;
    match outcome {
        Outcome::Sent => store.remove_sent(&[message]).await,
        Outcome::Again { after, failed } => {
            metrics::counter!("farthing_messages_retried_total").increment(1);
            store.retry_message(message, bot.now() + after, failed).await
        }
        Outcome::GivenUp { reason, unreachable } => {
            metrics::counter!("farthing_messages_dead_total").increment(1);
            tracing::warn!(reason, "a message cannot be delivered; it is kept with the dead letters");
            store.bury_message(message, &reason, unreachable, bot.now()).await
        }
    }
}
