//! Amounts as people write them: `20`, `12.50`, `12,50`, `€5`, `5 €`, `20 gbp`, `20 pounds`.
//!
//! **Invariant:** nothing is guessed: what could be two amounts is refused.

use rust_decimal::Decimal;

use super::super::ToolError;
use super::super::ledger;
use crate::domain::ledger::Code;
use crate::domain::{Currency, Money, currency_names};
use crate::text;
use crate::texts::Texts;

/// An amount, and the currency if one was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Digits and at most one point.
    pub digits: String,
    pub currency: Option<Currency>,
}

/// Reads an amount at the beginning of the words, with the currency before or behind it; how many words that took.
pub fn read_amount(words: &[&str]) -> Option<(Asked, usize)> {
    let first = words.first()?;
    let (before, rest) = first.find(|c: char| c.is_ascii_digit()).and_then(|at| first.split_at_checked(at))?;
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(rest.len());
    let (number, behind) = rest.split_at_checked(end)?;
    let number = number.trim_end_matches([',', '.']);
    let digits = plain_digits(number)?;
    let currency = match (before, behind) {
        ("", "") => None,
        (sign, "") | ("", sign) => Some(currency_names::named(sign)?),
        _ => return None,
    };
    match (currency, words.get(1)) {
        (None, Some(next)) => match named(next) {
            Some(currency) => Some((Asked { digits, currency: Some(currency) }, 2)),
            None => Some((Asked { digits, currency: None }, 1)),
        },
        _ => Some((Asked { digits, currency }, 1)),
    }
}

/// A currency behind an amount. Words that are more often something else are none: "try", "all", "cup".
fn named(word: &str) -> Option<Currency> {
    let word = word.trim_end_matches([',', '.']);
    let is_code = word.len() == 3 && word.is_ascii();
    let is_sign = !word.chars().any(|c| c.is_ascii_alphabetic());
    let ambiguous = ["all", "try", "cup", "top", "mop", "pen", "bob", "sos", "won", "rand", "dram", "real"];
    if is_code && ambiguous.contains(&word) || (!is_code && !is_sign && ambiguous.contains(&word)) {
        return None;
    }
    currency_names::named(word)
}

/// `1,234.50` and `12,50` with a point; `1,234` could be two amounts and is none.
fn plain_digits(text: &str) -> Option<String> {
    let points = text.matches('.').count();
    let commas = text.matches(',').count();
    match (points, commas) {
        (0 | 1, 0) => Some(text.to_owned()),
        (0, 1) => {
            let (whole, fraction) = text.split_once(',')?;
            (fraction.len() != 3).then(|| format!("{whole}.{fraction}"))
        }
        // Thousands before a point.
        (1, _) => {
            let (whole, fraction) = text.split_once('.')?;
            let groups: Vec<&str> = whole.split(',').collect();
            let well = groups.iter().skip(1).all(|group| group.len() == 3) && !fraction.contains(',');
            well.then(|| format!("{}.{fraction}", groups.concat()))
        }
        _ => None,
    }
}

impl Asked {
    /// The exact amount in a currency.
    ///
    /// # Errors
    /// In words, what is wrong with it.
    pub(super) fn in_currency(&self, texts: &Texts, currency: Currency) -> Result<Decimal, ToolError> {
        ledger::amount(&self.digits, Some(currency)).map_err(|code| {
            ToolError::invalid(match code {
                Code::AmountNotPositive => text!(texts, "wallet-amount-not-positive"),
                Code::AmountTooPrecise => {
                    let decimals = currency.minor_digits().to_string();
                    text!(texts, "wallet-amount-too-precise", currency = currency.to_string(), decimals = decimals)
                }
                Code::AmountTooLarge => text!(texts, "wallet-amount-too-large"),
                _ => text!(texts, "wallet-amount-unreadable", whole = "20", exact = "12.50"),
            })
        })
    }
}

/// `20.00 GBP`, as errors name amounts.
pub(super) fn said(amount: Decimal, currency: Currency) -> Money {
    let mut amount = amount;
    amount.rescale(currency.minor_digits());
    Money::new(amount, currency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let check = |text: &str, expected: Option<(&str, &str, usize)>| {
            let words: Vec<&str> = text.split_whitespace().collect();
            let read = read_amount(&words);
            let read = read.as_ref().map(|(asked, taken)| {
                let code = asked.currency.map_or(String::new(), |currency| currency.to_string());
                (asked.digits.clone(), code, *taken)
            });
            let expected = expected.map(|(digits, code, taken)| (digits.to_owned(), code.to_owned(), taken));
            assert_eq!(read, expected, "{text}");
        };
        check("20", Some(("20", "", 1)));
        check("20 to ana", Some(("20", "", 1)));
        check("12.50 for lunch", Some(("12.50", "", 1)));
        check("12,50", Some(("12.50", "", 1)));
        check("1,234.50", Some(("1234.50", "", 1)));
        check("1,234", None);
        check("£20", Some(("20", "GBP", 1)));
        check("20€", Some(("20", "EUR", 1)));
        check("5 € to", Some(("5", "EUR", 2)));
        check("20 gbp", Some(("20", "GBP", 2)));
        check("20GBP", Some(("20", "GBP", 1)));
        check("20 pounds", Some(("20", "GBP", 2)));
        check("20 quid", Some(("20", "GBP", 2)));
        check("20 all", Some(("20", "", 1)));
        check("20.", Some(("20", "", 1)));
        check("1.2.3", None);
        check("x20", None);
        check("€20€", None);
        check("ana", None);
        check("", None);
    }
}
