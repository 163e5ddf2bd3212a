//! Methods about chats, people and pressed buttons.

use serde_json::{Value, json};

use super::super::answer::{Answer, bad_request, done, forbidden, yes};
use super::super::events::Event;
use super::super::journal::Record;
use super::super::state::RoomKey;
use super::super::types::Chat;
use super::Request;

/// Characters of a callback answer, as in Telegram.
const CALLBACK_TEXT_LENGTH_MAX: usize = 200;

/// `getMe`.
pub(super) fn get_me(request: &mut Request<'_>) -> Answer {
    let mut user = serde_json::to_value(&request.bot()?.user).unwrap_or_default();
    if let Value::Object(fields) = &mut user {
        fields.insert("can_join_groups".to_owned(), true.into());
        for can in [
            "can_read_all_group_messages",
            "supports_inline_queries",
            "can_connect_to_business",
            "has_main_web_app",
            "has_topics_enabled",
        ] {
            fields.insert(can.to_owned(), false.into());
        }
    }
    done(&user)
}

/// `answerCallbackQuery`.
pub(super) fn answer_callback(request: &mut Request<'_>) -> Answer {
    let word = |name: &str| request.arguments.text(name).map(std::borrow::Cow::into_owned);
    let (query_id, text, url) = (word("callback_query_id").unwrap_or_default(), word("text"), word("url"));
    let show_alert = request.arguments.flag("show_alert");
    if text.as_ref().is_some_and(|text| text.chars().count() > CALLBACK_TEXT_LENGTH_MAX) {
        return Err(bad_request("MESSAGE_TOO_LONG"));
    }
    let now_ms = request.now_ms;
    let Some(pressed) = request.bot()?.pressed(&query_id, now_ms) else {
        return Err(bad_request("query is too old and response timeout expired or query ID is invalid"));
    };
    let key = RoomKey { bot: request.bot, chat: pressed.chat };
    request.room(key)?.tell(Event::CallbackAnswer { callback_query_id: query_id, text, show_alert, url });
    yes()
}

/// `getChat`.
pub(super) fn get_chat(request: &mut Request<'_>) -> Answer {
    let key = request.chat()?;
    let room = request.state.rooms.get(&key);
    let chat = match room {
        Some(room) => room.chat.clone(),
        None => Chat::private(request.state.people.get(&key.chat).ok_or_else(|| bad_request("chat not found"))?),
    };
    let mut full = serde_json::to_value(chat).unwrap_or_default();
    if let Value::Object(fields) = &mut full {
        fields.insert("accent_color_id".to_owned(), 0.into());
        fields.insert("max_reaction_count".to_owned(), 11.into());
        let gifts = ["unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"];
        let gifts = gifts.into_iter().map(|gift| (gift.to_owned(), false.into())).collect();
        fields.insert("accepted_gift_types".to_owned(), Value::Object(gifts));
        let pinned = room.and_then(|room| room.messages.get(room.pinned.last()?));
        if let Some(pinned) = pinned {
            fields.insert("pinned_message".to_owned(), serde_json::to_value(&**pinned).unwrap_or_default());
        }
    }
    done(&full)
}

/// `getChatMember`.
pub(super) fn get_member(request: &mut Request<'_>) -> Answer {
    let key = request.chat()?;
    let Some(user_id) = request.arguments.integer("user_id") else {
        return Err(bad_request("invalid user_id specified"));
    };
    let room = request.state.rooms.get(&key);
    let is_here = user_id == key.chat || room.is_some_and(|room| room.members.contains(&user_id));
    let (user, is_here) = match user_id == request.bot {
        true => (request.bot_user()?, !room.is_some_and(|room| room.blocked)),
        false => {
            let person = request.state.people.get(&user_id).cloned();
            (person.ok_or_else(|| bad_request("PARTICIPANT_ID_INVALID"))?, is_here)
        }
    };
    done(&json!({"user": user, "status": if is_here { "member" } else { "left" }}))
}

/// `getChatMemberCount`, the bot included.
pub(super) fn member_count(request: &mut Request<'_>) -> Answer {
    let key = request.chat()?;
    let members = request.state.rooms.get(&key).map_or(0, |room| room.members.len());
    done(&(members.max(1) + 1))
}

/// `getChatAdministrators`: the groups here have none but their maker.
pub(super) fn administrators(request: &mut Request<'_>) -> Answer {
    let key = request.chat()?;
    if key.chat > 0 {
        return Err(bad_request("there are no administrators in the private chat"));
    }
    let maker = request.room(key)?.members.first().copied();
    let maker = maker.and_then(|id| request.state.people.get(&id));
    let owner = |user| json!({"status": "creator", "is_anonymous": false, "user": user});
    done(&maker.map(owner).into_iter().collect::<Vec<_>>())
}

/// `getUserProfilePhotos`: nobody here has one.
pub(super) fn profile_photos(request: &mut Request<'_>) -> Answer {
    match request.arguments.integer("user_id") {
        Some(_) => done(&json!({"total_count": 0, "photos": []})),
        None => Err(bad_request("invalid user_id specified")),
    }
}

/// `leaveChat`.
pub(super) fn leave(request: &mut Request<'_>) -> Answer {
    let key = request.chat()?;
    if key.chat > 0 {
        return Err(bad_request("chat member status can't be changed in private chats"));
    }
    let room = request.room(key)?;
    if room.blocked {
        return Err(forbidden("bot is not a member of the group chat"));
    }
    room.blocked = true;
    let record = Record::room(key, room);
    request.state.record(|| record);
    yes()
}
