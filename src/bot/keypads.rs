//! Keypads on which a PIN is entered: which place shows which digit, and what was pressed so far.
//!
//! **Invariant:** layouts and digits are in this process's memory alone. A button carries a place, never a digit; what comes
//! back from Telegram with it is kept without its keyboard ([`crate::bot::event::Outline`]).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

use crate::config::Secret;
use crate::domain::ChatId;
use crate::tools::second_factor::pin::{DIGITS_MAX, DIGITS_MIN};

/// How long a keypad waits: somebody looks a PIN up, and a phone that is put away shows none for long.
pub const LIFE: Duration = Duration::from_secs(5 * 60);
/// Keypads at once; beyond it the oldest gives way and is shown anew when it is pressed.
const KEYPADS_MAX: usize = 10_000;

/// A key by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The digit at this place, below ten.
    Place(u8),
    Back,
    Done,
    Cancel,
    /// The PIN is forgotten.
    Forgot,
}

/// What a press came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// This process knows no such keypad, or it waited too long.
    Unknown,
    /// This update was handled before.
    Before,
    /// So many digits are entered now.
    Digits(usize),
    Cancelled,
    Forgotten,
    /// These were, and the keypad is empty again.
    Entered(Secret<String>),
}

#[derive(Debug, Default)]
pub struct Keypads {
    open: Mutex<HashMap<ChatId, Keypad>>,
}

struct Keypad {
    prompt: Uuid,
    layout: Vec<char>,
    digits: String,
    /// A new PIN as it was entered the first time.
    first: Option<Secret<String>>,
    last_update: i64,
    opened: Instant,
}

impl std::fmt::Debug for Keypad {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keypad(…)")
    }
}

impl Keypads {
    /// Opens a keypad in place of the chat's other one, with a layout of its own; the digits by their places.
    pub fn open(&self, chat: ChatId, prompt: Uuid, first: Option<Secret<String>>, now: Instant) -> Vec<char> {
        let mut layout: Vec<char> = ('0'..='9').collect();
        // Ordered by chance of the operating system, which nobody foresees.
        layout.sort_by_cached_key(|_| Uuid::new_v4());
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= KEYPADS_MAX {
            open.retain(|_, keypad| now.duration_since(keypad.opened) < LIFE);
            let oldest = open.iter().min_by_key(|(_, keypad)| keypad.opened).map(|(chat, _)| *chat);
            if let Some(oldest) = oldest.filter(|_| open.len() >= KEYPADS_MAX) {
                open.remove(&oldest);
            }
        }
        let last_update = open.get(&chat).map_or(i64::MIN, |keypad| keypad.last_update);
        let shown = layout.clone();
        open.insert(chat, Keypad { prompt, layout, digits: String::new(), first, last_update, opened: now });
        shown
    }

    /// A key was pressed; an update that is handled a second time presses nothing.
    pub fn press(&self, chat: ChatId, prompt: Uuid, key: Key, update_id: i64, now: Instant) -> Pressed {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let live = |keypad: &&mut Keypad| keypad.prompt == prompt && now.duration_since(keypad.opened) < LIFE;
        let Some(keypad) = open.get_mut(&chat).filter(live) else { return Pressed::Unknown };
        if update_id <= keypad.last_update {
            return Pressed::Before;
        }
        keypad.last_update = update_id;
        match key {
            Key::Place(place) => keypad.digits.extend(keypad.layout.get(usize::from(place))),
            Key::Back => drop(keypad.digits.pop()),
            Key::Cancel => {
                open.remove(&chat);
                return Pressed::Cancelled;
            }
            Key::Forgot => return Pressed::Forgotten,
            Key::Done => {}
        }
        let entered = keypad.digits.chars().count();
        if entered == DIGITS_MAX || key == Key::Done && entered >= DIGITS_MIN {
            return Pressed::Entered(Secret::new(std::mem::take(&mut keypad.digits)));
        }
        Pressed::Digits(entered)
    }

    /// The digits of an open keypad by their places.
    pub fn layout(&self, chat: ChatId) -> Option<Vec<char>> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.get(&chat).map(|keypad| keypad.layout.clone())
    }

    /// A new PIN as it was entered the first time.
    pub fn first(&self, chat: ChatId) -> Option<Secret<String>> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.get(&chat).and_then(|keypad| keypad.first.clone())
    }

    pub fn close(&self, chat: ChatId) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&chat);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAT: ChatId = ChatId(7001);

    /// Presses the keys of these digits, one update each.
    fn enter(keypads: &Keypads, prompt: Uuid, digits: &str, update: &mut i64, now: Instant) -> Pressed {
        let layout = keypads.layout(CHAT).unwrap();
        let mut pressed = Pressed::Unknown;
        for digit in digits.chars() {
            *update += 1;
            let place = u8::try_from(layout.iter().position(|shown| *shown == digit).unwrap()).unwrap();
            pressed = keypads.press(CHAT, prompt, Key::Place(place), *update, now);
        }
        pressed
    }

    #[test]
    fn digits_are_entered_taken_back_and_done() {
        let (keypads, prompt, now) = (Keypads::default(), Uuid::new_v4(), Instant::now());
        let mut shown = keypads.open(CHAT, prompt, None, now);
        shown.sort_unstable();
        assert_eq!(shown, ('0'..='9').collect::<Vec<_>>());
        let mut update = 0;
        let entered = |digits: &str| Pressed::Entered(Secret::new(digits.to_owned()));
        assert_eq!(enter(&keypads, prompt, "258", &mut update, now), Pressed::Digits(3));
        let press = |key, update| keypads.press(CHAT, prompt, key, update, now);
        assert_eq!(press(Key::Done, 4), Pressed::Digits(3), "too short");
        assert_eq!(press(Key::Back, 5), Pressed::Digits(2));
        assert_eq!(press(Key::Back, 5), Pressed::Before, "the same update again");
        update = 5;
        assert_eq!(enter(&keypads, prompt, "07", &mut update, now), Pressed::Digits(4));
        assert_eq!(press(Key::Done, 8), entered("2507"));
        update = 8;
        assert_eq!(enter(&keypads, prompt, "27182818", &mut update, now), entered("27182818"), "eight are all");
        assert_eq!(press(Key::Forgot, 98), Pressed::Forgotten);
        assert_eq!(press(Key::Cancel, 99), Pressed::Cancelled);
        assert_eq!(press(Key::Back, 100), Pressed::Unknown);
    }

    #[test]
    fn others_and_old_ones_are_not_known() {
        let (keypads, prompt, now) = (Keypads::default(), Uuid::new_v4(), Instant::now());
        keypads.open(CHAT, prompt, None, now);
        let check = |chat: i64, prompt: Uuid, now: Instant| {
            assert_eq!(keypads.press(ChatId(chat), prompt, Key::Place(0), 1, now), Pressed::Unknown);
        };
        check(7002, prompt, now);
        check(7001, Uuid::new_v4(), now);
        check(7001, prompt, now + LIFE);
        assert_eq!(keypads.press(CHAT, prompt, Key::Place(0), 1, now), Pressed::Digits(1));
        keypads.open(CHAT, Uuid::new_v4(), None, now);
        check(7001, prompt, now);
        assert_eq!(keypads.press(CHAT, prompt, Key::Place(10), 2, now), Pressed::Unknown);
    }

    #[test]
    fn layouts_differ() {
        let keypads = Keypads::default();
        let layouts: Vec<Vec<char>> =
            (0..20).map(|_| keypads.open(CHAT, Uuid::new_v4(), None, Instant::now())).collect();
        assert!(layouts.iter().any(|layout| Some(layout) != layouts.first()));
    }
}
