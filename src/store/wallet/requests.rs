//! Requests for money: a row in each of the two books, which always say the same.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::super::outbox::{self, NewMessage, Priority};
use super::super::{Book, Store, StoreError};
use super::{currency, known};
use crate::domain::wallet::RequestState;
use crate::domain::{BookId, BotId, Currency, TelegramUserId};

/// What somebody asks somebody for.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRequest {
    pub id: Uuid,
    pub asker: TelegramUserId,
    pub asker_name: String,
    pub other: TelegramUserId,
    pub other_name: String,
    pub amount: Decimal,
    pub currency: Currency,
    pub note: String,
}

/// A request as one of the two sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub id: Uuid,
    pub asked_by_me: bool,
    pub other: TelegramUserId,
    pub other_name: String,
    pub amount: Decimal,
    pub currency: Currency,
    pub note: String,
    pub state: RequestState,
    pub expires_at: DateTime<Utc>,
}

/// A request that nobody answered, for the one who asked.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpiredRequest {
    pub asker: TelegramUserId,
    pub other_name: String,
    pub amount: Decimal,
    pub currency: Currency,
    pub note: String,
}

impl Store {
    /// Ends requests that waited too long and tells those who asked, in one step; how many.
    pub async fn expire_requests(
        &self,
        bot: BotId,
        now: DateTime<Utc>,
        most: i32,
        words: impl Fn(&ExpiredRequest) -> Vec<NewMessage>,
    ) -> Result<usize, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let rows = sqlx::query!(
            r#"select asker as "asker!: TelegramUserId", other_name as "other_name!", amount as "amount!",
                   currency as "currency!", note as "note!"
               from wallet_expire_requests($1, $2)"#,
            now,
            most
        )
        .fetch_all(&mut *transaction)
        .await?;
        let mut messages = Vec::new();
        let count = rows.len();
        for row in rows {
            messages.extend(words(&ExpiredRequest {
                asker: row.asker,
                other_name: row.other_name,
                amount: row.amount,
                currency: currency(&row.currency)?,
                note: row.note,
            }));
        }
        outbox::enqueue(&mut transaction, bot, Priority::Notice, &messages, now).await?;
        transaction.commit().await?;
        Ok(count)
    }
}

impl Book {
    /// Asks; false when the other person is not here any more.
    pub async fn insert_request(
        &mut self,
        new: &NewRequest,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let asked = sqlx::query_scalar!(
            r#"select wallet_ask($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as "asked!""#,
            new.id,
            new.asker.0,
            new.asker_name,
            new.other.0,
            new.other_name,
            new.amount,
            new.currency.code(),
            new.note,
            now,
            expires_at
        )
        .fetch_one(self.connection())
        .await?;
        Ok(asked)
    }

    /// Open requests, the newest first; or the one with this id, whatever became of it.
    pub async fn requests(&mut self, only: Option<Uuid>, most: i64) -> Result<Vec<Request>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query!(
            r#"select request_id, asked_by_me, other_user as "other: TelegramUserId", other_name, amount, currency, note,
                   state, expires_at
               from payment_request
               where book_id = $1 and case when $2::uuid is null then state = 'open' else request_id = $2 end
               order by created_at desc, request_id limit $3"#,
            book_id as BookId,
            only,
            most
        )
        .fetch_all(self.connection())
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Request {
                    id: row.request_id,
                    asked_by_me: row.asked_by_me,
                    other: row.other,
                    other_name: row.other_name,
                    amount: row.amount,
                    currency: currency(&row.currency)?,
                    note: row.note,
                    state: known(&row.state, RequestState::from_word)?,
                    expires_at: row.expires_at,
                })
            })
            .collect()
    }

    /// Ends a request in both books: false when it was ended before, or is not this person's to end so.
    pub async fn settle_request(&mut self, id: Uuid, state: RequestState) -> Result<bool, StoreError> {
        let settled = sqlx::query_scalar!(r#"select wallet_settle_request($1, $2) as "settled!""#, id, state.word())
            .fetch_one(self.connection())
            .await?;
        Ok(settled)
    }

    /// Counts a reminder; false when there were `most` or the latest came after `since`.
    pub async fn remind_request(
        &mut self,
        id: Uuid,
        most: i32,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let reminded =
            sqlx::query_scalar!(r#"select wallet_remind($1, $2, $3, $4) as "reminded!""#, id, most, since, now)
                .fetch_one(self.connection())
                .await?;
        Ok(reminded)
    }
}
