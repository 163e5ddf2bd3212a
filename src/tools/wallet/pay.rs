//! A payment: the ledger moves the money, and both people's books get their row, in the context's database transaction.
//!
//! **Invariant:** a key pays once; where the ledger refuses, no row is written.

use rust_decimal::Decimal;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::super::{Context, ToolError};
use super::sorting::{Sorted, for_payee, for_payer, moved, payee};
use super::{NAME_CHARS_MAX, one_line, own_name};
use crate::domain::ledger::{Code, Key, Owner, TransferId};
use crate::domain::wallet::PaymentKind;
use crate::domain::{Currency, TelegramUserId};
use crate::store::ledger::{self, Item, Movement, Outcome};
use crate::store::wallet::{ByAdmin, NewPaymentRow};
use crate::store::{Store, StoreError};
use crate::text;

/// What is paid. The amount is positive and no finer than the currency.
#[derive(Clone, Debug)]
pub struct Order {
    /// Of a card, or of a schedule's day.
    pub key: Key,
    pub to: TelegramUserId,
    pub to_name: String,
    pub amount: Decimal,
    pub currency: Currency,
    pub note: String,
}

/// A payment that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Paid {
    pub transfer: TransferId,
    /// What the payer can spend after it.
    pub available: Decimal,
    /// As the receiver knows the payer.
    pub payer_name: String,
}

impl Order {
    /// As the ledger is asked.
    pub(super) fn item(&self, from: Owner) -> Item {
        item(self.key.clone(), from, Owner::User(self.to), self.amount, self.currency, &self.note)
    }
}

fn item(key: Key, from: Owner, to: Owner, amount: Decimal, currency: Currency, note: &str) -> Item {
    let whole = json!([from.to_string(), to.to_string(), amount.normalize().to_string(), currency.code(), note]);
    let hash = Sha256::digest(whole.to_string()).into();
    let movement = Movement { from, to, amount, currency, rate: None };
    Item { key, hash, order: ledger::Order::Transfer(movement), event_at: None }
}

/// Pays out of the wallet of the context's person. The inner error is the ledger's reason; nothing was moved then.
pub async fn pay(order: &Order, context: &mut Context) -> Result<Result<Paid, Code>, ToolError> {
    let now = context.now;
    let me = context.book().await?.wallet_owner().await?;
    let payer_name = own_name(context).await?;
    let item = order.item(Owner::User(me));
    let outcomes = context.book().await?.submit(now, &[item]).await?;
    let Some(Outcome { code, id, available_from, .. }) = outcomes.into_iter().next() else {
        return Err(StoreError::Unknown { what: "a payment without an outcome".to_owned() }.into());
    };
    let (Code::Ok, Some(transfer)) = (code, id) else { return Ok(Err(code)) };
    let sorted = for_payer(&order.to_name, &order.note, order.amount, order.currency, context).await?;
    let mine = row(me, PaymentKind::Payment, &order.to_name, &order.note, sorted);
    let received = for_payee(&payer_name, &order.note, order.amount, order.currency);
    let theirs = row(order.to, PaymentKind::Payment, &payer_name, &order.note, received);
    let book = context.book().await?;
    book.enqueue_look(now).await?;
    // In one order, so that two who pay each other at once, in two currencies, never wait for each other in a circle.
    let ordered = if me < order.to { [mine, theirs] } else { [theirs, mine] };
    for row in ordered {
        book.enter_payment_row(transfer, &row, now).await?;
    }
    context.words_changed();
    Ok(Ok(Paid { transfer, available: available_from.unwrap_or_default(), payer_name }))
}

/// Pays into somebody's wallet from outside, or out of it.
///
/// # Errors
/// The store's. A refusal of the ledger is an outcome.
pub async fn fund(order: &Order, out: bool, by: &ByAdmin<'_>, context: &Context) -> Result<Outcome, ToolError> {
    let Some((store, _)) = &context.scope else {
        return Err(ToolError::invalid(text!(context.texts, "tool-no-database")));
    };
    let (person, house) = (Owner::User(order.to), Owner::funding());
    let (from, to, kind, name) = match out {
        false => (house, person, PaymentKind::TopUp, "Top-up"),
        true => (person, house, PaymentKind::PayOut, "Pay-out"),
    };
    let item = item(order.key.clone(), from, to, order.amount, order.currency, &order.note);
    let row = row(order.to, kind, name, &order.note, moved());
    Ok(Store::move_by_admin(store, &item, &row, by, context.now).await?)
}

/// The row of one side.
pub(super) fn row(
    of: TelegramUserId,
    kind: PaymentKind,
    other_name: &str,
    note: &str,
    sorted: Sorted,
) -> NewPaymentRow {
    let other_name = one_line(other_name, NAME_CHARS_MAX);
    let (description, merchant) = payee(&other_name, note);
    NewPaymentRow {
        of,
        kind,
        other_name,
        note: note.to_owned(),
        description,
        payee_key: merchant.key,
        payee_name: merchant.name,
        category: sorted.category,
        decided_by: sorted.by.as_str(),
        confidence: sorted.confidence,
    }
}
