//! What an update means, and in which lane it is handled.

use serde_json::Value;
use teloxide::types::{CallbackQuery, Message, MessageOrigin, Update, UpdateKind};

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
        // What is said in a group to somebody there is handled, like what comes of it, in the private chat of who says it.
        let is_group = id("/chat/id").is_some_and(|chat| chat < 0);
        let to_somebody = is_group && kind == "message" && body.get("reply_to_message").is_some();
        let group = if to_somebody { id("/from/id") } else { None };
        let chat = group.or_else(|| id("/chat/id")).or_else(|| id("/message/chat/id")).or_else(|| id("/from/id"));
        let text = body.get("text").and_then(Value::as_str);
        let stops = kind == "message" && text.and_then(Command::parse).is_some_and(|command| command.overtakes());
        // Money that was paid is told at once, and `/cancel` does not drop it.
        let is_payment = body.get("successful_payment").is_some();
        let control = stops || is_payment || matches!(kind.as_str(), "callback_query" | "pre_checkout_query");
        Some(Self {
            update_id,
            // An update of no chat waits for none but its own kind.
            chat_id: ChatId(chat.unwrap_or_default()),
            lane: if control { Lane::Control } else { Lane::Ordinary },
            keypad_of: body.get("data").and_then(Value::as_str).and_then(KeypadKey::parse).map(|key| key.worker),
            is_plain_text: kind == "message" && !is_group && text.is_some_and(|text| !text.starts_with('/')),
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
    /// `None` for other chats than a private one, unless somebody there is spoken to.
    pub happened: Option<Happened>,
}

/// What a person did in a private chat, or to somebody in a group.
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
    /// In a private chat, words below a message that somebody else wrote and the person forwarded.
    Reply {
        to: TelegramUserId,
        said: Box<Happened>,
    },
    /// In a group, words below somebody's message.
    ReplyInGroup {
        group: ChatId,
        message_id: i32,
        /// Who wrote that message; `None` for a bot, the person themselves, or somebody without a name.
        to: Option<TelegramUserId>,
        text: String,
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
    /// "Pay" was pressed below an invoice; Telegram waits for a yes.
    Checkout {
        query_id: String,
        invoice: Invoiced,
    },
    /// An invoice was paid: the money is taken.
    Paid {
        invoice: Invoiced,
        /// Telegram's name of the payment.
        charge: String,
    },
    /// The person stopped the bot.
    Left,
    /// The person started the bot again.
    Returned,
}

/// What an invoice asked for, as Telegram repeats it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoiced {
    /// What the bot called it.
    pub payload: String,
    /// Three letters.
    pub currency: String,
    /// In the smallest units of the currency.
    pub total: u32,
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
            None | Some(Happened::ReplyInGroup { .. }) => "group",
            Some(Happened::Reply { .. }) => "reply",
            Some(Happened::Command { .. }) => "command",
            Some(Happened::Text { .. }) => "text",
            Some(Happened::Document { .. }) => "document",
            Some(Happened::Contact { .. }) => "contact",
            Some(Happened::Photo) => "photo",
            Some(Happened::Other) => "other",
            Some(Happened::Edited { .. }) => "edited",
            Some(Happened::Button { .. }) => "button",
            Some(Happened::Checkout { .. }) => "checkout",
            Some(Happened::Paid { .. }) => "paid",
            Some(Happened::Left) => "left",
            Some(Happened::Returned) => "returned",
        }
    }

    /// Whether the person wrote in their private chat with the bot.
    pub fn is_private(&self) -> bool {
        !matches!(self.happened, None | Some(Happened::ReplyInGroup { .. }))
    }

    /// `None` for updates that nobody sent, or that are not understood.
    pub fn of(raw: &str) -> Option<Self> {
        // No text in the database holds a NUL, and nobody means one.
        let update: Update = serde_json::from_str(&raw.replace("\\u0000", "\\ufffd")).ok()?;
        match update.kind {
            UpdateKind::Message(message) => Self::of_message(&message, said_below),
            UpdateKind::EditedMessage(message) => {
                Self::of_message(&message, |message| Happened::Edited { text: message.text().map(str::to_owned) })
            }
            UpdateKind::CallbackQuery(query) => Some(Self::of_button(query)),
            UpdateKind::PreCheckoutQuery(query) => {
                let invoice =
                    Invoiced { payload: query.invoice_payload, currency: query.currency, total: query.total_amount };
                let happened = Happened::Checkout { query_id: query.id.0, invoice };
                Some(Self { sender: sender(&query.from), happened: Some(happened) })
            }
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
        let happened = match message.chat.is_private() {
            true => Some(happened(message)),
            false => in_group(message),
        };
        is_said.then(|| Self { sender: sender(from), happened })
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

/// What was said, and below whose forwarded message.
fn said_below(message: &Message) -> Happened {
    let said = said(message);
    let origin = message.reply_to_message().and_then(Message::forward_origin);
    match (origin, &said) {
        (
            Some(MessageOrigin::User { sender_user, .. }),
            Happened::Text { .. } | Happened::Command { command: Command::Send | Command::Request, .. },
        ) => match somebody_else(sender_user, message) {
            Some(to) => Happened::Reply { to, said: Box::new(said) },
            None => said,
        },
        _ => said,
    }
}

/// What was said in a group below a message of it. An edit is none: who reads it would not know what it says now.
fn in_group(message: &Message) -> Option<Happened> {
    let below = message.reply_to_message()?;
    if message.edit_date().is_some() {
        return None;
    }
    // Who writes as a channel or as the group itself is nobody to pay.
    let author = below.from.as_ref().filter(|_| below.sender_chat.is_none());
    Some(Happened::ReplyInGroup {
        group: ChatId(message.chat.id.0),
        message_id: message.id.0,
        to: author.and_then(|author| somebody_else(author, message)),
        text: message.text().or_else(|| message.caption())?.to_owned(),
    })
}

/// A person other than the message's own.
fn somebody_else(person: &teloxide::types::User, message: &Message) -> Option<TelegramUserId> {
    let is_other = !person.is_bot && message.from.as_ref().is_none_or(|from| from.id != person.id);
    is_other.then(|| sender(person).user)
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
    if let Some(paid) = message.successful_payment() {
        let invoice = Invoiced {
            payload: paid.invoice_payload.clone(),
            currency: paid.currency.clone(),
            total: paid.total_amount,
        };
        return Happened::Paid { invoice, charge: paid.telegram_payment_charge_id.0.clone() };
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_said_to_somebody_in_a_group_is_handled_in_private() {
        let person = |id: i64, is_bot: bool| json!({"id": id, "is_bot": is_bot, "first_name": "x"});
        let group = json!({"id": -40, "type": "group", "title": "Lunch"});
        let message = |below: Value, more: Value| {
            let mut message = json!({"message_id": 2, "date": 1, "from": person(7002, false), "chat": group});
            for (name, value) in [below, more].iter().filter_map(Value::as_object).flatten() {
                message[name] = value.clone();
            }
            json!({"update_id": 1, "message": message}).to_string()
        };
        let by = |author: Value| json!({"reply_to_message": {"message_id": 1, "date": 1, "from": author, "chat": group, "text": "me"}});
        let check = |raw: &str, chat: i64, to: Option<Option<i64>>| {
            assert_eq!(Outline::of(raw).map(|outline| outline.chat_id), Some(ChatId(chat)), "{raw}");
            let happened = Event::of(raw).and_then(|event| event.happened);
            let expected = to.map(|to| Happened::ReplyInGroup {
                group: ChatId(-40),
                message_id: 2,
                to: to.map(TelegramUserId),
                text: "/send 20".to_owned(),
            });
            assert_eq!(happened, expected, "{raw}");
        };
        let words = json!({"text": "/send 20"});
        check(&message(by(person(7001, false)), words.clone()), 7002, Some(Some(7001)));
        check(&message(by(person(7002, false)), words.clone()), 7002, Some(None));
        check(&message(by(person(42, true)), words.clone()), 7002, Some(None));
        check(&message(Value::Null, words.clone()), -40, None);
        // Of a channel: whoever posts there is not told.
        let mut channel = by(person(777_000, false));
        channel["reply_to_message"]["sender_chat"] = json!({"id": -100, "type": "channel", "title": "News"});
        check(&message(channel, words), 7002, Some(None));
        // A picture with words below it is as good.
        let photo =
            json!({"caption": "/send 20", "photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]});
        check(&message(by(person(7001, false)), photo), 7002, Some(Some(7001)));
    }
}
