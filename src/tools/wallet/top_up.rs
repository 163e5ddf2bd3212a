//! Money in by an invoice: what it asks for, whether it may be paid, and what its payment does.
//!
//! **Invariant:** a charge that Telegram took enters the wallet once, or the caller hears that it did not.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::super::{Context, ToolError};
use super::amounts::{Asked, said};
use super::pay::row;
use super::sorting::moved;
use super::{TOP_UP_LIFE, pair_with_bank_rows};
use crate::domain::Currency;
use crate::domain::ledger::{Code, Key, TransferId};
use crate::domain::wallet::{PaymentKind, TopUpState};
use crate::store::StoreError;
use crate::store::ledger::{Act, Item, Order};
use crate::store::wallet::{ByAdmin, Charged, Refunded, TopUp};
use crate::text;

/// Telegram's own bounds are about 1 to 10,000 US dollars and differ by currency; it refuses what is outside of them.
const UNITS_MIN: u32 = 1;
const UNITS_MAX: u32 = 10_000;
/// Telegram counts some currencies without decimals in other units than ISO 4217 does, where a slip costs a hundredfold; with
/// two decimals both agree.
const DECIMALS: u32 = 2;

/// Why an invoice cannot be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotPayable {
    /// Of nobody, or of somebody else.
    Unknown,
    Changed,
    Paid,
    Expired,
}

/// What became of money that Telegram took.
#[derive(Clone, Debug, PartialEq)]
pub enum Entered {
    Done {
        transfer: TransferId,
        amount: Decimal,
        currency: Currency,
        /// What the wallet can spend now.
        available: Decimal,
    },
    /// It was in the wallet already.
    Before { transfer: TransferId },
    /// Nothing was asked for that fits.
    Unmatched,
    /// The ledger's reason.
    Refused(Code),
}

/// Keeps what an invoice will ask for.
///
/// # Errors
/// In words, where no invoice can ask for that.
pub async fn begin_top_up(asked: &Asked, currency: Currency, context: &mut Context) -> Result<TopUp, ToolError> {
    if currency.minor_digits() != DECIMALS {
        let (currency, decimals) = (currency.to_string(), DECIMALS.to_string());
        let words = text!(context.texts, "topup-decimals", currency = currency, decimals = decimals);
        return Err(ToolError::refused(words));
    }
    let amount = asked.in_currency(context.texts, currency)?;
    if amount < Decimal::from(UNITS_MIN) || amount > Decimal::from(UNITS_MAX) {
        let (least, most) = (said(UNITS_MIN.into(), currency), said(UNITS_MAX.into(), currency));
        let (least, most) = (least.to_string(), most.to_string());
        return Err(ToolError::refused(text!(context.texts, "topup-amounts", least = least, most = most)));
    }
    let now = context.now;
    let book = context.book().await?;
    let top_up = TopUp {
        id: Uuid::now_v7(),
        of: book.wallet_owner().await?,
        amount,
        currency,
        state: TopUpState::Open,
        expires_at: now + TOP_UP_LIFE,
    };
    book.insert_top_up(&top_up, now).await?;
    Ok(top_up)
}

/// As Telegram counts money; `None` for what it cannot say.
pub fn in_smallest_units(amount: Decimal, currency: Currency) -> Option<u32> {
    let units = amount.checked_mul(Decimal::from(10_u32.checked_pow(currency.minor_digits())?))?;
    if units.fract().is_zero() { units.to_u32() } else { None }
}

/// Whether an invoice may be paid now.
pub async fn check_top_up(
    payload: &str,
    money: (&str, u32),
    context: &mut Context,
) -> Result<Result<TopUp, NotPayable>, ToolError> {
    let now = context.now;
    let found = find(payload, money, context).await?;
    Ok(found.and_then(|top_up| match top_up.state {
        TopUpState::Paid | TopUpState::Refunded => Err(NotPayable::Paid),
        TopUpState::Open if top_up.expires_at <= now => Err(NotPayable::Expired),
        TopUpState::Open => Ok(top_up),
    }))
}

/// What was asked for by this name, if it was this much.
async fn find(
    payload: &str,
    (currency, total): (&str, u32),
    context: &mut Context,
) -> Result<Result<TopUp, NotPayable>, ToolError> {
    let Ok(id) = payload.parse() else { return Ok(Err(NotPayable::Unknown)) };
    let Some(top_up) = context.book().await?.top_up(id).await? else { return Ok(Err(NotPayable::Unknown)) };
    let same = top_up.currency.code() == currency && in_smallest_units(top_up.amount, top_up.currency) == Some(total);
    Ok(if same { Ok(top_up) } else { Err(NotPayable::Changed) })
}

/// Puts money that Telegram took into the wallet, with its row.
pub async fn enter_top_up(
    payload: &str,
    money: (&str, u32),
    charge: &str,
    context: &mut Context,
) -> Result<Entered, ToolError> {
    let now = context.now;
    let Some(key) = key(charge) else { return Ok(Entered::Unmatched) };
    let transfer = key.transfer_id();
    if context.book().await?.has_charge(charge).await? {
        return Ok(Entered::Before { transfer });
    }
    let Ok(mut top_up) = find(payload, money, context).await? else { return Ok(Entered::Unmatched) };
    let book = context.book().await?;
    if top_up.state != TopUpState::Open {
        // Paid twice, from two devices at once: it is their money both times.
        top_up = TopUp { id: Uuid::now_v7(), state: TopUpState::Open, ..top_up };
        book.insert_top_up(&top_up, now).await?;
    }
    let row = row(top_up.of, PaymentKind::TopUp, "Top-up", "", moved());
    let Some((code, available)) = book.pay_top_up(top_up.id, charge, (&key, &row), now).await? else {
        // Somebody else did it in this moment; the next try finds that.
        return Err(StoreError::Unknown { what: "a top-up that was open".to_owned() }.into());
    };
    if code != Code::Ok {
        return Ok(Entered::Refused(code));
    }
    context.words_changed();
    pair_with_bank_rows(context).await?;
    Ok(Entered::Done { transfer, amount: top_up.amount, currency: top_up.currency, available })
}

/// Takes a charge back out of its wallet. What the ledger refuses is remembered under its key, so `attempt` makes a new one.
pub async fn refund(
    charge: &str,
    charged: &Charged,
    attempt: i64,
    by: &ByAdmin<'_>,
    context: &Context,
) -> Result<Refunded, ToolError> {
    let Some((store, _)) = &context.scope else {
        return Err(ToolError::invalid(text!(context.texts, "tool-no-database")));
    };
    let text = format!("refund {attempt} {charge}");
    let keys = Key::new("admin", &text).zip(key(charge));
    let Some((key, origin)) = keys else { return Err(ToolError::invalid(text!(context.texts, "topup-no-number"))) };
    let order = Order::Act { act: Act::Reverse, origin, amount: None, currency: None };
    let item = Item { key, hash: Sha256::digest(text).into(), order, event_at: None };
    let row = row(charged.of, PaymentKind::PayOut, "Refund", "", moved());
    Ok(store.refund_top_up(charge, &item, &row, by, context.now).await?)
}

/// Under which a charge enters the ledger.
fn key(charge: &str) -> Option<Key> {
    Key::new("telegram", charge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_counted_as_telegram_does() {
        let check = |amount: &str, currency: &str, units: Option<u32>| {
            assert_eq!(
                in_smallest_units(amount.parse().unwrap(), currency.parse().unwrap()),
                units,
                "{amount} {currency}"
            );
        };
        check("20", "GBP", Some(2_000));
        check("20.00", "GBP", Some(2_000));
        check("0.01", "EUR", Some(1));
        check("0.001", "EUR", None);
        check("42949672.95", "EUR", Some(u32::MAX));
        check("42949672.96", "EUR", None);
        check("-1", "EUR", None);
        check("5", "JPY", Some(5));
    }
}
