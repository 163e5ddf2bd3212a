//! How fast the bot may speak: Telegram's limits, kept before Telegram has to say no.
//!
//! Source: core.telegram.org/bots/faq, "My bot is hitting limits": about one message a second in one chat with short bursts,
//! about 30 a second to everybody together.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::domain::ChatId;

/// Messages that a chat may get at once after a silence.
const CHAT_BURST: u32 = 3;
const CHAT_INTERVAL: Duration = Duration::from_secs(1);
/// Chats remembered before those that are silent again are dropped.
const CHATS_REMEMBERED: usize = 10_000;

/// Shared by everything that sends.
#[derive(Debug)]
pub struct Limits {
    rate: Option<NonZeroU32>,
    paces: Mutex<Paces>,
}

#[derive(Debug)]
struct Paces {
    overall: Pace,
    chats: HashMap<ChatId, Pace>,
    /// The chat that Telegram last wanted silence in, and until when.
    silenced: Option<(ChatId, Instant)>,
    /// Until when Telegram wants silence everywhere.
    silence_until: Option<Instant>,
}

/// The generic cell rate algorithm: the moment at which everything sent so far would have been sent one by one.
#[derive(Clone, Copy, Debug)]
struct Pace {
    spent_until: Instant,
}

impl Pace {
    /// When one more may go, given a time between two and how many may go at once.
    fn reserve(&mut self, now: Instant, interval: Duration, burst: u32) -> Instant {
        let from = self.spent_until.max(now);
        self.spent_until = from + interval;
        now.max(from.checked_sub(interval * burst.saturating_sub(1)).unwrap_or(now))
    }
}

impl Limits {
    /// `None` lifts every limit.
    pub fn new(rate: Option<NonZeroU32>) -> Self {
        let overall = Pace { spent_until: Instant::now() };
        Self { rate, paces: Mutex::new(Paces { overall, chats: HashMap::new(), silenced: None, silence_until: None }) }
    }

    /// When a message to this chat may go; its place is taken.
    pub fn reserve(&self, chat: ChatId, now: Instant) -> Instant {
        let Some(rate) = self.rate else { return now };
        let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        if paces.chats.len() >= CHATS_REMEMBERED {
            paces.chats.retain(|_, pace| pace.spent_until > now);
        }
        let pace = paces.chats.entry(chat).or_insert(Pace { spent_until: now });
        let in_chat = pace.reserve(now, CHAT_INTERVAL, CHAT_BURST);
        let overall = paces.overall.reserve(now, Duration::from_secs(1) / rate.get(), rate.get());
        let silence = paces.silence_until.unwrap_or(now);
        in_chat.max(overall).max(silence)
    }

    /// Whether something that may be left out (an edit that shows progress) may go now. It counts as one of everything.
    pub fn spare(&self, now: Instant) -> bool {
        let Some(rate) = self.rate else { return true };
        let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        if paces.silence_until.is_some_and(|until| until > now) {
            return false;
        }
        let before = paces.overall;
        let free = paces.overall.reserve(now, Duration::from_secs(1) / rate.get(), rate.get()) <= now;
        if !free {
            paces.overall = before;
        }
        free
    }

    /// Telegram asked for silence in a chat. When it asks for a second chat before the first may speak again, it is the bot
    /// that is too fast: then all are silent.
    pub fn silence(&self, chat: ChatId, until: Instant) {
        let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if paces.silenced.is_some_and(|(other, other_until)| other != chat && other_until > now) {
            paces.silence_until = Some(until);
        }
        paces.silenced = Some((chat, until));
        let pace = paces.chats.entry(chat).or_insert(Pace { spent_until: until });
        // Its burst is spent until then.
        pace.spent_until = pace.spent_until.max(until + CHAT_INTERVAL * (CHAT_BURST - 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(rate: u32, chats: &[i64]) -> Vec<u128> {
        let limits = Limits::new(NonZeroU32::new(rate));
        let now = Instant::now();
        chats.iter().map(|chat| (limits.reserve(ChatId(*chat), now) - now).as_millis()).collect()
    }

    #[test]
    fn a_chat_gets_three_at_once_and_then_one_a_second() {
        assert_eq!(waits(30, &[1, 1, 1, 1, 1]), [0, 0, 0, 1000, 2000]);
        assert_eq!(waits(0, &[1, 1, 1, 1, 1]), [0, 0, 0, 0, 0], "no limit at all");
    }

    #[test]
    fn everybody_together_gets_the_rate() {
        let chats: Vec<i64> = (0..6).collect();
        assert_eq!(waits(2, &chats), [0, 0, 500, 1000, 1500, 2000]);
    }

    #[test]
    fn silence_that_telegram_asks_for_is_kept() {
        let limits = Limits::new(NonZeroU32::new(30));
        let now = Instant::now();
        limits.silence(ChatId(1), now + Duration::from_secs(7));
        let wait = |chat| (limits.reserve(ChatId(chat), now) - now).as_secs();
        assert_eq!((wait(1), wait(2)), (7, 0));
        limits.silence(ChatId(2), now + Duration::from_secs(9));
        assert_eq!(wait(3), 9, "two chats at once: the whole bot is too fast");
    }

    #[test]
    fn what_may_be_left_out_yields_to_messages() {
        let limits = Limits::new(NonZeroU32::new(1));
        let now = Instant::now();
        assert!(limits.spare(now));
        assert!(!limits.spare(now), "the only place of this second is taken");
        assert!(limits.spare(now + Duration::from_secs(1)));
    }
}
