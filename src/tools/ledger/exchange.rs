//! Money of one currency for money of another: two linked transfers, through the exchange's accounts in both, at a rate that
//! both entries keep.
//!
//! **Invariant:** no transfer mixes currencies, and the bought amount is the sold one times the rate, rounded once.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::ledger::{Code, Key, Kind, Owner};
use crate::domain::{Currency, Money};
use crate::store::ledger::{Item, Movement, Order};

/// What is exchanged, between accounts of one person or of two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    pub from: Owner,
    pub to: Owner,
    pub sold: Money,
    pub bought: Currency,
    /// Units of the bought currency for one of the sold.
    pub rate: Decimal,
}

/// The two items of an exchange, to be submitted linked. Where it makes no sense, two that are refused, for the key's sake.
pub fn exchange(key: &Key, hash: [u8; 32], exchange: &Exchange) -> [Item; 2] {
    let orders = match bought(exchange) {
        Ok(bought) => [(exchange.from.clone(), Owner::fx(), exchange.sold), (Owner::fx(), exchange.to.clone(), bought)]
            .map(|(from, to, Money { amount, currency })| {
                Order::Transfer(Movement { from, to, amount, currency, rate: Some(exchange.rate) })
            }),
        Err(code) => [code; 2].map(|code| Order::Refused { kind: Kind::Transfer, code }),
    };
    let [sell, buy] = orders;
    let item = |key: Key, order| Item { key, hash, order, event_at: None };
    [item(key.clone(), sell), item(key.part("bought"), buy)]
}

/// Half a unit is rounded away from zero, as at a counter.
fn bought(exchange: &Exchange) -> Result<Money, Code> {
    if exchange.sold.currency == exchange.bought {
        return Err(Code::CurrencyMismatch);
    }
    if exchange.rate <= Decimal::ZERO {
        return Err(Code::RateInvalid);
    }
    let exact = exchange.sold.amount.checked_mul(exchange.rate).ok_or(Code::AmountTooLarge)?;
    let digits = exchange.bought.minor_digits();
    let mut amount = exact.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    amount.rescale(digits);
    if amount > Decimal::ZERO { Ok(Money::new(amount, exchange.bought)) } else { Err(Code::RateInvalid) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bought_amount_is_rounded_once() {
        let check = |amount: &str, rate: &str, currency: &str, expected: Result<&str, Code>| {
            let exchange = Exchange {
                from: "user:1".parse().unwrap(),
                to: "user:1".parse().unwrap(),
                sold: Money::new(amount.parse().unwrap(), "EUR".parse().unwrap()),
                bought: currency.parse().unwrap(),
                rate: rate.parse().unwrap(),
            };
            assert_eq!(bought(&exchange).map(|money| money.amount.to_string()), expected.map(str::to_owned));
        };
        check("10.00", "1.0850", "USD", Ok("10.85"));
        check("0.01", "0.5", "USD", Ok("0.01"));
        check("0.01", "0.49", "USD", Err(Code::RateInvalid));
        check("10.00", "161.237", "JPY", Ok("1612"));
        check("10.00", "0", "USD", Err(Code::RateInvalid));
        check("10.00", "-1", "USD", Err(Code::RateInvalid));
        check("10.00", "1", "EUR", Err(Code::CurrencyMismatch));
        check("79228162514264337593543950335", "2", "USD", Err(Code::AmountTooLarge));
    }
}
