//! Methods that change or remove messages.

use serde_json::Value;

use super::super::answer::{Answer, ApiError, bad_request, done, yes};
use super::super::keyboards::{self, Markup};
use super::super::state::RoomKey;
use super::super::types::Message;
use super::media::{input_media, with_file};
use super::send::{outgoing, post, quoted, text as text_of};
use super::{Request, within_caption};

/// How long after it was sent a message may be deleted for both sides, as in Telegram.
const DELETABLE_FOR_S: i64 = 48 * 60 * 60;
/// Messages that one call may delete.
const DELETED_AT_ONCE_MAX: usize = 100;
const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are exactly the same \
                            as a current content and reply markup of the message";

/// The message to edit, if the bot may edit it.
fn editable(request: &Request<'_>) -> Result<(RoomKey, Message), ApiError> {
    if request.arguments.text("inline_message_id").is_some() {
        return Err(bad_request("MESSAGE_ID_INVALID"));
    }
    let key = request.writable()?;
    let message = request.message_named(key, "message_id", "message to edit not found")?;
    // A message that came with another keyboard than an inline one stays as it is.
    let is_own = message.from.id == request.bot && message.keyboard.is_none() && message.forward_origin.is_none();
    if is_own { Ok((key, message)) } else { Err(bad_request("message can't be edited")) }
}

/// Puts the changed message in its place; with new words or files it counts as edited.
fn change(request: &mut Request<'_>, key: RoomKey, old: &Message, mut new: Message) -> Answer {
    let reply_markup = std::mem::replace(&mut new.reply_markup, old.reply_markup.clone());
    let same_content = *old == new;
    if same_content && reply_markup == old.reply_markup {
        return Err(bad_request(NOT_MODIFIED));
    }
    new.reply_markup = reply_markup;
    if !same_content {
        new.edit_date = Some(request.now_ms / 1000);
    }
    match request.state.replace(key, new) {
        Some(message) => done(&*message),
        None => Err(bad_request("message to edit not found")),
    }
}

/// The inline keyboard of an edit; without one the message loses its own.
fn inline(request: &Request<'_>) -> Result<Option<Value>, ApiError> {
    match keyboards::read(request.arguments)? {
        Markup::Keyboard(_) => Err(bad_request("inline keyboard expected")),
        markup => Ok(markup.inline()),
    }
}

/// `editMessageText`.
pub(super) fn text(request: &mut Request<'_>) -> Answer {
    let text = text_of(request)?;
    let reply_markup = inline(request)?;
    let (key, old) = editable(request)?;
    if old.text.is_none() {
        return Err(bad_request("there is no text in the message to edit"));
    }
    let link_preview_options = request.arguments.structure("link_preview_options")?.map(std::borrow::Cow::into_owned);
    let new =
        Message { text: Some(text.text), entities: text.entities, reply_markup, link_preview_options, ..old.clone() };
    change(request, key, &old, new)
}

/// `editMessageCaption`.
pub(super) fn caption(request: &mut Request<'_>) -> Answer {
    let caption = within_caption(request.formatted("caption")?.unwrap_or_default())?;
    let reply_markup = inline(request)?;
    let (key, old) = editable(request)?;
    if old.text.is_some() {
        return Err(bad_request("there is no caption in the message to edit"));
    }
    let new = Message {
        caption: Some(caption.text).filter(|text| !text.is_empty()),
        caption_entities: caption.entities,
        reply_markup,
        ..old.clone()
    };
    change(request, key, &old, new)
}

/// `editMessageMedia`.
pub(super) fn media(request: &mut Request<'_>) -> Answer {
    let media = request.arguments.structure("media")?.ok_or_else(|| bad_request("media is empty"))?.into_owned();
    let reply_markup = inline(request)?;
    let (key, old) = editable(request)?;
    let (file, caption) = input_media(request, &media)?;
    let new = Message { reply_markup, ..with_file(old.clone(), &file, caption) };
    change(request, key, &old, new)
}

/// `editMessageReplyMarkup`.
pub(super) fn markup(request: &mut Request<'_>) -> Answer {
    let reply_markup = inline(request)?;
    let (key, old) = editable(request)?;
    let new = Message { reply_markup, ..old.clone() };
    change(request, key, &old, new)
}

/// `deleteMessage`.
pub(super) fn delete(request: &mut Request<'_>) -> Answer {
    let key = request.chat()?;
    let message = request.message_named(key, "message_id", "message to delete not found")?;
    if request.now_ms / 1000 - message.date > DELETABLE_FOR_S {
        return Err(bad_request("message can't be deleted for everyone"));
    }
    if key.chat < 0 && message.from.id != request.bot {
        return Err(bad_request("message can't be deleted"));
    }
    request.state.remove(key, message.message_id);
    yes()
}

/// `deleteMessages`; those that are not there are passed over.
pub(super) fn delete_many(request: &mut Request<'_>) -> Answer {
    let key = request.chat()?;
    let ids = request.arguments.list("message_ids")?.unwrap_or_default();
    if ids.is_empty() || ids.len() > DELETED_AT_ONCE_MAX {
        return Err(bad_request("message identifiers are not specified"));
    }
    for message_id in ids.iter().filter_map(Value::as_i64) {
        request.state.remove(key, message_id);
    }
    yes()
}

/// `pinChatMessage`.
pub(super) fn pin(request: &mut Request<'_>) -> Answer {
    let key = request.writable()?;
    let pinned = request.message_named(key, "message_id", "message to pin not found")?;
    let message_id = pinned.message_id;
    let mut service = outgoing(request, key, Markup::None)?;
    service.pinned_message = Some(Box::new(quoted(&pinned)));
    let room = request.room(key)?;
    room.pinned.retain(|other| *other != message_id);
    room.pinned.push(message_id);
    post(request, key, service)?;
    yes()
}

/// `unpinChatMessage`: the one that is named, or the latest.
pub(super) fn unpin(request: &mut Request<'_>) -> Answer {
    let key = request.writable()?;
    let named = request.arguments.integer("message_id");
    let room = request.room(key)?;
    match named.or_else(|| room.pinned.last().copied()) {
        Some(message_id) if room.pinned.contains(&message_id) => room.pinned.retain(|other| *other != message_id),
        _ => return Err(bad_request("message to unpin not found")),
    }
    yes()
}

/// `unpinAllChatMessages`.
pub(super) fn unpin_all(request: &mut Request<'_>) -> Answer {
    let key = request.writable()?;
    request.room(key)?.pinned.clear();
    yes()
}

/// `setMessageReaction`: taken, and not shown.
pub(super) fn react(request: &mut Request<'_>) -> Answer {
    let key = request.writable()?;
    request.message_named(key, "message_id", "message to react not found")?;
    yes()
}
