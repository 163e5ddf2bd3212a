//! What could not be handled or delivered, until an admin sends it again or drops it.

use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::inbox::Lane;
use super::{Store, StoreError};
use crate::domain::{BotId, ChatId};

/// A dead letter as an admin sees it: what it says stays inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLetter {
    pub number: i64,
    pub chat_id: ChatId,
    /// An update that was not handled, else a message that was not delivered.
    pub is_incoming: bool,
    pub reason: String,
    pub created_at: DateTime<Utc>,
    pub died_at: DateTime<Utc>,
}

/// An update among the dead letters.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadUpdate {
    pub number: i64,
    /// As Telegram sent it; empty when it held a secret.
    pub update: Value,
}

impl Store {
    /// The newest dead letters of this bot.
    pub async fn dead_letters(&self, bot: BotId, limit: i64) -> Result<Vec<DeadLetter>, StoreError> {
        let letters = sqlx::query_as!(
            DeadLetter,
            r#"select letter_number as number, chat_id as "chat_id: ChatId", direction = 'in' as "is_incoming!", reason,
                   created_at, died_at
               from dead_letter where bot_id = $1 order by letter_number desc limit $2"#,
            bot as BotId,
            limit
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(letters)
    }

    /// The oldest dead updates of these numbers.
    pub async fn dead_updates(
        &self,
        bot: BotId,
        numbers: RangeInclusive<i64>,
        limit: i64,
    ) -> Result<Vec<DeadUpdate>, StoreError> {
        let updates = sqlx::query_as!(
            DeadUpdate,
            "select letter_number as number, content as update from dead_letter
             where bot_id = $1 and direction = 'in' and letter_number between $2 and $3
             order by letter_number limit $4",
            bot as BotId,
            numbers.start(),
            numbers.end(),
            limit
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(updates)
    }

    /// Moves dead updates back to the inbox, each once however often this is called; how many moved.
    pub async fn replay_updates(
        &self,
        bot: BotId,
        letters: &[(i64, Lane)],
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let (numbers, lanes): (Vec<i64>, Vec<i16>) =
            letters.iter().map(|(number, lane)| (*number, lane.number())).unzip();
        let moved = sqlx::query!(
            "with wanted as (
                 select number, lane from unnest($2::bigint[], $3::smallint[]) as wanted (number, lane)
             ), gone as (
                 delete from dead_letter using wanted
                 where bot_id = $1 and direction = 'in' and letter_number = wanted.number
                 returning chat_id, content, wanted.lane
             )
             insert into inbox (bot_id, update_id, chat_id, lane, raw, received_at)
             select $1, (content ->> 'update_id')::bigint, chat_id, lane, content::text, $4 from gone
             on conflict (bot_id, update_id) do update
             set raw = excluded.raw, lane = excluded.lane, received_at = excluded.received_at, sealed_by = null,
                 claimed_by = null, attempts = 0, retry_at = null, progress_message_id = null, cancelled_at = null,
                 done_at = null",
            bot as BotId,
            &numbers,
            &lanes,
            now
        )
        .execute(&self.pool)
        .await?;
        Ok(moved.rows_affected())
    }

    /// Moves dead messages of these numbers back to the outbox, each once however often this is called; how many moved.
    pub async fn replay_messages(
        &self,
        bot: BotId,
        numbers: RangeInclusive<i64>,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        // As notices: nobody waits for them any more.
        let moved = sqlx::query!(
            "with gone as (
                 delete from dead_letter
                 where bot_id = $1 and direction = 'out' and letter_number between $2 and $3
                 returning letter_number, chat_id, content, file
             )
             insert into outbox (bot_id, chat_id, priority, message, file, created_at)
             select $1, chat_id, 1, content, file, $4 from gone order by letter_number",
            bot as BotId,
            numbers.start(),
            numbers.end(),
            now
        )
        .execute(&self.pool)
        .await?;
        Ok(moved.rows_affected())
    }

    /// Forgets dead letters of these numbers; how many there were.
    pub async fn drop_letters(&self, bot: BotId, numbers: RangeInclusive<i64>) -> Result<u64, StoreError> {
        let gone = sqlx::query!(
            "delete from dead_letter where bot_id = $1 and letter_number between $2 and $3",
            bot as BotId,
            numbers.start(),
            numbers.end()
        )
        .execute(&self.pool)
        .await?;
        Ok(gone.rows_affected())
    }
}
