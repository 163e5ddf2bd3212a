//! The wallet's ledger: what was asked for goes in, what became of it comes out. The functions of the database decide and
//! write; this file lays requests out for them.
//!
//! **Invariant:** no balance is computed here, and nothing writes a row of the ledger but the database's own functions.

mod audit;
mod wallet;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::Connection as _;
use sqlx::postgres::PgConnection;

use super::{Book, Store, StoreError};
use crate::domain::Currency;
use crate::domain::ledger::{Code, Key, Kind, Owner, TransferId};

pub use audit::{Block, Leaf};
pub use wallet::{Balance, Entry, Posting};

/// Items of one call to the database: more gain nothing, and others wait for the accounts meanwhile.
pub const BATCH_MAX: usize = 2_000;

/// Two who wait for each other, or use one key at once, are told apart at the second try; more than this is a fault.
const ATTEMPTS_MAX: u32 = 5;

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
    Refused { kind: Kind, code: Code },
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

impl Store {
    /// Does the items in order, each on its own, as whoever runs farthing; one outcome each. Kept when this returns. Where it
    /// fails, a first part may be done: the same items again give the outcomes of that part and do the rest.
    pub async fn submit(&self, at: DateTime<Utc>, items: &[Item]) -> Result<Vec<Outcome>, StoreError> {
        let mut outcomes = Vec::with_capacity(items.len());
        for call in calls(items) {
            outcomes.extend(self.submit_call(at, call, false).await?);
        }
        Ok(outcomes)
    }

    /// Does all of these or none: transfers and holds with different keys, at most [`BATCH_MAX`].
    pub async fn submit_linked(&self, at: DateTime<Utc>, items: &[Item]) -> Result<Vec<Outcome>, StoreError> {
        self.submit_call(at, items, true).await
    }

    async fn submit_call(&self, at: DateTime<Utc>, items: &[Item], linked: bool) -> Result<Vec<Outcome>, StoreError> {
        let mut attempt = 1;
        loop {
            let outcome = call(&mut *self.pool.acquire().await?, at, items, linked).await;
            match outcome {
                Err(error) if attempt < ATTEMPTS_MAX && is_passing(&error) => attempt += 1,
                outcome => return outcome,
            }
        }
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
        let word = sqlx::query_scalar!(
            r#"select ledger_close($1, $2)::text as "word!""#,
            owner.to_string(),
            currency.code()
        )
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

/// Splits items into what one call can do: an act alone, or a run of others with different keys.
fn calls(items: &[Item]) -> Vec<&[Item]> {
    let mut calls = Vec::new();
    let mut rest = items;
    while !rest.is_empty() {
        let mut keys = HashSet::new();
        let joins = |item: &&Item| !matches!(item.order, Order::Act { .. }) && keys.insert(&item.key);
        let run = rest.iter().take(BATCH_MAX).take_while(joins).count().max(1);
        let (head, tail) = rest.split_at_checked(run).unwrap_or((rest, &[]));
        calls.push(head);
        rest = tail;
    }
    calls
}

async fn call(
    connection: &mut PgConnection,
    at: DateTime<Utc>,
    items: &[Item],
    linked: bool,
) -> Result<Vec<Outcome>, StoreError> {
    match items {
        [item @ Item { order: Order::Act { .. }, .. }] => Ok(vec![act(connection, at, item).await?]),
        [item @ Item { order: Order::Transfer(movement), .. }] if movement.rate.is_none() && !linked => {
            Ok(vec![pay(connection, at, item, movement).await?])
        }
        items => batch(connection, at, items, linked).await,
    }
}

async fn pay(
    connection: &mut PgConnection,
    at: DateTime<Utc>,
    item: &Item,
    movement: &Movement,
) -> Result<Outcome, StoreError> {
    let id = item.key.transfer_id();
    let row = sqlx::query!(
        r#"select result::text as "word!", available_from, available_to
           from ledger_pay($1, $2, $3, $4, $5, $6, $7, $8, $9)"#,
        at,
        id.0,
        item.key.text(),
        item.hash.as_slice(),
        movement.from.to_string(),
        movement.to.to_string(),
        movement.currency.code(),
        movement.amount,
        item.event_at
    )
    .fetch_one(connection)
    .await?;
    outcome(id, &row.word, row.available_from, row.available_to)
}

async fn act(connection: &mut PgConnection, at: DateTime<Utc>, item: &Item) -> Result<Outcome, StoreError> {
    let Order::Act { act, origin, amount, currency } = &item.order else {
        return Err(StoreError::Unknown { what: "an act that is none".to_owned() });
    };
    let id = item.key.transfer_id();
    let row = sqlx::query!(
        r#"select result::text as "word!", available_from, available_to
           from ledger_act($1, $2, $3, $4, $5::text::ledger_kind, $6, $7, $8, null, $9)"#,
        at,
        id.0,
        item.key.text(),
        item.hash.as_slice(),
        act.kind().word(),
        origin.text(),
        *amount,
        currency.as_ref().map(Currency::code),
        item.event_at
    )
    .fetch_one(connection)
    .await?;
    outcome(id, &row.word, row.available_from, row.available_to)
}

/// Items as the lists that `ledger_submit` takes.
#[derive(Default)]
struct Lists<'a> {
    positions: HashMap<(&'a Owner, Currency), i32>,
    owners: Vec<String>,
    currencies: Vec<String>,
    froms: Vec<Option<i32>>,
    tos: Vec<Option<i32>>,
    refusals: Vec<Option<&'static str>>,
    expiries: Vec<Option<DateTime<Utc>>>,
}

impl<'a> Lists<'a> {
    fn of(items: &'a [Item]) -> Self {
        let mut lists = Self::default();
        for item in items {
            let movement = item.movement();
            let from = movement.map(|movement| lists.position(&movement.from, movement.currency));
            let to = movement.map(|movement| lists.position(&movement.to, movement.currency));
            lists.froms.push(from);
            lists.tos.push(to);
            lists.refusals.push(match item.order {
                Order::Refused { code, .. } => Some(code.word()),
                _ => None,
            });
            lists.expiries.push(match item.order {
                Order::Hold { expires_at, .. } => expires_at,
                _ => None,
            });
        }
        lists
    }

    /// Where the account stands in the list, from 1.
    fn position(&mut self, owner: &'a Owner, currency: Currency) -> i32 {
        // Bounded by twice BATCH_MAX.
        let next = i32::try_from(self.owners.len() + 1).unwrap_or(i32::MAX);
        let position = *self.positions.entry((owner, currency)).or_insert(next);
        if position == next {
            self.owners.push(owner.to_string());
            self.currencies.push(currency.code().to_owned());
        }
        position
    }
}

async fn batch(
    connection: &mut PgConnection,
    at: DateTime<Utc>,
    items: &[Item],
    linked: bool,
) -> Result<Vec<Outcome>, StoreError> {
    let lists = Lists::of(items);
    let ids: Vec<_> = items.iter().map(|item| item.key.transfer_id().0).collect();
    let keys: Vec<_> = items.iter().map(|item| item.key.text()).collect();
    let hashes: Vec<_> = items.iter().map(|item| item.hash.as_slice()).collect();
    let kinds: Vec<_> = items.iter().map(|item| item.kind().word()).collect();
    let amounts: Vec<_> = items.iter().map(|item| item.movement().map(|movement| movement.amount)).collect();
    let rates: Vec<_> = items.iter().map(|item| item.movement().and_then(|movement| movement.rate)).collect();
    let event_ats: Vec<_> = items.iter().map(|item| item.event_at).collect();
    let row = sqlx::query!(
        r#"select results::text[] as "words!", available_from as "from!: Vec<Option<Decimal>>",
               available_to as "to!: Vec<Option<Decimal>>"
           from ledger_submit(
               $1, $2, $3, $4, array_fill(null::integer, array[cardinality($3)]), $5, $6, $7,
               $8::text[]::ledger_kind[], $9::text[]::ledger_result[], $10, $11, $12,
               array_fill(0::numeric, array[cardinality($5)]), array_fill(null::uuid, array[cardinality($5)]), $13, $14, $15
           )"#,
        at,
        linked,
        &lists.owners,
        &lists.currencies,
        &ids,
        &keys as _,
        &hashes as _,
        &kinds as _,
        &lists.refusals as _,
        &lists.froms as _,
        &lists.tos as _,
        &amounts as _,
        &rates as _,
        &lists.expiries as _,
        &event_ats as _
    )
    .fetch_one(connection)
    .await?;
    let available = row.from.into_iter().zip(row.to);
    let answered = items.iter().zip(&row.words).zip(available);
    answered.map(|((item, word), (from, to))| outcome(item.key.transfer_id(), word, from, to)).collect()
}

fn outcome(
    id: TransferId,
    word: &str,
    available_from: Option<Decimal>,
    available_to: Option<Decimal>,
) -> Result<Outcome, StoreError> {
    let code = code(word)?;
    Ok(Outcome { code, id: (code == Code::Ok).then_some(id), available_from, available_to })
}

fn code(word: &str) -> Result<Code, StoreError> {
    Code::from_word(word).ok_or_else(|| StoreError::Unknown { what: format!("the result {word}") })
}

#[cfg(test)]
mod tests;
