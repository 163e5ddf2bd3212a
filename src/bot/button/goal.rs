//! What the buttons of goals carry.

use uuid::Uuid;

use super::{ButtonAction, compact};
use crate::bot::outgoing::Button;
use crate::domain::{AccountId, GoalId};

/// What pressing a button of a goal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalAction {
    /// All of them.
    List,
    Open {
        goal: GoalId,
    },
    /// Asks how much to put aside.
    Put {
        goal: GoalId,
    },
    /// Asks how much to take out.
    Take {
        goal: GoalId,
    },
    /// Asks for another amount.
    Amount {
        goal: GoalId,
    },
    /// Asks for another day.
    Day {
        goal: GoalId,
    },
    /// There is no hurry any more.
    NoDay {
        goal: GoalId,
    },
    /// Asks where it is held.
    Where {
        goal: GoalId,
    },
    /// What is in this account is what is saved.
    In {
        goal: GoalId,
        account: AccountId,
    },
    /// What is put aside by hand is.
    ByHand {
        goal: GoalId,
    },
    Remove {
        goal: GoalId,
    },
}

impl GoalAction {
    /// A button that asks for this.
    pub fn button(self, text: impl Into<String>) -> Button {
        ButtonAction::Goal(self).button(text)
    }

    pub(super) fn data(self) -> String {
        let of = |word: &str, goal: GoalId| format!("goal:{word}:{}", compact::text(goal.0.as_bytes()));
        match self {
            Self::List => "goal:list".to_owned(),
            Self::Open { goal } => of("open", goal),
            Self::Put { goal } => of("put", goal),
            Self::Take { goal } => of("take", goal),
            Self::Amount { goal } => of("amount", goal),
            Self::Day { goal } => of("day", goal),
            Self::NoDay { goal } => of("noday", goal),
            Self::Where { goal } => of("where", goal),
            Self::In { goal, account } => format!("{}:{}", of("in", goal), compact::text(account.0.as_bytes())),
            Self::ByHand { goal } => of("hand", goal),
            Self::Remove { goal } => of("remove", goal),
        }
    }

    /// Of what stands behind `goal:`.
    pub(super) fn parse(data: &str) -> Option<Self> {
        let mut parts = data.splitn(3, ':');
        let (kind, first, second) = (parts.next()?, parts.next(), parts.next());
        if kind == "list" {
            return Some(Self::List);
        }
        let id = |text: &str| Some(Uuid::from_bytes(compact::bytes(text)?));
        let goal = GoalId(id(first?)?);
        Some(match kind {
            "open" => Self::Open { goal },
            "put" => Self::Put { goal },
            "take" => Self::Take { goal },
            "amount" => Self::Amount { goal },
            "day" => Self::Day { goal },
            "noday" => Self::NoDay { goal },
            "where" => Self::Where { goal },
            "in" => Self::In { goal, account: AccountId(id(second?)?) },
            "hand" => Self::ByHand { goal },
            "remove" => Self::Remove { goal },
            _ => return None,
        })
    }
}
