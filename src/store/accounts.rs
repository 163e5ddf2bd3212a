//! Accounts: bank accounts, cards and pots, each in one currency.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::{Book, StoreError};
use crate::domain::{AccountId, BookId, Currency, Format, KnownAccount, Period};

/// An account that is not there yet.
#[derive(Debug)]
pub struct NewAccount<'a> {
    pub name: &'a str,
    /// `…1234`.
    pub number_masked: Option<&'a str>,
    /// Salted hash of the full number.
    pub number_hash: Option<&'a [u8]>,
    pub currency: Currency,
}

/// What the rows and statements of an account say about it.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountFacts {
    pub id: AccountId,
    /// Of the latest statement that names one.
    pub bank: Option<String>,
    pub rows: i64,
    /// Statements kept, and those of them that their printed balances prove.
    pub statements: i64,
    pub statements_proven: i64,
    /// The latest printed closing balance.
    pub balance: Option<Decimal>,
    pub balance_on: Option<NaiveDate>,
}

impl Book {
    /// What is known of each account, in the order of [`Book::accounts`].
    pub async fn account_facts(&mut self) -> Result<Vec<AccountFacts>, StoreError> {
        let book_id = self.id();
        let facts = sqlx::query_as!(
            AccountFacts,
            r#"select account.account_id as "id: AccountId", named.bank,
                   coalesce(counted.rows, 0) as "rows!",
                   coalesce(kept.statements, 0) as "statements!", coalesce(kept.proven, 0) as "statements_proven!",
                   closed.closing_balance as balance, closed.period_to as balance_on
               from account
               left join (
                   select account_id, count(*) as rows from transaction where book_id = $1 group by account_id
               ) as counted on counted.account_id = account.account_id
               left join (
                   select account_id, count(*) as statements, count(*) filter (where reconciliation = 'proven') as proven
                   from statement where book_id = $1 and format <> 'typed' group by account_id
               ) as kept on kept.account_id = account.account_id
               left join (
                   select distinct on (account_id) account_id, bank
                   from statement where book_id = $1 and bank is not null
                   order by account_id, created_at desc, statement_id desc
               ) as named on named.account_id = account.account_id
               left join (
                   select distinct on (account_id) account_id, closing_balance, period_to
                   from statement where book_id = $1 and closing_balance is not null and period_to is not null
                   order by account_id, period_to desc, created_at desc
               ) as closed on closed.account_id = account.account_id
               where account.book_id = $1 and account.merged_into is null
               order by account.created_at, account.account_id"#,
            book_id as BookId
        )
        .fetch_all(self.connection())
        .await?;
        Ok(facts)
    }

    /// The days that statements of each account cover, merged, in order.
    pub async fn known_days_by_account(&mut self) -> Result<Vec<(AccountId, Period)>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query!(
            r#"select account_id as "account!: AccountId", lower(days) as "from!: NaiveDate",
                   upper(days) as "until!: NaiveDate"
               from (
                   select account_id, unnest(range_agg(daterange(period_from, period_to, '[]'))) as days
                   from statement where book_id = $1 and period_from is not null and period_to is not null
                   group by account_id
               ) as merged
               order by 1, 2"#,
            book_id as BookId
        )
        .fetch_all(self.connection())
        .await?;
        // Postgres gives a range of days as half open.
        let days = |from, until: NaiveDate| Period::new(from, until.pred_opt()?);
        Ok(rows.into_iter().filter_map(|row| Some((row.account, days(row.from, row.until)?))).collect())
    }

    pub async fn accounts(&mut self) -> Result<Vec<KnownAccount>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query!(
            r#"select account_id as "id: AccountId", name, number_masked, currency
               from account where book_id = $1 and merged_into is null order by created_at, account_id"#,
            book_id as BookId
        )
        .fetch_all(self.connection())
        .await?;
        let account = |row: (AccountId, String, Option<String>, String)| {
            let (id, name, number_masked, currency) = row;
            let currency =
                currency.parse().map_err(|_| StoreError::Unknown { what: format!("currency {currency}") })?;
            Ok(KnownAccount { id, name, number_masked, currency })
        };
        rows.into_iter().map(|row| account((row.id, row.name, row.number_masked, row.currency))).collect()
    }

    /// The accounts with this number, or those that they are part of now: one for each currency.
    pub async fn accounts_by_number(&mut self, number_hash: &[u8]) -> Result<Vec<AccountId>, StoreError> {
        let book_id = self.id();
        let found = sqlx::query_scalar!(
            r#"with recursive chain as (
                   select account_id, merged_into from account
                   where book_id = $1 and number_hash = $2
                   union
                   select account.account_id, account.merged_into
                   from account join chain on account.account_id = chain.merged_into
                   where account.book_id = $1
               )
               select account_id as "account_id!: AccountId" from chain where merged_into is null"#,
            book_id as BookId,
            number_hash
        )
        .fetch_all(self.connection())
        .await?;
        Ok(found)
    }

    /// The accounts that statements of this name went to, the latest statement's first.
    pub async fn accounts_by_file_name(&mut self, name: &str) -> Result<Vec<AccountId>, StoreError> {
        let book_id = self.id();
        let found = sqlx::query_scalar!(
            r#"select account_id as "account_id: AccountId"
               from statement where book_id = $1 and lower(account_name) = lower($2)
               group by account_id
               order by max(created_at) desc, account_id desc"#,
            book_id as BookId,
            name
        )
        .fetch_all(self.connection())
        .await?;
        Ok(found)
    }

    /// The accounts whose currency no file printed.
    pub async fn accounts_of_guessed_currency(&mut self) -> Result<Vec<AccountId>, StoreError> {
        let book_id = self.id();
        let found = sqlx::query_scalar!(
            r#"select account_id as "account_id: AccountId" from statement where book_id = $1
               group by account_id having count(currency) = 0"#,
            book_id as BookId
        )
        .fetch_all(self.connection())
        .await?;
        Ok(found)
    }

    /// Puts an account and its rows into the currency that a file prints.
    pub async fn adopt_currency(&mut self, account: AccountId, currency: Currency) -> Result<(), StoreError> {
        sqlx::query!("select adopt_currency($1, $2)", account as AccountId, currency.code())
            .fetch_one(self.connection())
            .await?;
        Ok(())
    }

    /// The accounts that files went to which name no account, of this format and bank.
    pub async fn accounts_of_unnamed_files(
        &mut self,
        format: Format,
        bank: Option<&str>,
    ) -> Result<Vec<AccountId>, StoreError> {
        let book_id = self.id();
        let found = sqlx::query_scalar!(
            r#"select distinct account_id as "account_id: AccountId" from statement
               where book_id = $1 and format = $2 and bank is not distinct from $3 and number_hash is null
                   and account_name is null"#,
            book_id as BookId,
            format.as_str(),
            bank
        )
        .fetch_all(self.connection())
        .await?;
        Ok(found)
    }

    /// The numbers of each account and of those that are part of it now, masked: its own first.
    pub async fn account_numbers(&mut self) -> Result<Vec<(AccountId, String)>, StoreError> {
        let book_id = self.id();
        let numbers = sqlx::query!(
            r#"with recursive parts as (
                   select account_id as whole, account_id, number_masked, 0 as depth from account
                   where book_id = $1 and merged_into is null
                   union all
                   select parts.whole, account.account_id, account.number_masked, depth + 1
                   from account join parts on account.merged_into = parts.account_id
                   where account.book_id = $1
               )
               select whole as "account!: AccountId", number_masked as "number!" from parts
               where number_masked is not null
               order by whole, depth, account_id"#,
            book_id as BookId
        )
        .fetch_all(self.connection())
        .await?;
        Ok(numbers.into_iter().map(|row| (row.account, row.number)).collect())
    }

    /// Keeps an account that is not there yet.
    pub async fn insert_account(&mut self, new: &NewAccount<'_>, now: DateTime<Utc>) -> Result<AccountId, StoreError> {
        let book_id = self.id();
        let account_id = AccountId::new();
        sqlx::query!(
            "insert into account (book_id, account_id, name, number_masked, number_hash, currency, created_at)
             values ($1, $2, $3, $4, $5, $6, $7)",
            book_id as BookId,
            account_id as AccountId,
            new.name,
            new.number_masked,
            new.number_hash,
            new.currency.code(),
            now
        )
        .execute(self.connection())
        .await?;
        Ok(account_id)
    }

    /// Keeps the number of an account that had none.
    pub async fn set_account_number(
        &mut self,
        account: AccountId,
        number_masked: &str,
        number_hash: &[u8],
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "update account set number_masked = $3, number_hash = $4
             where book_id = $1 and account_id = $2 and number_hash is null",
            book_id as BookId,
            account as AccountId,
            number_masked,
            number_hash
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
