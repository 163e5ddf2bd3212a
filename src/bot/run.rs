//! Starting, keeping and stopping the bot's loops.
//!
//! A process works under a worker number that lives as long as one database connection. When that connection is lost, all
//! loops stop and begin anew under a new number: what was claimed under the old one is free, and nothing that was claimed
//! twice is done twice, because an effect checks its claim.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use chrono::TimeDelta;
use teloxide::payloads::{
    DeleteWebhook, GetMe, SetMyCommands, SetMyCommandsSetters as _, SetMyDescription, SetMyDescriptionSetters as _,
    SetMyShortDescription, SetMyShortDescriptionSetters as _, SetWebhook, SetWebhookSetters as _,
};
use teloxide::types::{AllowedUpdate, BotCommand, BotCommandScope, Recipient};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::intake::{self, Delivery, UnknownBot, cause};
use super::telegram::{CallError, Me, Telegram};
use super::{Bot, backoff, command, pump, sender, wallet_rounds};
use crate::config::{Secret, Webhook};
use crate::domain::TelegramUserId;
use crate::jobs;
use crate::store::StoreError;
use crate::store::workers::{Duty, Worker};
use crate::text;
use crate::texts::Language;

/// How often the worker's connection is tried and duties without an owner are looked for.
const WATCH_INTERVAL: Duration = Duration::from_secs(2);
/// Watches between two looks for what dead workers left.
const WATCHES_A_SWEEP: u32 = 5;
/// Telegram keeps what it could not deliver for a day; nothing older comes again.
const DONE_KEPT: TimeDelta = TimeDelta::hours(48);
/// Done updates that one sweep removes: more than arrive in its interval at any rate, so that the table stays small.
const SWEPT_MAX: i64 = 20_000;
const RETRY_WAIT_MAX: Duration = Duration::from_secs(10);

/// Where updates come from.
#[derive(Debug)]
pub enum Source {
    Polling,
    Webhook(mpsc::Receiver<Delivery>),
}

/// Whether the bot works: what `/readyz` says.
#[derive(Debug, Default)]
pub struct Readiness(AtomicBool);

impl Readiness {
    pub fn is_ready(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Asks Telegram who the bot is; waits for a network that is not there yet.
pub async fn who_am_i(telegram: &Telegram) -> anyhow::Result<Me> {
    let mut failures = 0;
    loop {
        match telegram.call(&GetMe::new()).await {
            Ok(me) => return Ok(me),
            Err(CallError::Refused { .. }) => return Err(UnknownBot.into()),
            Err(error) => {
                tracing::warn!(%error, "Telegram is not reached yet");
                tokio::time::sleep(backoff(failures, RETRY_WAIT_MAX)).await;
                failures += 1;
            }
        }
    }
}

/// Tells Telegram where updates go and which commands there are.
///
/// # Errors
/// Only about the webhook: without the commands the bot works as well.
pub async fn register(
    telegram: &Telegram,
    webhook: Option<(&Webhook, &Secret<String>)>,
    admins: &[TelegramUserId],
) -> anyhow::Result<()> {
    match webhook {
        Some((webhook, secret)) => {
            let payload = SetWebhook::new(webhook.url.clone())
                .secret_token(secret.expose().as_str())
                .allowed_updates(allowed_updates());
            telegram.call::<bool, _>(&payload).await.context("Telegram refused FARTHING_WEBHOOK_URL")?;
        }
        None => {
            let _: bool = telegram.call(&DeleteWebhook::new()).await.context("the webhook could not be taken away")?;
        }
    }
    if let Err(error) = register_commands(telegram, admins).await {
        tracing::warn!(%error, "the menu of commands was not set");
    }
    Ok(())
}

async fn register_commands(telegram: &Telegram, admins: &[TelegramUserId]) -> Result<(), CallError> {
    // The menu is one for everybody.
    let texts = Language::default().texts();
    let description = SetMyDescription::new().description(text!(texts, "bot-description"));
    telegram.call::<bool, _>(&description).await?;
    let short = SetMyShortDescription::new().short_description(text!(texts, "bot-short-description"));
    telegram.call::<bool, _>(&short).await?;
    let all = || command::MENU.iter().map(|(command, name)| BotCommand::new(*name, command.words(texts)));
    let private = SetMyCommands::new(all()).scope(BotCommandScope::AllPrivateChats);
    telegram.call::<bool, _>(&private).await?;
    let (admins_command, name) = command::ADMIN_MENU;
    for admin in admins {
        let scope = BotCommandScope::Chat { chat_id: Recipient::Id(teloxide::types::ChatId(admin.0)) };
        let payload =
            SetMyCommands::new(all().chain([BotCommand::new(name, admins_command.words(texts))])).scope(scope);
        // An admin who never wrote to the bot has no chat yet; the menu comes with the next start.
        if let Err(error) = telegram.call::<bool, _>(&payload).await {
            tracing::info!(%error, "an admin's menu was not set");
        }
    }
    Ok(())
}

fn allowed_updates() -> Vec<AllowedUpdate> {
    vec![
        AllowedUpdate::Message,
        AllowedUpdate::EditedMessage,
        AllowedUpdate::CallbackQuery,
        AllowedUpdate::MyChatMember,
        AllowedUpdate::PreCheckoutQuery,
    ]
}

/// Works until told to stop.
///
/// # Errors
/// Only when Telegram does not know the bot: everything else is tried again.
pub async fn run(
    bot: Arc<Bot>,
    mut source: Source,
    readiness: Arc<Readiness>,
    stop: CancellationToken,
) -> Result<(), UnknownBot> {
    let mut failures = 0;
    while !stop.is_cancelled() {
        match bot.app.store.begin_worker().await {
            Ok(worker) => {
                failures = 0;
                readiness.0.store(true, Ordering::Relaxed);
                let ended = generation(&bot, worker, &mut source, &stop).await;
                readiness.0.store(false, Ordering::Relaxed);
                ended?;
            }
            Err(error) => {
                tracing::error!(error = %cause(&error), "the database is not reached; trying again");
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = tokio::time::sleep(backoff(failures, RETRY_WAIT_MAX)) => {}
                }
                failures += 1;
            }
        }
    }
    Ok(())
}

/// All loops under one worker number.
async fn generation(
    bot: &Arc<Bot>,
    mut worker: Worker,
    source: &mut Source,
    stop: &CancellationToken,
) -> Result<(), UnknownBot> {
    let id = worker.id;
    tracing::info!(worker = id.0, "working");
    let stop = stop.child_token();
    let _stops_all = stop.clone().drop_guard();
    let mut loops = JoinSet::new();
    loops.spawn(pump::run(bot.clone(), id, stop.clone()));
    loops.spawn(jobs::run(bot.clone(), id, stop.clone()));
    let (polls, may_poll) = tokio::sync::oneshot::channel();
    let intake = async {
        match source {
            Source::Webhook(deliveries) => {
                intake::collect(bot.clone(), id, deliveries, stop.clone()).await;
                Ok(())
            }
            Source::Polling => match may_poll.await {
                Ok(()) => intake::poll(bot, id, &stop).await,
                // The watch ended first.
                Err(_) => Ok(()),
            },
        }
    };
    let watch = async {
        let watched = watch(bot, &mut worker, &mut loops, polls, &stop).await;
        if let Err(error) = watched {
            tracing::error!(error = %cause(&error), "the worker's connection is lost; beginning anew");
        }
        stop.cancel();
    };
    let intake = async {
        let ended = intake.await;
        stop.cancel();
        ended
    };
    let ((), ended) = tokio::join!(watch, intake);
    while loops.join_next().await.is_some() {}
    if let Err(error) = worker.end().await {
        tracing::debug!(error = %cause(&error), "the worker's connection was gone already");
    }
    ended
}

/// Keeps the worker alive, takes duties that nobody has, and frees what dead workers left. Returns when told to stop.
async fn watch(
    bot: &Arc<Bot>,
    worker: &mut Worker,
    loops: &mut JoinSet<()>,
    polls: tokio::sync::oneshot::Sender<()>,
    stop: &CancellationToken,
) -> Result<(), StoreError> {
    let bot_id = bot.telegram.bot_id;
    let mut polls = Some(polls);
    let (mut sends, mut keeps_wallets, mut mails) = (false, false, false);
    for watches in (0..WATCHES_A_SWEEP).cycle() {
        worker.ping().await?;
        if polls.is_some() && worker.take_duty(Duty::Poll, bot_id).await? {
            // Nobody listens in a process that has a webhook.
            let _ = polls.take().map(|polls| polls.send(()));
        }
        if !sends && worker.take_duty(Duty::Send, bot_id).await? {
            sends = true;
            loops.spawn(sender::run(bot.clone(), worker.id, stop.clone()));
        }
        if !keeps_wallets && worker.take_duty(Duty::Wallet, bot_id).await? {
            keeps_wallets = true;
            loops.spawn(wallet_rounds::run(bot.clone(), stop.clone()));
            loops.spawn(wallet_rounds::prove_daily(bot.clone(), stop.clone()));
        }
        if let Some(server) = &bot.app.mail
            && !mails
            && worker.take_duty(Duty::Mail, bot_id).await?
        {
            mails = true;
            loops.spawn(jobs::mail::run(bot.clone(), server.clone(), worker.id, stop.clone()));
        }
        if watches == 0 {
            if bot.app.store.release_dead_claims().await? > 0 {
                tracing::info!("another worker ended in the middle of its work; it is done again");
                bot.inbox_changed.notify_one();
                bot.outbox_changed.notify_one();
            }
            bot.app.store.forget_done_updates(bot.now() - DONE_KEPT, SWEPT_MAX).await?;
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(WATCH_INTERVAL) => {}
        }
    }
    Ok(())
}
