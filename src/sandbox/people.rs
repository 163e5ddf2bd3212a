//! What people do: write, send files, press buttons, block. The chat page and the tests both use it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use serde_json::json;

use super::Sandbox;
use super::clock::now_ms;
use super::entities::{self, EntityKind};
use super::events::{Event, Subscription};
use super::files::{DOCUMENT_BYTES_MAX, FileKind};
use super::journal::Record;
use super::methods::{CAPTION_LENGTH_MAX, TEXT_LENGTH_MAX};
use super::state::{Room, RoomKey, State};
use super::types::{BotCommand, Chat, Message, User};

/// The first id that is given to people who are added.
const FIRST_PERSON_ID: i64 = 7001;
/// Characters of a name.
const NAME_LENGTH_MAX: usize = 64;
/// People in a group.
const GROUP_MAX: usize = 200;

/// Why a person cannot do something.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PersonError {
    #[error("there is no such bot here; start it with this server's address and it appears")]
    UnknownBot,
    #[error("there is no such person")]
    UnknownPerson,
    #[error("there is no such group, or the person is not in it")]
    UnknownGroup,
    #[error("there is no such message")]
    UnknownMessage,
    #[error("the message has no such button")]
    UnknownButton,
    #[error("this invoice was paid, is being paid, or is from before the sandbox was restarted")]
    NotPayable,
    #[error("unblock the bot first")]
    Blocked,
    #[error("only your own texts can be edited")]
    NotEditable,
    #[error("there is nothing to send")]
    Empty,
    #[error("a message holds {TEXT_LENGTH_MAX} characters, a caption {CAPTION_LENGTH_MAX}")]
    TooLong,
    #[error("the file cannot be sent: {0}")]
    File(String),
    #[error("a name has 1 to {NAME_LENGTH_MAX} characters")]
    Name,
    #[error("there are too many people here already")]
    TooMany,
}

/// A file that a person sends.
#[derive(Clone, Debug, Default)]
pub struct SentFile {
    pub file_name: String,
    pub bytes: Bytes,
    /// What the sender's browser says it is; the name's ending counts more.
    pub content_type: Option<String>,
    pub caption: Option<String>,
    /// As a photo, which only PNG and JPEG can be.
    pub as_photo: bool,
}

/// The people who are there from the start.
pub(super) fn demo() -> [User; 3] {
    let person = |id: i64, first_name: &str, last_name: &str, username: &str, language: &str| User {
        last_name: Some(last_name.to_owned()),
        username: Some(username.to_owned()),
        language_code: Some(language.to_owned()),
        ..User::person(id, first_name)
    };
    [
        person(FIRST_PERSON_ID, "Ada", "Okafor", "ada_okafor", "en"),
        person(FIRST_PERSON_ID + 1, "Jonas", "Weber", "jonas_weber", "de"),
        person(FIRST_PERSON_ID + 2, "Priya", "Nair", "priya_nair", "en-GB"),
    ]
}

impl Sandbox {
    /// Everybody there is.
    #[must_use]
    pub fn people(&self) -> Vec<User> {
        self.lock().people.values().cloned().collect()
    }

    /// The bots that have called.
    #[must_use]
    pub fn bots(&self) -> Vec<User> {
        let mut bots: Vec<User> = self.lock().bots.values().map(|bot| bot.user.clone()).collect();
        bots.sort_by_key(|bot| bot.id);
        bots
    }

    /// Adds a person under the next free id.
    pub fn add_person(
        &self,
        first_name: &str,
        last_name: Option<&str>,
        language_code: Option<&str>,
    ) -> Result<User, PersonError> {
        let is_name = |name: &str| (1..=NAME_LENGTH_MAX).contains(&name.chars().count());
        let (first_name, last_name) = (first_name.trim(), last_name.map(str::trim).filter(|name| !name.is_empty()));
        if !is_name(first_name) || !last_name.is_none_or(is_name) {
            return Err(PersonError::Name);
        }
        let mut state = self.lock();
        let id = state.people.keys().next_back().map_or(FIRST_PERSON_ID, |last| last + 1);
        let person = User {
            last_name: last_name.map(str::to_owned),
            language_code: language_code.filter(|code| !code.is_empty()).map(str::to_owned),
            ..User::person(id, first_name)
        };
        if state.add_person(person.clone()) { Ok(person) } else { Err(PersonError::TooMany) }
    }

    /// Adds a person whose id is chosen by the caller, or changes one.
    pub fn put_person(&self, person: User) -> Result<(), PersonError> {
        if self.lock().add_person(person) { Ok(()) } else { Err(PersonError::TooMany) }
    }

    /// A person writes to a bot.
    pub fn send_text(&self, bot: i64, person: i64, text: &str) -> Result<Arc<Message>, PersonError> {
        self.send_reply(bot, person, text, None)
    }

    /// A person writes to a bot, in reply to a message.
    pub fn send_reply(
        &self,
        bot: i64,
        person: i64,
        text: &str,
        reply_to: Option<i64>,
    ) -> Result<Arc<Message>, PersonError> {
        let text = checked(text, TEXT_LENGTH_MAX)?;
        let mut state = self.lock();
        let (key, mut message) = begin(&mut state, bot, person, person)?;
        message.reply_to_message = replied(&state, key, reply_to)?;
        message.entities = entities::find(&text);
        message.text = Some(text);
        receive(&mut state, key, message)
    }

    /// A person sends a file to a bot.
    pub fn upload(&self, bot: i64, person: i64, file: SentFile) -> Result<Arc<Message>, PersonError> {
        let caption = match file.caption.as_deref().map(str::trim).filter(|caption| !caption.is_empty()) {
            Some(caption) => Some(checked(caption, CAPTION_LENGTH_MAX)?),
            None => None,
        };
        if file.bytes.len() > DOCUMENT_BYTES_MAX {
            return Err(PersonError::File("it is larger than 50 MB".to_owned()));
        }
        let mut state = self.lock();
        let (key, mut message) = begin(&mut state, bot, person, person)?;
        let kind = if file.as_photo { FileKind::Photo } else { FileKind::Document };
        let stored = state.keep_file(kind, &file.file_name, file.content_type.as_deref(), file.bytes);
        let stored = stored.map_err(|error| {
            PersonError::File(match error.as_str() {
                "IMAGE_PROCESS_FAILED" => "it is no PNG or JPEG".to_owned(),
                "PHOTO_INVALID_DIMENSIONS" => "its sides are too long or too uneven".to_owned(),
                _ => error,
            })
        })?;
        match kind {
            FileKind::Photo => message.photo = stored.photo(),
            FileKind::Document => message.document = Some(stored.document()),
        }
        message.caption_entities = caption.as_deref().map(entities::find).unwrap_or_default();
        message.caption = caption;
        receive(&mut state, key, message)
    }

    /// A person presses a button below a message; returns the id of the callback query.
    pub fn press(&self, bot: i64, person: i64, message_id: i64, data: &str) -> Result<String, PersonError> {
        let now_ms = now_ms();
        let mut state = self.lock();
        let (key, from, message) = shown(&state, bot, person, message_id)?;
        if !message.buttons().iter().any(|(_, with)| with.as_deref() == Some(data)) {
            return Err(PersonError::UnknownButton);
        }
        let bot = state.bots.get_mut(&bot).ok_or(PersonError::UnknownBot)?;
        let query_id = format!("{}{:010}", person, fastrand::u32(..));
        bot.press(&query_id, key.chat, now_ms);
        let query = json!({
            "id": query_id,
            "from": from,
            "message": &*message,
            "chat_instance": format!("{}", key.chat.unsigned_abs() * 1_000_003),
            "data": data,
        });
        state.queue(key, "callback_query", &query);
        Ok(query_id)
    }

    /// A person changes a text that they sent.
    pub fn edit(&self, bot: i64, person: i64, message_id: i64, text: &str) -> Result<Arc<Message>, PersonError> {
        let text = checked(text, TEXT_LENGTH_MAX)?;
        let key = RoomKey { bot, chat: person };
        let mut state = self.lock();
        let old = state.rooms.get(&key).and_then(|room| room.messages.get(&message_id));
        let mut message = old.map(|message| message.as_ref().clone()).ok_or(PersonError::UnknownMessage)?;
        if message.from.id != person || message.text.is_none() {
            return Err(PersonError::NotEditable);
        }
        message.entities = entities::find(&text);
        message.text = Some(text);
        message.edit_date = Some(now_ms() / 1000);
        let message = state.replace(key, message).ok_or(PersonError::UnknownMessage)?;
        state.queue(key, "edited_message", &*message);
        Ok(message)
    }

    /// A person blocks a bot, or lets it write again.
    pub fn block(&self, bot: i64, person: i64, blocked: bool) -> Result<(), PersonError> {
        let mut state = self.lock();
        let from = state.people.get(&person).cloned().ok_or(PersonError::UnknownPerson)?;
        let user = state.bots.get(&bot).map(|bot| bot.user.clone()).ok_or(PersonError::UnknownBot)?;
        let key = RoomKey { bot, chat: person };
        let now_ms = now_ms();
        let room = state.private_room(key, now_ms).ok_or(PersonError::UnknownPerson)?;
        if room.blocked == blocked {
            return Ok(());
        }
        room.blocked = blocked;
        let record = Record::room(key, room);
        let (before, after) = if blocked { ("member", "kicked") } else { ("kicked", "member") };
        let change = membership(&room.chat.clone(), &from, &user, before, after, now_ms);
        state.record(|| record);
        state.queue(key, "my_chat_member", &change);
        Ok(())
    }

    /// Empties the history of one chat; the bot may still write there.
    pub fn clear(&self, bot: i64, person: i64) -> Result<(), PersonError> {
        let mut state = self.lock();
        let key = RoomKey { bot, chat: person };
        let room = state.rooms.get_mut(&key).ok_or(PersonError::UnknownMessage)?;
        room.messages.clear();
        room.pinned.clear();
        room.tell(Event::Cleared);
        state.record(|| Record::Cleared { key });
        Ok(())
    }

    /// What was said in a chat, oldest first.
    #[must_use]
    pub fn history(&self, bot: i64, person: i64) -> Vec<Arc<Message>> {
        let state = self.lock();
        let room = state.rooms.get(&RoomKey { bot, chat: person });
        room.map(|room| room.messages.values().cloned().collect()).unwrap_or_default()
    }

    /// Whether the person blocked the bot.
    #[must_use]
    pub fn is_blocked(&self, bot: i64, person: i64) -> bool {
        self.lock().rooms.get(&RoomKey { bot, chat: person }).is_some_and(|room| room.blocked)
    }

    /// The bot's menu as this person sees it.
    #[must_use]
    pub fn menu(&self, bot: i64, person: i64) -> Vec<BotCommand> {
        let state = self.lock();
        let language = state.people.get(&person).and_then(|person| person.language_code.as_deref());
        state.bots.get(&bot).map(|bot| bot.menu_for(person, person, language)).unwrap_or_default()
    }

    /// The bytes of a file that was sent, by its file id.
    #[must_use]
    pub fn file(&self, file_id: &str) -> Option<Bytes> {
        self.lock().files.by_id(file_id).map(|file| file.bytes.clone())
    }

    /// What happens in a chat from now on.
    pub fn subscribe(&self, bot: i64, person: i64) -> Result<Subscription, PersonError> {
        let mut state = self.lock();
        let key = RoomKey { bot, chat: person };
        let room = state.private_room(key, now_ms()).ok_or(PersonError::UnknownPerson)?;
        Ok(Subscription(room.subscribe()))
    }

    /// Waits for a message of the chat, new or edited, that fits and has a greater number than this one; `None` when there
    /// was none in time.
    pub async fn wait_for_message(
        &self,
        bot: i64,
        person: i64,
        after: i64,
        fits: impl Fn(&Message) -> bool,
        timeout: Duration,
    ) -> Option<Arc<Message>> {
        let deadline = tokio::time::Instant::now() + timeout;
        loop {
            // Looked at after subscribing, so that nothing falls between.
            let mut events = self.subscribe(bot, person).ok()?;
            let found = {
                let state = self.lock();
                let messages = &state.rooms.get(&RoomKey { bot, chat: person })?.messages;
                messages.range(after + 1..).map(|(_, message)| message).find(|message| fits(message)).cloned()
            };
            if found.is_some() {
                return found;
            }
            tokio::time::timeout_at(deadline, events.next()).await.ok()?;
        }
    }

    /// Makes a group with a bot and these people; returns its id, which is negative. The bot hears of it.
    pub fn create_group(&self, bot: i64, title: &str, people: &[i64]) -> Result<i64, PersonError> {
        let mut state = self.lock();
        let user = state.bots.get(&bot).map(|bot| bot.user.clone()).ok_or(PersonError::UnknownBot)?;
        let maker = people.first().and_then(|id| state.people.get(id)).cloned().ok_or(PersonError::UnknownPerson)?;
        if people.len() > GROUP_MAX || people.iter().any(|id| !state.people.contains_key(id)) {
            return Err(PersonError::UnknownPerson);
        }
        let now_ms = now_ms();
        let id = -4_000_000_000 - i64::from(fastrand::u32(..));
        let key = RoomKey { bot, chat: id };
        let mut room = Room::new(Chat::group(id, title), people.to_vec(), now_ms);
        room.started = true;
        let record = Record::room(key, &room);
        let change = membership(&room.chat, &maker, &user, "left", "member", now_ms);
        let mut joined = Message::empty(maker, room.chat.clone(), now_ms / 1000);
        joined.new_chat_members = vec![user];
        state.rooms.insert(key, room);
        state.record(|| record);
        state.queue(key, "my_chat_member", &change);
        receive(&mut state, key, joined)?;
        Ok(id)
    }

    /// A person writes in a group. As in Telegram, the bot hears of it only when it is meant: by a command, its name or a
    /// reply to it.
    pub fn send_text_in_group(
        &self,
        bot: i64,
        group: i64,
        person: i64,
        text: &str,
        reply_to: Option<i64>,
    ) -> Result<Arc<Message>, PersonError> {
        let text = checked(text, TEXT_LENGTH_MAX)?;
        let mut state = self.lock();
        let (key, mut message) = begin(&mut state, bot, group, person)?;
        message.reply_to_message = replied(&state, key, reply_to)?;
        message.entities = entities::find(&text);
        message.text = Some(text);
        match is_meant(&state, bot, &message) {
            true => receive(&mut state, key, message),
            false => state.post(key, message).ok_or(PersonError::UnknownGroup),
        }
    }
}

/// A message that a person sees in their chat with a bot, to press something below it.
pub(super) fn shown(
    state: &State,
    bot: i64,
    person: i64,
    message_id: i64,
) -> Result<(RoomKey, User, Arc<Message>), PersonError> {
    let from = state.people.get(&person).cloned().ok_or(PersonError::UnknownPerson)?;
    let key = RoomKey { bot, chat: person };
    let room = state.rooms.get(&key).ok_or(PersonError::UnknownMessage)?;
    if room.blocked {
        return Err(PersonError::Blocked);
    }
    let message = room.messages.get(&message_id).cloned().ok_or(PersonError::UnknownMessage)?;
    Ok((key, from, message))
}

/// Trimmed, not empty, and within its limit.
fn checked(text: &str, length_max: usize) -> Result<String, PersonError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(PersonError::Empty);
    }
    match entities::utf16_length(text) > length_max {
        true => Err(PersonError::TooLong),
        false => Ok(text.to_owned()),
    }
}

/// A message of a person in a chat, which opens the chat for the bot.
fn begin(state: &mut State, bot: i64, chat: i64, person: i64) -> Result<(RoomKey, Message), PersonError> {
    let from = state.people.get(&person).cloned().ok_or(PersonError::UnknownPerson)?;
    if !state.bots.contains_key(&bot) {
        return Err(PersonError::UnknownBot);
    }
    let key = RoomKey { bot, chat };
    let now_ms = now_ms();
    let room = match chat < 0 {
        true => state.rooms.get_mut(&key).filter(|room| room.members.contains(&person)),
        false => state.private_room(key, now_ms),
    };
    let room = room.ok_or(PersonError::UnknownGroup)?;
    if room.blocked && chat > 0 {
        return Err(PersonError::Blocked);
    }
    let message = Message::empty(from, room.chat.clone(), now_ms / 1000);
    if !room.started {
        room.started = true;
        let record = Record::room(key, room);
        state.record(|| record);
    }
    Ok((key, message))
}

fn replied(state: &State, key: RoomKey, reply_to: Option<i64>) -> Result<Option<Box<Message>>, PersonError> {
    let Some(message_id) = reply_to else { return Ok(None) };
    let message = state.rooms.get(&key).and_then(|room| room.messages.get(&message_id));
    let message = message.ok_or(PersonError::UnknownMessage)?;
    Ok(Some(Box::new(Message { reply_to_message: None, ..message.as_ref().clone() })))
}

/// Keeps a person's message and queues it for the bot.
pub(super) fn receive(state: &mut State, key: RoomKey, message: Message) -> Result<Arc<Message>, PersonError> {
    let message = state.post(key, message).ok_or(PersonError::UnknownGroup)?;
    state.queue(key, "message", &*message);
    Ok(message)
}

/// Whether a bot that does not read groups hears of a message.
fn is_meant(state: &State, bot: i64, message: &Message) -> bool {
    let username = state.bots.get(&bot).and_then(|bot| bot.user.username.as_deref()).unwrap_or_default();
    let at = format!("@{}", username.to_ascii_lowercase());
    let text = message.words().to_ascii_lowercase();
    // `/send 5 @ana` is for every bot, `/send@other_bot` for one.
    let has_command = message.entities.iter().any(|entity| entity.kind == EntityKind::BotCommand);
    let is_command = has_command && text.split_whitespace().any(|word| word.starts_with('/') && !word.contains('@'));
    let is_reply = message.reply_to_message.as_ref().is_some_and(|replied| replied.from.id == bot);
    text.contains(&at) || is_reply || is_command
}

/// A `ChatMemberUpdated` about the bot.
fn membership(chat: &Chat, from: &User, bot: &User, before: &str, after: &str, now_ms: i64) -> serde_json::Value {
    let member = |status: &str| match status {
        "kicked" => json!({"status": status, "user": bot, "until_date": 0}),
        _ => json!({"status": status, "user": bot}),
    };
    json!({
        "chat": chat,
        "from": from,
        "date": now_ms / 1000,
        "old_chat_member": member(before),
        "new_chat_member": member(after),
    })
}

impl State {
    /// Queues an update about a chat for its bot.
    pub(super) fn queue(&mut self, key: RoomKey, kind: &str, content: &impl serde::Serialize) {
        let now_ms = now_ms();
        let Some(queue) = self.bots.get_mut(&key.bot).map(|bot| &mut bot.queue) else { return };
        let Some(id) = queue.add(kind, key.chat, content, now_ms) else { return };
        let Some(json) = queue.get(id).map(|waiting| Arc::clone(&waiting.json)) else { return };
        self.record(|| Record::Update { bot: key.bot, id, chat: key.chat, json: json.to_string() });
    }
}
