//! The tool that lists accounts and what is known of each.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Access, Context, Tool, ToolError};
use crate::domain::{AccountId, Currency, Period};

/// List the user's accounts and what is known of each.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accounts {}

/// One account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountFacts {
    pub id: AccountId,
    pub name: String,
    pub bank: Option<String>,
    /// `…1234`.
    pub number: Option<String>,
    pub currency: Currency,
    /// The days that statements cover, merged, in order.
    pub known: Vec<Period>,
    pub rows: u64,
    /// Statements kept, and those of them that their printed balances prove.
    pub statements: u64,
    pub statements_proven: u64,
    /// The latest balance that a statement prints.
    pub balance: Option<Balance>,
}

/// A printed balance and the day at whose end it held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Balance {
    pub amount: Decimal,
    pub on: NaiveDate,
}

impl Tool for Accounts {
    const NAME: &'static str = "accounts";
    const DESCRIPTION: &'static str = "List the user's accounts: bank, currency, the days that statements cover, how many rows \
        there are, the latest printed balance and whether the statements are proven by their balances.";
    const ACCESS: Access = Access::Read;
    type Output = Vec<AccountFacts>;

    async fn run(self, context: &mut Context) -> Result<Vec<AccountFacts>, ToolError> {
        let book = context.book().await?;
        let (accounts, facts) = (book.accounts().await?, book.account_facts().await?);
        let known = book.known_days_by_account().await?;
        let known_of = |id| known.iter().filter(|(account, _)| *account == id).map(|(_, days)| *days).collect();
        let both = accounts.into_iter().zip(facts).filter(|(account, facts)| account.id == facts.id);
        Ok(both
            .map(|(account, facts)| AccountFacts {
                id: account.id,
                name: account.name,
                bank: facts.bank,
                number: account.number_masked,
                currency: account.currency,
                known: known_of(account.id),
                rows: facts.rows.unsigned_abs(),
                statements: facts.statements.unsigned_abs(),
                statements_proven: facts.statements_proven.unsigned_abs(),
                balance: facts.balance.zip(facts.balance_on).map(|(amount, on)| Balance { amount, on }),
            })
            .collect())
    }
}
