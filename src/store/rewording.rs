//! Rows whose words are those of a file that is being taken back.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::{Book, StoreError};
use crate::domain::{ActionId, BookId, CategoryId, MerchantId, TransactionId};

/// A row that another file vouches for, and that file's words.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherWords {
    pub id: TransactionId,
    pub amount: Decimal,
    pub currency: String,
    pub description: String,
    pub posted_on: Option<NaiveDate>,
}

/// A row in its new words.
#[derive(Debug)]
pub struct Reworded<'a> {
    pub id: TransactionId,
    pub description: &'a str,
    pub posted_on: Option<NaiveDate>,
    pub merchant: MerchantId,
    /// What the words speak for; a category that the user chose stays.
    pub category: CategoryId,
    pub decided_by: &'static str,
    pub confidence: f32,
}

impl Book {
    /// The rows that outlive this import, in the words of the earliest other file that shows them, where none of the others
    /// has the words that they have now.
    pub async fn other_words(&mut self, import: ActionId) -> Result<Vec<OtherWords>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query_as!(
            OtherWords,
            r#"with gone as (
                   select statement_id from statement where book_id = $1 and action_id = $2
               ), touched as (
                   select distinct transaction_id from evidence
                   where book_id = $1 and statement_id in (select statement_id from gone)
               ), line as (
                   select evidence.transaction_id, line.*, statement.created_at
                   from touched
                   join evidence on evidence.book_id = $1 and evidence.transaction_id = touched.transaction_id
                   join statement on statement.book_id = $1 and statement.statement_id = evidence.statement_id
                       and statement.format <> 'typed'
                   join statement_line as line on line.book_id = $1 and line.statement_id = evidence.statement_id
                       and line.line_number = evidence.line_number
                   where evidence.statement_id not in (select statement_id from gone)
               )
               select distinct on (row.transaction_id) row.transaction_id as "id: TransactionId", row.amount, row.currency,
                   line.description, line.posted as posted_on
               from transaction as row
               join line on line.transaction_id = row.transaction_id
               where row.book_id = $1 and not exists (
                   select from line as same
                   where same.transaction_id = row.transaction_id and same.description = row.description
               )
               order by row.transaction_id, line.created_at, line.statement_id, line.line_number"#,
            book_id as BookId,
            import as ActionId
        )
        .fetch_all(self.connection())
        .await?;
        Ok(rows)
    }

    /// Gives a row other words and what follows from them, and keeps what it had.
    pub async fn reword(&mut self, row: &Reworded<'_>, action: ActionId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "with kept as (
                 insert into change (book_id, action_id, transaction_id, field, before, after, created_at)
                 select book_id, $2, transaction_id, 'description', to_jsonb(description), to_jsonb($4::text), $10
                 from transaction where book_id = $1 and transaction_id = $3
             )
             update transaction set description = $4, posted_on = $5, merchant_id = $6,
                 category_id = case decided_by when 'user' then category_id else $7 end,
                 confidence = case decided_by when 'user' then confidence else $9 end,
                 decided_by = case decided_by when 'user' then decided_by else $8 end
             where book_id = $1 and transaction_id = $3",
            book_id as BookId,
            action as ActionId,
            row.id as TransactionId,
            row.description,
            row.posted_on,
            row.merchant as MerchantId,
            row.category as CategoryId,
            row.decided_by,
            row.confidence,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
