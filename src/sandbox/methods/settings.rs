//! Methods by which a bot sets what people see of it: commands, name, descriptions, the menu button.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::super::answer::{Answer, ApiError, bad_request, done, yes};
use super::super::bot::{Label, Scope};
use super::super::events::Event;
use super::super::journal::Record;
use super::super::state::State;
use super::super::types::BotCommand;
use super::Request;

/// Telegram's limits.
const COMMANDS_MAX: usize = 100;
const COMMAND_LENGTH_MAX: usize = 32;
const COMMAND_DESCRIPTION_LENGTH_MAX: usize = 256;
const NAME_LENGTH_MAX: usize = 64;
const DESCRIPTION_LENGTH_MAX: usize = 512;
const SHORT_DESCRIPTION_LENGTH_MAX: usize = 120;

/// For whom a menu is, by `scope` and `language_code`.
fn scope(request: &Request<'_>) -> Result<(Scope, String), ApiError> {
    let language = language(request)?;
    let Some(scope) = request.arguments.structure("scope")? else { return Ok((Scope::Default, language)) };
    let mut scope = scope.into_owned();
    // Ids may be written as texts.
    for name in ["chat_id", "user_id"] {
        if let Some(id) = scope.get_mut(name) {
            let number = id.as_str().and_then(|text| text.parse::<i64>().ok());
            if let Some(number) = number {
                *id = number.into();
            }
        }
    }
    let scope: Scope = serde_json::from_value(scope)
        .map_err(|_| bad_request("can't parse BotCommandScope: Unsupported type specified"))?;
    let chat = match scope {
        Scope::Chat { chat_id } | Scope::ChatAdministrators { chat_id } | Scope::ChatMember { chat_id, .. } => chat_id,
        _ => return Ok((scope, language)),
    };
    let key = super::RoomKey { bot: request.bot, chat };
    match request.state.rooms.contains_key(&key) || request.state.people.contains_key(&chat) {
        true => Ok((scope, language)),
        false => Err(bad_request("chat not found")),
    }
}

fn language(request: &Request<'_>) -> Result<String, ApiError> {
    let language = request.arguments.text("language_code").map(Cow::into_owned).unwrap_or_default();
    let is_code = language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase());
    match language.is_empty() || is_code {
        true => Ok(language),
        false => Err(bad_request("invalid language code specified")),
    }
}

/// `setMyCommands`.
pub(super) fn set_commands(request: &mut Request<'_>) -> Answer {
    let (scope, language) = scope(request)?;
    let commands = request.arguments.list("commands")?.unwrap_or_default();
    if commands.len() > COMMANDS_MAX {
        return Err(bad_request("BOT_COMMANDS_TOO_MUCH"));
    }
    let commands: Vec<BotCommand> = commands.iter().map(command).collect::<Result<_, _>>()?;
    set_menu(request, scope, language, Some(commands))
}

fn command(given: &Value) -> Result<BotCommand, ApiError> {
    let word = |name: &str| given.get(name).and_then(Value::as_str).unwrap_or_default().trim();
    let command = word("command").trim_start_matches('/');
    let in_command = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if command.is_empty() || command.len() > COMMAND_LENGTH_MAX || !command.bytes().all(in_command) {
        return Err(bad_request("BOT_COMMAND_INVALID"));
    }
    let description = word("description");
    match (1..=COMMAND_DESCRIPTION_LENGTH_MAX).contains(&description.chars().count()) {
        true => Ok(BotCommand { command: command.to_owned(), description: description.to_owned() }),
        false => Err(bad_request("BOT_COMMAND_DESCRIPTION_INVALID")),
    }
}

fn set_menu(request: &mut Request<'_>, scope: Scope, language: String, commands: Option<Vec<BotCommand>>) -> Answer {
    let bot = request.bot;
    request.bot()?.set_menu(scope, &language, commands.clone());
    request.state.tell_menus(bot);
    request.state.record(|| Record::Menu { bot, scope, language, commands });
    yes()
}

/// `deleteMyCommands`.
pub(super) fn delete_commands(request: &mut Request<'_>) -> Answer {
    let (scope, language) = scope(request)?;
    set_menu(request, scope, language, None)
}

/// `getMyCommands`.
pub(super) fn get_commands(request: &mut Request<'_>) -> Answer {
    let key = scope(request)?;
    done(&request.bot()?.menus.get(&key).cloned().unwrap_or_default())
}

impl State {
    /// Tells the pages that look on about a changed menu.
    fn tell_menus(&self, bot_id: i64) {
        let Some(bot) = self.bots.get(&bot_id) else { return };
        // Menus change when a bot starts, not with every message, so a walk over its chats is fine here.
        for (key, room) in self.rooms.iter().filter(|(key, room)| key.bot == bot_id && room.is_watched()) {
            let language = self.people.get(&key.chat).and_then(|person| person.language_code.as_deref());
            room.tell(Event::Commands { commands: bot.menu_for(key.chat, key.chat, language) });
        }
    }
}

fn set_label(request: &mut Request<'_>, label: Label, argument: &str, length_max: usize) -> Answer {
    let language = language(request)?;
    let text = request.arguments.text(argument).map(Cow::into_owned).unwrap_or_default();
    if text.chars().count() > length_max {
        return Err(bad_request(format!("{} is too long", argument.replace('_', " "))));
    }
    let id = request.bot;
    let bot = request.bot()?;
    if label == Label::Name && language.is_empty() && !text.is_empty() {
        bot.user.first_name.clone_from(&text);
    }
    match text.is_empty() {
        true => bot.labels.remove(&(label, language.clone())),
        false => bot.labels.insert((label, language.clone()), text.clone()),
    };
    let (user, token) = (bot.user.clone(), bot.token.clone());
    request.state.record(|| Record::Bot { user, token });
    request.state.record(|| Record::Label { bot: id, label, language, text });
    yes()
}

fn get_label(request: &mut Request<'_>, label: Label, name: &str) -> Answer {
    let language = language(request)?;
    let bot = request.bot()?;
    let text = bot.label(label, &language).unwrap_or(match label {
        Label::Name => bot.user.first_name.as_str(),
        Label::Description | Label::ShortDescription => "",
    });
    done(&json!({name: text}))
}

/// `setMyName`.
pub(super) fn set_name(request: &mut Request<'_>) -> Answer {
    set_label(request, Label::Name, "name", NAME_LENGTH_MAX)
}

/// `getMyName`.
pub(super) fn get_name(request: &mut Request<'_>) -> Answer {
    get_label(request, Label::Name, "name")
}

/// `setMyDescription`.
pub(super) fn set_description(request: &mut Request<'_>) -> Answer {
    set_label(request, Label::Description, "description", DESCRIPTION_LENGTH_MAX)
}

/// `getMyDescription`.
pub(super) fn get_description(request: &mut Request<'_>) -> Answer {
    get_label(request, Label::Description, "description")
}

/// `setMyShortDescription`.
pub(super) fn set_short_description(request: &mut Request<'_>) -> Answer {
    set_label(request, Label::ShortDescription, "short_description", SHORT_DESCRIPTION_LENGTH_MAX)
}

/// `getMyShortDescription`.
pub(super) fn get_short_description(request: &mut Request<'_>) -> Answer {
    get_label(request, Label::ShortDescription, "short_description")
}

/// Which chat's menu button is meant; `None` is every other chat's.
fn menu_chat(request: &Request<'_>) -> Result<Option<i64>, ApiError> {
    match request.arguments.text("chat_id") {
        None => Ok(None),
        Some(_) => request.chat().map(|key| Some(key.chat)),
    }
}

/// `setChatMenuButton`.
pub(super) fn set_menu_button(request: &mut Request<'_>) -> Answer {
    let chat = menu_chat(request)?;
    let button = request.arguments.structure("menu_button")?.map(Cow::into_owned);
    let button = button.unwrap_or_else(|| json!({"type": "default"}));
    let kind = button.get("type").and_then(Value::as_str).unwrap_or_default();
    if !["default", "commands", "web_app"].contains(&kind) {
        return Err(bad_request("can't parse menu button: Unsupported type specified"));
    }
    request.bot()?.menu_buttons.insert(chat, button);
    yes()
}

/// `getChatMenuButton`.
pub(super) fn get_menu_button(request: &mut Request<'_>) -> Answer {
    let chat = menu_chat(request)?;
    let buttons = &request.bot()?.menu_buttons;
    let button = buttons.get(&chat).or_else(|| buttons.get(&None));
    done(&button.cloned().unwrap_or_else(|| json!({"type": "commands"})))
}
