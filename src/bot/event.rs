//! What an update means, and in which lane it is handled.

use serde_json::Value;
use teloxide::types::{CallbackQuery, Message, Update, UpdateKind};

use super::command::Command;
use super::security_button::KeypadKey;
use crate::domain::{ChatId, TelegramUserId, WorkerId};
use crate::store::inbox::Lane;

/// The kinds of updates that the bot asks for.
pub const ALLOWED: [&str; 5] = ["message", "edited_message", "callback_query", "my_chat_member", "pre_checkout_query"];

/// What can be said of an update before it is understood: enough to keep it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    pub update_id: i64,
    pub chat_id: ChatId,
    pub lane: Lane,
    /// Words of a message that are not a command: a secret, if one was asked for.
    pub is_plain_text: bool,
    /// A key of a keypad: the process that showed it.
    pub keypad_of: Option<WorkerId>,
}

impl Outline {
    /// `None` when it is no update at all.
    pub fn of(raw: &str) -> Option<Self> {
        let update: Value = serde_json::from_str(raw).ok()?;
        let update_id = update.get("update_id")?.as_i64()?;
        let (kind, body) = update.as_object()?.iter().find(|(name, _)| *name != "update_id")?;
        let id = |path: &str| body.pointer(path).and_then(Value::as_i64);
        let chat = id("/chat/id").or_else(|| id("/message/chat/id")).or_else(|| id("/from/id"));
        let text = body.get("text").and_then(Value::as_str);
        let stops = kind == "message" && text.and_then(Command::parse).is_some_and(|command| command.overtakes());
        let control = stops || matches!(kind.as_str(), "callback_query" | "pre_checkout_query");
        Some(Self {
            update_id,
            // An update of no chat waits for none but its own kind.
            chat_id: ChatId(chat.unwrap_or_default()),
            lane: if control { Lane::Control } else { Lane::Ordinary },
            keypad_of: body.get("data").and_then(Value::as_str).and_then(KeypadKey::parse).map(|key| key.worker),
            is_plain_text: kind == "message" && text.is_some_and(|text| !text.starts_with('/')),
        })
    }
}

/// The update of a pressed key without the keypad that Telegram repeats with it: beside the key's place it would tell the digit.
/// `None` when it is no update.
pub fn without_keypad(raw: &str) -> Option<String> {
    let mut update: Value = serde_json::from_str(raw).ok()?;
    let message = update.pointer_mut("/callback_query/message").and_then(Value::as_object_mut);
    if let Some(message) = message {
        message.remove("reply_markup");
    }
    Some(update.to_string())
}

/// Who an update comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Sender {
    pub user: TelegramUserId,
    pub name: String,
    /// After the @; not everybody has one.
    pub username: Option<String>,
    /// Of their app: `en`, `de`.
    pub language: Option<String>,
}

/// An update as the handlers see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub sender: Sender,
    /// `None` for other chats than a private one.
    pub happened: Option<Happened>,
}

/// What a person did in a private chat.
#[derive(Clone, Debug, PartialEq)]
pub enum Happened {
    Command {
        command: Command,
        argument: String,
    },
    Text {
        text: String,
        /// For taking a secret out of the chat.
        message_id: i32,
        /// The words of the bot's message that it replies to.
        replies_to: Option<String>,
    },
    Document {
        file: SentFile,
    },
    /// Somebody's card from the phone's book; without a user when they have no Telegram.
    Contact {
        user: Option<TelegramUserId>,
    },
    /// A picture sent as a picture.
    Photo,
    /// A voice message, a sticker, a place…
    Other,
    Edited {
        text: Option<String>,
    },
    Button {
        query_id: String,
        data: String,
        message_id: Option<i32>,
    },
    /// The person stopped the bot.
    Left,
    /// The person started the bot again.
    Returned,
}

/// A file that somebody sent; Telegram keeps the bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct SentFile {
    pub file_id: String,
    pub file_name: Option<String>,
    pub mime_type: Option<String>,
    pub size_bytes: u64,
}

impl Event {
    /// What logs and metrics call it.
    pub fn kind(&self) -> &'static str {
        match &self.happened {
            None => "group",
            Some(Happened::Command { .. }) => "command",
            Some(Happened::Text { .. }) => "text",
            Some(Happened::Document { .. }) => "document",
            Some(Happened::Contact { .. }) => "contact",
            Some(Happened::Photo) => "photo",
            Some(Happened::Other) => "other",
            Some(Happened::Edited { .. }) => "edited",
            Some(Happened::Button { .. }) => "button",
            Some(Happened::Left) => "left",
            Some(Happened::Returned) => "returned",
        }
    }

    /// `None` for updates that nobody sent, or that are not understood.
    pub fn of(raw: &str) -> Option<Self> {
        // No text in the database holds a NUL, and nobody means one.
        let update: Update = serde_json::from_str(&raw.replace("\\u0000", "\\ufffd")).ok()?;
        match update.kind {
            UpdateKind::Message(message) => Self::of_message(&message, said),
            UpdateKind::EditedMessage(message) => {
                Self::of_message(&message, |message| Happened::Edited { text: message.text().map(str::to_owned) })
            }
            UpdateKind::CallbackQuery(query) => Some(Self::of_button(query)),
            UpdateKind::MyChatMember(change) => {
                let happened = if change.new_chat_member.is_present() { Happened::Returned } else { Happened::Left };
                // A group is answered when somebody speaks to the bot there.
                change.chat.is_private().then(|| Self { sender: sender(&change.from), happened: Some(happened) })
            }
            _ => None,
        }
    }

    fn of_message(message: &Message, happened: impl FnOnce(&Message) -> Happened) -> Option<Self> {
        let from = message.from.as_ref()?;
        // Who joined or left a group, a new title: nobody waits for an answer.
        let is_said = message.chat.is_private() || message.text().or_else(|| message.caption()).is_some();
        is_said.then(|| Self { sender: sender(from), happened: message.chat.is_private().then(|| happened(message)) })
    }

    fn of_button(query: CallbackQuery) -> Self {
        let private = query.message.as_ref().is_none_or(|message| message.chat().is_private());
        let happened = Happened::Button {
            query_id: query.id.0,
            data: query.data.unwrap_or_default(),
            message_id: query.message.as_ref().map(|message| message.id().0),
        };
        Self { sender: sender(&query.from), happened: private.then_some(happened) }
    }
}

fn said(message: &Message) -> Happened {
    if let Some(text) = message.text() {
        return match Command::parse(text) {
            Some(command) => {
                let argument = text.split_once(char::is_whitespace).map_or("", |(_, argument)| argument.trim());
                Happened::Command { command, argument: argument.to_owned() }
            }
            None => Happened::Text {
                text: text.to_owned(),
                message_id: message.id.0,
                replies_to: replies_to(message).map(str::to_owned),
            },
        };
    }
    if let Some(document) = message.document() {
        return Happened::Document {
            file: SentFile {
                file_id: document.file.id.0.clone(),
                file_name: document.file_name.clone(),
                mime_type: document.mime_type.as_ref().map(ToString::to_string),
                size_bytes: u64::from(document.file.size),
            },
        };
    }
    if let Some(contact) = message.contact() {
        let user = contact.user_id.and_then(|id| i64::try_from(id.0).ok()).map(TelegramUserId);
        return Happened::Contact { user };
    }
    if message.photo().is_some() { Happened::Photo } else { Happened::Other }
}

fn replies_to(message: &Message) -> Option<&str> {
    let to = message.reply_to_message()?;
    to.text().filter(|_| to.from.as_ref().is_some_and(|from| from.is_bot))
}

fn sender(user: &teloxide::types::User) -> Sender {
    Sender {
        user: TelegramUserId(i64::try_from(user.id.0).unwrap_or_default()),
        name: user.full_name(),
        username: user.username.clone(),
        language: user.language_code.clone(),
    }
}
