//! Methods that send something without a file.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Value, json};

use super::super::answer::{Answer, ApiError, bad_request, done, yes};
use super::super::entities;
use super::super::events::Event;
use super::super::keyboards::{self, Markup};
use super::super::state::RoomKey;
use super::super::types::Message;
use super::{Request, TEXT_LENGTH_MAX};

const ACTIONS: [&str; 12] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
    "cancel",
];

/// `sendMessage`.
pub(super) fn message(request: &mut Request<'_>) -> Answer {
    let text = text(request)?;
    let markup = keyboards::read(request.arguments)?;
    let key = request.writable()?;
    let mut message = outgoing(request, key, markup)?;
    message.text = Some(text.text);
    message.entities = text.entities;
    message.link_preview_options = request.arguments.structure("link_preview_options")?.map(Cow::into_owned);
    flood(request, key, 1)?;
    done(&*post(request, key, message)?)
}

/// The text of a message, within its limit.
pub(super) fn text(request: &Request<'_>) -> Result<entities::Formatted, ApiError> {
    let Some(text) = request.formatted("text")? else { return Err(bad_request("message text is empty")) };
    if text.text.is_empty() {
        return Err(bad_request("text must be non-empty"));
    }
    match entities::utf16_length(&text.text) > TEXT_LENGTH_MAX {
        true => Err(bad_request("message is too long")),
        false => Ok(text),
    }
}

/// A message of the bot with what all kinds have in common.
pub(super) fn outgoing(request: &Request<'_>, key: RoomKey, markup: Markup) -> Result<Message, ApiError> {
    let Some(room) = request.state.rooms.get(&key) else { return Err(bad_request("chat not found")) };
    let mut message = Message::empty(request.bot_user()?, room.chat.clone(), request.now_ms / 1000);
    message.reply_to_message = replied(request, key)?;
    message.has_protected_content = request.arguments.flag("protect_content");
    match markup {
        Markup::None => {}
        Markup::Inline(keyboard) => message.reply_markup = Some(keyboard),
        Markup::Keyboard(keyboard) => message.keyboard = Some(keyboard),
    }
    Ok(message)
}

/// The message that is replied to, by `reply_parameters` or the older argument.
fn replied(request: &Request<'_>, key: RoomKey) -> Result<Option<Box<Message>>, ApiError> {
    let arguments = request.arguments;
    let (message_id, optional) = match arguments.structure("reply_parameters")? {
        Some(parameters) => {
            let number = |value: &Value| value.as_i64().or_else(|| value.as_str()?.parse().ok());
            let message_id = parameters.get("message_id").and_then(number);
            let message_id = message_id.ok_or_else(|| bad_request("can't find field \"message_id\""))?;
            (message_id, parameters.get("allow_sending_without_reply").and_then(Value::as_bool) == Some(true))
        }
        None => match arguments.integer("reply_to_message_id").filter(|message_id| *message_id != 0) {
            Some(message_id) => (message_id, arguments.flag("allow_sending_without_reply")),
            None => return Ok(None),
        },
    };
    match request.state.rooms.get(&key).and_then(|room| room.messages.get(&message_id)) {
        Some(message) => Ok(Some(Box::new(quoted(message)))),
        None if optional => Ok(None),
        None => Err(bad_request("message to be replied not found")),
    }
}

/// A message as it stands inside another one: without what it replies to itself.
pub(in super::super) fn quoted(message: &Message) -> Message {
    Message { reply_to_message: None, pinned_message: None, ..message.clone() }
}

/// Keeps a message in its chat.
pub(super) fn post(request: &mut Request<'_>, key: RoomKey, message: Message) -> Result<Arc<Message>, ApiError> {
    request.state.post(key, message).ok_or_else(|| bad_request("chat not found"))
}

/// Counts messages against Telegram's limits, when they are switched on.
pub(super) fn flood(request: &mut Request<'_>, key: RoomKey, messages: usize) -> Result<(), ApiError> {
    if !request.sandbox.settings().flood_control {
        return Ok(());
    }
    let now_ms = request.now_ms;
    request.room(key)?.bucket.take(messages, now_ms).map_err(ApiError::too_many_requests)?;
    request.bot()?.bucket.take(messages, now_ms).map_err(ApiError::too_many_requests)
}

/// `sendChatAction`.
pub(super) fn action(request: &mut Request<'_>) -> Answer {
    let action = request.arguments.text("action").unwrap_or_default().to_ascii_lowercase();
    if !ACTIONS.contains(&action.as_str()) {
        return Err(bad_request("wrong parameter action in request"));
    }
    let key = request.writable()?;
    request.room(key)?.tell(Event::Action { action });
    yes()
}

/// `sendMessageDraft`: a message while it is being written; private chats only, and never kept.
pub(super) fn draft(request: &mut Request<'_>) -> Answer {
    let draft_id = request.arguments.integer("draft_id").filter(|draft_id| *draft_id != 0);
    let draft_id = draft_id.ok_or_else(|| bad_request("invalid draft_id specified"))?;
    let text = request.formatted("text")?.unwrap_or_default().text;
    if entities::utf16_length(&text) > TEXT_LENGTH_MAX {
        return Err(bad_request("message is too long"));
    }
    let key = request.writable()?;
    if key.chat < 0 {
        return Err(bad_request("drafts can be sent only to private chats"));
    }
    request.room(key)?.tell(Event::Draft { draft_id, text });
    yes()
}

/// `copyMessage`: the same content as the bot's own.
pub(super) fn copy(request: &mut Request<'_>) -> Answer {
    let from = request.chat_named("from_chat_id")?;
    let source = request.message_named(from, "message_id", "message to copy not found")?;
    let markup = keyboards::read(request.arguments)?;
    let new_caption = request.formatted("caption")?.map(super::within_caption).transpose()?;
    let key = request.writable()?;
    let mut message = with_content(outgoing(request, key, markup)?, source);
    if let Some(caption) = new_caption.filter(|_| message.text.is_none()) {
        message.caption = Some(caption.text).filter(|text| !text.is_empty());
        message.caption_entities = caption.entities;
    }
    flood(request, key, 1)?;
    let message = post(request, key, message)?;
    done(&json!({"message_id": message.message_id}))
}

/// `forwardMessage`: the same content, with the name of its sender.
pub(super) fn forward(request: &mut Request<'_>) -> Answer {
    let from = request.chat_named("from_chat_id")?;
    let source = request.message_named(from, "message_id", "message to forward not found")?;
    let key = request.writable()?;
    let mut message = outgoing(request, key, Markup::None)?;
    message.forward_origin = Some(match &source.forward_origin {
        Some(origin) => origin.clone(),
        None => json!({"type": "user", "sender_user": source.from, "date": source.date}),
    });
    let message = with_content(message, source);
    flood(request, key, 1)?;
    done(&*post(request, key, message)?)
}

fn with_content(message: Message, source: Message) -> Message {
    Message {
        text: source.text,
        entities: source.entities,
        photo: source.photo,
        document: source.document,
        caption: source.caption,
        caption_entities: source.caption_entities,
        link_preview_options: source.link_preview_options,
        ..message
    }
}
