//! Mails out: what waits in the queue goes to the mail server, codes first, at a pace that servers take.
//!
//! One process does it at a time. Nothing is lost while the server is away; what it refuses for good is kept for an admin, and
//! an address that it refuses for good gets nothing more until its person confirms another.
//!
//! **Invariant:** the present moment is passed in to every step; the loop alone reads the clock.

pub(super) mod letter;
mod server;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio_util::sync::CancellationToken;

use super::causes;
use crate::bot::button::MailAction;
use crate::bot::handlers::notifications::MAIL_PAUSED;
use crate::bot::outgoing::Outgoing;
use crate::bot::{Bot, backoff};
use crate::config::MailServer;
use crate::domain::{BotId, ChatId, NoticeId, WorkerId};
use crate::store::mail::{CODE_GOOD_FOR, ClaimedMail, Refused};
use crate::store::notices::{NewNotice, Saying};
use crate::store::outbox::Priority;
use crate::store::{Store, StoreError};
use crate::text;
use crate::texts::Language;
use server::{Answer, hand_over};

/// What small providers let one sender hand in; ten thousand summaries take under three hours.
const MAILS_A_MINUTE: u32 = 60;
/// How often the queue is looked at when it was empty: a person who waits for a code hardly notices.
const LOOK_INTERVAL: Duration = Duration::from_secs(2);
/// The longest pause while the server or the database is away.
const AWAY_WAIT_MAX: Duration = Duration::from_secs(300);
/// A mail's first wait is that of so many failures, about half a minute: who greylists wants to see that we wait.
const FAILURES_AT_ONCE: u32 = 6;
const RETRY_WAIT_MAX: Duration = Duration::from_secs(3_600);
/// Attempts before a mail is given up: with the waits between them a day, after which a summary is old.
const ATTEMPTS_MAX: i16 = 30;

/// What one step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing was due.
    Nothing,
    /// A mail was sent, put back or given up.
    Handled,
    /// The server is not there: the next mail would fare no better.
    ServerAway,
}

/// Sends until told to stop.
pub async fn run(bot: Arc<Bot>, server: MailServer, worker: WorkerId, stop: CancellationToken) {
    let mut failures = 0;
    loop {
        let step = tokio::select! {
            () = stop.cancelled() => return,
            step = send_next(&bot.app.store, &server, bot.telegram.bot_id, worker, bot.now()) => step,
        };
        failures = match &step {
            Ok(Step::Nothing | Step::Handled) => 0,
            Ok(Step::ServerAway) | Err(_) => failures + 1,
        };
        let wait = match step {
            Ok(Step::Nothing) => LOOK_INTERVAL,
            Ok(Step::Handled) => {
                // An address may have been refused, which its person is told.
                bot.outbox_changed.notify_one();
                Duration::from_secs(60) / MAILS_A_MINUTE
            }
            Ok(Step::ServerAway) => backoff(failures, AWAY_WAIT_MAX).max(LOOK_INTERVAL),
            Err(error) => {
                tracing::error!(error = %causes(&error), "mails cannot be read; trying again");
                backoff(failures, AWAY_WAIT_MAX).max(LOOK_INTERVAL)
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Hands the next due mail to the server and writes down what it said.
///
/// # Errors
/// When the database refuses; a mail that was claimed is free again when the worker's number is given up.
pub async fn send_next(
    store: &Store,
    server: &MailServer,
    bot: BotId,
    worker: WorkerId,
    now: DateTime<Utc>,
) -> Result<Step, StoreError> {
    let Some(mail) = store.claim_mail(worker, now).await? else { return Ok(Step::Nothing) };
    if mail.is_code && now - mail.created_at >= CODE_GOOD_FOR {
        store.remove_mail(&mail).await?;
        return Ok(Step::Handled);
    }
    match hand_over(server, &mail).await {
        Answer::Taken => {
            metrics::counter!("farthing_mails_sent_total").increment(1);
            store.remove_mail(&mail).await?;
        }
        Answer::NoSuchAddress(reason) => {
            tracing::warn!(reason, "an address takes no mails; they are paused and its person is told");
            refused(store, bot, &mail, now).await?;
        }
        Answer::Refused(reason) => bury(store, &mail, &reason, now).await?,
        Answer::Later(reason) => retry(store, &mail, &reason, now).await?,
        Answer::Away(reason) => {
            retry(store, &mail, &reason, now).await?;
            return Ok(Step::ServerAway);
        }
    }
    Ok(Step::Handled)
}

async fn retry(store: &Store, mail: &ClaimedMail, reason: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    if mail.attempts + 1 >= ATTEMPTS_MAX {
        return bury(store, mail, reason, now).await;
    }
    metrics::counter!("farthing_mails_retried_total").increment(1);
    tracing::warn!(reason, attempts = mail.attempts + 1, "a mail was not taken; it is sent again");
    let failures = u32::from(mail.attempts.unsigned_abs()).saturating_add(FAILURES_AT_ONCE);
    store.retry_mail(mail, now + backoff(failures, RETRY_WAIT_MAX)).await
}

async fn bury(store: &Store, mail: &ClaimedMail, reason: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    metrics::counter!("farthing_mails_dead_total").increment(1);
    tracing::error!(reason, "a mail was given up; it is kept for an admin");
    store.bury_mail(mail, reason, now).await
}

/// Pauses the address and tells its person, in one step; what was told already is not told again.
async fn refused(store: &Store, bot: BotId, mail: &ClaimedMail, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut book = store.book(mail.book).await?;
    let texts = Language::default().texts();
    let words = match book.refuse_address(mail, now).await? {
        Refused::Paused { address } => text!(texts, "mail-address-paused", address = address),
        Refused::Offered { address } => text!(texts, "mail-address-refused", address = address),
        Refused::Nothing => return book.commit().await,
    };
    let change = MailAction::Type.button(text!(texts, "button-mail-other"));
    let off = MailAction::Off.button(text!(texts, "button-mail-off"));
    let message = Outgoing { buttons: vec![vec![change, off]], ..Outgoing::plain(&words) };
    if book.listeners().await?.contains(&mail.of_user) {
        let messages = message.into_messages(ChatId(mail.of_user.0), None);
        book.enqueue(bot, Priority::Notice, &messages, now).await?;
    }
    let saying =
        Saying { id: NoticeId::new(), message: None, about: None, row: None, said_at: Some(now), say_at: None };
    let notice = NewNotice { key: &format!("mail:{}", mail.id), kind: MAIL_PAUSED, text: &words, saying: Some(saying) };
    book.note_notice(notice, now).await?;
    book.commit().await
}
