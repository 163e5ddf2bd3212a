//! Who is who: Telegram users, persons, books, and what each person set.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Book, Store, StoreError};
use crate::domain::{BookId, Currency, TelegramUserId, Zone};

/// What a person chose, or the defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// UTC until chosen.
    pub time_zone: Zone,
    /// False while the time zone is only the default.
    pub time_zone_chosen: bool,
    /// Learned from the first import until chosen.
    pub home_currency: Option<Currency>,
}

impl Store {
    /// Begins a database transaction in the user's book; a new user gets one.
    pub async fn enter(&self, user: TelegramUserId, now: DateTime<Utc>) -> Result<Book, StoreError> {
        let salt = *Uuid::new_v4().as_bytes();
        let mut transaction = self.pool.begin().await?;
        let id = sqlx::query_scalar!(
            r#"select entered as "book_id!: BookId"
               from enter_book($1, $2, $3, $4, $5) as entered, set_config('farthing.book_id', entered::text, true)"#,
            user.0,
            Uuid::now_v7(),
            Uuid::now_v7(),
            salt.as_slice(),
            now
        )
        .fetch_one(&mut *transaction)
        .await?;
        Ok(Book { transaction, id, plans_for_values: false })
    }

    /// The user's book, if they have one.
    pub async fn find_book(&self, user: TelegramUserId) -> Result<Option<BookId>, StoreError> {
        let id =
            sqlx::query_scalar!(r#"select book_of($1) as "book_id: BookId""#, user.0).fetch_one(&self.pool).await?;
        Ok(id)
    }
}

impl Book {
    pub async fn settings(&mut self) -> Result<Settings, StoreError> {
        let id = self.id();
        let row = sqlx::query!(
            r#"select book.home_currency, person.time_zone, person.time_zone_chosen
               from book
               join membership on membership.book_id = book.book_id
               join person on person.person_id = membership.person_id
               where book.book_id = $1
               order by membership.created_at
               limit 1"#,
            id as BookId
        )
        .fetch_one(self.connection())
        .await?;
        let time_zone =
            row.time_zone.parse().map_err(|_| StoreError::Unknown { what: format!("time zone {}", row.time_zone) })?;
        let home_currency = row.home_currency.and_then(|code| code.parse().ok());
        Ok(Settings { time_zone, time_zone_chosen: row.time_zone_chosen, home_currency })
    }

    /// Keeps where the book's person lives.
    pub async fn set_time_zone(&mut self, time_zone: Zone) -> Result<(), StoreError> {
        let id = self.id();
        sqlx::query!(
            "update person set time_zone = $2, time_zone_chosen = true
             where person_id in (select person_id from membership where book_id = $1)",
            id as BookId,
            time_zone.name()
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Keeps the currency that figures are in when a person names none.
    pub async fn set_home_currency(&mut self, currency: Currency) -> Result<(), StoreError> {
        let id = self.id();
        sqlx::query!("update book set home_currency = $2 where book_id = $1", id as BookId, currency.code())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Salt of this book's account number hashes.
    pub async fn account_salt(&mut self) -> Result<Vec<u8>, StoreError> {
        let id = self.id();
        let salt = sqlx::query_scalar!("select account_salt from book where book_id = $1", id as BookId)
            .fetch_one(self.connection())
            .await?;
        Ok(salt)
    }

    /// Removes the person and everything that is theirs; false when this book is not theirs.
    pub async fn forget(&mut self, user: TelegramUserId) -> Result<bool, StoreError> {
        let gone = sqlx::query_scalar!(r#"select forget($1) as "gone!""#, user.0).fetch_one(self.connection()).await?;
        Ok(gone)
    }
}
