//! Rows that the user deletes, and what vouches for a row.
//!
//! **Invariant:** a deleted row keeps its tombstone and its evidence, so that no file brings it back and undo can.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Book, StoreError};
use crate::domain::{ActionId, BookId, TransactionId};

/// A line that vouches for a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// `pdf`, `csv`, …: the word that its import stored.
    pub format: String,
    pub file_name: Option<String>,
    pub page: i32,
    pub page_line: i32,
    /// The day as this file has it.
    pub date: NaiveDate,
    /// As this file words it.
    pub description: String,
}

impl Book {
    /// The lines that vouch for a row, the earliest import's first, `limit` at most.
    pub async fn sources_of_row(&mut self, row: TransactionId, limit: i64) -> Result<Vec<Source>, StoreError> {
        let book_id = self.id();
        let sources = sqlx::query_as!(
            Source,
            r#"select statement.format, statement.file_name, line.page, line.page_line, line.date, line.description
               from evidence
               join statement on statement.book_id = evidence.book_id and statement.statement_id = evidence.statement_id
               join statement_line as line on line.book_id = evidence.book_id
                   and line.statement_id = evidence.statement_id and line.line_number = evidence.line_number
               where evidence.book_id = $1 and evidence.transaction_id = $2
               order by statement.created_at, statement.statement_id, line.line_number
               limit $3"#,
            book_id as BookId,
            row as TransactionId,
            limit
        )
        .fetch_all(self.connection())
        .await?;
        Ok(sources)
    }

    /// Deletes rows. Returns how many there were.
    pub async fn delete_rows(
        &mut self,
        rows: &[TransactionId],
        action: ActionId,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let deleted = sqlx::query_scalar!(
            r#"select delete_rows($1, $2, $3) as "deleted!""#,
            rows as &[TransactionId],
            action as ActionId,
            now
        )
        .fetch_one(self.connection())
        .await?;
        Ok(deleted.unsigned_abs())
    }

    /// Brings the rows back that an action deleted, but for those whose every statement was taken back meanwhile. Returns how
    /// many came back.
    pub async fn undelete_rows(&mut self, action: ActionId) -> Result<u64, StoreError> {
        let back = sqlx::query_scalar!(r#"select undelete_rows($1) as "back!""#, action as ActionId)
            .fetch_one(self.connection())
            .await?;
        Ok(back.unsigned_abs())
    }
}
