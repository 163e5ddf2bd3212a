//! What a person wants to be told, typed: the form of a rule in their own words.

use rust_decimal::Decimal;

use super::{AccountId, AlertRuleId, Cadence, Currency, KnownBudget};

/// A rule.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertRule {
    pub id: AlertRuleId,
    pub condition: Condition,
}

/// When to tell. Bounds are passed, not only met.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// One payment.
    Payment {
        /// Without names: any payment.
        of: KnownBudget,
        account: Option<AccountId>,
        incoming: bool,
        over: Option<(Decimal, Currency)>,
    },
    /// A payee charges more than before.
    PriceRise { merchants: Vec<String> },
    /// What is spent in a week, month or year comes over an amount.
    Spent { of: KnownBudget, over: Decimal, currency: Currency, every: Cadence },
    /// An account comes below an amount; without one, any account of the currency.
    Balance { account: Option<AccountId>, below: Decimal, currency: Currency },
}
