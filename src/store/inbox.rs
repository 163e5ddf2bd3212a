//! Updates that Telegram delivered and that wait to be handled.
//!
//! One chat's updates are handled one after another in each lane: only the oldest that is not done can be claimed. An
//! update is done in the database transaction of its effect, and only by the worker whose claim still stands, so that an
//! effect happens once also when two workers believe that they have it.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::outbox::{self, NewMessage, Priority};
use super::{Store, StoreError};
use crate::domain::{BotId, ChatId, WorkerId};

/// Which updates wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// One after another.
    Ordinary,
    /// Overtakes long work: buttons and `/cancel`.
    Control,
}

impl Lane {
    pub(super) fn number(self) -> i16 {
        match self {
            Self::Ordinary => 0,
            Self::Control => 1,
        }
    }
}

/// An update as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    pub update_id: i64,
    pub chat_id: ChatId,
    pub lane: Lane,
    /// JSON, or what [`Received::sealed_by`] made of it.
    pub raw: String,
    /// The worker that alone can handle it, as long as it lives.
    pub sealed_by: Option<WorkerId>,
}

/// Which update a worker handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    pub bot_id: BotId,
    pub update_id: i64,
    pub worker: WorkerId,
}

/// An update to handle, and what is known of its chat.
#[derive(Clone, Debug)]
pub struct ClaimedUpdate {
    pub update_id: i64,
    pub chat_id: ChatId,
    pub raw: String,
    pub sealed_by: Option<WorkerId>,
    pub received_at: DateTime<Utc>,
    /// Counts this one.
    pub attempts: i16,
    pub progress_message_id: Option<i32>,
    /// False at the first update of a chat.
    pub chat_known: bool,
    pub chat_seen_at: Option<DateTime<Utc>>,
    pub blocked: bool,
    pub let_in: bool,
    pub unreachable: bool,
    pub asking: Option<Value>,
}

impl Store {
    /// Keeps updates; one that is there already stays as it is. When this returns, Telegram may forget them.
    pub async fn receive(&self, bot: BotId, updates: &[Received], now: DateTime<Utc>) -> Result<u64, StoreError> {
        let ids: Vec<i64> = updates.iter().map(|update| update.update_id).collect();
        let chats: Vec<i64> = updates.iter().map(|update| update.chat_id.0).collect();
        let lanes: Vec<i16> = updates.iter().map(|update| update.lane.number()).collect();
        let raw: Vec<&str> = updates.iter().map(|update| update.raw.as_str()).collect();
        let sealed: Vec<Option<i32>> = updates.iter().map(|update| update.sealed_by.map(|worker| worker.0)).collect();
        let done = sqlx::query!(
            "insert into inbox (bot_id, update_id, chat_id, lane, raw, sealed_by, received_at)
             select $1, update_id, chat_id, lane, raw, sealed_by, $7
             from unnest($2::bigint[], $3::bigint[], $4::smallint[], $5::text[], $6::int[])
                 as received (update_id, chat_id, lane, raw, sealed_by)
             on conflict do nothing",
            bot as BotId,
            &ids,
            &chats,
            &lanes,
            &raw as &[&str],
            &sealed as &[Option<i32>],
            now
        )
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }

    /// Takes the oldest waiting update of up to `limit` chats and lanes.
    pub async fn claim_updates(
        &self,
        bot: BotId,
        worker: WorkerId,
        limit: i64,
        now: DateTime<Utc>,
    ) -> Result<Vec<ClaimedUpdate>, StoreError> {
        // A claim that is lost with the database is made anew, so it need not wait for the disk.
        let claimed = sqlx::query_as!(
            ClaimedUpdate,
            r#"with head as (
                   select update_id
                   from inbox as waiting
                   where bot_id = $1 and done_at is null and claimed_by is null
                       and (retry_at is null or retry_at <= $4)
                       and (sealed_by is null or sealed_by = $2 or not worker_is_alive(sealed_by))
                       and not exists (
                           select from inbox as earlier
                           where earlier.bot_id = $1 and earlier.chat_id = waiting.chat_id
                               and earlier.lane = waiting.lane and earlier.update_id < waiting.update_id
                               and earlier.done_at is null
                       )
                   order by update_id
                   limit $3
                   for update skip locked
               ), claimed as (
                   update inbox set claimed_by = $2, attempts = attempts + 1
                   from head
                   where inbox.bot_id = $1 and inbox.update_id = head.update_id
                       and (select set_config('synchronous_commit', 'off', true)) is not null
                   returning inbox.*
               )
               select update_id as "update_id!", claimed.chat_id as "chat_id!: ChatId", raw as "raw!",
                   sealed_by as "sealed_by: WorkerId", received_at as "received_at!", attempts as "attempts!",
                   progress_message_id, chat.chat_id is not null as "chat_known!", chat.last_seen_at as "chat_seen_at?",
                   chat.blocked_at is not null as "blocked!", chat.let_in_at is not null as "let_in!",
                   chat.unreachable_at is not null as "unreachable!", chat.asking as "asking?"
               from claimed left join chat on chat.chat_id = claimed.chat_id
               order by update_id"#,
            bot as BotId,
            worker as WorkerId,
            limit,
            now
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(claimed)
    }

    /// Puts an update back, to be handled again from `retry_at` on.
    pub async fn retry_update(&self, claim: Claim, retry_at: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query!(
            "update inbox set claimed_by = null, retry_at = $4
             where bot_id = $1 and update_id = $2 and claimed_by = $3 and done_at is null",
            claim.bot_id as BotId,
            claim.update_id,
            claim.worker as WorkerId,
            retry_at
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Gives an update up: it goes to the dead letters with the reason, the words to the person, and the next one of its chat
    /// gets its turn.
    pub async fn bury_update(
        &self,
        claim: Claim,
        reason: &str,
        words: &[NewMessage],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        // jsonb holds no NUL.
        let buried = sqlx::query!(
            "with gone as (
                 update inbox set done_at = $5, raw = ''
                 from inbox as was
                 where inbox.bot_id = $1 and inbox.update_id = $2 and inbox.claimed_by = $3 and inbox.done_at is null
                     and was.bot_id = inbox.bot_id and was.update_id = inbox.update_id
                 returning inbox.chat_id, was.raw, was.sealed_by, was.received_at
             )
             insert into dead_letter (dead_letter_id, bot_id, chat_id, direction, content, reason, created_at, died_at)
             select $6, $1, chat_id, 'in', case when sealed_by is null then replace(raw, '\\u0000', '\\ufffd')::jsonb else '{}' end, $4, received_at, $5
             from gone",
            claim.bot_id as BotId,
            claim.update_id,
            claim.worker as WorkerId,
            reason,
            now,
            Uuid::now_v7()
        )
        .execute(&mut *transaction)
        .await?;
        if buried.rows_affected() > 0 {
            outbox::enqueue(&mut transaction, claim.bot_id, Priority::Reply, words, now).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Marks an update as done whose handling was stopped, and tells which message showed its progress; one that another worker
    /// took over is left to it.
    pub async fn end_stopped_update(&self, claim: Claim, now: DateTime<Utc>) -> Result<Option<i32>, StoreError> {
        let progress = sqlx::query_scalar!(
            "update inbox set done_at = $4, raw = ''
             where bot_id = $1 and update_id = $2 and claimed_by = $3 and done_at is null and cancelled_at is not null
             returning progress_message_id",
            claim.bot_id as BotId,
            claim.update_id,
            claim.worker as WorkerId,
            now
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(progress.flatten())
    }

    /// Stops what is under way in a chat and drops what waits there, up to this update; true when there was anything.
    pub async fn cancel_updates(&self, claim: Claim, chat: ChatId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let cancelled = sqlx::query!(
            "update inbox set cancelled_at = $4, done_at = case when claimed_by is null then $4::timestamptz end,
                 raw = case when claimed_by is null then '' else raw end
             where bot_id = $1 and chat_id = $2 and update_id < $3 and lane = 0 and done_at is null
                 and cancelled_at is null",
            claim.bot_id as BotId,
            chat as ChatId,
            claim.update_id,
            now
        )
        .execute(&self.pool)
        .await?;
        Ok(cancelled.rows_affected() > 0)
    }

    /// False when the update was cancelled or taken over: whoever works on it stops.
    pub async fn claim_stands(&self, claim: Claim) -> Result<bool, StoreError> {
        let stands = sqlx::query_scalar!(
            r#"select exists (
                   select from inbox
                   where bot_id = $1 and update_id = $2 and claimed_by = $3 and done_at is null and cancelled_at is null
               ) as "stands!""#,
            claim.bot_id as BotId,
            claim.update_id,
            claim.worker as WorkerId
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(stands)
    }

    /// Notes which message shows the progress of this handling.
    pub async fn note_progress_message(&self, claim: Claim, message_id: i32) -> Result<(), StoreError> {
        sqlx::query!(
            "update inbox set progress_message_id = $4 where bot_id = $1 and update_id = $2 and claimed_by = $3",
            claim.bot_id as BotId,
            claim.update_id,
            claim.worker as WorkerId,
            message_id
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Forgets updates that were done before this moment: Telegram delivers none of them again.
    pub async fn forget_done_updates(&self, done_before: DateTime<Utc>, limit: i64) -> Result<u64, StoreError> {
        let gone = sqlx::query!(
            "delete from inbox where (bot_id, update_id) in (
                 select bot_id, update_id from inbox where done_at < $1 order by done_at limit $2
             )",
            done_before,
            limit
        )
        .execute(&self.pool)
        .await?;
        Ok(gone.rows_affected())
    }
}
