//! Processes that share the queues: their numbers, and what dead ones left.

use sqlx::pool::PoolConnection;
use sqlx::{Connection as _, Postgres};

use super::{Store, StoreError};
use crate::domain::{BotId, WorkerId};

/// A worker's number, alive as long as this connection is.
#[derive(Debug)]
pub struct Worker {
    connection: sqlx::PgConnection,
    pub id: WorkerId,
}

/// Work that only one process does at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Asking Telegram for updates: two that ask end each other's call.
    Poll,
    /// Sending: the limits are the bot's, not a process's.
    Send,
    /// What the wallet does by itself. Two that do it at once do no harm; one is enough.
    Wallet,
    /// Handing mails to the mail server: its limit is farthing's, not a process's.
    Mail,
}

/// The first key of a duty's session lock; the second is the bot's number.
impl Duty {
    fn lock_class(self) -> i32 {
        match self {
            Self::Poll => 1_718_775_925,
            Self::Send => 1_718_775_926,
            Self::Wallet => 1_718_775_927,
            Self::Mail => 1_718_775_928,
        }
    }
}

impl Store {
    /// Joins the workers under a new number.
    pub async fn begin_worker(&self) -> Result<Worker, StoreError> {
        let connection: PoolConnection<Postgres> = self.pool.acquire().await?;
        // It leaves the pool, because the lock must live and die with the worker.
        let mut connection = connection.detach();
        let id = sqlx::query_scalar!(r#"select nextval('worker_number')::int as "id!: WorkerId""#)
            .fetch_one(&mut connection)
            .await?;
        sqlx::query!("select pg_advisory_lock(worker_lock_class(), $1)", id.0).fetch_one(&mut connection).await?;
        Ok(Worker { connection, id })
    }

    /// Frees what workers claimed that are not alive any more.
    pub async fn release_dead_claims(&self) -> Result<u64, StoreError> {
        let updates = sqlx::query!(
            "update inbox set claimed_by = null
             where done_at is null and claimed_by in (
                 select claimed_by from inbox
                 where done_at is null and claimed_by is not null
                 group by claimed_by having not worker_is_alive(claimed_by)
             )"
        )
        .execute(&self.pool)
        .await?;
        let messages = sqlx::query!(
            "update outbox set claimed_by = null
             where claimed_by in (
                 select claimed_by from outbox
                 where claimed_by is not null
                 group by claimed_by having not worker_is_alive(claimed_by)
             )"
        )
        .execute(&self.pool)
        .await?;
        let jobs = sqlx::query!(
            "update job set claimed_by = null
             where claimed_by in (
                 select claimed_by from job
                 where claimed_by is not null
                 group by claimed_by having not worker_is_alive(claimed_by)
             )"
        )
        .execute(&self.pool)
        .await?;
        let mails = sqlx::query!(
            "update mail set claimed_by = null
             where claimed_by in (
                 select claimed_by from mail
                 where claimed_by is not null
                 group by claimed_by having not worker_is_alive(claimed_by)
             )"
        )
        .execute(&self.pool)
        .await?;
        Ok(updates.rows_affected() + messages.rows_affected() + jobs.rows_affected() + mails.rows_affected())
    }
}

impl Worker {
    /// Takes a duty of this bot, unless another process has it. It is kept until the worker ends.
    pub async fn take_duty(&mut self, duty: Duty, bot: BotId) -> Result<bool, StoreError> {
        // Bots are numbered above 2³¹; a collision of the folded number only lets two bots wait for each other.
        let folded = i32::from_le_bytes((bot.0 as u32).to_le_bytes());
        let taken =
            sqlx::query_scalar!(r#"select pg_try_advisory_lock($1, $2) as "taken!""#, duty.lock_class(), folded)
                .fetch_one(&mut self.connection)
                .await?;
        Ok(taken)
    }

    /// Fails when the connection, and with it the number, is lost.
    pub async fn ping(&mut self) -> Result<(), StoreError> {
        Ok(self.connection.ping().await?)
    }

    /// Leaves the workers: what is still claimed becomes free for others.
    pub async fn end(self) -> Result<(), StoreError> {
        Ok(self.connection.close().await?)
    }
}
