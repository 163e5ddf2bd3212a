//! What farthing does by itself: jobs that wait in Postgres until they are due and are tried until they are done.
//!
//! The queue is our own, on the inbox's pattern. The kept crates were read first (November 2026): apalis-postgres 1.0 and
//! pgmq 0.34 are on sqlx 0.9; underway is on 0.8 and sqlxmq 0.5 on 0.7, which would bring a second sqlx. Of the two that fit,
//! apalis-postgres asks the database for the time (`run_at < now()`), which no statement here does and no test could set, and
//! pgmq hides a message for a while instead of asking whether its worker lives. Both mark a task as done in a step of their
//! own over tables of their own, so that an effect and "done" would not commit together in a book's transaction. What is
//! left to write here is one claim, one retry and one burial.
//!
//! **Invariant:** a job's effect, the messages it leaves and its removal commit together, under the claim of one worker that
//! is alive. Time is a value that the caller passes in.

mod attention;
mod look;
pub mod mail;
mod summaries;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::{FutureExt as _, StreamExt as _, stream};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::bot::outgoing::Outgoing;
use crate::bot::{Bot, backoff};
use crate::domain::{BotId, ChatId, TelegramUserId, WorkerId};
use crate::store::StoreError;
use crate::store::jobs::{ClaimedJob, JobKind};
use crate::store::outbox::Priority;
use crate::tools::{Context, ToolError};

/// How often a process looks for due jobs: an alert is in the outbox within a second of what caused it.
const LOOK_INTERVAL: Duration = Duration::from_millis(500);
/// Jobs claimed at once: enough that claiming costs little, few enough that other processes find some.
const CLAIMED_MAX: i64 = 32;
/// Jobs under way at once in a process: they share the pool's connections with people who wait for an answer.
const UNDER_WAY_MAX: usize = 4;
/// No job takes this long; what does hangs.
const JOB_MAX: Duration = Duration::from_secs(60);
/// Attempts before a job is given up: with the waits between them more than an hour, longer than a database is away.
const ATTEMPTS_MAX: i16 = 14;
const RETRY_WAIT_MAX: Duration = Duration::from_secs(3_600);

/// A message that a job put into the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub user: TelegramUserId,
    /// What was said, in one word.
    pub kind: &'static str,
    pub due_at: DateTime<Utc>,
    /// Without markup.
    pub text: String,
}

/// What a job wants to say to the people of its book.
struct ToSay {
    kind: &'static str,
    text: String,
    message: Outgoing,
}

/// Why a job was not done.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("this version knows no job called {0}")]
    UnknownKind(String),
    #[error("took longer than {JOB_MAX:?}")]
    TooLong,
    #[error("the job panicked")]
    Panicked,
    #[error(transparent)]
    Tool(#[from] ToolError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Does what is due until told to stop. What a stop cuts off is done again by the next worker.
pub async fn run(bot: Arc<Bot>, worker: WorkerId, stop: CancellationToken) {
    loop {
        let mut hear = |said: Vec<Said>| {
            if !said.is_empty() {
                bot.outbox_changed.notify_one();
            }
        };
        let done = tokio::select! {
            () = stop.cancelled() => return,
            done = do_due(&bot.app, bot.telegram.bot_id, worker, bot.now(), &mut hear) => done,
        };
        if let Err(error) = done {
            tracing::error!(error = %causes(&error), "jobs cannot be read; trying again");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK_INTERVAL) => {}
        }
    }
}

/// Does everything that is due at `now`, each once; what went to the outbox, in the order in which it was due. What fails is
/// put back for later.
///
/// # Errors
/// Only when the jobs cannot be read.
pub async fn run_due(app: &App, bot: BotId, worker: WorkerId, now: DateTime<Utc>) -> Result<Vec<Said>, StoreError> {
    let mut all = Vec::new();
    do_due(app, bot, worker, now, &mut |said| all.extend(said)).await?;
    Ok(all)
}

/// As [`run_due`], telling what is said bit by bit: a morning's summaries are more than should be in memory.
pub async fn do_due(
    app: &App,
    bot: BotId,
    worker: WorkerId,
    now: DateTime<Utc>,
    hear: &mut impl FnMut(Vec<Said>),
) -> Result<(), StoreError> {
    loop {
        let jobs = app.store.claim_jobs(worker, CLAIMED_MAX, now).await?;
        if jobs.is_empty() {
            break;
        }
        let outcomes = stream::iter(jobs).map(|job| handled(app, bot, worker, job, now)).buffered(UNDER_WAY_MAX);
        hear(outcomes.collect::<Vec<_>>().await.into_iter().flatten().collect());
    }
    // After the jobs: what they found and held back is told along.
    summaries::run_due(app, bot, now, hear).await
}

/// One job to its end: done, put back, or given up.
async fn handled(app: &App, bot: BotId, worker: WorkerId, job: ClaimedJob, now: DateTime<Utc>) -> Vec<Said> {
    let work = AssertUnwindSafe(done(app, bot, worker, &job, now)).catch_unwind();
    let outcome = match tokio::time::timeout(JOB_MAX, work).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err(Failure::Panicked),
        Err(_) => Err(Failure::TooLong),
    };
    let failure = match outcome {
        Ok(said) => return said,
        Err(failure) => failure,
    };
    let reason = causes(&failure);
    let put_back = match job.attempts {
        ATTEMPTS_MAX.. => {
            tracing::error!(job = %job.id, attempts = job.attempts, error = %reason, "a job was given up");
            app.store.bury_job(job.id, worker, &reason, now).await
        }
        attempts => {
            tracing::warn!(job = %job.id, attempts, error = %reason, "a job failed; it is tried again");
            let failures = u32::try_from(attempts.saturating_sub(1)).unwrap_or_default();
            app.store.retry_job(job.id, worker, now + backoff(failures, RETRY_WAIT_MAX)).await
        }
    };
    if let Err(error) = put_back {
        // It stays this worker's, and is free when the worker's number is given up.
        tracing::error!(job = %job.id, error = %causes(&error), "a job could not be put back");
    }
    Vec::new()
}

/// The job's effect, its messages and its removal, in one database transaction.
async fn done(
    app: &App,
    bot: BotId,
    worker: WorkerId,
    job: &ClaimedJob,
    now: DateTime<Utc>,
) -> Result<Vec<Said>, Failure> {
    let kind = JobKind::parse(&job.kind).ok_or_else(|| Failure::UnknownKind(job.kind.clone()))?;
    let mut book = app.store.book(job.book).await?;
    let today = now.with_timezone(&book.settings().await?.time_zone).date_naive();
    let mut context = Context::begun(app.store.clone(), book, app.workers.clone(), now, today);
    let to_say = match kind {
        JobKind::Look => look::look(&mut context, Some(job.since.unwrap_or(job.due_at))).await?,
        JobKind::TimedLook => look::look(&mut context, None).await?,
    };
    let book = context.book().await?;
    let people = if to_say.is_empty() { Vec::new() } else { book.listeners().await? };
    let mut said = Vec::new();
    for ToSay { kind, text, message } in to_say {
        for user in &people {
            let messages = message.clone().into_messages(ChatId(user.0), None);
            book.enqueue(bot, Priority::Notice, &messages, now).await?;
            said.push(Said { user: *user, kind, due_at: job.due_at, text: text.clone() });
        }
    }
    if !book.finish_job(job.id, worker).await? {
        // Another worker has it: nothing of this is kept.
        return Ok(Vec::new());
    }
    context.commit().await?;
    Ok(said)
}

/// The error and what caused it, in one line.
fn causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
