//! The bot's commands and buttons: what a person types, and whole replies as they stand in the outbox.

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use farthing::agent::Agent;
use farthing::app::App;
use farthing::bot::Bot;
use farthing::bot::asking::Asking;
use farthing::bot::event::{Event, Outline};
use farthing::bot::handlers::{Gate, handle};
use farthing::bot::outgoing::{Outgoing, stored};
use farthing::bot::telegram::Telegram;
use farthing::bot::turn::{Beginning, Turn};
use farthing::config::{Access, Chat as Settings, Secret};
use farthing::demo::{Layout, canonical_csv, pdf, year};
use farthing::domain::{ChatId, WorkerId};
use farthing::store::inbox::{Claim, Received};
use farthing::store::outbox::Urgency;
use farthing::tools::ErrorKind;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::harness::{Farthing, TODAY};

const WORKER: WorkerId = WorkerId(1);
/// The message whose buttons are tapped.
const MESSAGE: i32 = 100;

/// One person's chat with the bot, without Telegram: nobody answers at its address, so only the outbox says what was said.
pub(crate) struct Chat {
    bot: Arc<Bot>,
    id: i64,
    updates: i64,
    /// The latest replies.
    pub(crate) replies: Vec<Outgoing>,
    /// The latest document or picture.
    file: Option<Vec<u8>>,
    pub(crate) transcript: String,
}

impl Chat {
    pub(crate) fn with(farthing: &Farthing, id: i64) -> Self {
        let app = App::of(farthing.app.store.clone(), farthing.app.workers.clone(), Agent::default());
        let settings = Settings {
            token: None,
            api_url: "http://127.0.0.1:9".parse().unwrap(),
            http_addr: "127.0.0.1:0".parse().unwrap(),
            webhook: None,
            admins: Vec::new(),
            access: Access::Open,
            send_rate: None,
            payment_token: None,
        };
        let telegram = Telegram::new(settings.api_url.clone(), Secret::new("77:story".to_owned())).unwrap();
        let bot = Arc::new(Bot::new(app, telegram, "farthing_bot".to_owned(), &settings));
        Self { bot, id, updates: 0, replies: Vec::new(), file: None, transcript: String::new() }
    }

    pub(crate) async fn says(&mut self, text: &str) {
        writeln!(self.transcript, "> {text}").unwrap();
        let message = json!({"message_id": 1, "date": 1, "text": text, "chat": self.chat(), "from": self.user()});
        self.happens("message", &message).await;
    }

    /// Taps the button with this text, below any of the latest replies.
    pub(crate) async fn taps(&mut self, text: &str) {
        writeln!(self.transcript, "> [{text}]").unwrap();
        let buttons = self.replies.iter().flat_map(|reply| reply.buttons.iter().flatten());
        let data = buttons.filter(|button| button.text == text).map(|button| button.data.clone()).next();
        self.taps_data(&data.unwrap_or_else(|| panic!("no button {text} in {:?}", self.replies))).await;
    }

    pub(crate) async fn taps_data(&mut self, data: &str) {
        let message = json!({"message_id": MESSAGE, "date": 1, "text": "x", "chat": self.chat(), "from": self.user()});
        let query = json!({"id": "1", "from": self.user(), "chat_instance": "1", "data": data, "message": message});
        self.happens("callback_query", &query).await;
    }

    pub(crate) fn chat(&self) -> Value {
        json!({"id": self.id, "type": "private", "first_name": "Ana"})
    }

    pub(crate) fn user(&self) -> Value {
        json!({"id": self.id, "is_bot": false, "first_name": "Ana", "language_code": "en"})
    }

    /// An update goes through the inbox, and its replies through the outbox.
    pub(crate) async fn happens(&mut self, kind: &str, body: &Value) {
        self.updates += 1;
        let raw = json!({"update_id": self.updates, kind: body}).to_string();
        let outline = Outline::of(&raw).unwrap();
        let (bot_id, now) = (self.bot.telegram.bot_id, noon());
        let store = self.bot.app.store.clone();
        let received = Received {
            update_id: outline.update_id,
            chat_id: outline.chat_id,
            lane: outline.lane,
            raw: raw.clone(),
            sealed_by: None,
        };
        store.see_chat(ChatId(self.id), "Ana", now).await.unwrap();
        store.receive(bot_id, &[received], now).await.unwrap();
        let claimed = store.claim_updates(bot_id, WORKER, 1, now).await.unwrap().remove(0);
        let event = Event::of(&raw).unwrap();
        let beginning = Beginning {
            claim: Claim { bot_id, update_id: claimed.update_id, worker: WORKER },
            chat_id: claimed.chat_id,
            sender: event.sender,
            asking: claimed.asking.as_ref().and_then(|asking| Asking::deserialize(asking).ok()),
            progress_message_id: None,
        };
        let mut turn = Turn::new(self.bot.clone(), beginning);
        turn.now = now;
        // As the pump does it.
        if let Err(error) =
            handle(&mut turn, Gate { blocked: false, let_in: true, reachable: true }, event.happened).await
        {
            assert_ne!(error.kind, ErrorKind::Failed, "{error:?}");
            turn.roll_back();
            turn.reply_in_place(Outgoing::plain(&error.words));
        }
        assert!(turn.finish().await.unwrap(), "the update is done");
        self.hears().await;
    }

    /// Takes what waits in the outbox.
    async fn hears(&mut self) {
        let (bot_id, store) = (self.bot.telegram.bot_id, &self.bot.app.store);
        self.replies.clear();
        while let Some(message) = store.claim_messages(bot_id, WORKER, Urgency::Reply, 1, noon()).await.unwrap().pop() {
            let reply = stored(&message.message).unwrap();
            writeln!(self.transcript, "{}", shown(&reply)).unwrap();
            store.remove_sent(&[message.message_id]).await.unwrap();
            self.file = message.file.or(self.file.take());
            self.replies.push(reply);
        }
        self.transcript.push('\n');
    }
}

fn noon() -> DateTime<Utc> {
    format!("{TODAY}T12:00:00Z").parse().unwrap()
}

/// A reply as a person sees it, with its markup.
pub(crate) fn shown(reply: &Outgoing) -> String {
    let mut shown = String::new();
    if let Some(message) = reply.edits {
        assert_eq!(message, MESSAGE);
        shown.push_str("(in place) ");
    }
    if let Some(file) = &reply.file {
        write!(shown, "({}) ", file.file_name).unwrap();
    }
    shown.push_str(&reply.html);
    for row in &reply.buttons {
        let row: Vec<String> = row.iter().map(|button| format!("[{}]", button.text)).collect();
        write!(shown, "\n{}", row.join(" ")).unwrap();
    }
    if let Some(words) = &reply.awaits {
        write!(shown, "\n[_{words}_]").unwrap();
    }
    shown
}

/// Rows that nobody knows, some of one payee.
const UNSURE: &str = "date,description,amount,currency\n\
    2026-03-02,ZORBLAX QUUX 11,-12.00,GBP\n\
    2026-03-09,ZORBLAX QUUX 12,-8.50,GBP\n\
    2026-03-12,VRONTI & <SONS>,-30.00,GBP\n\
    2026-03-14,PLIMBO HASK,-4.00,GBP\n\
    2026-03-15,TESCO STORES 3344,-40.00,GBP\n\
    2026-03-28,MURDLE WEX,75.00,GBP\n";

#[tokio::test]
async fn a_newcomer_hears_what_to_send() {
    let farthing = Farthing::start().await;
    let mut ana = Chat::with(&farthing, 7001);
    for text in ["/summary", "/spend", "/search", "/accounts", "/categories", "/undo", "/settings", "/export"] {
        ana.says(text).await;
    }
    ana.taps("CSV").await;
    insta::assert_snapshot!(ana.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn months_accounts_and_categories_at_a_glance() {
    let farthing = Farthing::start().await;
    let person = farthing.person(7001);
    let statements = year(7, TODAY.parse().unwrap(), 12);
    person.import("household.csv", &canonical_csv(&statements)).await.unwrap();
    let march = statements.iter().rfind(|statement| statement.layout == Layout::UkCurrent).unwrap();
    person.import("march.pdf", &pdf(march, march.layout).unwrap()).await.unwrap();
    let mut ana = Chat::with(&farthing, 7001);
    for text in [
        "/summary",
        "/spend",
        "/spend groceries last month",
        "/spend at pret in february",
        "/spend last month",
        "/search pret",
        "/search coffee in march",
        "/search harrods",
        "/accounts",
        "/categories",
    ] {
        ana.says(text).await;
    }
    insta::assert_snapshot!(ana.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn an_old_month_and_two_currencies_are_told_as_they_are() {
    let farthing = Farthing::start().await;
    let file = "date,description,amount,currency\n2025-11-03,TESCO STORES,-40.00,GBP\n2025-11-04,EDEKA,-25.00,EUR\n\
        2025-11-28,ACME PAYROLL SALARY,900.00,GBP\n";
    farthing.person(7001).import("november.csv", file.as_bytes()).await.unwrap();
    let mut ana = Chat::with(&farthing, 7001);
    ana.says("/summary").await;
    ana.says("/spend").await;
    ana.says("/accounts").await;
    insta::assert_snapshot!(ana.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn rows_that_nobody_is_sure_of_are_asked_about_one_by_one() {
    let farthing = Farthing::start().await;
    farthing.person(7001).import("unsure.csv", UNSURE.as_bytes()).await.unwrap();
    let mut ana = Chat::with(&farthing, 7001);
    ana.says("/categories").await;
    ana.taps("Fix categories").await;
    ana.taps("Transfer").await;
    ana.taps("Skip").await;
    ana.taps("It's right").await;
    ana.taps("Another…").await;
    ana.says("grocries").await;
    ana.taps("Look at them").await;
    ana.taps("Another…").await;
    ana.says("boat fees").await;
    ana.taps("Make “boat fees” one of mine").await;
    let sorted = "select string_agg(booked_on || ' ' || category_id || ' ' || decided_by, E'\\n' order by booked_on)
        from transaction";
    insta::assert_snapshot!(farthing.value(sorted).await, @"
    2026-03-02 400 user
    2026-03-09 400 user
    2026-03-12 2200 user
    2026-03-14 10000 user
    2026-03-15 401 knowledge
    2026-03-28 2100 user
    ");
    ana.taps("↩️ Undo Plimbo Hask").await;
    ana.taps("Fix categories").await;
    ana.taps("Done").await;
    insta::assert_snapshot!(ana.transcript);
    insta::assert_snapshot!(farthing.value(sorted).await, @"
    2026-03-02 400 user
    2026-03-09 400 user
    2026-03-12 2200 user
    2026-03-14 2200 none
    2026-03-15 401 knowledge
    2026-03-28 2100 user
    ");
    farthing.finish().await;
}

#[tokio::test]
async fn what_was_corrected_holds_for_later_rows() {
    let farthing = Farthing::start().await;
    let person = farthing.person(7001);
    person.import("unsure.csv", UNSURE.as_bytes()).await.unwrap();
    let mut ana = Chat::with(&farthing, 7001);
    ana.says("/categories").await;
    ana.taps("Fix categories").await;
    ana.taps("Another…").await;
    ana.says("salary").await;
    person.import("later.csv", b"date,description,amount,currency\n2026-03-30,MURDLE WEX,80.00,GBP\n").await.unwrap();
    let later = "select category_id || ' ' || decided_by from transaction where amount = 80";
    assert_eq!(farthing.value(later).await, "101 memory");
    ana.says("/spend").await;
    farthing.finish().await;
}

#[tokio::test]
async fn time_zone_and_currency_are_set_by_buttons_and_words() {
    let farthing = Farthing::start().await;
    let mut ana = Chat::with(&farthing, 7001);
    ana.says("/settings").await;
    ana.taps("Change currency").await;
    ana.says("doubloons").await;
    ana.says("pounds").await;
    ana.taps("Other time zone").await;
    ana.says("Atlantis <b>").await;
    ana.says("usa").await;
    ana.taps("Chicago").await;
    ana.says("/settings").await;
    ana.taps("Change time zone").await;
    ana.says("UTC+2").await;
    ana.taps_data("zone:Mars/Olympus").await;
    ana.taps_data("zone:").await;
    ana.says("how much did I spend on groceries last month?").await;
    ana.says("london").await;
    insta::assert_snapshot!(ana.transcript);
    assert_eq!(farthing.value("select time_zone || time_zone_chosen from person").await, "Etc/GMT-2true");
    farthing.finish().await;
}

#[tokio::test]
async fn everything_leaves_as_a_file_and_goes_for_good() {
    let farthing = Farthing::start().await;
    let person = farthing.person(7001);
    person.import("unsure.csv", UNSURE.as_bytes()).await.unwrap();
    let mut ana = Chat::with(&farthing, 7001);
    ana.says("/export").await;
    ana.taps("CSV").await;
    let csv = String::from_utf8(ana.file.take().unwrap()).unwrap();
    assert_eq!(csv.lines().count(), 7, "{csv}");
    ana.says("/export").await;
    ana.taps("JSON").await;
    let document: Value = serde_json::from_slice(&ana.file.take().unwrap()).unwrap();
    assert_eq!(document["transactions"].as_array().unwrap().len(), 6);
    ana.taps_data("export:exe").await;
    ana.says("/forget").await;
    ana.taps("Keep it").await;
    assert_eq!(farthing.value("select count(*) from transaction").await, "6");
    ana.says("/forget").await;
    ana.taps("Delete everything").await;
    assert_eq!(farthing.value("select count(*) from transaction").await, "0");
    assert_eq!(farthing.value("select count(*) from book").await, "0", "not even an empty book is left");
    // As after a crash between the deletion and its reply.
    ana.taps_data("forget").await;
    assert_eq!(farthing.value("select count(*) from book").await, "0");
    insta::assert_snapshot!(ana.transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn a_step_is_taken_back_once() {
    let farthing = Farthing::start().await;
    let person = farthing.person(7001);
    let imported = person.import("unsure.csv", UNSURE.as_bytes()).await.unwrap();
    let mut ana = Chat::with(&farthing, 7001);
    let undo = format!("undo:{}", imported.action.unwrap().0.simple());
    ana.taps_data(&undo).await;
    ana.taps_data(&undo).await;
    ana.says("/undo").await;
    person.import("unsure.csv", UNSURE.as_bytes()).await.unwrap();
    ana.says("/undo").await;
    insta::assert_snapshot!(ana.transcript);
    assert_eq!(farthing.value("select count(*) from transaction").await, "0");
    farthing.finish().await;
}
