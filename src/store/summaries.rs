//! Summaries of many books at once.
//!
//! The claim and all that is read for it are one database transaction: what the database shows across books is bound to the
//! books that this transaction has claimed, and when it ends without [`SummaryRound::finish`], nothing was told.

use chrono::{DateTime, NaiveDate, Utc, Weekday};
use rust_decimal::Decimal;
use sqlx::{Postgres, Transaction};
use uuid::Uuid;

use super::attention::weekday;
use super::outbox::{NewMessage, Priority, enqueue};
use super::{Store, StoreError};
use crate::domain::{BookId, BotId, Category, CategoryId, Currency, Flow, MinuteOfDay, Period, TelegramUserId, Zone};

/// A book whose summary is due.
#[derive(Clone, Debug, PartialEq)]
pub struct DueBook {
    pub book: BookId,
    pub due_at: DateTime<Utc>,
    /// Up to these days daily, weekly and monthly summaries told.
    pub day_told: NaiveDate,
    pub week_told: NaiveDate,
    pub month_told: NaiveDate,
    pub zone: Zone,
    pub home_currency: Option<Currency>,
    /// Who can be spoken to; may be nobody.
    pub people: Vec<TelegramUserId>,
    pub summary_at: MinuteOfDay,
    pub daily: bool,
    pub weekly: bool,
    pub weekly_on: Weekday,
    pub monthly: bool,
    pub muted_until: Option<DateTime<Utc>>,
    /// The last day of any statement; `None` where everything was noted by hand or paid from the wallet.
    pub known_until: Option<NaiveDate>,
}

/// Days of a book that something is asked about. Answers name it by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    pub book: BookId,
    pub days: Period,
}

/// The place of a question in the list that was asked, from 0.
pub type Place = usize;

/// Σ and number of rows in one currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Sums {
    pub currency: Currency,
    pub flow: Flow,
    pub rows: i64,
    /// Σ of all amounts; negative is money out.
    pub sum: Decimal,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Spent {
    pub category: Category,
    pub currency: Currency,
    /// Positive is money out.
    pub amount: Decimal,
    pub rows: i64,
}

/// A payment, made or expected. Negative is money out.
#[derive(Clone, Debug, PartialEq)]
pub struct Payment {
    pub name: String,
    pub amount: Decimal,
    pub currency: Currency,
    pub on: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct UsedBudget {
    pub name: String,
    pub spent: Decimal,
    pub allowed: Decimal,
    pub currency: Currency,
    pub until: NaiveDate,
}

/// How a book goes on after its summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub book: BookId,
    pub next_at: DateTime<Utc>,
    pub day_told: NaiveDate,
    pub week_told: NaiveDate,
    pub month_told: NaiveDate,
    /// What makes it the same as another, its kind, and its words; empty words were no message.
    pub key: String,
    pub kind: &'static str,
    pub text: String,
}

/// A summary as it goes by mail.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryMail {
    pub book: BookId,
    pub to: TelegramUserId,
    pub subject: String,
    pub body: String,
}

/// What waits to be done by itself, in all processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkWaiting {
    pub summaries: i64,
    /// Due and not done.
    pub jobs: i64,
    pub jobs_dead: i64,
    pub mails: i64,
    pub mails_dead: i64,
}

impl Store {
    pub async fn summary_round(&self) -> Result<SummaryRound, StoreError> {
        let mut transaction = self.pool.begin().await?;
        // Statements are few and large, and their values differ much: planned anew they are quick for ten books and for
        // thousands.
        sqlx::query!("select set_config('plan_cache_mode', 'force_custom_plan', true)")
            .fetch_one(&mut *transaction)
            .await?;
        Ok(SummaryRound { transaction })
    }

    /// Puts off the summary of a book that cannot be told.
    pub async fn put_off_summary(&self, book: BookId, due_at: DateTime<Utc>) -> Result<(), StoreError> {
        let mut book = self.book(book).await?;
        book.move_summaries(due_at).await?;
        book.commit().await
    }

    /// How far behind it is what is done without being asked.
    pub async fn work_waiting(&self, now: DateTime<Utc>) -> Result<WorkWaiting, StoreError> {
        let waiting = sqlx::query_as!(
            WorkWaiting,
            r#"select summaries as "summaries!", jobs as "jobs!", jobs_dead as "jobs_dead!", mails as "mails!",
                   mails_dead as "mails_dead!"
               from work_waiting($1)"#,
            now
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(waiting)
    }
}

/// One claim of due books, until it is finished or dropped.
#[derive(Debug)]
pub struct SummaryRound {
    transaction: Transaction<'static, Postgres>,
}

impl SummaryRound {
    /// Takes up to `most` books whose summary is due, longest due first. None that another worker works on.
    pub async fn claim(&mut self, now: DateTime<Utc>, most: i32) -> Result<Vec<DueBook>, StoreError> {
        let rows = sqlx::query!(
            r#"select book_id as "book: BookId", due_at as "due_at!", day_told as "day_told!", week_told as "week_told!",
                   month_told as "month_told!", time_zone as "time_zone!", home_currency, people as "people!: Vec<TelegramUserId>",
                   summary_at as "summary_at!", daily as "daily!", weekly as "weekly!", weekly_on as "weekly_on!",
                   monthly as "monthly!", muted_until, known_until
               from claim_summaries($1, $2)"#,
            now,
            most
        )
        .fetch_all(&mut *self.transaction)
        .await?;
        let due = rows.into_iter().filter_map(|row| {
            Some(DueBook {
                book: row.book?,
                due_at: row.due_at,
                day_told: row.day_told,
                week_told: row.week_told,
                month_told: row.month_told,
                zone: row.time_zone.parse().unwrap_or(Zone::UTC),
                home_currency: row.home_currency.and_then(|code| code.parse().ok()),
                people: row.people,
                summary_at: u16::try_from(row.summary_at).ok().and_then(MinuteOfDay::new)?,
                daily: row.daily,
                weekly: row.weekly,
                weekly_on: weekday(row.weekly_on),
                monthly: row.monthly,
                muted_until: row.muted_until,
                known_until: row.known_until,
            })
        });
        Ok(due.collect())
    }

    pub async fn sums(&mut self, asked: &[Asked]) -> Result<Vec<(Place, Sums)>, StoreError> {
        let Some(Columns { books, from, to }) = Columns::of(asked) else { return Ok(Vec::new()) };
        let rows = sqlx::query!(
            r#"select asked as "asked!", currency as "currency!", flow as "flow!", rows_all as "rows!",
                   sum_out + sum_in as "sum!"
               from summary_sums($1, $2, $3) order by asked, rows_all desc, currency, flow"#,
            &books as &[BookId],
            &from,
            &to
        )
        .fetch_all(&mut *self.transaction)
        .await?;
        rows.into_iter()
            .map(|row| {
                let flow = match row.flow {
                    1 => Flow::Income,
                    -1 => Flow::Aside,
                    _ => Flow::Spending,
                };
                Ok((place(row.asked), Sums { currency: currency(&row.currency)?, flow, rows: row.rows, sum: row.sum }))
            })
            .collect()
    }

    /// Top categories of spending, largest first, at most so many for each.
    pub async fn categories(&mut self, asked: &[Asked], most: i32) -> Result<Vec<(Place, Spent)>, StoreError> {
        let Some(Columns { books, from, to }) = Columns::of(asked) else { return Ok(Vec::new()) };
        let rows = sqlx::query!(
            r#"select asked as "asked!", currency as "currency!", category_id as "category!: CategoryId", spent as "spent!",
                   rows_all as "rows!"
               from summary_categories($1, $2, $3, $4) order by asked, spent desc, category_id"#,
            &books as &[BookId],
            &from,
            &to,
            most
        )
        .fetch_all(&mut *self.transaction)
        .await?;
        rows.into_iter()
            .map(|row| {
                let category = Category::of(row.category).unwrap_or(Category::Other);
                let currency = currency(&row.currency)?;
                Ok((place(row.asked), Spent { category, currency, amount: row.spent, rows: row.rows }))
            })
            .collect()
    }

    /// The largest payment of each.
    pub async fn largest(&mut self, asked: &[Asked]) -> Result<Vec<(Place, Payment)>, StoreError> {
        let Some(Columns { books, from, to }) = Columns::of(asked) else { return Ok(Vec::new()) };
        let rows = sqlx::query!(
            r#"select asked as "asked!", name as "name!", amount as "amount!", currency as "currency!", booked_on as "on!"
               from summary_largest($1, $2, $3) order by asked"#,
            &books as &[BookId],
            &from,
            &to
        )
        .fetch_all(&mut *self.transaction)
        .await?;
        rows.into_iter()
            .map(|row| {
                let currency = currency(&row.currency)?;
                Ok((place(row.asked), Payment { name: row.name, amount: row.amount, currency, on: row.on }))
            })
            .collect()
    }

    /// Payments that are expected, soonest first, at most so many for each.
    pub async fn due(&mut self, asked: &[Asked], most: i32) -> Result<Vec<(Place, Payment)>, StoreError> {
        let Some(Columns { books, from, to }) = Columns::of(asked) else { return Ok(Vec::new()) };
        let rows = sqlx::query!(
            r#"select asked as "asked!", name as "name!", amount as "amount!", currency as "currency!", expected_on as "on!"
               from summary_due($1, $2, $3, $4) order by asked, expected_on, amount, name"#,
            &books as &[BookId],
            &from,
            &to,
            most
        )
        .fetch_all(&mut *self.transaction)
        .await?;
        rows.into_iter()
            .map(|row| {
                let currency = currency(&row.currency)?;
                Ok((place(row.asked), Payment { name: row.name, amount: row.amount, currency, on: row.on }))
            })
            .collect()
    }

    /// Budgets used to at least so many percent on the last of the asked days, most used first.
    pub async fn budgets(
        &mut self,
        asked: &[Asked],
        from_percent: i32,
        most: i32,
    ) -> Result<Vec<(Place, UsedBudget)>, StoreError> {
        let Some(Columns { books, to, .. }) = Columns::of(asked) else { return Ok(Vec::new()) };
        let rows = sqlx::query!(
            r#"select asked as "asked!", name as "name!", spent as "spent!", allowed as "allowed!", currency as "currency!",
                   period_to as "until!"
               from summary_budgets($1, $2, $3, $4) order by asked, spent / greatest(allowed, 0.01) desc, name"#,
            &books as &[BookId],
            &to,
            from_percent,
            most
        )
        .fetch_all(&mut *self.transaction)
        .await?;
        rows.into_iter()
            .map(|row| {
                let currency = currency(&row.currency)?;
                let (name, spent, allowed, until) = (row.name, row.spent, row.allowed, row.until);
                Ok((place(row.asked), UsedBudget { name, spent, allowed, currency, until }))
            })
            .collect()
    }

    /// Words of notices that waited for a summary; they count as said from here on.
    pub async fn take_notices(
        &mut self,
        books: &[BookId],
        now: DateTime<Utc>,
    ) -> Result<Vec<(Place, String)>, StoreError> {
        let rows = sqlx::query!(
            r#"select asked as "asked!", text as "text!" from summary_takes_notices($1, $2) order by asked, text"#,
            books as &[BookId],
            now
        )
        .fetch_all(&mut *self.transaction)
        .await?;
        Ok(rows.into_iter().map(|row| (place(row.asked), row.text)).collect())
    }

    /// Who of these books' people gets summaries by mail as well.
    pub async fn mail_listeners(&mut self, books: &[BookId]) -> Result<Vec<(Place, TelegramUserId)>, StoreError> {
        let rows = sqlx::query!(
            r#"select asked as "asked!", of_user as "of_user!: TelegramUserId" from summary_mail_listeners($1) order by asked"#,
            books as &[BookId]
        )
        .fetch_all(&mut *self.transaction)
        .await?;
        Ok(rows.into_iter().map(|row| (place(row.asked), row.of_user)).collect())
    }

    async fn enqueue_mails(&mut self, mails: &[SummaryMail], now: DateTime<Utc>) -> Result<(), StoreError> {
        let books: Vec<BookId> = mails.iter().map(|mail| mail.book).collect();
        let ids: Vec<Uuid> = mails.iter().map(|_| Uuid::now_v7()).collect();
        let users: Vec<TelegramUserId> = mails.iter().map(|mail| mail.to).collect();
        let subjects: Vec<String> = mails.iter().map(|mail| mail.subject.clone()).collect();
        let bodies: Vec<String> = mails.iter().map(|mail| mail.body.clone()).collect();
        sqlx::query!(
            "select enqueue_summary_mails($1, $2, $3, $4, $5, $6)",
            &books as &[BookId],
            &ids,
            &users as &[TelegramUserId],
            &subjects,
            &bodies,
            now
        )
        .fetch_one(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// Notes what was told, puts the messages into the outbox and the mails into their queue, and ends the round, all or nothing.
    pub async fn finish(
        mut self,
        told: &[Told],
        bot: BotId,
        messages: &[NewMessage],
        mails: &[SummaryMail],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let books: Vec<BookId> = told.iter().map(|told| told.book).collect();
        let next: Vec<DateTime<Utc>> = told.iter().map(|told| told.next_at).collect();
        let days: Vec<NaiveDate> = told.iter().map(|told| told.day_told).collect();
        let weeks: Vec<NaiveDate> = told.iter().map(|told| told.week_told).collect();
        let months: Vec<NaiveDate> = told.iter().map(|told| told.month_told).collect();
        let keys: Vec<String> = told.iter().map(|told| told.key.clone()).collect();
        let kinds: Vec<String> = told.iter().map(|told| told.kind.to_owned()).collect();
        let texts: Vec<String> = told.iter().map(|told| told.text.clone()).collect();
        sqlx::query!(
            "select finish_summaries($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &books as &[BookId],
            &next,
            &days,
            &weeks,
            &months,
            &keys,
            &kinds,
            &texts,
            now
        )
        .fetch_one(&mut *self.transaction)
        .await?;
        enqueue(&mut self.transaction, bot, Priority::Broadcast, messages, now).await?;
        if !mails.is_empty() {
            self.enqueue_mails(mails, now).await?;
        }
        Ok(self.transaction.commit().await?)
    }
}

/// Questions as the arrays of one statement.
struct Columns {
    books: Vec<BookId>,
    from: Vec<NaiveDate>,
    to: Vec<NaiveDate>,
}

impl Columns {
    /// `None` where nothing is asked.
    fn of(asked: &[Asked]) -> Option<Self> {
        (!asked.is_empty()).then(|| Self {
            books: asked.iter().map(|asked| asked.book).collect(),
            from: asked.iter().map(|asked| asked.days.from).collect(),
            to: asked.iter().map(|asked| asked.days.to).collect(),
        })
    }
}

/// From the database's numbering, which begins with 1.
fn place(asked: i64) -> Place {
    usize::try_from(asked - 1).unwrap_or_default()
}

fn currency(code: &str) -> Result<Currency, StoreError> {
    code.parse().map_err(|_| StoreError::Unknown { what: format!("the currency {code}") })
}
