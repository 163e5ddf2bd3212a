//! What whoever runs farthing sees and does: figures over all books, who is let in, and the same to many people.
//!
//! **Invariant:** of other people's books only counts come out of here, never an amount or a word of a row.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::outbox::{self, NewMessage, Priority};
use super::{Store, StoreError};
use crate::domain::{BotId, ChatId, TelegramUserId};

/// A draft that nobody sent by then was forgotten.
const DRAFT_KEPT: TimeDelta = TimeDelta::days(1);

/// How much there is of everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Who ever wrote to the bot.
    pub people: i64,
    /// People with data of their own, also by the command line.
    pub books: i64,
    pub statements: i64,
    pub rows: i64,
    pub questions_today: i64,
    pub active_today: i64,
    pub active_7_days: i64,
    pub active_30_days: i64,
}

/// What waits between Telegram and the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Queues {
    pub inbox: Queue,
    pub outbox: Queue,
    pub dead_letters: i64,
}

/// How full a queue is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    pub waiting: i64,
    /// Being worked on.
    pub under_way: i64,
    /// When the oldest of both came.
    pub oldest_at: Option<DateTime<Utc>>,
}

/// Who works on the queues, and whether anything comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pulse {
    pub workers: i64,
    pub last_done_at: Option<DateTime<Utc>>,
}

/// A person as an admin sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPerson {
    pub chat_id: ChatId,
    /// Empty for one who never wrote.
    pub name: String,
    pub first_seen_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    pub is_blocked: bool,
    pub is_let_in: bool,
    pub is_unreachable: bool,
    pub rows: i64,
}

/// Whom a broadcast reaches.
#[derive(Clone, Copy, Debug)]
pub struct Audience<'a> {
    /// Only people who were let in, and these.
    pub only_let_in: bool,
    pub admins: &'a [TelegramUserId],
}

/// What came of letting somebody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetIn {
    Now,
    Before,
    /// They are, but somebody shut them out, which weighs more.
    Blocked,
}

/// What came of sending a broadcast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broadcast {
    /// It is in the outbox, for so many people.
    Sent { people: i64 },
    /// It was there already.
    SentBefore { people: i64 },
    /// It was dropped.
    Gone,
}

impl Audience<'_> {
    fn admins(&self) -> Vec<i64> {
        self.admins.iter().map(|admin| admin.0).collect()
    }
}

impl Store {
    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query!("select 1 as one").fetch_one(&self.pool).await?;
        Ok(())
    }

    /// Counts over everybody; "today" began at `midnight`.
    pub async fn totals(&self, midnight: DateTime<Utc>, now: DateTime<Utc>) -> Result<Totals, StoreError> {
        let totals = sqlx::query_as!(
            Totals,
            r#"select books as "books!", statements as "statements!", rows_kept as "rows!", questions as "questions_today!",
                   active.people as "people!", active.today as "active_today!", active.seven_days as "active_7_days!",
                   active.thirty_days as "active_30_days!"
               from totals_of_all_books($1) cross join (
                   select count(*) as people, count(*) filter (where last_seen_at >= $1) as today,
                       count(*) filter (where last_seen_at >= $2) as seven_days,
                       count(*) filter (where last_seen_at >= $3) as thirty_days
                   from chat where name <> ''
               ) as active"#,
            midnight,
            now - TimeDelta::days(7),
            now - TimeDelta::days(30)
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(totals.unwrap_or_default())
    }

    /// How full this bot's queues are.
    pub async fn queues(&self, bot: BotId) -> Result<Queues, StoreError> {
        let row = sqlx::query!(
            r#"select taken.waiting as "inbox_waiting!", taken.under_way as "inbox_under_way!",
                   taken.oldest_at as "inbox_oldest_at?", sent.waiting as "outbox_waiting!",
                   sent.under_way as "outbox_under_way!", sent.oldest_at as "outbox_oldest_at?", dead.letters as "dead_letters!"
               from (
                   select count(*) filter (where claimed_by is null) as waiting, count(claimed_by) as under_way,
                       min(received_at) as oldest_at
                   from inbox where bot_id = $1 and done_at is null
               ) as taken cross join (
                   select count(*) filter (where claimed_by is null) as waiting, count(claimed_by) as under_way,
                       min(created_at) as oldest_at
                   from outbox where bot_id = $1
               ) as sent cross join (
                   select count(*) as letters from dead_letter where bot_id = $1
               ) as dead"#,
            bot as BotId
        )
        .fetch_one(&self.pool)
        .await?;
        let queue = |waiting, under_way, oldest_at| Queue { waiting, under_way, oldest_at };
        Ok(Queues {
            inbox: queue(row.inbox_waiting, row.inbox_under_way, row.inbox_oldest_at),
            outbox: queue(row.outbox_waiting, row.outbox_under_way, row.outbox_oldest_at),
            dead_letters: row.dead_letters,
        })
    }

    /// Who is at work, and when an update was last done.
    pub async fn pulse(&self, bot: BotId) -> Result<Pulse, StoreError> {
        let pulse = sqlx::query_as!(
            Pulse,
            r#"select (
                   select count(*) from pg_locks
                   where locktype = 'advisory' and classid = worker_lock_class()::oid and granted
                       and database = (select oid from pg_database where datname = current_database())
               ) as "workers!", (
                   select max(done_at) from inbox where bot_id = $1 and done_at is not null
               ) as "last_done_at?""#,
            bot as BotId
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(pulse)
    }

    /// People whose name holds these words or whose number it is, the latest first.
    pub async fn people(&self, words: &str, offset: i64, limit: i64) -> Result<Vec<KnownPerson>, StoreError> {
        let people = sqlx::query_as!(
            KnownPerson,
            r#"with page as (
                   select * from chat
                   where position(lower($1) in lower(name)) > 0 or chat_id::text = $1
                   order by last_seen_at desc, chat_id
                   offset $2 limit $3
               )
               select chat_id as "chat_id!: ChatId", name as "name!", first_seen_at as "first_seen_at!",
                   last_seen_at as "last_seen_at!", blocked_at is not null as "is_blocked!",
                   let_in_at is not null as "is_let_in!", unreachable_at is not null as "is_unreachable!",
                   coalesce(rows_kept, 0) as "rows!"
               from page
               left join rows_of_people((select array_agg(chat_id) from page)) on telegram_user_id = chat_id
               order by last_seen_at desc, chat_id"#,
            words,
            offset,
            limit
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(people)
    }

    /// Shuts a person out, also one who never wrote; false when they were already. What waits for them unasked is dropped.
    pub async fn block(&self, chat: ChatId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let is_new = sqlx::query_scalar!(
            r#"with dropped as (
                   delete from outbox where chat_id = $1 and priority > 0 and claimed_by is null
               )
               insert into chat (chat_id, name, first_seen_at, last_seen_at, unreachable_at, blocked_at)
               values ($1, '', $2, $2, $2, $2)
               on conflict (chat_id) do update set blocked_at = coalesce(chat.blocked_at, excluded.blocked_at)
               returning blocked_at = $2 as "is_new!""#,
            chat as ChatId,
            now
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(is_new)
    }

    /// Takes a block back; false when there was none.
    pub async fn unblock(&self, chat: ChatId) -> Result<bool, StoreError> {
        let done = sqlx::query!(
            "update chat set blocked_at = null, told_at = null where chat_id = $1 and blocked_at is not null",
            chat as ChatId
        )
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Lets a person in, also one who never wrote. The welcome goes out in the same step, once.
    pub async fn let_in(
        &self,
        bot: BotId,
        chat: ChatId,
        welcome: &[NewMessage],
        now: DateTime<Utc>,
    ) -> Result<LetIn, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let known = sqlx::query!(
            r#"insert into chat (chat_id, name, first_seen_at, last_seen_at, unreachable_at, let_in_at)
               values ($1, '', $2, $2, $2, $2)
               on conflict (chat_id) do update set let_in_at = coalesce(chat.let_in_at, excluded.let_in_at)
               returning let_in_at = $2 as "is_new!", unreachable_at is null as "is_reachable!",
                   blocked_at is not null as "is_blocked!""#,
            chat as ChatId,
            now
        )
        .fetch_one(&mut *transaction)
        .await?;
        let outcome = match known.is_new {
            _ if known.is_blocked => LetIn::Blocked,
            true => LetIn::Now,
            false => LetIn::Before,
        };
        if outcome == LetIn::Now && known.is_reachable {
            outbox::enqueue(&mut transaction, bot, Priority::Notice, welcome, now).await?;
        }
        transaction.commit().await?;
        Ok(outcome)
    }

    /// Keeps an invitation that one person can use.
    pub async fn insert_invitation(
        &self,
        code: &str,
        admin: TelegramUserId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "insert into invitation (code, created_by, created_at) values ($1, $2, $3) on conflict do nothing",
            code,
            admin as TelegramUserId,
            now
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// How many people a broadcast would reach now.
    pub async fn count_audience(&self, audience: Audience<'_>) -> Result<i64, StoreError> {
        let people = sqlx::query_scalar!(
            r#"select count(*) as "people!" from reachable_chats($1, $2)"#,
            audience.only_let_in,
            &audience.admins()
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(people)
    }

    /// Keeps a broadcast until an admin sends or drops it; forgets older drafts.
    pub async fn draft_broadcast(&self, bot: BotId, messages: &Value, now: DateTime<Utc>) -> Result<Uuid, StoreError> {
        let id = Uuid::now_v7();
        sqlx::query!(
            "with forgotten as (delete from broadcast where created_at < $5 and sent_at is null)
             insert into broadcast (broadcast_id, bot_id, messages, created_at) values ($1, $2, $3, $4)
             on conflict do nothing",
            id,
            bot as BotId,
            messages,
            now,
            now - DRAFT_KEPT
        )
        .execute(&self.pool)
        .await?;
        Ok(id)
    }

    /// Puts a broadcast into the outbox for everybody whom it reaches, once however often this is called.
    pub async fn send_broadcast(
        &self,
        id: Uuid,
        bot: BotId,
        audience: Audience<'_>,
        now: DateTime<Utc>,
    ) -> Result<Broadcast, StoreError> {
        // A second call waits here for the first one's commit and finds it sent.
        let sent = sqlx::query_scalar!(
            r#"with chosen as (
                   update broadcast set sent_at = $3, people = (select count(*) from reachable_chats($4, $5))
                   where broadcast_id = $1 and bot_id = $2 and sent_at is null
                   returning messages, people
               ), queued as (
                   insert into outbox (bot_id, chat_id, priority, message, created_at)
                   select $2, reached.chat_id, 2, part.message, $3
                   from chosen
                   cross join reachable_chats($4, $5) as reached (chat_id)
                   cross join jsonb_array_elements(messages) with ordinality as part (message, position)
                   order by reached.chat_id, part.position
               )
               select people as "people!" from chosen"#,
            id,
            bot as BotId,
            now,
            audience.only_let_in,
            &audience.admins()
        )
        .fetch_optional(&self.pool)
        .await?;
        if let Some(people) = sent {
            return Ok(Broadcast::Sent { people });
        }
        let before = sqlx::query_scalar!(
            r#"select people as "people!" from broadcast where broadcast_id = $1 and bot_id = $2 and sent_at is not null"#,
            id,
            bot as BotId
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(before.map_or(Broadcast::Gone, |people| Broadcast::SentBefore { people }))
    }

    /// Drops a broadcast that was not sent; false when there is none.
    pub async fn drop_broadcast(&self, id: Uuid, bot: BotId) -> Result<bool, StoreError> {
        let gone = sqlx::query!(
            "delete from broadcast where broadcast_id = $1 and bot_id = $2 and sent_at is null",
            id,
            bot as BotId
        )
        .execute(&self.pool)
        .await?;
        Ok(gone.rows_affected() > 0)
    }
}
