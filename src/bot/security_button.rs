//! What the buttons of `/security` and of a keypad carry: a place on a keypad, never a digit.

use uuid::Uuid;

use super::button::ButtonAction;
use super::keypads::Key;
use super::outgoing::Button;
use crate::domain::WorkerId;

/// What the data of every key begins with.
pub const KEYPAD: &str = "pin:";

/// What pressing a button of `/security` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecurityAction {
    ChangePin,
    /// Removes the app with it.
    RemovePin,
    SetUpApp,
    RemoveApp,
    NewRecoveryCodes,
    /// Whether a PIN counts for a while.
    Session {
        on: bool,
    },
}

/// A key of a keypad, and who can read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeypadKey {
    /// The process that showed the keypad.
    pub worker: WorkerId,
    pub prompt: Uuid,
    pub key: Key,
}

impl SecurityAction {
    pub fn button(self, text: impl Into<String>) -> Button {
        ButtonAction::Security(self).button(text)
    }

    pub(super) fn data(self) -> &'static str {
        match self {
            Self::ChangePin => "pin",
            Self::RemovePin => "no_pin",
            Self::SetUpApp => "app",
            Self::RemoveApp => "no_app",
            Self::NewRecoveryCodes => "codes",
            Self::Session { on: true } => "session",
            Self::Session { on: false } => "no_session",
        }
    }

    pub(super) fn parse(data: &str) -> Option<Self> {
        match data {
            "pin" => Some(Self::ChangePin),
            "no_pin" => Some(Self::RemovePin),
            "app" => Some(Self::SetUpApp),
            "no_app" => Some(Self::RemoveApp),
            "codes" => Some(Self::NewRecoveryCodes),
            "session" => Some(Self::Session { on: true }),
            "no_session" => Some(Self::Session { on: false }),
            _ => None,
        }
    }
}

impl KeypadKey {
    pub fn button(self, text: impl Into<String>) -> Button {
        ButtonAction::Keypad(self).button(text)
    }

    pub(super) fn data(self) -> String {
        let key = match self.key {
            Key::Place(place) => place.to_string(),
            Key::Back => "b".to_owned(),
            Key::Done => "d".to_owned(),
            Key::Cancel => "c".to_owned(),
            Key::Forgot => "f".to_owned(),
        };
        format!("{KEYPAD}{}:{}:{key}", self.worker.0, self.prompt.simple())
    }

    /// Of a button's whole data.
    pub fn parse(data: &str) -> Option<Self> {
        let mut parts = data.strip_prefix(KEYPAD)?.split(':');
        let worker = WorkerId(parts.next()?.parse().ok()?);
        let prompt = parts.next()?.parse().ok()?;
        let key = match parts.next()? {
            "b" => Key::Back,
            "d" => Key::Done,
            "c" => Key::Cancel,
            "f" => Key::Forgot,
            place => Key::Place(place.parse().ok().filter(|place| *place < 10)?),
        };
        parts.next().is_none().then_some(Self { worker, prompt, key })
    }
}
