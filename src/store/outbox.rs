//! Messages that wait until Telegram took them.
//!
//! At least once: a message is removed after Telegram's answer, so a kill between the two sends it again. One chat's
//! messages of one priority go out in the order in which they were put here.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::inbox::Claim;
use super::{Book, Store, StoreError};
use crate::domain::{BotId, ChatId, WorkerId};

/// What goes first when not everything can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// Somebody waits for it.
    Reply,
    /// farthing speaks first.
    Notice,
    /// The same to many people.
    Broadcast,
}

impl Priority {
    fn number(self) -> i16 {
        match self {
            Self::Reply => 0,
            Self::Notice => 1,
            Self::Broadcast => 2,
        }
    }
}

/// Which messages to claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    Reply,
    /// Notices first, then broadcasts.
    Other,
}

/// A message to put into the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct NewMessage {
    pub chat_id: ChatId,
    /// What to send, as the bot's room writes it.
    pub message: Value,
    /// A picture's or a document's bytes.
    pub file: Option<Vec<u8>>,
}

/// A message to send now.
#[derive(Clone, Debug)]
pub struct ClaimedMessage {
    pub message_id: i64,
    pub chat_id: ChatId,
    pub message: Value,
    pub file: Option<Vec<u8>>,
    pub attempts: i16,
    pub created_at: DateTime<Utc>,
}

impl Store {
    /// Takes the first waiting message of up to `limit` chats.
    pub async fn claim_messages(
        &self,
        bot: BotId,
        worker: WorkerId,
        urgency: Urgency,
        limit: i64,
        now: DateTime<Utc>,
    ) -> Result<Vec<ClaimedMessage>, StoreError> {
        // As for updates, a lost claim is made anew.
        let claimed = sqlx::query_as!(
            ClaimedMessage,
            r#"with head as (
                   select message_id
                   from outbox as waiting
                   where bot_id = $1 and (priority = 0) = $5 and claimed_by is null
                       and (retry_at is null or retry_at <= $4)
                       and not exists (
                           select from outbox as earlier
                           where earlier.bot_id = $1 and earlier.chat_id = waiting.chat_id
                               and earlier.priority = waiting.priority and earlier.message_id < waiting.message_id
                       )
                   order by priority, message_id
                   limit $3
                   for update skip locked
               )
               update outbox set claimed_by = $2
               from head
               where outbox.message_id = head.message_id
                   and (select set_config('synchronous_commit', 'off', true)) is not null
               returning outbox.message_id, chat_id as "chat_id: ChatId", message, file, attempts, created_at"#,
            bot as BotId,
            worker as WorkerId,
            limit,
            now,
            urgency == Urgency::Reply
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(claimed)
    }

    /// Removes messages that Telegram took.
    pub async fn remove_sent(&self, messages: &[i64]) -> Result<(), StoreError> {
        sqlx::query!("delete from outbox where message_id = any($1)", messages).execute(&self.pool).await?;
        Ok(())
    }

    /// Puts a message back; `failed` counts an attempt.
    pub async fn retry_message(&self, message: i64, retry_at: DateTime<Utc>, failed: bool) -> Result<(), StoreError> {
        sqlx::query!(
            "update outbox set claimed_by = null, retry_at = $2, attempts = attempts + $3::bool::int where message_id = $1",
            message,
            retry_at,
            failed
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Gives a message up: it goes to the dead letters with the reason. `unreachable` notes that the person stopped the bot.
    pub async fn bury_message(
        &self,
        message: i64,
        reason: &str,
        unreachable: bool,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "with gone as (
                 delete from outbox where message_id = $1 returning bot_id, chat_id, message, file, created_at
             ), stopped as (
                 update chat set unreachable_at = $3 from gone where chat.chat_id = gone.chat_id and $5
             )
             insert into dead_letter (dead_letter_id, bot_id, chat_id, direction, content, file, reason, created_at, died_at)
             select $4, bot_id, chat_id, 'out', message, file, $2, created_at, $3 from gone",
            message,
            reason,
            now,
            Uuid::now_v7(),
            unreachable
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Puts messages into the outbox and marks the update that asked for them as done, in one step. False when the claim
    /// does not stand any more: then nothing was kept.
    pub async fn reply(&self, claim: Claim, messages: &[NewMessage], now: DateTime<Utc>) -> Result<bool, StoreError> {
        finish_update(&mut *self.pool.acquire().await?, claim, messages, now).await
    }

    /// Puts messages into the outbox that no update asked for.
    pub async fn enqueue(
        &self,
        bot: BotId,
        priority: Priority,
        messages: &[NewMessage],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        enqueue(&mut *self.pool.acquire().await?, bot, priority, messages, now).await
    }
}

impl Book {
    /// Puts messages into the outbox; they leave when this database transaction is committed.
    pub async fn enqueue(
        &mut self,
        bot: BotId,
        priority: Priority,
        messages: &[NewMessage],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        enqueue(self.connection(), bot, priority, messages, now).await
    }

    /// As [`Store::reply`], together with everything else of this database transaction, which must not be committed when this
    /// is false.
    pub async fn reply(
        &mut self,
        claim: Claim,
        messages: &[NewMessage],
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        finish_update(self.connection(), claim, messages, now).await
    }
}

pub(super) async fn enqueue(
    connection: &mut PgConnection,
    bot: BotId,
    priority: Priority,
    messages: &[NewMessage],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Columns { chats, contents, files } = Columns::of(messages);
    sqlx::query!(
        "insert into outbox (bot_id, chat_id, priority, message, file, created_at)
         select $1, chat_id, $2, message, file, $6
         from unnest($3::bigint[], $4::jsonb[], $5::bytea[]) with ordinality as new (chat_id, message, file, place)
         order by place",
        bot as BotId,
        priority.number(),
        &chats,
        &contents as &[&Value],
        &files as &[Option<&[u8]>],
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Marks an update as done and puts the replies to it into the outbox, or does neither.
async fn finish_update(
    connection: &mut PgConnection,
    claim: Claim,
    messages: &[NewMessage],
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let Columns { chats, contents, files } = Columns::of(messages);
    let stood = sqlx::query_scalar!(
        r#"with done as (
               update inbox set done_at = $4, raw = ''
               where bot_id = $1 and update_id = $2 and claimed_by = $3 and done_at is null and cancelled_at is null
               returning bot_id
           ), replies as (
               insert into outbox (bot_id, chat_id, priority, message, file, created_at)
               select done.bot_id, new.chat_id, $8, new.message, new.file, $4
               from done
               cross join unnest($5::bigint[], $6::jsonb[], $7::bytea[])
                   with ordinality as new (chat_id, message, file, place)
               order by new.place
           )
           select exists (select from done) as "stood!""#,
        claim.bot_id as BotId,
        claim.update_id,
        claim.worker as WorkerId,
        now,
        &chats,
        &contents as &[&Value],
        &files as &[Option<&[u8]>],
        Priority::Reply.number()
    )
    .fetch_one(connection)
    .await?;
    Ok(stood)
}

/// Messages as the arrays of one statement.
struct Columns<'a> {
    chats: Vec<i64>,
    contents: Vec<&'a Value>,
    files: Vec<Option<&'a [u8]>>,
}

impl<'a> Columns<'a> {
    fn of(messages: &'a [NewMessage]) -> Self {
        Self {
            chats: messages.iter().map(|message| message.chat_id.0).collect(),
            contents: messages.iter().map(|message| &message.message).collect(),
            files: messages.iter().map(|message| message.file.as_deref()).collect(),
        }
    }
}
