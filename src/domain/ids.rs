//! Newtypes for ids, so that one is never passed where another is meant.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh UUIDv7: unique across machines and roughly ordered by time, which keeps indexes dense.
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

uuid_id! {
    /// The set of accounts that belong together; it leads every key of a user's data.
    BookId,
    /// One bank account, card or pot, in one currency.
    AccountId,
    /// One account's part of one imported file.
    StatementId,
    /// A canonical row: what the user sees, vouched for by statement lines.
    TransactionId,
    /// A payee as it stands in a book's rows.
    MerchantId,
    /// One step that can be listed and undone.
    ActionId,
    /// A thread of questions that share a context.
    ConversationId,
    /// An amount that a person wants to stay below.
    BudgetId,
    /// An amount that a person saves for.
    GoalId,
    /// Work that waits to be done.
    JobId,
    /// Something that was said unasked, as its buttons name it.
    NoticeId,
    /// What a person wants to be told.
    AlertRuleId,
}

/// A person as Telegram numbers them. The command line's `--user`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct TelegramUserId(pub i64);

macro_rules! number_id {
    ($($(#[$doc:meta])* $name:ident($number:ty)),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub $number);
    )+};
}

number_id! {
    /// A chat as Telegram numbers it: a private one has its person's number, a group a negative one.
    ChatId(i64),
    /// The bot: the number before the colon of its token.
    BotId(i64),
    /// A process that shares the work of the queues.
    WorkerId(i32),
}
