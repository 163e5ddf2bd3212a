//! Updates in: asked for by a long poll or delivered to the webhook, kept in the inbox, and only then acknowledged.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::event::{Outline, without_keypad};
use super::telegram::CallError;
use super::{Bot, backoff};
use crate::domain::WorkerId;
use crate::store::StoreError;
use crate::store::inbox::Received;

/// The longest wait after calls that failed.
const RETRY_WAIT_MAX: Duration = Duration::from_secs(30);
/// How long another process that polls is left alone before it is asked again.
const CONFLICT_WAIT: Duration = Duration::from_secs(5);
/// Deliveries that are kept in one commit.
const BATCH_MAX: usize = 200;
/// Deliveries that wait for a commit; beyond it Telegram is told to come again.
pub const WAITING_MAX: usize = 2_000;

/// One delivery to the webhook, and where to say that it is kept.
#[derive(Debug)]
pub struct Delivery {
    pub raw: String,
    pub kept: oneshot::Sender<()>,
}

/// Why polling ended for good.
#[derive(Debug, thiserror::Error)]
#[error("Telegram does not know this bot: check TELEGRAM_BOT_TOKEN")]
pub struct UnknownBot;

/// Asks for updates until told to stop.
pub async fn poll(bot: &Bot, worker: WorkerId, stop: &CancellationToken) -> Result<(), UnknownBot> {
    let mut offset = None;
    let mut failures = 0;
    loop {
        let answer = tokio::select! {
            () = stop.cancelled() => return Ok(()),
            answer = bot.telegram.get_updates(offset) => answer,
        };
        let wait = match answer {
            Ok(updates) => {
                let raw: Vec<String> = updates.into_iter().map(|update| Box::<str>::from(update).into()).collect();
                match receive(bot, worker, &raw).await {
                    Ok(last) => {
                        // The next call with this offset is the acknowledgement: it is made after the commit.
                        offset = last.map(|last| last + 1).or(offset);
                        failures = 0;
                        continue;
                    }
                    Err(error) => {
                        tracing::error!(error = %cause(&error), "updates could not be kept; asking for them again");
                        failures += 1;
                        backoff(failures, RETRY_WAIT_MAX)
                    }
                }
            }
            Err(CallError::Refused { code: 401 | 404, .. }) => return Err(UnknownBot),
            Err(CallError::Refused { code: 409, description }) => {
                tracing::warn!(description, "another process asks for this bot's updates");
                CONFLICT_WAIT
            }
            Err(CallError::RetryAfter(wait)) => wait,
            Err(error) => {
                tracing::warn!(%error, "no updates");
                failures += 1;
                backoff(failures, RETRY_WAIT_MAX)
            }
        };
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Keeps what the webhook gets, as many as there are in one commit.
pub async fn collect(
    bot: Arc<Bot>,
    worker: WorkerId,
    deliveries: &mut mpsc::Receiver<Delivery>,
    stop: CancellationToken,
) {
    let mut batch = Vec::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            count = deliveries.recv_many(&mut batch, BATCH_MAX) => if count == 0 { return },
        }
        let (raw, kept): (Vec<String>, Vec<_>) = batch.drain(..).map(|delivery| (delivery.raw, delivery.kept)).unzip();
        match receive(&bot, worker, &raw).await {
            // Nobody waits any more where Telegram closed the connection: it comes again and is known.
            Ok(_) => kept.into_iter().for_each(|kept| kept.send(()).unwrap_or_default()),
            Err(error) => tracing::error!(error = %cause(&error), "deliveries could not be kept; Telegram comes again"),
        }
    }
}

/// Keeps updates in the inbox; the highest number among them.
async fn receive(bot: &Bot, worker: WorkerId, raw: &[String]) -> Result<Option<i64>, StoreError> {
    let outlines: Vec<(Outline, &String)> =
        raw.iter().filter_map(|raw| Outline::of(raw).map(|outline| (outline, raw))).collect();
    if outlines.is_empty() {
        return Ok(None);
    }
    let chats: Vec<i64> =
        outlines.iter().filter(|(outline, _)| outline.is_plain_text).map(|(outline, _)| outline.chat_id.0).collect();
    let secret = match chats.is_empty() {
        true => Vec::new(),
        false => bot.app.store.chats_that_answer_a_secret(&chats).await?,
    };
    let received: Vec<Received> = outlines
        .iter()
        .map(|(outline, raw)| {
            let seals = outline.is_plain_text && secret.contains(&outline.chat_id);
            let kept = match outline.keypad_of {
                Some(_) => without_keypad(raw).unwrap_or_default(),
                None if seals => bot.seal.close(raw),
                None => (*raw).clone(),
            };
            Received {
                update_id: outline.update_id,
                chat_id: outline.chat_id,
                lane: outline.lane,
                raw: kept,
                // A keypad is known to the process that showed it alone.
                sealed_by: outline.keypad_of.or(seals.then_some(worker)),
            }
        })
        .collect();
    let new = bot.app.store.receive(bot.telegram.bot_id, &received, bot.now()).await?;
    metrics::counter!("farthing_updates_received_total").increment(new);
    bot.inbox_changed.notify_one();
    Ok(outlines.iter().map(|(outline, _)| outline.update_id).max())
}

/// The error with what is behind it.
pub fn cause(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", cause(source)),
        None => error.to_string(),
    }
}
