//! Rows that a person typed, and the bank's lines that take them over.
//!
//! **Invariant:** a row is taken over only while typed lines alone vouch for it, and what was typed is kept.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::rows::NewRow;
use super::{Book, StoreError};
use crate::domain::{AccountId, ActionId, BookId, CategoryId, Period, StatementId, TransactionId};

/// A row that typed lines alone vouch for.
#[derive(Clone, Debug, PartialEq)]
pub struct NotedRow {
    pub id: TransactionId,
    pub booked_on: NaiveDate,
    pub amount: Decimal,
    pub currency: String,
    pub description: String,
    pub account: AccountId,
    pub account_name: String,
    pub category: CategoryId,
}

impl Book {
    /// The noted rows of a period, oldest first.
    pub async fn noted_rows(&mut self, period: Period) -> Result<Vec<NotedRow>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query_as!(
            NotedRow,
            r#"select row.transaction_id as "id: TransactionId", row.booked_on, row.amount, row.currency, row.description,
                   row.account_id as "account: AccountId", account.name as account_name,
                   row.category_id as "category: CategoryId"
               from transaction as row
               join account on account.book_id = row.book_id and account.account_id = row.account_id
               where row.book_id = $1 and row.booked_on between $2 and $3
                   and row.transaction_id in (select transaction_id from noted_row where book_id = $1)
               order by row.booked_on, row.transaction_id"#,
            book_id as BookId,
            period.from,
            period.to
        )
        .fetch_all(self.connection())
        .await?;
        Ok(rows)
    }

    /// Keeps what stands for a file where a person typed: a statement of no period, because a few payments say nothing about
    /// the rest of a day.
    pub async fn insert_typed_statement(
        &mut self,
        account: AccountId,
        action: ActionId,
        now: DateTime<Utc>,
    ) -> Result<StatementId, StoreError> {
        let book_id = self.id();
        let statement_id = StatementId::new();
        sqlx::query!(
            "insert into statement (
                 book_id, statement_id, account_id, action_id, file_hash, format, reconciliation, warnings, created_at
             ) values ($1, $2, $3, $4, $5, 'typed', 'unproven', '[]', $6)",
            book_id as BookId,
            statement_id as StatementId,
            account as AccountId,
            action as ActionId,
            statement_id.0.as_bytes().as_slice(),
            now
        )
        .execute(self.connection())
        .await?;
        Ok(statement_id)
    }

    /// Gives noted rows the account, day and words that the bank has for them; each row's id is the noted row's. The category
    /// stays, unless nobody knew one. Returns how many rows were taken over.
    pub async fn take_over_noted(
        &mut self,
        action: ActionId,
        account: AccountId,
        rows: &[NewRow<'_>],
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id.0).collect();
        let days: Vec<NaiveDate> = rows.iter().map(|row| row.booked_on).collect();
        let posted: Vec<Option<NaiveDate>> = rows.iter().map(|row| row.posted_on).collect();
        let texts: Vec<&str> = rows.iter().map(|row| row.description).collect();
        let payees: Vec<Uuid> = rows.iter().map(|row| row.merchant.0).collect();
        let categories: Vec<i32> = rows.iter().map(|row| row.category.0).collect();
        let deciders: Vec<&str> = rows.iter().map(|row| row.decided_by).collect();
        let confidences: Vec<f32> = rows.iter().map(|row| row.confidence).collect();
        let taken = sqlx::query_scalar!(
            r#"select take_over_noted($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as "taken!""#,
            action as ActionId,
            account as AccountId,
            &ids,
            &days,
            &posted as &[Option<NaiveDate>],
            &texts as &[&str],
            &payees,
            &categories,
            &deciders as &[&str],
            &confidences,
            now
        )
        .fetch_one(self.connection())
        .await?;
        let taken_over: Vec<TransactionId> = rows.iter().map(|row| row.id).collect();
        self.follow_payee_tags(&taken_over).await?;
        Ok(taken.unsigned_abs())
    }

    /// Before an import is taken back: the rows that it took over are again as they were typed. Returns how many.
    pub(super) async fn give_back_noted(&mut self, action: ActionId, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let given = sqlx::query_scalar!(r#"select give_back_noted($1, $2) as "given!""#, action as ActionId, now)
            .fetch_one(self.connection())
            .await?;
        Ok(given.unsigned_abs())
    }
}
