//! The tool that lists statements: which days each account's cover, which are missing, and the latest files.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::account_card::StatementFacts;
use super::account_facts::{AccountFacts, Accounts};
use super::{Access, Context, Tool, ToolError};
use crate::domain::{Period, gaps};

/// Statements listed of each account, the latest first: a year of months.
const LATEST_MAX: usize = 12;

/// Accounts that are listed: people have few, and each is asked about by itself.
const ACCOUNTS_MAX: usize = 30;

/// List the statements that were sent, by account.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statements {}

/// An account's statements.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountStatements {
    #[serde(flatten)]
    pub account: AccountFacts,
    /// The days between two statements that no statement covers, in order.
    pub missing: Vec<Period>,
    /// The latest statements; [`AccountFacts::statements`] counts all.
    pub latest: Vec<StatementFacts>,
}

impl Tool for Statements {
    const NAME: &'static str = "statements";
    const DESCRIPTION: &'static str = "List the statements that were sent, by account: the days that they cover, the days missing \
        between them, and for each of the latest whether its balances prove it and the import that can be undone.";
    const ACCESS: Access = Access::Read;
    type Output = Vec<AccountStatements>;

    async fn run(self, context: &mut Context) -> Result<Vec<AccountStatements>, ToolError> {
        let accounts = Accounts {}.run(context).await?;
        let book = context.book().await?;
        let mut all = Vec::new();
        for account in accounts.into_iter().filter(|account| account.statements > 0).take(ACCOUNTS_MAX) {
            let latest = book.statements_of_account(account.id, LATEST_MAX as i64).await?;
            let latest = latest.into_iter().map(StatementFacts::from).collect();
            all.push(AccountStatements { missing: gaps(&account.known), account, latest });
        }
        Ok(all)
    }
}
