//! What alerts are found in: rows that are news, what their payees were paid before, what accounts hold.
//!
//! **Invariant:** it only fetches; what is worth an alert is decided in `tools/alerts`.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::{Book, StoreError};
use crate::domain::{AccountId, AlertKind, BookId, CategoryId, MerchantId, Tag, TransactionId};

/// Rows that are looked at after one change; a file with more of them in its last weeks is a shop's.
const NEWS_MAX: i64 = 2_000;
/// Earlier payments to the payees of those.
const EARLIER_MAX: i64 = 20_000;

/// A row as alerts look at it. Negative is money out.
#[derive(Clone, Debug, PartialEq)]
pub struct NewsRow {
    pub id: TransactionId,
    pub account: AccountId,
    pub account_name: String,
    pub merchant: MerchantId,
    pub payee: String,
    pub booked_on: NaiveDate,
    pub amount: Decimal,
    pub currency: String,
    pub category: CategoryId,
    pub tags: Vec<Tag>,
}

/// What a payee was paid before.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierRow {
    pub id: TransactionId,
    pub account: AccountId,
    pub merchant: MerchantId,
    pub booked_on: NaiveDate,
    pub amount: Decimal,
    pub currency: String,
}

/// What an account holds by its latest printed balance, closing or on its last row, and the rows since.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldNow {
    pub account: AccountId,
    pub name: String,
    pub currency: String,
    pub amount: Decimal,
    /// The last day of which a statement tells.
    pub known_until: NaiveDate,
    /// Σ of the account's rows that were kept from a moment on.
    pub moved: Decimal,
}

impl Book {
    /// One look at a time in a book: two at once would say more than the day's number of alerts.
    pub async fn lock_looks(&mut self) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!("select pg_advisory_xact_lock(hashtextextended('look ' || $1, 0))", book_id.to_string())
            .fetch_one(self.connection())
            .await?;
        Ok(())
    }

    /// Rows of `first_day` and later that were kept at `since` or later, newest first.
    pub async fn news(&mut self, since: DateTime<Utc>, first_day: NaiveDate) -> Result<Vec<NewsRow>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query_as!(
            NewsRow,
            r#"select transaction.transaction_id as "id: TransactionId", transaction.account_id as "account: AccountId",
                   account.name as account_name, transaction.merchant_id as "merchant: MerchantId", merchant.name as payee,
                   transaction.booked_on, transaction.amount, transaction.currency,
                   transaction.category_id as "category: CategoryId", transaction.tags as "tags: Vec<Tag>"
               from transaction
               join merchant on merchant.book_id = transaction.book_id and merchant.merchant_id = transaction.merchant_id
               join account on account.book_id = transaction.book_id and account.account_id = transaction.account_id
               where transaction.book_id = $1 and transaction.booked_on >= $2 and transaction.created_at >= $3
               order by transaction.booked_on desc, transaction.transaction_id desc
               limit $4"#,
            book_id as BookId,
            first_day,
            since,
            NEWS_MAX
        )
        .fetch_all(self.connection())
        .await?;
        Ok(rows)
    }

    /// Every row of these payees since a day.
    pub async fn rows_of_payees(
        &mut self,
        merchants: &[MerchantId],
        since: NaiveDate,
    ) -> Result<Vec<EarlierRow>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query_as!(
            EarlierRow,
            r#"select transaction_id as "id: TransactionId", account_id as "account: AccountId",
                   merchant_id as "merchant: MerchantId", booked_on, amount, currency
               from transaction
               where book_id = $1 and merchant_id = any($2) and booked_on >= $3
               order by booked_on desc, transaction_id desc
               limit $4"#,
            book_id as BookId,
            merchants as &[MerchantId],
            since,
            EARLIER_MAX
        )
        .fetch_all(self.connection())
        .await?;
        Ok(rows)
    }

    /// What each account holds of which a balance was printed. `moved` counts the rows kept at `since` or later.
    pub async fn held_now(&mut self, since: Option<DateTime<Utc>>) -> Result<Vec<HeldNow>, StoreError> {
        let book_id = self.id();
        let held = sqlx::query_as!(
            HeldNow,
            r#"with closed as (
                   select distinct on (account_id) account_id, closing_balance as balance, period_to
                   from statement where book_id = $1 and closing_balance is not null and period_to is not null
                   order by account_id, period_to desc, created_at desc
               ), newest as (
                   select distinct on (account_id) account_id, statement_id, period_to
                   from statement
                   where book_id = $1 and format <> 'typed' and reconciliation <> 'gap' and period_to is not null
                   order by account_id, period_to desc, created_at desc
               ), running as (
                   -- A file without a closing balance may print one on each row: the last one in time, whichever way it is sorted.
                   select newest.account_id, line.balance, newest.period_to
                   from newest
                   cross join lateral (
                       select balance from (
                           select balance, date, line_number, first_value(date) over (order by line_number) as first_date,
                               last_value(date) over (
                                   order by line_number rows between unbounded preceding and unbounded following
                               ) as last_date
                           from statement_line
                           where book_id = $1 and statement_id = newest.statement_id and balance is not null
                       ) as lines
                       order by date desc, case when first_date <= last_date then line_number else -line_number end desc
                       limit 1
                   ) as line
               ), printed as (
                   select distinct on (account_id) account_id, balance, period_to
                   from (select *, 1 as rank from closed union all select *, 2 from running) as either
                   order by account_id, period_to desc, rank
               )
               select account.account_id as "account: AccountId", account.name, account.currency,
                   printed.balance + coalesce(later.amount, 0) as "amount!", printed.period_to as "known_until!",
                   coalesce(news.amount, 0) as "moved!"
               from printed
               join account on account.book_id = $1 and account.account_id = printed.account_id
               cross join lateral (
                   select sum(amount) as amount from transaction
                   where book_id = $1 and transaction.account_id = printed.account_id and booked_on > printed.period_to
               ) as later
               cross join lateral (
                   select sum(amount) as amount from transaction
                   where book_id = $1 and transaction.account_id = printed.account_id and created_at >= $2
               ) as news
               where account.merged_into is null
               order by account.created_at, account.account_id"#,
            book_id as BookId,
            since
        )
        .fetch_all(self.connection())
        .await?;
        Ok(held)
    }

    /// What "Less of these" switched off: kinds, and what they are about.
    pub async fn alerts_off(&mut self) -> Result<Vec<(AlertKind, String)>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query!(
            "select kind, about from alert_off where book_id = $1 order by kind, about",
            book_id as BookId
        )
        .fetch_all(self.connection())
        .await?;
        Ok(rows.into_iter().filter_map(|row| Some((AlertKind::parse(&row.kind)?, row.about))).collect())
    }

    pub async fn switch_alert_off(
        &mut self,
        kind: AlertKind,
        about: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "insert into alert_off (book_id, kind, about, created_at) values ($1, $2, $3, $4) on conflict do nothing",
            book_id as BookId,
            kind.as_str(),
            about,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    pub async fn switch_alert_on(&mut self, kind: AlertKind, about: &str) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "delete from alert_off where book_id = $1 and kind = $2 and about = $3",
            book_id as BookId,
            kind.as_str(),
            about
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Has a row looked at again by the person, as one whose category nobody was sure of.
    pub async fn doubt_row(&mut self, row: TransactionId) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "update transaction set confidence = 0 where book_id = $1 and transaction_id = $2",
            book_id as BookId,
            row as TransactionId
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
