//! Accounts renamed, merged and parted again.
//!
//! **Invariant:** each is below an action, and is taken back only while nothing later builds on it.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::rows::ExistingRow;
use super::{Book, StoreError};
use crate::domain::{AccountId, ActionId, BookId, StatementId, TransactionId};

/// Rows of two accounts that are one payment: `gone[n]` becomes part of `kept[n]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JoinedRows {
    pub gone: Vec<TransactionId>,
    pub kept: Vec<TransactionId>,
}

/// A statement of an account as it is listed.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementFacts {
    pub id: StatementId,
    pub action: ActionId,
    pub format: String,
    pub file_name: Option<String>,
    pub period_from: Option<NaiveDate>,
    pub period_to: Option<NaiveDate>,
    /// As printed.
    pub closing_balance: Option<Decimal>,
    /// `proven`, `gap` or `unproven`.
    pub reconciliation: String,
    pub gap: Option<Decimal>,
}

impl Book {
    /// Every row of an account, oldest first.
    pub async fn rows_of_account(&mut self, account: AccountId) -> Result<Vec<ExistingRow>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query_as!(
            ExistingRow,
            r#"select transaction_id as "id: TransactionId", booked_on, amount, description, false as "deleted!"
               from transaction where book_id = $1 and account_id = $2
               order by booked_on, transaction_id"#,
            book_id as BookId,
            account as AccountId
        )
        .fetch_all(self.connection())
        .await?;
        Ok(rows)
    }

    /// The latest statements of an account, by the days they cover.
    pub async fn statements_of_account(
        &mut self,
        account: AccountId,
        limit: i64,
    ) -> Result<Vec<StatementFacts>, StoreError> {
        let book_id = self.id();
        let statements = sqlx::query_as!(
            StatementFacts,
            r#"select statement_id as "id: StatementId", action_id as "action: ActionId", format, file_name, period_from,
                   period_to, closing_balance, reconciliation, gap
               from statement where book_id = $1 and account_id = $2
               order by period_to desc nulls last, created_at desc, statement_id desc
               limit $3"#,
            book_id as BookId,
            account as AccountId,
            limit
        )
        .fetch_all(self.connection())
        .await?;
        Ok(statements)
    }

    /// Gives an account another name, and keeps what it was called before.
    pub async fn rename_account(
        &mut self,
        account: AccountId,
        name: &str,
        action: ActionId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "with kept as (
                 insert into account_rename (book_id, action_id, account_id, before, after, created_at)
                 select book_id, $2, account_id, name, $4, $5 from account where book_id = $1 and account_id = $3
             )
             update account set name = $4 where book_id = $1 and account_id = $3",
            book_id as BookId,
            action as ActionId,
            account as AccountId,
            name,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Gives the account back the name that it had before this action.
    pub async fn revert_rename(&mut self, action: ActionId) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "update account set name = account_rename.before
             from account_rename
             where account_rename.book_id = $1 and account_rename.action_id = $2
                 and account.book_id = $1 and account.account_id = account_rename.account_id",
            book_id as BookId,
            action as ActionId
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Makes one account part of another. Returns how many rows moved beside those that became one with a row there.
    pub async fn merge_accounts(
        &mut self,
        from: AccountId,
        into: AccountId,
        joined: &JoinedRows,
        action: ActionId,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let moved = sqlx::query_scalar!(
            r#"select merge_accounts($1, $2, $3, $4, $5, $6) as "moved!""#,
            from as AccountId,
            into as AccountId,
            joined.gone.as_slice() as &[TransactionId],
            joined.kept.as_slice() as &[TransactionId],
            action as ActionId,
            now
        )
        .fetch_one(self.plan_for_values().await?)
        .await?;
        Ok(moved.unsigned_abs())
    }

    /// Takes a merge back. Returns how many rows the account has again.
    pub async fn part_accounts(
        &mut self,
        action: ActionId,
        undo: ActionId,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        // The rows that are one at this moment are two afterwards, so what was chosen for them goes back first.
        self.revert_changes(action, undo, now).await?;
        let rows = sqlx::query_scalar!(
            r#"select part_accounts($1, $2, $3) as "rows!""#,
            action as ActionId,
            undo as ActionId,
            now
        )
        .fetch_one(self.plan_for_values().await?)
        .await?;
        Ok(rows.unsigned_abs())
    }

    /// What the latest later step did that builds on this deletion, renaming or merge; `None` when it can be taken back.
    pub async fn later_step(&mut self, action: ActionId) -> Result<Option<String>, StoreError> {
        let book_id = self.id();
        let summary = sqlx::query_scalar!(
            r#"with touched as (
                   select account_id, 'delete' as kind from tombstone
                   where book_id = $1 and action_id = $2 and reason = 'deleted'
                   union
                   select account_id, 'rename' from account_rename where book_id = $1 and action_id = $2
                   union
                   select unnest(array[from_account, into_account]), 'merge' from account_merge
                   where book_id = $1 and action_id = $2
               ), building as (
                   select account_merge.action_id from account_merge join touched
                       on touched.account_id in (account_merge.from_account, account_merge.into_account)
                   where account_merge.book_id = $1 and touched.kind in ('delete', 'merge')
                   union
                   select account_rename.action_id from account_rename join touched using (account_id)
                   where account_rename.book_id = $1 and touched.kind = 'rename'
                   union
                   select statement.action_id from statement join touched using (account_id)
                   where statement.book_id = $1 and touched.kind = 'merge'
                   union
                   select tombstone.action_id from tombstone join touched using (account_id)
                   where tombstone.book_id = $1 and tombstone.reason = 'deleted' and touched.kind = 'merge'
               )
               select later.summary
               from standing_action as later
               join building using (action_id)
               join action as this on this.book_id = later.book_id and this.action_id = $2
               where later.book_id = $1 and (later.created_at, later.action_id) > (this.created_at, this.action_id)
               order by later.created_at desc, later.action_id desc
               limit 1"#,
            book_id as BookId,
            action as ActionId
        )
        .fetch_optional(self.connection())
        .await?;
        // A view's column may be null for all that the compiler knows.
        Ok(summary.flatten())
    }
}
