//! A Bot API server with people in it, so that a bot, ours or any other, runs without Telegram.
//!
//! A bot talks to it exactly as to `api.telegram.org`. People talk through the chat page ([`router`] serves it) or through
//! the methods of [`Sandbox`], which tests use.
//!
//! **Invariant:** this room knows none of the others; it imitates Telegram, also where that is awkward. Everything is kept
//! in memory, within limits; only with a folder does history survive a restart. A page of another origin cannot drive it.
//!
//! Not there, answered as an unknown method: invoice links, shipping, inline mode, stickers, audio and video, forum topics, channels.

mod answer;
mod arguments;
mod bot;
mod calls;
mod clock;
mod entities;
mod events;
mod faults;
mod files;
mod flood;
mod guard;
mod http;
mod journal;
mod keyboards;
mod methods;
mod page;
mod payments;
mod people;
mod state;
#[cfg(test)]
mod tests;
mod types;
mod updates;
mod webhook;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

pub use answer::ApiError;
pub use calls::{Answered, Call};
pub use entities::{Entity, EntityKind};
pub use events::{Event, Subscription};
pub use faults::{Fault, FaultKind};
pub use http::router;
pub use people::{PersonError, SentFile};
pub use types::{BotCommand, Chat, ChatKind, Document, ForPerson, Message, PhotoSize, User};

use answer::Answer;
use arguments::Arguments;
use bot::Bot;
use files::Files;
use methods::Request;
use state::State;

/// Bytes of files kept when nothing else is said: a few statements for each of many people.
const FILE_BYTES_MAX: usize = 256 * 1024 * 1024;

/// How a sandbox behaves.
#[derive(Clone)]
pub struct SandboxSettings {
    /// The bots that there are; empty takes any well-formed token as a new bot.
    pub bots: Vec<SandboxBot>,
    /// Whether Telegram's limits on sending hold: a burst of 3 and then 1 a second in a chat, 30 a second in all.
    pub flood_control: bool,
    /// Where history survives a restart; without it nothing does.
    pub data_dir: Option<PathBuf>,
    /// The first update's number, instead of one made from the clock: for load tests, which take ids faster than the clock
    /// goes.
    pub first_update_id: Option<u32>,
    /// Bytes of all files together; the oldest go first.
    pub file_bytes_max: usize,
}

impl Default for SandboxSettings {
    fn default() -> Self {
        Self {
            bots: Vec::new(),
            flood_control: false,
            data_dir: None,
            first_update_id: None,
            file_bytes_max: FILE_BYTES_MAX,
        }
    }
}

/// A bot that is there from the start.
#[derive(Clone)]
pub struct SandboxBot {
    /// `digits:letters`; the digits are the bot's id.
    pub token: String,
    pub username: String,
    pub first_name: String,
}

/// The server's state; a clone is the same server.
#[derive(Clone)]
pub struct Sandbox {
    inner: Arc<Inner>,
}

impl std::fmt::Debug for Sandbox {
    /// Without tokens and what people wrote.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sandbox")
    }
}

struct Inner {
    state: Mutex<State>,
    settings: SandboxSettings,
    client: OnceLock<reqwest::Client>,
}

impl Sandbox {
    /// Makes a server with its demo people, and with what its folder remembers.
    ///
    /// # Errors
    /// The folder cannot be made, read or written.
    pub fn new(settings: SandboxSettings) -> std::io::Result<Self> {
        let now_ms = clock::now_ms();
        let first_file = u64::try_from(clock::first_message_id(now_ms)).unwrap_or(1);
        let mut state = State::new(Files::new(settings.file_bytes_max, first_file));
        for person in people::demo() {
            state.add_person(person);
        }
        if let Some(folder) = &settings.data_dir {
            journal::open(&mut state, folder)?;
        }
        let sandbox = Self { inner: Arc::new(Inner { state: Mutex::new(state), settings, client: OnceLock::new() }) };
        for bot in &sandbox.inner.settings.bots {
            let id = bot_id(&bot.token).ok_or_else(|| std::io::Error::other("a bot's token is digits:letters"))?;
            sandbox.add_bot(id, &bot.token, &bot.username, &bot.first_name);
        }
        Ok(sandbox)
    }

    /// Writes what is still to be written, and writes no more.
    pub fn close(&self) {
        let journal = self.lock().journal.take();
        // Outside the lock: it waits for the disk.
        drop(journal);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic behind the lock leaves whole values: every change is one assignment.
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn settings(&self) -> &SandboxSettings {
        &self.inner.settings
    }

    /// The client that delivers to webhooks, made when the first one is.
    fn client(&self) -> Result<reqwest::Client, ApiError> {
        if let Some(client) = self.inner.client.get() {
            return Ok(client.clone());
        }
        let client = webhook::client()?;
        Ok(self.inner.client.get_or_init(|| client).clone())
    }

    fn add_bot(&self, id: i64, token: &str, username: &str, first_name: &str) -> bool {
        let mut state = self.lock();
        if let Some(bot) = state.bots.get_mut(&id) {
            // A bot that the folder remembers keeps what it set; its name and token are those of today.
            username.clone_into(bot.user.username.get_or_insert_default());
            token.clone_into(&mut bot.token);
            return true;
        }
        let mut user = User::person(id, first_name);
        user.is_bot = true;
        user.username = Some(username.to_owned());
        let first_update_id =
            self.inner.settings.first_update_id.map_or(clock::first_update_id(clock::now_ms()), i64::from);
        state.add_bot(Bot::new(user, token, first_update_id))
    }

    /// The bot of a token, which appears with its first call.
    ///
    /// # Errors
    /// 404 for what is no token, 401 for a token that is not one of the bots'.
    fn authorise(&self, token: &str) -> Result<i64, ApiError> {
        let id = bot_id(token).ok_or_else(ApiError::not_found)?;
        if let Some(bot) = self.lock().bots.get(&id) {
            return if bot.token == token { Ok(id) } else { Err(ApiError::unauthorized()) };
        }
        let added =
            self.inner.settings.bots.is_empty() && self.add_bot(id, token, &format!("sandbox_{id}_bot"), "Sandbox bot");
        if added { Ok(id) } else { Err(ApiError::unauthorized()) }
    }

    /// Carries out a method and notes that it was called.
    async fn answer(&self, bot: i64, method: &str, arguments: Arguments) -> Answer {
        let is_poll = method.eq_ignore_ascii_case("getUpdates");
        let answer = match is_poll {
            true => updates::get_updates(self, bot, &arguments).await,
            false => {
                let mut state = self.lock();
                let now_ms = clock::now_ms();
                methods::call(
                    method,
                    &mut Request { sandbox: self, state: &mut state, bot, arguments: &arguments, now_ms },
                )
            }
        };
        if !is_poll || answer.is_err() {
            self.note_call(bot, method, arguments, Answered::of(&answer));
        }
        answer
    }

    fn note_call(&self, bot: i64, method: &str, arguments: Arguments, answered: Answered) {
        let files = arguments.files.into_values().map(|file| file.file_name).collect();
        let call = Call {
            number: 0,
            method: method.to_owned(),
            arguments: arguments.values,
            files,
            answered,
            at_ms: clock::now_ms(),
        };
        if let Some(bot) = self.lock().bots.get_mut(&bot) {
            bot.calls.add(call);
        }
    }

    /// The calls of a bot after the one of this number, oldest first; 0 for all that are kept.
    #[must_use]
    pub fn calls(&self, bot: i64, since: u64) -> Vec<Call> {
        self.lock().bots.get(&bot).map(|bot| bot.calls.since(since).cloned().collect()).unwrap_or_default()
    }

    /// Waits for a call after the one of this number that fits; `None` when none came in time.
    pub async fn wait_for_call(
        &self,
        bot: i64,
        since: u64,
        fits: impl Fn(&Call) -> bool,
        timeout: Duration,
    ) -> Option<Call> {
        let deadline = tokio::time::Instant::now() + timeout;
        loop {
            let added = Arc::clone(&self.lock().bots.get(&bot)?.calls.added);
            let woken = added.notified();
            let found = self.lock().bots.get(&bot)?.calls.since(since).find(|call| fits(call)).cloned();
            if found.is_some() {
                return found;
            }
            tokio::time::timeout_at(deadline, woken).await.ok()?;
        }
    }

    /// Lets something go wrong with the next calls that fit.
    pub fn inject(&self, fault: Fault) {
        self.lock().faults.add(fault);
    }

    /// Takes back every fault that has not struck yet.
    pub fn clear_faults(&self) {
        self.lock().faults.clear();
    }
}

/// The bot's id in a well-formed token.
fn bot_id(token: &str) -> Option<i64> {
    let (id, secret) = token.split_once(':')?;
    let is_secret =
        !secret.is_empty() && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    id.parse().ok().filter(|id: &i64| is_id && is_secret && *id > 0)
}
