//! Requests laid out for the functions of the database, and their answers read.
//!
//! **Invariant:** decides nothing: whether something is done is the database's word.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::postgres::PgConnection;

use super::super::StoreError;
use super::{BATCH_MAX, Item, Movement, Order, Outcome, code};
use crate::domain::Currency;
use crate::domain::ledger::{Code, Key, Owner, TransferId};

/// Splits items into what one call can do: an act alone, or a run of others with different keys.
pub(super) fn calls<'a>(items: &'a [Item]) -> Vec<&'a [Item]> {
    let mut calls = Vec::new();
    let mut rest = items;
    while !rest.is_empty() {
        let mut keys: HashSet<&'a Key> = HashSet::new();
        let joins = |item: &'a Item| !matches!(item.order, Order::Act { .. }) && keys.insert(&item.key);
        let run = rest.iter().take(BATCH_MAX).map(joins).take_while(|joins| *joins).count().max(1);
        let (head, tail) = rest.split_at_checked(run).unwrap_or((rest, &[]));
        calls.push(head);
        rest = tail;
    }
    calls
}

pub(in crate::store) async fn call(
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
    outcome(id, &row.word, (row.available_from, row.available_to), Some(movement.currency))
}

async fn act(connection: &mut PgConnection, at: DateTime<Utc>, item: &Item) -> Result<Outcome, StoreError> {
    let Order::Act { act, origin, amount, currency } = &item.order else {
        return Err(StoreError::Unknown { what: "an act that is none".to_owned() });
    };
    let id = item.key.transfer_id();
    let row = sqlx::query!(
        r#"select result::text as "word!", available_from, available_to, of_currency
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
    let of_currency = row.of_currency.and_then(|code| code.parse().ok());
    outcome(id, &row.word, (row.available_from, row.available_to), of_currency)
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
               $1, $2, $3, $4, array_fill(null::integer, array[cardinality($3::text[])]), $5, $6, $7,
               $8::text[]::ledger_kind[], $9::text[]::ledger_result[], $10, $11, $12,
               array_fill(0::numeric, array[cardinality($5::uuid[])]), array_fill(null::uuid, array[cardinality($5::uuid[])]), $13, $14, $15
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
    answered
        .map(|((item, word), available)| {
            let currency = item.movement().map(|movement| movement.currency);
            outcome(item.key.transfer_id(), word, available, currency)
        })
        .collect()
}

fn outcome(
    id: TransferId,
    word: &str,
    (available_from, available_to): (Option<Decimal>, Option<Decimal>),
    currency: Option<Currency>,
) -> Result<Outcome, StoreError> {
    let code = code(word)?;
    Ok(Outcome { code, id: (code == Code::Ok).then_some(id), available_from, available_to, currency })
}

#[cfg(test)]
mod tests;
