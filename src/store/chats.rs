//! Chats: who is let in, who was shut out, and what the bot asked last.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use super::{Book, Store, StoreError};
use crate::domain::ChatId;

impl Store {
    /// Notes that a person wrote; the bot can reach them again.
    pub async fn see_chat(&self, chat: ChatId, name: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query!(
            "insert into chat (chat_id, name, first_seen_at, last_seen_at) values ($1, $2, $3, $3)
             on conflict (chat_id) do update
             set name = excluded.name, last_seen_at = excluded.last_seen_at, unreachable_at = null",
            chat as ChatId,
            name,
            now
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Of these chats, those that were asked for a password or a code.
    pub async fn chats_that_answer_a_secret(&self, chats: &[i64]) -> Result<Vec<ChatId>, StoreError> {
        let chats = sqlx::query_scalar!(
            r#"select chat_id as "chat_id: ChatId" from chat where chat_id = any($1) and asks_secret"#,
            chats
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(chats)
    }

    /// Notes what the bot waits for, outside any book.
    pub async fn set_asking(&self, chat: ChatId, asking: Option<&Value>, secret: bool) -> Result<(), StoreError> {
        set_asking(&mut *self.pool.acquire().await?, chat, asking, secret).await
    }
}

impl Book {
    /// Notes what the bot waits for in this chat; `secret` seals the answer on arrival.
    pub async fn set_asking(&mut self, chat: ChatId, asking: Option<&Value>, secret: bool) -> Result<(), StoreError> {
        set_asking(self.connection(), chat, asking, secret).await
    }
}

async fn set_asking(
    connection: &mut PgConnection,
    chat: ChatId,
    asking: Option<&Value>,
    secret: bool,
) -> Result<(), StoreError> {
    sqlx::query!("update chat set asking = $2, asks_secret = $3 where chat_id = $1", chat as ChatId, asking, secret)
        .execute(connection)
        .await?;
    Ok(())
}

impl Store {
    /// Lets a chat in that shows an invitation nobody used yet; true also for the one that used it.
    pub async fn use_invitation(&self, code: &str, chat: ChatId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let used = sqlx::query!(
            "update invitation set used_by = $2, used_at = coalesce(used_at, $3)
             where code = $1 and (used_by is null or used_by = $2)",
            code,
            chat as ChatId,
            now
        )
        .execute(&mut *transaction)
        .await?;
        if used.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query!("update chat set let_in_at = $2 where chat_id = $1", chat as ChatId, now)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(true)
    }
}
