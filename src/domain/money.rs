//! An amount and its currency, which refuses to be added to another currency.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Currency;

/// An exact amount in one currency. Negative is money out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub amount: Decimal,
    pub currency: Currency,
}

/// Two currencies met in one sum, or the sum left the range of `Decimal`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot add {right} to {left}")]
pub struct CurrencyMismatch {
    pub left: Currency,
    pub right: Currency,
}

impl Money {
    pub fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// The sum; an error when the currencies differ or the result does not fit.
    pub fn checked_add(self, other: Self) -> Result<Self, CurrencyMismatch> {
        let mismatch = CurrencyMismatch { left: self.currency, right: other.currency };
        if self.currency != other.currency {
            return Err(mismatch);
        }
        self.amount.checked_add(other.amount).map(|amount| Self { amount, ..self }).ok_or(mismatch)
    }
}

impl fmt::Display for Money {
    /// Plain and unambiguous, for logs and errors: `-12.50 EUR`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_within_a_currency_only() {
        let euro: Currency = "EUR".parse().unwrap();
        let pound: Currency = "GBP".parse().unwrap();
        let money = |text: &str, currency| Money::new(text.parse().unwrap(), currency);
        assert_eq!(money("1.10", euro).checked_add(money("2.20", euro)), Ok(money("3.30", euro)));
        assert!(money("1.10", euro).checked_add(money("2.20", pound)).is_err());
        assert!(Money::new(Decimal::MAX, euro).checked_add(money("1", euro)).is_err());
    }
}
