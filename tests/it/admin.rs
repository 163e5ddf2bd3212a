//! Whoever runs farthing, and who may use it: whole conversations, handled as the bot handles them.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use farthing::app::App;
use farthing::bot::Bot;
use farthing::bot::event::{Event, Happened, Outline};
use farthing::bot::handlers::{self, Gate};
use farthing::bot::http;
use farthing::bot::outgoing::{Button, stored};
use farthing::bot::telegram::Telegram;
use farthing::bot::turn::{Beginning, Turn};
use farthing::config::{Access, Chat, Secret};
use farthing::domain::{BotId, ChatId, TelegramUserId, WorkerId};
use farthing::store::inbox::{Claim, Received};
use farthing::store::outbox::{NewMessage, Priority, Urgency};
use serde_json::{Value, json};

use crate::harness::Farthing;

const BOT: BotId = BotId(42);
const WORKER: WorkerId = WorkerId(1);
const ADMIN: i64 = 9001;
const SECOND_ADMIN: i64 = 9002;
const ANA: i64 = 7001;
const BEN: i64 = 7002;
const CLEO: i64 = 7003;

/// A bot of one story. Nothing listens where it would call Telegram: what it says stays in the outbox.
struct Story {
    farthing: Farthing,
    access: Access,
    /// How far noon, when every story begins, is from the real time.
    to_noon: TimeDelta,
    /// How much later it is.
    offset: TimeDelta,
    next_update: i64,
}

/// What came of one update.
#[derive(Debug, Default)]
struct Said {
    /// What the sender got, as HTML with the buttons' words below.
    text: String,
    buttons: Vec<Button>,
}

impl Story {
    async fn start(access: Access) -> Self {
        let now = Utc::now();
        let to_noon = now.date_naive().and_hms_opt(12, 0, 0).unwrap().and_utc() - now;
        Self { farthing: Farthing::start().await, access, to_noon, offset: TimeDelta::zero(), next_update: 1 }
    }

    fn bot(&self) -> Bot {
        let settings = Chat {
            token: None,
            api_url: "http://127.0.0.1:9".parse().unwrap(),
            http_addr: "127.0.0.1:0".parse().unwrap(),
            webhook: None,
            admins: vec![TelegramUserId(ADMIN), TelegramUserId(SECOND_ADMIN)],
            access: self.access,
            send_rate: None,
        };
        let App { store, workers, agent, .. } = &self.farthing.app;
        let app = App::of(store.clone(), workers.clone(), agent.clone());
        let telegram = Telegram::new(settings.api_url.clone(), Secret::new("42:secret".to_owned())).unwrap();
        let mut bot = Bot::new(app, telegram, "farthing_bot".to_owned(), &settings);
        bot.clock_offset = self.to_noon + self.offset;
        bot
    }

    fn now(&self) -> DateTime<Utc> {
        Utc::now() + self.to_noon + self.offset
    }

    async fn types(&mut self, person: i64, text: &str) -> String {
        self.hears(person, text).await.text
    }

    async fn hears(&mut self, person: i64, text: &str) -> Said {
        let update = json!({"message": {
            "message_id": 1, "date": 1, "text": text, "from": from(person),
            "chat": {"id": person, "type": "private", "first_name": "x"},
        }});
        self.happens(person, update).await
    }

    async fn presses(&mut self, person: i64, data: &str) -> String {
        let chat = json!({"id": person, "type": "private", "first_name": "x"});
        let message = json!({"message_id": 1, "date": 1, "chat": chat, "text": "x"});
        let query = json!({"id": "1", "from": from(person), "chat_instance": "1", "message": message, "data": data});
        self.happens(person, json!({"callback_query": query})).await.text
    }

    async fn leaves(&mut self, person: i64) -> String {
        let member = |status: &str| json!({"user": {"id": 42, "is_bot": true, "first_name": "b"}, "status": status, "until_date": 0});
        let chat = json!({"id": person, "type": "private", "first_name": "x"});
        let change = json!({
            "chat": chat, "from": from(person), "date": 1, "old_chat_member": member("member"),
            "new_chat_member": member("kicked"),
        });
        self.happens(person, json!({"my_chat_member": change})).await.text
    }

    /// One update from its arrival to its replies, as the pump does it.
    async fn happens(&mut self, person: i64, mut update: Value) -> Said {
        update["update_id"] = json!(self.next_update);
        self.next_update += 1;
        self.arrives(&update.to_string()).await;
        self.handle_next().await;
        self.got(person).await
    }

    async fn arrives(&self, raw: &str) {
        let Outline { update_id, chat_id, lane, .. } = Outline::of(raw).unwrap();
        let received = Received { update_id, chat_id, lane, raw: raw.to_owned(), sealed_by: None };
        assert_eq!(self.farthing.app.store.receive(BOT, &[received], self.now()).await.unwrap(), 1);
    }

    /// Handles the only update that waits.
    async fn handle_next(&self) {
        let store = &self.farthing.app.store;
        let waiting = store.claim_updates(BOT, WORKER, 10, self.now()).await.unwrap();
        let [update] = waiting.as_slice() else { panic!("one update waits: {waiting:?}") };
        let event = Event::of(&update.raw).unwrap();
        if event.happened != Some(Happened::Left) {
            store.see_chat(update.chat_id, &event.sender.name, self.now()).await.unwrap();
        }
        let beginning = Beginning {
            claim: Claim { bot_id: BOT, update_id: update.update_id, worker: WORKER },
            chat_id: update.chat_id,
            sender: event.sender,
            asking: None,
            progress_message_id: None,
        };
        let mut turn = Turn::new(Arc::new(self.bot()), beginning);
        let gate = Gate { blocked: update.blocked, let_in: update.let_in };
        handlers::handle(&mut turn, gate, event.happened).await.unwrap();
        assert!(turn.finish().await.unwrap());
    }

    /// Takes the replies to a person out of the outbox.
    async fn got(&self, person: i64) -> Said {
        let mut said = Said::default();
        while let Some(message) = self.claim_one(person).await {
            let outgoing = stored(&message).unwrap();
            said.text.push_str(&outgoing.html);
            said.text.push('\n');
            for row in &outgoing.buttons {
                let words: Vec<String> = row.iter().map(|button| format!("[{}]", button.text)).collect();
                said.text.push_str(&format!("{}\n", words.join(" ")));
            }
            said.buttons.extend(outgoing.buttons.into_iter().flatten());
        }
        said
    }

    async fn claim_one(&self, person: i64) -> Option<Value> {
        let store = &self.farthing.app.store;
        let messages = store.claim_messages(BOT, WORKER, Urgency::Reply, 10, self.now()).await.unwrap();
        let message = messages.into_iter().next()?;
        assert_eq!(message.chat_id, ChatId(person), "replies go to the sender");
        store.remove_sent(&[message.message_id]).await.unwrap();
        Some(message.message)
    }

    /// What waits for people who did not just write: who, and what.
    async fn unasked(&self) -> String {
        let query = "select coalesce(string_agg(chat_id || ' ' || priority || ' ' || (message ->> 'html'), E'\\n' order by message_id), '')
                     from outbox where priority > 0";
        self.farthing.value(query).await
    }

    /// A message that could not be delivered.
    async fn bury(&self, person: i64, words: &str) {
        let store = &self.farthing.app.store;
        let message = NewMessage { chat_id: ChatId(person), message: json!({"html": words}), file: Some(vec![7]) };
        store.enqueue(BOT, Priority::Reply, &[message], self.now()).await.unwrap();
        let claimed = store.claim_messages(BOT, WORKER, Urgency::Reply, 1, self.now()).await.unwrap();
        let reason = "refused with 400: Bad Request: <chat> is gone";
        store.bury_message(claimed[0].message_id, reason, false, self.now()).await.unwrap();
    }

    async fn finish(self) {
        self.farthing.finish().await;
    }
}

fn from(person: i64) -> Value {
    let name = match person {
        ANA => "Ana <b>Lima</b>",
        BEN => "Ben",
        CLEO => "Cleo",
        _ => "Ada",
    };
    json!({"id": person, "is_bot": false, "first_name": name})
}

/// A transcript for a snapshot: what is different in every run is blurred.
fn blurred(text: &str) -> String {
    let mut text = text.to_owned();
    for (pattern, instead) in [
        (r"\d{4}-\d\d-\d\d", "DAY"),
        (r"\b\d+ (second|minute|hour)s?", "A WHILE"),
        (r"answers in \d+ ms", "answers in SOME ms"),
        (r"start=[A-Za-z0-9_-]+", "start=CODE"),
        (r"Version [0-9.]+", "Version V"),
    ] {
        text = regex::Regex::new(pattern).unwrap().replace_all(&text, instead).into_owned();
    }
    text
}

#[tokio::test]
async fn an_admin_sees_how_things_are() {
    let mut story = Story::start(Access::Open).await;
    let ana = story.farthing.person(ANA);
    ana.import("a.csv", b"date,description,amount,currency\n2026-03-02,BAKERY,-2.50,EUR\n").await.unwrap();
    story.types(ANA, "/help").await;
    story.offset = TimeDelta::minutes(5);
    story.types(BEN, "/help").await;
    story.bury(ANA, "anybody's words").await;
    let mut transcript = String::new();
    for command in
        ["", " stats", " health", " users", " users lima", " users 7002", " users nobody", " block", " invite", " dlq"]
    {
        let said = story.types(ADMIN, &format!("/admin{command}")).await;
        transcript.push_str(&format!("> /admin{command}\n{said}\n"));
    }
    insta::assert_snapshot!(blurred(&transcript));
    assert!(!transcript.contains("BAKERY") && !transcript.contains("2.50") && !transcript.contains("anybody's"));
    story.finish().await;
}

#[tokio::test]
async fn admin_is_for_admins_alone() {
    let mut story = Story::start(Access::Open).await;
    story.bury(BEN, "words").await;
    let unknown = story.types(ANA, "/nonsense").await;
    for command in ["/admin", "/admin stats", "/admin block 7002", "/admin dlq drop 1", "/admin broadcast hi"] {
        assert_eq!(story.types(ANA, command).await, unknown, "{command}");
    }
    let id = uuid::Uuid::nil().simple();
    for data in
        ["people:0:".to_owned(), format!("send:{id}"), format!("discard:{id}"), "replay:9".into(), "bury:9".into()]
    {
        let said = story.presses(ANA, &format!("admin:{data}")).await;
        assert_eq!(said, "Only the person who runs this farthing can do that.\n", "{data}");
    }
    let state =
        "select (select count(*) from chat where blocked_at is not null) || ' ' || (select count(*) from dead_letter)";
    assert_eq!(story.farthing.value(state).await, "0 1", "nothing happened");
    story.finish().await;
}

#[tokio::test]
async fn people_come_in_pages() {
    let mut story = Story::start(Access::Open).await;
    let store = story.farthing.app.store.clone();
    for number in 1..=23 {
        let seen = Utc::now() - TimeDelta::days(number);
        store.see_chat(ChatId(100 + number), &format!("Guest: {number:02}"), seen).await.unwrap();
    }
    let first = story.hears(ADMIN, "/admin users guest:").await;
    let guests = |text: &str| text.matches("Guest: ").count();
    assert_eq!(guests(&first.text), 10);
    assert!(first.text.contains("Guest: 01") && first.text.contains("Guest: 10"), "{}", first.text);
    assert_eq!(first.buttons[0].data, "admin:people:10:guest:");
    assert_eq!(guests(&story.presses(ADMIN, &first.buttons[0].data).await), 10);
    let last = story.presses(ADMIN, "admin:people:20:guest:").await;
    assert_eq!((guests(&last), last.contains("[More]")), (3, false), "{last}");
    assert_eq!(story.presses(ADMIN, "admin:people:30:guest:").await, "That was everybody.\n");
    story.finish().await;
}

#[tokio::test]
async fn a_blocked_person_is_told_once_a_day() {
    let mut story = Story::start(Access::Open).await;
    let welcome = story.types(ANA, "/start").await;
    let mut transcript = String::new();
    for command in ["block 9001", "block 9002", "block 7001", "block 7001", "users lima", "unblock 7002"] {
        transcript
            .push_str(&format!("> /admin {command}\n{}\n", story.types(ADMIN, &format!("/admin {command}")).await));
    }
    for (later, what) in [(0, "/start"), (1, "hello"), (1, "a button"), (23, "/help"), (25, "hello")] {
        story.offset = TimeDelta::hours(later);
        let said = match what {
            "a button" => story.presses(ANA, "demo").await,
            words => story.types(ANA, words).await,
        };
        transcript.push_str(&format!("Ana after {later} h: {what}\n{said}\n"));
    }
    insta::assert_snapshot!(blurred(&transcript));
    assert_eq!(story.types(ADMIN, "/admin unblock 7001").await, "7001 is no longer shut out.\n");
    assert_eq!(story.types(ANA, "/start").await, welcome);
    story.finish().await;
}

#[tokio::test]
async fn an_invitation_lets_one_person_in() {
    let mut story = Story::start(Access::Invite).await;
    let link = story.types(ADMIN, "/admin invite").await;
    let code = link.trim().rsplit_once("https://t.me/farthing_bot?start=").unwrap().1.to_owned();
    assert!(code.len() <= 64 && code.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter)));
    assert_ne!(story.types(ADMIN, "/admin invite").await, link);
    let mut transcript = String::new();
    let mut say = |who: &str, what: &str, said: &str| transcript.push_str(&format!("{who}: {what}\n{said}\n"));
    say("Ana", "hello", &story.types(ANA, "hello").await);
    say("Ana", "hello at once", &story.types(ANA, "hello").await);
    say("Ana", "a wrong code", &story.types(ANA, "/start nonsense").await);
    say("Ana", "a button", &story.presses(ANA, "forget").await);
    say("Ana", "her code", &story.types(ANA, &format!("/start {code}")).await);
    say("Ana", "her code again", &story.types(ANA, &format!("/start {code}")).await);
    say("Ben", "Ana's code", &story.types(BEN, &format!("/start {code}")).await);
    story.offset = TimeDelta::seconds(11);
    say("Ben", "hello", &story.types(BEN, "hello").await);
    say("Admin", "allow Ben", &story.types(ADMIN, "/admin allow 7002").await);
    say("Admin", "again", &story.types(ADMIN, "/admin allow 7002").await);
    say("Outbox", "for Ben", &story.unasked().await);
    say("Ben", "/start", &story.types(BEN, "/start").await);
    insta::assert_snapshot!(transcript);
    story.finish().await;
}

#[tokio::test]
async fn codes_cannot_be_tried_without_end() {
    let mut story = Story::start(Access::Invite).await;
    let link = story.types(ADMIN, "/admin invite").await;
    let code = link.trim().rsplit_once("start=").unwrap().1.to_owned();
    let long = "x".repeat(4_000);
    for number in 1..=10 {
        let said = story.types(ANA, &format!("/start {long}{number}")).await;
        assert!(said.starts_with("I don't know this invitation."), "{number}: {said}");
    }
    let right = format!("/start {code}");
    assert!(
        story.types(ANA, &right).await.starts_with("That was a lot of invitations"),
        "the eleventh is not looked at"
    );
    assert_eq!(story.types(ANA, &right).await, "", "nor answered each time");
    story.offset = TimeDelta::hours(25);
    assert!(story.types(ANA, &right).await.starts_with("<b>Hello"));
    story.finish().await;
}

#[tokio::test]
async fn a_private_farthing_knows_whom_it_lets_in() {
    let mut story = Story::start(Access::Allowlist).await;
    let private = "This farthing is private. The person who runs it can let you in; your number is 7001.\n";
    assert_eq!(story.types(ANA, "/start").await, private);
    story.offset = TimeDelta::minutes(1);
    assert_eq!(story.types(ANA, "/start something").await, private, "no invitation opens it");
    assert!(story.types(ADMIN, "/admin invite").await.contains("allowlist"));
    assert!(story.types(ADMIN, "/admin users").await.contains("not let in"));
    assert_eq!(story.types(ADMIN, "/admin allow 7001").await, "7001 is let in.\n");
    assert!(story.types(ANA, "/start").await.starts_with("<b>Hello"));
    // Somebody who has not written yet finds the door open, and is not written to before.
    assert_eq!(story.types(ADMIN, "/admin allow 7002").await, "7002 is let in.\n");
    assert!(story.types(ADMIN, "/admin users 7002").await.contains("(has not written)"));
    assert!(story.unasked().await.lines().all(|line| line.starts_with("7001 ")));
    assert!(story.types(BEN, "/start").await.starts_with("<b>Hello"));
    assert!(story.types(ADMIN, "/admin").await.starts_with("<b>What you can do here"), "admins are always in");
    story.types(ADMIN, "/admin block 7003").await;
    assert!(story.types(ADMIN, "/admin allow 7003").await.contains("/admin unblock 7003 takes that back"));
    assert!(story.types(CLEO, "/start").await.contains("paused your access"), "a block weighs more");
    story.finish().await;
}

#[tokio::test]
async fn a_broadcast_reaches_everybody_once() {
    let mut story = Story::start(Access::Open).await;
    for person in [ANA, BEN, CLEO] {
        story.types(person, "/start").await;
    }
    story.types(ADMIN, "/admin block 7002").await;
    assert_eq!(story.leaves(CLEO).await, "");
    let preview = story.hears(ADMIN, "/admin broadcast Back on <Sunday>.\nSorry!").await;
    assert_eq!(story.unasked().await, "", "nothing goes before the button");
    let send = preview.buttons[0].data.clone();
    let mut transcript = format!("{}\n", preview.text);
    for data in [&send, &send, &preview.buttons[1].data] {
        transcript.push_str(&format!("{}\n", story.presses(ADMIN, data).await));
    }
    transcript.push_str(&format!("Outbox:\n{}\n\n", story.unasked().await));
    let dropped = story.hears(ADMIN, "/admin broadcast Never mind").await;
    for button in [&dropped.buttons[1], &dropped.buttons[0]] {
        transcript.push_str(&format!("{}\n", story.presses(ADMIN, &button.data).await));
    }
    transcript.push_str(&story.types(ADMIN, "/admin broadcast").await);
    insta::assert_snapshot!(transcript);
    // What waits unasked for somebody who is shut out now is dropped.
    story.types(ADMIN, "/admin block 7001").await;
    assert!(!story.unasked().await.contains("7001"));
    story.finish().await;
}

#[tokio::test]
async fn two_presses_at_once_send_one_broadcast() {
    let mut story = Story::start(Access::Invite).await;
    story.types(ANA, "/start").await;
    story.types(ADMIN, "/admin allow 7002").await;
    story.types(BEN, "/start").await;
    let preview = story.hears(ADMIN, "/admin broadcast hello").await;
    let id = preview.buttons[0].data.rsplit(':').next().unwrap().parse().unwrap();
    let store = &story.farthing.app.store;
    let admins = [TelegramUserId(ADMIN)];
    let audience = farthing::store::admin::Audience { only_let_in: true, admins: &admins };
    let presses = (0..8).map(|_| store.send_broadcast(id, BOT, audience, Utc::now()));
    let sent = futures_util::future::join_all(presses).await;
    let first = sent.iter().filter(|sent| matches!(sent, Ok(farthing::store::admin::Broadcast::Sent { people: 2 })));
    assert_eq!(first.count(), 1, "{sent:?}");
    assert_eq!(story.unasked().await, "7002 2 hello\n9001 2 hello", "Ana is not let in");
    story.finish().await;
}

#[tokio::test]
async fn dead_letters_live_again_once() {
    let mut story = Story::start(Access::Open).await;
    for words in ["one", "two", "three"] {
        story.bury(BEN, words).await;
    }
    // A question that failed too often, and a password that was not kept.
    let store = story.farthing.app.store.clone();
    let question = json!({"update_id": 500, "message": {
        "message_id": 1, "date": 1, "text": "/help", "from": from(ANA),
        "chat": {"id": ANA, "type": "private", "first_name": "x"},
    }});
    story.arrives(&question.to_string()).await;
    let sealed = Received {
        update_id: 501,
        chat_id: ChatId(BEN),
        lane: farthing::store::inbox::Lane::Ordinary,
        raw: "…".into(),
        sealed_by: Some(WORKER),
    };
    store.receive(BOT, &[sealed], story.now()).await.unwrap();
    for update in store.claim_updates(BOT, WORKER, 10, story.now()).await.unwrap() {
        let claim = Claim { bot_id: BOT, update_id: update.update_id, worker: WORKER };
        store.bury_update(claim, "took longer than 300s", &[], story.now()).await.unwrap();
    }
    story.next_update = 600;
    let list = story.hears(ADMIN, "/admin dlq").await;
    let mut transcript = list.text.clone();
    for command in ["replay 2", "replay 2", "drop 3", "drop 77"] {
        transcript.push_str(&format!("> {command}\n{}", story.types(ADMIN, &format!("/admin dlq {command}")).await));
    }
    assert_eq!(story.unasked().await, "7002 1 two");
    assert_eq!(story.farthing.value("select encode(file, 'hex') from outbox").await, "07", "with its file");
    // What dies after the list was shown is not what the button spoke of.
    story.bury(BEN, "later").await;
    let replay_all = list.buttons[0].data.clone();
    transcript.push_str(&format!("> replay all\n{}", story.presses(ADMIN, &replay_all).await));
    story.handle_next().await;
    assert!(story.got(ANA).await.text.starts_with("<b>What I can do"), "the question is answered after all");
    transcript.push_str(&format!("> replay all\n{}", story.presses(ADMIN, &replay_all).await));
    transcript.push_str(&format!("> drop all\n{}", story.presses(ADMIN, &list.buttons[1].data).await));
    transcript.push_str(&story.types(ADMIN, "/admin dlq").await);
    insta::assert_snapshot!(blurred(&transcript));
    assert_eq!(story.unasked().await, "7002 1 two\n7002 1 one");
    story.finish().await;
}

#[tokio::test]
async fn counts_of_all_books_stay_outside_books() {
    let story = Story::start(Access::Open).await;
    let ana = story.farthing.person(ANA);
    ana.import("a.csv", b"date,description,amount,currency\n2026-03-02,BAKERY,-2.50,EUR\n").await.unwrap();
    let ben = story.farthing.person(BEN);
    ben.import("b.csv", b"date,description,amount,currency\n2026-03-02,BAKERY,-2.50,EUR\n").await.unwrap();
    let book = story.farthing.app.store.find_book(ben.id).await.unwrap().unwrap();
    let mut connection = story.farthing.application().await;
    let script =
        |query: &str| sqlx::AssertSqlSafe(format!("begin; set local farthing.book_id = '{book}'; {query}; commit"));
    for query in ["select * from totals_of_all_books('2026-01-01')", "select * from rows_of_people('{7001}')"] {
        let inside = sqlx::raw_sql(script(query)).fetch_all(&mut connection).await.unwrap();
        assert_eq!(inside.len(), 0, "{query}");
        let outside = sqlx::raw_sql(sqlx::AssertSqlSafe(query.to_owned())).fetch_all(&mut connection).await.unwrap();
        assert_eq!(outside.len(), 1, "{query}");
    }
    story.finish().await;
}

#[tokio::test]
async fn probes_and_scrapes_hear_the_truth() {
    let story = Story::start(Access::Open).await;
    story.bury(ANA, "anybody's words").await;
    story.arrives(&json!({"update_id": 1, "message": {"chat": {"id": ANA}}}).to_string()).await;
    let store = story.farthing.app.store.clone();
    let router = http::health(Arc::default(), store.clone(), BOT);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let get = async |path: &str| {
        let answer = reqwest::get(format!("http://{address}{path}")).await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    assert_eq!(get("/healthz").await, (200, "ok\n".to_owned()));
    assert_eq!(get("/readyz").await, (503, "not ready: no updates are taken yet\n".to_owned()));
    story.farthing.person(ANA).ask("what did I spend last month?").await;
    let (status, metrics) = get("/metrics").await;
    let has = |metrics: &str, wanted: &str| metrics.lines().any(|line| line.starts_with(wanted));
    assert_eq!(status, 200);
    for wanted in [
        "farthing_database_up 1",
        "farthing_inbox_waiting 1",
        "farthing_dead_letters 1",
        "# HELP farthing_dead_letters ",
        "farthing_tool_seconds_count{tool=\"summarise\",done=\"yes\"} ",
        "process_resident_memory_bytes ",
    ] {
        assert!(has(&metrics, wanted), "{wanted} in\n{metrics}");
    }
    assert!(!metrics.contains("7001"), "no person in\n{metrics}");
    store.close().await;
    assert_eq!(get("/readyz").await, (503, "not ready: the database does not answer\n".to_owned()));
    assert!(has(&get("/metrics").await.1, "farthing_database_up 0"));
    assert_eq!(get("/healthz").await.0, 200);
    server.abort();
    story.finish().await;
}
