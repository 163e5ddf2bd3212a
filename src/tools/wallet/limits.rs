//! How much one person may send: at once, in a day, in a month.
//!
//! **Invariant:** a limit is a number of one currency; nothing is converted, so each currency has the whole of it.

use rust_decimal::Decimal;

use super::super::{Context, ToolError};
use super::amounts::said;
use crate::domain::{Currency, month_start};
use crate::store::wallet::OwnLimits;
use crate::text;

/// One payment, in a currency with decimals: a month's rent in most places.
const PER_TRANSFER: Decimal = Decimal::from_parts(1_000, 0, 0, false, 0);
/// All of a day: a stolen phone empties no account overnight.
const PER_DAY: Decimal = Decimal::from_parts(2_500, 0, 0, false, 0);
/// All of a calendar month.
const PER_MONTH: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);
/// Currencies without decimals count in units about so much smaller.
const SMALL_UNITS: Decimal = Decimal::ONE_HUNDRED;

/// What holds for a person in a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub per_transfer: Decimal,
    pub per_day: Decimal,
    pub per_month: Decimal,
}

impl Limits {
    fn shipped(currency: Currency) -> Self {
        let times = if currency.minor_digits() == 0 { SMALL_UNITS } else { Decimal::ONE };
        Self { per_transfer: PER_TRANSFER * times, per_day: PER_DAY * times, per_month: PER_MONTH * times }
    }
}

/// What holds for the context's person.
pub async fn limits(currency: Currency, context: &mut Context) -> Result<Limits, ToolError> {
    let own = context.book().await?.own_limits().await?;
    let shipped = Limits::shipped(currency);
    Ok(Limits {
        per_transfer: own.per_transfer.unwrap_or(shipped.per_transfer),
        per_day: own.per_day.unwrap_or(shipped.per_day),
        per_month: own.per_month.unwrap_or(shipped.per_month),
    })
}

/// Refuses what is over one of them, with its name.
pub async fn check_limits(amount: Decimal, currency: Currency, context: &mut Context) -> Result<(), ToolError> {
    let limits = limits(currency, context).await?;
    let (today, texts) = (context.today, context.texts);
    let (day, month) = context.book().await?.sent_since(currency, today, month_start(today)).await?;
    let shown = |amount: Decimal| said(amount, currency).to_string();
    let left = |limit: Decimal, sent: Decimal| match sent.is_zero() {
        true => String::new(),
        false => text!(texts, "wallet-limit-left", amount = shown((limit - sent).max(Decimal::ZERO))),
    };
    let words = if amount > limits.per_transfer {
        text!(texts, "wallet-over-transfer", limit = shown(limits.per_transfer), left = "")
    } else if day + amount > limits.per_day {
        text!(texts, "wallet-over-day", limit = shown(limits.per_day), left = left(limits.per_day, day))
    } else if month + amount > limits.per_month {
        text!(texts, "wallet-over-month", limit = shown(limits.per_month), left = left(limits.per_month, month))
    } else {
        return Ok(());
    };
    Err(ToolError::refused(words))
}

/// Sets the limit that is called `transfer`, `day` or `month`, to no more than what ships for the currency.
pub async fn set_limit(
    which: &str,
    limit: Decimal,
    currency: Currency,
    context: &mut Context,
) -> Result<(), ToolError> {
    let shipped = Limits::shipped(currency);
    let mut own: OwnLimits = context.book().await?.own_limits().await?;
    let (place, most) = match which {
        "transfer" | "payment" => (&mut own.per_transfer, shipped.per_transfer),
        "day" => (&mut own.per_day, shipped.per_day),
        "month" => (&mut own.per_month, shipped.per_month),
        _ => {
            let words = text!(context.texts, "wallet-which-limit", transfer = "200", day = "500", month = "2000");
            return Err(ToolError::invalid(words));
        }
    };
    if limit <= Decimal::ZERO || limit > most {
        let most = said(most, currency).to_string();
        return Err(ToolError::refused(text!(context.texts, "wallet-limit-too-high", amount = most)));
    }
    *place = Some(limit);
    Ok(context.book().await?.set_own_limits(own).await?)
}
