//! Work that is done later, or again until it is done.
//!
//! A job enters with what causes it and is removed with its effect, each in one database transaction, and only by the worker
//! whose claim still stands: what two workers believe to have is done once.

use chrono::{DateTime, Utc};

use super::{Book, Store, StoreError};
use crate::domain::{BookId, JobId, WorkerId};

/// What there is to do; the word in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Looks at what changed: what is expected next, how budgets stand, what is worth an alert.
    Look,
    /// Looks again when something was to happen: a bill, a salary, the end of quiet hours. One for each book.
    TimedLook,
}

impl JobKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::TimedLook => "timed_look",
        }
    }

    /// `None` for what another version calls so.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Look, Self::TimedLook].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A job to do now.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimedJob {
    pub id: JobId,
    pub book: BookId,
    pub kind: String,
    pub due_at: DateTime<Utc>,
    /// What was kept from this moment on is news to it.
    pub since: Option<DateTime<Utc>>,
    /// Counts this one.
    pub attempts: i16,
}

/// What became of jobs that failed.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadJob {
    pub id: JobId,
    pub kind: String,
    pub died_at: DateTime<Utc>,
    pub reason: String,
}

impl Book {
    /// Keeps a look at the book for now, at what is kept at `now` or later; one that waits looks at it too. It is done after this
    /// database transaction is committed.
    pub async fn enqueue_look(&mut self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let book_id = self.id();
        let widened = sqlx::query!(
            "update job set since = least(since, $3)
             where book_id = $1 and job_id = (
                 select job_id from job
                 where book_id = $1 and kind = $2 and due_at <= $3 and claimed_by is null and died_at is null
                 order by due_at, job_id limit 1
                 -- One that is being claimed this moment may have looked already.
                 for update skip locked
             )",
            book_id as BookId,
            JobKind::Look.as_str(),
            now
        )
        .execute(self.connection())
        .await?;
        if widened.rows_affected() > 0 {
            return Ok(());
        }
        sqlx::query!(
            "insert into job (book_id, job_id, kind, due_at, created_at, since) values ($1, $2, $3, $4, $4, $4)",
            book_id as BookId,
            JobId::new() as JobId,
            JobKind::Look.as_str(),
            now
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Keeps one timed look at the book, at `due_at`, in the place of any before; `None`: none.
    pub async fn set_timed_look(
        &mut self,
        due_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "delete from job where book_id = $1 and kind = $2 and claimed_by is null and died_at is null",
            book_id as BookId,
            JobKind::TimedLook.as_str()
        )
        .execute(self.connection())
        .await?;
        match due_at {
            Some(due_at) => self.enqueue_timed_look_by(due_at, now).await,
            None => Ok(()),
        }
    }

    /// Keeps a timed look for `due_at`, unless one comes before.
    pub async fn enqueue_timed_look_by(&mut self, due_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "insert into job (job_id, book_id, kind, due_at, created_at)
             select $2, $1, $3, $4, $5
             where not exists (
                 select from job
                 where book_id = $1 and kind = $3 and due_at <= $4 and claimed_by is null and died_at is null
             )",
            book_id as BookId,
            JobId::new() as JobId,
            JobKind::TimedLook.as_str(),
            due_at,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Removes a job with its effect. False when the claim does not stand any more: then nothing must be committed.
    pub async fn finish_job(&mut self, job: JobId, worker: WorkerId) -> Result<bool, StoreError> {
        let book_id = self.id();
        let done = sqlx::query!(
            "delete from job where book_id = $1 and job_id = $2 and claimed_by = $3 and died_at is null",
            book_id as BookId,
            job as JobId,
            worker as WorkerId
        )
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }
}

impl Store {
    /// Takes up to `limit` jobs that are due, oldest first.
    pub async fn claim_jobs(
        &self,
        worker: WorkerId,
        limit: i64,
        now: DateTime<Utc>,
    ) -> Result<Vec<ClaimedJob>, StoreError> {
        // A claim that is lost with the database is made anew, so it need not wait for the disk.
        let claimed = sqlx::query_as!(
            ClaimedJob,
            r#"with head as (
                   select job_id from job
                   where claimed_by is null and died_at is null and due_at <= $3
                   order by due_at, job_id
                   limit $2
                   for update skip locked
               ), claimed as (
                   update job set claimed_by = $1, attempts = attempts + 1
                   from head
                   where job.job_id = head.job_id
                       and (select set_config('synchronous_commit', 'off', true)) is not null
                   returning job.*
               )
               select job_id as "id!: JobId", book_id as "book!: BookId", kind as "kind!", due_at as "due_at!",
                   since, attempts as "attempts!"
               from claimed order by due_at, job_id"#,
            worker as WorkerId,
            limit,
            now
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(claimed)
    }

    /// Puts a job back, to be tried again from `due_at` on.
    pub async fn retry_job(&self, job: JobId, worker: WorkerId, due_at: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query!(
            "update job set claimed_by = null, due_at = $3 where job_id = $1 and claimed_by = $2",
            job as JobId,
            worker as WorkerId,
            due_at
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Gives a job up; it stays, with the reason, until it is tried again.
    pub async fn bury_job(
        &self,
        job: JobId,
        worker: WorkerId,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "update job set claimed_by = null, died_at = $4, reason = $3 where job_id = $1 and claimed_by = $2",
            job as JobId,
            worker as WorkerId,
            reason,
            now
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Jobs that were given up, newest first.
    pub async fn dead_jobs(&self, limit: i64) -> Result<Vec<DeadJob>, StoreError> {
        let dead = sqlx::query_as!(
            DeadJob,
            r#"select job_id as "id: JobId", kind, died_at as "died_at!", coalesce(reason, '') as "reason!"
               from job where died_at is not null order by died_at desc, job_id desc limit $1"#,
            limit
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(dead)
    }

    /// Has every job that was given up tried again; how many there were.
    pub async fn replay_dead_jobs(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let replayed = sqlx::query!(
            "update job set died_at = null, reason = null, attempts = 0, due_at = $1 where died_at is not null",
            now
        )
        .execute(&self.pool)
        .await?;
        Ok(replayed.rows_affected())
    }
}
