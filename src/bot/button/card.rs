//! Buttons of rows and accounts that were opened.

use uuid::Uuid;

use super::compact;
use crate::bot::outgoing::Button;
use crate::domain::{AccountId, CategoryId, TagMark, TransactionId};

/// A page of the rows behind an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListPlace {
    pub turn: Uuid,
    pub list: u8,
    pub page: u16,
}

impl ListPlace {
    pub(super) fn data(self) -> String {
        let [high, low] = self.page.to_be_bytes();
        let bytes: Vec<u8> = self.turn.into_bytes().into_iter().chain([self.list, high, low]).collect();
        compact::text(&bytes)
    }

    pub(super) fn parse(data: &str) -> Option<Self> {
        let bytes = compact::bytes::<19>(data)?;
        let [turn @ .., list, high, low] = bytes;
        Some(Self { turn: Uuid::from_bytes(turn), list, page: u16::from_be_bytes([high, low]) })
    }
}

/// A button of an opened row.
#[derive(Clone, Debug, PartialEq)]
pub struct RowAction {
    pub row: TransactionId,
    /// The list that it was opened from.
    pub place: Option<ListPlace>,
    pub step: RowStep,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowStep {
    Open,
    /// Shows what else it could be.
    ChooseCategory,
    /// Sorts this row alone.
    Sort(CategoryId),
    /// Sorts all rows of its payee.
    SortPayee(CategoryId),
    /// Shows the tags to put on it or take off.
    ChooseTag,
    /// Puts it on this row, or takes it off.
    Tag(TagMark),
    /// Puts it on all rows of the payee.
    TagPayee(TagMark),
    /// Lets the person type a tag.
    TypeTag,
    /// Asks once more.
    AskToDelete,
    Delete,
}

impl RowAction {
    pub(super) fn data(&self) -> String {
        let step = match self.step {
            RowStep::Open => "o".to_owned(),
            RowStep::ChooseCategory => "c".to_owned(),
            RowStep::Sort(category) => format!("s{}", category.0),
            RowStep::SortPayee(category) => format!("p{}", category.0),
            RowStep::ChooseTag => "t".to_owned(),
            RowStep::Tag(mark) => format!("g{}", mark.0),
            RowStep::TagPayee(mark) => format!("h{}", mark.0),
            RowStep::TypeTag => "n".to_owned(),
            RowStep::AskToDelete => "a".to_owned(),
            RowStep::Delete => "d".to_owned(),
        };
        let place = self.place.map(ListPlace::data).unwrap_or_default();
        format!("r:{step}:{}:{place}", compact::text(self.row.0.as_bytes()))
    }

    /// Of what stands behind `r:`.
    pub(super) fn parse(data: &str) -> Option<Self> {
        let (step, rest) = data.split_once(':')?;
        let (row, place) = rest.split_once(':')?;
        let category = |number: &str| number.parse().ok().map(CategoryId);
        let step = match step {
            "o" => RowStep::Open,
            "c" => RowStep::ChooseCategory,
            "t" => RowStep::ChooseTag,
            "n" => RowStep::TypeTag,
            "a" => RowStep::AskToDelete,
            "d" => RowStep::Delete,
            numbered => {
                let (kind, number) = numbered.split_at_checked(1)?;
                let mark = || number.parse().ok().map(TagMark);
                match kind {
                    "s" => RowStep::Sort(category(number)?),
                    "p" => RowStep::SortPayee(category(number)?),
                    "g" => RowStep::Tag(mark()?),
                    "h" => RowStep::TagPayee(mark()?),
                    _ => return None,
                }
            }
        };
        let place = if place.is_empty() { None } else { Some(ListPlace::parse(place)?) };
        Some(Self { row: TransactionId(Uuid::from_bytes(compact::bytes(row)?)), place, step })
    }
}

/// A button of the list of accounts or of an opened one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountAction {
    /// All accounts, in place of the opened one.
    List,
    Open {
        account: AccountId,
    },
    /// Lets the person type a name.
    Rename {
        account: AccountId,
    },
    /// Shows which accounts it can become part of.
    ChooseMerge {
        from: AccountId,
    },
    /// Shows what merging would do.
    AskToMerge {
        from: AccountId,
        into: AccountId,
    },
    Merge {
        from: AccountId,
        into: AccountId,
    },
}

impl AccountAction {
    /// A button that asks for this.
    pub fn button(self, text: impl Into<String>) -> Button {
        super::ButtonAction::Account(self).button(text)
    }

    pub(super) fn data(self) -> String {
        let id = |account: AccountId| compact::text(account.0.as_bytes());
        let parts = match self {
            Self::List => "list".to_owned(),
            Self::Open { account } => format!("open:{}", id(account)),
            Self::Rename { account } => format!("rename:{}", id(account)),
            Self::ChooseMerge { from } => format!("into:{}", id(from)),
            Self::AskToMerge { from, into } => format!("ask:{}:{}", id(from), id(into)),
            Self::Merge { from, into } => format!("merge:{}:{}", id(from), id(into)),
        };
        format!("account:{parts}")
    }

    /// Of what stands behind `account:`.
    pub(super) fn parse(data: &str) -> Option<Self> {
        let mut parts = data.split(':');
        let step = parts.next()?;
        let mut id = || Some(AccountId(Uuid::from_bytes(compact::bytes(parts.next()?)?)));
        match step {
            "list" => Some(Self::List),
            "open" => Some(Self::Open { account: id()? }),
            "rename" => Some(Self::Rename { account: id()? }),
            "into" => Some(Self::ChooseMerge { from: id()? }),
            "ask" => Some(Self::AskToMerge { from: id()?, into: id()? }),
            "merge" => Some(Self::Merge { from: id()?, into: id()? }),
            _ => None,
        }
    }
}
