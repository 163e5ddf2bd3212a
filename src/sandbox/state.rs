//! Everything the sandbox knows: bots, people, the chats between them, files.
//!
//! **Invariant:** every store has a limit, and no request walks over all chats.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use tokio::sync::broadcast;

use super::bot::Bot;
use super::clock;
use super::events::Event;
use super::faults::Faults;
use super::files::Files;
use super::flood::Bucket;
use super::journal::{self, Record, Writer};
use super::payments::Payments;
use super::types::{Chat, Message, User};

/// Messages kept in one chat: as far as anybody scrolls.
const MESSAGES_PER_CHAT_MAX: usize = 1_000;
/// Messages kept in all chats together: at about 3 kB each, a few hundred megabytes.
const MESSAGES_MAX: usize = 100_000;
/// Bots that one server takes.
const BOTS_MAX: usize = 1_000;
/// People that one server takes.
const PEOPLE_MAX: usize = 1_000_000;
/// Events that a slow page may be behind before it has to read the history again.
const EVENTS_BEHIND_MAX: usize = 256;

/// Names a chat: each bot has its own chat with each person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub(super) struct RoomKey {
    pub(super) bot: i64,
    pub(super) chat: i64,
}

/// One chat.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) chat: Chat,
    /// People in a group; empty in a private chat.
    pub(super) members: Vec<i64>,
    /// Whether the person wrote first, so that the bot may write.
    pub(super) started: bool,
    /// The person blocked the bot, or the bot left the group.
    pub(super) blocked: bool,
    pub(super) next_message_id: i64,
    pub(super) messages: BTreeMap<i64, Arc<Message>>,
    pub(super) pinned: Vec<i64>,
    pub(super) bucket: Bucket,
    /// Present once somebody looked.
    events: Option<broadcast::Sender<Event>>,
}

impl Room {
    pub(super) fn new(chat: Chat, members: Vec<i64>, now_ms: i64) -> Self {
        Self {
            chat,
            members,
            started: false,
            blocked: false,
            next_message_id: clock::first_message_id(now_ms),
            messages: BTreeMap::new(),
            pinned: Vec::new(),
            bucket: Bucket::of_chat(),
            events: None,
        }
    }

    pub(super) fn tell(&self, event: Event) {
        if let Some(events) = &self.events {
            // Nobody may be listening any more.
            let _ = events.send(event);
        }
    }

    /// Whether anybody looks on.
    pub(super) fn is_watched(&self) -> bool {
        self.events.as_ref().is_some_and(|events| events.receiver_count() > 0)
    }

    pub(super) fn subscribe(&mut self) -> broadcast::Receiver<Event> {
        self.events.get_or_insert_with(|| broadcast::channel(EVENTS_BEHIND_MAX).0).subscribe()
    }
}

/// Everything behind the one lock.
#[derive(Debug)]
pub(super) struct State {
    pub(super) bots: HashMap<i64, Bot>,
    pub(super) people: BTreeMap<i64, User>,
    pub(super) rooms: HashMap<RoomKey, Room>,
    pub(super) files: Files,
    pub(super) faults: Faults,
    pub(super) payments: Payments,
    /// In the order they came, for the limit on all of them.
    kept: VecDeque<(RoomKey, i64)>,
    pub(super) journal: Option<Writer>,
}

impl State {
    pub(super) fn new(files: Files) -> Self {
        Self {
            bots: HashMap::new(),
            people: BTreeMap::new(),
            rooms: HashMap::new(),
            files,
            faults: Faults::default(),
            payments: Payments::default(),
            kept: VecDeque::new(),
            journal: None,
        }
    }

    /// Adds a bot; `false` when there are too many.
    pub(super) fn add_bot(&mut self, bot: Bot) -> bool {
        if self.bots.len() >= BOTS_MAX {
            return false;
        }
        self.record(|| Record::Bot { user: bot.user.clone(), token: bot.token.clone() });
        self.bots.insert(bot.user.id, bot);
        true
    }

    /// Adds or changes a person; `false` when there are too many.
    pub(super) fn add_person(&mut self, person: User) -> bool {
        if self.people.len() >= PEOPLE_MAX {
            return false;
        }
        self.record(|| Record::Person(person.clone()));
        self.people.insert(person.id, person);
        true
    }

    /// The chat between a bot and a person, made when it is first asked for.
    pub(super) fn private_room(&mut self, key: RoomKey, now_ms: i64) -> Option<&mut Room> {
        let person = self.people.get(&key.chat)?;
        Some(self.rooms.entry(key).or_insert_with(|| Room::new(Chat::private(person), Vec::new(), now_ms)))
    }

    /// Gives a message its number, keeps it and tells who looks on.
    pub(super) fn post(&mut self, key: RoomKey, mut message: Message) -> Option<Arc<Message>> {
        let room = self.rooms.get_mut(&key)?;
        message.message_id = room.next_message_id;
        let message = Arc::new(message);
        self.put(key, &message);
        self.record(|| Record::message(key, &message));
        Some(message)
    }

    /// Puts a changed message in the place of the old one.
    pub(super) fn replace(&mut self, key: RoomKey, message: Message) -> Option<Arc<Message>> {
        let room = self.rooms.get_mut(&key)?;
        let message = Arc::new(message);
        *room.messages.get_mut(&message.message_id)? = Arc::clone(&message);
        room.tell(Event::message(&message));
        self.record(|| Record::message(key, &message));
        Some(message)
    }

    /// Keeps a message that has its number, within the limits.
    pub(super) fn put(&mut self, key: RoomKey, message: &Arc<Message>) {
        let Some(room) = self.rooms.get_mut(&key) else { return };
        room.next_message_id = room.next_message_id.max(message.message_id + 1);
        room.tell(Event::message(message));
        let is_new = room.messages.insert(message.message_id, Arc::clone(message)).is_none();
        if room.messages.len() > MESSAGES_PER_CHAT_MAX {
            room.messages.pop_first();
        }
        if is_new {
            self.kept.push_back((key, message.message_id));
        }
        while self.kept.len() > MESSAGES_MAX {
            let Some((key, message_id)) = self.kept.pop_front() else { break };
            if let Some(room) = self.rooms.get_mut(&key) {
                room.messages.remove(&message_id);
            }
        }
    }

    /// Removes a message; `false` when it is not there.
    pub(super) fn remove(&mut self, key: RoomKey, message_id: i64) -> bool {
        let Some(room) = self.rooms.get_mut(&key) else { return false };
        let was_there = room.messages.remove(&message_id).is_some();
        if was_there {
            room.tell(Event::Deleted { message_id });
            self.record(|| Record::Deleted { key, message_id });
        }
        was_there
    }

    /// Writes down what has to survive a restart; without a folder nothing is even made.
    pub(super) fn record(&mut self, record: impl FnOnce() -> Record) {
        let Some(journal) = &mut self.journal else { return };
        journal.write(record());
        if journal.is_full() {
            let everything = journal::everything(self);
            if let Some(journal) = &mut self.journal {
                journal.write_all(everything);
            }
        }
    }
}
