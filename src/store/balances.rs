//! What balances over time are made of: printed balances, and the sums of the rows between them.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Book, StoreError};
use crate::domain::{AccountId, BookId, Period};

/// What a statement prints of the balances at its ends.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedBalances {
    pub account: AccountId,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Before the first day.
    pub opening: Option<Decimal>,
    /// At the end of the last day; the last row's where only rows have balances.
    pub closing: Option<Decimal>,
}

/// The sum of an account's rows of one day.
#[derive(Clone, Debug, PartialEq)]
pub struct DaySum {
    pub account: AccountId,
    pub day: NaiveDate,
    pub sum: Decimal,
}

impl Book {
    /// The printed balances of every statement that names its days, the latest made last.
    pub async fn printed_balances(&mut self) -> Result<Vec<PrintedBalances>, StoreError> {
        let book_id = self.id();
        let printed = sqlx::query_as!(
            PrintedBalances,
            r#"select statement.account_id as "account: AccountId", period_from as "from!", period_to as "to!",
                   opening_balance as opening, coalesce(closing_balance, latest.balance) as closing
               from statement
               left join lateral (
                   select line_number, date from statement_line as line
                   where line.book_id = $1 and line.statement_id = statement.statement_id and closing_balance is null
                   order by line_number limit 1
               ) as top on true
               left join lateral (
                   select line_number, date from statement_line as line
                   where line.book_id = $1 and line.statement_id = statement.statement_id and closing_balance is null
                   order by line_number desc limit 1
               ) as bottom on true
               -- Of rows of one day nobody says which is the last, unless there is only one.
               left join statement_line as latest
                   on latest.book_id = $1 and latest.statement_id = statement.statement_id
                   and (top.date <> bottom.date or top.line_number = bottom.line_number)
                   and latest.line_number = case when top.date <= bottom.date then bottom.line_number else top.line_number end
               where statement.book_id = $1 and format <> 'typed' and period_from is not null and period_to is not null
               order by statement.created_at, statement.statement_id"#,
            book_id as BookId
        )
        .fetch_all(self.connection())
        .await?;
        Ok(printed)
    }

    /// The sums of the rows of each account and day, without rows that only the person vouches for.
    pub async fn day_sums(&mut self, accounts: &[AccountId], period: Period) -> Result<Vec<DaySum>, StoreError> {
        let book_id = self.id();
        let sums = sqlx::query_as!(
            DaySum,
            r#"select transaction.account_id as "account: AccountId", booked_on as day, sum(amount) as "sum!"
               from transaction
               join account on account.book_id = transaction.book_id and account.account_id = transaction.account_id
               where transaction.book_id = $1 and booked_on between $2 and $3 and transaction.account_id = any($4::uuid[])
                   and transaction.currency = account.currency
                   and not exists (
                       select from evidence join statement using (book_id, statement_id)
                       where evidence.book_id = $1 and evidence.transaction_id = transaction.transaction_id
                           and statement.format = 'typed'
                   )
               group by 1, 2 order by 1, 2"#,
            book_id as BookId,
            period.from,
            period.to,
            accounts as &[AccountId]
        )
        .fetch_all(self.connection())
        .await?;
        Ok(sums)
    }
}
