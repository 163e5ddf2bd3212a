//! Summaries by mail: whose address is known, and mails that wait until a mail server took them.
//!
//! At least once: a mail is removed after the server's answer, so a kill between the two sends it again, under the same
//! message id.
//!
//! **Invariant:** an address is somebody's only after the code that was sent there; a try is counted by the statement that
//! allows it.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{Book, Store, StoreError};
use crate::domain::{BookId, TelegramUserId, WorkerId};

/// A code that was not typed by then is not good any more, nor worth sending.
pub const CODE_GOOD_FOR: TimeDelta = TimeDelta::minutes(30);
/// After so long, sent codes are counted anew.
const CODES_COUNTED_FOR: TimeDelta = TimeDelta::hours(24);

/// Where a person's summaries go by mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailSetting {
    /// `None` where they come in the chat alone.
    pub address: Option<String>,
    /// The mail server said that the address takes none.
    pub is_paused: bool,
    /// An address that waits for its code.
    pub offered: Option<String>,
}

/// An address to be confirmed.
#[derive(Clone, Copy, Debug)]
pub struct OfferedAddress<'a> {
    pub address: &'a str,
    /// Six digits.
    pub code: &'a str,
    pub expires_at: DateTime<Utc>,
    /// Codes that one person has sent within a day.
    pub codes_a_day: i16,
}

/// What came of a typed code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeTried {
    /// The address is the person's from now on.
    Right {
        address: String,
    },
    Wrong {
        tries_left: i16,
    },
    /// There is none, it is too old, or it was tried too often.
    Gone,
}

/// A mail to put into the queue. Somebody waits for it.
#[derive(Clone, Copy, Debug)]
pub struct CodeMail<'a> {
    pub to: &'a str,
    pub subject: &'a str,
    pub body: &'a str,
}

/// A mail to send now.
#[derive(Clone, Debug)]
pub struct ClaimedMail {
    pub book: BookId,
    pub id: Uuid,
    pub of_user: TelegramUserId,
    /// Whether somebody waits for it to type its code.
    pub is_code: bool,
    pub address: String,
    pub subject: String,
    pub body: String,
    pub created_at: DateTime<Utc>,
    /// Without this one.
    pub attempts: i16,
}

/// A mail that was given up; what it says and to whom stays inside.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadMail {
    pub kind: String,
    pub died_at: DateTime<Utc>,
    pub reason: String,
}

/// What an address that takes no mails was to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Their summaries went there; that is paused now.
    Paused { address: String },
    /// It waited for its code.
    Offered { address: String },
    /// It is not theirs any more, or this was told already.
    Nothing,
}

impl Book {
    pub async fn mail_setting(&mut self, user: TelegramUserId) -> Result<MailSetting, StoreError> {
        let book_id = self.id();
        let found = sqlx::query_as!(
            MailSetting,
            r#"select address, paused_at is not null as "is_paused!", offered from mail_address
               where book_id = $1 and of_user = $2"#,
            book_id as BookId,
            user as TelegramUserId
        )
        .fetch_optional(self.connection())
        .await?;
        Ok(found.unwrap_or_default())
    }

    /// Lets an address wait for its code, in place of another that does. False when enough codes were sent today.
    pub async fn offer_address(
        &mut self,
        user: TelegramUserId,
        offered: OfferedAddress<'_>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let book_id = self.id();
        let done = sqlx::query!(
            "insert into mail_address as known (book_id, of_user, offered, code, code_expires_at, codes_since, codes_sent)
             values ($1, $2, $3, $4, $5, $6, 1)
             on conflict (book_id, of_user) do update
             set offered = excluded.offered, code = excluded.code, code_expires_at = excluded.code_expires_at, tries = 0,
                 codes_since = case when known.codes_since <= $7 then $6 else known.codes_since end,
                 codes_sent = case when known.codes_since <= $7 then 1 else known.codes_sent + 1 end
             where known.codes_since <= $7 or known.codes_sent < $8",
            book_id as BookId,
            user as TelegramUserId,
            offered.address,
            offered.code,
            offered.expires_at,
            now,
            now - CODES_COUNTED_FOR,
            offered.codes_a_day
        )
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Tries a code; the right one makes the address the person's.
    pub async fn try_code(
        &mut self,
        user: TelegramUserId,
        code: &str,
        tries_max: i16,
        now: DateTime<Utc>,
    ) -> Result<CodeTried, StoreError> {
        let book_id = self.id();
        let tried = sqlx::query!(
            r#"update mail_address set tries = tries + 1
               where book_id = $1 and of_user = $2 and code_expires_at > $5 and tries < $4
               returning offered as "offered!", code = $3 as "is_right!", $4 - tries as "tries_left!: i16""#,
            book_id as BookId,
            user as TelegramUserId,
            code,
            tries_max,
            now
        )
        .fetch_optional(self.connection())
        .await?;
        match tried {
            None => Ok(CodeTried::Gone),
            Some(tried) if tried.is_right => {
                sqlx::query!(
                    "update mail_address
                     set address = offered, paused_at = null, offered = null, code = null, code_expires_at = null
                     where book_id = $1 and of_user = $2",
                    book_id as BookId,
                    user as TelegramUserId
                )
                .execute(self.connection())
                .await?;
                Ok(CodeTried::Right { address: tried.offered })
            }
            Some(tried) => Ok(CodeTried::Wrong { tries_left: tried.tries_left }),
        }
    }

    /// Forgets the addresses and what waits to be sent there; how many codes were sent stays.
    pub async fn forget_address(&mut self, user: TelegramUserId) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "update mail_address
             set address = null, paused_at = null, offered = null, code = null, code_expires_at = null
             where book_id = $1 and of_user = $2",
            book_id as BookId,
            user as TelegramUserId
        )
        .execute(self.connection())
        .await?;
        sqlx::query!("delete from mail where book_id = $1 and of_user = $2", book_id as BookId, user as TelegramUserId)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Has a code sent; it leaves when this database transaction is committed.
    pub async fn enqueue_code_mail(
        &mut self,
        user: TelegramUserId,
        mail: CodeMail<'_>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "insert into mail (book_id, mail_id, of_user, address, subject, body, created_at, due_at, kind, priority)
             values ($1, $2, $3, $4, $5, $6, $7, $7, 'code', 0)",
            book_id as BookId,
            Uuid::now_v7(),
            user as TelegramUserId,
            mail.to,
            mail.subject,
            mail.body,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// The server takes nothing for this mail's address, now or later: whatever waits for it goes, and summaries are paused.
    pub async fn refuse_address(&mut self, mail: &ClaimedMail, now: DateTime<Utc>) -> Result<Refused, StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "delete from mail where book_id = $1 and of_user = $2 and address = $3",
            book_id as BookId,
            mail.of_user as TelegramUserId,
            mail.address
        )
        .execute(self.connection())
        .await?;
        let offered = sqlx::query!(
            "update mail_address set offered = null, code = null, code_expires_at = null
             where book_id = $1 and of_user = $2 and offered = $3",
            book_id as BookId,
            mail.of_user as TelegramUserId,
            mail.address
        )
        .execute(self.connection())
        .await?;
        let paused = sqlx::query!(
            "update mail_address set paused_at = $4
             where book_id = $1 and of_user = $2 and address = $3 and paused_at is null",
            book_id as BookId,
            mail.of_user as TelegramUserId,
            mail.address,
            now
        )
        .execute(self.connection())
        .await?;
        let address = mail.address.clone();
        Ok(match (paused.rows_affected(), offered.rows_affected()) {
            (1.., _) => Refused::Paused { address },
            (0, 1..) => Refused::Offered { address },
            (0, 0) => Refused::Nothing,
        })
    }
}

impl Store {
    /// Takes the next mail that is due: codes first, then the longest due.
    pub async fn claim_mail(&self, worker: WorkerId, now: DateTime<Utc>) -> Result<Option<ClaimedMail>, StoreError> {
        let mail = sqlx::query_as!(
            ClaimedMail,
            r#"with head as (
                   select book_id, mail_id from mail
                   where claimed_by is null and died_at is null and due_at <= $2
                   order by priority, due_at, mail_id
                   limit 1
                   for update skip locked
               )
               update mail set claimed_by = $1
               from head
               where mail.book_id = head.book_id and mail.mail_id = head.mail_id
               returning mail.book_id as "book: BookId", mail.mail_id as id, of_user as "of_user: TelegramUserId",
                   kind = 'code' as "is_code!", address, subject, body, created_at, attempts"#,
            worker as WorkerId,
            now
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(mail)
    }

    /// Removes a mail that the server took.
    pub async fn remove_mail(&self, mail: &ClaimedMail) -> Result<(), StoreError> {
        sqlx::query!("delete from mail where book_id = $1 and mail_id = $2", mail.book as BookId, mail.id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Puts a mail back after a failed attempt.
    pub async fn retry_mail(&self, mail: &ClaimedMail, due_at: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query!(
            "update mail set claimed_by = null, due_at = $3, attempts = attempts + 1 where book_id = $1 and mail_id = $2",
            mail.book as BookId,
            mail.id,
            due_at
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Gives a mail up; it stays, with the reason, until it is tried again.
    pub async fn bury_mail(&self, mail: &ClaimedMail, reason: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query!(
            "update mail set claimed_by = null, died_at = $4, reason = $3 where book_id = $1 and mail_id = $2",
            mail.book as BookId,
            mail.id,
            reason,
            now
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Mails that were given up, newest first.
    pub async fn dead_mails(&self, limit: i64) -> Result<Vec<DeadMail>, StoreError> {
        let dead = sqlx::query_as!(
            DeadMail,
            r#"select kind, died_at as "died_at!", coalesce(reason, '') as "reason!"
               from mail where died_at is not null order by died_at desc, mail_id desc limit $1"#,
            limit
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(dead)
    }

    /// Has every mail that was given up tried again; how many there were.
    pub async fn replay_dead_mails(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let replayed = sqlx::query!(
            "update mail set died_at = null, reason = null, attempts = 0, due_at = $1 where died_at is not null",
            now
        )
        .execute(&self.pool)
        .await?;
        Ok(replayed.rows_affected())
    }
}
