//! Chats: who is let in, who was shut out, and what the bot asked last.

use chrono::{DateTime, TimeDelta, Utc};
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

/// What an invitation's code opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invitation {
    /// The chat is let in, now or by this code before.
    Opened,
    /// Somebody else used it.
    Used,
    Unknown,
}

impl Store {
    /// Lets a chat in that shows an invitation nobody used yet.
    pub async fn use_invitation(&self, code: &str, chat: ChatId, now: DateTime<Utc>) -> Result<Invitation, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let used_by = sqlx::query_scalar!(
            r#"update invitation set used_by = coalesce(used_by, $2), used_at = coalesce(used_at, $3)
               where code = $1
               returning used_by as "used_by!: ChatId""#,
            code,
            chat as ChatId,
            now
        )
        .fetch_optional(&mut *transaction)
        .await?;
        match used_by {
            Some(used_by) if used_by == chat => {}
            Some(_) => return Ok(Invitation::Used),
            None => return Ok(Invitation::Unknown),
        }
        sqlx::query!("update chat set let_in_at = $2 where chat_id = $1", chat as ChatId, now)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(Invitation::Opened)
    }

    /// Counts a try at an invitation; how many there were since `window` before the first of them.
    pub async fn count_code_try(&self, chat: ChatId, window: TimeDelta, now: DateTime<Utc>) -> Result<i16, StoreError> {
        let tried = sqlx::query_scalar!(
            "update chat
             set codes_tried = case when codes_tried_since > $2 then least(codes_tried, 1000) + 1 else 1 end,
                 codes_tried_since = case when codes_tried_since > $2 then codes_tried_since else $3 end
             where chat_id = $1
             returning codes_tried",
            chat as ChatId,
            now - window,
            now
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(tried.unwrap_or(i16::MAX))
    }

    /// Whether a chat that is not let in is told so now: once in `interval`.
    pub async fn may_tell(&self, chat: ChatId, interval: TimeDelta, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let told = sqlx::query!(
            "update chat set told_at = $3 where chat_id = $1 and (told_at is null or told_at <= $2)",
            chat as ChatId,
            now - interval,
            now
        )
        .execute(&self.pool)
        .await?;
        Ok(told.rows_affected() > 0)
    }

    /// Notes that a person stopped the bot: nothing is sent until they write again.
    pub async fn leave_chat(&self, chat: ChatId, now: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query!(
            "update chat set unreachable_at = coalesce(unreachable_at, $2) where chat_id = $1",
            chat as ChatId,
            now
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
