//! What the bot asked last in a chat and waits for. The next plain text is the answer.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{AccountId, BudgetId, GoalId, TransactionId};

/// A question of the bot that words answer, not a button.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "asks", rename_all = "snake_case")]
pub enum Asking {
    /// The password of the files that wait for one.
    Password,
    /// A code of an authenticator app, or a recovery code.
    Code,
    /// A city or a time zone.
    TimeZone,
    /// A currency's code.
    HomeCurrency,
    /// Where summaries go by mail.
    MailAddress,
    /// The code that was sent there: it proves the address and opens nothing.
    MailCode,
    /// What is right in a file that does not add up.
    Correction { file: Uuid },
    /// A category, typed, for this row's payee.
    Category { row: TransactionId },
    /// A tag for this row.
    Tag { row: TransactionId },
    /// A tag for all rows of a list behind an answer.
    TagOfList { turn: Uuid, list: u8 },
    /// A name for this account.
    AccountName { account: AccountId },
    /// Another amount of this budget.
    BudgetAmount { budget: BudgetId },
    /// What to put aside for this goal.
    GoalPut { goal: GoalId },
    /// What to take out of it.
    GoalTake { goal: GoalId },
    /// Another amount of this goal.
    GoalAmount { goal: GoalId },
    /// Another day by which it should be there.
    GoalDay { goal: GoalId },
    /// Another amount on a card.
    CardAmount { proposal: Uuid },
    /// What a card is for.
    CardNote { proposal: Uuid },
    /// How much to send to this person, and for what.
    AmountToSend { user: i64 },
    /// How much to ask this person for.
    AmountToAsk { user: i64 },
}

impl Asking {
    /// The answer is sealed on arrival and taken out of the chat.
    pub fn is_secret(&self) -> bool {
        matches!(self, Self::Password | Self::Code)
    }
}
