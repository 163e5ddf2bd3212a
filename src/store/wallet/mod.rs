//! The wallet in the chat: who can be paid, what waits for a button, requests, schedules, and the rows of payments.
//!
//! **Invariant:** another person's book is reached through the database's own functions alone, each of which does one thing
//! with an entry of the ledger or a request that this book is part of.

mod payments;
mod proposals;
mod requests;
mod schedules;
mod top_ups;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde_json::Value;

use super::{Book, Store, StoreError};
use crate::domain::ledger::Owner;
use crate::domain::wallet::FarthingId;
use crate::domain::{BookId, BotId, ChatId, Currency, TelegramUserId};

pub use payments::{BankRow, ByAdmin, Missing, NewPaymentRow, Origin, Payment};
pub use proposals::{NewProposal, Proposal};
pub use requests::{ExpiredRequest, NewRequest, Request};
pub use schedules::{Due, Schedule};
pub use top_ups::{Charged, Refunded, TopUp};

/// How somebody is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// After the @, in lower case.
    Username(String),
    Id(FarthingId),
    User(TelegramUserId),
}

/// Somebody who can be paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    pub user: TelegramUserId,
    /// What they call themselves: text from outside.
    pub name: String,
    pub username: Option<String>,
}

/// What a person set instead of the shipped limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnLimits {
    pub per_transfer: Option<Decimal>,
    pub per_day: Option<Decimal>,
    pub per_month: Option<Decimal>,
}

impl Store {
    /// Notes what others call a person; whoever had the name before has it no more.
    pub async fn note_username(&self, chat: ChatId, username: Option<&str>) -> Result<(), StoreError> {
        let username = username.map(str::to_lowercase);
        let mut transaction = self.pool.begin().await?;
        sqlx::query!("update chat set username = null where username = $2 and chat_id <> $1", chat as ChatId, username)
            .execute(&mut *transaction)
            .await?;
        sqlx::query!(
            "update chat set username = $2 where chat_id = $1 and username is distinct from $2",
            chat as ChatId,
            username
        )
        .execute(&mut *transaction)
        .await?;
        Ok(transaction.commit().await?)
    }
}

impl Book {
    /// Whose wallet it is: the book's person.
    pub async fn wallet_owner(&mut self) -> Result<TelegramUserId, StoreError> {
        let owners =
            sqlx::query_scalar!(r#"select current_wallets() as "owners!""#).fetch_one(self.connection()).await?;
        match owners.first().and_then(|owner| owner.parse().ok()) {
            Some(Owner::User(user)) => Ok(user),
            _ => Err(StoreError::Unknown { what: "a book without a person".to_owned() }),
        }
    }

    /// The farthing id of the book's person; the offered one where there is none yet.
    pub async fn enter_farthing_id(&mut self, offered: &FarthingId) -> Result<FarthingId, StoreError> {
        let owner = self.wallet_owner().await?;
        let kept =
            sqlx::query_scalar!(r#"select wallet_enter_farthing_id($1, $2) as "kept!""#, owner.0, offered.plain())
                .fetch_one(self.connection())
                .await?;
        kept.parse().map_err(|_| StoreError::Unknown { what: "a farthing id that does not check".to_owned() })
    }

    /// Somebody who uses this farthing and was not shut out.
    pub async fn find_payee(&mut self, wanted: &Wanted) -> Result<Option<Payee>, StoreError> {
        let (username, id, user) = match wanted {
            Wanted::Username(name) => (Some(name.as_str()), None, None),
            Wanted::Id(id) => (None, Some(id.plain()), None),
            Wanted::User(user) => (None, None, Some(user.0)),
        };
        let row = sqlx::query!(
            r#"select telegram_user_id as "user!: TelegramUserId", name as "name!", username
               from wallet_find($1, $2, $3)"#,
            username,
            id,
            user
        )
        .fetch_optional(self.connection())
        .await?;
        Ok(row.map(|row| Payee { user: row.user, name: row.name, username: row.username }))
    }

    /// People this book paid, was paid by or has a request with, the latest first: whom a first name can mean.
    pub async fn counterparts(&mut self, most: i64) -> Result<Vec<(TelegramUserId, String)>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query!(
            r#"select other_user as "user!: TelegramUserId", other_name as "name!"
               from (
                   select distinct on (other_user) other_user, other_name, at
                   from (
                       select other_user, other_name, posted_at as at from payment
                       where book_id = $1 and other_user is not null
                       union all
                       select other_user, other_name, created_at from payment_request where book_id = $1
                   ) as met
                   order by other_user, at desc
               ) as latest
               order by at desc limit $2"#,
            book_id as BookId,
            most
        )
        .fetch_all(self.connection())
        .await?;
        Ok(rows.into_iter().map(|row| (row.user, row.name)).collect())
    }

    pub async fn own_limits(&mut self) -> Result<OwnLimits, StoreError> {
        let book_id = self.id();
        let limits = sqlx::query_as!(
            OwnLimits,
            "select per_transfer, per_day, per_month from spending_limit where book_id = $1",
            book_id as BookId
        )
        .fetch_optional(self.connection())
        .await?;
        Ok(limits.unwrap_or_default())
    }

    pub async fn set_own_limits(&mut self, limits: OwnLimits) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "insert into spending_limit (book_id, per_transfer, per_day, per_month) values ($1, $2, $3, $4)
             on conflict (book_id) do update set per_transfer = excluded.per_transfer,
                 per_day = excluded.per_day, per_month = excluded.per_month",
            book_id as BookId,
            limits.per_transfer,
            limits.per_day,
            limits.per_month
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// What was sent to people on a day and since the first of two days, in a currency.
    pub async fn sent_since(
        &mut self,
        currency: Currency,
        day: NaiveDate,
        month: NaiveDate,
    ) -> Result<(Decimal, Decimal), StoreError> {
        let book_id = self.id();
        let row = sqlx::query!(
            r#"select coalesce(-sum(amount) filter (where paid_on >= $3), 0) as "day!", coalesce(-sum(amount), 0) as "month!"
               from payment
               where book_id = $1 and currency = $2 and paid_on >= $4 and kind = 'payment' and amount < 0"#,
            book_id as BookId,
            currency.code(),
            day,
            month
        )
        .fetch_one(self.connection())
        .await?;
        Ok((row.day, row.month))
    }

    /// Tells the other person of a payment or a request of this book something, when this database transaction is committed.
    pub async fn tell(
        &mut self,
        bot: BotId,
        other: TelegramUserId,
        message: &Value,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        sqlx::query!("select wallet_tell($1, $2, $3, $4)", bot as BotId, other.0, message, now)
            .fetch_one(self.connection())
            .await?;
        Ok(())
    }
}

fn currency(code: &str) -> Result<Currency, StoreError> {
    code.parse().map_err(|_| StoreError::Unknown { what: format!("the currency {code}") })
}

fn known<T>(word: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
    read(word).ok_or_else(|| StoreError::Unknown { what: format!("the word {word}") })
}
