//! The wallet's ledger: what was asked for goes in, what became of it comes out. The functions of the database decide and
//! write; this file lays requests out for them.
//!
//! **Invariant:** no balance is computed here, and nothing writes a row of the ledger but the database's own functions.

mod audit;
mod submit;
mod wallet;

use std::time::Duration;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::pool::PoolConnection;
use sqlx::{Connection as _, Postgres};
use tokio::time::Instant;

use self::submit::calls;
use super::{Book, Store, StoreError};
use crate::domain::Currency;
use crate::domain::ledger::{Code, Key, Kind, Owner, TransferId};

pub use audit::{Block, Leaf};
pub(in crate::store) use submit::call;
pub use wallet::{Balance, Entry, Posting};

/// Items of one call to the database: more gain nothing, and others wait for the accounts meanwhile.
pub const BATCH_MAX: usize = 2_000;

/// Two who wait for each other, or use one key at once, are told apart at the second try; more than this is a fault.
const ATTEMPTS_MAX: u32 = 5;
/// A server that starts anew is back within seconds; whoever waits for longer is told.
const LOST_MAX: Duration = Duration::from_secs(10);
/// Between two tries meanwhile. Each connection of the pool may be dead, and the server takes about 100 ms to be back.
const LOST_WAIT: Duration = Duration::from_millis(50);

/// A request: under a key, which makes it happen once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub key: Key,
    /// SHA-256 of everything that was asked for: the same key with another hash is refused.
    pub hash: [u8; 32],
    pub order: Order,
    /// When it happened in the world, where that is not now.
    pub event_at: Option<DateTime<Utc>>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    Transfer(Movement),
    Hold {
        movement: Movement,
        /// From this moment on it cannot be posted.
        expires_at: Option<DateTime<Utc>>,
    },
    /// Something that is done to an earlier entry.
    Act {
        act: Act,
        origin: Key,
        /// `None`: all of it, or all that is left.
        amount: Option<Decimal>,
        /// Must be the origin's, where given.
        currency: Option<Currency>,
    },
    /// It cannot be done whatever the books say; it is only remembered, because a key that failed stays failed.
    Refused {
        kind: Kind,
        code: Code,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Post,
    Void,
    Reverse,
    Refund,
}

/// Money from one account to another. The amount is positive and the accounts differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    pub from: Owner,
    pub to: Owner,
    pub amount: Decimal,
    pub currency: Currency,
    /// Units bought for one sold, where this is a leg of an exchange.
    pub rate: Option<Decimal>,
}

/// What became of an item. The same item again has the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub code: Code,
    /// Of what was done.
    pub id: Option<TransferId>,
    /// What the payer could spend after it; `None` for system accounts and for others' money. Of an act, the origin's payer.
    pub available_from: Option<Decimal>,
    pub available_to: Option<Decimal>,
    /// In which both are.
    pub currency: Option<Currency>,
}

impl Act {
    fn kind(self) -> Kind {
        match self {
            Self::Post => Kind::Post,
            Self::Void => Kind::Void,
            Self::Reverse => Kind::Reverse,
            Self::Refund => Kind::Refund,
        }
    }
}

impl Item {
    fn kind(&self) -> Kind {
        match &self.order {
            Order::Transfer(_) => Kind::Transfer,
            Order::Hold { .. } => Kind::Hold,
            Order::Act { act, .. } => act.kind(),
            Order::Refused { kind, .. } => *kind,
        }
    }

    fn movement(&self) -> Option<&Movement> {
        match &self.order {
            Order::Transfer(movement) | Order::Hold { movement, .. } => Some(movement),
            Order::Act { .. } | Order::Refused { .. } => None,
        }
    }
}

/// Somebody at the counter: submits as whoever runs farthing, over a connection that is kept from call to call. The pool tries
/// each connection that comes back to it, which would be a second round trip for every transfer.
#[derive(Debug)]
pub struct LedgerSession {
    store: Store,
    connection: Option<PoolConnection<Postgres>>,
}

impl LedgerSession {
    /// Where the session's ledger is.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Does the items in order, each on its own; one outcome each. Kept when this returns. Where it fails, a first part may be
    /// done: the same items again give the outcomes of that part and do the rest.
    pub async fn submit(&mut self, at: DateTime<Utc>, items: &[Item]) -> Result<Vec<Outcome>, StoreError> {
        let mut outcomes = Vec::with_capacity(items.len());
        for call in calls(items) {
            outcomes.extend(self.submit_call(at, call, false).await?);
        }
        Ok(outcomes)
    }

    /// Does all of these or none: transfers and holds with different keys, at most [`BATCH_MAX`].
    pub async fn submit_linked(&mut self, at: DateTime<Utc>, items: &[Item]) -> Result<Vec<Outcome>, StoreError> {
        self.submit_call(at, items, true).await
    }

    async fn submit_call(
        &mut self,
        at: DateTime<Utc>,
        items: &[Item],
        linked: bool,
    ) -> Result<Vec<Outcome>, StoreError> {
        let (mut attempt, begun) = (1, Instant::now());
        loop {
            match self.submit_once(at, items, linked).await {
                Err(error) if attempt < ATTEMPTS_MAX && is_passing(&error) => attempt += 1,
                // Whether it was done before the connection was lost, its key tells.
                Err(error) if begun.elapsed() < LOST_MAX && is_lost(&error) => {
                    self.connection = None;
                    tokio::time::sleep(LOST_WAIT).await;
                }
                outcome => return outcome,
            }
        }
    }

    async fn submit_once(
        &mut self,
        at: DateTime<Utc>,
        items: &[Item],
        linked: bool,
    ) -> Result<Vec<Outcome>, StoreError> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(self.store.pool.acquire().await?),
        };
        call(connection, at, items, linked).await
    }
}

impl Store {
    /// Takes a connection at its first call.
    pub fn ledger_session(&self) -> LedgerSession {
        LedgerSession { store: self.clone(), connection: None }
    }

    /// Frees what holds that are due have promised; how many of at most `most`.
    pub async fn expire_holds(&self, at: DateTime<Utc>, most: i32) -> Result<i32, StoreError> {
        let expired =
            sqlx::query_scalar!(r#"select ledger_expire($1, $2) as "n!""#, at, most).fetch_one(&self.pool).await?;
        Ok(expired)
    }

    /// What an owner could spend now, and the currency: the named one, or the only one they have. `Err` says why not.
    pub async fn available(
        &self,
        owner: &Owner,
        currency: Option<Currency>,
    ) -> Result<Result<(Option<Currency>, Option<Decimal>), Code>, StoreError> {
        let row = sqlx::query!(
            r#"select currency, available from ledger_available($1, $2)"#,
            owner.to_string(),
            currency.as_ref().map(Currency::code)
        )
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(Err(Code::CurrencyUnknown)) };
        let found = row.currency.and_then(|code| code.parse().ok());
        Ok(Ok((currency.or(found), row.available)))
    }

    /// Shuts an empty account for good.
    pub async fn close_account(&self, owner: &Owner, currency: Currency) -> Result<Code, StoreError> {
        let word =
            sqlx::query_scalar!(r#"select ledger_close($1, $2)::text as "word!""#, owner.to_string(), currency.code())
                .fetch_one(&self.pool)
                .await?;
        code(&word)
    }
}

impl Book {
    /// Does the items in this book's database transaction: only its own people's money moves, and nothing is done before the
    /// commit. After an error the whole transaction is to be tried again.
    pub async fn submit(&mut self, at: DateTime<Utc>, items: &[Item]) -> Result<Vec<Outcome>, StoreError> {
        let mut outcomes = Vec::with_capacity(items.len());
        for piece in calls(items) {
            outcomes.extend(call(self.connection(), at, piece, false).await?);
        }
        Ok(outcomes)
    }

    /// What would become of the items, by the same code; nothing is kept.
    pub async fn dry_run(&mut self, at: DateTime<Utc>, items: &[Item]) -> Result<Vec<Outcome>, StoreError> {
        let mut attempt = self.connection().begin().await?;
        let mut outcomes = Vec::with_capacity(items.len());
        for piece in calls(items) {
            outcomes.extend(call(&mut attempt, at, piece, false).await?);
        }
        attempt.rollback().await?;
        Ok(outcomes)
    }
}

/// A try that another process spoiled: the next one finds what the other did.
fn is_passing(error: &StoreError) -> bool {
    let StoreError::Query(sqlx::Error::Database(error)) = error else { return false };
    // Serialization failure, deadlock, and a key that came into being at the same moment.
    matches!(error.code().as_deref(), Some("40001" | "40P01" | "23505"))
}

/// The connection is gone, and another one may not be.
fn is_lost(error: &StoreError) -> bool {
    match error {
        StoreError::Query(sqlx::Error::Io(_)) => true,
        // Shut down by an administrator or by a crash, or not up yet.
        StoreError::Query(sqlx::Error::Database(error)) => {
            matches!(error.code().as_deref(), Some("57P01" | "57P02" | "57P03"))
        }
        _ => false,
    }
}

pub(in crate::store) fn code(word: &str) -> Result<Code, StoreError> {
    Code::from_word(word).ok_or_else(|| StoreError::Unknown { what: format!("the result {word}") })
}
