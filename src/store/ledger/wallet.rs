//! What a book sees of the ledger: its own people's balances, history and entries, under row-level security.
//!
//! **Invariant:** reads only, and never what somebody else has left.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::super::{Book, StoreError};
use super::code;
use crate::domain::Currency;
use crate::domain::ledger::{Code, Kind, Owner, TransferId};

/// One account of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    pub currency: Currency,
    pub balance: Decimal,
    /// Promised to holds: part of the balance.
    pub held: Decimal,
    pub closed: bool,
}

/// A line of an account's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    pub transfer: TransferId,
    pub kind: Kind,
    /// Negative is money out.
    pub amount: Decimal,
    /// After it.
    pub balance: Decimal,
    pub sequence: i64,
    pub event_at: DateTime<Utc>,
    pub posted_at: DateTime<Utc>,
}

/// What a receipt says of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: TransferId,
    /// Its place in the order of all entries, by which its block is found.
    pub number: i64,
    pub kind: Kind,
    pub code: Code,
    pub amount: Option<Decimal>,
    pub currency: Option<Currency>,
    /// Whether the book is the payer, else the payee.
    pub paid: bool,
    /// What it acts on.
    pub origin: Option<TransferId>,
    /// Reversals and refunds of it so far.
    pub given_back: Decimal,
    pub expires_at: Option<DateTime<Utc>>,
    pub event_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
}

impl Book {
    /// The owner's accounts by currency; empty when they are not of this book.
    pub async fn wallet(&mut self, owner: &Owner) -> Result<Vec<Balance>, StoreError> {
        let rows = sqlx::query!(
            r#"select currency::text as "currency!", balance, held, closed
               from ledger_account where owner = $1 order by currency"#,
            owner.to_string() as _
        )
        .fetch_all(self.connection())
        .await?;
        let balance = |row: (String, Decimal, Decimal, bool)| {
            Ok(Balance { currency: currency(&row.0)?, balance: row.1, held: row.2, closed: row.3 })
        };
        rows.into_iter().map(|row| balance((row.currency, row.balance, row.held, row.closed))).collect()
    }

    /// What the account had at a moment of the past, holds left aside: the latest posting not after it.
    pub async fn wallet_balance_at(
        &mut self,
        owner: &Owner,
        currency: Currency,
        moment: DateTime<Utc>,
    ) -> Result<Decimal, StoreError> {
        let found = sqlx::query_scalar!(
            "select ledger_posting.balance
             from ledger_account join ledger_posting using (account_id)
             where owner = $1 and ledger_account.currency = $2 and ledger_posting.posted_at <= $3
             order by ledger_posting.posted_at desc limit 1",
            owner.to_string() as _,
            currency.code() as _,
            moment
        )
        .fetch_optional(self.connection())
        .await?;
        Ok(found.unwrap_or_default())
    }

    /// The account's latest postings before a moment, newest first.
    pub async fn wallet_history(
        &mut self,
        owner: &Owner,
        currency: Currency,
        before: DateTime<Utc>,
        most: i64,
    ) -> Result<Vec<Posting>, StoreError> {
        let rows = sqlx::query!(
            r#"select p.transfer_id as "transfer: TransferId", t.kind::text as "kind!", p.amount, p.balance, p.sequence,
                   t.event_at, p.posted_at
               from ledger_account as a
               join ledger_posting as p using (account_id)
               join ledger_transfer as t using (transfer_id)
               where a.owner = $1 and a.currency = $2 and p.posted_at < $3
               order by p.posted_at desc limit $4"#,
            owner.to_string() as _,
            currency.code() as _,
            before,
            most
        )
        .fetch_all(self.connection())
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Posting {
                    transfer: row.transfer,
                    kind: kind(&row.kind)?,
                    amount: row.amount,
                    balance: row.balance,
                    sequence: row.sequence,
                    event_at: row.event_at,
                    posted_at: row.posted_at,
                })
            })
            .collect()
    }

    /// An entry that the book is part of.
    pub async fn wallet_entry(&mut self, id: TransferId) -> Result<Option<Entry>, StoreError> {
        let row = sqlx::query!(
            r#"select t.entry_number, t.kind::text as "kind!", t.result::text as "result!", t.amount::numeric as amount,
                   own.currency::text as currency, coalesce(own.account_id = t.from_account, true) as "paid!",
                   t.origin_id as "origin: TransferId", t.expires_at, t.event_at, t.created_at,
                   coalesce((
                       select sum(back.amount) from ledger_transfer as back
                       where back.origin_id = t.transfer_id and back.kind in ('reverse', 'refund') and back.result = 'ok'
                   ), 0) as "given_back!"
               from ledger_transfer as t
               left join ledger_account as own on own.account_id in (t.from_account, t.to_account)
               where t.transfer_id = $1
               order by own.account_id = t.from_account desc limit 1"#,
            id as TransferId
        )
        .fetch_optional(self.connection())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Entry {
            id,
            number: row.entry_number,
            kind: kind(&row.kind)?,
            code: code(&row.result)?,
            amount: row.amount,
            currency: row.currency.as_deref().map(currency).transpose()?,
            paid: row.paid,
            origin: row.origin,
            given_back: row.given_back,
            expires_at: row.expires_at,
            event_at: row.event_at,
            created_at: row.created_at,
        }))
    }
}

fn currency(code: &str) -> Result<Currency, StoreError> {
    code.parse().map_err(|_| StoreError::Unknown { what: format!("the currency {code}") })
}

fn kind(word: &str) -> Result<Kind, StoreError> {
    Kind::from_word(word).ok_or_else(|| StoreError::Unknown { what: format!("the kind {word}") })
}
