//! Actions and the changes they made: append-only, so that each can be listed and taken back.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{Book, StoreError};
use crate::domain::{ActionId, BookId, CategoryId, TransactionId};

/// What kind of step it was; the word in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    Import,
    /// Rows that the person typed.
    Record,
    Recategorise,
    /// Rows, or a payee, got a tag or lost it.
    Tag,
    /// Money of the wallet; written by the database's own function.
    Payment,
    Undo,
    Delete,
    Rename,
    Merge,
    /// A budget was set, changed or removed.
    Budget,
    /// A goal was set, changed or removed, or something was put aside for it.
    Goal,
}

impl ActionKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Record => "record",
            Self::Recategorise => "recategorise",
            Self::Tag => "tag",
            Self::Payment => "payment",
            Self::Undo => "undo",
            Self::Delete => "delete",
            Self::Rename => "rename",
            Self::Merge => "merge",
            Self::Budget => "budget",
            Self::Goal => "goal",
        }
    }

    fn parse(word: &str) -> Result<Self, StoreError> {
        [
            Self::Import,
            Self::Record,
            Self::Recategorise,
            Self::Tag,
            Self::Payment,
            Self::Undo,
            Self::Delete,
            Self::Rename,
            Self::Merge,
            Self::Budget,
            Self::Goal,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == word)
        .ok_or_else(|| StoreError::Unknown { what: format!("action kind {word}") })
    }
}

/// A step as it is listed.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    pub id: ActionId,
    pub kind: ActionKind,
    /// What it did, in the user's words.
    pub summary: String,
    pub created_at: DateTime<Utc>,
    pub undone: bool,
}

/// Which rows a change of category touches.
#[derive(Debug)]
pub struct CategoryChange<'a> {
    pub action: ActionId,
    pub transactions: &'a [TransactionId],
    pub category: CategoryId,
    pub decided_by: &'static str,
}

impl Book {
    /// Keeps a step; `undoes` names the one it takes back.
    pub async fn insert_action(
        &mut self,
        kind: ActionKind,
        summary: &str,
        undoes: Option<ActionId>,
        now: DateTime<Utc>,
    ) -> Result<ActionId, StoreError> {
        let book_id = self.id();
        let action_id = ActionId::new();
        sqlx::query!(
            "insert into action (book_id, action_id, kind, summary, undoes, created_at, made_by)
             values ($1, $2, $3, $4, $5, $6, 'user')",
            book_id as BookId,
            action_id as ActionId,
            kind.as_str(),
            summary,
            undoes as Option<ActionId>,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(action_id)
    }

    /// The named step, or the latest that can still be taken back.
    pub async fn action(&mut self, named: Option<ActionId>) -> Result<Option<Action>, StoreError> {
        let book_id = self.id();
        let row = sqlx::query!(
            r#"select action_id as "id: ActionId", kind, summary, created_at,
                   exists (
                       select from action as later where later.book_id = action.book_id and later.undoes = action.action_id
                   ) as "undone!"
               from action
               where book_id = $1 and case
                   when $2::uuid is not null then action_id = $2
                   else kind not in ('undo', 'payment') and not exists (
                       select from action as later where later.book_id = action.book_id and later.undoes = action.action_id
                   ) end
               order by created_at desc, action_id desc
               limit 1"#,
            book_id as BookId,
            named as Option<ActionId>
        )
        .fetch_optional(self.connection())
        .await?;
        row.map(|row| {
            let kind = ActionKind::parse(&row.kind)?;
            Ok(Action { id: row.id, kind, summary: row.summary, created_at: row.created_at, undone: row.undone })
        })
        .transpose()
    }

    /// Puts rows into a category and keeps what each was before. Rows already there are left alone. Returns how many changed.
    pub async fn change_category(
        &mut self,
        change: &CategoryChange<'_>,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let book_id = self.id();
        let after = json!({"category": change.category, "decided_by": change.decided_by, "confidence": 1.0});
        let changed = sqlx::query!(
            "with kept as (
                 insert into change (book_id, action_id, transaction_id, field, before, after, created_at)
                 select book_id, $2, transaction_id, 'category',
                     jsonb_build_object('category', category_id, 'decided_by', decided_by, 'confidence', confidence), $6, $7
                 from transaction
                 where book_id = $1 and transaction_id = any($3) and (category_id, decided_by) <> ($4, $5)
                 returning transaction_id
             )
             update transaction set category_id = $4, decided_by = $5, confidence = 1
             from kept
             where transaction.book_id = $1 and transaction.transaction_id = kept.transaction_id",
            book_id as BookId,
            change.action as ActionId,
            change.transactions as &[TransactionId],
            change.category as CategoryId,
            change.decided_by,
            after,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(changed.rows_affected())
    }

    /// Puts every row that an action changed back to what it was, and forgets what the action taught. A row that was
    /// changed again since stays as it is. Returns how many went back.
    pub async fn revert_changes(
        &mut self,
        action: ActionId,
        undo: ActionId,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "delete from correction where book_id = $1 and action_id = $2",
            book_id as BookId,
            action as ActionId
        )
        .execute(self.connection())
        .await?;
        let reverted = sqlx::query!(
            "with latest as (
                 select change.* from change
                 where change.book_id = $1 and change.action_id = $2 and change.field = 'category' and not exists (
                     select from change as later
                     where later.book_id = $1 and later.transaction_id = change.transaction_id
                         and later.field = 'category' and (later.created_at, later.action_id) > (change.created_at, change.action_id)
                 )
             ), kept as (
                 insert into change (book_id, action_id, transaction_id, field, before, after, created_at)
                 select book_id, $3, transaction_id, field, after, before, $4 from latest
                 returning transaction_id, after
             )
             update transaction set category_id = (kept.after ->> 'category')::int,
                 decided_by = kept.after ->> 'decided_by', confidence = (kept.after ->> 'confidence')::real
             from kept
             where transaction.book_id = $1 and transaction.transaction_id = kept.transaction_id",
            book_id as BookId,
            action as ActionId,
            undo as ActionId,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(reverted.rows_affected())
    }

    /// After a step was taken back: removes accounts, payees and categories that an import brought and nothing speaks of now.
    pub async fn remove_unused(&mut self) -> Result<(), StoreError> {
        sqlx::query!("select remove_unused()").fetch_one(self.connection()).await?;
        Ok(())
    }

    /// Takes an import back, or rows that were typed: the statements go, and of the rows those that no other line vouches for.
    /// Typed rows that the import took over are as they were typed. Returns how many went.
    pub async fn undo_import(
        &mut self,
        action: ActionId,
        undo: ActionId,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        self.give_back_noted(action, now).await?;
        let gone = sqlx::query_scalar!(
            r#"select undo_import($1, $2, $3) as "gone!""#,
            action as ActionId,
            undo as ActionId,
            now
        )
        .fetch_one(self.connection())
        .await?;
        Ok(gone.unsigned_abs())
    }
}
