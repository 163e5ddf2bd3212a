//! What a book knows of its entries of the ledger: words, rows, and which bank row is the same money.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::super::ledger::{self, Item, Outcome};
use super::super::outbox::{self, NewMessage, Priority};
use super::super::{Book, Store, StoreError};
use super::{currency, known};
use crate::domain::ledger::{Code, TransferId};
use crate::domain::wallet::PaymentKind;
use crate::domain::{BookId, BotId, CategoryId, Currency, TelegramUserId, TransactionId};

/// How many ids a new row may need: account, payee, step, statement, row.
const FRESH_IDS: usize = 5;

/// Words for the row of an entry; amount, day and account are the ledger's.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPaymentRow {
    /// In whose book.
    pub of: TelegramUserId,
    pub kind: PaymentKind,
    pub other_name: String,
    pub note: String,
    /// The row's text.
    pub description: String,
    pub payee_key: String,
    pub payee_name: String,
    pub category: CategoryId,
    pub decided_by: &'static str,
    pub confidence: f32,
}

/// An entry as its person sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Payment {
    pub transfer: TransferId,
    pub row: TransactionId,
    pub kind: PaymentKind,
    pub other: Option<TelegramUserId>,
    pub other_name: String,
    /// Negative is money out.
    pub amount: Decimal,
    pub currency: Currency,
    pub note: String,
    pub paid_on: NaiveDate,
    pub posted_at: DateTime<Utc>,
    /// As the row has it now.
    pub category: CategoryId,
}

/// An entry whose row is missing in somebody's book.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    pub entry: i64,
    pub transfer: TransferId,
    pub taken_back: bool,
    pub of: TelegramUserId,
    /// `None` for the house.
    pub other: Option<TelegramUserId>,
    pub other_name: Option<String>,
    /// Whether money came in.
    pub is_in: bool,
    pub origin: Option<Origin>,
}

/// What the row of what was taken back says.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    pub other_name: String,
    pub note: String,
    pub category: CategoryId,
    pub payee_key: String,
}

/// What an admin does with somebody's wallet, and who is told.
#[derive(Debug)]
pub struct ByAdmin<'a> {
    pub admin: TelegramUserId,
    /// For the admins' log.
    pub what: &'a str,
    pub bot: BotId,
    pub messages: &'a [NewMessage],
}

impl ByAdmin<'_> {
    /// The line in the admins' log.
    pub(in crate::store) async fn log(
        &self,
        connection: &mut PgConnection,
        about: TelegramUserId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        sqlx::query!(
            "insert into admin_log (admin_user, about_user, what, created_at) values ($1, $2, $3, $4)",
            self.admin.0,
            about.0,
            self.what,
            now
        )
        .execute(connection)
        .await?;
        Ok(())
    }
}

impl Store {
    /// Moves money between the house and a person, with its row, a line in the admins' log and what the person is told, in
    /// one step. The same item again does nothing more.
    pub async fn move_by_admin(
        &self,
        item: &Item,
        row: &NewPaymentRow,
        by: &ByAdmin<'_>,
        now: DateTime<Utc>,
    ) -> Result<Outcome, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let outcomes = ledger::call(&mut transaction, now, std::slice::from_ref(item), false).await?;
        let Some(outcome) = outcomes.into_iter().next() else {
            return Err(StoreError::Unknown { what: "an item without an outcome".to_owned() });
        };
        if outcome.code == Code::Ok && enter_row(&mut *transaction, item.key.transfer_id(), row, now).await? {
            outbox::enqueue(&mut transaction, by.bot, Priority::Notice, by.messages, now).await?;
            by.log(&mut transaction, row.of, now).await?;
        }
        transaction.commit().await?;
        Ok(outcome)
    }

    /// As [`Book::enter_payment_row`], outside any book.
    pub async fn enter_payment_row(
        &self,
        transfer: TransferId,
        row: &NewPaymentRow,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        enter_row(&self.pool, transfer, row, now).await
    }

    /// Up to which entry every person's row was written.
    pub async fn rows_written_up_to(&self) -> Result<i64, StoreError> {
        let entry = sqlx::query_scalar!(r#"select wallet_written_up_to() as "entry!""#).fetch_one(&self.pool).await?;
        Ok(entry)
    }

    pub async fn set_rows_written_up_to(&self, entry: i64) -> Result<(), StoreError> {
        sqlx::query!("select wallet_write_up_to($1)", entry).fetch_one(&self.pool).await?;
        Ok(())
    }

    /// Entries after `after` and up to `up_to` that lack a row, in order.
    pub async fn missing_payment_rows(&self, after: i64, up_to: i64, most: i32) -> Result<Vec<Missing>, StoreError> {
        let rows = sqlx::query!(
            r#"select entry_number as "entry!", transfer_id as "transfer!: TransferId", taken_back as "taken_back!",
                   of_user as "of!: TelegramUserId", other_user as "other: TelegramUserId", other_name, is_in as "is_in!",
                   origin_name, origin_note, origin_category as "origin_category: CategoryId", origin_key
               from wallet_missing($1, $2, $3)"#,
            after,
            up_to,
            most
        )
        .fetch_all(&self.pool)
        .await?;
        let origin = |name, note, category, key| {
            Some(Origin { other_name: name?, note: note?, category: category?, payee_key: key? })
        };
        Ok(rows
            .into_iter()
            .map(|row| Missing {
                entry: row.entry,
                transfer: row.transfer,
                taken_back: row.taken_back,
                of: row.of,
                other: row.other,
                other_name: row.other_name,
                is_in: row.is_in,
                origin: origin(row.origin_name, row.origin_note, row.origin_category, row.origin_key),
            })
            .collect())
    }
}

impl Book {
    /// Writes the row of an entry that this book is part of, into its own or the other person's book. True the first time;
    /// false as well where that person keeps no book.
    pub async fn enter_payment_row(
        &mut self,
        transfer: TransferId,
        row: &NewPaymentRow,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        enter_row(self.connection(), transfer, row, now).await
    }

    /// The entry as this book sees it.
    pub async fn payment(&mut self, transfer: TransferId) -> Result<Option<Payment>, StoreError> {
        let found = self.payment_list(Some(transfer), 1, 0).await?;
        Ok(found.into_iter().next())
    }

    /// The latest entries, newest first.
    pub async fn payments(&mut self, most: i64, offset: i64) -> Result<Vec<Payment>, StoreError> {
        self.payment_list(None, most, offset).await
    }

    async fn payment_list(
        &mut self,
        only: Option<TransferId>,
        most: i64,
        offset: i64,
    ) -> Result<Vec<Payment>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query!(
            r#"select payment.transfer_id as "transfer: TransferId", payment.transaction_id as "row: TransactionId",
                   payment.kind, payment.other_user as "other: TelegramUserId", payment.other_name, payment.amount,
                   payment.currency, payment.note, payment.paid_on, payment.posted_at,
                   transaction.category_id as "category: CategoryId"
               from payment
               join transaction on transaction.book_id = payment.book_id
                   and transaction.transaction_id = payment.transaction_id
               where payment.book_id = $1 and ($2::uuid is null or payment.transfer_id = $2)
               order by payment.posted_at desc limit $3 offset $4"#,
            book_id as BookId,
            only as Option<TransferId>,
            most,
            offset
        )
        .fetch_all(self.plan_for_values().await?)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Payment {
                    transfer: row.transfer,
                    row: row.row,
                    kind: known(&row.kind, PaymentKind::from_word)?,
                    other: row.other,
                    other_name: row.other_name,
                    amount: row.amount,
                    currency: currency(&row.currency)?,
                    note: row.note,
                    paid_on: row.paid_on,
                    posted_at: row.posted_at,
                    category: row.category,
                })
            })
            .collect()
    }

    /// Whether this book ever paid that person.
    pub async fn paid_before(&mut self, other: TelegramUserId) -> Result<bool, StoreError> {
        let book_id = self.id();
        let paid = sqlx::query_scalar!(
            r#"select exists (
                   select from payment where book_id = $1 and other_user = $2 and amount < 0 and kind = 'payment'
               ) as "paid!""#,
            book_id as BookId,
            other.0
        )
        .fetch_one(self.connection())
        .await?;
        Ok(paid)
    }

    /// Bank rows that may be the other side of a top-up or a pay-out that has none yet: the same money with the opposite
    /// sign, in another account, no further away than the days given. The nearest first; the row's text and category decide.
    pub async fn bank_rows_of_payments(&mut self, days: i32) -> Result<Vec<BankRow>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query_as!(
            BankRow,
            r#"select payment.transfer_id as "transfer: TransferId", bank.transaction_id as "row: TransactionId",
                   bank.description, bank.category_id as "category: CategoryId", bank.decided_by
               from payment
               join transaction as bank on bank.book_id = payment.book_id
                   and bank.booked_on between payment.paid_on - $2::int and payment.paid_on + $2::int
                   and bank.amount = -payment.amount and bank.currency = payment.currency
               join account on account.book_id = bank.book_id and account.account_id = bank.account_id
               where payment.book_id = $1 and payment.kind in ('top_up', 'pay_out')
                   and not account.is_wallet
                   -- None yet, or one that went with its import.
                   and not exists (
                       select from transaction as paired
                       where paired.book_id = payment.book_id and paired.transaction_id = payment.bank_transaction_id
                   )
                   and not exists (
                       select from payment as other
                       where other.book_id = payment.book_id and other.bank_transaction_id = bank.transaction_id
                   )
               order by payment.posted_at, abs(bank.booked_on - payment.paid_on), bank.transaction_id"#,
            book_id as BookId,
            days
        )
        .fetch_all(self.connection())
        .await?;
        Ok(rows)
    }

    /// Notes that a bank row is the same money as an entry.
    pub async fn pair_payment(&mut self, transfer: TransferId, row: TransactionId) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "update payment set bank_transaction_id = $3 where book_id = $1 and transfer_id = $2",
            book_id as BookId,
            transfer as TransferId,
            row as TransactionId
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

/// A bank's row that may be the same money as an entry of the wallet.
#[derive(Clone, Debug, PartialEq)]
pub struct BankRow {
    pub transfer: TransferId,
    pub row: TransactionId,
    pub description: String,
    pub category: CategoryId,
    pub decided_by: String,
}

pub(super) async fn enter_row(
    executor: impl PgExecutor<'_>,
    transfer: TransferId,
    row: &NewPaymentRow,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let fresh: Vec<Uuid> = std::iter::repeat_with(Uuid::now_v7).take(FRESH_IDS).collect();
    let written = sqlx::query_scalar!(
        r#"select wallet_enter_row($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) as "written!""#,
        row.of.0,
        transfer as TransferId,
        row.kind.word(),
        row.other_name,
        row.note,
        row.description,
        row.payee_key,
        row.payee_name,
        row.category as CategoryId,
        row.decided_by,
        row.confidence,
        &fresh,
        now
    )
    .fetch_one(executor)
    .await?;
    Ok(written)
}
