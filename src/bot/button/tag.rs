//! Buttons of tags outside a row: the list of them, and tagging all rows of an answer.

use uuid::Uuid;

use super::{ButtonAction, compact};
use crate::bot::outgoing::Button;
use crate::domain::TagMark;

/// What pressing one asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagAction {
    /// Shows the rows of a tag.
    Open { tag: TagMark },
    /// Asks which tag all rows of this list are to get.
    These { turn: Uuid, list: u8 },
    /// Puts it on them.
    TagThese { turn: Uuid, list: u8, tag: TagMark },
}

impl TagAction {
    /// A button that asks for this.
    pub fn button(self, text: impl Into<String>) -> Button {
        ButtonAction::Tag(self).button(text)
    }

    pub(super) fn data(self) -> String {
        let list = |turn: Uuid, list: u8| format!("{}:{list}", compact::text(turn.as_bytes()));
        match self {
            Self::Open { tag } => format!("tag:open:{}", tag.0),
            Self::These { turn, list: number } => format!("tag:these:{}", list(turn, number)),
            Self::TagThese { turn, list: number, tag } => format!("tag:put:{}:{}", list(turn, number), tag.0),
        }
    }

    /// Of what stands behind `tag:`.
    pub(super) fn parse(data: &str) -> Option<Self> {
        let parts: Vec<&str> = data.split(':').collect();
        let turn = |text: &str| compact::bytes(text).map(Uuid::from_bytes);
        let mark = |text: &str| text.parse().ok().map(TagMark);
        Some(match parts.as_slice() {
            ["open", tag] => Self::Open { tag: mark(tag)? },
            ["these", of, list] => Self::These { turn: turn(of)?, list: list.parse().ok()? },
            ["put", of, list, tag] => Self::TagThese { turn: turn(of)?, list: list.parse().ok()?, tag: mark(tag)? },
            _ => return None,
        })
    }
}
