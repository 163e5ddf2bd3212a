//! PINs, authenticator secrets and recovery codes, sealed or hashed before they come here, and what is asked for just now.
//!
//! **Invariant:** tries are counted by the statement that allows them, so that no two processes allow one too many.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde_json::Value;
use uuid::Uuid;

use super::outbox::{self, Priority};
use super::wallet::ByAdmin;
use super::{Book, Store, StoreError};
use crate::domain::{BookId, TelegramUserId};

/// What a person has set up. Everything secret is sealed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SecondFactor {
    pub pin_hash: Option<Vec<u8>>,
    pub code_secret: Option<Vec<u8>>,
    /// An app that has not shown its first code yet.
    pub code_secret_offered: Option<Vec<u8>>,
    pub locked_until: Option<DateTime<Utc>>,
    /// A correct PIN counts for a while.
    pub keeps_session: bool,
    pub session_until: Option<DateTime<Utc>>,
    /// The person's own amount above which a PIN is needed.
    pub pin_above: Option<Decimal>,
    /// As above, a code as well.
    pub code_above: Option<Decimal>,
    /// For a while after the PIN was taken away on request, more is refused.
    pub cools_until: Option<DateTime<Utc>>,
}

/// What is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    Pin,
    /// A code of the app, or a recovery code.
    Code,
}

/// What is asked for just now.
#[derive(Clone, Debug, PartialEq)]
pub struct Prompt {
    pub id: Uuid,
    /// `pin`, `choose`, `code`, `confirm`.
    pub step: String,
    pub needs_code: bool,
    pub purpose: Value,
    pub message_id: Option<i32>,
    pub expires_at: DateTime<Utc>,
}

impl Store {
    /// Takes away the PIN of somebody who forgot it, with app and recovery codes, a line in the admins' log and what the person
    /// is told, in one step; more is refused `until` then. False when they have none, and nothing was done.
    pub async fn reset_pin(
        &self,
        of: TelegramUserId,
        by: &ByAdmin<'_>,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let done = sqlx::query_scalar!(r#"select wallet_reset_pin($1, $2) as "done!""#, of.0, until)
            .fetch_one(&mut *transaction)
            .await?;
        if done {
            outbox::enqueue(&mut transaction, by.bot, Priority::Notice, by.messages, now).await?;
            by.log(&mut transaction, of, now).await?;
            transaction.commit().await?;
        }
        Ok(done)
    }
}

impl Book {
    pub async fn second_factor(&mut self) -> Result<SecondFactor, StoreError> {
        let id = self.id();
        let found = sqlx::query_as!(
            SecondFactor,
            "select pin_hash, code_secret, code_secret_offered, locked_until, keeps_session, session_until, pin_above,
                 code_above, cools_until
             from second_factor where book_id = $1",
            id as BookId
        )
        .fetch_optional(self.connection())
        .await?;
        Ok(found.unwrap_or_default())
    }

    /// Keeps a PIN's sealed hash. Sessions of the PIN before it end.
    pub async fn set_pin(&mut self, sealed_hash: &[u8]) -> Result<(), StoreError> {
        let id = self.id();
        sqlx::query!(
            "insert into second_factor (book_id, pin_hash) values ($1, $2)
             on conflict (book_id) do update set pin_hash = excluded.pin_hash, pin_tries = 0, session_until = null",
            id as BookId,
            sealed_hash
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Removes PIN, app and recovery codes, and what the person set about them; but what was set, and the cool-down, while that
    /// lasts.
    pub async fn remove_second_factor(&mut self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let id = self.id();
        sqlx::query!("delete from recovery_code where book_id = $1", id as BookId).execute(self.connection()).await?;
        sqlx::query!(
            "delete from second_factor where book_id = $1 and (cools_until is null or cools_until <= $2)",
            id as BookId,
            now
        )
        .execute(self.connection())
        .await?;
        sqlx::query!(
            "update second_factor
             set pin_hash = null, code_secret = null, code_secret_offered = null, code_step = null, session_until = null
             where book_id = $1",
            id as BookId
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Counts a try and locks at the last of `tries_max` until `lock_until`; false when it is locked already. The row stays
    /// locked to the end of the database transaction: what is tried at the same time waits.
    pub async fn begin_try(
        &mut self,
        factor: Factor,
        tries_max: i32,
        lock_until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let id = self.id();
        let begun = sqlx::query!(
            "update second_factor
             set pin_tries = case when $2 then pin_tries else (pin_tries + 1) % $3 end,
                 code_tries = case when $2 then (code_tries + 1) % $3 else code_tries end,
                 locked_until = case when case when $2 then code_tries else pin_tries end + 1 >= $3 then $4::timestamptz end
             where book_id = $1 and (locked_until is null or locked_until <= $5)",
            id as BookId,
            factor == Factor::Code,
            tries_max,
            lock_until,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(begun.rows_affected() > 0)
    }

    /// How many tries at it are left before it is locked; none when it is.
    pub async fn tries_left(&mut self, factor: Factor, tries_max: i32, now: DateTime<Utc>) -> Result<i32, StoreError> {
        let id = self.id();
        let left = sqlx::query_scalar!(
            r#"select case when locked_until > $4 then 0
                   else ($3::int - case when $2 then code_tries else pin_tries end) end as "left!"
               from second_factor where book_id = $1"#,
            id as BookId,
            factor == Factor::Code,
            tries_max,
            now
        )
        .fetch_optional(self.connection())
        .await?;
        Ok(left.unwrap_or(tries_max))
    }

    /// The try was right: counting begins anew.
    pub async fn end_tries(&mut self, factor: Factor) -> Result<(), StoreError> {
        let id = self.id();
        sqlx::query!(
            "update second_factor
             set pin_tries = case when $2 then pin_tries else 0 end,
                 code_tries = case when $2 then 0 else code_tries end, locked_until = null
             where book_id = $1",
            id as BookId,
            factor == Factor::Code
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Lets the PIN count until then, where the person wants that.
    pub async fn begin_session(&mut self, until: DateTime<Utc>) -> Result<(), StoreError> {
        let id = self.id();
        sqlx::query!(
            "update second_factor set session_until = $2 where book_id = $1 and keeps_session",
            id as BookId,
            until
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    pub async fn set_keeps_session(&mut self, keeps: bool) -> Result<(), StoreError> {
        let id = self.id();
        sqlx::query!(
            "update second_factor set keeps_session = $2, session_until = null where book_id = $1",
            id as BookId,
            keeps
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Keeps above which amounts a PIN, and a code as well, is needed; `None` is as shipped.
    pub async fn set_factor_amounts(
        &mut self,
        pin_above: Option<Decimal>,
        code_above: Option<Decimal>,
    ) -> Result<(), StoreError> {
        let id = self.id();
        sqlx::query!(
            "update second_factor set pin_above = $2, code_above = $3 where book_id = $1",
            id as BookId,
            pin_above,
            code_above
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Keeps the sealed secret of an app that has not shown a code yet.
    pub async fn offer_code_secret(&mut self, sealed: &[u8]) -> Result<(), StoreError> {
        let id = self.id();
        sqlx::query!("update second_factor set code_secret_offered = $2 where book_id = $1", id as BookId, sealed)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// The app that was offered is the one from here on.
    pub async fn accept_code_secret(&mut self) -> Result<(), StoreError> {
        let id = self.id();
        sqlx::query!(
            "update second_factor
             set code_secret = code_secret_offered, code_secret_offered = null, code_step = null, code_tries = 0
             where book_id = $1 and code_secret_offered is not null",
            id as BookId
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Removes the app and the recovery codes.
    pub async fn remove_codes(&mut self) -> Result<(), StoreError> {
        let id = self.id();
        sqlx::query!("delete from recovery_code where book_id = $1", id as BookId).execute(self.connection()).await?;
        sqlx::query!(
            "update second_factor set code_secret = null, code_secret_offered = null, code_step = null where book_id = $1",
            id as BookId
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Takes the code of a step; false when it, or a later one, was taken before.
    pub async fn take_code_step(&mut self, step: i64) -> Result<bool, StoreError> {
        let id = self.id();
        let taken = sqlx::query!(
            "update second_factor set code_step = $2 where book_id = $1 and (code_step is null or code_step < $2)",
            id as BookId,
            step
        )
        .execute(self.connection())
        .await?;
        Ok(taken.rows_affected() > 0)
    }

    /// Keeps these recovery codes' hashes in place of all before.
    pub async fn set_recovery_codes(&mut self, hashes: &[Vec<u8>]) -> Result<(), StoreError> {
        let id = self.id();
        sqlx::query!("delete from recovery_code where book_id = $1", id as BookId).execute(self.connection()).await?;
        for hash in hashes {
            sqlx::query!("insert into recovery_code (book_id, code_hash) values ($1, $2)", id as BookId, hash)
                .execute(self.connection())
                .await?;
        }
        Ok(())
    }

    /// Takes a recovery code; false when there is none such, or it was used.
    pub async fn use_recovery_code(&mut self, hash: &[u8], now: DateTime<Utc>) -> Result<bool, StoreError> {
        let id = self.id();
        let used = sqlx::query!(
            "update recovery_code set used_at = $3 where book_id = $1 and code_hash = $2 and used_at is null",
            id as BookId,
            hash,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(used.rows_affected() > 0)
    }

    pub async fn recovery_codes_left(&mut self) -> Result<i64, StoreError> {
        let id = self.id();
        let left = sqlx::query_scalar!(
            r#"select count(*) as "count!" from recovery_code where book_id = $1 and used_at is null"#,
            id as BookId
        )
        .fetch_one(self.connection())
        .await?;
        Ok(left)
    }

    /// Asks this in place of what was asked before.
    pub async fn set_prompt(&mut self, prompt: &Prompt) -> Result<(), StoreError> {
        let id = self.id();
        sqlx::query!(
            "insert into second_factor_prompt (book_id, prompt_id, step, needs_code, purpose, message_id, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (book_id) do update
             set prompt_id = excluded.prompt_id, step = excluded.step, needs_code = excluded.needs_code,
                 purpose = excluded.purpose, message_id = excluded.message_id, expires_at = excluded.expires_at",
            id as BookId,
            prompt.id,
            prompt.step,
            prompt.needs_code,
            prompt.purpose,
            prompt.message_id,
            prompt.expires_at
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// What is asked for, if it has not expired. It stays locked to the end of the database transaction.
    pub async fn prompt(&mut self, now: DateTime<Utc>) -> Result<Option<Prompt>, StoreError> {
        let id = self.id();
        let prompt = sqlx::query_as!(
            Prompt,
            "select prompt_id as id, step, needs_code, purpose, message_id, expires_at
             from second_factor_prompt where book_id = $1 and expires_at > $2
             for update",
            id as BookId,
            now
        )
        .fetch_optional(self.connection())
        .await?;
        Ok(prompt)
    }

    /// Nothing is asked for any more.
    pub async fn end_prompt(&mut self) -> Result<(), StoreError> {
        let id = self.id();
        sqlx::query!("delete from second_factor_prompt where book_id = $1", id as BookId)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
