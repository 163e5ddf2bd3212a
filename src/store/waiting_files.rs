//! Files that wait for a password or for a decision. Telegram keeps their bytes.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::{Book, StoreError};
use crate::domain::{BookId, ChatId};

/// Why a file waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitsFor {
    Password,
    /// It does not add up: it is kept only when the person says so.
    Decision,
}

impl WaitsFor {
    fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Decision => "gap",
        }
    }
}

/// A file that is not kept yet.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingFile {
    pub id: Uuid,
    pub telegram_file_id: String,
    pub file_name: Option<String>,
    /// What the person corrected in it so far.
    pub corrections: Value,
    /// Passwords that did not open it.
    pub tries: i16,
}

impl WaitingFile {
    /// Its name as people know it.
    pub fn shown_name(&self) -> &str {
        self.file_name.as_deref().unwrap_or("your file")
    }
}

impl Book {
    pub async fn insert_waiting_file(
        &mut self,
        chat: ChatId,
        file: &WaitingFile,
        waits_for: WaitsFor,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "insert into waiting_file (
                 book_id, waiting_file_id, chat_id, telegram_file_id, file_name, reason, corrections, tries, created_at
             ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            book_id as BookId,
            file.id,
            chat as ChatId,
            file.telegram_file_id,
            file.file_name,
            waits_for.as_str(),
            file.corrections,
            file.tries,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// The files of a chat that wait for a password, oldest first.
    pub async fn files_without_password(&mut self, chat: ChatId, limit: i64) -> Result<Vec<WaitingFile>, StoreError> {
        let book_id = self.id();
        let files = sqlx::query_as!(
            WaitingFile,
            "select waiting_file_id as id, telegram_file_id, file_name, corrections, tries
             from waiting_file
             where book_id = $1 and chat_id = $2 and reason = 'password'
             order by waiting_file_id
             limit $3",
            book_id as BookId,
            chat as ChatId,
            limit
        )
        .fetch_all(self.connection())
        .await?;
        Ok(files)
    }

    /// A file that waits for a decision; `None` when it waits no more.
    pub async fn file_without_decision(&mut self, id: Uuid) -> Result<Option<WaitingFile>, StoreError> {
        let book_id = self.id();
        let file = sqlx::query_as!(
            WaitingFile,
            "select waiting_file_id as id, telegram_file_id, file_name, corrections, tries
             from waiting_file
             where book_id = $1 and waiting_file_id = $2 and reason = 'gap'",
            book_id as BookId,
            id
        )
        .fetch_optional(self.connection())
        .await?;
        Ok(file)
    }

    /// Ends the waiting of a file; `None` when it waits no more.
    pub async fn take_waiting_file(&mut self, id: Uuid) -> Result<Option<WaitingFile>, StoreError> {
        let book_id = self.id();
        let file = sqlx::query_as!(
            WaitingFile,
            "delete from waiting_file where book_id = $1 and waiting_file_id = $2
             returning waiting_file_id as id, telegram_file_id, file_name, corrections, tries",
            book_id as BookId,
            id
        )
        .fetch_optional(self.connection())
        .await?;
        Ok(file)
    }

    /// Ends the waiting of every file that wants a password; how many there were.
    pub async fn drop_files_without_password(&mut self, chat: ChatId) -> Result<u64, StoreError> {
        let book_id = self.id();
        let gone = sqlx::query!(
            "delete from waiting_file where book_id = $1 and chat_id = $2 and reason = 'password'",
            book_id as BookId,
            chat as ChatId
        )
        .execute(self.connection())
        .await?;
        Ok(gone.rows_affected())
    }
}
