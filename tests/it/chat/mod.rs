//! Stories in the chat: the real bot against the sandbox's Bot API server, a real Postgres behind it.

mod crash;
mod delivery;
mod groups;
mod payments;
mod rounds;
mod stories;
mod storms;
mod tap;
mod unasked;

use std::sync::Arc;
use std::time::Duration;

use farthing::app::App;
use farthing::bot::Bot;
use farthing::bot::http::Hook;
use farthing::bot::run::{Readiness, Source, register, run, who_am_i};
use farthing::bot::telegram::Telegram;
use farthing::config::{Access, Chat as Settings, Secret};
use farthing::domain::{AlertKind, TelegramUserId};
use farthing::sandbox::{Sandbox, SandboxBot, SandboxSettings};
use reqwest::Url;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::harness::Farthing;

/// The bot of every story.
pub(crate) const BOT: i64 = 900_000_001;
pub(crate) const TOKEN: &str = "900000001:story";
/// A demo person of the sandbox.
pub(crate) const ANA: i64 = 7001;
pub(crate) const BEN: i64 = 7002;
/// Longer than anything in a story takes on a busy machine.
const WAIT_MAX: Duration = Duration::from_secs(30);
const LOOK_INTERVAL: Duration = Duration::from_millis(10);

/// A Bot API server with people who chat.
pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) sandbox: Sandbox,
    http: reqwest::Client,
    task: JoinHandle<()>,
}

/// The bot and the server in one process, on a database of their own.
pub(crate) struct Chat {
    pub(crate) farthing: Farthing,
    pub(crate) server: Server,
    settings: Settings,
    bot: JoinHandle<()>,
    stop: CancellationToken,
    /// What people did so far: each is one update.
    updates: std::sync::atomic::AtomicI64,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let bot = SandboxBot {
            token: TOKEN.to_owned(),
            username: "farthing_bot".to_owned(),
            first_name: "farthing".to_owned(),
        };
        let sandbox = Sandbox::new(SandboxSettings { bots: vec![bot], ..SandboxSettings::default() })
            .expect("a server that keeps nothing");
        let router = farthing::sandbox::router(sandbox.clone());
        let task = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the server runs");
        });
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self { url, sandbox, http: reqwest::Client::new(), task }
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Value {
        let response = self.http.post(format!("{}{path}", self.url)).json(body).send().await.expect("an answer");
        let status = response.status();
        let answer: Value = response.json().await.unwrap_or_default();
        assert!(status.is_success(), "{path}: {status} {answer}");
        answer
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let response = self.http.get(format!("{}{path}", self.url)).send().await.expect("an answer");
        response.json().await.expect("JSON")
    }

    pub(crate) async fn say(&self, person: i64, text: &str) {
        self.post("/sandbox/send", &json!({"bot": BOT, "person": person, "text": text})).await;
    }

    pub(crate) async fn upload(&self, person: i64, file_name: &str, bytes: &[u8], kind: &str) {
        let part = Part::bytes(bytes.to_vec()).file_name(file_name.to_owned());
        let form = Form::new()
            .text("bot", BOT.to_string())
            .text("person", person.to_string())
            .text("as", kind.to_owned())
            .part("file", part);
        let response = self.http.post(format!("{}/sandbox/upload", self.url)).multipart(form).send().await;
        let response = response.expect("an answer");
        assert!(response.status().is_success(), "{}", response.text().await.unwrap_or_default());
    }

    /// Presses the latest button with this label.
    pub(crate) async fn press(&self, person: i64, label: &str) {
        let messages = self.messages(person).await;
        let found = messages.iter().rev().find_map(|message| {
            let rows = message["reply_markup"]["inline_keyboard"].as_array()?;
            let mut buttons = rows.iter().filter_map(Value::as_array).flatten();
            let button = buttons.find(|button| button["text"] == label)?;
            Some((message["message_id"].clone(), button["callback_data"].clone()))
        });
        let (message, data) = found.unwrap_or_else(|| panic!("no button {label:?} in {}", transcript(&messages)));
        let pressed = json!({"bot": BOT, "person": person, "message_id": message, "data": data});
        self.post("/sandbox/press", &pressed).await;
    }

    pub(crate) async fn messages(&self, person: i64) -> Vec<Value> {
        let history = self.get(&format!("/sandbox/history?bot={BOT}&person={person}")).await;
        history["messages"].as_array().cloned().unwrap_or_default()
    }

    /// Makes the server misbehave.
    pub(crate) async fn inject(&self, fault: &Value) {
        self.post("/sandbox/faults", fault).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What a story sets: everything else is open and without limits.
pub(crate) fn settings(server: &Server) -> Settings {
    Settings {
        token: Some(Secret::new(TOKEN.to_owned())),
        api_url: server.url.parse::<Url>().expect("an address"),
        http_addr: ([127, 0, 0, 1], 0).into(),
        webhook: None,
        admins: vec![TelegramUserId(BEN)],
        access: Access::Open,
        send_rate: None,
        payment_token: None,
    }
}

impl Chat {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(crate) async fn start_with(set: impl FnOnce(&mut Settings)) -> Self {
        let farthing = Farthing::start().await;
        let server = Server::start().await;
        let mut settings = settings(&server);
        set(&mut settings);
        for person in [ANA, BEN] {
            wants_no_alerts(&farthing, person).await;
        }
        let stop = CancellationToken::new();
        let bot = start_bot(&farthing, &settings, &stop).await;
        Self { farthing, server, settings, bot, stop, updates: std::sync::atomic::AtomicI64::new(0) }
    }

    /// A second process that shares the work, until it is told to stop.
    pub(crate) async fn second_bot(&self) -> (JoinHandle<()>, CancellationToken) {
        let stop = CancellationToken::new();
        (start_bot(&self.farthing, &self.settings, &stop).await, stop)
    }

    /// Says something and returns what the bot answered.
    pub(crate) async fn say(&self, person: i64, text: &str) -> String {
        let before = self.server.messages(person).await;
        self.server.say(person, text).await;
        self.answered(person, &before).await
    }

    pub(crate) async fn upload(&self, person: i64, file_name: &str, bytes: &[u8]) -> String {
        self.upload_as(person, file_name, bytes, "document").await
    }

    pub(crate) async fn upload_as(&self, person: i64, file_name: &str, bytes: &[u8], kind: &str) -> String {
        let before = self.server.messages(person).await;
        self.server.upload(person, file_name, bytes, kind).await;
        self.answered(person, &before).await
    }

    pub(crate) async fn press(&self, person: i64, label: &str) -> String {
        let before = self.server.messages(person).await;
        self.server.press(person, label).await;
        self.answered(person, &before).await
    }

    /// Changes what the person said last.
    pub(crate) async fn edit(&self, person: i64, text: &str) -> String {
        let before = self.server.messages(person).await;
        let own = before.iter().rfind(|message| message["from"]["is_bot"] == false).expect("something was said");
        let edit = json!({"bot": BOT, "person": person, "message_id": own["message_id"], "text": text});
        self.server.post("/sandbox/edit", &edit).await;
        self.answered(person, &before).await
    }

    /// A person did something that is one update.
    pub(crate) fn count_update(&self) {
        self.updates.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }

    /// Waits until everything is handled and sent; what the bot said or changed since.
    async fn answered(&self, person: i64, before: &[Value]) -> String {
        self.count_update();
        self.settled().await;
        let messages = self.server.messages(person).await;
        let is_new = |message: &Value| message["from"]["is_bot"] == true && !before.contains(message);
        transcript(&messages.into_iter().filter(is_new).collect::<Vec<_>>())
    }

    pub(crate) async fn settled(&self) {
        let expected = self.updates.load(std::sync::atomic::Ordering::Relaxed);
        let waiting = "select (select count(*) from inbox where done_at is not null) || ' ' || (select count(*) from inbox where done_at is null) + (select count(*) from outbox)";
        let started = tokio::time::Instant::now();
        while self.farthing.value(waiting).await != format!("{expected} 0") {
            assert!(started.elapsed() < WAIT_MAX, "not settled: {}", self.farthing.value(waiting).await);
            tokio::time::sleep(LOOK_INTERVAL).await;
        }
    }

    /// Ends the bot's process, as far as the bot can tell, and begins another.
    pub(crate) async fn restart(&mut self) {
        self.stop.cancel();
        let old = std::mem::replace(&mut self.bot, tokio::spawn(async {}));
        tokio::time::timeout(Duration::from_secs(5), old).await.expect("it stops in time").expect("no panic");
        self.stop = CancellationToken::new();
        self.bot = start_bot(&self.farthing, &self.settings, &self.stop).await;
    }

    /// Stops the bot and looks at what it leaves.
    pub(crate) async fn finish(self) {
        self.stop.cancel();
        tokio::time::timeout(Duration::from_secs(5), self.bot).await.expect("it stops in time").expect("no panic");
        assert_eq!(self.farthing.value("select count(*) from dead_letter").await, "0", "nothing was given up");
        self.farthing.finish().await;
    }
}

/// What comes unasked, whenever a look is done, would mix with the answers; `alerts.rs` has stories of it.
async fn wants_no_alerts(farthing: &Farthing, person: i64) {
    let mut context = farthing.person(person).context(crate::harness::TODAY).await;
    let book = context.book().await.expect("a book");
    let mut attention = book.attention().await.expect("settings");
    attention.off = AlertKind::ALL.to_vec();
    book.set_attention(&attention).await.expect("settings");
    context.commit().await.expect("the settings are kept");
}

/// A bot by long polling, or by a webhook where the settings name one.
async fn start_bot(farthing: &Farthing, settings: &Settings, stop: &CancellationToken) -> JoinHandle<()> {
    let telegram = Telegram::new(settings.api_url.clone(), Secret::new(TOKEN.to_owned())).expect("a bot");
    let me = who_am_i(&telegram).await.expect("the server knows the bot");
    let secret = Secret::new("hook".to_owned());
    let mut webhook = settings.webhook.clone();
    let source = match &mut webhook {
        Some(webhook) => {
            let (deliveries, received) = tokio::sync::mpsc::channel(100);
            let router = farthing::bot::http::webhook("/hook", Hook { secret: secret.clone(), deliveries });
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            webhook.url.set_port(Some(listener.local_addr().expect("an address").port())).expect("a port");
            tokio::spawn(async move { axum::serve(listener, router).await });
            Source::Webhook(received)
        }
        None => Source::Polling,
    };
    register(&telegram, webhook.as_ref().map(|webhook| (webhook, &secret)), &settings.admins)
        .await
        .expect("it registers");
    let mut app = App::of(farthing.app.store.clone(), farthing.app.workers.clone(), farthing.app.agent.clone());
    app.vault = farthing.app.vault.clone();
    app.mail = farthing.app.mail.clone();
    let mut bot = Bot::new(app, telegram, me.username, settings);
    bot.clock_offset = story_time() - chrono::Utc::now();
    let running = run(Arc::new(bot), source, Arc::new(Readiness::default()), stop.clone());
    tokio::spawn(async move { running.await.expect("the bot is known") })
}

/// Noon of the day of the stories.
pub(crate) fn story_time() -> chrono::DateTime<chrono::Utc> {
    let today: chrono::NaiveDate = crate::harness::TODAY.parse().expect("a date");
    today.and_hms_opt(12, 0, 0).expect("noon").and_utc()
}

/// Messages as a person sees them, ids left out.
pub(crate) fn transcript(messages: &[Value]) -> String {
    let mut lines = Vec::new();
    for message in messages {
        let who = if message["from"]["is_bot"] == true { "farthing" } else { "person" };
        let words = message["text"].as_str().or_else(|| message["caption"].as_str()).unwrap_or_default();
        let file = match (&message["photo"], message["document"]["file_name"].as_str()) {
            (Value::Array(_), _) => "[picture] ".to_owned(),
            (_, Some(name)) => format!("[file {name}] "),
            _ => String::new(),
        };
        lines.push(format!("{who}: {file}{}", words.replace('\n', "\n  ")));
        for row in message["reply_markup"]["inline_keyboard"].as_array().into_iter().flatten() {
            let labels = row.as_array().into_iter().flatten().filter_map(|button| button["text"].as_str());
            lines.push(labels.map(|label| format!("  ({label})")).collect::<Vec<_>>().join(""));
        }
    }
    lines.join("\n")
}
