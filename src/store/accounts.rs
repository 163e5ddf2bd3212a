//! Accounts: bank accounts, cards and pots, each in one currency.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::{Book, StoreError};
use crate::domain::{AccountId, BookId, Currency, KnownAccount, Period};

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
               where account.book_id = $1
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
               from account where book_id = $1 order by created_at, account_id"#,
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

    /// The account with this number.
    pub async fn account_by_number(
        &mut self,
        number_hash: &[u8],
        currency: Currency,
    ) -> Result<Option<AccountId>, StoreError> {
        let book_id = self.id();
        let found = sqlx::query_scalar!(
            r#"select account_id as "account_id: AccountId" from account
               where book_id = $1 and currency = $2 and number_hash = $3"#,
            book_id as BookId,
            currency.code(),
            number_hash
        )
        .fetch_optional(self.connection())
        .await?;
        Ok(found)
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
