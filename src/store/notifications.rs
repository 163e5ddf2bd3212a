//! The history of what farthing said unasked: what is new, and what was seen.

use chrono::{DateTime, Utc};

use super::{Book, StoreError};
use crate::domain::BookId;

/// Something that was said.
#[derive(Clone, Debug, PartialEq)]
pub struct Notification {
    pub key: String,
    /// The word in the database; other versions may know more of them.
    pub kind: String,
    pub text: String,
    pub told_at: DateTime<Utc>,
    pub was_read: bool,
}

/// How many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotificationCount {
    pub all: i64,
    pub unread: i64,
}

impl Book {
    /// What was said, newest first.
    pub async fn notifications(&mut self, offset: i64, limit: i64) -> Result<Vec<Notification>, StoreError> {
        let book_id = self.id();
        let told = sqlx::query_as!(
            Notification,
            r#"select notice_key as key, kind, text, said_at as "told_at!",
                   read_at is not null as "was_read!"
               from notice where book_id = $1 and said_at is not null and text <> ''
               order by said_at desc, notice_key offset $2 limit $3"#,
            book_id as BookId,
            offset,
            limit
        )
        .fetch_all(self.connection())
        .await?;
        Ok(told)
    }

    pub async fn count_notifications(&mut self) -> Result<NotificationCount, StoreError> {
        let book_id = self.id();
        let count = sqlx::query_as!(
            NotificationCount,
            r#"select count(*) as "all!", count(*) filter (where read_at is null) as "unread!"
               from notice where book_id = $1 and said_at is not null and text <> ''"#,
            book_id as BookId
        )
        .fetch_one(self.connection())
        .await?;
        Ok(count)
    }

    /// These were seen now; what was seen before stays as it is.
    pub async fn mark_read(&mut self, keys: &[String], now: DateTime<Utc>) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "update notice set read_at = $3 where book_id = $1 and notice_key = any($2) and read_at is null",
            book_id as BookId,
            keys,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Everything that was said counts as seen now; how much of it was new.
    pub async fn mark_all_read(&mut self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let book_id = self.id();
        let marked = sqlx::query!(
            "update notice set read_at = $2
             where book_id = $1 and said_at is not null and text <> '' and read_at is null",
            book_id as BookId,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(marked.rows_affected())
    }
}
