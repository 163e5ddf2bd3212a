//! What invoices asked for, and what became of it.
//!
//! **Invariant:** a charge is one entry of the ledger, its row and a paid top-up, kept in one step or not at all.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use sqlx::postgres::PgConnection;
use uuid::Uuid;

use super::super::ledger::{self, Item, code};
use super::super::outbox::{self, Priority};
use super::super::{Book, Store, StoreError};
use super::payments::enter_row;
use super::{ByAdmin, NewPaymentRow, currency, known};
use crate::domain::ledger::{Code, Key};
use crate::domain::wallet::TopUpState;
use crate::domain::{BookId, Currency, TelegramUserId};

/// What an invoice asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct TopUp {
    pub id: Uuid,
    /// Whose wallet it is for.
    pub of: TelegramUserId,
    /// Positive, no finer than the currency.
    pub amount: Decimal,
    pub currency: Currency,
    pub state: TopUpState,
    /// From then on no payment is begun.
    pub expires_at: DateTime<Utc>,
}

/// What was paid under a charge.
#[derive(Clone, Debug, PartialEq)]
pub struct Charged {
    pub of: TelegramUserId,
    pub amount: Decimal,
    pub currency: Currency,
    pub state: TopUpState,
}

/// What came of taking a charge back out of a wallet.
#[derive(Clone, Debug, PartialEq)]
pub enum Refunded {
    /// It is out of the wallet, which can spend so much now.
    Done { left: Decimal },
    /// It was done before.
    Before,
    /// The ledger's reason, and what the wallet can spend.
    Refused { code: Code, left: Decimal },
}

impl Book {
    /// Keeps a top-up that is open.
    pub async fn insert_top_up(&mut self, new: &TopUp, now: DateTime<Utc>) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "insert into top_up (book_id, top_up_id, of_user, amount, currency, created_at, expires_at, state)
             values ($1, $2, $3, $4, $5, $6, $7, 'open')",
            book_id as BookId,
            new.id,
            new.of.0,
            new.amount,
            new.currency.code(),
            now,
            new.expires_at
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// What the invoice asked for; `None` where it is another book's.
    pub async fn top_up(&mut self, id: Uuid) -> Result<Option<TopUp>, StoreError> {
        let book_id = self.id();
        let row = sqlx::query!(
            r#"select of_user as "of: TelegramUserId", amount, currency, state, expires_at
               from top_up where book_id = $1 and top_up_id = $2"#,
            book_id as BookId,
            id
        )
        .fetch_optional(self.connection())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(TopUp {
            id,
            of: row.of,
            amount: row.amount,
            currency: currency(&row.currency)?,
            state: known(&row.state, TopUpState::from_word)?,
            expires_at: row.expires_at,
        }))
    }

    /// Whether a charge was paid into this book.
    pub async fn has_charge(&mut self, charge: &str) -> Result<bool, StoreError> {
        let book_id = self.id();
        let known = sqlx::query_scalar!(
            r#"select exists (select from top_up where book_id = $1 and charge_id = $2) as "known!""#,
            book_id as BookId,
            charge
        )
        .fetch_one(self.connection())
        .await?;
        Ok(known)
    }

    /// A charge was paid for an open top-up: moves the money into the wallet and notes it, with the row of it. The ledger's
    /// word and what the wallet can spend then; `None` when it was not open any more, and nothing was done.
    pub async fn pay_top_up(
        &mut self,
        id: Uuid,
        charge: &str,
        (key, row): (&Key, &NewPaymentRow),
        now: DateTime<Utc>,
    ) -> Result<Option<(Code, Decimal)>, StoreError> {
        let transfer = key.transfer_id();
        let hash: [u8; 32] = Sha256::digest(format!("top-up {id} {charge}")).into();
        let paid = sqlx::query!(
            r#"select result::text as "word!", available from wallet_top_up_pay($1, $2, $3, $4, $5, $6)"#,
            id,
            charge,
            transfer.0,
            key.text(),
            hash.as_slice(),
            now
        )
        .fetch_optional(self.connection())
        .await?;
        let Some(paid) = paid else { return Ok(None) };
        let result = code(&paid.word)?;
        if result == Code::Ok {
            enter_row(self.connection(), transfer, row, now).await?;
        }
        Ok(Some((result, paid.available.unwrap_or_default())))
    }
}

impl Store {
    /// Who paid a charge, and how much; outside any book.
    pub async fn charged(&self, charge: &str) -> Result<Option<Charged>, StoreError> {
        charged(&mut *self.pool.acquire().await?, charge).await
    }

    /// Takes a charge back out of the wallet, with its row, a line in the admins' log and what the person is told, in one step.
    pub async fn refund_top_up(
        &self,
        charge: &str,
        item: &Item,
        row: &NewPaymentRow,
        by: &ByAdmin<'_>,
        now: DateTime<Utc>,
    ) -> Result<Refunded, StoreError> {
        let mut transaction = self.pool.begin().await?;
        match charged(&mut transaction, charge).await? {
            Some(Charged { state: TopUpState::Paid, .. }) => {}
            _ => return Ok(Refunded::Before),
        }
        let outcomes = ledger::call(&mut transaction, now, std::slice::from_ref(item), false).await?;
        let Some(outcome) = outcomes.into_iter().next() else {
            return Err(StoreError::Unknown { what: "an item without an outcome".to_owned() });
        };
        if outcome.code == Code::Ok {
            enter_row(&mut *transaction, item.key.transfer_id(), row, now).await?;
            sqlx::query!("select wallet_top_up_refunded($1)", charge).fetch_one(&mut *transaction).await?;
            outbox::enqueue(&mut transaction, by.bot, Priority::Notice, by.messages, now).await?;
            by.log(&mut transaction, row.of, now).await?;
        }
        transaction.commit().await?;
        // Of a reversal, what the origin's payee has: the person.
        let left = outcome.available_to.unwrap_or_default();
        match outcome.code {
            Code::Ok => Ok(Refunded::Done { left }),
            code => Ok(Refunded::Refused { code, left }),
        }
    }
}

async fn charged(connection: &mut PgConnection, charge: &str) -> Result<Option<Charged>, StoreError> {
    let row = sqlx::query!(
        r#"select of_user as "of!: TelegramUserId", amount as "amount!", currency as "currency!", state as "state!"
           from wallet_top_up_of_charge($1)"#,
        charge
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Charged {
        of: row.of,
        amount: row.amount,
        currency: currency(&row.currency)?,
        state: known(&row.state, TopUpState::from_word)?,
    }))
}
