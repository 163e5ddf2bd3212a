//! What the wallet does by itself: scheduled payments, what expires, blocks, and rows of entries that were made elsewhere.
//!
//! **Invariant:** each step is done once, also when two processes go round at the same time: locks and keys decide, not this
//! loop.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Bot;
use super::intake::cause;
use super::outgoing::Outgoing;
use super::render::wallet;
use crate::agent::format;
use crate::domain::{ChatId, TelegramUserId};
use crate::store::StoreError;
use crate::store::outbox::{NewMessage, Priority};
use crate::store::wallet::{Due, ExpiredRequest};
use crate::text;
use crate::tools::ToolError;
use crate::tools::ledger::{Whole, seal, verify};
use crate::tools::wallet::{Ran, run_due, write_missing_rows};

/// Between two rounds: what is due is done within seconds.
const ROUND_INTERVAL: Duration = Duration::from_secs(5);
/// Rounds between two blocks: an entry is sealed within a minute.
const ROUNDS_A_BLOCK: u32 = 12;
/// Scheduled payments of one round; the rest waits for the next.
const DUE_MAX: i32 = 200;
/// Holds and requests that one round ends.
const EXPIRED_MAX: i32 = 500;

/// Between two proofs of the whole ledger; the first is when a process takes this duty.
const PROOF_INTERVAL: Duration = Duration::from_secs(24 * 60 * 60);

/// Goes round until told to stop. What fails is tried again in the next round.
pub async fn run(bot: Arc<Bot>, stop: CancellationToken) {
    for rounds in (0..ROUNDS_A_BLOCK).cycle() {
        if let Err(error) = round(&bot, rounds == 0).await {
            tracing::error!(error = %cause(&error), "a round of the wallet failed; it is tried again");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(ROUND_INTERVAL) => {}
        }
    }
}

/// Proves the whole ledger each day until told to stop, beside the rounds: it reads every posting, and nobody waits for it.
pub async fn prove_daily(bot: Arc<Bot>, stop: CancellationToken) {
    loop {
        let proven = tokio::select! {
            () = stop.cancelled() => return,
            proven = prove(&bot) => proven,
        };
        match proven {
            Ok(Ok(whole)) => tracing::info!(entries = whole.sealed, blocks = whole.blocks, "the ledger is whole"),
            Ok(Err(broken)) => {
                tracing::error!(%broken, "the ledger is broken: stop payments and see `farthing verify`");
            }
            Err(error) => tracing::error!(error = %cause(&error), "the ledger could not be proven today"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(PROOF_INTERVAL) => {}
        }
    }
}

/// Proves the whole ledger, as `farthing verify` does, and sets the metric that says so.
pub async fn prove(bot: &Bot) -> Result<Result<Whole, String>, StoreError> {
    let found = verify(&bot.app.store).await?;
    metrics::gauge!("farthing_ledger_whole").set(if found.is_ok() { 1.0 } else { 0.0 });
    Ok(found)
}

/// One round: everything that is due now. `seals` closes a block as well.
pub async fn round(bot: &Bot, seals: bool) -> Result<(), StoreError> {
    let store = &bot.app.store;
    let now = bot.now();
    for due in store.due_payments(now, DUE_MAX).await? {
        // One that cannot be done stands in nobody's way.
        if let Err(error) = pay_due(bot, due).await {
            tracing::error!(error = %cause(&error), "a scheduled payment failed; it is tried again");
        }
    }
    store.expire_holds(now, EXPIRED_MAX).await?;
    store.expire_proposals(now).await?;
    if store.expire_requests(bot.telegram.bot_id, now, EXPIRED_MAX, unanswered).await? > 0 {
        bot.outbox_changed.notify_one();
    }
    if seals {
        write_missing_rows(store, now).await?;
        seal(store, now).await?;
    }
    Ok(())
}

async fn pay_due(bot: &Bot, due: Due) -> Result<(), ToolError> {
    let now = bot.now();
    let mut context = bot.app.context(due.of, now, None).await?;
    let Some(ran) = run_due(due.schedule, &mut context).await? else { return Ok(()) };
    let bot_id = bot.telegram.bot_id;
    let book = context.book().await?;
    book.enqueue(bot_id, Priority::Notice, &to(due.of, wallet::ran(&ran)), now).await?;
    if let Ran::Paid(schedule, paid) = &ran {
        let money = (schedule.amount, schedule.currency);
        let told = wallet::received(&paid.payer_name, money, &schedule.note, paid.transfer);
        for message in to(schedule.other, told) {
            book.tell(bot_id, schedule.other, &message.message, now).await?;
        }
    }
    context.commit().await?;
    bot.outbox_changed.notify_one();
    Ok(())
}

fn unanswered(request: &ExpiredRequest) -> Vec<NewMessage> {
    let ExpiredRequest { asker, other_name, amount, currency, note } = request;
    let money = format::money(*amount, *currency);
    let name = super::outgoing::escape(other_name);
    let purpose = wallet::purpose(note);
    let words = text!(wallet::texts(), "wallet-unanswered", name = name, amount = money, purpose = purpose);
    to(*asker, Outgoing::html(words))
}

fn to(user: TelegramUserId, message: Outgoing) -> Vec<NewMessage> {
    message.into_messages(ChatId(user.0), None)
}
