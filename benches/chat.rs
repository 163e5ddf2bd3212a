//! `make bench`: what the chat reaches, against the sandbox's Bot API server and a database that keeps what it was given.
//!
//! Bot, server and people share this process, and the echo bot that the bot is held against shares it in the same way.
//! Adds its figures to `target/bench.json`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench is run by hand and may stop"
)]

#[path = "../tests/it/harness.rs"]
#[allow(dead_code, reason = "the stories use all of it")]
mod harness;

#[path = "figure.rs"]
mod figure;

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use chrono::{NaiveDate, Utc};
use farthing::app::App;
use farthing::bot::Bot;
use farthing::bot::run::{Readiness, Source, register, run, who_am_i};
use farthing::bot::telegram::Telegram;
use farthing::config::{Access, Chat as Settings, Secret};
use farthing::demo::{CsvAccount, Dialect, Layout, csv, large_ledger, long_statement, pdf};
use farthing::sandbox::{Event, Message, Sandbox, SandboxSettings, SentFile, Subscription, User};
use farthing::tools::ledger::{Request, answer};
use futures_util::StreamExt as _;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};
use tokio_util::sync::CancellationToken;

use figure::{Figure, median, percentile, print, reached, write};
use harness::{Farthing, TODAY};

const SEED: u64 = 7;
const BOT: i64 = 900_000_001;
const TOKEN: &str = "900000001:bench";
const FIRST_PERSON: i64 = 100_001;
/// The last day of the month that people ask about.
const MONTH_END: &str = "2026-02-28";
const QUESTION: &str = "how much did I spend on groceries last month?";

/// Rows that fill five pages.
const FIVE_PAGES_ROWS: usize = 220;
const UPLOADS: i64 = 10;
/// Rows of each person's book.
const BOOK_ROWS: usize = 60;
/// Books that are made at once.
const IMPORTS_AT_ONCE: usize = 4;
/// Chats with a question in flight at saturation.
const CHATS: i64 = 2_000;
const SATURATION: Duration = Duration::from_secs(15);
/// Two people, one of whom pays the other again and again.
const PAYER: i64 = 90_001;
const PAYEE: i64 = 90_002;
const PAYMENTS: usize = 100;
/// People who together send `STEADY_RATE` messages a second, each one a second.
const STEADY_RATE: i64 = 300;
const STEADY_SECONDS: u32 = 10;
/// What is not answered by then is lost.
const ANSWER_MAX: Duration = Duration::from_secs(30);
/// A first start makes a cluster.
const START_MAX: Duration = Duration::from_secs(60);
const STARTS: usize = 5;
/// What is left to do after a start is done by then.
const SETTLE: Duration = Duration::from_secs(3);

fn main() {
    // `cargo bench --bench chat -- payments`: that part alone, which leaves the file as it is.
    let only_payments = std::env::args().any(|argument| argument == "payments");
    println!("load before: {}", load());
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut figures = Vec::new();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let chat = Chat::start().await;
        figures.extend(payments(&chat).await);
        if !only_payments {
            figures.push(uploads(&chat).await);
            figures.extend(conversations(&chat).await);
        }
        chat.finish().await;
    });
    println!("load after: {}", load());
    if only_payments {
        return print(&figures);
    }
    figures.extend(starts());
    print(&figures);
    write(&figures);
}

/// A Bot API server, and the people of this bench in it.
struct Server {
    sandbox: Sandbox,
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Server {
    async fn start() -> Self {
        let settings = SandboxSettings { first_update_id: Some(1), ..SandboxSettings::default() };
        let sandbox = Sandbox::new(settings).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = farthing::sandbox::router(sandbox.clone());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        for number in 0..CHATS + UPLOADS {
            sandbox.put_person(User::person(FIRST_PERSON + number, "Person")).unwrap();
        }
        for (number, name) in [(PAYER, "payer"), (PAYEE, "payee")] {
            sandbox.put_person(User { username: Some(name.to_owned()), ..User::person(number, name) }).unwrap();
        }
        Self { sandbox, address, task }
    }
}

/// The bot and its server, on a database of their own.
struct Chat {
    farthing: Farthing,
    server: Server,
    bot: JoinHandle<()>,
    stop: CancellationToken,
}

impl Chat {
    async fn start() -> Self {
        let farthing = Farthing::start().await;
        let server = Server::start().await;
        let settings = Settings {
            token: Some(Secret::new(TOKEN.to_owned())),
            api_url: format!("http://{}", server.address).parse().unwrap(),
            http_addr: ([127, 0, 0, 1], 0).into(),
            webhook: None,
            admins: Vec::new(),
            access: Access::Open,
            send_rate: None,
            payment_token: None,
        };
        let telegram = Telegram::new(settings.api_url.clone(), Secret::new(TOKEN.to_owned())).unwrap();
        let me = who_am_i(&telegram).await.unwrap();
        register(&telegram, None, &[]).await.unwrap();
        let app = App::of(farthing.app.store.clone(), farthing.app.workers.clone(), farthing.app.agent.clone());
        let mut bot = Bot::new(app, telegram, me.username, &settings);
        let noon = TODAY.parse::<NaiveDate>().unwrap().and_hms_opt(12, 0, 0).unwrap().and_utc();
        bot.clock_offset = noon - Utc::now();
        let stop = CancellationToken::new();
        let running = run(Arc::new(bot), Source::Polling, Arc::new(Readiness::default()), stop.clone());
        let bot = tokio::spawn(async move { running.await.unwrap() });
        Self { farthing, server, bot, stop }
    }

    async fn finish(self) {
        self.stop.cancel();
        timeout(Duration::from_secs(5), self.bot).await.expect("it stops in time").unwrap();
        self.server.task.abort();
        assert_eq!(self.farthing.value("select count(*) from dead_letter").await, "0", "nothing was given up");
        self.farthing.finish().await;
    }
}

/// From the upload to the summary with its picture, of a person's first statement.
async fn uploads(chat: &Chat) -> Figure {
    let statement = long_statement(SEED, TODAY.parse().unwrap(), FIVE_PAGES_ROWS);
    let bytes = pdf(&statement, Layout::UkCurrent).unwrap();
    let sandbox = &chat.server.sandbox;
    let mut times = Vec::new();
    for person in FIRST_PERSON + CHATS..FIRST_PERSON + CHATS + UPLOADS {
        let file =
            SentFile { file_name: "five pages.pdf".to_owned(), bytes: bytes.clone().into(), ..SentFile::default() };
        let started = Instant::now();
        let sent = sandbox.upload(BOT, person, file).unwrap();
        let is_summary = |message: &Message| {
            message.from.is_bot && serde_json::to_string(message).is_ok_and(|words| words.contains("Undo import"))
        };
        let summary = sandbox.wait_for_message(BOT, person, sent.message_id, is_summary, ANSWER_MAX).await;
        times.push(started.elapsed());
        assert!(summary.is_some(), "no summary: {:?}", sandbox.history(BOT, person));
    }
    reached("upload to summary of a 5-page PDF, median", median(&mut times), "reach", 1_000.0)
}

/// From the press on a card to the message in both people's chats.
async fn payments(chat: &Chat) -> Vec<Figure> {
    let sandbox = &chat.server.sandbox;
    let hears = async |person: i64, after: i64, words: &str| {
        let fits =
            |message: &Message| message.from.is_bot && message.text.as_deref().is_some_and(|text| text.contains(words));
        sandbox.wait_for_message(BOT, person, after, fits, ANSWER_MAX).await.expect("it is told")
    };
    for person in [PAYER, PAYEE] {
        let sent = sandbox.send_text(BOT, person, "/balance").unwrap();
        hears(person, sent.message_id, "empty").await;
    }
    let fund = serde_json::json!({"key": "bench", "kind": "transfer", "from": "system:funding",
        "to": format!("user:{PAYER}"), "amount": "1000", "currency": "GBP"});
    let request = Request::read(fund.to_string().as_bytes());
    let replies = answer(&mut chat.farthing.app.store.ledger_session(), Utc::now(), vec![request]).await.unwrap();
    assert_eq!(replies[0].result.word(), "ok");
    let mut times = Vec::new();
    for _ in 0..PAYMENTS {
        let sent = sandbox.send_text(BOT, PAYER, "/send 1 @payee for tea").unwrap();
        let card = hears(PAYER, sent.message_id, "Send £1.00").await;
        let (_, confirm) = card.buttons().into_iter().find(|(label, _)| label.contains("Confirm")).unwrap();
        let told_before = sandbox.history(BOT, PAYEE).last().map_or(0, |message| message.message_id);
        let started = Instant::now();
        sandbox.press(BOT, PAYER, card.message_id, &confirm.unwrap()).unwrap();
        // The card itself turns into the payer's message.
        tokio::join!(hears(PAYER, card.message_id - 1, "Sent £1.00"), hears(PAYEE, told_before, "sent you £1.00"));
        times.push(started.elapsed());
    }
    vec![
        reached("press on a payment to both told, median", median(&mut times), "reach", 200.0),
        reached("press on a payment to both told, p95", percentile(&mut times, 0.95), "reach", 200.0),
    ]
}

async fn conversations(chat: &Chat) -> Vec<Figure> {
    let started = Instant::now();
    futures_util::stream::iter(0..CHATS)
        .for_each_concurrent(IMPORTS_AT_ONCE, async |number| {
            let rows = large_ledger(SEED + number.unsigned_abs(), BOOK_ROWS, MONTH_END.parse().unwrap());
            let account =
                CsvAccount { name: "Current", currency: "GBP".parse().unwrap(), opening_balance: 1_000.into() };
            let file = csv(rows, account, Dialect::Canonical);
            chat.farthing.person(FIRST_PERSON + number).import("current.csv", &file).await.unwrap();
        })
        .await;
    println!("{CHATS} books made in {:.0} s", started.elapsed().as_secs_f64());
    // The first question makes the chat known.
    let first = saturate(&chat.server.sandbox, Duration::ZERO).await;
    assert_eq!(first.lost, 0);
    let history = chat.server.sandbox.history(BOT, FIRST_PERSON);
    let answer = history.last().unwrap().text.clone().unwrap();
    assert!(answer.contains('£'), "{answer}");

    let (mut latencies, lost) = steady(&chat.server.sandbox).await;
    assert_eq!(lost, 0, "nothing is lost");
    println!(
        "at {STEADY_RATE}/s: p50 {:.1} ms, p99 {:.1} ms",
        median(&mut latencies),
        percentile(&mut latencies, 0.99)
    );
    let ours = saturate(&chat.server.sandbox, SATURATION).await;
    let theirs = echo().await;
    assert_eq!((ours.lost, theirs.lost), (0, 0), "nothing is lost");
    vec![
        reached("question to answer at 300/s, p95", percentile(&mut latencies, 0.95), "reach", 50.0),
        Figure {
            name: "answers with 2,000 chats in flight",
            value: ours.a_second,
            unit: "1/s",
            reference: "teloxide echo".into(),
            reference_value: Some(theirs.a_second),
            more: true,
        },
    ]
}

/// What one chat sees of its bot.
struct Ear {
    sandbox: Sandbox,
    person: i64,
    events: Subscription,
}

impl Ear {
    fn new(sandbox: &Sandbox, person: i64) -> Self {
        Self { sandbox: sandbox.clone(), person, events: sandbox.subscribe(BOT, person).unwrap() }
    }

    /// Asks, and waits for the answer; false when none came.
    async fn ask(&mut self) -> bool {
        self.sandbox.send_text(BOT, self.person, QUESTION).unwrap();
        let answered = async {
            while let Some(event) = self.events.next().await {
                if matches!(event, Event::Message { message } if message.0.from.is_bot) {
                    return true;
                }
            }
            false
        };
        timeout(ANSWER_MAX, answered).await.unwrap_or(false)
    }
}

/// How long questions took that came at a steady rate, from the moment when each was due, and how many were lost.
async fn steady(sandbox: &Sandbox) -> (Vec<Duration>, usize) {
    let start = Instant::now() + Duration::from_millis(500);
    let mut people = JoinSet::new();
    for number in 0..STEADY_RATE {
        let mut ear = Ear::new(sandbox, FIRST_PERSON + number);
        let first = start + Duration::from_secs(1).mul_f64(number as f64 / STEADY_RATE as f64);
        people.spawn(async move {
            let mut due = interval_at(first, Duration::from_secs(1));
            due.set_missed_tick_behavior(MissedTickBehavior::Burst);
            let mut times = Vec::new();
            for _ in 0..STEADY_SECONDS {
                let at = due.tick().await;
                times.push(ear.ask().await.then(|| at.elapsed()));
            }
            times
        });
    }
    let all: Vec<Option<Duration>> = people.join_all().await.into_iter().flatten().collect();
    let answered: Vec<Duration> = all.iter().copied().flatten().collect();
    let lost = all.len() - answered.len();
    (answered, lost)
}

struct Saturated {
    a_second: f64,
    lost: usize,
}

/// Every chat has one question in flight until the time is over; each asks at least one.
async fn saturate(sandbox: &Sandbox, time: Duration) -> Saturated {
    let end = Instant::now() + time;
    let mut people = JoinSet::new();
    for number in 0..CHATS {
        let mut ear = Ear::new(sandbox, FIRST_PERSON + number);
        people.spawn(async move {
            let (mut in_time, mut lost) = (0_usize, 0_usize);
            loop {
                match ear.ask().await {
                    true if Instant::now() <= end => in_time += 1,
                    true => {}
                    false => lost += 1,
                }
                if Instant::now() >= end || lost > 0 {
                    return (in_time, lost);
                }
            }
        });
    }
    let all = people.join_all().await;
    let in_time: usize = all.iter().map(|(in_time, _)| in_time).sum();
    Saturated {
        a_second: in_time as f64 / time.as_secs_f64().max(f64::EPSILON),
        lost: all.iter().map(|(_, lost)| lost).sum(),
    }
}

/// The echo bot of teloxide's documentation, on a server of the same kind with the same people.
async fn echo() -> Saturated {
    use teloxide::dispatching::{Dispatcher, UpdateFilterExt as _};
    use teloxide::prelude::{Message, Requester as _, ResponseResult};
    use teloxide::types::Update;

    async fn answer(bot: teloxide::Bot, message: Message) -> ResponseResult<()> {
        bot.send_message(message.chat.id, message.text().unwrap_or_default()).await?;
        Ok(())
    }

    let server = Server::start().await;
    let bot = teloxide::Bot::new(TOKEN).set_api_url(format!("http://{}", server.address).parse().unwrap());
    bot.get_me().await.unwrap();
    let mut dispatcher = Dispatcher::builder(bot, Update::filter_message().endpoint(answer)).build();
    let running = tokio::spawn(async move { dispatcher.dispatch().await });
    let _ = saturate(&server.sandbox, Duration::ZERO).await;
    let saturated = saturate(&server.sandbox, SATURATION).await;
    running.abort();
    server.task.abort();
    saturated
}

/// `farthing sandbox` on a folder that is there, and what it then holds in memory.
fn starts() -> Vec<Figure> {
    let folder = std::env::temp_dir().join(format!("farthing-bench-{}", std::process::id()));
    start_sandbox(&folder).stop();
    let mut times = Vec::new();
    let mut resident_megabytes = 0.0;
    for _ in 0..STARTS {
        let started = std::time::Instant::now();
        let sandbox = start_sandbox(&folder);
        times.push(started.elapsed());
        if times.len() == STARTS {
            std::thread::sleep(SETTLE);
            resident_megabytes = sandbox.resident_megabytes();
        }
        sandbox.stop();
    }
    std::fs::remove_dir_all(&folder).unwrap();
    vec![
        reached("farthing sandbox, start to ready, median", median(&mut times), "reach", 2_000.0),
        Figure {
            name: "farthing sandbox, idle, without Postgres",
            value: resident_megabytes,
            unit: "MB",
            reference: "reach".into(),
            reference_value: Some(60.0),
            more: false,
        },
    ]
}

struct RunningSandbox(Child);

fn start_sandbox(folder: &Path) -> RunningSandbox {
    // Free a moment ago; nothing else on the machine is likely to take it now.
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let child = Command::new(env!("CARGO_BIN_EXE_farthing"))
        .arg("sandbox")
        .current_dir(std::env::temp_dir())
        .env("FARTHING_DATA_DIR", folder)
        .env("FARTHING_HTTP_ADDR", address.to_string())
        .env_remove("DATABASE_URL")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let sandbox = RunningSandbox(child);
    let started = std::time::Instant::now();
    while !is_ready(address) {
        assert!(started.elapsed() < START_MAX, "farthing sandbox is not ready");
        std::thread::sleep(Duration::from_millis(5));
    }
    sandbox
}

fn is_ready(address: SocketAddr) -> bool {
    use std::io::{Read as _, Write as _};
    let Ok(mut stream) = std::net::TcpStream::connect(address) else { return false };
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut answer = [0; 12];
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").is_ok()
        && stream.read_exact(&mut answer).is_ok()
        && answer.ends_with(b"200")
}

impl RunningSandbox {
    fn resident_megabytes(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        let kilobytes: f64 = line.split_whitespace().next().unwrap().parse().unwrap();
        kilobytes / 1024.0
    }

    fn stop(mut self) {
        let _ = rustix::process::kill_process(rustix::process::Pid::from_child(&self.0), rustix::process::Signal::TERM);
        let status = self.0.wait().unwrap();
        assert!(status.success(), "{status}");
    }
}

/// What else the machine does: the load averages of 1, 5 and 15 minutes.
fn load() -> String {
    std::fs::read_to_string("/proc/loadavg").map_or_else(|_| "unknown".to_owned(), |load| load.trim().to_owned())
}
