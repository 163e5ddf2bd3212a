//! Alerts about what accounts hold.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::Found;
use crate::domain::{AccountId, Currency};
use crate::tools::{Context, ToolError};

/// A balance of a day longer ago says nothing about today.
pub(super) const STALE_DAYS: i64 = 45;

/// What an account holds by its latest printed balance and the rows since.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub account: AccountId,
    pub name: String,
    pub currency: Currency,
    pub amount: Decimal,
    /// What it held before what is news.
    pub before: Decimal,
    pub known_until: NaiveDate,
}

/// How low an account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Low,
    /// Below zero.
    Overdrawn,
}

impl Level {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Overdrawn => "overdrawn",
        }
    }
}

/// What each account of which a balance was printed holds.
pub(super) async fn held(context: &mut Context, since: Option<DateTime<Utc>>) -> Result<Vec<Held>, ToolError> {
    let stored = context.book().await?.held_now(since).await?;
    let held = stored.into_iter().filter_map(|held| {
        Some(Held {
            account: held.account,
            name: held.name,
            currency: held.currency.parse().ok()?,
            amount: held.amount,
            before: held.amount - held.moved,
            known_until: held.known_until,
        })
    });
    Ok(held.collect())
}

/// An account that came below the bound with what is news. One that was below it before, such as a credit card, has no more to
/// tell, until it goes below zero from above.
pub(super) fn low(held: &Held, below: Decimal, currency: Option<Currency>, today: NaiveDate) -> Option<Found> {
    if Some(held.currency) != currency {
        return None;
    }
    let level = match passed(held, Decimal::ZERO, today) {
        true => Level::Overdrawn,
        false if passed(held, below, today) && !held.amount.is_sign_negative() => Level::Low,
        false => return None,
    };
    Some(Found::LowBalance { held: held.clone(), below, level })
}

/// Whether the balance came below a bound with what is news.
pub(super) fn passed(held: &Held, below: Decimal, today: NaiveDate) -> bool {
    let fresh = (today - held.known_until).num_days() <= STALE_DAYS;
    fresh && held.before >= below && held.amount < below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_low_when_it_comes_below_the_bound() {
        let check = |before: &str, amount: &str, currency: &str, known_until: &str, expected: Option<Level>| {
            let held = Held {
                account: AccountId::new(),
                name: "Current".into(),
                currency: "GBP".parse().unwrap(),
                amount: amount.parse().unwrap(),
                before: before.parse().unwrap(),
                known_until: known_until.parse().unwrap(),
            };
            let found = low(&held, Decimal::ONE_HUNDRED, currency.parse().ok(), "2026-03-31".parse().unwrap());
            let level = found.map(|found| match found {
                Found::LowBalance { level, .. } => level,
                other => panic!("{other:?}"),
            });
            assert_eq!(level, expected, "{before} {amount} {currency} {known_until}");
        };
        check("100", "99.99", "GBP", "2026-03-31", Some(Level::Low));
        check("100", "100", "GBP", "2026-03-31", None);
        check("99", "42", "GBP", "2026-03-31", None);
        check("500", "-1", "GBP", "2026-03-31", Some(Level::Overdrawn));
        check("42", "-1", "GBP", "2026-03-31", Some(Level::Overdrawn));
        // A credit card.
        check("-300", "-420", "GBP", "2026-03-31", None);
        check("-300", "-20", "GBP", "2026-03-31", None);
        check("500", "42", "EUR", "2026-03-31", None);
        check("500", "42", "GBP", "2026-02-14", Some(Level::Low));
        check("500", "42", "GBP", "2026-02-13", None);
    }
}
