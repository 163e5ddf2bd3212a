//! What the buttons below `/notifications` carry.

use super::ButtonAction;
use crate::bot::outgoing::Button;

/// What pressing a button of the history asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotificationAction {
    /// The page that begins after so many.
    Page { offset: u32 },
    /// Nothing is new any more.
    AllRead,
}

impl NotificationAction {
    /// A button that asks for this.
    pub fn button(self, text: impl Into<String>) -> Button {
        ButtonAction::Notification(self).button(text)
    }

    pub(super) fn data(self) -> String {
        match self {
            Self::Page { offset } => format!("told:page:{offset}"),
            Self::AllRead => "told:read".to_owned(),
        }
    }

    /// Of what stands behind `told:`.
    pub(super) fn parse(data: &str) -> Option<Self> {
        match data.split_once(':') {
            Some(("page", offset)) => Some(Self::Page { offset: offset.parse().ok()? }),
            None if data == "read" => Some(Self::AllRead),
            _ => None,
        }
    }
}
