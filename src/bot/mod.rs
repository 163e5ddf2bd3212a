//! Telegram: updates in, handlers, messages out.
//!
//! - [`intake`] keeps updates in the inbox before Telegram is told that they were taken; [`event`] says what they mean.
//! - [`pump`] hands each update to [`handlers`] as a [`turn::Turn`], which ends in one database transaction: the effect, the
//!   replies and the mark "done".
//! - [`sender`] empties the outbox within [`limits`]; [`outgoing`] is a message as data.
//! - [`run`] starts and stops all of it.
//!
//! **Invariant:** nothing here adds, sorts or reads money: figures come out of tools and are only worded here.

pub mod asking;
pub mod button;
pub mod charts;
pub mod command;
pub mod drawing;
pub mod event;
pub mod handlers;
pub mod http;
pub mod intake;
pub mod keypads;
pub mod limits;
pub mod outgoing;
pub mod passwords;
pub mod pump;
pub mod render;
pub mod run;
pub mod seal;
pub mod security_button;
pub mod sender;
pub mod telegram;
pub mod turn;
pub mod wallet_button;
pub mod wallet_rounds;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::config::Access;
use crate::domain::{ChatId, TelegramUserId};
use keypads::Keypads;
use limits::Limits;
use passwords::Passwords;
use seal::Seal;
use telegram::Telegram;

/// What every handler and every loop of the bot shares.
#[derive(Debug)]
pub struct Bot {
    pub app: App,
    pub telegram: Telegram,
    /// The bot's name after the @.
    pub username: String,
    pub admins: Vec<TelegramUserId>,
    pub access: Access,
    pub limits: Limits,
    pub seal: Seal,
    pub passwords: Passwords,
    pub keypads: Keypads,
    /// How far this bot's day is from the real one; zero but in stories.
    pub clock_offset: TimeDelta,
    pub inbox_changed: Notify,
    pub outbox_changed: Notify,
    /// Stops what is under way in a chat.
    running: Mutex<HashMap<(ChatId, i64), CancellationToken>>,
}

impl Bot {
    pub fn new(app: App, mut telegram: Telegram, username: String, settings: &crate::config::Chat) -> Self {
        telegram.payment_token = settings.payment_token.clone();
        Self {
            app,
            telegram,
            username,
            admins: settings.admins.clone(),
            access: settings.access,
            limits: Limits::new(settings.send_rate),
            seal: Seal::new(),
            passwords: Passwords::default(),
            keypads: Keypads::default(),
            clock_offset: TimeDelta::zero(),
            inbox_changed: Notify::new(),
            outbox_changed: Notify::new(),
            running: Mutex::default(),
        }
    }

    /// The moment it is; the one place where the bot reads the clock.
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now() + self.clock_offset
    }

    pub fn is_admin(&self, user: TelegramUserId) -> bool {
        self.admins.contains(&user)
    }

    /// A handling begins that a person can stop.
    fn begin(&self, chat: ChatId, update_id: i64) -> CancellationToken {
        let token = CancellationToken::new();
        self.running.lock().unwrap_or_else(PoisonError::into_inner).insert((chat, update_id), token.clone());
        token
    }

    fn end(&self, chat: ChatId, update_id: i64) {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&(chat, update_id));
    }

    /// Stops what began before this update in the chat.
    pub fn stop_running(&self, chat: ChatId, before: i64) {
        for ((_, update_id), token) in
            self.running.lock().unwrap_or_else(PoisonError::into_inner).iter().filter(|((known, _), _)| *known == chat)
        {
            if *update_id < before {
                token.cancel();
            }
        }
    }
}

/// The wait after so many failures in a row: twice as long each time, and never the same for two that failed together.
pub fn backoff(failures: u32, longest: Duration) -> Duration {
    const FIRST: Duration = Duration::from_millis(500);
    let whole = FIRST.saturating_mul(2_u32.saturating_pow(failures.min(16))).min(longest);
    whole.mul_f64(0.5 + fastrand::f64() / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_their_limit_and_differ() {
        let longest = Duration::from_secs(30);
        let check = |failures: u32, least: u64, most: u64| {
            let wait = backoff(failures, longest).as_millis();
            assert!((u128::from(least)..=u128::from(most)).contains(&wait), "{failures}: {wait}");
        };
        check(0, 250, 500);
        check(3, 2_000, 4_000);
        check(40, 15_000, 30_000);
        let waits: Vec<Duration> = (0..20).map(|_| backoff(3, longest)).collect();
        assert!(waits.iter().any(|wait| Some(wait) != waits.first()));
    }
}
