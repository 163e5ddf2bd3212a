//! A conversation without a loop around it: each update is received, claimed, handled and finished as the bot does it.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use farthing::app::App;
use farthing::bot::Bot;
use farthing::bot::asking::Asking;
use farthing::bot::event::{Event, Happened, Outline};
use farthing::bot::handlers::{self, Gate};
use farthing::bot::outgoing::{Button, Outgoing, stored};
use farthing::bot::telegram::Telegram;
use farthing::bot::turn::{Beginning, Turn};
use farthing::config::{Access, Chat, Secret};
use farthing::domain::{BotId, ChatId, TelegramUserId, WorkerId};
use farthing::store::inbox::{Claim, Received};
use farthing::store::outbox::{NewMessage, Priority, Urgency};
use farthing::tools::ErrorKind;
use serde::Deserialize as _;
use serde_json::{Value, json};

use crate::harness::Farthing;

pub(crate) const BOT: BotId = BotId(42);
pub(crate) const WORKER: WorkerId = WorkerId(1);
pub(crate) const ADMIN: i64 = 9001;
pub(crate) const SECOND_ADMIN: i64 = 9002;
pub(crate) const ANA: i64 = 7001;
pub(crate) const BEN: i64 = 7002;
pub(crate) const CLEO: i64 = 7003;

/// A bot of one story. Nothing listens where it would call Telegram: what it says stays in the outbox.
pub(crate) struct Story {
    pub(crate) farthing: Farthing,
    access: Access,
    /// How far noon, when every story begins, is from the real time.
    to_noon: TimeDelta,
    /// How much later it is.
    pub(crate) offset: TimeDelta,
    pub(crate) next_update: i64,
}

/// What came of one update.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// What the sender got, as HTML with the buttons' words below.
    pub(crate) text: String,
    pub(crate) buttons: Vec<Button>,
}

impl Story {
    pub(crate) async fn start(access: Access) -> Self {
        let now = Utc::now();
        let to_noon = now.date_naive().and_hms_opt(12, 0, 0).unwrap().and_utc() - now;
        Self { farthing: Farthing::start().await, access, to_noon, offset: TimeDelta::zero(), next_update: 1 }
    }

    pub(crate) fn bot(&self) -> Bot {
        let settings = Chat {
            token: None,
            api_url: "http://127.0.0.1:9".parse().unwrap(),
            http_addr: "127.0.0.1:0".parse().unwrap(),
            webhook: None,
            admins: vec![TelegramUserId(ADMIN), TelegramUserId(SECOND_ADMIN)],
            access: self.access,
            send_rate: None,
            payment_token: None,
        };
        let App { store, workers, agent, .. } = &self.farthing.app;
        let mut app = App::of(store.clone(), workers.clone(), agent.clone());
        app.vault = self.farthing.app.vault.clone();
        app.mail = self.farthing.app.mail.clone();
        let telegram = Telegram::new(settings.api_url.clone(), Secret::new("42:secret".to_owned())).unwrap();
        let mut bot = Bot::new(app, telegram, "farthing_bot".to_owned(), &settings);
        bot.clock_offset = self.to_noon + self.offset;
        bot
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        Utc::now() + self.to_noon + self.offset
    }

    pub(crate) async fn types(&mut self, person: i64, text: &str) -> String {
        self.hears(person, text).await.text
    }

    pub(crate) async fn hears(&mut self, person: i64, text: &str) -> Said {
        let update = json!({"message": {
            "message_id": 1, "date": 1, "text": text, "from": from(person),
            "chat": {"id": person, "type": "private", "first_name": "x"},
        }});
        self.happens(person, update).await
    }

    pub(crate) async fn presses(&mut self, person: i64, data: &str) -> String {
        let chat = json!({"id": person, "type": "private", "first_name": "x"});
        let message = json!({"message_id": 1, "date": 1, "chat": chat, "text": "x"});
        let query = json!({"id": "1", "from": from(person), "chat_instance": "1", "message": message, "data": data});
        self.happens(person, json!({"callback_query": query})).await.text
    }

    pub(crate) async fn leaves(&mut self, person: i64) -> String {
        let member = |status: &str| json!({"user": {"id": 42, "is_bot": true, "first_name": "b"}, "status": status, "until_date": 0});
        let chat = json!({"id": person, "type": "private", "first_name": "x"});
        let change = json!({
            "chat": chat, "from": from(person), "date": 1, "old_chat_member": member("member"),
            "new_chat_member": member("kicked"),
        });
        self.happens(person, json!({"my_chat_member": change})).await.text
    }

    /// One update from its arrival to its replies, as the pump does it.
    pub(crate) async fn happens(&mut self, person: i64, mut update: Value) -> Said {
        update["update_id"] = json!(self.next_update);
        self.next_update += 1;
        self.arrives(&update.to_string()).await;
        self.handle_next().await;
        self.got(person).await
    }

    pub(crate) async fn arrives(&self, raw: &str) {
        let Outline { update_id, chat_id, lane, .. } = Outline::of(raw).unwrap();
        let received = Received { update_id, chat_id, lane, raw: raw.to_owned(), sealed_by: None };
        assert_eq!(self.farthing.app.store.receive(BOT, &[received], self.now()).await.unwrap(), 1);
    }

    /// Handles the only update that waits.
    pub(crate) async fn handle_next(&self) {
        let store = &self.farthing.app.store;
        let waiting = store.claim_updates(BOT, WORKER, 10, self.now()).await.unwrap();
        let [update] = waiting.as_slice() else { panic!("one update waits: {waiting:?}") };
        let event = Event::of(&update.raw).unwrap();
        if event.is_private() && event.happened != Some(Happened::Left) {
            store.see_chat(update.chat_id, &event.sender.name, self.now()).await.unwrap();
            store.note_username(update.chat_id, event.sender.username.as_deref()).await.unwrap();
        }
        let beginning = Beginning {
            claim: Claim { bot_id: BOT, update_id: update.update_id, worker: WORKER },
            chat_id: update.chat_id,
            sender: event.sender,
            asking: update.asking.as_ref().and_then(|asking| Asking::deserialize(asking).ok()),
            progress_message_id: None,
        };
        let mut turn = Turn::new(Arc::new(self.bot()), beginning);
        let reachable = update.chat_known && !update.unreachable;
        let gate = Gate { blocked: update.blocked, let_in: update.let_in, reachable };
        // As the pump does it.
        if let Err(error) = handlers::handle(&mut turn, gate, event.happened).await {
            assert_ne!(error.kind, ErrorKind::Failed, "{error:?}");
            turn.roll_back();
            turn.reply(Outgoing::plain(&error.words));
        }
        assert!(turn.finish().await.unwrap());
    }

    /// Takes the replies to a person out of the outbox.
    pub(crate) async fn got(&self, person: i64) -> Said {
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
    pub(crate) async fn unasked(&self) -> String {
        let query = "select coalesce(string_agg(chat_id || ' ' || priority || ' ' || (message ->> 'html'), E'\\n' order by message_id), '')
                     from outbox where priority > 0";
        self.farthing.value(query).await
    }

    /// A message that could not be delivered.
    pub(crate) async fn bury(&self, person: i64, words: &str) {
        let store = &self.farthing.app.store;
        let message = NewMessage { chat_id: ChatId(person), message: json!({"html": words}), file: Some(vec![7]) };
        store.enqueue(BOT, Priority::Reply, &[message], self.now()).await.unwrap();
        let claimed = store.claim_messages(BOT, WORKER, Urgency::Reply, 1, self.now()).await.unwrap();
        let reason = "refused with 400: Bad Request: <chat> is gone";
        store.bury_message(claimed[0].message_id, reason, false, self.now()).await.unwrap();
    }

    pub(crate) async fn finish(self) {
        self.farthing.finish().await;
    }
}

pub(crate) fn from(person: i64) -> Value {
    let (name, username) = match person {
        ANA => ("Ana <b>Lima</b>", "Ana"),
        BEN => ("Ben", "ben_ok"),
        CLEO => ("Cleo", "cleo"),
        _ => ("Ada", "ada"),
    };
    json!({"id": person, "is_bot": false, "first_name": name, "username": username})
}
