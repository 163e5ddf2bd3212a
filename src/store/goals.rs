//! Goals: versions that are only added to, and what was put aside for each by hand.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::{Book, StoreError};
use crate::domain::{AccountId, ActionId, BookId, Currency, GoalId};

/// A goal as it is, or is to be.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredGoal {
    pub id: GoalId,
    pub name: String,
    pub amount: Decimal,
    pub currency: Currency,
    pub by: Option<NaiveDate>,
    /// The account whose balance is what is saved; `None`: what was put aside by hand.
    pub account: Option<AccountId>,
    pub starts_on: NaiveDate,
}

/// What a step did to a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalStep {
    Set,
    Removed,
}

/// What was put aside for a goal on one day; negative was taken out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoalMove {
    pub goal: GoalId,
    pub on: NaiveDate,
    /// Saved before the goal was set.
    pub opening: bool,
    pub amount: Decimal,
}

impl Book {
    /// The goals, in the order in which they were first set.
    pub async fn goals(&mut self) -> Result<Vec<StoredGoal>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query!(
            r#"select goal_id as "id!: GoalId", name as "name!", amount as "amount!", currency as "currency!", by_day,
                   held_in as "account: AccountId", starts_on as "starts_on!"
               from goal where book_id = $1 order by goal_id"#,
            book_id as BookId
        )
        .fetch_all(self.connection())
        .await?;
        rows.into_iter()
            .map(|row| {
                let currency = row.currency.parse();
                Ok(StoredGoal {
                    id: row.id,
                    name: row.name,
                    amount: row.amount,
                    currency: currency.map_err(|_| StoreError::Unknown { what: "a goal's currency".to_owned() })?,
                    by: row.by_day,
                    account: row.account,
                    starts_on: row.starts_on,
                })
            })
            .collect()
    }

    /// Keeps what a step made of a goal.
    pub async fn insert_goal_version(
        &mut self,
        goal: &StoredGoal,
        step: GoalStep,
        action: ActionId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "insert into goal_version (
                 book_id, goal_id, action_id, name, amount, currency, by_day, account_id, starts_on, removed, created_at
             ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            book_id as BookId,
            goal.id as GoalId,
            action as ActionId,
            goal.name,
            goal.amount,
            goal.currency.code(),
            goal.by,
            goal.account as Option<AccountId>,
            goal.starts_on,
            step == GoalStep::Removed,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// What was put aside for goals and not taken back, each day's together, in order.
    pub async fn goal_moves(&mut self) -> Result<Vec<GoalMove>, StoreError> {
        let book_id = self.id();
        let moves = sqlx::query_as!(
            GoalMove,
            r#"select goal_id as "goal!: GoalId", moved_on as "on!", opening as "opening!", sum(goal_move.amount) as "amount!"
               from goal_move join standing_action using (book_id, action_id)
               where goal_move.book_id = $1
               group by goal_id, moved_on, opening order by moved_on, opening desc"#,
            book_id as BookId
        )
        .fetch_all(self.connection())
        .await?;
        Ok(moves)
    }

    pub async fn insert_goal_move(
        &mut self,
        moved: GoalMove,
        action: ActionId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "insert into goal_move (book_id, goal_id, action_id, moved_on, amount, opening, created_at)
             values ($1, $2, $3, $4, $5, $6, $7)",
            book_id as BookId,
            moved.goal as GoalId,
            action as ActionId,
            moved.on,
            moved.amount,
            moved.opening,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
