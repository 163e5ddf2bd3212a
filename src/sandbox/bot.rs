//! What the sandbox knows of one bot.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::calls::Calls;
use super::flood::Bucket;
use super::types::{BotCommand, User};
use super::updates::Queue;

/// How long a pressed button waits for its answer, as in Telegram.
const CALLBACK_AGE_MS_MAX: i64 = 15 * 60 * 1000;
/// Pressed buttons that wait at once; the oldest go first.
const CALLBACKS_MAX: usize = 10_000;
/// Menus of commands that a bot may set: one a scope and language.
const MENUS_MAX: usize = 10_000;

/// For whom a menu of commands is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Scope {
    Default,
    AllPrivateChats,
    AllGroupChats,
    AllChatAdministrators,
    Chat { chat_id: i64 },
    ChatAdministrators { chat_id: i64 },
    ChatMember { chat_id: i64, user_id: i64 },
}

/// A text about the bot that may differ by language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Label {
    Name,
    Description,
    ShortDescription,
}

/// A pressed button that waits for its answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pressed {
    pub(super) chat: i64,
    at_ms: i64,
}

/// One bot.
#[derive(Debug)]
pub(super) struct Bot {
    pub(super) user: User,
    pub(super) token: String,
    pub(super) queue: Queue,
    /// By scope and language; no language is the empty one.
    pub(super) menus: BTreeMap<(Scope, String), Vec<BotCommand>>,
    /// By kind and language.
    pub(super) labels: BTreeMap<(Label, String), String>,
    /// By chat; `None` is every other chat.
    pub(super) menu_buttons: HashMap<Option<i64>, Value>,
    pub(super) bucket: Bucket,
    pub(super) calls: Calls,
    pressed: HashMap<String, Pressed>,
    pressed_order: VecDeque<String>,
}

impl Bot {
    pub(super) fn new(user: User, token: &str, first_update_id: i64) -> Self {
        Self {
            user,
            token: token.to_owned(),
            queue: Queue::new(first_update_id),
            menus: BTreeMap::new(),
            labels: BTreeMap::new(),
            menu_buttons: HashMap::new(),
            bucket: Bucket::of_bot(),
            calls: Calls::default(),
            pressed: HashMap::new(),
            pressed_order: VecDeque::new(),
        }
    }

    /// A button was pressed: its query waits for an answer.
    pub(super) fn press(&mut self, query_id: &str, chat: i64, now_ms: i64) {
        self.pressed.insert(query_id.to_owned(), Pressed { chat, at_ms: now_ms });
        self.pressed_order.push_back(query_id.to_owned());
        if self.pressed_order.len() > CALLBACKS_MAX
            && let Some(oldest) = self.pressed_order.pop_front()
        {
            self.pressed.remove(&oldest);
        }
    }

    /// The pressed button of this query, while it may be answered.
    pub(super) fn pressed(&self, query_id: &str, now_ms: i64) -> Option<Pressed> {
        self.pressed.get(query_id).copied().filter(|pressed| now_ms - pressed.at_ms <= CALLBACK_AGE_MS_MAX)
    }

    /// Sets a menu; `None` takes it away.
    pub(super) fn set_menu(&mut self, scope: Scope, language: &str, commands: Option<Vec<BotCommand>>) {
        let key = (scope, language.to_owned());
        match commands.filter(|commands| !commands.is_empty()) {
            Some(commands) if self.menus.len() < MENUS_MAX || self.menus.contains_key(&key) => {
                self.menus.insert(key, commands);
            }
            Some(_) => {}
            None => {
                self.menus.remove(&key);
            }
        }
    }

    /// The menu that a person sees: the narrowest scope wins, and within it the person's language.
    pub(super) fn menu_for(&self, chat_id: i64, person: i64, language: Option<&str>) -> Vec<BotCommand> {
        let member = Scope::ChatMember { chat_id, user_id: person };
        let scopes: &[Scope] = match chat_id < 0 {
            true => &[member, Scope::Chat { chat_id }, Scope::AllGroupChats, Scope::Default],
            false => &[Scope::Chat { chat_id }, Scope::AllPrivateChats, Scope::Default],
        };
        let language = language.and_then(|tag| tag.split('-').next()).unwrap_or_default();
        let languages = [language, ""];
        let mut menus = scopes.iter().flat_map(|scope| languages.map(|language| (*scope, language.to_owned())));
        menus.find_map(|key| self.menus.get(&key)).cloned().unwrap_or_default()
    }

    /// A text about the bot in this language, or without one.
    pub(super) fn label(&self, label: Label, language: &str) -> Option<&str> {
        let of = |language: &str| self.labels.get(&(label, language.to_owned())).map(String::as_str);
        of(language).or_else(|| of(""))
    }
}
