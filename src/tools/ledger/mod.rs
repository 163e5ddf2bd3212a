//! The wallet's ledger for whoever runs farthing: requests as they come from outside, in order, and the proof of the books.
//!
//! These are no [`Tool`](super::Tool)s: they work outside any book, and no planner may name an account.
//!
//! **Invariant:** whatever comes in gets one reply, in its place; nothing is done twice under one key.

mod amount;
mod exchange;
mod request;
mod seal;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::Currency;
use crate::domain::ledger::{Code, TransferId};
use crate::store::StoreError;
use crate::store::ledger::{Item, LedgerSession, Outcome};

pub use amount::amount;
pub use exchange::{Exchange, exchange};
pub use request::{Asked, Request};
pub use seal::{Proof, Whole, proof, seal, verify};

/// What became of one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reply {
    /// As it came; null where there was none.
    pub key: Option<String>,
    pub result: Code,
    /// Of what was done.
    pub id: Option<TransferId>,
    /// What the payer could spend after it; null for system accounts.
    pub available_from: Option<String>,
    pub available_to: Option<String>,
}

impl Reply {
    fn refused(key: Option<String>, code: Code) -> Self {
        Self { key, result: code, id: None, available_from: None, available_to: None }
    }
}

/// Answers requests in order; neighbours that are done share calls to the database. After an error the same requests can be
/// sent again: what was done is not done twice.
pub async fn answer(
    session: &mut LedgerSession,
    at: DateTime<Utc>,
    requests: Vec<Request>,
) -> Result<Vec<Reply>, StoreError> {
    let mut replies = Vec::with_capacity(requests.len());
    // Items that wait to be done together, and where their replies stand.
    let (mut items, mut places) = (Vec::new(), Vec::new());
    for Request { key, asked } in requests {
        match asked {
            Asked::Item(item) => {
                places.push(replies.len());
                items.push(item);
                replies.push(Reply::refused(key, Code::Malformed));
            }
            Asked::Refused(code) => replies.push(Reply::refused(key, code)),
            Asked::Balance { owner, currency } => {
                submit(session, at, &mut items, &mut places, &mut replies).await?;
                replies.push(match session.store().available(&owner, currency).await? {
                    Ok((currency, available)) => Reply {
                        available_from: available.map(|amount| written(amount, currency)),
                        ..Reply::refused(key, Code::Ok)
                    },
                    Err(code) => Reply::refused(key, code),
                });
            }
        }
    }
    submit(session, at, &mut items, &mut places, &mut replies).await?;
    Ok(replies)
}

/// Does the items that wait and puts what became of them in their places.
async fn submit(
    session: &mut LedgerSession,
    at: DateTime<Utc>,
    items: &mut Vec<Item>,
    places: &mut Vec<usize>,
    replies: &mut [Reply],
) -> Result<(), StoreError> {
    let outcomes = session.submit(at, items).await?;
    for (place, outcome) in places.drain(..).zip(outcomes) {
        if let Some(reply) = replies.get_mut(place) {
            let Outcome { code, id, available_from, available_to, currency } = outcome;
            reply.result = code;
            reply.id = id;
            reply.available_from = available_from.map(|amount| written(amount, currency));
            reply.available_to = available_to.map(|amount| written(amount, currency));
        }
    }
    items.clear();
    Ok(())
}

/// With as many decimals as the currency has.
fn written(mut amount: Decimal, currency: Option<Currency>) -> String {
    if let Some(currency) = currency {
        amount.rescale(currency.minor_digits());
    }
    amount.to_string()
}
