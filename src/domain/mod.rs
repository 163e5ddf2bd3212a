//! Plain values that every room speaks: money, dates, categories, ids, what a statement says.
//!
//! **Invariant:** no I/O, no clock, no database, no knowledge of any other room.

mod alert_rule;
mod attention;
mod budget;
mod category;
mod currency;
pub mod currency_names;
mod ids;
pub mod ledger;
mod money;
mod period;
mod statement;
mod tag;
mod vocabulary;
pub mod wallet;
mod zone;

pub use alert_rule::{AlertRule, Condition};
pub use attention::{AlertKind, Attention, MinuteOfDay, QuietHours};
pub use budget::{Cadence, DayOfMonth};
pub use category::{Category, CategoryId, Flow, OWN_CATEGORY_FIRST_ID, Subcategory};
pub use currency::{Currency, UnknownCurrency};
pub use ids::{
    AccountId, ActionId, AlertRuleId, BookId, BotId, BudgetId, ChatId, ConversationId, GoalId, JobId, MerchantId,
    NoticeId, StatementId, TelegramUserId, TransactionId, WorkerId,
};
pub use money::{CurrencyMismatch, Money};
pub use period::{Period, gaps, month_end, month_start};
pub use statement::{
    AccountLabel, Format, ParsedFile, ParsedLine, ParsedStatement, Reconciliation, Source, Warning, WarningCode,
};
pub use tag::{NoTag, TAG_LETTERS_MAX, Tag, TagMark};
pub use vocabulary::{
    Correction, KnownAccount, KnownBudget, KnownGoal, KnownMerchant, OwnCategory, Rule, Vocabulary, plain_text,
    plain_words,
};
pub use zone::{UnknownZone, Zone};
