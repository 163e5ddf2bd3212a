//! The tool that opens an account: what is known of it, and each of its statements.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::account_facts::{AccountFacts, Accounts};
use super::{Access, Context, Tool, ToolError};
use crate::domain::{AccountId, ActionId, Period, StatementId};
use crate::store::account_changes;
use crate::text;
use crate::texts::Texts;

/// Statements listed, the latest first: a year of months.
const STATEMENTS_MAX: usize = 12;

/// Open an account.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenAccount {
    #[schemars(with = "String")]
    pub account: AccountId,
}

/// An account with its statements.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenedAccount {
    #[serde(flatten)]
    pub facts: AccountFacts,
    /// Its number and those of the accounts that were merged into it, masked: `…1234`.
    pub numbers: Vec<String>,
    /// The latest statements; [`AccountFacts::statements`] counts all.
    pub latest: Vec<StatementFacts>,
    /// The accounts that it can become part of: those of its currency.
    pub others: Vec<AccountName>,
}

/// An account as a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountName {
    pub id: AccountId,
    pub name: String,
}

/// One kept statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatementFacts {
    pub id: StatementId,
    /// The import that brought it.
    pub action: ActionId,
    pub format: String,
    pub file_name: Option<String>,
    pub period: Option<Period>,
    /// As printed.
    pub closing_balance: Option<Decimal>,
    /// As `parse --json` has it: whether its printed balances prove its rows; `None` where they are no evidence.
    pub reconciled: Option<bool>,
    pub gap: Option<Decimal>,
}

impl Tool for OpenAccount {
    const NAME: &'static str = "open_account";
    const DESCRIPTION: &'static str = "Show what is known of one account, named by its id: numbers, days that statements cover, \
        the latest printed balance, and for each statement whether its balances prove it.";
    const ACCESS: Access = Access::Read;
    type Output = OpenedAccount;

    async fn run(self, context: &mut Context) -> Result<OpenedAccount, ToolError> {
        let accounts = Accounts {}.run(context).await?;
        let Some(facts) = accounts.iter().find(|account| account.id == self.account).cloned() else {
            return Err(gone(context.texts));
        };
        let others = accounts.into_iter().filter(|other| {
            other.id != facts.id && other.currency == facts.currency && (other.rows > 0 || other.statements > 0)
        });
        let others = others.map(|other| AccountName { id: other.id, name: other.name }).collect();
        let book = context.book().await?;
        let numbers = book.account_numbers().await?;
        let latest = book.statements_of_account(self.account, STATEMENTS_MAX as i64).await?;
        Ok(OpenedAccount {
            numbers: numbers.into_iter().filter(|(id, _)| *id == self.account).map(|(_, number)| number).collect(),
            latest: latest.into_iter().map(StatementFacts::from).collect(),
            facts,
            others,
        })
    }
}

impl From<account_changes::StatementFacts> for StatementFacts {
    fn from(statement: account_changes::StatementFacts) -> Self {
        Self {
            id: statement.id,
            action: statement.action,
            format: statement.format,
            file_name: statement.file_name,
            period: statement.period_from.zip(statement.period_to).and_then(|(from, to)| Period::new(from, to)),
            closing_balance: statement.closing_balance,
            reconciled: match statement.reconciliation.as_str() {
                "proven" => Some(true),
                "gap" => Some(false),
                _ => None,
            },
            gap: statement.gap,
        }
    }
}

/// The account was merged or its import taken back.
pub(super) fn gone(texts: &Texts) -> ToolError {
    ToolError::not_found(text!(texts, "account-not-there"))
}
