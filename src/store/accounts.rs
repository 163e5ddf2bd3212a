//! Accounts: bank accounts, cards and pots, each in one currency.

use chrono::{DateTime, Utc};

use super::{Book, StoreError};
use crate::domain::{AccountId, BookId, Currency, KnownAccount};

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

impl Book {
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
