//! The methods of the Bot API, each a function from a [`Request`] to its answer.
//!
//! **Invariant:** no method waits: they run behind the one lock. `getUpdates` alone waits, and stands elsewhere.

mod chats;
mod edit;
mod media;
mod payments;
mod send;
mod settings;
#[cfg(test)]
mod tests;

use super::Sandbox;
use super::answer::{Answer, ApiError, bad_request, forbidden};
use super::arguments::Arguments;
use super::bot::Bot;
use super::entities::{self, EntityKind, Formatted};
use super::state::{Room, RoomKey, State};
use super::types::{Message, User};
use super::webhook;

/// UTF-16 units.
pub(super) const TEXT_LENGTH_MAX: usize = 4096;
/// UTF-16 units.
pub(super) const CAPTION_LENGTH_MAX: usize = 1024;

/// One call of a method.
pub(super) struct Request<'a> {
    pub(super) sandbox: &'a Sandbox,
    pub(super) state: &'a mut State,
    pub(super) bot: i64,
    pub(super) arguments: &'a Arguments,
    /// Milliseconds since 1970.
    pub(super) now_ms: i64,
}

/// Carries out a method by its name, in any spelling.
pub(super) fn call(method: &str, request: &mut Request<'_>) -> Answer {
    match method.to_ascii_lowercase().as_str() {
        "getme" => chats::get_me(request),
        "logout" | "close" => super::answer::yes(),
        "sendmessage" => send::message(request),
        "sendphoto" => media::photo(request),
        "senddocument" => media::document(request),
        "sendmediagroup" => media::group(request),
        "sendinvoice" => payments::send_invoice(request),
        "answerprecheckoutquery" => payments::answer_checkout(request),
        "refundstarpayment" => payments::refund_stars(request),
        "getstartransactions" => payments::star_transactions(request),
        "sendchataction" => send::action(request),
        "sendmessagedraft" => send::draft(request),
        "copymessage" => send::copy(request),
        "forwardmessage" => send::forward(request),
        "editmessagetext" => edit::text(request),
        "editmessagecaption" => edit::caption(request),
        "editmessagemedia" => edit::media(request),
        "editmessagereplymarkup" => edit::markup(request),
        "deletemessage" => edit::delete(request),
        "deletemessages" => edit::delete_many(request),
        "pinchatmessage" => edit::pin(request),
        "unpinchatmessage" => edit::unpin(request),
        "unpinallchatmessages" => edit::unpin_all(request),
        "setmessagereaction" => edit::react(request),
        "answercallbackquery" => chats::answer_callback(request),
        "getfile" => media::get_file(request),
        "getchat" => chats::get_chat(request),
        "getchatmember" => chats::get_member(request),
        "getchatmembercount" => chats::member_count(request),
        "getchatadministrators" => chats::administrators(request),
        "getuserprofilephotos" => chats::profile_photos(request),
        "leavechat" => chats::leave(request),
        "setmycommands" => settings::set_commands(request),
        "getmycommands" => settings::get_commands(request),
        "deletemycommands" => settings::delete_commands(request),
        "setmyname" => settings::set_name(request),
        "getmyname" => settings::get_name(request),
        "setmydescription" => settings::set_description(request),
        "getmydescription" => settings::get_description(request),
        "setmyshortdescription" => settings::set_short_description(request),
        "getmyshortdescription" => settings::get_short_description(request),
        "setchatmenubutton" => settings::set_menu_button(request),
        "getchatmenubutton" => settings::get_menu_button(request),
        "setwebhook" => webhook::set(request),
        "deletewebhook" => webhook::delete(request),
        "getwebhookinfo" => webhook::info(request),
        _ => Err(ApiError::not_found()),
    }
}

impl Request<'_> {
    pub(super) fn bot(&mut self) -> Result<&mut Bot, ApiError> {
        self.state.bots.get_mut(&self.bot).ok_or_else(ApiError::unauthorized)
    }

    fn bot_user(&self) -> Result<User, ApiError> {
        self.state.bots.get(&self.bot).map(|bot| bot.user.clone()).ok_or_else(ApiError::unauthorized)
    }

    /// The chat that `chat_id` names, whether the bot may write there or not.
    fn chat(&self) -> Result<RoomKey, ApiError> {
        self.chat_named("chat_id")
    }

    fn chat_named(&self, argument: &str) -> Result<RoomKey, ApiError> {
        let id = self.arguments.text(argument).ok_or_else(|| bad_request(format!("{argument} is empty")))?;
        let chat: i64 = id.trim().parse().map_err(|_| bad_request("chat not found"))?;
        let key = RoomKey { bot: self.bot, chat };
        let known = self.state.rooms.contains_key(&key) || self.state.people.contains_key(&chat);
        if known { Ok(key) } else { Err(bad_request("chat not found")) }
    }

    /// The chat that `chat_id` names, if the bot may write there.
    fn writable(&self) -> Result<RoomKey, ApiError> {
        let key = self.chat()?;
        match self.state.rooms.get(&key) {
            Some(room) if room.blocked && key.chat < 0 => Err(forbidden("bot was kicked from the group chat")),
            Some(room) if room.blocked => Err(forbidden("bot was blocked by the user")),
            Some(room) if room.started => Ok(key),
            _ => Err(forbidden("bot can't initiate conversation with a user")),
        }
    }

    fn room(&mut self, key: RoomKey) -> Result<&mut Room, ApiError> {
        self.state.rooms.get_mut(&key).ok_or_else(|| bad_request("chat not found"))
    }

    /// The message that an argument names in a chat.
    fn message_named(&self, key: RoomKey, argument: &str, missing: &str) -> Result<Message, ApiError> {
        let Some(message_id) = self.arguments.integer(argument) else {
            return Err(bad_request("message identifier is not specified"));
        };
        let message = self.state.rooms.get(&key).and_then(|room| room.messages.get(&message_id));
        message.map(|message| message.as_ref().clone()).ok_or_else(|| bad_request(missing))
    }

    /// A text argument with its parse mode and entities; `None` when it is absent.
    fn formatted(&self, name: &str) -> Result<Option<Formatted>, ApiError> {
        let Some(text) = self.arguments.text(name) else { return Ok(None) };
        let entities_name = if name == "caption" { "caption_entities" } else { "entities" };
        let parse_mode = self.arguments.text("parse_mode");
        let given = match parse_mode {
            None => self.arguments.list(entities_name)?,
            Some(_) => None,
        };
        let formatted = match given {
            Some(given) => entities::given(&text, &given),
            None => entities::parse(&text, parse_mode.as_deref()),
        };
        formatted.map(|formatted| Some(self.with_people(formatted))).map_err(as_it_is)
    }

    /// A caption within its limit.
    fn caption(&self) -> Result<Formatted, ApiError> {
        within_caption(self.formatted("caption")?.unwrap_or_default())
    }

    /// Links to people become mentions of those that there are.
    fn with_people(&self, mut formatted: Formatted) -> Formatted {
        formatted.entities.retain_mut(|entity| {
            let person = entity.url.as_deref().and_then(|url| url.strip_prefix("tg://user?id="));
            let Some(id) = person.filter(|_| entity.kind == EntityKind::TextLink) else { return true };
            entity.user = id.parse().ok().and_then(|id: i64| self.state.people.get(&id)).cloned();
            entity.kind = EntityKind::TextMention;
            entity.url = None;
            entity.user.is_some()
        });
        formatted
    }
}

fn within_caption(caption: Formatted) -> Result<Formatted, ApiError> {
    match entities::utf16_length(&caption.text) > CAPTION_LENGTH_MAX {
        true => Err(bad_request("message caption is too long")),
        false => Ok(caption),
    }
}

/// Errors of formatted texts are worded already.
fn as_it_is(words: impl std::fmt::Display) -> ApiError {
    ApiError::new(400, format!("Bad Request: {words}"))
}
