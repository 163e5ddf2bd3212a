//! Rows whose category nobody was sure of, one for each payee.

use super::rows::ListedRow;
use super::{Book, StoreError};
use crate::domain::{BookId, CategoryId, MerchantId, Tag, TransactionId};

/// How much wants a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsure {
    pub rows: i64,
    pub payees: i64,
}

/// A row, and its payee's rows.
#[derive(Clone, Debug, PartialEq)]
pub struct RowOfPayee {
    pub merchant: MerchantId,
    /// All rows of the payee, this one too.
    pub rows: i64,
}

impl Book {
    /// How many rows are less sure than `below`, and of how many payees.
    pub async fn count_unsure(&mut self, below: f32) -> Result<Unsure, StoreError> {
        let book_id = self.id();
        let unsure = sqlx::query_as!(
            Unsure,
            r#"select count(*) as "rows!", count(distinct merchant_id) as "payees!"
               from transaction where book_id = $1 and confidence < $2"#,
            book_id as BookId,
            below
        )
        .fetch_one(self.plan_for_values().await?)
        .await?;
        Ok(unsure)
    }

    /// The newest unsure row of the next payee: payees come in the order of their newest unsure rows, those after the row
    /// `after`, or all where there is no such row.
    pub async fn next_unsure(
        &mut self,
        below: f32,
        after: Option<TransactionId>,
    ) -> Result<Option<ListedRow>, StoreError> {
        let book_id = self.id();
        let row = sqlx::query_as!(
            ListedRow,
            r#"with newest as (
                   select distinct on (merchant_id) *
                   from transaction where book_id = $1 and confidence < $2
                   order by merchant_id, booked_on desc, transaction_id desc
               ), passed as (
                   select booked_on, transaction_id from transaction where book_id = $1 and transaction_id = $3
               )
               select newest.transaction_id as "id: TransactionId", newest.booked_on, newest.posted_on,
                   newest.description, newest.amount, newest.currency, merchant.name as merchant,
                   newest.category_id as "category: CategoryId", account.name as account, newest.decided_by,
                   newest.confidence, newest.tags as "tags: Vec<Tag>"
               from newest
               join merchant on merchant.book_id = newest.book_id and merchant.merchant_id = newest.merchant_id
               join account on account.book_id = newest.book_id and account.account_id = newest.account_id
               where not exists (select from passed)
                   or (newest.booked_on, newest.transaction_id) < (select booked_on, transaction_id from passed)
               order by newest.booked_on desc, newest.transaction_id desc
               limit 1"#,
            book_id as BookId,
            below,
            after as Option<TransactionId>
        )
        .fetch_optional(self.plan_for_values().await?)
        .await?;
        Ok(row)
    }

    /// The row as it is listed; `None` when it is not there any more.
    pub async fn row(&mut self, id: TransactionId) -> Result<Option<ListedRow>, StoreError> {
        let book_id = self.id();
        let row = sqlx::query_as!(
            ListedRow,
            r#"select row.transaction_id as "id: TransactionId", row.booked_on, row.posted_on, row.description, row.amount,
                   row.currency, merchant.name as merchant, row.category_id as "category: CategoryId",
                   account.name as account, row.decided_by, row.confidence, row.tags as "tags: Vec<Tag>"
               from transaction as row
               join merchant on merchant.book_id = row.book_id and merchant.merchant_id = row.merchant_id
               join account on account.book_id = row.book_id and account.account_id = row.account_id
               where row.book_id = $1 and row.transaction_id = $2"#,
            book_id as BookId,
            id as TransactionId
        )
        .fetch_optional(self.plan_for_values().await?)
        .await?;
        Ok(row)
    }

    /// The payee of a row; `None` when the row is not there any more.
    pub async fn payee_of(&mut self, row: TransactionId) -> Result<Option<RowOfPayee>, StoreError> {
        let book_id = self.id();
        let payee = sqlx::query_as!(
            RowOfPayee,
            r#"select transaction.merchant_id as "merchant: MerchantId", (
                   select count(*) from transaction as other
                   where other.book_id = transaction.book_id and other.merchant_id = transaction.merchant_id
               ) as "rows!"
               from transaction where book_id = $1 and transaction_id = $2"#,
            book_id as BookId,
            row as TransactionId
        )
        .fetch_optional(self.plan_for_values().await?)
        .await?;
        Ok(payee)
    }
}
