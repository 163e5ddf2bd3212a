//! What the buttons of summaries by email carry.

use super::ButtonAction;
use crate::bot::outgoing::Button;

/// What pressing a button about mails asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailAction {
    /// Where summaries go, and what can be changed.
    Open,
    /// Lets the person type an address.
    Type,
    Off,
}

impl MailAction {
    /// A button that asks for this.
    pub fn button(self, text: impl Into<String>) -> Button {
        ButtonAction::Mail(self).button(text)
    }

    pub(super) fn data(self) -> String {
        let word = match self {
            Self::Open => "open",
            Self::Type => "type",
            Self::Off => "off",
        };
        format!("mail:{word}")
    }

    /// Of what stands behind `mail:`.
    pub(super) fn parse(data: &str) -> Option<Self> {
        match data {
            "open" => Some(Self::Open),
            "type" => Some(Self::Type),
            "off" => Some(Self::Off),
            _ => None,
        }
    }
}
