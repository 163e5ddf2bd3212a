//! Payments of later.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::super::{Book, Store, StoreError};
use super::{currency, known};
use crate::domain::wallet::Repeats;
use crate::domain::{BookId, Currency, TelegramUserId};

/// A payment that is made later, once or again and again.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    pub id: Uuid,
    pub other: TelegramUserId,
    pub other_name: String,
    pub amount: Decimal,
    pub currency: Currency,
    pub note: String,
    pub repeats: Repeats,
    pub first_on: NaiveDate,
    pub next_on: NaiveDate,
    pub next_at: DateTime<Utc>,
}

/// One that is due, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub book: BookId,
    pub schedule: Uuid,
    pub of: TelegramUserId,
}

impl Store {
    /// Scheduled payments that are due, the longest first.
    pub async fn due_payments(&self, now: DateTime<Utc>, most: i32) -> Result<Vec<Due>, StoreError> {
        let due = sqlx::query_as!(
            Due,
            r#"select book_id as "book!: BookId", schedule_id as "schedule!", of_user as "of!: TelegramUserId"
               from wallet_due($1, $2)"#,
            now,
            most
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(due)
    }
}

impl Book {
    pub async fn insert_schedule(&mut self, new: &Schedule, now: DateTime<Utc>) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "insert into scheduled_payment (
                 book_id, schedule_id, other_user, other_name, amount, currency, note, repeats, first_on, next_on, next_at,
                 created_at, state
             ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'active')",
            book_id as BookId,
            new.id,
            new.other.0,
            new.other_name,
            new.amount,
            new.currency.code(),
            new.note,
            new.repeats.word(),
            new.first_on,
            new.next_on,
            new.next_at,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// What is still to come, the next first.
    pub async fn schedules(&mut self, most: i64) -> Result<Vec<Schedule>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query!(
            r#"select schedule_id as id, other_user as "other: TelegramUserId", other_name, amount, currency, note,
                   repeats, first_on, next_on, next_at
               from scheduled_payment where book_id = $1 and state = 'active'
               order by next_at, schedule_id limit $2"#,
            book_id as BookId,
            most
        )
        .fetch_all(self.connection())
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Schedule {
                    id: row.id,
                    other: row.other,
                    other_name: row.other_name,
                    amount: row.amount,
                    currency: currency(&row.currency)?,
                    note: row.note,
                    repeats: known(&row.repeats, Repeats::from_word)?,
                    first_on: row.first_on,
                    next_on: row.next_on,
                    next_at: row.next_at,
                })
            })
            .collect()
    }

    /// Locks a schedule that is due until the end of this database transaction; `None` when it is not any more, or somebody
    /// else works on it.
    pub async fn lock_due_schedule(&mut self, id: Uuid, now: DateTime<Utc>) -> Result<Option<Schedule>, StoreError> {
        let book_id = self.id();
        let locked = sqlx::query_scalar!(
            "select schedule_id from scheduled_payment
             where book_id = $1 and schedule_id = $2 and state = 'active' and next_at <= $3
             for update skip locked",
            book_id as BookId,
            id,
            now
        )
        .fetch_optional(self.connection())
        .await?;
        if locked.is_none() {
            return Ok(None);
        }
        Ok(self.schedules(i64::MAX).await?.into_iter().find(|schedule| schedule.id == id))
    }

    /// Goes on to the next day; `None` ends it.
    pub async fn advance_schedule(
        &mut self,
        id: Uuid,
        next: Option<(NaiveDate, DateTime<Utc>)>,
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "update scheduled_payment
             set next_on = coalesce($3, next_on), next_at = coalesce($4, next_at),
                 state = case when $3::date is null then 'done' else state end
             where book_id = $1 and schedule_id = $2",
            book_id as BookId,
            id,
            next.map(|(day, _)| day),
            next.map(|(_, moment)| moment)
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Ends a schedule; false when it had ended before.
    pub async fn cancel_schedule(&mut self, id: Uuid) -> Result<bool, StoreError> {
        let book_id = self.id();
        let ended = sqlx::query!(
            "update scheduled_payment set state = 'cancelled' where book_id = $1 and schedule_id = $2 and state = 'active'",
            book_id as BookId,
            id
        )
        .execute(self.connection())
        .await?;
        Ok(ended.rows_affected() == 1)
    }
}
