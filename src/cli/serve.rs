//! `farthing run` and `farthing sandbox`: the bot, until ^C or SIGTERM.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use farthing::app::App;
use farthing::bot::Bot;
use farthing::bot::http::{self, Hook};
use farthing::bot::intake::WAITING_MAX;
use farthing::bot::run::{Readiness, Source, register, run, who_am_i};
use farthing::bot::telegram::Telegram;
use farthing::config::{Chat, Config, Secret, Webhook};
use farthing::sandbox::{Sandbox, SandboxBot, SandboxSettings};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{stop_signal, text};

/// Everything that was asked to stop must have stopped by then; what has not is done again by the next process.
const STOP_MAX: Duration = Duration::from_secs(4);

/// The sandbox's bot. Its server takes any token; this one never leaves the machine.
pub(super) const SANDBOX_TOKEN: &str = "7000000001:sandbox";

/// Its payments: the server takes any token, and no real money moves.
const SANDBOX_PAYMENT_TOKEN: &str = "7000000001:TEST:sandbox";

/// `farthing run`.
pub(super) async fn bot(config: &Config) -> anyhow::Result<()> {
    let token =
        config.chat.token.clone().context(
            "TELEGRAM_BOT_TOKEN is not set: @BotFather gives one; `farthing sandbox` shows everything without",
        )?;
    let stop = stop_on_signal();
    let listening = listen(config.chat.http_addr).await?;
    let telegram = Telegram::new(config.chat.api_url.clone(), token)?;
    let app = App::start(config).await?;
    let served = serve(&config.chat, &app, telegram, (listening, Router::new()), || (), &stop).await;
    let stopped = app.stop().await;
    served.and(stopped.map_err(Into::into))
}

/// `farthing sandbox`: the bot with a Bot API server and a chat page of its own.
pub(super) async fn sandbox(config: &Config) -> anyhow::Result<()> {
    let stop = stop_on_signal();
    let listening = listen(config.chat.http_addr).await?;
    let address = listening.browsable()?;
    let url = format!("http://{address}");
    let sandbox = Sandbox::new(SandboxSettings {
        bots: vec![SandboxBot {
            token: SANDBOX_TOKEN.to_owned(),
            username: "farthing_bot".to_owned(),
            first_name: "farthing".to_owned(),
        }],
        data_dir: Some(config.data_dir.join("sandbox")),
        ..SandboxSettings::default()
    })
    .context("the sandbox cannot keep its chats in FARTHING_DATA_DIR")?;
    let telegram = Telegram::new(url.parse()?, Secret::new(SANDBOX_TOKEN.to_owned()))?;
    let payment_token = Some(Secret::new(SANDBOX_PAYMENT_TOKEN.to_owned()));
    let chat = Chat { webhook: None, payment_token, ..config.chat.clone() };
    let app = App::start(config).await?;
    let ready = || text::say(format_args!("farthing is ready: {url}\nEverything stays on this machine. ^C stops it."));
    let router = farthing::sandbox::router(sandbox.clone());
    let served = serve(&chat, &app, telegram, (listening, router), ready, &stop).await;
    sandbox.close();
    let stopped = app.stop().await;
    served.and(stopped.map_err(Into::into))
}

/// Runs the bot beside its HTTP server, which serves `more` as well; says when it is `ready`.
async fn serve(
    chat: &Chat,
    app: &App,
    telegram: Telegram,
    (listening, more): (Listening, Router),
    ready: impl FnOnce(),
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let readiness = Arc::new(Readiness::default());
    let (source, hook) = source(chat.webhook.as_ref());
    let mut router = more.merge(http::health(readiness.clone(), app.store.clone(), telegram.bot_id));
    if let Some((path, hook)) = &hook {
        router = router.merge(http::webhook(path, hook.clone()));
    }
    let server = tokio::spawn(listening.serve(router));
    let work = async {
        let me = who_am_i(&telegram).await?;
        register(&telegram, chat.webhook.as_ref().zip(hook.as_ref().map(|(_, hook)| &hook.secret)), &chat.admins)
            .await?;
        let mut own = App::of(app.store.clone(), app.workers.clone(), app.agent.clone());
        own.vault = app.vault.clone();
        own.mail = app.mail.clone();
        let bot = Arc::new(Bot::new(own, telegram, me.username, chat));
        ready();
        run(bot, source, readiness, stop.clone()).await?;
        anyhow::Ok(())
    };
    let outcome = tokio::select! {
        outcome = work => outcome,
        () = async { stop.cancelled().await; tokio::time::sleep(STOP_MAX).await } => Ok(()),
    };
    server.abort();
    outcome
}

/// A bound address.
pub(super) struct Listening(TcpListener);

pub(super) async fn listen(address: SocketAddr) -> anyhow::Result<Listening> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}; FARTHING_HTTP_ADDR can name another address"))?;
    Ok(Listening(listener))
}

impl Listening {
    /// Where a browser on this machine reaches it.
    pub(super) fn browsable(&self) -> anyhow::Result<SocketAddr> {
        let mut address = self.0.local_addr()?;
        if address.ip().is_unspecified() {
            address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
        }
        Ok(address)
    }

    pub(super) async fn serve(self, router: Router) {
        if let Err(error) = axum::serve(self.0, router).await {
            tracing::error!(%error, "the HTTP server ended");
        }
    }
}

fn source(webhook: Option<&Webhook>) -> (Source, Option<(String, Hook)>) {
    let Some(webhook) = webhook else { return (Source::Polling, None) };
    let (deliveries, received) = mpsc::channel(WAITING_MAX);
    let made_up = || Secret::new(Uuid::new_v4().simple().to_string());
    let hook = Hook { secret: webhook.secret.clone().unwrap_or_else(made_up), deliveries };
    (Source::Webhook(received), Some((webhook.url.path().to_owned(), hook)))
}

/// Cancelled by ^C or SIGTERM.
pub(super) fn stop_on_signal() -> CancellationToken {
    let stop = CancellationToken::new();
    let signalled = stop.clone();
    tokio::spawn(async move {
        stop_signal().await;
        signalled.cancel();
    });
    stop
}
