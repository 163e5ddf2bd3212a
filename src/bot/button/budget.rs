//! What the buttons of budgets carry.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::ButtonAction;
use crate::bot::outgoing::Button;
use crate::domain::{BudgetId, Currency};

/// What pressing a button of a budget asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum BudgetAction {
    /// All of them.
    List,
    /// What could be budgets.
    Suggest,
    Open {
        budget: BudgetId,
    },
    /// Asks for another amount.
    Amount {
        budget: BudgetId,
    },
    /// Asks how often it begins anew.
    Often {
        budget: BudgetId,
    },
    /// Begins it anew every `w`eek, `m`onth, `y`ear or `p`ayday.
    Every {
        budget: BudgetId,
        every: char,
    },
    /// Carries over what is left, or no longer.
    RollOver {
        budget: BudgetId,
        rolls: bool,
    },
    Remove {
        budget: BudgetId,
    },
    /// Sets one that was suggested; the category's name has at most [`BudgetAction::NAME_BYTES_MAX`] bytes and no colon.
    Add {
        amount: Decimal,
        currency: Currency,
        category: String,
    },
}

impl BudgetAction {
    /// What is left of the 64 bytes beside the largest amount.
    pub const NAME_BYTES_MAX: usize = 32;

    /// A button that asks for this.
    pub fn button(self, text: impl Into<String>) -> Button {
        ButtonAction::Budget(self).button(text)
    }

    pub(super) fn data(&self) -> String {
        match self {
            Self::List => "budget:list".to_owned(),
            Self::Suggest => "budget:suggest".to_owned(),
            Self::Open { budget } => format!("budget:open:{}", budget.0.simple()),
            Self::Amount { budget } => format!("budget:amount:{}", budget.0.simple()),
            Self::Often { budget } => format!("budget:often:{}", budget.0.simple()),
            Self::Every { budget, every } => format!("budget:every:{}:{every}", budget.0.simple()),
            Self::RollOver { budget, rolls } => format!("budget:roll:{}:{}", budget.0.simple(), u8::from(*rolls)),
            Self::Remove { budget } => format!("budget:remove:{}", budget.0.simple()),
            Self::Add { amount, currency, category } => format!("budget:add:{amount}:{currency}:{category}"),
        }
    }

    /// Of what stands behind `budget:`.
    pub(super) fn parse(data: &str) -> Option<Self> {
        let mut parts = data.splitn(4, ':');
        let (kind, first, second) = (parts.next()?, parts.next(), parts.next());
        let budget = || Some(BudgetId(first?.parse::<Uuid>().ok()?));
        Some(match kind {
            "list" => Self::List,
            "suggest" => Self::Suggest,
            "open" => Self::Open { budget: budget()? },
            "amount" => Self::Amount { budget: budget()? },
            "often" => Self::Often { budget: budget()? },
            "every" => Self::Every { budget: budget()?, every: second?.parse().ok()? },
            "roll" => Self::RollOver { budget: budget()?, rolls: second? == "1" },
            "remove" => Self::Remove { budget: budget()? },
            "add" => Self::Add {
                amount: first?.parse().ok()?,
                currency: second?.parse().ok()?,
                category: parts.next().filter(|name| !name.is_empty())?.to_owned(),
            },
            _ => return None,
        })
    }
}
