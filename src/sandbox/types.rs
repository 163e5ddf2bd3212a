//! The objects of the Bot API that the sandbox makes, in the API's own JSON.
//!
//! **Invariant:** what a bot is sent here is what Telegram would send; a reply keyboard belongs to the person's view alone.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::entities::Entity;

/// A person or a bot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub id: i64,
    #[serde(default)]
    pub is_bot: bool,
    pub first_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// IETF language tag of the person's app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language_code: Option<String>,
}

impl User {
    /// A person without surname, user name or language.
    #[must_use]
    pub fn person(id: i64, first_name: &str) -> Self {
        let first_name = first_name.to_owned();
        Self { id, is_bot: false, first_name, last_name: None, username: None, language_code: None }
    }
}

/// What kind of chat it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChatKind {
    Private,
    Group,
}

/// A chat as messages carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chat {
    pub id: i64,
    #[serde(rename = "type")]
    pub kind: ChatKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}

impl Chat {
    /// The chat between a bot and this person.
    #[must_use]
    pub fn private(person: &User) -> Self {
        Self {
            id: person.id,
            kind: ChatKind::Private,
            title: None,
            first_name: Some(person.first_name.clone()),
            last_name: person.last_name.clone(),
            username: person.username.clone(),
        }
    }

    /// A group with this title.
    #[must_use]
    pub fn group(id: i64, title: &str) -> Self {
        let title = Some(title.to_owned());
        Self { id, kind: ChatKind::Group, title, first_name: None, last_name: None, username: None }
    }
}

/// One size of a photo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoSize {
    pub file_id: String,
    pub file_unique_id: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Bytes.
    pub file_size: usize,
}

/// A file that is not shown as a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub file_id: String,
    pub file_unique_id: String,
    pub file_name: String,
    pub mime_type: String,
    /// Bytes.
    pub file_size: usize,
}

/// A message, sent or received.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    pub message_id: i64,
    pub from: User,
    pub chat: Chat,
    /// Seconds since 1970.
    pub date: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit_date: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forward_origin: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to_message: Option<Box<Message>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_group_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Entity>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_preview_options: Option<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photo: Vec<PhotoSize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caption_entities: Vec<Entity>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_media_spoiler: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_protected_content: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub new_chat_members: Vec<User>,
    /// What is to be paid. The payload is no part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Value>,
    /// The service message of a payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successful_payment: Option<Value>,
    /// The service message of `refundStarPayment`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refunded_payment: Option<Value>,
    /// The service message of `pinChatMessage`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned_message: Option<Box<Message>>,
    /// An inline keyboard: the only markup that bots see on a message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_markup: Option<Value>,
    /// Any other markup (reply keyboard, its removal, forced reply): for the person's view alone.
    #[serde(skip)]
    pub keyboard: Option<Value>,
}

impl Message {
    /// A message without content; its number is given when it is kept.
    pub(super) fn empty(from: User, chat: Chat, date: i64) -> Self {
        Self {
            message_id: 0,
            from,
            chat,
            date,
            edit_date: None,
            forward_origin: None,
            reply_to_message: None,
            media_group_id: None,
            text: None,
            entities: Vec::new(),
            link_preview_options: None,
            photo: Vec::new(),
            document: None,
            caption: None,
            caption_entities: Vec::new(),
            has_media_spoiler: false,
            has_protected_content: false,
            new_chat_members: Vec::new(),
            invoice: None,
            successful_payment: None,
            refunded_payment: None,
            pinned_message: None,
            reply_markup: None,
            keyboard: None,
        }
    }

    /// Text or caption, whichever there is.
    #[must_use]
    pub fn words(&self) -> &str {
        self.text.as_deref().or(self.caption.as_deref()).unwrap_or_default()
    }

    /// The label and callback data of every button below the message, row by row.
    #[must_use]
    pub fn buttons(&self) -> Vec<(String, Option<String>)> {
        let rows =
            self.reply_markup.as_ref().and_then(|markup| markup.get("inline_keyboard")).and_then(Value::as_array);
        let word = |button: &Value, name: &str| button.get(name).and_then(Value::as_str).map(str::to_owned);
        rows.into_iter()
            .flatten()
            .filter_map(Value::as_array)
            .flatten()
            .map(|button| (word(button, "text").unwrap_or_default(), word(button, "callback_data")))
            .collect()
    }

    /// Undoes [`ForPerson`]: puts a markup that bots do not see back into its own field.
    pub(super) fn into_bot_view(mut self) -> Self {
        if self.reply_markup.as_ref().is_some_and(|markup| markup.get("inline_keyboard").is_none()) {
            self.keyboard = self.reply_markup.take();
        }
        self
    }
}

/// A message as the person's app sees it: with reply keyboards in `reply_markup`.
#[derive(Clone, Debug)]
pub struct ForPerson(pub Arc<Message>);

impl Serialize for ForPerson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct View<'a> {
            #[serde(flatten)]
            message: &'a Message,
            reply_markup: &'a Value,
        }
        match &self.0.keyboard {
            None => self.0.serialize(serializer),
            Some(reply_markup) => View { message: &self.0, reply_markup }.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for ForPerson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Message::deserialize(deserializer).map(|message| Self(Arc::new(message.into_bot_view())))
    }
}

/// A command that the bot offers in its menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BotCommand {
    pub command: String,
    pub description: String,
}
