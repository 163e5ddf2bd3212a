//! The process is killed from outside at each message that it sends while it handles something, and started again: what was
//! asked for happens exactly once in the books, every answer arrives, and at most one of them twice.

use std::process::Stdio;

use farthing::demo::{Layout, pdf, year};
use farthing::tools::ledger::{Request, answer, verify};
use farthing::tools::wallet::write_missing_rows;
use serde_json::json;
use tokio::process::{Child, Command};

use super::tap::{Moment, Trigger, tap_http, tap_postgres};
use super::{LOOK_INTERVAL, Server, TOKEN, WAIT_MAX, transcript};
use crate::harness::Farthing;

/// Of the messages to the database every third is tried, a different third for each deed; `FARTHING_CRASH_STRIDE=1` tries
/// all, which takes minutes.
const STRIDE: i64 = 3;
/// No deed sends more messages than this.
const POINTS_MAX: i64 = 400;

/// Where the process is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wire {
    BotApi,
    Database,
}

/// What a person does while the process is killed.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Upload,
    Question,
    Undo,
    /// "Confirm" on a card that sends money.
    Pay,
}

/// Whom everybody pays: a person whom the server has from the start.
const PAYEE: i64 = 7002;
const PAYEE_NAME: &str = "jonas_weber";

struct Rig {
    farthing: Farthing,
    server: Server,
    api: Trigger,
    database: Trigger,
    environment: Vec<(String, String)>,
    child: Child,
    updates: i64,
    _folder: tempfile::TempDir,
}

impl Rig {
    async fn start() -> Self {
        let farthing = Farthing::start().await;
        let server = Server::start().await;
        let (api, database) = (Trigger::new(), Trigger::new());
        let folder = tempfile::tempdir().expect("a folder");
        tap_postgres(&farthing.socket(), folder.path(), database.clone());
        let url = tap_http(server.url.trim_start_matches("http://").to_owned(), api.clone()).await;
        let mut environment: Vec<(String, String)> = farthing
            .environment_through(folder.path())
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        environment.extend([
            ("TELEGRAM_BOT_TOKEN".to_owned(), TOKEN.to_owned()),
            ("TELEGRAM_API_URL".to_owned(), url),
            ("FARTHING_HTTP_ADDR".to_owned(), "127.0.0.1:0".to_owned()),
            ("FARTHING_SEND_RATE".to_owned(), "0".to_owned()),
        ]);
        let child = spawn(&environment);
        Self { farthing, server, api, database, environment, child, updates: 0, _folder: folder }
    }

    fn trigger(&self, wire: Wire) -> &Trigger {
        match wire {
            Wire::BotApi => &self.api,
            Wire::Database => &self.database,
        }
    }

    /// A person with whatever the deed needs.
    async fn person(&mut self, deed: Deed) -> i64 {
        let person = self.server.post("/sandbox/people", &json!({"first_name": "Kay"})).await["id"].as_i64().unwrap();
        self.server.say(person, "/start").await;
        self.updates += 1;
        if matches!(deed, Deed::Pay) {
            self.prepare_to_pay(person).await;
        } else if !matches!(deed, Deed::Upload) {
            self.server.upload(person, "february.pdf", &statement(), "document").await;
            self.updates += 1;
        }
        self.settled().await;
        person
    }

    /// A card that waits for its button.
    async fn prepare_to_pay(&mut self, person: i64) {
        self.settled().await;
        if self.farthing.value(&format!("select coalesce(book_of({PAYEE})::text, '')")).await.is_empty() {
            self.server.say(PAYEE, "/balance").await;
            self.updates += 1;
            self.settled().await;
        }
        let line = json!({"key": format!("fund {person}"), "kind": "transfer", "from": "system:funding",
            "to": format!("user:{person}"), "amount": "100", "currency": "GBP"});
        let request = Request::read(line.to_string().as_bytes());
        let store = &self.farthing.app.store;
        answer(&mut store.ledger_session(), chrono::Utc::now(), vec![request]).await.unwrap();
        // Sooner than the process would.
        write_missing_rows(store, chrono::Utc::now()).await.unwrap();
        self.server.say(person, &format!("/send 20 @{PAYEE_NAME} for lunch")).await;
        self.updates += 1;
    }

    async fn act(&mut self, deed: Deed, person: i64) {
        match deed {
            Deed::Upload => self.server.upload(person, "february.pdf", &statement(), "document").await,
            Deed::Question => self.server.say(person, "how much did I spend on groceries in february 2026?").await,
            Deed::Undo => self.server.press(person, "Undo import").await,
            Deed::Pay => self.server.press(person, "✅ Confirm").await,
        }
        self.updates += 1;
    }

    /// Waits until everything is handled and sent, or the process was killed before.
    async fn wait_until_settled_or_killed(&self, wire: Wire) {
        let started = tokio::time::Instant::now();
        while !self.trigger(wire).has_fired() && !self.is_settled().await {
            assert!(started.elapsed() < WAIT_MAX, "neither settled nor killed");
            tokio::time::sleep(LOOK_INTERVAL).await;
        }
    }

    async fn settled(&self) {
        let started = tokio::time::Instant::now();
        while !self.is_settled().await {
            assert!(started.elapsed() < WAIT_MAX, "not settled: {}", self.state().await);
            tokio::time::sleep(LOOK_INTERVAL).await;
        }
    }

    async fn is_settled(&self) -> bool {
        let state = "select (select count(*) from inbox where done_at is not null) || ' ' || (select count(*) from inbox where done_at is null) + (select count(*) from outbox)";
        self.farthing.value(state).await == format!("{} 0", self.updates)
    }

    /// For a look at what hangs.
    async fn state(&self) -> String {
        let waiting = "select concat_ws(E'\n', 'updates ' || (select count(*) filter (where done_at is not null) from inbox),
            (select string_agg(concat_ws(' ', update_id, lane, claimed_by, worker_is_alive(claimed_by), attempts, retry_at, raw), E'\n')
                from inbox where done_at is null),
            (select string_agg(concat_ws(' ', claimed_by, worker_is_alive(claimed_by), attempts, retry_at, message), E'\n') from outbox))";
        format!("{} expected; {}", self.updates, self.farthing.value(waiting).await)
    }

    async fn restart(&mut self) {
        let _ = self.child.wait().await;
        self.child = spawn(&self.environment);
    }

    /// What the bot said to a person, without what was there before.
    async fn said(&self, person: i64, before: usize) -> Vec<String> {
        let messages = self.server.messages(person).await;
        let own = messages.iter().skip(before).filter(|message| message["from"]["is_bot"] == true);
        own.map(|message| transcript(std::slice::from_ref(message))).collect()
    }

    /// What the books of this person hold.
    async fn books(&self, person: i64) -> String {
        let count = |table: &str, more: &str| {
            format!("(select count(*) from {table} where book_id = book_of({person}) {more})")
        };
        let parts = [
            count("transaction", ""),
            count("statement", ""),
            count("action", "and kind = 'import'"),
            count("action", "and kind = 'undo'"),
            count("conversation_turn", ""),
            count("tombstone", ""),
            count("payment", "and kind = 'payment'"),
            format!("(select coalesce(sum(balance), 0) from ledger_account where owner = 'user:{person}')"),
            // Whoever was paid has the row and the money of every payment, once.
            format!(
                "(select count(*) * 20 = (select coalesce(sum(balance), 0) from ledger_account where owner = 'user:{PAYEE}')
                  from payment where book_id = book_of({PAYEE}))"
            ),
        ];
        self.farthing.value(&format!("select concat_ws(' ', {})", parts.join(", "))).await
    }

    async fn finish(mut self) {
        self.child.start_kill().expect("it runs");
        let _ = self.child.wait().await;
        assert_eq!(self.farthing.value("select count(*) from dead_letter").await, "0", "nothing was given up");
        self.farthing.finish().await;
    }
}

fn spawn(environment: &[(String, String)]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_farthing"))
        .arg("run")
        .env_clear()
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .env("RUST_LOG", std::env::var("RUST_LOG").unwrap_or_else(|_| "error".to_owned()))
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("the program starts")
}

fn statement() -> Vec<u8> {
    let statements = year(7, "2026-02-28".parse().unwrap(), 1);
    let statement = statements.into_iter().find(|statement| statement.layout == Layout::UkCurrent).unwrap();
    pdf(&statement, statement.layout).unwrap()
}

/// Without their ids, which differ from person to person.
fn sorted(mut messages: Vec<String>) -> Vec<String> {
    messages.sort();
    messages
}

async fn survives(deed: Deed, wire: Wire, moment: Moment, stride: i64) {
    let mut rig = Rig::start().await;
    let person = rig.person(deed).await;
    // What was paid stands in the place of the card.
    let edited = usize::from(matches!(deed, Deed::Pay));
    let before = rig.server.messages(person).await.len() - edited;
    rig.act(deed, person).await;
    rig.settled().await;
    let (expected, books) = (sorted(rig.said(person, before).await), rig.books(person).await);
    assert!(!expected.is_empty(), "the deed has an answer");
    let mut killed = 0;
    for point in (1..POINTS_MAX).step_by(usize::try_from(stride).unwrap()) {
        let person = rig.person(deed).await;
        let before = rig.server.messages(person).await.len() - edited;
        rig.trigger(wire).arm(rig.child.id().expect("it runs"), point, moment);
        rig.act(deed, person).await;
        rig.wait_until_settled_or_killed(wire).await;
        let (reached, fired) = (rig.trigger(wire).is_reached(), rig.trigger(wire).has_fired());
        rig.trigger(wire).disarm();
        match (reached, fired) {
            (_, true) => {}
            // A long poll whose answer has not come: there is nothing to be killed in.
            (true, false) => continue,
            (false, false) => break,
        }
        killed += 1;
        rig.restart().await;
        rig.settled().await;
        let said = sorted(rig.said(person, before).await);
        let place = format!("{deed:?} killed {moment:?} message {point} to the {wire:?}");
        assert_eq!(rig.books(person).await, books, "{place}: the effect happened once");
        let mut more = said.clone();
        for message in &expected {
            let found = more.iter().position(|said| said == message);
            assert!(found.is_some(), "{place}: lost {message:?} of {said:#?}");
            found.map(|index| more.remove(index));
        }
        assert!(more.len() <= 1, "{place}: more than one duplicate: {more:#?}");
    }
    assert!(killed > 0, "the process was never killed: this test tried nothing");
    assert_eq!(verify(&rig.farthing.app.store).await.unwrap().err(), None, "the ledger is whole");
    rig.finish().await;
}

fn stride() -> i64 {
    std::env::var("FARTHING_CRASH_STRIDE").ok().and_then(|stride| stride.parse().ok()).unwrap_or(STRIDE)
}

#[tokio::test]
async fn an_upload_survives_a_kill_at_each_call() {
    survives(Deed::Upload, Wire::BotApi, Moment::Before, 1).await;
    survives(Deed::Upload, Wire::BotApi, Moment::After, 1).await;
}

#[tokio::test]
async fn a_question_survives_a_kill_at_each_call() {
    survives(Deed::Question, Wire::BotApi, Moment::Before, 1).await;
    survives(Deed::Question, Wire::BotApi, Moment::After, 1).await;
}

#[tokio::test]
async fn a_button_survives_a_kill_at_each_call() {
    survives(Deed::Undo, Wire::BotApi, Moment::Before, 1).await;
    survives(Deed::Undo, Wire::BotApi, Moment::After, 1).await;
}

#[tokio::test]
async fn an_upload_survives_a_kill_at_each_write() {
    survives(Deed::Upload, Wire::Database, Moment::Before, stride()).await;
    survives(Deed::Upload, Wire::Database, Moment::After, stride()).await;
}

#[tokio::test]
async fn a_question_survives_a_kill_at_each_write() {
    survives(Deed::Question, Wire::Database, Moment::Before, stride()).await;
    survives(Deed::Question, Wire::Database, Moment::After, stride()).await;
}

#[tokio::test]
async fn a_button_survives_a_kill_at_each_write() {
    survives(Deed::Undo, Wire::Database, Moment::Before, stride()).await;
    survives(Deed::Undo, Wire::Database, Moment::After, stride()).await;
}

#[tokio::test]
async fn a_payment_survives_a_kill_at_each_call() {
    survives(Deed::Pay, Wire::BotApi, Moment::Before, 1).await;
    survives(Deed::Pay, Wire::BotApi, Moment::After, 1).await;
}

#[tokio::test]
async fn a_payment_survives_a_kill_at_each_write() {
    survives(Deed::Pay, Wire::Database, Moment::Before, stride()).await;
    survives(Deed::Pay, Wire::Database, Moment::After, stride()).await;
}
