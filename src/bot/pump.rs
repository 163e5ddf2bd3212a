//! Takes updates out of the inbox and has each handled: in order within a chat, side by side across chats.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use serde::Deserialize as _;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use super::asking::Asking;
use super::event::{Event, Happened};
use super::intake::cause;
use super::outgoing::Outgoing;
use super::turn::{Beginning, Turn};
use super::{Bot, backoff, handlers};
use crate::domain::WorkerId;
use crate::store::StoreError;
use crate::store::inbox::{Claim, ClaimedUpdate};
use crate::telemetry::user_hash;
use crate::text;
use crate::texts::Language;
use crate::tools::{ErrorKind, ToolError};

/// Updates handled at once: more than the database's connections, because many wait for the network or a model.
const HANDLED_MAX: usize = 64;
/// How often the inbox is looked at without being told of a change: for other processes' updates and for retries.
const LOOK_INTERVAL: Duration = Duration::from_millis(300);
/// How often a long handling looks whether it was stopped by way of another process.
const CLAIM_LOOK_INTERVAL: Duration = Duration::from_secs(1);
/// No statement takes this long; what does hangs.
const HANDLING_MAX: Duration = Duration::from_secs(300);
/// Attempts at one update before it goes to the dead letters.
const ATTEMPTS_MAX: i16 = 4;
const RETRY_WAIT_MAX: Duration = Duration::from_secs(20);
/// What is under way may still end after the stop was asked for; the rest is done again by the next worker.
const DRAIN_MAX: Duration = Duration::from_millis(2_500);
/// A chat's last visit is noted once in this time.
const SEEN_INTERVAL: chrono::TimeDelta = chrono::TimeDelta::hours(1);

/// How a handling ended other than with a reply.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("stopped by the person")]
    Stopped,
    #[error("took longer than {HANDLING_MAX:?}")]
    TooLong,
    #[error("the handler panicked")]
    Panicked,
    #[error(transparent)]
    Tool(#[from] ToolError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Handles updates until told to stop.
pub async fn run(bot: Arc<Bot>, worker: WorkerId, stop: CancellationToken) {
    let mut tasks = JoinSet::new();
    while !stop.is_cancelled() {
        while tasks.try_join_next().is_some() {}
        let free = HANDLED_MAX.saturating_sub(tasks.len());
        let mut claimed = 0;
        if let Ok(limit @ 1..) = i64::try_from(free) {
            match bot.app.store.claim_updates(bot.telegram.bot_id, worker, limit, bot.now()).await {
                Ok(updates) => {
                    claimed = updates.len();
                    for update in updates {
                        tasks.spawn(handle(bot.clone(), worker, update));
                    }
                }
                Err(error) => {
                    // What was claimed and not seen is free once this worker's number is given up.
                    tracing::error!(error = %cause(&error), "the inbox cannot be read; beginning anew");
                    tokio::time::sleep(CLAIM_LOOK_INTERVAL).await;
                    stop.cancel();
                }
            }
        }
        // A place that becomes free is worth a look only when somebody may wait for one.
        let crowded = claimed == free || !tasks.is_empty();
        tokio::select! {
            () = stop.cancelled() => {}
            () = bot.inbox_changed.notified() => {}
            Some(_) = tasks.join_next(), if crowded => {}
            () = tokio::time::sleep(LOOK_INTERVAL) => {}
        }
    }
    let drained = async { while tasks.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(DRAIN_MAX, drained).await;
}

async fn handle(bot: Arc<Bot>, worker: WorkerId, update: ClaimedUpdate) {
    let claim = Claim { bot_id: bot.telegram.bot_id, update_id: update.update_id, worker };
    let raw = match update.sealed_by {
        // A pressed key is for one process as well, but in the clear.
        Some(_) if !update.raw.starts_with('{') => bot.seal.open(&update.raw),
        Some(_) | None => Some(update.raw.clone()),
    };
    let event = raw.as_deref().and_then(Event::of);
    let kind = match (&event, &raw) {
        (Some(event), _) => event.kind(),
        (None, None) => "sealed",
        (None, Some(_)) => "unknown",
    };
    let user = event.as_ref().map(|event| user_hash(event.sender.user));
    let span = tracing::info_span!("update", update_id = update.update_id, kind, user);
    async {
        let started = Instant::now();
        let outcome = match (event, raw) {
            (Some(event), _) => guarded(&bot, claim, &update, event).await,
            (None, None) => asked_again(&bot, claim, &update).await,
            (None, Some(_)) => {
                tracing::info!("an update of a kind that is not known was left alone");
                bot.app.store.reply(claim, &[], bot.now()).await.map(drop).map_err(Failure::from)
            }
        };
        let since_kept = bot.now() - update.received_at;
        let duration = started.elapsed();
        let done = match &outcome {
            Ok(()) => "yes",
            Err(Failure::Stopped) => "stopped",
            Err(_) => "no",
        };
        metrics::histogram!("farthing_update_seconds", "kind" => kind).record(duration.as_secs_f64());
        metrics::histogram!("farthing_update_latency_seconds", "kind" => kind)
            .record(since_kept.as_seconds_f64().max(0.0));
        metrics::counter!("farthing_updates_total", "kind" => kind, "done" => done).increment(1);
        let waited_ms = since_kept.num_milliseconds();
        tracing::info!(duration_ms = duration.as_millis() as u64, waited_ms, done, "update handled");
        if let Err(failure) = outcome {
            settle_failure(&bot, claim, &update, failure).await;
        }
    }
    .instrument(span)
    .await;
}

/// Runs the handler with everything that may end it early.
async fn guarded(bot: &Arc<Bot>, claim: Claim, update: &ClaimedUpdate, event: Event) -> Result<(), Failure> {
    if update.attempts > ATTEMPTS_MAX {
        return Err(Failure::Panicked);
    }
    let token = bot.begin(update.chat_id, update.update_id);
    let handling = AssertUnwindSafe(handled(bot, claim, update, event)).catch_unwind();
    let outcome = tokio::select! {
        () = token.cancelled() => Err(Failure::Stopped),
        () = stopped_elsewhere(bot, claim) => Err(Failure::Stopped),
        () = tokio::time::sleep(HANDLING_MAX) => Err(Failure::TooLong),
        outcome = handling => outcome.unwrap_or(Err(Failure::Panicked)),
    };
    bot.end(update.chat_id, update.update_id);
    outcome
}

async fn handled(bot: &Arc<Bot>, claim: Claim, update: &ClaimedUpdate, event: Event) -> Result<(), Failure> {
    let asking = update.asking.as_ref().and_then(|asking| Asking::deserialize(asking).ok());
    let stale = update.chat_seen_at.is_none_or(|seen| bot.now() - seen > SEEN_INTERVAL);
    if (stale || update.unreachable) && event.is_private() && event.happened != Some(Happened::Left) {
        bot.app.store.see_chat(update.chat_id, &event.sender.name, bot.now()).await?;
        bot.app.store.note_username(update.chat_id, event.sender.username.as_deref()).await?;
    }
    let beginning = Beginning {
        claim,
        chat_id: update.chat_id,
        sender: event.sender,
        asking,
        progress_message_id: update.progress_message_id,
    };
    let mut turn = Turn::new(bot.clone(), beginning);
    let reachable = update.chat_known && !update.unreachable;
    let gate = handlers::Gate { blocked: update.blocked, let_in: update.let_in, reachable };
    match handlers::handle(&mut turn, gate, event.happened).await {
        Ok(()) => {}
        Err(error) if error.kind == ErrorKind::Failed => return Err(error.into()),
        // What a tool says to a person: none of the turn's effects stays, the words do.
        Err(error) => {
            turn.roll_back();
            turn.reply_in_place(Outgoing::plain(&error.words));
        }
    }
    // False: it was stopped or taken over between the last look and here; whoever did that says so.
    turn.finish().await?;
    Ok(())
}

/// Returns when the claim does not stand any more.
async fn stopped_elsewhere(bot: &Bot, claim: Claim) {
    loop {
        tokio::time::sleep(CLAIM_LOOK_INTERVAL).await;
        // A database that does not answer says nothing about the claim.
        if let Ok(false) = bot.app.store.claim_stands(claim).await {
            return;
        }
    }
}

/// A secret that another process sealed: its key is gone.
async fn asked_again(bot: &Arc<Bot>, claim: Claim, update: &ClaimedUpdate) -> Result<(), Failure> {
    let words = text!(Language::default().texts(), "secret-lost");
    let messages = Outgoing::plain(&words).into_messages(update.chat_id, None);
    bot.app.store.reply(claim, &messages, bot.now()).await?;
    bot.outbox_changed.notify_one();
    Ok(())
}

/// Marks it as done and says so where its progress was shown.
async fn end_stopped(bot: &Bot, claim: Claim, update: &ClaimedUpdate) -> Result<(), StoreError> {
    if let Some(message) = bot.app.store.end_stopped_update(claim, bot.now()).await? {
        let words = text!(Language::default().texts(), "stopped");
        let stopped = Outgoing { edits: Some(message), ..Outgoing::html(words) };
        if let Err(error) = stopped.send(&bot.telegram, update.chat_id, None).await {
            tracing::debug!(%error, "the progress message stays as it was");
        }
    }
    Ok(())
}

async fn settle_failure(bot: &Arc<Bot>, claim: Claim, update: &ClaimedUpdate, failure: Failure) {
    let store = &bot.app.store;
    let settled = match failure {
        Failure::Stopped => end_stopped(bot, claim, update).await,
        _ if update.attempts < ATTEMPTS_MAX => {
            tracing::warn!(error = %cause(&failure), attempts = update.attempts, "an update failed; it is tried again");
            let wait = backoff(update.attempts.unsigned_abs().into(), RETRY_WAIT_MAX);
            store.retry_update(claim, bot.now() + wait).await
        }
        _ => {
            tracing::error!(error = %cause(&failure), attempts = update.attempts, "an update was given up");
            let words = text!(Language::default().texts(), "apology");
            let apology = Outgoing::plain(&words).into_messages(update.chat_id, None);
            let buried = store.bury_update(claim, &cause(&failure), &apology, bot.now()).await;
            bot.outbox_changed.notify_one();
            buried
        }
    };
    if let Err(error) = settled {
        // The claim stays; when this worker's connection is lost as well, another takes it.
        tracing::error!(error = %cause(&error), "an update's fate could not be written down");
    }
    bot.inbox_changed.notify_one();
}
